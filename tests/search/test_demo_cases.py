"""Recorded questions find the page looked for among the first three, in the demo content."""

import tomllib
from pathlib import Path

import pytest

from tests.search.asking import find

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text())
FIRST = 3


@pytest.mark.usefixtures("demo_content")
def test_the_page_looked_for_is_among_the_first_three():
    missed = {}
    for language, cases in CASES.items():
        for query, wanted in cases.items():
            found = [f"{hit.kind}: {hit.title}" for hit in find(query, language)[:FIRST]]
            if wanted not in found:
                missed[f"{language} {query}"] = found

    assert missed == {}


def test_there_are_eighty_cases_at_least_in_both_languages():
    assert sum(map(len, CASES.values())) >= 80
    assert set(CASES) == {"sv", "en"}
