"""The index on SQLite: FTS5 over stems that are made in Python.

FTS5 knows neither Swedish nor stems, and a tokenizer of one's own would have to be written in C.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

from cms.search.queries import AskedWord, Question
from cms.search.sql import Sql, joined
from cms.search.terms import Terms, is_part, part_of_compound
from cms.search.words import stem

CREATE = """
    CREATE VIRTUAL TABLE search_terms USING fts5(
        title, near_title, body, near_body,
        tokenize="unicode61 remove_diacritics 0", prefix="2 3 4 5"
    )
"""
DROP = "DROP TABLE search_terms"

# Of title, near_title, body, near_body. bm25() is smaller the better.
_RANK = "-bm25(search_terms, 10.0, 5.0, 1.0, 0.5)"
# What a title adds to that, and once more, so that no boost makes up for it, what it holds as it is
# written. As much for every word, since bm25() counts all texts that hold it, and need not do so
# twice.
_TITLE_RANKS = {"{title near_title}": "10.0", "title": "20.0"}
_NEAR = "{near_title near_body}"


def write(rows: Iterable[tuple[int, Terms, Sequence[str]]]) -> None:
    """Keep the terms of entries, by id, with their languages, instead of those they had."""
    values = [
        (
            entry_id,
            " ".join(_stems(terms.title, languages)),
            " ".join([*_stems(terms.near_title, languages), *terms.typed_title]),
            " ".join(_stems(terms.body, languages)),
            " ".join(_stems(terms.near_body, languages)),
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
    question: Question, condition: Sql, *, in_title: bool, loosely: bool, limit: str
) -> Sql:
    """Return a statement for the ids and ranks of entries, those with the highest ids.

    They meet the condition and hold all words of the question or, `loosely`, one of them. `limit`
    is SQL without values; where it is 0, nothing is looked for.
    """
    expression = _expression(question, loosely)
    if not in_title:
        return _newest(expression, _RANK, condition, limit)
    pieces = [
        _newest(f"{columns} : ({expression})", rank, condition, limit)
        for columns, rank in _TITLE_RANKS.items()
    ]
    return joined(" UNION ALL ", pieces)


def _newest(expression: str, rank: str, condition: Sql, limit: str) -> Sql:
    where, values = condition
    # CROSS keeps the order: first what matches, then whether it may be seen. In a SELECT of its own
    # the order may stand in a UNION.
    return (
        f"""
        SELECT id, rank FROM (
            SELECT search_terms.rowid AS id, {rank} AS rank
            FROM search_terms CROSS JOIN search_entry ON search_entry.id = search_terms.rowid
            WHERE search_terms MATCH %s AND {where}
            ORDER BY search_terms.rowid DESC LIMIT {limit}
        ) AS newest
        """,  # noqa: S608 - made of constants and Django's SQL
        [expression, *values],
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
