"""What belongs to everybody, to one administration, or to a superuser is changed by nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from feedback.models import CrisisWordList, HelpLine
from feedback.permissions import WITHDRAWN_PERMISSIONS
from pages.models import Organisation
from pages.roles import ADMINISTRATORS, EDITORS, set_up_roles
from tests.factories import ArticlePageFactory, GroupPageFactory, OrganisationFactory, default_home
from tests.pages.desks import Desk
from tests.pages.forms import edit_address, form_data

pytestmark = pytest.mark.django_db
SECRET = "Hemlig nedläggning"
NEW_PASSWORD = "long enough, and rather odd"


@pytest.fixture
def chief(client_of: Callable[..., Client]) -> Client:
    """A client of the group Administratörer, who is no superuser."""
    default_home()
    set_up_roles()
    return client_of(Group.objects.get(name=ADMINISTRATORS), username="chief")


@pytest.fixture
def root(db: None) -> Any:
    return get_user_model().objects.create_superuser("root", "root@example.org", "secret")


def row(item: Any) -> dict[str, Any]:
    stored: dict[str, Any] = type(item)._default_manager.filter(pk=item.pk).values().get()
    return stored


# --- Help lines and crisis words ------------------------------------------------------------------
@pytest.mark.parametrize("model", [HelpLine, CrisisWordList])
@pytest.mark.parametrize("view", ["list", "add", "edit", "delete", "copy", "reorder"])
def test_communicator_cannot_change_shared_lists(social: Desk, model: type, view: str):
    # Given the national emergency line, and the list of words
    item = model.objects.first()
    before = list(model.objects.order_by("pk").values())
    names = model.snippet_viewset
    if view not in {pattern.name for pattern in names.get_urlpatterns()}:
        return
    args = [] if view in ("list", "add") else [item.pk]
    url = reverse(names.get_url_name(view), args=args)

    # When a communicator opens and sends every form
    data = {"name": "Ingen", "phone": "0", "language": "sv", "reason": "x", "words": "hej"}
    answers = [social.client.get(url), social.client.post(url, data)]
    bulk = reverse("wagtail_bulk_action", args=["feedback", model._meta.model_name, "delete"])
    answers.append(social.client.post(f"{bulk}?id={item.pk}", {"next": "/admin/"}))

    # Then nothing is shown and nothing changes
    assert {answer.status_code for answer in answers[:2]} <= {302, 403, 404, 405}
    assert list(model.objects.order_by("pk").values()) == before


def test_administrator_changes_shared_lists(chief: Client):
    line = HelpLine.objects.first()
    url = reverse(HelpLine.snippet_viewset.get_url_name("edit"), args=[line.pk])

    answer = chief.post(url, form_data(chief.get(url).content) | {"hours": "Dygnet runt alltid"})

    assert answer.status_code == 302
    line.refresh_from_db()
    assert line.hours == "Dygnet runt alltid"


def test_upgrade_withdraws_permissions_of_communicators(social: Desk):
    # Given a group of an earlier release
    codenames = [each.partition(".")[2] for each in WITHDRAWN_PERMISSIONS["communicator"]]
    withdrawn = Permission.objects.filter(codename__in=codenames)
    social.organisation.staff.permissions.add(*withdrawn)

    # When the roles are set up
    set_up_roles()

    # Then it has lost them, and administrators have them
    assert not social.organisation.staff.permissions.filter(pk__in=withdrawn).exists()
    chiefs = Group.objects.get(name=ADMINISTRATORS)
    assert chiefs.permissions.filter(pk__in=withdrawn).count() == len(codenames)


# --- Facts of an administration -------------------------------------------------------------------
@pytest.mark.parametrize("view", ["edit", "copy", "history", "usage", "delete"])
def test_facts_of_another_administration_are_closed(social: Desk, labour: Desk, view: str):
    # Given
    url = reverse(f"wagtailsnippets_pages_organisation:{view}", args=[labour.organisation.pk])
    before = row(labour.organisation)

    # When
    data = {"website": "https://example.org/", "name": "Kapad", "slug": "kapad", "kind": "other"}
    answers = [social.client.get(url), social.client.post(url, data)]

    # Then
    assert {answer.status_code for answer in answers} <= {302, 405}
    assert row(labour.organisation) == before


def test_own_facts_and_those_of_associations_are_open(social: Desk):
    association = OrganisationFactory(name="Föreningen", slug="foreningen")
    for organisation in (social.organisation, association):
        url = reverse("wagtailsnippets_pages_organisation:edit", args=[organisation.pk])
        # Disabled fields are not sent.
        data = form_data(social.client.get(url).content) | {"website": "https://example.org/"}
        assert social.client.post(url, data).status_code == 302
        assert Organisation.objects.get(pk=organisation.pk).website == "https://example.org/"


# --- Superusers -----------------------------------------------------------------------------------
@pytest.mark.parametrize("view", ["edit", "delete", "history", "usage", "copy"])
def test_account_of_a_superuser_is_closed(chief: Client, root: Any, view: str):
    # Given
    url = reverse(f"wagtailusers_users:{view}", args=[root.pk])
    before = row(root)

    # When an administrator sends a new password, an address, a group
    data = {
        "username": "root",
        "email": "chief@example.org",
        "first_name": "R",
        "last_name": "R",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
        "groups": [str(Group.objects.get(name=EDITORS).pk)],
        "is_active": "on",
    }
    answers = [chief.get(url), chief.post(url, data)]

    # Then
    assert {answer.status_code for answer in answers} <= {302, 405}
    assert row(root) == before
    assert not root.groups.exists()


@pytest.mark.parametrize("action", ["assign_role", "set_active_state", "delete"])
def test_bulk_action_leaves_superusers_alone(chief: Client, root: Any, action: str):
    # Given
    before = row(root)
    url = reverse("wagtail_bulk_action", args=["auth", "user", action])

    # When
    data = {"role": str(Group.objects.get(name=EDITORS).pk), "mark_as_active": "False"}
    chief.post(f"{url}?id={root.pk}", data | {"next": "/admin/"})
    chief.post(f"{url}?id=all", data | {"next": "/admin/"})

    # Then
    assert row(root) == before
    assert not root.groups.exists()


def test_administrator_makes_no_superuser(chief: Client):
    # When an administrator adds an account, changes it, and tries both to make it a superuser
    account = {
        "username": "ny",
        "email": "ny@example.org",
        "first_name": "N",
        "last_name": "Y",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
        "is_superuser": "on",
        "is_active": "on",
    }
    added = chief.post(reverse("wagtailusers_users:add"), account)
    user = get_user_model().objects.get(username="ny")
    changed = chief.post(reverse("wagtailusers_users:edit", args=[user.pk]), account)

    # Then the account is there, without the right
    assert (added.status_code, changed.status_code) == (302, 302)
    assert not get_user_model().objects.get(username="ny").is_superuser


def test_superuser_makes_a_superuser(admin_client: Client):
    user = get_user_model().objects.create_user("ny", "ny@example.org", "x", last_name="Y")
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    data = form_data(admin_client.get(url).content) | {"first_name": "N", "is_superuser": "on"}

    assert admin_client.post(url, data).status_code == 302

    user.refresh_from_db()
    assert user.is_superuser


# --- Choosers -------------------------------------------------------------------------------------
def chooser_answers(client: Client, page: Any) -> str:
    """Return everything that the page chooser says around a page."""
    parent = page.get_parent()
    urls = [
        "/admin/choose-page/",
        f"/admin/choose-page/{parent.pk}/",
        f"/admin/choose-page/{page.pk}/",
        f"/admin/choose-page/?page_type=pages.{page._meta.model_name}",
        "/admin/choose-page/search/?q=hemlig",
        f"/admin/choose-page/chosen-multiple/?id={page.pk}",
    ]
    return "".join(client.get(url).content.decode() for url in urls)


def test_chooser_hides_drafts_of_others(social: Desk, labour: Desk):
    # Given a draft
    draft = ArticlePageFactory(parent=labour.section, title=SECRET, live=False)

    # Then its own staff finds it, and another one's does not
    assert SECRET in chooser_answers(labour.client, draft)
    assert SECRET not in chooser_answers(social.client, draft)


@pytest.mark.parametrize(
    ("kind", "shown"), [("login", True), ("password", False), ("groups", False)]
)
def test_chooser_hides_private_pages(social: Desk, labour: Desk, kind: str, shown: bool):
    # Given a page below a private one
    restriction = PageViewRestriction.objects.create(
        page=labour.section, restriction_type=kind, password="x"
    )
    page = ArticlePageFactory(parent=labour.section, title=SECRET)

    # Then those who may not read it do not find it, until they are let in
    assert (SECRET in chooser_answers(social.client, page)) is shown
    assert SECRET in chooser_answers(labour.client, page)
    if kind == "groups":
        restriction.groups.add(social.organisation.staff)
        assert SECRET in chooser_answers(social.client, page)


def test_form_offers_no_drafts_of_others(social: Desk, client_of: Callable[..., Client]):
    # Given a draft of a group, and a published one
    GroupPageFactory(title=SECRET, live=False)
    GroupPageFactory(title="Offentlig grupp")

    # When a communicator opens the form of an article
    html = social.client.get(edit_address(social.article)).content.decode()

    # Then only the published one is offered
    assert SECRET not in html
    assert "Offentlig grupp" in html


@pytest.mark.parametrize("ids", ["x", "999999", "1&id=999999"])
def test_unknown_pages_are_not_found(social: Desk, ids: str):
    answer = social.client.get(f"/admin/choose-page/chosen-multiple/?id={ids}")

    assert answer.status_code == 404


def test_chooser_asks_strangers_to_log_in(client: Client):
    default_home()
    for url in ("/admin/choose-page/1/", "/admin/choose-page/chosen-multiple/?id=1"):
        assert client.get(url)["Location"].startswith("/admin/login/")
