"""Letters read aloud: in the page's language, bounded, for open challenges only."""

import io
import re
import stat
import wave
from pathlib import Path

import pytest
from captcha.models import CaptchaStore
from django.test import Client
from django.utils import timezone

from feedback.captcha import sound as captcha_sound
from feedback.captcha.challenge import LETTERS, Challenge
from feedback.captcha.sound import SoundUnavailable, can_speak, speak, words_to_speak
from feedback.intake.challenges import consume, issue_challenge
from tests.factories import ServiceFactory
from tests.feedback.resident import Resident, soup

needs_synthesiser = pytest.mark.skipif(not can_speak(), reason="install espeak-ng to hear it")
LANGUAGES = pytest.mark.parametrize("language", ["sv", "en"])


def challenge(letters: str = "BDEPT", key: str = "0" * 40) -> Challenge:
    return Challenge(key, letters, "0000abcd", timezone.now())


@pytest.fixture
def synthesiser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that replaces espeak-ng by a program of the test."""

    def install(script: str) -> None:
        program = tmp_path / "espeak-ng"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(tmp_path))

    return install


@LANGUAGES
def test_every_letter_has_a_word_that_begins_with_it(language):
    words = captcha_sound.SPELLING[language]

    assert set(words) >= set(LETTERS)
    assert all(word.startswith(letter) for letter, word in words.items())
    # Their ends tell them apart as well, on a bad loudspeaker.
    assert len(set(words.values())) == len(words)


def test_letters_are_spoken_in_the_language_of_the_page():
    assert words_to_speak(challenge("BX"), "sv") == "B som i Bertil. X som i Xerxes."
    assert words_to_speak(challenge("BX"), "en") == "B, for Bravo. X, for X-ray."


@needs_synthesiser
@LANGUAGES
def test_sound_is_short_and_small(language):
    sound = speak(challenge("XXXXX"), language)

    with wave.open(io.BytesIO(sound)) as file:
        assert 4 < file.getnframes() / file.getframerate() < 25
        # Something can be heard.
        assert len(set(file.readframes(file.getnframes()))) > 100
    assert len(sound) < 300_000


@needs_synthesiser
def test_sound_depends_on_key_and_language():
    assert speak(challenge(), "sv") == speak(challenge(), "sv")
    assert speak(challenge(), "sv") != speak(challenge(), "en")
    assert speak(challenge(), "sv") != speak(challenge(key="1" * 40), "sv")


@pytest.mark.parametrize(
    "script", ["exit 1", "echo no sound", "exec sleep 5", "head -c 3000000 /dev/zero"]
)
def test_failing_synthesiser_times_out(synthesiser, monkeypatch, script):
    monkeypatch.setattr(captcha_sound, "SECONDS", 0.2)
    synthesiser(f"PATH=/usr/bin:/bin; {script}")

    with pytest.raises(SoundUnavailable):
        speak(challenge(), "sv")


def test_synthesiser_gets_neither_a_shell_nor_the_environment(synthesiser, tmp_path):
    synthesiser(f'PATH=/usr/bin:/bin; env > {tmp_path}/env; printf "%s\\n" "$@" > {tmp_path}/said')

    with pytest.raises(SoundUnavailable):
        speak(challenge("ABCDE"), "sv")

    said = (tmp_path / "said").read_text().splitlines()
    text = re.sub("<.*?>", " ", said[-1])
    assert text.split() == words_to_speak(challenge("ABCDE"), "sv").split()
    assert "SECRET_KEY" not in (tmp_path / "env").read_text()


@pytest.mark.django_db
@needs_synthesiser
def test_check_page_offers_the_sound_in_its_language(client):
    ServiceFactory(slug="digidel")

    for query in ("", "?lang=en"):
        resident = Resident(client, "digidel", query)
        address = soup(resident.fill_in()).audio["src"]
        response = client.get(address)

        assert address.endswith(query)
        assert response["Content-Type"] == "audio/wav"
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
        assert response.content[:4] == b"RIFF"


@pytest.mark.django_db
def test_pages_work_without_a_synthesiser(client, monkeypatch):
    # Given
    monkeypatch.setenv("PATH", "/nowhere")
    ServiceFactory(slug="digidel")
    resident = Resident(client, "digidel")

    # When
    page = soup(resident.fill_in())

    # Then
    assert not page.select("audio")
    assert page.select_one("#question").text
    key = CaptchaStore.objects.get().hashkey
    assert client.get(f"/feedback/captcha/{key}.wav").status_code == 503
    answer = client.post(
        "/graphql/",
        {"query": "mutation { issueCaptcha { audioUrl } }"},
        content_type="application/json",
    )
    assert answer.json()["data"]["issueCaptcha"]["audioUrl"] is None
    assert resident.send().status_code == 303


@pytest.mark.django_db
@needs_synthesiser
@pytest.mark.parametrize(("given", "spoken"), [("sv", "sv"), ("en", "en"), ("de", "sv")])
def test_sound_url_has_the_requested_language(client, given, spoken):
    answer = client.post(
        "/graphql/",
        {"query": f'mutation {{ issueCaptcha {{ audioUrl(language: "{given}") }} }}'},
        content_type="application/json",
    ).json()["data"]["issueCaptcha"]["audioUrl"]

    assert answer.endswith(f".wav?lang={spoken}")
    assert client.get(answer.removeprefix("http://localhost:8000")).status_code == 200


@pytest.mark.django_db
def test_sound_of_a_used_challenge_is_410(client):
    key = issue_challenge(timezone.now()).key
    consume(key, "wrong", timezone.now())

    response = client.get(f"/feedback/captcha/{key}.wav")

    assert response.status_code == 410
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@needs_synthesiser
@pytest.mark.parametrize(
    ("asked", "status", "length"),
    [
        ("bytes=0-1", 206, 2),
        ("bytes=100-", 206, None),
        ("bytes=0-999999999", 206, None),
        ("bytes=900000000-", 416, 0),
        ("bytes=9-3", 416, 0),
        ("bytes=-5", 200, None),
        ("bytes=0-1,5-9", 200, None),
        ("bytes=٣-٤", 200, None),
        ("lines=1-2", 200, None),
        ("x" * 5_000, 200, None),
    ],
)
def test_sound_supports_range_requests(client: Client, asked: str, status: int, length: int | None):
    key = issue_challenge(timezone.now()).key

    response = client.get(f"/feedback/captcha/{key}.wav", headers={"Range": asked})

    assert response.status_code == status
    if length is not None:
        assert len(response.content) == length
    if status == 206:
        whole = client.get(f"/feedback/captcha/{key}.wav").content
        start, end = response["Content-Range"].removeprefix("bytes ").split("/")[0].split("-")
        assert whole[int(start) : int(end) + 1] == response.content
        assert response["Content-Range"].endswith(f"/{len(whole)}")
