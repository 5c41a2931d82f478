"""A walk through the whole schema finds nothing hidden.

`tests/hidden.py` makes the hidden content. The walk goes from the roots to every type and
selects every field there; then it calls every root with arguments that match hidden content.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from graphql import get_named_type
from pytest_django import Settings
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, Page

from cms.schema import schema
from pages.registry import PAGE_TYPES
from tests.api.operations_from_schema import Edge, OperationWriter, edges_of
from tests.content import OTHER_TYPES, Row, slug_of
from tests.databases import undone
from tests.hidden import CANARY, HIDINGS, NOW, OTHER_HOST
from tests.prepared import PreparedContent

KINDS = [
    page_type.page_list.singular
    for page_type in PAGE_TYPES
    if page_type.list and page_type.page_list.singular
]
NUMBERS = range(len(HIDINGS) + 1)


@pytest.fixture
def public(db: None, prepared_content: PreparedContent, settings: Settings) -> Iterator[Row]:
    """Give a test the site of `tests/hidden.py`; return its public row."""
    hidden = prepared_content.copy("hidden")
    settings.MEDIA_ROOT = str(hidden.media)
    with undone(hidden.database), time_machine.travel(NOW, tick=False):
        yield hidden.content


# The path of the public page of each type, and of the other kinds of route.
PATHS = {
    "HomePage": "/",
    "GroupIndexPage": "/grupper/",
    "EventIndexPage": "/kalender/",
    "ArticleIndexPage": "/nyheter/",
    "ProjectIndexPage": "/projekt/",
    "GroupPage": "/grupper/group-0/",
    "EventPage": "/kalender/event-0/",
    "ArticlePage": "/nyheter/article-0/",
    "ProjectPage": "/projekt/project-0/",
    "StandardPage": "/standard-0/",
    "EventSeriesPage": "/kalender/series-0/",
    **{
        page_type.name: f"/{page_type.demo.parent}/{slug_of(page_type, 0)}/"
        for page_type in OTHER_TYPES
    },
    **{
        page_type.model.parent_page_types[0].partition(".")[2]: f"/{page_type.demo.parent}/"
        for page_type in OTHER_TYPES
    },
    "RedirectRoute": "/moved-0/",
    "GoneRoute": "/was-public/",
    "NotFoundRoute": "/unknown/",
}
HIDDEN_PATHS = [
    *[f"/grupper/group-{number}/" for number in NUMBERS[1:-1]],
    *[f"/projekt/project-{number}/" for number in NUMBERS[1:-1]],
    *[f"/kalender/event-{number}/" for number in NUMBERS[1:-1]],
    *[f"/kalender/series-{number}/" for number in NUMBERS[1:-1]],
    *[f"/nyheter/article-{number}/" for number in NUMBERS[1:-1]],
    *[f"/standard-{number}/" for number in NUMBERS[1:-1]],
    f"/grupper/{CANARY}-slug/",
    *[
        f"/{page_type.demo.parent}/{slug_of(page_type, number)}/"
        for page_type in OTHER_TYPES
        for number in NUMBERS[1:-1]
    ],
]
SLUGS = {f"Query.{kind}.slug": [f'"{kind}-0"'] for kind in [*KINDS, "service"]} | {
    f"Query.{kind}.slug": [f'"{kind}-0"'] for kind in ["organisation", "venue", "topic"]
}
PUBLIC = {
    **SLUGS,
    "Query.route.path": ['"/"'],
    "Query.search.query": ['"public"'],
    "Query.preview.token": ['"x"'],
    "Query.feedbackAnswer.receipt": ['"1234567890123456"'],
    **{key: [""] for key in ["after", "before", "last", "site", "locale", "types", "filter"]},
    "first": ["20"],
}
# Types behind a secret or a mutation, which have tests of their own.
ELSEWHERE = {
    "PagePreview",
    "PlainContent",
    "PreviewProblem",
    "FeedbackAnswer",
    "Mutation",
    "CaptchaChallenge",
    "CommentPassage",
    "CommentScreening",
    "HelpLine",
    "SubmitFeedbackPayload",
    "FeedbackError",
}


class Walk:
    """Sends queries and records the reached fields and the canaries found."""

    def __init__(self) -> None:
        self.client = Client()
        self.reached: set[tuple[str, str]] = set()
        self.found: dict[str, str] = {}

    def ask(self, query: str) -> str:
        """Send a query, search the response for canaries, and return it."""
        response = self.client.post(
            "/graphql/", json.dumps({"query": query}), content_type="application/json"
        )
        text = response.content.decode()
        payload = response.json()
        codes = {each["extensions"]["code"] for each in payload.get("errors", [])}
        assert codes <= {"BAD_USER_INPUT"}, (query, payload["errors"])
        self._note(payload.get("data"))
        self.look_at(text, query)
        return text

    def look_at(self, text: str, asked: str) -> None:
        """Record the query if the answer contains a canary."""
        for each in (text, *cursors_in(text)):
            if CANARY in each.lower():
                place = each.lower().index(CANARY)
                self.found[asked] = each[max(0, place - 80) : place + 80]

    def _note(self, value: Any) -> None:
        if isinstance(value, list):
            for each in value:
                self._note(each)
        elif isinstance(value, dict):
            name = value.get("__typename", "Query")
            self.reached |= {(name, key.removesuffix(f"Of{name}")) for key in value}
            for each in value.values():
                self._note(each)


def cursors_in(text: str) -> Iterator[str]:
    """Return the decoded cursors of an answer."""
    for found in re.findall(r'"(?:cursor|startCursor|endCursor)":"([^".]+)', text):
        try:
            yield base64.urlsafe_b64decode(found + "=" * (-len(found) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError):
            yield found


def roots() -> list[str]:
    """Return the root fields."""
    assert schema.query_type is not None
    return sorted(schema.query_type.fields)


def fields_there_are() -> set[tuple[str, str]]:
    """Return every field of the schema that a query can reach."""
    return {(name, field) for name, field in edges_of(schema) if name not in ELSEWHERE}


def ways() -> list[list[Edge]]:
    """Return a path to each object type: from `route` to pages, from the nearest root to others."""
    writer, found = OperationWriter(schema, PUBLIC), dict[str, list[Edge]]()
    for root in ["route", *roots()]:
        for name, path in writer.paths_from(root).items():
            is_page = name.endswith("Page")
            if name not in found or (not is_page and len(path) < len(found[name])):
                found[name] = path
    return [path for name, path in found.items() if name not in ELSEWHERE]


def address_of(path: list[Edge]) -> str:
    """Return the site path for which `route` returns the first type of a schema path."""
    return next((PATHS[edge.target] for edge in path if edge.target in PATHS), "/")


def walk_to_every_type() -> Walk:
    """Walk to every type and select all its fields; return the walk."""
    walk = Walk()
    walk.ask("{ __typename }")
    for root in roots():
        walk.reached.add(("Query", root))
    for path in ways():
        values = {**PUBLIC, "Query.route.path": [json.dumps(address_of(path))]}
        walk.ask(OperationWriter(schema, values).whole_type(path, lambda given: given[0]))
    return walk


def test_walk_reaches_every_field_and_shows_nothing_hidden(public: Row) -> None:
    walk = walk_to_every_type()

    assert walk.found == {}
    assert fields_there_are() - walk.reached == set()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["standard", "event"])
def test_walk_finds_a_page_that_is_no_longer_hidden(public: Row, kind: str) -> None:
    """Without this, the other tests could pass on a site without hidden content."""
    Page.objects.filter(slug=f"{kind}-1").update(live=True)

    assert walk_to_every_type().found


def test_walk_finds_files_that_are_no_longer_private(public: Row) -> None:
    CollectionViewRestriction.objects.all().delete()

    found = walk_to_every_type().found

    assert any("documents {" in each for each in found)
    assert any("image {" in each for each in found)


# Root lists, with fields that would show the place of a hidden row.
LISTS = """totalCount pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
    edges { cursor node { __typename } }"""
FILTERS = [
    *[f'filter: {{ group: "group-{number}" }}' for number in NUMBERS],
    *[f'filter: {{ project: "project-{number}" }}' for number in NUMBERS],
    *[f'filter: {{ series: "series-{number}" }}' for number in NUMBERS],
    *[f'filter: {{ event: "event-{number}" }}' for number in NUMBERS],
    "filter: { when: UPCOMING }",
    "filter: { when: PAST }",
    'filter: { topic: ["topic-0"] }',
    'filter: { organisation: "organisation-0" }',
    'filter: { fromDay: "2026-05-11", toDay: "2026-05-30" }',
]


def queries_of_lists() -> Iterator[str]:
    """Return queries of all root lists, in each order and with filters by hidden content."""
    assert schema.query_type is not None
    for name, field in schema.query_type.fields.items():
        if not str(field.type).endswith("Connection!") or name == "search":
            continue
        keys = filter_keys(field)
        filters = [each for each in FILTERS if each.split()[2].rstrip(":") in keys]
        for order in orders_of(field):
            for page in ("first: 2", "last: 2"):
                yield f"{{ {name}({page} {order}) {{ {LISTS} }} }}"
        yield f'{{ {name}(first: 2 locale: "en") {{ {LISTS} }} }}'
        for each in filters:
            yield f"{{ {name}({each}) {{ {LISTS} }} }}"


def queries_of_nested_lists() -> Iterator[str]:
    """Return queries of all lists below public content, in each order."""
    for root in [*KINDS, "organisation", "topic", "venue"]:
        type_ = get_named_type(schema.query_type.fields[root].type)  # type: ignore[union-attr]
        for name, field in type_.fields.items():  # type: ignore[union-attr]
            if str(field.type).endswith("Connection!"):
                for order in orders_of(field):
                    list_ = f"{name}(first: 2 {order}) {{ {LISTS} }}"
                    yield f'{{ {root}(slug: "{root}-0") {{ {list_} }} }}'


def orders_of(field: Any) -> list[str]:
    """Return the arguments of each order of a list."""
    if "orderBy" not in field.args:
        return [""]
    return [f"orderBy: {order}" for order in get_named_type(field.args["orderBy"].type).values]


def filter_keys(field: Any) -> list[str]:
    """Return the filter fields of a list."""
    return list(field.args["filter"].type.fields) if "filter" in field.args else []


def queries_of_search() -> Iterator[str]:
    """Return searches for words and prefixes of hidden texts."""
    words = [CANARY, CANARY[:5], *[f"{CANARY}{hide.__name__}" for hide in HIDINGS], "public"]
    for word in words:
        for place in ["", 'locale: "en"', 'site: "localhost"']:
            yield f"""{{ search(query: "{word}" first: 50 {place}) {{
                totalCount pageInfo {{ startCursor endCursor hasNextPage }}
                edges {{ cursor node {{ title snippet path url type }} }} }} }}"""


def ask_by_groups(walk: Walk, queries: Iterator[str], size: int = 12) -> list[str]:
    """Send queries, several per request; return the answers."""
    answers, waiting = [], list(queries)
    while waiting:
        some, waiting = waiting[:size], waiting[size:]
        roots_of_all = [
            f"a{place}: {query.strip()[1:-1].strip()}" for place, query in enumerate(some)
        ]
        answers.append(walk.ask(f"{{ {' '.join(roots_of_all)} }}"))
    return answers


def hits(answer: str) -> tuple[int, list[str]]:
    """Return the total and the sorted hits of a search.

    Sorted, because SQLite weighs a word by its frequency in all texts, hidden ones
    included.
    """
    connection = json.loads(answer)["data"]["search"]
    nodes = [json.dumps(edge["node"]) for edge in connection["edges"]]
    return connection["totalCount"], sorted(nodes)


@pytest.mark.slow
def test_lists_and_searches_ignore_hidden_content(public: Row) -> None:
    # Given the answers of every list and search
    walk = Walk()
    lists = [*queries_of_lists(), *queries_of_nested_lists()]
    before = ask_by_groups(walk, iter(lists))
    found = [hits(walk.ask(query)) for query in queries_of_search()]

    # When all hidden content is deleted
    slugs = [
        f"{kind}-{number}" for kind in ["standard", "series", *KINDS] for number in NUMBERS[1:]
    ]
    Page.objects.filter(slug__in=slugs).delete()

    # Then totals, cursors and pages are the same, without canaries
    assert walk.found == {}
    assert ask_by_groups(Walk(), iter(lists)) == before
    assert [hits(walk.ask(query)) for query in queries_of_search()] == found
    assert '"totalCount":1' in before[0]


def test_hidden_pages_are_answered_like_unknown_ones(public: Row) -> None:
    walk = Walk()
    unknown = walk.ask('{ route(path: "/unknown/") { __typename } }')
    for path in HIDDEN_PATHS:
        for asked in (path, path.rstrip("/"), path.upper(), path.replace("-", "%2D")):
            answer = walk.ask(f'{{ route(path: "{asked}") {{ __typename }} }}')
            assert answer == unknown, asked
    for kind in KINDS:
        for slug in [*(f"{kind}-{number}" for number in NUMBERS[1:]), f"{CANARY}-slug"]:
            for place in ["", ' locale: "en"', ' site: "localhost"']:
                answer = walk.ask(f'{{ {kind}(slug: "{slug}"{place}) {{ title }} }}')
                assert answer == f'{{"data":{{"{kind}":null}}}}', slug
    assert walk.found == {}


def test_refusals_show_nothing_hidden(public: Row) -> None:
    walk = Walk()
    cursor = json.loads(walk.ask("{ groups(first: 1) { pageInfo { endCursor } } }"))
    end = cursor["data"]["groups"]["pageInfo"]["endCursor"]
    queries = [
        '{ events(after: "x") { totalCount } }',
        f'{{ events(after: "{end}") {{ totalCount }} }}',
        f'{{ groups(after: "{end[:-2]}AA") {{ totalCount }} }}',
        '{ groups(locale: "zz") { totalCount } }',
        '{ groups(site: "nowhere.example.org") { totalCount } }',
        "{ groups(first: 0) { totalCount } }",
        '{ search(query: "") { totalCount } }',
        '{ search(query: "\\u0000\\"*") { totalCount } }',
        '{ preview(token: "x") { isPublished } }',
        "{ groups { draftTitle owner revisions } }",
    ]
    for query in queries:
        response = walk.client.post(
            "/graphql/", json.dumps({"query": query}), content_type="application/json"
        )
        assert response.status_code < 500, query
        walk.look_at(response.content.decode(), query)
    assert walk.found == {}


def test_feeds_calendars_pages_and_files_show_nothing_hidden(public: Row) -> None:
    client, walk = Client(), Walk()
    slugs = [f"{kind}-{number}" for kind in [*KINDS, "series", "topic"] for number in NUMBERS]
    folder = {"group": "groups", "project": "projects", "event": "events", "series": "series"}
    addresses = [
        "/feeds/events.ics",
        "/feeds/articles.atom",
        "/feeds/events.ics?locale=en",
        "/feeds/articles.atom?locale=en",
        *[f"/feeds/{folder[s.split('-')[0]]}/{s}.ics" for s in slugs if s.split("-")[0] in folder],
        *[f"/feeds/groups/group-{number}.atom" for number in NUMBERS],
        *[f"/feeds/projects/project-{number}.atom" for number in NUMBERS],
        "/feeds/topics/topic-0.atom",
        *PATHS.values(),
        *HIDDEN_PATHS,
        "/moved-0/",
        *[f"/gone-{page.pk}" for page in Page.objects.all()],
    ]
    answers = {}
    for address in addresses:
        response = client.get(address)
        answers[address] = response.status_code
        walk.look_at(response.content.decode(), address)
        walk.look_at(response.headers.get("Location", "").partition("?")[0], address)
    for document in get_document_model().objects.filter(title__startswith=CANARY):
        response = client.get(document.url)
        assert response.status_code == 302, document.url
        assert "login" in response.headers["Location"]

    assert walk.found == {}
    assert answers["/feeds/groups/group-0.ics"] == answers["/feeds/articles.atom"] == 200
    assert {answers[f"/feeds/groups/group-{number}.ics"] for number in NUMBERS[1:]} == {404}


def test_other_site_shows_its_own_content_only(public: Row) -> None:
    """The row of the other site is public there: only its own canary is shown."""
    text = Client().post(
        "/graphql/",
        json.dumps({"query": f'{{ groups(site: "{OTHER_HOST}") {{ nodes {{ title }} }} }}'}),
        content_type="application/json",
    )

    assert json.loads(text.content)["data"]["groups"]["nodes"] == [
        {"title": f"{CANARY}on_another_site title"}
    ]
