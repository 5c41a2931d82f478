"""What is asked: the contract's operations as its fixtures ask them, and lists to compare by."""

import datetime
import json
from dataclasses import dataclass, field
from typing import Any

from cms.environment import BASE_DIR
from tests.benchmarks.landmarks import (
    COMMON_WORD,
    FIRST_SLUG,
    LARGE_GROUP,
    RARE_WORD,
    SECOND_COMMON_WORD,
)

CONTRACT = BASE_DIR / "frontend_contract"
# These change something or need a token of their own: what they cost is not asked here.
NOT_READ = {"mutation", "preview", "feedbackAnswer"}


@dataclass(frozen=True)
class Question:
    """A GraphQL request with a name for the table."""

    name: str
    query: str
    variables: dict[str, Any] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        """Return what is sent as JSON."""
        return {"query": self.query, "variables": self.variables}


@dataclass(frozen=True)
class Visit:
    """A page to be read, with a name for the table; `cookie` is of who may read it."""

    name: str
    path: str
    cookie: str = ""

    def payload(self) -> dict[str, Any]:
        """Return what the process that answers is told."""
        return {"path": self.path, "cookie": self.cookie}


def operations() -> list[Question]:
    """Return every operation of the contract that reads, once for each fixture."""
    questions = []
    for path in sorted((CONTRACT / "fixtures").glob("*.json")):
        fixture = json.loads(path.read_text(encoding="utf-8"))
        query = operation(fixture["operation"])
        if not any(word in query for word in NOT_READ):
            questions.append(Question(path.stem, query, fixture["variables"]))
    return questions


def operation(name: str) -> str:
    """Return the text of one operation of the contract."""
    return (CONTRACT / "operations" / f"{name}.graphql").read_text(encoding="utf-8")


# The list by which the experiment compared other systems: 20 events, each with its agenda, its
# group, its picture in one size, and its body.
_FIELDS = """
    id
    title
    url
    summary
    startsAt
    endsAt
    agenda { title description }
    group { id title url }
    image { alt rendition(preset: CARD) { src width height } }
    body {
      __typename
      ... on HeadingBlock { id text }
      ... on RichTextBlock { id html }
      ... on FactBoxBlock { id title html }
    }
"""
COMPARISON = Question(
    "20 events with agenda, group, image, body",
    f"query Comparison {{ events(first: 20, orderBy: STARTS_AT_ASC) {{ nodes {{ {_FIELDS} }} }} }}",
)
ONE_PAGE = Question(
    "one event with agenda, group, image, body",
    f"query OnePage($slug: String!) {{ event(slug: $slug) {{ {_FIELDS} }} }}",
    {"slug": FIRST_SLUG},
)

# The same events and fields of wagtail-grapple's own schema.
_STOCK_FIELDS = """
    id
    title
    url
    summary
    startsAt
    endsAt
    agendaItems { title description }
    group { id title url }
    image { alt: description rendition(fill: "400x225", format: "jpeg") { url width height } }
    body {
      __typename
      id
      ... on CharBlock { value }
      ... on RichTextBlock { value }
      ... on FactBoxBlock { heading text }
    }
"""
STOCK_COMPARISON = Question(
    COMPARISON.name,
    f'query Comparison {{ events(limit: 20, order: "starts_at") {{ {_STOCK_FIELDS} }} }}',
)
STOCK_ONE_PAGE = Question(
    ONE_PAGE.name,
    f"query OnePage($slug: String!) {{ event(slug: $slug) {{ {_STOCK_FIELDS} }} }}",
    {"slug": FIRST_SLUG},
)


def search_for(words: str, name: str = "search") -> Question:
    """Return a search for some words."""
    return Question(name, operation("Search"), {"query": words})


_LISTED = "nodes { id title path startsAt summary venue { name } group { title path } }"
_LIST = (
    "query ($after: String, $filter: EventFilter, $orderBy: EventOrder! = STARTS_AT_ASC) {"
    " events(first: 20, after: $after, filter: $filter, orderBy: $orderBy)"
    f" {{ pageInfo {{ hasNextPage endCursor }} {_LISTED} }} }}"
)
LAST_PAGE = Question(
    "list: the last page",
    f"{{ events(last: 20) {{ pageInfo {{ startCursor hasPreviousPage }} {_LISTED} }} }}",
)
_GROUPS_WITH_MEETINGS = """
{
  groups(first: 10) {
    nodes {
      title
      events(first: 20, orderBy: STARTS_AT_DESC, filter: { when: PAST }) {
        nodes { id title startsAt }
      }
    }
  }
}
"""


def growth(now: datetime.datetime, far_cursor: str) -> list[Question]:
    """Return questions whose answers are alike whatever the number of events.

    `far_cursor` is of `LAST_PAGE` and belongs to one database.
    """
    month = datetime.timedelta(days=30)
    in_a_month = {"startsAfter": now.isoformat(), "startsBefore": (now + month).isoformat()}
    of_a_topic = {"topic": ["delaktighet"], "when": "PAST"}
    minutes_of_a_year = {"slug": LARGE_GROUP, "year": (now - 2 * month).year}
    return [
        Question("list: the next 20 events", _LIST, {"filter": {"when": "UPCOMING"}}),
        Question(
            "list: the last 20 events of a topic",
            _LIST,
            {"filter": of_a_topic, "orderBy": "STARTS_AT_DESC"},
        ),
        LAST_PAGE,
        Question("list: what follows a cursor near the end", _LIST, {"after": far_cursor}),
        Question("detail: Event.graphql", operation("Event"), {"slug": FIRST_SLUG}),
        Question(
            "detail: Group.graphql, of a group with half of all events",
            operation("Group"),
            minutes_of_a_year,
        ),
        Question("calendar: a month", _LIST, {"filter": in_a_month}),
        Question(
            "calendar: Calendar.graphql, which counts what is to come",
            operation("Calendar"),
            {"filter": {"when": "UPCOMING"}},
        ),
        search_for(RARE_WORD, "search: a rare word"),
        search_for(COMMON_WORD, "search: a word of half the events"),
        search_for(f"{COMMON_WORD} {SECOND_COMMON_WORD}", "search: two common words"),
        Question("nested: groups with 20 past meetings each", _GROUPS_WITH_MEETINGS),
    ]
