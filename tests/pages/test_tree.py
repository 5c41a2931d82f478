"""The page tree: allowed parents, slugs and paths."""

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from pages.models import GroupIndexPage, GroupPage
from tests.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    EventIndexPageFactory,
    EventPageFactory,
    GroupIndexPageFactory,
    GroupPageFactory,
    HomePageFactory,
    default_home,
    locale,
)
from tests.pages.forms import edit_address, errors_at, form_data

pytestmark = pytest.mark.django_db


def new_group(client: Client, index: Page, slug: str) -> object:
    address = f"/admin/pages/add/pages/grouppage/{index.pk}/"
    data = form_data(client.get(address).content)
    data |= {"title": "Ny", "slug": slug, "purpose": "Att bli fler.", "action-publish": "1"}
    return client.post(address, data)


def second_site() -> Page:
    home = HomePageFactory()
    Site.objects.create(hostname="other.example.org", root_page=home)
    return home


@pytest.mark.parametrize(
    ("parent", "model"),
    [
        (GroupPageFactory, "grouppage"),
        (GroupIndexPageFactory, "eventpage"),
        (EventIndexPageFactory, "grouppage"),
        (ArticleIndexPageFactory, "articlepage/../grouppage"),
        (default_home, "grouppage"),
        (default_home, "homepage"),
        (lambda: Page.get_first_root_node(), "groupindexpage"),
    ],
)
def test_page_is_not_created_under_a_wrong_parent(admin_client, parent, model):
    # When the form is requested by its URL
    answer = admin_client.get(f"/admin/pages/add/pages/{model}/{parent().pk}/", follow=True)

    # Then it is refused
    assert b"data-edit-form" not in answer.content


def test_page_is_not_moved_under_a_wrong_parent(admin_client):
    # Given a group and a calendar
    group, calendar = GroupPageFactory(), EventIndexPageFactory()

    # When one is moved into the other
    admin_client.post(f"/admin/pages/{group.pk}/move/{calendar.pk}/confirm/")

    # Then it is not moved
    assert group.get_parent() != calendar
    assert not calendar.get_children().exists()


def test_page_is_not_copied_under_a_wrong_parent(admin_client):
    # Given a group and a calendar
    group, calendar = GroupPageFactory(), EventIndexPageFactory()

    # When one is copied into the other
    data = {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": str(calendar.pk)}
    admin_client.post(f"/admin/pages/{group.pk}/copy/", data)

    # Then no copy is created
    assert not GroupPage.objects.filter(slug="kopia").exists()


def section_with_section() -> tuple[Page, Page]:
    top = GroupIndexPageFactory()
    GroupIndexPageFactory(parent=top)
    return top, GroupIndexPageFactory()


def test_section_cannot_be_created_in_a_section(admin_client):
    # Given a section
    section = GroupIndexPageFactory(parent=GroupIndexPageFactory())

    # When the form for a section inside it is requested
    answer = admin_client.get(f"/admin/pages/add/pages/groupindexpage/{section.pk}/")

    # Then it is refused
    assert answer.status_code == 302


def test_section_cannot_be_moved_into_a_section(admin_client):
    # Given a list of groups with a section, and another list
    top, other = section_with_section()

    # When the first is moved into the other
    admin_client.post(f"/admin/pages/{top.pk}/move/{other.pk}/confirm/")

    # Then both are where they were
    assert not other.get_children().exists()


def test_section_cannot_be_copied_into_a_section(admin_client):
    # Given a list of groups with a section, and another list
    top, other = section_with_section()

    # When the first is copied into the other with its subpages
    data = {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": str(other.pk)}
    admin_client.post(f"/admin/pages/{top.pk}/copy/", data | {"copy_subpages": "on"})

    # Then nothing is copied; without its subpages it is
    assert not other.get_children().exists()
    admin_client.post(f"/admin/pages/{top.pk}/copy/", data)
    assert GroupIndexPage.objects.child_of(other).count() == 1


def test_duplicate_slug_is_reported_at_the_field(admin_client):
    # Given a group in another section of the site
    GroupPageFactory(slug="halsa", parent=GroupIndexPageFactory())

    # When a new group uses the same slug
    answer = new_group(admin_client, GroupIndexPageFactory(), "halsa")

    # Then the form shows an error at the slug, in Swedish
    assert answer.status_code == 200
    (message,) = errors_at(answer.content, "slug")
    assert "halsa" in message


def test_duplicate_slug_is_refused_in_a_draft(admin_client):
    # Given two groups
    GroupPageFactory(slug="halsa")
    group = GroupPageFactory(parent=GroupIndexPageFactory())

    # When a draft of the second uses the slug of the first
    data = form_data(admin_client.get(edit_address(group)).content) | {"slug": "halsa"}
    answer = admin_client.post(edit_address(group), data)

    # Then it is refused before publication
    assert errors_at(answer.content, "slug")


def test_slug_is_unique_per_type_site_and_language(admin_client):
    # Given a group
    group = GroupPageFactory(slug="halsa")

    # When an event, a group of another site and a translation use its slug
    event = EventPageFactory(slug="halsa")
    answer = new_group(admin_client, GroupIndexPageFactory(parent=second_site()), "halsa")
    default_home().copy_for_translation(locale("en"))
    translation = group.copy_for_translation(locale("en"), copy_parents=True)

    # Then all can be saved
    assert event.slug == "halsa"
    assert answer.status_code == 302
    assert translation.slug == "halsa"
    assert GroupPage.objects.filter(slug="halsa").count() == 3


def test_page_is_not_moved_to_a_site_where_its_slug_is_taken(admin_client):
    # Given two sites with a group of the same slug
    index = GroupIndexPageFactory(parent=second_site())
    GroupPageFactory(slug="halsa", parent=index)
    group = GroupPageFactory(slug="halsa")

    # When one is moved to a section of the other site
    elsewhere = GroupIndexPageFactory(parent=index)
    admin_client.post(f"/admin/pages/{group.pk}/move/{elsewhere.pk}/confirm/")

    # Then it is not moved
    assert not elsewhere.get_children().exists()


@pytest.mark.parametrize("publish", [{}, {"publish_copies": "on"}, {"alias": "on"}])
def test_pages_of_a_copied_section_get_free_slugs(admin_client, publish):
    # Given a section with a group
    section = GroupIndexPageFactory()
    GroupPageFactory(parent=section, slug="halsa")

    # When it is copied with its subpages
    data = {
        "new_title": "Kopia",
        "new_slug": "kopia",
        "new_parent_page": str(default_home().pk),
        "copy_subpages": "on",
    }
    answer = admin_client.post(f"/admin/pages/{section.pk}/copy/", data | publish)

    # Then the groups have different slugs
    assert answer.status_code == 302
    assert set(GroupPage.objects.values_list("slug", flat=True)) == {"halsa", "halsa-2"}


@pytest.mark.parametrize("change", ["rename", "move"])
def test_moved_page_is_redirected(admin_client, change, django_capture_on_commit_callbacks):
    # Given a published group
    group = GroupPageFactory(slug="halsa")
    old = group.url

    # When its slug changes
    with django_capture_on_commit_callbacks(execute=True):
        if change == "rename":
            data = form_data(admin_client.get(edit_address(group)).content)
            data |= {"slug": "din-halsa", "action-publish": "1"}
            admin_client.post(edit_address(group), data)
        else:
            to = GroupIndexPageFactory()
            admin_client.post(f"/admin/pages/{group.pk}/move/{to.pk}/confirm/")

    # Then there is a redirect at the old path
    redirect = Redirect.objects.get(old_path=Redirect.normalise_path(old))
    assert redirect.redirect_page_id == group.pk
    assert GroupPage.objects.get(pk=group.pk).url != old


def test_renaming_updates_the_sort_key(admin_client):
    # Given a published group
    group = GroupPageFactory(title="Aktiv")

    # When it is renamed in a draft that is then published
    data = form_data(admin_client.get(edit_address(group)).content) | {"title": "Öppen"}
    admin_client.post(edit_address(group), data)
    last = GroupPageFactory(title="Zebra")
    assert list(GroupPage.objects.order_by("title_key")) == [group, last]
    admin_client.post(edit_address(group), data | {"action-publish": "1"})

    # Then the sort key follows the published title
    assert list(GroupPage.objects.order_by("title_key")) == [last, group]


def test_page_choices_are_limited_to_the_pages_language(admin_client):
    # Given a translated group, and an English article that still refers to the Swedish one
    group = GroupPageFactory(title="Hälsa")
    other = GroupPageFactory(title="Annan")
    article = ArticlePageFactory(groups=[group])
    english = locale("en")
    default_home().copy_for_translation(english)
    translated = group.copy_for_translation(english, copy_parents=True)
    english_article = article.copy_for_translation(english, copy_parents=True)

    # When an editor opens the English article
    html = admin_client.get(edit_address(english_article)).content.decode()

    # Then the choices contain the English group, and the selected Swedish one
    assert f'name="groups" value="{translated.pk}"' in html
    assert f'name="groups" value="{group.pk}"' in html
    assert f'name="groups" value="{other.pk}"' not in html


def test_saving_a_stale_instance_keeps_its_children():
    # Given an index page that was loaded before a child was added and it was moved
    index = GroupIndexPageFactory()
    stale = GroupIndexPage.objects.get(pk=index.pk)
    group = GroupPageFactory(parent=index)
    GroupIndexPage.objects.get(pk=index.pk).move(GroupIndexPageFactory(), pos="last-child")

    # When the stale instance is saved
    stale.title = "Nytt namn"
    stale.save()

    # Then its place in the tree and its child are kept
    saved = GroupIndexPage.objects.get(pk=index.pk)
    assert saved.title == "Nytt namn"
    assert saved.get_parent().specific_class is GroupIndexPage
    assert [child.pk for child in saved.get_children()] == [group.pk]
    assert Page.find_problems() == ([], [], [], [], [])
