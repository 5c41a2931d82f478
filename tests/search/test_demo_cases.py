"""Recorded queries find the expected page of the demo among the first three hits."""

import tomllib
from pathlib import Path

import pytest

from tests.search.asking import find

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text())
FIRST = 3


@pytest.mark.usefixtures("demo_content")
def test_expected_page_is_among_the_first_three_hits():
    missed = {}
    for language, cases in CASES.items():
        for query, wanted in cases.items():
            found = [f"{hit.kind}: {hit.title}" for hit in find(query, language)[:FIRST]]
            if wanted not in found:
                missed[f"{language} {query}"] = found

    assert missed == {}


def test_cases_cover_both_languages():
    assert sum(map(len, CASES.values())) >= 80
    assert set(CASES) == {"sv", "en"}
