"""The root `sitemap`."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from tests.api.translations import translated
from tests.factories import (
    PUBLISHED_AT,
    ArticleIndexPageFactory,
    ArticlePageFactory,
    ContentDocumentFactory,
    GroupPageFactory,
    HomePageFactory,
    ServiceFactory,
    StandardPageFactory,
    default_home,
)

pytestmark = pytest.mark.django_db

SITEMAP = """query ($first: Int, $after: String, $locale: String, $site: String) {
  sitemap(first: $first, after: $after, locale: $locale, site: $site) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { path url locale lastmod alternates { locale url } } edges { cursor } } }"""


@pytest.fixture
def sitemap(ask):
    """Return a function that returns a page of the sitemap."""
    return lambda **variables: ask(SITEMAP, **variables)["sitemap"]


@pytest.fixture
def paths(sitemap):
    """Return a function that returns the paths of a page of the sitemap."""
    return lambda **variables: [entry["path"] for entry in sitemap(**variables)["nodes"]]


def test_sitemap_entry_has_the_fields_of_sitemap_xml(sitemap):
    # Given
    page = translated(StandardPageFactory(title="Om", slug="om"), slug="about", title="About")
    Page.objects.filter(pk=page.pk).update(last_published_at=PUBLISHED_AT)

    # When
    by_path = {entry["path"]: entry for entry in sitemap()["nodes"]}

    # Then
    assert by_path["/en/about/"] == {
        "path": "/en/about/",
        "url": "http://localhost/en/about/",
        "locale": "en",
        "lastmod": "2026-05-04T09:00:00+02:00",
        "alternates": [
            {"locale": "sv", "url": "http://localhost/om/"},
            {"locale": "en", "url": "http://localhost/en/about/"},
        ],
    }


def test_each_page_is_listed_once_in_tree_order(paths):
    StandardPageFactory(slug="om")
    translated(GroupPageFactory(slug="halsa"), slug="health")
    # Neither has a path in the front end.
    ServiceFactory()
    ContentDocumentFactory()

    assert paths() == [
        "/",
        "/om/",
        "/grupper/",
        "/grupper/halsa/",
        "/en/",
        "/en/grupper/",
        "/en/grupper/health/",
    ]
    assert paths(locale="sv") == ["/", "/om/", "/grupper/", "/grupper/halsa/"]
    assert paths(locale="en") == ["/en/", "/en/grupper/", "/en/grupper/health/"]


def test_untranslated_page_has_no_alternates(sitemap):
    default_home()

    assert sitemap()["nodes"][0]["alternates"] == []


def test_sitemap_pages_in_both_directions(ask, sitemap, paths):
    # Given
    for number in range(5):
        StandardPageFactory(slug=f"sida-{number}")
    whole = paths()

    # When
    first = sitemap(first=2)
    second = sitemap(first=2, after=first["pageInfo"]["endCursor"])
    third = sitemap(first=2, after=second["pageInfo"]["endCursor"])
    last = ask("{ sitemap(last: 2) { nodes { path } } }")["sitemap"]

    # Then
    pages = [first, second, third]
    assert [entry["path"] for page in pages for entry in page["nodes"]] == whole
    assert [page["pageInfo"]["hasNextPage"] for page in pages] == [True, True, False]
    assert {page["totalCount"] for page in pages} == {6}
    assert [entry["path"] for entry in last["nodes"]] == whole[-2:]


def draft(page):
    page.unpublish()


def expired(page):
    page.expire_at = PUBLISHED_AT - datetime.timedelta(seconds=1)
    page.save()


def behind_login(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def under_a_restricted_parent(page):
    section = ArticleIndexPageFactory(slug="internt")
    behind_login(section)
    page.move(section, pos="last-child")


def on_another_site(page):
    home = HomePageFactory(title="Elsewhere")
    Site.objects.create(hostname="elsewhere.example.org", port=80, root_page=home)
    page.move(home, pos="last-child")


@pytest.mark.parametrize(
    "hide",
    [draft, expired, behind_login, under_a_restricted_parent, on_another_site],
    ids=lambda hide: hide.__name__,
)
def test_hidden_page_is_neither_listed_nor_counted_nor_an_alternate(sitemap, hide):
    original = ArticlePageFactory(slug="dold-sv")
    translated(original, slug="shown-en")
    original.refresh_from_db()

    with time_machine.travel(PUBLISHED_AT, tick=False):
        hide(original)
        found = sitemap()

    assert "dold-sv" not in str(found)
    assert found["totalCount"] == len(found["nodes"])
    entry = next(each for each in found["nodes"] if each["path"].endswith("/shown-en/"))
    assert entry["alternates"] == []


def test_sitemap_is_limited_to_the_site(paths):
    default_home()
    home = HomePageFactory(title="Elsewhere")
    Site.objects.create(hostname="elsewhere.example.org", root_page=home)
    StandardPageFactory(slug="har")
    StandardPageFactory(slug="dar", parent=home)

    assert paths() == ["/", "/har/"]
    assert paths(site="elsewhere.example.org") == ["/", "/dar/"]


def test_page_without_a_contract_type_is_omitted(paths):
    home = default_home()
    home.add_child(instance=Page(title="Wagtail's own", slug="own"))

    assert paths() == ["/"]


def test_language_without_pages_has_an_empty_sitemap(sitemap):
    default_home()

    assert sitemap(locale="en") == {
        "totalCount": 0,
        "pageInfo": {"hasNextPage": False, "endCursor": None},
        "nodes": [],
        "edges": [],
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [("first", 0), ("first", 101), ("locale", "xx"), ("site", "no.example.org"), ("after", "x")],
)
def test_bad_argument_is_named(refused, name, value):
    default_home()

    error = refused(SITEMAP, **{name: value})

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert f"'{name}'" in error["message"]


def test_cursor_of_another_language_is_refused(sitemap, refused):
    default_home()
    cursor = sitemap(locale="sv")["pageInfo"]["endCursor"]

    assert "'after'" in refused(SITEMAP, after=cursor)["message"]


def test_query_count_does_not_depend_on_pages(ask):
    # Given
    default_home()
    query = SITEMAP.replace("totalCount", "")

    def cost():
        with CaptureQueriesContext(connection) as captured:
            answer = ask(query, first=100)
        return len(captured), len(answer["sitemap"]["nodes"])

    # When
    at_one, few = cost()
    for number in range(29):
        StandardPageFactory(slug=f"sida-{number}")
    at_thirty, many = cost()

    # Then
    assert (few, many) == (1, 30)
    assert at_thirty == at_one <= 4
