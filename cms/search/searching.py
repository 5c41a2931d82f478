"""Searches pages, documents and services with one statement."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.safestring import SafeString

from cms.search.highlighting import highlighted, snippet
from cms.search.indexing import engine
from cms.search.models import SearchEntry
from cms.search.query import ParsedQuery
from cms.search.registry import SearchScope, sources
from cms.search.sql import Sql, joined

WINDOW = 200
# The maximum number of candidates with matches in the title, and of others. For a word in thousands
# of texts these are the groups, projects and services, then the newest objects. Ranking all takes a
# hundred times as long with 30,000 events as with 300.
CANDIDATES = 200
# With fewer hits, matches for some of the words are added.
FEW = 3
# Higher than any other rank.
_WHOLE_TITLE = 1000.0


@dataclass(frozen=True)
class Hit:
    """A matching entry; `kind` and `object_id` identify its object."""

    kind: str
    object_id: int
    title: str
    body: str
    parsed: ParsedQuery

    @cached_property
    def title_html(self) -> SafeString:
        """The title as safe HTML, with matches in `<mark>`."""
        return highlighted(self.title, self.parsed)

    @cached_property
    def snippet_html(self) -> SafeString:
        """A part of the text as safe HTML, with matches in `<mark>`."""
        return snippet(self.body, self.parsed)


@dataclass(frozen=True)
class Found:
    """A page of hits, best first, and the total number of available hits."""

    hits: Sequence[Hit]
    total: int


def search(
    query: str,
    scope: SearchScope,
    *,
    types: Collection[str] | None = None,
    first: int = WINDOW,
    skip: int = 0,
) -> Found:
    """Return the hits that a reader may see: `first` hits after the best `skip` ones.

    `types` are kinds of `registry.kinds()`; None for all. Any text is a valid query. Costs one
    statement. If there are hardly any matches for all words, matches for some follow.
    """
    parsed = ParsedQuery.of(query, scope.language)
    if not parsed.required:
        return Found([], 0)
    condition = _is_visible(scope, types)
    sql, values = _statement(condition, parsed, first, skip)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    # After the last hit there is one row with only the total.
    hits = [
        Hit(kind, object_id, title, body, parsed)
        for _total, kind, object_id, title, body in rows
        if kind is not None
    ]
    return Found(hits, rows[0][0])


def _is_visible(scope: SearchScope, types: Collection[str] | None) -> Sql:
    """Return the condition that a reader may see the object of an entry."""
    asked: dict[Callable[[SearchScope], QuerySet[Any]], set[str]] = {}
    for source in sources():
        if types is None or source.kind in types:
            asked.setdefault(source.visible, set()).add(source.kind)
    condition = Q(pk__in=[])
    for visible, kinds in asked.items():
        seen = visible(scope).order_by().filter(pk=OuterRef("object_id"))
        # A scalar subquery instead of EXISTS: for EXISTS, PostgreSQL would collect all visible
        # objects for a few matches. And a boolean one: it estimates that a comparison excludes most
        # rows.
        is_seen = Subquery(seen.values(seen=Value(True))[:1], output_field=BooleanField())
        condition |= Q(is_seen, kind__in=sorted(kinds))
    query = SearchEntry.objects.filter(condition).query
    try:
        sql, values = query.where.as_sql(query.get_compiler(connection=connection), connection)
    except EmptyResultSet:
        return "1 = 0", []
    return sql, list(values)


def _statement(condition: Sql, parsed: ParsedQuery, first: int, skip: int) -> Sql:
    """Return a statement for the total and the hits; it reads only the texts of the hits."""
    all_words, all_values = _ranked(condition, parsed, match_any=False)
    pieces = ["SELECT id, score, 0 AS is_part FROM all_words"]
    tables, values = [f"all_words AS MATERIALIZED ({all_words})"], all_values
    if len(parsed.required) > 1:
        some_words, some_values = _ranked(condition, parsed, match_any=True)
        tables.append(f"some_words AS MATERIALIZED ({some_words})")
        values = [*values, *some_values]
        pieces.append("SELECT id, score, 1 FROM some_words")
    return (
        f"""
        WITH {", ".join(tables)}, best AS MATERIALIZED (
            SELECT id, ROW_NUMBER() OVER (ORDER BY is_part, score DESC, id DESC) AS place
            FROM ({" UNION ALL ".join(pieces)}) AS hit
            ORDER BY place LIMIT {WINDOW}
        )
        SELECT total.hits, entry.kind, entry.object_id, entry.title, entry.body
        FROM (SELECT COUNT(*) AS hits FROM best) AS total
        LEFT JOIN best ON best.place > %s AND best.place <= %s
        LEFT JOIN search_entry AS entry ON entry.id = best.id
        ORDER BY best.place
        """,  # noqa: S608 - made of constants and Django's SQL
        [*values, skip, skip + first],
    )


def _ranked(condition: Sql, parsed: ParsedQuery, *, match_any: bool) -> Sql:
    """Return a statement for ids and scores: matches in the title count more, the whole title most.

    With `match_any`: matches for one of the words, if there are hardly any for all.
    """
    where, values = condition
    limit, pieces = str(CANDIDATES), []
    if match_any:
        where = f"search_entry.id NOT IN (SELECT id FROM all_words) AND {where}"  # noqa: S608
        # As a limit, which is evaluated before the search.
        limit = f"(SELECT CASE WHEN COUNT(*) < {FEW} THEN {CANDIDATES} ELSE 0 END FROM all_words)"  # noqa: S608
    else:
        whole_title = f"""
            SELECT id, {_WHOLE_TITLE} AS rank FROM search_entry
            WHERE title_key = %s AND {where} ORDER BY id DESC LIMIT {limit}
        """  # noqa: S608 - made of constants and Django's SQL
        pieces.append((whole_title, [parsed.title_key, *values]))
    pieces += [
        engine().matching(
            parsed, (where, values), in_title=in_title, match_any=match_any, limit=limit
        )
        for in_title in (True, False)
    ]
    # SQLite accepts ORDER BY in a part of a UNION only inside a subselect.
    candidates, values = joined(
        " UNION ALL ",
        [(f"SELECT id, rank FROM ({sql}) AS part", values) for sql, values in pieces],  # noqa: S608
    )
    return (
        f"""
        SELECT candidate.id, SUM(candidate.rank) * ranked.boost AS score
        FROM ({candidates}) AS candidate
        JOIN search_entry AS ranked ON ranked.id = candidate.id
        GROUP BY candidate.id, ranked.boost
        ORDER BY score DESC, candidate.id DESC
        LIMIT {WINDOW}
        """,  # noqa: S608 - made of constants and Django's SQL
        values,
    )
