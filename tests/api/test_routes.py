"""The root `route`."""

import unicodedata

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from tests.api.translations import translated
from tests.factories import (
    GroupIndexPageFactory,
    GroupPageFactory,
    HomePageFactory,
    default_home,
    locale,
)
from tests.pages.forms import edit_address, form_data

pytestmark = pytest.mark.django_db

ROUTE = """query ($path: String!) { route(path: $path) { __typename
  ... on PageRoute { page { __typename title locale path ... on GroupPage { purpose } } }
  ... on RedirectRoute { location permanent }
  ... on GoneRoute { path }
  ... on NotFoundRoute { path } } }"""


@pytest.fixture
def route(ask):
    return lambda path: ask(ROUTE, path=path)["route"]


def test_page_is_found_by_path(route):
    GroupPageFactory(title="Hälsa", slug="halsa", purpose="To be well.")

    found = route("/grupper/halsa/")

    assert found["page"] == {
        "__typename": "GroupPage",
        "title": "Hälsa",
        "locale": "sv",
        "path": "/grupper/halsa/",
        "purpose": "To be well.",
    }


def test_start_page_is_found_in_each_language(route):
    home = default_home()
    translated(GroupPageFactory(slug="halsa"), slug="health", title="Health")

    assert route("/")["page"]["title"] == home.title
    assert route("/en/")["page"]["locale"] == "en"
    assert route("/en/grupper/health/")["page"]["title"] == "Health"


def test_only_the_exact_path_is_found(route):
    paths = [
        "/grupper/halsa",
        "/Grupper/halsa/",
        "//grupper/halsa/",
        "/grupper//halsa/",
        "grupper/halsa/",
        "/halsa/",
        "/sv/grupper/halsa/",
        "/en/grupper/halsa/",
        "/grupper%2Fhalsa/",
        "/grupper/%2e%2e/grupper/halsa/",
        "/grupper/halsa/%00",
        "/grupper/hals%E5/",
        "/grupper/h%C3%83%C2%A4lsa/",
        "http://localhost/grupper/halsa/",
        "/\\localhost/grupper/halsa/",
        "",
        "x" * 5000,
        "/../grupper/halsa/",
        "/grupper/hals_/",
        "/grupper/hals%/",
        "//[",
        "//℀.example.org/grupper/halsa/",
    ]
    GroupPageFactory(slug="halsa")

    for path in paths:
        assert route(path) == {"__typename": "NotFoundRoute", "path": path}
    assert route("/grupper/halsa/")["__typename"] == "PageRoute"


def test_path_is_found_in_every_encoding(route):
    paths = [
        "/grupper/h\u00e4lsa/",
        "/grupper/h%C3%A4lsa/",
        "/grupper/h%c3%a4lsa/",
        "/grupper/ha\u0308lsa/",
        "/%67rupper/h%C3%A4lsa/",
        "/grupper/h\u00e4lsa/?utm_source=letter&x=%00",
        "/grupper/h\u00e4lsa/#later?x",
    ]
    GroupPageFactory(slug="h\u00e4lsa")

    for path in paths:
        assert route(path)["page"]["path"] == "/grupper/h\u00e4lsa/", path


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


def test_redirect_to_a_hidden_page_is_not_found(route):
    group = GroupPageFactory(slug="halsa", live=False)
    Redirect.objects.create(old_path="/gammal", redirect_page=group)

    assert route("/gammal/")["__typename"] == "NotFoundRoute"


def redirect(old_path, link, **values):
    Redirect.objects.create(old_path=old_path, redirect_link=link, **values)


def test_chained_redirects_return_the_last_location(route):
    redirect("/a", "http://localhost/b/?x=1")
    redirect("/b?x=1", "/c/", is_permanent=False)
    redirect("/c", "https://www.example.org/d")

    assert route("/a/") == {
        "__typename": "RedirectRoute",
        "location": "https://www.example.org/d",
        # One query may differ.
        "permanent": False,
    }


def test_circular_redirects_are_not_found(route):
    redirect("/a", "/b/")
    redirect("/b", "http://localhost/a")
    redirect("/c", "/c/")
    redirect("/d", "/a/")

    for path in ("/a/", "/b/", "/c/", "/d/"):
        assert route(path)["__typename"] == "NotFoundRoute"


def test_long_redirect_chains_are_bounded(route, django_assert_max_num_queries):
    for number in range(50):
        redirect(f"/{number}", f"/{number + 1}/")

    with django_assert_max_num_queries(13):
        assert route("/0/")["location"] == "/5/"


def test_page_takes_precedence_over_a_redirect(route):
    # Given a page renamed and renamed back, so that a redirect points at itself
    group = GroupPageFactory(slug="halsa")
    for old_path in ("/grupper/halsa", "/grupper/ma-bra"):
        Redirect.objects.create(old_path=old_path, redirect_page=group)
    redirect("/tips", "/grupper/halsa/?fran=tips")

    # Then redirects to it return it
    assert route("/grupper/ma-bra/")["location"] == "/grupper/halsa/"
    assert route("/tips/")["location"] == "/grupper/halsa/?fran=tips"

    # And its path is not followed when it is hidden
    group.unpublish()
    assert route("/grupper/ma-bra/")["__typename"] == "NotFoundRoute"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "grupper/halsa/"])
def test_redirect_to_an_invalid_location_is_not_found(route, link):
    redirect("/tips", link)

    assert route("/tips/")["__typename"] == "NotFoundRoute"


@pytest.mark.parametrize("written", ["/mina filer", "/mina%20filer"])
def test_redirect_from_a_path_with_a_space_is_found(route, written):
    redirect(written, "https://www.example.org/")

    assert route("/mina%20filer/")["location"] == "https://www.example.org/"


def test_redirect_can_depend_on_the_query(route):
    redirect("/a", "https://www.example.org/")
    redirect("/a?x=1&y=2", "https://www.example.org/x")

    assert route("/a/?y=2&x=1")["location"] == "https://www.example.org/x"
    assert route("/a/?z=1")["location"] == "https://www.example.org/"


def test_site_hostname_is_case_insensitive(ask):
    default_home()
    root = HomePageFactory(title="Annorstädes")
    Site.objects.create(hostname="other.example", root_page=root)
    query = """query ($site: String) {
      route(path: "/", site: $site) { ... on PageRoute { page { title } } } }"""

    for name in ("other.example", "Other.EXAMPLE"):
        assert ask(query, site=name)["route"] == {"page": {"title": "Annorstädes"}}


@pytest.mark.parametrize("written", ["NFC", "NFD"])
def test_redirect_is_found_in_every_unicode_form(route, written):
    redirect(unicodedata.normalize(written, "/blåbär"), "https://www.example.org/")

    encoded = ("/bl%C3%A5b%C3%A4r", "/bla%CC%8Aba%CC%88r/?from=mail")
    for path in ("/blåbär/", "/bla\u030aba\u0308r/", *encoded):
        assert route(path)["location"] == "https://www.example.org/", path


def test_redirect_of_another_site_is_not_found(route):
    other = Site.objects.create(hostname="other.example", root_page=HomePageFactory())
    default_home()
    redirect("/a", "https://www.example.org/", site=other)

    assert route("/a/")["__typename"] == "NotFoundRoute"


def change_slug(client, page, slug):
    data = form_data(client.get(edit_address(page)).content)
    response = client.post(edit_address(page), data | {"slug": slug, "action-publish": "1"})
    assert response.status_code == 302


def test_renamed_and_moved_pages_redirect(admin_client, route, django_capture_on_commit_callbacks):
    # Given a group in two languages
    group = GroupPageFactory(slug="halsa")
    english = translated(group, slug="health")
    section = group.get_parent()

    # When both are renamed, the Swedish section is renamed, and the group is moved
    other = GroupIndexPageFactory(slug="fler")
    with django_capture_on_commit_callbacks(execute=True):
        change_slug(admin_client, group, "ma-bra")
        change_slug(admin_client, english, "well")
    with django_capture_on_commit_callbacks(execute=True):
        change_slug(admin_client, section, "kretsar")
    admin_client.post(f"/admin/pages/{group.pk}/move/{other.pk}/confirm/")

    # Then every earlier path redirects permanently to the current one
    for path in ("/grupper/halsa/", "/grupper/ma-bra/", "/kretsar/ma-bra/"):
        assert route(path) == {
            "__typename": "RedirectRoute",
            "location": "/fler/ma-bra/",
            "permanent": True,
        }
    assert route("/en/grupper/health/")["location"] == "/en/grupper/well/"
    assert route("/grupper/")["location"] == "/kretsar/"

    # And each is gone when the group is deleted
    admin_client.post(f"/admin/pages/{group.pk}/delete/")
    for path in ("/grupper/halsa/", "/grupper/ma-bra/", "/kretsar/ma-bra/", "/fler/ma-bra/"):
        assert route(path) == {"__typename": "GoneRoute", "path": path}


def test_public_pages_below_a_deleted_one_are_gone(admin_client, route):
    # Given a section with a public group, a draft and a private group
    public, draft, private = (GroupPageFactory(slug=slug) for slug in ("a", "b", "c"))
    for page in (public, private):
        page.save_revision().publish()
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    # When the section is deleted
    admin_client.post(f"/admin/pages/{public.get_parent().pk}/delete/")

    # Then only the public group's path is gone
    kinds = [route(f"/grupper/{slug}/")["__typename"] for slug in "abc"]
    assert kinds == ["GoneRoute", "NotFoundRoute", "NotFoundRoute"]

    # And a new page at its path is found
    GroupPageFactory(slug="a")
    assert route("/grupper/a/")["__typename"] == "PageRoute"


def test_page_that_was_public_is_gone(route):
    group = GroupPageFactory(slug="halsa")
    group.save_revision().publish()
    group.refresh_from_db()
    group.unpublish()

    assert route("/grupper/halsa/") == {"__typename": "GoneRoute", "path": "/grupper/halsa/"}


def test_draft_that_was_never_public_is_not_found(route):
    GroupPageFactory(slug="halsa", live=False)

    assert route("/grupper/halsa/")["__typename"] == "NotFoundRoute"


def test_page_made_private_is_not_found(route):
    group = GroupPageFactory(slug="halsa")
    group.save_revision().publish()
    PageViewRestriction.objects.create(page=group, restriction_type="login")

    assert route("/grupper/halsa/")["__typename"] == "NotFoundRoute"


def test_menu_is_in_tree_order(ask):
    translated(GroupPageFactory(), slug="health")
    default_home()

    found = ask('{ sv: menu { title path } en: menu(locale: "en") { path locale } }')

    assert found["sv"] == [{"title": "Grupper", "path": "/grupper/"}]
    assert found["en"] == [{"path": "/en/grupper/", "locale": "en"}]
    assert locale("en")
