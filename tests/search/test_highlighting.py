"""Highlighting marks query words and escapes all other text."""

import pytest
from django.utils.safestring import SafeString

from cms.search.highlighting import SNIPPET_LENGTH, highlighted, plain, snippet
from cms.search.query import ParsedQuery


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("grupp", "Gruppernas möte", "<mark>Gruppernas</mark> möte"),
        ("grupp", "Gemensam utvecklingsgrupp", "Gemensam utvecklings<mark>grupp</mark>"),
        ("gruppen", "Utvecklingsgruppens tema", "Utvecklings<mark>gruppens</mark> tema"),
        ("mote", "Ett möte om fritid", "Ett <mark>möte</mark> om fritid"),
        ("MÖTET", "Mötena om fritid", "<mark>Mötena</mark> om fritid"),
        ("utveckl", "Om utveckling", "Om <mark>utveckling</mark>"),
        ("möte i parken", "I parken, ett möte", "I <mark>parken</mark>, ett <mark>möte</mark>"),
        ("jag kan", "Jag kan", "<mark>Jag</mark> <mark>kan</mark>"),
        ("moten", "Motion", "Motion"),
        ("e\u0301", "Idé och é", "Idé och <mark>é</mark>"),
        ("annat", "Motion", "Motion"),
        ("bok", "Böcker och bokning", "<mark>Böcker</mark> och <mark>bokning</mark>"),
        ("regler", "En regel", "En <mark>regel</mark>"),
    ],
)
def test_query_words_are_marked(query: str, text: str, marked: str):
    assert highlighted(text, ParsedQuery.of(query, "sv")) == marked


@pytest.mark.parametrize("text", ["<script>alert('grupp')</script>", 'a"b & grupp', "<mark>grupp"])
def test_markup_in_text_is_escaped(text: str):
    for html in (
        highlighted(text, ParsedQuery.of("grupp", "sv")),
        snippet(text, ParsedQuery.of("grupp", "sv")),
        snippet(text, ParsedQuery.of("annat", "sv")),
    ):
        bare = html.replace("<mark>grupp</mark>", "grupp")
        assert isinstance(html, SafeString)
        assert not set('<>"') & set(bare), html
        assert "<mark>" in html or "annat" not in html


def test_marks_cannot_form_tags():
    html = highlighted("&lt;b&gt; <b>", ParsedQuery.of("lt b gt", "sv"))

    assert html == (
        "&amp;<mark>lt</mark>;<mark>b</mark>&amp;<mark>gt</mark>; &lt;<mark>b</mark>&gt;"
    )


def test_snippet_shows_the_part_with_most_query_words():
    text = "Om yoga. " + "Något helt annat. " * 40 + "Yoga i parken är gratis. " + "Mer text. " * 40

    shown = snippet(text, ParsedQuery.of("yoga parken", "sv"))

    assert "<mark>Yoga</mark> i <mark>parken</mark> är gratis." in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < SNIPPET_LENGTH + 40


def test_snippet_without_a_match_is_the_beginning():
    assert snippet("Kort text.", ParsedQuery.of("annat", "sv")) == "Kort text."
    assert snippet("", ParsedQuery.of("annat", "sv")) == ""
    assert snippet("o" * 1000, ParsedQuery.of("annat", "sv")) == "o" * SNIPPET_LENGTH + " …"


def test_characters_that_grow_in_lower_case_move_no_mark():
    assert highlighted("İİß ﬁ grupp", ParsedQuery.of("grupp", "sv")) == "İİß ﬁ <mark>grupp</mark>"


@pytest.mark.parametrize("text", ["<mark>grupp</mark> & 'mer'", "&lt;mark&gt; &amp;copy", "grupp"])
def test_plain_form_of_marked_html_is_the_text(text: str):
    assert plain(highlighted(text, ParsedQuery.of("grupp", "sv"))) == text
