"""The inbox: each administration reads its own feedback."""

import datetime
import uuid

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from feedback.figures import rollups
from feedback.models import Service, Submission
from feedback.permissions import ROLE_PERMISSIONS
from tests.factories import SubmissionFactory, locale

pytestmark = pytest.mark.django_db

INBOX = "/admin/submissions/"


def test_list_has_own_administrations_only(social, labour):
    page = social.client.get(INBOX).text

    assert social.submission.comment in page
    assert labour.submission.comment not in page
    assert labour.service.name not in page


@pytest.mark.parametrize(
    "query",
    ["q=Hemligt", "q=labour", "rating=4", "status=new", "month=2026-04-01", "p=2", "urgent=false"],
)
def test_search_and_filters_exclude_other_administrations(social, labour, query):
    for path in (INBOX, f"{INBOX}results/"):
        page = social.client.get(f"{path}?{query}").text

        assert labour.submission.comment not in page


def test_filter_excludes_services_of_other_administrations(social, labour):
    page = social.client.get(f"{INBOX}?service={labour.service.pk}").text

    assert labour.service.name not in page
    assert labour.submission.comment not in page


def test_month_filter_offers_only_own_months(social, labour):
    labour.submission.month = datetime.date(2019, 1, 1)
    labour.submission.save()

    assert "2019" not in social.client.get(INBOX).text


def test_unknown_address_is_not_found(social):
    assert social.client.get(reverse("submissions:edit", args=[uuid.uuid4()])).status_code == 404


def test_only_status_and_assignment_can_be_changed(social):
    before = Submission.objects.values().get(pk=social.submission.pk)

    response = social.client.post(
        reverse("submissions:edit", args=[social.submission.pk]),
        {"status": "in_review", "comment": "Ändrad", "rating": "1", "month": "2000-01-01"},
    )

    assert response.status_code == 302
    after = Submission.objects.values().get(pk=social.submission.pk)
    assert after == {**before, "status": "in_review"}


def test_submission_leaving_quarantine_is_counted(social):
    rollups.recount(social.service.pk)
    url = reverse("submissions:edit", args=[social.submission.pk])

    for status in ("quarantined", "in_review", "quarantined", "new"):
        social.client.post(url, {"status": status})

        assert not rollups.recount(social.service.pk, correct=False)


@pytest.mark.parametrize("status", ["", "published?", "\x00", "NEW"])
def test_unknown_status_is_refused(social, status):
    response = social.client.post(
        reverse("submissions:edit", args=[social.submission.pk]), {"status": status}
    )

    assert response.status_code == 200
    social.submission.refresh_from_db()
    assert social.submission.status == "new"


def test_nobody_adds_or_deletes_what_residents_say(admin_client):
    submission = SubmissionFactory()

    added = admin_client.post(reverse("submissions:add"), {"status": "new"})
    deleted = admin_client.post(reverse("submissions:delete", args=[submission.pk]))

    assert (added.status_code, deleted.status_code) == (302, 302)
    assert Submission.objects.get() == submission
    assert "submissions/new" not in admin_client.get(INBOX).text


def test_administrator_reads_feedback_of_every_administration(social, labour):
    user = User.objects.create_user("chief", "chief@example.org", "x")
    names = [each.partition(".")[2] for each in ROLE_PERMISSIONS["administrator"]]
    user.user_permissions.set(Permission.objects.filter(codename__in=[*names, "access_admin"]))
    client = Client()
    client.force_login(user)

    page = client.get(INBOX).text

    assert social.submission.comment in page
    assert labour.submission.comment in page


def test_editor_without_the_permission_sees_no_inbox(client):
    user = User.objects.create_user("editor", "editor@example.org", "x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    assert client.get(INBOX).status_code == 302
    assert INBOX not in client.get("/admin/").text


def test_user_without_administration_sees_an_empty_inbox(social):
    social.user.groups.clear()
    social.user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "view_submission"])
    )

    response = social.client.get(INBOX)

    assert response.status_code == 200
    assert social.submission.comment not in response.text


def test_search_ignores_case_of_swedish_letters(social):
    social.submission.comment = "Åsa var ängslig"
    social.submission.save()

    for word in ("åsa", "Ängslig", "ÄNGSLIG"):
        assert "Åsa var" in social.client.get(INBOX, {"q": word}).text


def test_urgent_submissions_come_first(social):
    urgent = SubmissionFactory(
        service=social.service,
        comment="Brådskande ord",
        urgent=True,
        month=datetime.date(2026, 1, 1),
    )

    page = social.client.get(INBOX).text

    assert page.index(urgent.comment) < page.index(social.submission.comment)


@pytest.mark.parametrize("submissions", [1, 40])
def test_query_count_of_the_inbox_is_constant(social, submissions, django_assert_max_num_queries):
    SubmissionFactory.create_batch(submissions, service=social.service)
    social.client.get(INBOX)

    with django_assert_max_num_queries(30):
        social.client.get(INBOX)


def test_log_of_an_edit_does_not_quote_the_comment(social):
    from feedback.models import FeedbackLogEntry

    social.client.post(
        reverse("submissions:edit", args=[social.submission.pk]), {"status": "archived"}
    )

    entry = FeedbackLogEntry.objects.get()
    assert "Hemligt" not in entry.label + str(entry.data)


def services_url(name: str, *arguments: object) -> str:
    return reverse(Service.snippet_viewset.get_url_name(name), args=arguments)


def test_services_are_edited_by_own_staff(social, labour):
    page = social.client.get(services_url("list")).text
    own = social.client.get(services_url("edit", social.service.pk))
    others = social.client.get(services_url("edit", labour.service.pk))

    assert social.service.name in page
    assert labour.service.name not in page
    assert (own.status_code, others.status_code) == (200, 404)


def test_service_cannot_be_given_to_another_administration(social, labour):
    # Given
    fields = {
        "name": "Ny",
        "slug": "ny",
        "aspects": ["change"],
        "administration": labour.organisation.pk,
        "answers-TOTAL_FORMS": 0,
        "answers-INITIAL_FORMS": 0,
    }

    # When
    added = social.client.post(services_url("add"), fields)
    edited = social.client.post(services_url("edit", social.service.pk), fields)

    # Then
    assert (added.status_code, edited.status_code) == (200, 200)
    for response in (added, edited):
        assert list(response.context["form"].errors) == ["administration"]
    assert set(Service.objects.values_list("administration__name", "name")) == {
        ("social", social.service.name),
        ("labour", labour.service.name),
    }


def test_staff_edits_the_translation_of_its_service(social, labour):
    english = social.service.copy_for_translation(locale("en"))
    english.save()

    assert social.client.get(services_url("edit", english.pk)).status_code == 200
    assert labour.client.get(services_url("edit", english.pk)).status_code == 404


def test_active_filter_is_shown_in_swedish(social):
    page = social.client.get("/admin/submissions/?urgent=true&status=new").text

    told = BeautifulSoup(page, "html.parser").select(".w-active-filters .w-pill__content")
    assert [" ".join(each.text.split()) for each in told] == ["Status: Ny", "Brådskande: Ja"]


def test_titles_show_the_month_in_words(social):
    page = social.client.get(reverse("submissions:edit", args=[social.submission.pk]))

    title = BeautifulSoup(page.text, "html.parser").title
    assert "Tjänst hos social, april 2026" in title.text
