"""How much screening finds in sentences of many kinds, and how often it is wrong.

`given.jsonl` holds sentences on which an earlier version failed. The other files are further ones
of the same kinds: misspelled, in slang, figurative, in every language of the lists.
"""

import json
from pathlib import Path

import pytest

from feedback.screening import crisis_defaults
from feedback.screening.crisis_words import PhraseBook
from feedback.screening.personal_data import screen

CASES = Path(__file__).parent / "screening_cases"
DEFAULTS = PhraseBook(crisis_defaults.WORDS)


def sentences(name: str, subject: str) -> list[tuple[str, bool]]:
    rows = map(json.loads, (CASES / name).read_text().splitlines())
    return [(row["text"], row["expected"]) for row in rows if row["set"] == subject]


def check_floor(
    cases: list[tuple[str, bool]], found: list[bool], *, recall: float, precision: float
) -> None:
    """Fail with the sentences that were missed or found by mistake, if there are too many."""
    missed = [text for (text, expected), was in zip(cases, found, strict=True) if expected > was]
    wrong = [text for (text, expected), was in zip(cases, found, strict=True) if expected < was]
    wanted = sum(expected for _, expected in cases)
    right = wanted - len(missed)
    assert right / wanted >= recall, missed
    assert right / (right + len(wrong)) >= precision, wrong


@pytest.mark.parametrize("name", ["given.jsonl", "crisis.jsonl"])
def test_words_of_crisis_are_found_and_seldom_by_mistake(name):
    cases = sentences(name, "crisis")
    found = [screen(text, DEFAULTS).is_urgent for text, _ in cases]

    check_floor(cases, found, recall=0.9, precision=0.7)


@pytest.mark.parametrize("name", ["given.jsonl", "personal.jsonl"])
def test_personal_data_are_found_and_seldom_by_mistake(name):
    cases = sentences(name, "personal")
    found = [bool(screen(text).personal) for text, _ in cases]

    check_floor(cases, found, recall=0.85, precision=0.9)
