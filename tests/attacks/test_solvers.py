"""Programs that solve challenges: how many of a hundred."""

import datetime
import random

import pytest
from PIL import Image, ImageDraw

from feedback.captcha.challenge import LETTERS, Challenge, draw_key
from feedback.captcha.picture import SIZE, draw_picture, fonts
from feedback.captcha.questions import draw_question, question_text
from feedback.captcha.sound import can_speak, speak
from tests.attacks import picture_solver, question_solver, sound_solver

NOW = datetime.datetime(2026, 5, 11, 10, 0, tzinfo=datetime.UTC)


def challenges(number: int, seed: int = 1) -> list[Challenge]:
    rng = random.Random(seed)
    return [
        Challenge(draw_key(rng), "".join(rng.choices(LETTERS, k=5)), "00000000", NOW)
        for _ in range(number)
    ]


@pytest.mark.slow
def test_program_reads_plain_letters(tmp_path):
    # Given letters as an attacker would like them
    solved = 0
    for each in challenges(5):
        picture = Image.new("L", SIZE, 255)
        draw = ImageDraw.Draw(picture)
        for place, letter in enumerate(each.letters):
            font = fonts()[0].font_variant(size=60)
            draw.text((26 + 52 * place, 40), letter, font=font, fill=0, anchor="mm")
        picture.save(tmp_path / "plain.png")
        png = (tmp_path / "plain.png").read_bytes()
        solved += picture_solver.solve(png, fonts()) == each.letters

    assert solved == 5


@pytest.mark.slow
def test_program_reads_fewer_than_ten_of_a_hundred_pictures():
    solved = [
        picture_solver.solve(draw_picture(each), fonts()) == each.letters
        for each in challenges(100)
    ]

    assert sum(solved) < 10


def test_patterns_for_old_questions_answer_fewer_than_half():
    rng = random.Random(1)
    solved = 0
    for _ in range(1_000):
        specification, answer = draw_question(rng)
        solved += question_solver.solve(question_text(specification, "sv")) == answer

    assert solved < 500


@pytest.mark.slow
@pytest.mark.skipif(not can_speak(), reason="install espeak-ng to hear it")
def test_program_understands_a_plain_voice():
    said = [
        (letter, sound) for letter in "AKTRB" for sound in sound_solver.read_by_voices(letter)[:3]
    ]

    heard = [sound_solver.solve(sound, sound_solver.read_by_voices, 1) for _letter, sound in said]

    assert heard == [letter for letter, _sound in said]


@pytest.mark.slow
@pytest.mark.skipif(not can_speak(), reason="install espeak-ng to hear it")
def test_program_understands_few_sounds():
    solved = [
        sound_solver.solve(speak(each, "sv"), sound_solver.read_by_voices) == each.letters
        for each in challenges(20)
    ]

    assert sum(solved) < 4
