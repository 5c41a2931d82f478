"""Search over pages, documents and services, in one statement whatever is found."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.safestring import SafeString

from cms.search.catalogue import sources
from cms.search.highlighting import highlighted, snippet
from cms.search.indexing import engine
from cms.search.models import SearchEntry
from cms.search.questions import Question
from cms.search.sources import SearchScope
from cms.search.sql import Sql, joined
from pages.visibility import Environment, SiteTrees

WINDOW = 200
# As many with the words in their title, and as many others, are ranked: of a word that is in
# thousands of texts, the groups, projects and services, then the newest of the rest. Ranking them
# all takes a hundred times as long at 30,000 events as at 300.
CANDIDATES = 200
# With fewer hits than these, those that hold a part of the question are worth reading too.
FEW = 3
# Other ranks stay below.
_WHOLE_TITLE = 1000.0


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
    statement, and a second one if hardly anything holds all the words: what holds one of them
    follows.
    """
    question = Question.of(query, locale)
    if not question.required:
        return []
    condition = _is_visible(SearchScope(environment, site, locale), types)
    limit = max(0, min(limit, WINDOW))
    hits = _answers(condition, question, limit, loosely=False)
    if len(hits) < min(FEW, limit) and len(question.required) > 1:
        known = {(hit.kind, hit.object_id) for hit in hits}
        others = _answers(condition, question, limit, loosely=True)
        hits += [hit for hit in others if (hit.kind, hit.object_id) not in known]
    return hits[:limit]


def _is_visible(scope: SearchScope, types: Collection[str] | None) -> Sql:
    """Return the condition that a reader may see what an entry stands for."""
    asked: dict[Callable[[SearchScope], QuerySet[Any]], set[str]] = {}
    for source in sources():
        if types is None or source.kind in types:
            asked.setdefault(source.visible, set()).add(source.kind)
    condition = Q(pk__in=[])
    for visible, kinds in asked.items():
        seen = visible(scope).order_by().filter(pk=OuterRef("object_id"))
        # A value, not EXISTS: PostgreSQL would collect all that is visible for a few matches. And
        # a boolean one: of a comparison it believes that hardly any row passes.
        is_seen = Subquery(seen.values(seen=Value(True))[:1], output_field=BooleanField())
        condition |= Q(is_seen, kind__in=sorted(kinds))
    query = SearchEntry.objects.filter(condition).query
    try:
        sql, values = query.where.as_sql(query.get_compiler(connection=connection), connection)
    except EmptyResultSet:
        return "1 = 0", []
    return sql, list(values)


def _answers(condition: Sql, question: Question, limit: int, *, loosely: bool) -> list[Hit]:
    """Return hits by rank: what stands in the title counts twice, the whole title most."""
    where, where_values = condition
    whole_title = (
        f"""
        SELECT id, {_WHOLE_TITLE} AS rank FROM search_entry
        WHERE title_key = %s AND {where} ORDER BY id DESC LIMIT %s
        """,  # noqa: S608 - made of constants and Django's SQL
        [question.title_key, *where_values, CANDIDATES],
    )
    in_title, anywhere = (
        engine().matching(question, condition, in_title=in_title, loosely=loosely, limit=CANDIDATES)
        for in_title in (True, False)
    )
    # SQLite takes an ORDER BY in a part of a UNION only within a SELECT of its own.
    pieces = [
        (f"SELECT id, rank FROM ({sql}) AS part", values)  # noqa: S608
        for sql, values in (whole_title, in_title, anywhere)
    ]
    candidates, values = joined(" UNION ALL ", pieces)
    with connection.cursor() as cursor:
        # The texts are fetched last, of those hits alone that are returned.
        cursor.execute(
            f"""
            SELECT entry.kind, entry.object_id, entry.title, entry.body, best.score
            FROM (
                SELECT candidate.id, SUM(candidate.rank) * ranked.boost AS score
                FROM ({candidates}) AS candidate
                JOIN search_entry AS ranked ON ranked.id = candidate.id
                GROUP BY candidate.id, ranked.boost
                ORDER BY score DESC, candidate.id DESC
                LIMIT %s
            ) AS best
            JOIN search_entry AS entry ON entry.id = best.id
            ORDER BY best.score DESC, best.id DESC
            """,  # noqa: S608 - made of constants and Django's SQL
            [*values, limit],
        )
        return [
            Hit(kind, object_id, title, body, score, question)
            for kind, object_id, title, body, score in cursor.fetchall()
        ]
