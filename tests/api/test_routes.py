"""Where paths lead."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from tests.api.translations import translated
from tests.factories import GroupPageFactory, default_home, locale

pytestmark = pytest.mark.django_db

ROUTE = """query ($path: String!) { route(path: $path) { __typename
  ... on PageRoute { page { __typename title locale path ... on GroupPage { purpose } } }
  ... on RedirectRoute { location permanent }
  ... on GoneRoute { path }
  ... on NotFoundRoute { path } } }"""


@pytest.fixture
def route(ask):
    return lambda path: ask(ROUTE, path=path)["route"]


def test_path_of_a_page(route):
    GroupPageFactory(title="Hälsa", slug="halsa", purpose="To be well.")

    found = route("/grupper/halsa/")

    assert found["page"] == {
        "__typename": "GroupPage",
        "title": "Hälsa",
        "locale": "sv",
        "path": "/grupper/halsa/",
        "purpose": "To be well.",
    }


def test_start_page_in_each_language(route):
    home = default_home()
    translated(GroupPageFactory(slug="halsa"), slug="health", title="Health")

    assert route("/")["page"]["title"] == home.title
    assert route("/en/")["page"]["locale"] == "en"
    assert route("/en/grupper/health/")["page"]["title"] == "Health"


@pytest.mark.parametrize(
    "path",
    [
        "/grupper/halsa",
        "/Grupper/halsa/",
        "//grupper/halsa/",
        "/grupper//halsa/",
        "grupper/halsa/",
        "/halsa/",
        "/grupper/halsa/?x=1",
        "/sv/grupper/halsa/",
        "/en/grupper/halsa/",
        "/%67rupper/halsa/",
        "",
        "x" * 5000,
        "/../grupper/halsa/",
        "/grupper/hals_/",
        "/grupper/hals%/",
        "//[",
        "//℀.example.org/grupper/halsa/",
    ],
)
def test_only_the_exact_path_is_found(route, path):
    GroupPageFactory(slug="halsa")

    assert route(path) == {"__typename": "NotFoundRoute", "path": path}


def test_redirect_to_a_page_and_to_an_address(route):
    group = GroupPageFactory(slug="halsa")
    Redirect.objects.create(old_path="/gammal", redirect_page=group, is_permanent=True)
    Redirect.objects.create(
        old_path="/bort", redirect_link="https://www.example.org/", is_permanent=False
    )

    assert route("/gammal/") == {
        "__typename": "RedirectRoute",
        "location": "/grupper/halsa/",
        "permanent": True,
    }
    assert route("/bort/") == {
        "__typename": "RedirectRoute",
        "location": "https://www.example.org/",
        "permanent": False,
    }


def test_redirect_to_a_hidden_page_leads_nowhere(route):
    group = GroupPageFactory(slug="halsa", live=False)
    Redirect.objects.create(old_path="/gammal", redirect_page=group)

    assert route("/gammal/")["__typename"] == "NotFoundRoute"


def test_page_that_was_public_is_gone(route):
    group = GroupPageFactory(slug="halsa")
    group.save_revision().publish()
    group.refresh_from_db()
    group.unpublish()

    assert route("/grupper/halsa/") == {"__typename": "GoneRoute", "path": "/grupper/halsa/"}


def test_draft_that_was_never_public_is_not_found(route):
    GroupPageFactory(slug="halsa", live=False)

    assert route("/grupper/halsa/")["__typename"] == "NotFoundRoute"


def test_private_page_is_not_found_though_it_was_public(route):
    group = GroupPageFactory(slug="halsa")
    group.save_revision().publish()
    PageViewRestriction.objects.create(page=group, restriction_type="login")

    assert route("/grupper/halsa/")["__typename"] == "NotFoundRoute"


def test_menu_shows_what_editors_put_there_in_the_order_of_the_tree(ask):
    translated(GroupPageFactory(), slug="health")
    default_home()

    found = ask('{ sv: menu { title path } en: menu(locale: "en") { path locale } }')

    assert found["sv"] == [{"title": "Grupper", "path": "/grupper/"}]
    assert found["en"] == [{"path": "/en/grupper/", "locale": "en"}]
    assert locale("en")
