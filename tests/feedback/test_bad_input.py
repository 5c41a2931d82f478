"""Invalid input to the form gets a clear response, and stores nothing."""

import json
import uuid
from urllib.parse import quote

import pytest
from captcha.models import CaptchaStore
from django.test import Client

from feedback.models import IncomingSubmission
from tests.factories import ServiceFactory
from tests.feedback.resident import FORM, Resident, errors_of, right_answer, soup

pytestmark = pytest.mark.django_db

ADDRESS = "/feedback/digidel/"


@pytest.fixture
def resident(client: Client) -> Resident:
    ServiceFactory(slug="digidel", aspects=["information"])
    return Resident(client, "digidel")


@pytest.mark.parametrize(
    "rating", ["0", "6", "3.5", "true", "-1", "four", " 4", "４", "1e0", "\x00"]
)
def test_rating_out_of_range_is_refused(resident, rating):
    resident.open()

    response = resident.post("check", rating=rating)

    assert response.status_code == 422
    assert errors_of(response) == ["Välj ett av de fem svaren."]


@pytest.mark.parametrize("rating", ["0", "6", "3.5", "", "\x00"])
def test_invalid_rating_on_the_last_step_keeps_the_challenge(resident, rating):
    resident.fill_in()

    response = resident.send(rating=rating)

    assert response.status_code == 422
    assert not IncomingSubmission.objects.exists()
    assert CaptchaStore.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "value"), [("aspect-information", "6"), ("aspect-treatment", "3")]
)
def test_unknown_aspect_and_invalid_aspect_rating_are_refused(resident, name, value):
    response = resident.fill_in(**{name: value})

    assert response.status_code == 422
    assert errors_of(response) == ["Välj ett av de fem svaren, eller inget."]


@pytest.mark.parametrize(
    ("comment", "status"),
    [
        ("a" * 1_200, 200),
        ("a" * 1_201, 422),
        ("a\r\n" * 600, 200),
        ("👩‍👩‍👧‍👦" * 600, 200),
        ("🇸🇪" * 1_200, 200),
        ("🇸🇪" * 1_201, 422),
        ("e\u0301" * 1_200, 200),
        ("Z" + "\u0335" * 4_800, 422),
    ],
)
def test_comment_length_counts_visible_characters(resident, comment, status):
    assert resident.fill_in(comment=comment).status_code == status


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Bra\x00!", "Bra!"),
        ("Bra\x1b[31m!", "Bra[31m!"),
        ("Bra\u202eodls!", "Braodls!"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("\ufeffBra\ufffe", "\ufeffBra"),
        ("\u200b" * 3_000, ""),
        ("\U000e0041\ufeff", ""),
    ],
)
def test_control_characters_are_removed(resident, typed, stored):
    resident.fill_in(comment=typed)

    response = resident.send()

    assert response.status_code == 303
    assert IncomingSubmission.objects.get().comment == stored


def test_lone_surrogate_and_invalid_utf8_are_handled(resident):
    resident.open()
    body = f"rating=4&step=check&client_id={resident.fields['client_id']}&comment="

    for broken in ("%ED%A0%80", "%FF%FE", "%00"):
        response = resident.client.post(ADDRESS, body + broken, content_type=FORM)

        assert response.status_code == 200


def test_body_of_ten_megabytes_is_refused_before_it_is_read(client):
    ServiceFactory(slug="digidel")

    response = client.post(ADDRESS, b"comment=" + b"a" * 10_000_000, content_type=FORM)

    assert response.status_code == 413
    assert "korta" in soup(response).h1.text


def test_body_without_a_length_is_refused(client):
    ServiceFactory(slug="digidel")

    response = client.post(
        ADDRESS, b"rating=4", content_type=FORM, headers={"Transfer-Encoding": "chunked"}
    )

    assert response.status_code == 411


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (json.dumps({"rating": 4}), "application/json"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"rating=4", "text/plain"),
    ],
)
def test_other_content_types_are_refused(client, body, content_type):
    ServiceFactory(slug="digidel")

    response = client.post(ADDRESS, body, content_type=content_type)

    assert response.status_code == 415


def test_form_with_a_thousand_fields_is_refused(client):
    ServiceFactory(slug="digidel")

    response = client.post(ADDRESS, "&".join(f"f{n}=1" for n in range(2_000)), content_type=FORM)

    assert response.status_code == 400


def test_form_in_another_encoding_is_refused(client):
    ServiceFactory(slug="digidel")

    response = client.post(ADDRESS, b"rating=4", content_type=f"{FORM}; charset=utf-16")

    assert response.status_code == 400


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(ADDRESS).status_code == 405


@pytest.mark.parametrize("slug", ["finns-inte", "x" * 500])
def test_unknown_service_is_not_found_and_keeps_the_text(client, slug):
    response = client.post(
        f"/feedback/{slug}/", "rating=4&comment=Hej&step=send", content_type=FORM
    )

    assert response.status_code == 404
    assert soup(response).textarea.text.strip() == "Hej"


@pytest.mark.parametrize("slug", ["å", "..%2Fadmin", "%00", "a%0Ab"])
def test_impossible_slug_is_not_found(client, slug):
    assert client.get(f"/feedback/{slug}/").status_code == 404


@pytest.mark.parametrize(
    "client_id",
    [
        "",
        "x",
        "\x00",
        # Constants: parallel runs must collect the same tests. The first is a version 1 UUID.
        "6c84fb90-12c4-11e1-840d-7b25c5ee775a",
        str(uuid.UUID(int=0)),
        "7d444840-9dc0-41d1-b245-5ffdce74fad2".replace("-", ""),
        "{7d444840-9dc0-41d1-b245-5ffdce74fad2}",
    ],
)
def test_client_id_of_another_version_is_replaced(resident, client_id):
    resident.fill_in(comment="Bra.")

    response = resident.send(client_id=client_id)

    assert response.status_code == 422
    assert not IncomingSubmission.objects.exists()
    assert resident.fields["comment"] == "Bra."
    assert resident.fields["client_id"] != client_id
    assert resident.send().status_code == 303


@pytest.mark.parametrize("key", ["", "x", "\x00", "0" * 40, "' OR 1=1 --", "a" * 5_000])
def test_unknown_key_is_refused(resident, key):
    resident.fill_in()

    response = resident.send("abcde", captcha_key=key)

    assert response.status_code == 422
    assert errors_of(response) == ["Bilden var för gammal eller redan använd. Här är en ny."]


@pytest.mark.parametrize("answer", ["passed", "%", "_____", "%/1", "\x00", "/", "a" * 5_000, "٣"])
def test_malformed_captcha_answers_are_wrong(resident, answer):
    resident.fill_in()

    response = resident.send(answer)

    assert response.status_code == 422
    assert not IncomingSubmission.objects.exists()


def test_empty_captcha_answer_gets_another_challenge(resident):
    resident.fill_in()

    response = resident.send("  ")

    assert response.status_code == 422
    assert errors_of(response) == ["Skriv bokstäverna i bilden, eller svaret på frågan."]
    # Replaced by another one, without counting as a wrong answer.
    assert CaptchaStore.objects.count() == 1


def test_answer_to_another_challenge_consumes_only_this_one(resident):
    resident.fill_in()
    other = right_answer(resident.fields["captcha_key"])
    resident.fill_in()

    response = resident.send(other)

    assert response.status_code == 422
    assert CaptchaStore.objects.filter(response__startswith=other).exists()
    assert not IncomingSubmission.objects.exists()


def test_form_of_another_website_is_refused(resident):
    # Given the headers that browsers set and scripts cannot
    resident.fill_in()
    resident.environ = {"headers": {"Sec-Fetch-Site": "cross-site"}}

    # When
    response = resident.send()

    # Then
    assert response.status_code == 403
    assert "En annan webbplats" in soup(response).h1.text
    assert not IncomingSubmission.objects.exists()


@pytest.mark.parametrize("site", ["same-origin", "same-site", "none"])
def test_same_origin_form_is_accepted(resident, site):
    resident.environ = {"headers": {"Sec-Fetch-Site": site}}
    resident.fill_in()

    assert resident.send().status_code == 303


@pytest.mark.parametrize(
    ("opened", "sent", "status"),
    [
        # Midnight of a new month; the hour that is skipped, and the one that comes twice.
        ("2026-04-30T21:59:59+00:00", "2026-04-30T22:00:01+00:00", 303),
        ("2026-03-29T00:59:00+00:00", "2026-03-29T01:01:00+00:00", 303),
        ("2026-10-25T00:50:00+00:00", "2026-10-25T01:10:00+00:00", 303),
        # A clock that is wrong by a day, before and after its correction.
        ("2026-05-11T10:00:00+00:00", "2026-05-10T10:00:00+00:00", 303),
        ("2026-05-11T10:00:00+00:00", "2026-05-12T10:00:00+00:00", 422),
    ],
)
def test_clock_jump_between_pages_costs_at_most_a_new_challenge(
    resident, time_machine, opened, sent, status
):
    time_machine.move_to(opened, tick=False)
    resident.fill_in(comment="Bra.")

    time_machine.move_to(sent, tick=False)
    response = resident.send()

    assert response.status_code == status
    if status == 422:
        assert resident.fields["comment"] == "Bra."
        assert resident.send().status_code == 303
    assert IncomingSubmission.objects.count() == 1


def test_flood_of_challenges_costs_others_at_most_a_new_one(resident, monkeypatch):
    # Given a resident with an open challenge
    monkeypatch.setattr("feedback.intake.challenges.MAX_OPEN_CHALLENGES", 5)
    resident.fill_in(comment="Bra.")

    # When many more are requested than are kept
    for _ in range(20):
        resident.client.post(
            "/graphql/",
            {"query": "mutation { issueCaptcha { key } }"},
            content_type="application/json",
        )
    response = resident.send("abcde")

    # Then
    assert CaptchaStore.objects.count() == 5
    assert response.status_code == 422
    assert resident.fields["comment"] == "Bra."
    assert resident.send().status_code == 303


def test_challenge_works_once_for_any_input(resident):
    resident.fill_in()
    key, answer = resident.fields["captcha_key"], right_answer(resident.fields["captcha_key"])
    resident.send(answer)

    resident.fill_in(comment="En gång till.")
    response = resident.send(answer, captcha_key=key)

    assert response.status_code == 422
    assert IncomingSubmission.objects.count() == 1


def test_challenge_expires_after_thirty_minutes(resident, time_machine):
    time_machine.move_to("2026-05-11T10:00:00+00:00", tick=False)
    resident.fill_in(comment="Jag skrev länge.")
    answer = right_answer(resident.fields["captcha_key"])

    time_machine.move_to("2026-05-11T10:30:00+00:00", tick=False)
    response = resident.send(answer)

    assert response.status_code == 422
    assert resident.fields["comment"] == "Jag skrev länge."
    assert resident.send().status_code == 303


@pytest.mark.parametrize("token", ["x", "gAAAAA" + "A" * 90, quote("å"), "a" * 3_000])
def test_forged_thank_you_url_shows_nothing(client, token):
    assert client.get(f"/feedback/digidel/tack/{token}/").status_code == 410


@pytest.mark.parametrize("language", ["de", "", "sv'", "%00", "a" * 1_000])
def test_unknown_language_gets_the_default_one(client, language):
    ServiceFactory(slug="digidel")

    response = client.get(f"{ADDRESS}?lang={language}")

    assert response.status_code == 200
    assert response["Content-Language"] == "sv"
