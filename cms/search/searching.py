"""Search over pages, documents and services, in one statement whatever is found."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.safestring import SafeString

from cms.search.catalogue import sources
from cms.search.highlighting import highlighted, snippet
from cms.search.indexing import engine
from cms.search.models import SearchEntry
from cms.search.questions import Question
from cms.search.sources import SearchScope
from pages.visibility import Environment, SiteTrees

WINDOW = 200


@dataclass(frozen=True)
class Hit:
    """Something that was found; `kind` and `object_id` tell what, `score` is for comparing only."""

    kind: str
    object_id: int
    title: str
    body: str
    score: float
    question: Question

    @cached_property
    def title_html(self) -> SafeString:
        """The title, safe as HTML, with what was asked for in `<mark>`."""
        return highlighted(self.title, self.question)

    @cached_property
    def snippet_html(self) -> SafeString:
        """Some words of the text, safe as HTML, around what was asked for, in `<mark>`."""
        return snippet(self.body, self.question)


def search(
    query: str,
    *,
    locale: str,
    site: SiteTrees,
    environment: Environment,
    types: Collection[str] | None = None,
    limit: int = WINDOW,
) -> list[Hit]:
    """Return what a reader may see and asked for, best first; at most 200, whatever `limit`.

    `types` are kinds of `catalogue.kinds()`; None for all. Any text is a valid query. One
    statement, and a second one if nothing holds all the words: then one of them is enough.
    """
    question = Question.of(query, locale)
    if not question.required:
        return []
    entries = _visible_entries(SearchScope(environment, site, locale), types)
    limit = max(0, min(limit, WINDOW))
    hits = _answers(entries, question, limit, loosely=False)
    if not hits and len(question.required) > 1:
        hits = _answers(entries, question, limit, loosely=True)
    return hits


def _visible_entries(scope: SearchScope, types: Collection[str] | None) -> QuerySet[SearchEntry]:
    """Return the entries of what a reader may see, by a condition in the same statement."""
    visible: dict[Callable[[SearchScope], QuerySet[Any]], set[str]] = {}
    for source in sources():
        if types is None or source.kind in types:
            visible.setdefault(source.visible, set()).add(source.kind)
    condition = Q(pk__in=[])
    for objects, kinds in visible.items():
        seen = objects(scope).order_by().filter(pk=OuterRef("object_id"))
        condition |= Q(Exists(seen), kind__in=sorted(kinds))
    return SearchEntry.objects.filter(condition)


def _answers(
    entries: QuerySet[SearchEntry], question: Question, limit: int, *, loosely: bool
) -> list[Hit]:
    """Return hits by rank: what stands in the title counts twice, the whole title most."""
    statements, values = [], []
    for in_title in (True, False):
        matching = engine().matching(entries, question, in_title=in_title, loosely=loosely)
        try:
            sql, params = matching.query.sql_with_params()
        except EmptyResultSet:
            return []
        statements.append(f"SELECT * FROM ({sql}) AS found_{len(statements)}")  # noqa: S608
        values.extend(params)
    rows = _rows(
        f"""
        SELECT entry.kind, entry.object_id, entry.title, entry.body,
            found.rank * entry.boost + CASE WHEN entry.title_key = %s THEN %s ELSE 0 END AS score
        FROM (
            SELECT id, SUM(rank) AS rank FROM ({" UNION ALL ".join(statements)}) AS each_found
            GROUP BY id
        ) AS found
        JOIN search_entry AS entry ON entry.id = found.id
        ORDER BY score DESC, entry.id DESC
        LIMIT %s
        """,  # noqa: S608 - made of Django's own SQL and constants
        [question.title_key, engine().WHOLE_TITLE_BONUS, *values, limit],
    )
    return [Hit(*row, question) for row in rows]


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
