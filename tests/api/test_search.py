"""The root `search`."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from pages.models import Speaker
from tests.api.translations import translated
from tests.factories import (
    EVENT_START,
    ArticlePageFactory,
    ContentDocumentFactory,
    EventPageFactory,
    GroupPageFactory,
    HomePageFactory,
    ServiceFactory,
    StandardPageFactory,
    VenueFactory,
    default_home,
)

pytestmark = pytest.mark.django_db

TITLES = """query ($query: String!, $first: Int, $after: String, $types: [SearchType!],
  $locale: String, $site: String) {
  search(query: $query, first: $first, after: $after, types: $types, locale: $locale, site: $site) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    nodes { type title } edges { cursor node { title } } } }"""


@pytest.fixture
def search(ask):
    """Return a function that returns the connection of a search."""

    def asked(query, **variables):
        return ask(TITLES, query=query, **variables)["search"]

    return asked


@pytest.fixture
def titles(search):
    """Return a function that returns the titles of the hits."""
    return lambda query, **variables: [hit["title"] for hit in search(query, **variables)["nodes"]]


def test_hit_has_all_fields(ask):
    # Given
    default_home()
    EventPageFactory(
        title="Temamöte: bostad",
        slug="bostad",
        summary="Vi talar om <hyror> & trygghet.",
        starts_at=EVENT_START,
        venue=VenueFactory(name="Fontänhuset"),
    )

    # When
    found = ask(
        """{ search(query: "temamöten hyra") { nodes {
          type title titleHtml snippet snippetHtml path url locale
          item { __typename ... on Page { summary } ... on EventPage { startsAt venue { name } } }
        } } }"""
    )["search"]

    # Then
    assert found["nodes"] == [
        {
            "type": "EVENT",
            "title": "Temamöte: bostad",
            "titleHtml": "<mark>Temamöte</mark>: bostad",
            "snippet": "Vi talar om <hyror> & trygghet. Fontänhuset, Bredgatan 11 Möte",
            "snippetHtml": "Vi talar om &lt;<mark>hyror</mark>&gt; &amp; trygghet. "
            "Fontänhuset, Bredgatan 11 Möte",
            "path": "/kalender/bostad/",
            "url": "http://localhost/kalender/bostad/",
            "locale": "sv",
            "item": {
                "__typename": "EventPage",
                "summary": "Vi talar om <hyror> & trygghet.",
                "startsAt": "2026-05-11T13:30:00+02:00",
                "venue": {"name": "Fontänhuset"},
            },
        }
    ]


def test_documents_and_services_are_found_beside_pages(ask):
    # Given
    default_home()
    ContentDocumentFactory(title="Rapport om boende", language="en")
    ServiceFactory(name="Boende", slug="boende")
    StandardPageFactory(title="Om boende")

    # When
    found = ask(
        """{ search(query: "boende") { nodes { type path url locale item { __typename
          ... on Document { title } ... on Service { slug } ... on Page { title } } } } }"""
    )["search"]["nodes"]

    # Then
    by_type = {hit["type"]: hit for hit in found}
    assert set(by_type) == {"DOCUMENT", "SERVICE", "PAGE"}
    document, service = by_type["DOCUMENT"], by_type["SERVICE"]
    assert (document["path"], document["locale"]) == (None, "en")
    assert document["url"].endswith(".pdf")
    assert document["item"]["title"] == "Rapport om boende"
    assert (service["path"], service["url"], service["locale"]) == (None, None, "sv")
    assert service["item"]["slug"] == "boende"


def test_hits_are_filtered_by_type(titles):
    default_home()
    ServiceFactory(name="Boende")
    StandardPageFactory(title="Om boende")
    GroupPageFactory(title="Boendegrupp")

    assert titles("boende", types=["SERVICE"]) == ["Boende"]
    assert set(titles("boende", types=["PAGE", "GROUP"])) == {"Om boende", "Boendegrupp"}
    assert len(titles("boende", types=[])) == 3
    assert len(titles("boende", types=None)) == 3


def test_pages_of_hits_are_consecutive_and_end(search):
    # Given
    default_home()
    for number in range(5):
        ServiceFactory(name=f"Stöd {number}")
    whole = [hit["title"] for hit in search("stöd")["nodes"]]

    # When
    first = search("stöd", first=2)
    second = search("stöd", first=2, after=first["pageInfo"]["endCursor"])
    third = search("stöd", first=2, after=second["pageInfo"]["endCursor"])
    beyond = search("stöd", first=2, after=third["pageInfo"]["endCursor"])

    # Then
    pages = [first, second, third, beyond]
    assert [hit["title"] for page in pages for hit in page["nodes"]] == whole
    assert [page["pageInfo"]["hasNextPage"] for page in pages] == [True, True, False, False]
    assert [page["pageInfo"]["hasPreviousPage"] for page in pages] == [False, True, True, True]
    assert {page["totalCount"] for page in pages} == {5}
    assert [edge["node"]["title"] for edge in second["edges"]] == whole[2:4]
    assert second["edges"][1]["cursor"] == second["pageInfo"]["endCursor"]


def test_paging_ends_at_the_window(search, monkeypatch):
    monkeypatch.setattr("cms.search.searching.WINDOW", 3)
    default_home()
    for number in range(5):
        ServiceFactory(name=f"Stöd {number}")

    page = search("stöd", first=100)

    assert (page["totalCount"], len(page["nodes"])) == (3, 3)
    assert page["pageInfo"]["hasNextPage"] is False


@pytest.mark.parametrize(
    "other",
    [
        {"query": "råd"},
        {"locale": "en"},
        {"types": ["SERVICE"]},
        {"site": "localhost"},
        {"after": "WyJ4IiwxXQ.x"},
        {"after": ""},
        {"after": "x" * 5000},
    ],
)
def test_cursor_of_another_search_is_refused(search, refused, other):
    default_home()
    for number in range(3):
        ServiceFactory(name=f"Stöd {number}")
    cursor = search("stöd", first=1)["pageInfo"]["endCursor"]

    error = refused(TITLES, **{"query": "stöd", "first": 1, "after": cursor, **other})

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "'after'" in error["message"]


def test_cursor_of_a_list_is_refused(ask, refused):
    default_home()
    GroupPageFactory()
    cursor = ask("{ groups { edges { cursor } } }")["groups"]["edges"][0]["cursor"]

    assert "'after'" in refused(TITLES, query="grupp", after=cursor)["message"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("first", 0),
        ("first", 101),
        ("first", -1),
        ("locale", "xx"),
        ("site", "nowhere.example.org"),
    ],
)
def test_bad_argument_is_named(refused, name, value):
    default_home()

    error = refused(TITLES, **{"query": "grupp", name: value})

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert f"'{name}'" in error["message"]


@pytest.mark.parametrize("types", ["NOTHING", ["group"], [None]])
def test_unknown_type_is_refused(refused, types):
    assert "types" in refused(TITLES, query="grupp", types=types)["message"]


def test_nul_character_is_refused(refused):
    assert "NUL" in refused(TITLES, query="grupp\0en")["message"]


@pytest.mark.parametrize(
    "query", ["", " ", "😀", "%", "_", '"', "*", "()", "& | !", "<->", "-", "\u202e"]
)
def test_query_without_words_finds_nothing(search, query):
    default_home()
    GroupPageFactory(title="Grupp")

    page = search(query)

    assert (page["totalCount"], page["nodes"]) == (0, [])
    assert page["pageInfo"]["endCursor"] is None


@pytest.mark.parametrize(
    "query",
    [
        '"fika',
        "fika*",
        "fika AND",
        "NEAR(fika, 3)",
        "title:fika",
        "{title}:fika",
        "fika:*",
        "fika & !möte",
        "'fika' <-> 'x'",
        "fika)) OR 1=1 --",
        "fika 😀",
        "och att i fika",
        "fika " * 1_600,
        "fika " + "x" * 10_000,
    ],
)
def test_special_characters_and_long_queries_are_accepted(titles, query):
    default_home()
    ServiceFactory(name="Fika")

    assert titles(query) == ["Fika"]


def test_query_of_stop_words_is_searched(titles):
    default_home()
    GroupPageFactory(title="Jag kan")

    assert titles("jag") == ["Jag kan"]


def test_search_is_limited_to_the_language(search):
    default_home()
    translated(GroupPageFactory(title="Hälsa"), slug="health", title="Hälsa in English")

    assert [hit["title"] for hit in search("hälsa")["nodes"]] == ["Hälsa"]
    assert [hit["title"] for hit in search("hälsa", locale="en")["nodes"]] == ["Hälsa in English"]


def test_search_is_limited_to_the_site(titles):
    default_home()
    home = HomePageFactory(title="Elsewhere")
    Site.objects.create(hostname="elsewhere.example.org", root_page=home)
    StandardPageFactory(title="Fika här")
    StandardPageFactory(title="Fika där", parent=home)

    assert titles("fika") == ["Fika här"]
    assert titles("fika", site="elsewhere.example.org") == ["Fika där"]


def test_hidden_page_is_neither_listed_nor_counted(search):
    # Given
    default_home()
    ArticlePageFactory(title="Dold fågel", live=False)
    hidden = translated(ArticlePageFactory(title="Sedd fågel"), slug="bird", title="Fågel bird")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")

    # Then its translation does not replace it
    assert [hit["title"] for hit in search("fågel")["nodes"]] == ["Sedd fågel"]
    assert search("fågel")["totalCount"] == 1
    assert search("fågel", locale="en")["totalCount"] == 0


EVERYTHING = """{ search(query: "träff", first: 100) { totalCount pageInfo { endCursor } nodes {
  type title titleHtml snippet snippetHtml path url locale item { __typename
    ... on Page { title summary breadcrumbs { title } translations { path } image { alt } }
    ... on EventPage { startsAt venue { name } speakers { name } }
    ... on GroupPage { purpose } ... on ArticlePage { kind }
    ... on Document { url } ... on Service { name administration { name } } } } } }"""


@pytest.mark.parametrize("query", ["träff", "träff ingenstans"])
def test_query_count_does_not_depend_on_hits(ask, query):
    # Given
    default_home()

    def make(number):
        EventPageFactory(
            title=f"Träff {number}",
            starts_at=EVENT_START + datetime.timedelta(days=number),
            venue=VenueFactory(),
            speakers=[Speaker(name="N")],
        )
        GroupPageFactory(title=f"Träffgrupp {number}", summary="Träff")
        ArticlePageFactory(title=f"Om en träff {number}")
        ContentDocumentFactory(title=f"Program för träff {number}")
        ServiceFactory(name=f"Träff {number}")

    def cost():
        with CaptureQueriesContext(connection) as captured:
            answer = ask(EVERYTHING.replace("träff", query))
        return len(captured), answer["search"]["totalCount"]

    # When
    make(0)
    # Content types are queried once per process and not counted.
    cost()
    at_one, few = cost()
    for number in range(1, 15):
        make(number)
    at_many, many = cost()

    # Then
    assert (few, many) == (5, 75)
    assert at_many == at_one <= 13


def test_search_answers_are_json(client):
    default_home()
    ServiceFactory(name="Fika")

    response = client.get(
        "/graphql/", {"query": TITLES, "variables": json.dumps({"query": "fika"})}
    )

    assert response.status_code == 200
    assert response.json()["data"]["search"]["totalCount"] == 1
