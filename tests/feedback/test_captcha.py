"""Challenges: drawn at random, answered once, bounded in number."""

import datetime
import io
import random
import re
import threading
from collections import Counter
from collections.abc import Callable

import pytest
from captcha.models import CaptchaStore
from django.db import transaction
from PIL import Image

from feedback.captcha.challenge import Challenge, draw_challenge, is_right_answer
from feedback.captcha.numbers import read_number
from feedback.captcha.picture import draw_picture
from feedback.captcha.questions import FAMILIES, draw_question, question_of, question_text
from feedback.intake import challenges
from feedback.intake.challenges import Verdict, consume, issue_challenge, open_challenge
from feedback.intake.ladder import Mark
from tests.feedback.resident import right_answer

NOW = datetime.datetime(2026, 5, 11, 10, 0, tzinfo=datetime.UTC)


def consume_now(key: str, answer: str, now: datetime.datetime = NOW) -> Verdict:
    with transaction.atomic():
        return consume(key, answer, now).verdict


@pytest.mark.django_db
def test_right_answer_works_once():
    key = issue_challenge(NOW).key
    answer = right_answer(key)

    assert consume_now(key, answer) is Verdict.RIGHT
    assert consume_now(key, answer) is Verdict.UNKNOWN


@pytest.mark.django_db
def test_wrong_answer_consumes_the_challenge():
    key = issue_challenge(NOW).key
    answer = right_answer(key)

    assert consume_now(key, "wrong") is Verdict.WRONG
    assert consume_now(key, answer) is Verdict.UNKNOWN


@pytest.mark.django_db
def test_challenge_is_valid_for_thirty_minutes():
    early, late = issue_challenge(NOW).key, issue_challenge(NOW).key
    half_an_hour = datetime.timedelta(minutes=30)
    second = datetime.timedelta(seconds=1)

    assert consume_now(early, right_answer(early), NOW + half_an_hour - second) is Verdict.RIGHT
    assert consume_now(late, right_answer(late), NOW + half_an_hour) is Verdict.UNKNOWN


@pytest.mark.django_db
def test_answer_of_another_challenge_is_wrong():
    first, second = issue_challenge(NOW).key, issue_challenge(NOW).key

    assert consume_now(first, right_answer(second)) is Verdict.WRONG


@pytest.mark.django_db
def test_captcha_test_mode_is_ignored(settings, monkeypatch):
    monkeypatch.setattr("captcha.conf.settings.CAPTCHA_TEST_MODE", True)
    key = issue_challenge(NOW).key

    assert consume_now(key, "passed") is Verdict.WRONG


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "en"])
def test_number_is_accepted_in_words(language):
    key = issue_challenge(NOW).key
    CaptchaStore.objects.filter(hashkey=key).update(response="abcde/21")
    word = {"sv": "Tjugoett", "en": "twenty-one"}[language]

    assert consume_now(key, word) is Verdict.RIGHT


@pytest.mark.django_db
def test_letters_that_spell_a_number_are_still_letters():
    key = issue_challenge(NOW).key
    CaptchaStore.objects.filter(hashkey=key).update(response="three/21")

    assert consume_now(key, "THREE") is Verdict.RIGHT


@pytest.mark.django_db
def test_flood_deletes_the_oldest_challenges(monkeypatch):
    monkeypatch.setattr(challenges, "MAX_OPEN_CHALLENGES", 5)

    keys = [issue_challenge(NOW).key for _ in range(12)]

    assert set(CaptchaStore.objects.values_list("hashkey", flat=True)) == set(keys[-5:])


@pytest.mark.django_db
def test_open_challenge_is_returned_until_it_expires():
    key = issue_challenge(NOW).key

    assert open_challenge(key, NOW).key == key
    assert open_challenge(key, NOW + datetime.timedelta(minutes=30)) is None


def test_letters_come_from_the_given_generator():
    one = draw_challenge(random.Random(1))
    same = draw_challenge(random.Random(1))
    other = draw_challenge(random.Random(2))

    assert one == same != other


def test_challenges_do_not_depend_on_the_global_random_generator():
    random.seed(7)
    first = [draw_challenge() for _ in range(5)]
    random.seed(7)
    second = [draw_challenge() for _ in range(5)]

    assert first != second


def challenge(letters: str = "ABCDE", key: str = "0" * 40) -> Challenge:
    return Challenge(key, letters, "0000abcd", NOW)


def test_picture_does_not_seed_the_global_random_generator():
    random.seed(7)
    expected = [random.random() for _ in range(50)]
    random.seed(7)
    numbers = []

    # When other threads draw pictures meanwhile
    stop = threading.Event()

    def draw() -> None:
        while not stop.is_set():
            draw_picture(challenge())

    painter = threading.Thread(target=draw)
    painter.start()
    try:
        numbers = [random.random() for _ in range(50) if draw_picture(challenge()) != b""]
    finally:
        stop.set()
        painter.join()

    # Then
    assert numbers == expected


def test_picture_depends_only_on_the_key():
    assert draw_picture(challenge()) == draw_picture(challenge())
    assert draw_picture(challenge()) != draw_picture(challenge(key="1" * 40))


def test_picture_cannot_be_derived_from_the_key(settings):
    drawn = draw_picture(challenge())
    settings.FEEDBACK_KEY = "another key"

    assert draw_picture(challenge()) != drawn


@pytest.mark.parametrize("letters", ["MMMMM", "JJJJJ", "AXMPK"])
def test_letters_are_within_the_picture(letters):
    image = Image.open(io.BytesIO(draw_picture(challenge(letters)))).convert("L")

    assert image.size == (260, 80)


@pytest.mark.django_db
def test_picture_of_a_used_challenge_is_410(client):
    key = issue_challenge(NOW).key
    consume_now(key, "wrong")

    assert client.get(f"/feedback/captcha/{key}.png").status_code == 410


@pytest.mark.django_db
def test_captcha_library_views_are_not_served(client):
    key = issue_challenge(NOW).key

    assert client.get(f"/captcha/image/{key}/").status_code == 404


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_question_has_words_and_an_answer(family, language):
    for seed in range(200):
        answer, question = question_of(family, random.Random(f"{family}{seed}"), language)
        assert question.endswith("?")
        assert "{" not in question
        assert 1 <= answer <= 99


def test_answer_does_not_depend_on_the_language():
    for family in FAMILIES:
        for seed in range(50):
            swedish, english = (
                question_of(family, random.Random(seed), language)[0] for language in ("sv", "en")
            )
            assert swedish == english


def test_specification_fits_beside_the_letters_and_the_mark():
    # The column has 32 characters for seven letters, two bars, this and the mark.
    specification, _answer = draw_question(random.Random(1))
    mark = Mark(10**6, 10**6, int(NOW.timestamp()) // 60)

    assert len(specification) + len(str(mark)) <= 32 - 7 - 2


@pytest.mark.parametrize("language", ["sv", "en"])
def test_questions_rarely_repeat(language):
    rng = random.Random(1)

    asked = [question_text(draw_question(rng)[0], language) for _ in range(2_000)]

    assert len(set(asked)) > 1_800


@pytest.mark.parametrize("language", ["sv", "en"])
def test_numbers_without_words_rarely_answer_the_question(language):
    # Given an attacker who has the numbers only
    guesses: dict[str, Callable[[list[int]], int]] = {
        "sum": sum,
        "largest": max,
        "smallest": min,
        "first": lambda numbers: numbers[0],
        "last": lambda numbers: numbers[-1],
        "difference": lambda numbers: numbers[0] - sum(numbers[1:]),
        "double": lambda numbers: 2 * numbers[0],
    }
    right = dict.fromkeys(guesses, 0)
    rng = random.Random(1)

    # When
    for _ in range(2_000):
        specification, answer = draw_question(rng)
        words = re.findall(r"\w+", question_text(specification, language).lower())
        numbers = [number for word in words if (number := read_number(word)) is not None]
        for name, guess in guesses.items():
            # Some questions have no numbers.
            right[name] += bool(numbers) and guess(numbers) == answer

    # Then
    assert max(right.values()) < 2_000 * 0.3, right


def test_no_number_is_a_likely_answer():
    rng = random.Random(1)
    answers = Counter(draw_question(rng)[1] for _ in range(2_000))

    assert answers.most_common(1)[0][1] < 2_000 * 0.07


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("sju", 7),
        ("seven", 7),
        ("nittionio", 99),
        ("forty-two", 42),
        ("0", 0),
        ("hundra", None),
        ("1000", None),
        ("-7", None),
        ("٣", None),
        ("", None),
    ],
)
def test_numbers_are_read_in_digits_and_words(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    "answer",
    ["23", "23 år", " 23 ", "23.", "tjugotre", "Tjugo tre", "tjugotre stycken", "twenty-three",
     "Svar: 23!", "de är 23", "２３", "23\u00a0"],
)  # fmt: skip
def test_number_may_have_words_around_it(answer):
    assert is_right_answer(answer, "abcde/23")


@pytest.mark.parametrize("answer", ["7", "kl 7", "kl. 7", "7:00", "07.00", "klockan sju", "7 pm"])
def test_hour_is_read_as_people_write_it(answer):
    assert is_right_answer(answer, "abcde/7")


@pytest.mark.parametrize(
    "answer", ["A-B-C-D-E", "abcde,", "abcde  ", "A B C D E", "a.b.c.d.e.", "»ABCDE«", "Ａｂｃｄｅ"]
)
def test_letters_may_have_signs_between_them(answer):
    assert is_right_answer(answer, "abcde/23")


@pytest.mark.parametrize(
    "answer",
    [
        "",
        " ",
        "?",
        "23 24",
        "1 2 3 4 5 23",
        "2 3",
        "tjugo eller tre",
        "abcd",
        "abcdef",
        "234",
        "år",
    ],
)
def test_other_answers_are_wrong(answer):
    assert not is_right_answer(answer, "abcde/23")
