"""The index on SQLite: FTS5 with stems made in Python.

FTS5 supports neither Swedish nor stemming, and a custom tokenizer would have to be written in C.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

from cms.search.query import ParsedQuery, QueryWord
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

# Weights of title, near_title, body, near_body. bm25() is negative, lower is better.
_RANK = "-bm25(search_terms, 10.0, 5.0, 1.0, 0.5)"
# Added to the rank for matches in a title, and again for literal ones, so that no boost can
# outweigh it. Constant per word, since bm25() counts all matching texts and need not do so twice.
_TITLE_RANKS = {"{title near_title}": "10.0", "title": "20.0"}
_NEAR = "{near_title near_body}"


def write(rows: Iterable[tuple[int, Terms, Sequence[str]]]) -> None:
    """Replace the terms of entries, given by id, with their languages."""
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
    remove(entry_id for entry_id, *_ in values)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_terms (rowid, title, near_title, body, near_body)"
            " VALUES (%s, %s, %s, %s, %s)",
            values,
        )


def remove(entry_ids: Iterable[int]) -> None:
    """Delete the terms of entries."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM search_terms WHERE rowid = %s", [(entry_id,) for entry_id in entry_ids]
        )


def matching(
    parsed: ParsedQuery, condition: Sql, *, in_title: bool, match_any: bool, limit: str
) -> Sql:
    """Return a statement for the ids and ranks of matching entries, highest ids first.

    They meet `condition` and contain all words of the query or, with `match_any`, one of them.
    `limit` is SQL without parameters; with 0, nothing is searched.
    """
    expression = _expression(parsed, match_any)
    if not in_title:
        return _newest(expression, _RANK, condition, limit)
    pieces = [
        _newest(f"{columns} : ({expression})", rank, condition, limit)
        for columns, rank in _TITLE_RANKS.items()
    ]
    return joined(" UNION ALL ", pieces)


def _newest(expression: str, rank: str, condition: Sql, limit: str) -> Sql:
    where, values = condition
    # CROSS JOIN keeps the order: first matches, then visibility. In a subselect, since ORDER BY is
    # not allowed in a part of a UNION.
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


def _expression(parsed: ParsedQuery, match_any: bool) -> str:
    required = [_any_form(asked, parsed.language) for asked in parsed.required]
    if match_any:
        return " OR ".join(required)
    found = " AND ".join(required)
    if parsed.optional:
        # Affects only the rank, since a required word is one of the alternatives.
        optional = [_any_form(asked, parsed.language) for asked in parsed.optional]
        found += f" AND ({' OR '.join([required[0], *optional])})"
    return found


def _any_form(asked: QueryWord, language: str) -> str:
    forms = [f'"{stem(asked.word, language)}"']
    if asked.folded:
        forms.append(f'{_NEAR} : "{stem(asked.folded, language)}"')
    if part := part_of_compound(asked.word, language):
        forms.append(f'near_title : "{part}"')
    if asked.is_incomplete:
        forms.append(f'"{asked.word}" *')
    return f"({' OR '.join(forms)})"


def _stems(words: Iterable[str], languages: Sequence[str]) -> Iterable[str]:
    for word in words:
        if is_part(word):
            yield word
        else:
            yield from dict.fromkeys(stem(word, language) for language in languages)
