"""An administration is closed, and opened again, by one action in the admin."""

import datetime
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import registry

from feedback.models import Service
from pages.admin.administrations import set_up_administration
from pages.models import Organisation, OrganisationKind
from tests.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    OrganisationFactory,
    ServiceFactory,
    SubmissionFactory,
    locale,
)
from tests.pages.forms import edit_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def social() -> Organisation:
    """An administration with a section that has an article."""
    ArticleIndexPageFactory()
    administration = OrganisationFactory(
        name="Socialförvaltningen", slug="social", kind=OrganisationKind.ADMINISTRATION
    )
    (section,) = set_up_administration(administration)
    ArticlePageFactory(parent=section, slug="nytt")
    return administration


@pytest.fixture
def person(social: Organisation) -> User:
    user = User.objects.create_user("kommunikator", "k@example.org", "x")
    user.groups.add(social.staff)
    return user


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def root(client_of) -> Client:
    return client_of(User.objects.create_superuser("root", "root@example.org", "x"))


def address(administration: Organisation) -> str:
    return f"/admin/administrations/{administration.pk}/close/"


def close(client: Client, administration: Organisation):
    return client.post(address(administration), {"action": "close"}, follow=True)


def article(administration: Organisation):
    return ArticleIndexPageFactory._meta.model.objects.get(
        organisation=administration
    ).get_children()[0]


def test_confirmation_shows_what_follows_and_changes_nothing(root, social, person):
    ServiceFactory(name="Digidel", administration=social)
    ServiceFactory(name="Stängd", administration=social, closes_on=datetime.date(2000, 1, 1))

    page = BeautifulSoup(root.get(address(social)).content, "html.parser")

    words = page.select_one("main").get_text(" ", strip=True)
    assert "Digidel" in words
    assert "Stängd" not in words
    assert "Kommunikatörer, Socialförvaltningen" in words
    assert "Sidor som finns kvar" in words
    assert Service.objects.get(name="Digidel").is_open(timezone.localdate())
    assert person in social.staff.user_set.all()


def test_list_of_organisations_offers_to_close_administrations_only(root, social):
    association = OrganisationFactory(name="Fontänhuset")
    page = root.get("/admin/snippets/pages/organisation/").content.decode()
    assert address(social) in page
    assert address(association) not in page
    assert root.get(address(association)).status_code == 404


def test_closing_ends_feedback_and_rights_and_keeps_pages(root, social, person, client_of):
    # Given a service with feedback, translated
    service = ServiceFactory(slug="digidel", administration=social)
    translation = service.copy_for_translation(locale("en"))
    translation.save()
    SubmissionFactory(service=service, comment="De lyssnade.")
    group = social.staff

    close(root, social)

    # Then residents read that the service is closed, in both languages
    for language in ("sv", "en"):
        form = Client().get(f"/feedback/digidel/?language={language}")
        assert not BeautifulSoup(form.content, "html.parser").select("input[name=rating]")
    # And the staff neither logs in to the admin nor edits
    client = client_of(person)
    assert client.get(edit_address(article(social))).status_code == 302
    assert client.get("/admin/submissions/").status_code in {302, 403}
    assert not group.user_set.exists()
    assert User.objects.get(pk=person.pk).is_active
    # And pages and feedback stay
    assert article(social).live
    assert "De lyssnade." in root.get("/admin/submissions/").content.decode()
    logged = registry.get_logs_for_instance(Organisation.objects.get(pk=social.pk))
    assert "cms.close_administration" in logged.values_list("action", flat=True)


def test_upgrade_does_not_give_rights_back(root, social, person, client_of):
    close(root, social)
    call_command("setup_roles", verbosity=0)
    social.refresh_from_db()
    assert social.staff is None
    person.groups.add(*person.groups.all())
    assert client_of(person).get(edit_address(article(social))).status_code == 302


def test_editing_a_closed_administration_leaves_it_closed(root, social):
    close(root, social)
    data = {"name": "Socialförvaltningen 2020", "slug": "social", "kind": "administration"}
    root.post(f"/admin/snippets/pages/organisation/edit/{social.pk}/", data)
    social.refresh_from_db()
    assert social.name == "Socialförvaltningen 2020"
    assert social.staff is None


def test_service_that_opens_later_is_closed_too(root, social):
    later = timezone.localdate() + datetime.timedelta(days=30)
    service = ServiceFactory(administration=social, opens_on=later)
    close(root, social)
    service.refresh_from_db()
    assert not service.is_open(timezone.localdate())
    assert not service.is_open(later)


def test_group_shared_with_another_administration_keeps_its_members(root, social, person):
    other = OrganisationFactory(kind=OrganisationKind.ADMINISTRATION, staff=social.staff)
    close(root, social)
    assert person in other.staff.user_set.all()


def test_closing_twice_changes_nothing_more(root, social):
    close(root, social)
    before = Organisation.objects.values().get(pk=social.pk)
    answer = close(root, social)
    assert "redan avslutad" in answer.content.decode()
    assert Organisation.objects.values().get(pk=social.pk) == before


def test_unknown_action_changes_nothing(root, social):
    assert root.post(address(social), {"action": "\0"}, follow=True).status_code == 200
    social.refresh_from_db()
    assert social.closed_on is None


def test_staff_cannot_close_their_administration(social, person, client_of):
    answer = client_of(person).post(address(social), {"action": "close"})
    assert answer.status_code in {302, 403}
    social.refresh_from_db()
    assert social.closed_on is None


def test_closed_administration_is_opened_again(root, social, person, client_of):
    service = ServiceFactory(administration=social)
    close(root, social)

    root.post(address(social), {"action": "open"})

    # Then its staff group has its rights again, without members; services stay closed
    social.refresh_from_db()
    assert social.staff.name == "Kommunikatörer, Socialförvaltningen"
    assert not social.staff.user_set.exists()
    service.refresh_from_db()
    assert not service.is_open(timezone.localdate())
    person.groups.add(social.staff)
    assert client_of(person).get(edit_address(article(social))).status_code == 200
