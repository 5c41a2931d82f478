"""Permissions of the roles, tested in the admin."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page, PageLogEntry

from pages.models import ArticlePage, EventIndexPage, Organisation, OrganisationKind
from pages.roles import ADMINISTRATORS, EDITORS, set_up_roles
from tests.factories import (
    ArticleIndexPageFactory,
    EventIndexPageFactory,
    default_home,
    locale,
)
from tests.pages.forms import edit_address, form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client_of: Callable[..., Client]) -> Client:
    default_home()
    set_up_roles()
    return client_of(Group.objects.get(name=EDITORS), username="editor")


def write_article(client: Client, section: Page, action: str, slug: str = "nytt") -> object:
    address = f"/admin/pages/add/pages/articlepage/{section.pk}/"
    data = form_data(client.get(address).content) | {"title": "Nytt", "slug": slug, action: "1"}
    return client.post(address, data)


def test_communicator_publishes_in_their_own_section(social):
    # When the communicator writes an article and publishes it
    write_article(social.client, social.section, "action-publish")

    # Then it is public
    assert ArticlePage.objects.get(slug="nytt").live


def test_communicator_cannot_edit_another_administration(social, labour):
    addresses = [
        "/admin/pages/{article}/edit/",
        "/admin/pages/{article}/delete/",
        "/admin/pages/{article}/unpublish/",
        "/admin/pages/{article}/move/",
        "/admin/pages/{article}/move/{own}/confirm/",
        "/admin/pages/{article}/copy/",
        "/admin/pages/add/pages/articlepage/{section}/",
        "/admin/bulk/wagtailcore/page/delete/?id={article}",
        "/admin/bulk/wagtailcore/page/unpublish/?id={article}",
    ]
    theirs = {"article": labour.article.pk, "section": labour.section.pk, "own": social.section.pk}
    before = PageLogEntry.objects.count()
    data = {"title": "Kapad", "slug": "kapad", "action-publish": "1", "next": "/admin/"}

    for address in addresses:
        answer = social.client.post(address.format(**theirs), data)

        after = Page.objects.get(pk=labour.article.pk)
        assert answer.status_code in {302, 403}, address
        assert after.live, address
        assert (after.title, after.get_parent().pk) == (labour.article.title, labour.section.pk)
        assert PageLogEntry.objects.count() == before, address
        assert not Page.objects.filter(slug="kapad").exists(), address


def test_refused_communicator_sees_a_message(social, labour):
    # When a communicator opens the page of another administration
    answer = social.client.get(edit_address(labour.article), follow=True)

    # Then the dashboard shows a message in Swedish
    assert "rättigheter" in answer.content.decode()


def test_translated_section_belongs_to_the_same_staff(social):
    # Given a site in two languages
    english = locale("en")
    default_home().copy_for_translation(english)

    # When the section is copied for translation
    copy = social.section.copy_for_translation(english, copy_parents=True)

    # Then its communicator can create pages there too
    assert social.client.get(edit_address(copy)).status_code == 200


def test_reassigned_section_is_closed_to_its_former_staff(social, labour):
    # When an administrator assigns the section of social services to the other administration
    social.section.organisation = labour.organisation
    social.section.save()

    # Then its staff gains access and the former staff loses it
    assert social.client.get(edit_address(social.article)).status_code == 302
    assert labour.client.get(edit_address(social.article)).status_code == 200


def test_replaced_staff_group_loses_its_permissions(social):
    # When an organisation gets another staff group
    social.organisation.staff = Group.objects.create(name="Nya kommunikatörer")
    social.organisation.save()

    # Then members of the former group can no longer edit
    assert social.client.get(edit_address(social.article)).status_code == 302


def test_communicator_cannot_give_away_a_section(social, labour):
    # Given the form of a section, without the field that says whose it is
    address = edit_address(social.section)
    data = form_data(social.client.get(address).content)
    assert "organisation" not in data

    # When a communicator sends the field all the same
    taken = {"organisation": str(labour.organisation.pk), "action-publish": "1"}
    social.client.post(address, data | taken)

    # Then nothing changes
    social.section.refresh_from_db()
    assert social.section.organisation == social.organisation


def test_communicator_changes_the_facts_of_its_administration_but_not_its_rights(social, labour):
    # When a communicator sends every field of its administration's form, and of the other one's
    for organisation in (social.organisation, labour.organisation):
        address = f"/admin/snippets/pages/organisation/edit/{organisation.pk}/"
        data = {
            "name": labour.organisation.name,
            "slug": "annat",
            "kind": OrganisationKind.ASSOCIATION,
            "staff": str(social.organisation.staff.pk),
            "website": "https://example.org/",
        }
        assert social.client.post(address, data).status_code == 302

    # Then only its own website has changed
    collections = social.organisation.staff.collection_permissions
    assert not collections.filter(collection__name=labour.organisation.name).exists()
    for organisation, website in (
        (social.organisation, "https://example.org/"),
        (labour.organisation, ""),
    ):
        before = (organisation.name, organisation.slug, organisation.kind, organisation.staff_id)
        organisation.refresh_from_db()
        after = (organisation.name, organisation.slug, organisation.kind, organisation.staff_id)
        assert after == before
        assert organisation.website == website


def test_communicator_cannot_create_an_administration(social):
    # When a communicator adds an administration and an association
    address = "/admin/snippets/pages/organisation/add/"
    data = form_data(social.client.get(address).content) | {"name": "Ny", "slug": "ny"}
    for kind in (OrganisationKind.ADMINISTRATION, OrganisationKind.ASSOCIATION):
        social.client.post(address, data | {"kind": kind})

    # Then only the association is created
    assert Organisation.objects.get(slug="ny").kind == OrganisationKind.ASSOCIATION


def test_editor_submits_but_does_not_publish(editor, social):
    # When an editor saves one article as a draft and submits another
    write_article(editor, social.section, "action-publish", slug="forsok")
    write_article(editor, social.section, "action-submit", slug="inskickad")

    # Then one is a draft and the other is in review
    assert not ArticlePage.objects.get(slug="forsok").live
    submitted = ArticlePage.objects.get(slug="inskickad")
    assert not submitted.live
    assert submitted.current_workflow_task is not None


def test_editor_cannot_edit_pages_of_others(editor, social):
    # When an editor opens an article of somebody else
    answer = editor.get(edit_address(social.article))

    # Then access is denied
    assert answer.status_code == 302


def approve(client: Client, article: ArticlePage) -> None:
    state = article.current_workflow_task_state
    address = f"/admin/pages/workflow/action/{article.pk}/approve/{state.pk}/"
    assert client.post(address, {"comment": ""}).status_code in {302, 403}


def test_communicator_approves_submissions_in_their_section(editor, social, labour):
    # Given an editor's article in review in the section of social services
    write_article(editor, social.section, "action-submit")
    article = ArticlePage.objects.get(slug="nytt")

    # When the other administration tries to approve it, nothing happens
    approve(labour.client, article)
    article.refresh_from_db()
    assert not article.live

    # And when its own does, the article is public
    approve(social.client, article)
    article.refresh_from_db()
    assert article.live


def test_submission_outside_of_sections_waits_for_an_administrator(editor, social, client_of):
    # Given an editor's article in the shared list
    shared = ArticleIndexPageFactory()
    write_article(editor, shared, "action-submit")
    article = ArticlePage.objects.get(slug="nytt")

    # When a communicator tries to approve it, nothing happens
    approve(social.client, article)
    article.refresh_from_db()
    assert not article.live

    # And an administrator publishes it
    approve(client_of(Group.objects.get(name=ADMINISTRATORS), username="chief"), article)
    article.refresh_from_db()
    assert article.live


def test_only_administrators_reach_site_administration(editor, client_of):
    addresses = [
        "/admin/users/",
        "/admin/groups/",
        "/admin/sites/",
        "/admin/locales/",
        "/admin/redirects/",
        "/admin/workflows/list/",
        "/admin/collections/",
        "/admin/settings/pages/sitesettings/",
        "/admin/snippets/pages/organisation/",
    ]
    # An administrator who is no superuser
    administrator = client_of(Group.objects.get(name=ADMINISTRATORS), username="chief")

    for address in addresses:
        reached = administrator.get(address, follow=True)
        assert reached.status_code == 200, address
        assert reached.request["PATH_INFO"] != "/admin/", address
        assert editor.get(address, follow=True).request["PATH_INFO"] == "/admin/", address


def test_setup_roles_is_idempotent(social):
    # Given the roles, and a reviewer added by an administrator
    extra = Group.objects.create(name="Extra")
    workflow = default_home().get_workflow()
    workflow.tasks[0].specific.groups.add(extra)
    counts = [Group.objects.count(), social.organisation.staff.page_permissions.count()]

    # When setup_roles runs again
    set_up_roles()

    # Then nothing is added or removed
    assert [Group.objects.count(), social.organisation.staff.page_permissions.count()] == counts
    assert extra in workflow.tasks[0].specific.groups.all()


def test_communicator_uploads_only_to_their_collection(social, labour):
    # When a communicator uploads a document
    html = social.client.get("/admin/documents/add/").content.decode()

    # Then only their own collection is offered
    assert "Arbetsmarknadsförvaltningen" not in html
    assert social.client.get("/admin/documents/add/").status_code == 200


def test_new_section_is_open_to_its_staff(social):
    # When an administrator creates a calendar section for the administration
    calendar = EventIndexPageFactory(
        parent=EventIndexPageFactory(), organisation=social.organisation
    )

    # Then its communicator can create events there
    address = f"/admin/pages/add/pages/eventpage/{calendar.pk}/"
    assert social.client.get(address).status_code == 200
    assert isinstance(calendar, EventIndexPage)


def test_communicator_but_not_editor_reaches_feedback(social, editor):
    # When both open the inbox and the services
    def reached(client: Client) -> list[str]:
        paths = ["/admin/submissions/", "/admin/snippets/feedback/service/"]
        return [client.get(path, follow=True).request["PATH_INFO"] for path in paths]

    # Then only the communicator has access
    assert "/admin/" not in reached(social.client)
    assert reached(editor) == ["/admin/", "/admin/"]
