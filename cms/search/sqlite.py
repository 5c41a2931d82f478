"""The index on SQLite: FTS5 over stems that are made in Python.

FTS5 knows neither Swedish nor stems, and a tokenizer of one's own would have to be written in C.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import FloatField, QuerySet
from django.db.models.expressions import RawSQL

from cms.search.questions import AskedWord, Question
from cms.search.terms import Terms, is_part, part_of_compound
from cms.search.words import stem

CREATE = """
    CREATE VIRTUAL TABLE search_terms USING fts5(
        title, near_title, body, near_body, tokenize="unicode61 remove_diacritics 0", prefix="2 3"
    )
"""
DROP = "DROP TABLE search_terms"

# What a query that is the whole title adds; other ranks stay below.
WHOLE_TITLE_BONUS = 1000.0
# Of title, near_title, body, near_body. bm25() is smaller the better.
_RANK = "-bm25(search_terms, 10.0, 5.0, 1.0, 0.5)"
_TITLE, _NEAR = "{title near_title}", "{near_title near_body}"


def write(rows: Iterable[tuple[int, Terms, Sequence[str]]]) -> None:
    """Keep the terms of entries, by id, with their languages, instead of those they had."""
    values = [
        (
            entry_id,
            *(
                " ".join(_stems(words, languages))
                for words in (terms.title, terms.near_title, terms.body, terms.near_body)
            ),
        )
        for entry_id, terms, languages in rows
    ]
    forget(entry_id for entry_id, *_ in values)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_terms (rowid, title, near_title, body, near_body)"
            " VALUES (%s, %s, %s, %s, %s)",
            values,
        )


def forget(entry_ids: Iterable[int]) -> None:
    """Remove the terms of entries."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM search_terms WHERE rowid = %s", [(entry_id,) for entry_id in entry_ids]
        )


def matching(
    entries: QuerySet[Any], question: Question, *, in_title: bool, loosely: bool
) -> QuerySet[Any]:
    """Return the ids and ranks of entries that answer the question.

    With all its words or, `loosely`, with one of them; anywhere or in the title alone.
    """
    expression = _expression(question, loosely)
    if in_title:
        expression = f"{_TITLE} : ({expression})"
    return (
        entries.extra(
            tables=["search_terms"],
            where=["search_terms.rowid = search_entry.id", "search_terms MATCH %s"],
            params=[expression],
        )
        .annotate(rank=RawSQL(_RANK, [], output_field=FloatField()))  # noqa: S611
        .order_by(RawSQL("search_terms.rowid", []).desc())
        .values("id", "rank")
    )


def _expression(question: Question, loosely: bool) -> str:
    required = [_any_form(asked, question.language) for asked in question.required]
    if loosely:
        return " OR ".join(required)
    found = " AND ".join(required)
    if question.optional:
        # Adds to the rank and narrows nothing, since a required word is among the alternatives.
        optional = [_any_form(asked, question.language) for asked in question.optional]
        found += f" AND ({' OR '.join([required[0], *optional])})"
    return found


def _any_form(asked: AskedWord, language: str) -> str:
    forms = [f'"{stem(asked.word, language)}"']
    if asked.folded:
        forms.append(f'{_NEAR} : "{stem(asked.folded, language)}"')
    if part := part_of_compound(asked.word, language):
        forms.append(f'near_title : "{part}"')
    if asked.may_go_on:
        forms.append(f'"{asked.word}" *')
    return f"({' OR '.join(forms)})"


def _stems(words: Iterable[str], languages: Sequence[str]) -> Iterable[str]:
    for word in words:
        if is_part(word):
            yield word
        else:
            yield from dict.fromkeys(stem(word, language) for language in languages)
