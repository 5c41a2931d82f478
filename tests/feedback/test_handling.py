"""Handling feedback in the admin: bulk actions, assignment, notes and paging."""

import datetime
import uuid

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.figures import rollups
from feedback.handling import inbox
from feedback.models import FeedbackLogEntry, Service, Submission, SubmissionNote
from tests.factories import ServiceFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

INBOX = "/admin/submissions/"
APRIL = datetime.date(2026, 4, 1)


def bulk_url(action: str, *submissions: object) -> str:
    base = reverse("wagtail_bulk_action", args=["feedback", "submission", action])
    return base + "?" + "&".join(f"id={getattr(each, 'pk', each)}" for each in submissions)


def status_of(submission: Submission) -> str:
    return Submission.objects.values_list("status", flat=True).get(pk=submission.pk)


def test_bulk_status_change_asks_first(social):
    other = SubmissionFactory(service=social.service, comment="En till")
    url = bulk_url("status", social.submission, other)

    question = social.client.get(url)
    asked = {status_of(social.submission), status_of(other)}
    answer = social.client.post(url, {"status": "archived"})

    assert "Hemligt om social" in question.text
    assert asked == {"new"}
    assert answer.status_code == 302
    assert {status_of(social.submission), status_of(other)} == {"archived"}


def test_no_status_is_preselected(social):
    Submission.objects.filter(pk=social.submission.pk).update(status="in_review")
    url = bulk_url("status", social.submission)

    response = social.client.post(
        url, {"status": social.client.get(url).context["form"]["status"].value() or ""}
    )

    assert list(response.context["form"].errors) == ["status"]
    assert status_of(social.submission) == "in_review"


def test_bulk_action_is_logged_for_each_without_its_comment(social):
    other = SubmissionFactory(service=social.service, comment="Hemligt också")

    social.client.post(bulk_url("status", social.submission, other), {"status": "in_review"})

    entries = FeedbackLogEntry.objects.filter(action="feedback.status")
    assert {entry.object_id for entry in entries} == {str(social.submission.pk), str(other.pk)}
    for entry in entries:
        assert entry.user == social.user
        assert entry.data == {"status": "in_review"}
        assert "Hemligt" not in entry.label


@pytest.mark.parametrize(("action", "answer"), [("status", {"status": "archived"}), ("assign", {})])
@pytest.mark.parametrize("method", ["get", "post"])
def test_bulk_actions_leave_other_administrations(social, labour, action, answer, method):
    labour.submission.assigned_to = labour.user
    labour.submission.save()
    url = bulk_url(action, labour.submission, social.submission)

    response = getattr(social.client, method)(url, answer)

    assert labour.submission.comment not in response.content.decode()
    labour.submission.refresh_from_db()
    assert (labour.submission.status, labour.submission.assigned_to) == ("new", labour.user)


@pytest.mark.parametrize("ids", [[], ["all"], ["x"], ["\x00"], [uuid.uuid4()]])
@pytest.mark.parametrize("method", ["get", "post"])
def test_bulk_action_without_valid_ids_is_not_found(social, ids, method):
    response = getattr(social.client, method)(bulk_url("status", *ids), {"status": "archived"})

    assert response.status_code == 404
    assert status_of(social.submission) == "new"


def test_bulk_action_on_other_administrations_is_not_found(social, labour):
    assert social.client.get(bulk_url("status", labour.submission)).status_code == 404


@pytest.mark.parametrize("status", ["", "published", "NEW", "\x00", "answered' OR 1=1"])
def test_bulk_status_that_cannot_be_chosen_is_refused(social, status):
    response = social.client.post(bulk_url("status", social.submission), {"status": status})

    assert response.status_code == 200
    assert status_of(social.submission) == "new"


def test_bulk_actions_need_the_change_permission(social):
    permissions = social.group.permissions
    permissions.remove(permissions.get(codename="change_submission"))

    response = social.client.post(bulk_url("status", social.submission), {"status": "archived"})

    assert response.status_code == 404
    assert status_of(social.submission) == "new"


def test_counts_follow_bulk_quarantine(social):
    rows = [social.submission, *SubmissionFactory.create_batch(3, service=social.service)]
    rollups.recount(social.service.pk)

    for status in ("quarantined", "archived", "quarantined", "new"):
        social.client.post(bulk_url("status", *rows), {"status": status})

        assert not rollups.recount(social.service.pk, correct=False)


def test_submission_is_assigned_and_filtered_by_person(social):
    colleague = User.objects.create_user("kollega", first_name="Kim", last_name="Ek")
    colleague.groups.add(social.group)
    url = reverse("submissions:edit", args=[social.submission.pk])

    social.client.post(url, {"status": "new", "assigned_to": colleague.pk})

    assert Submission.objects.get(pk=social.submission.pk).assigned_to == colleague
    assert "Kim Ek" in social.client.get(INBOX).text
    assert "Hemligt om social" not in social.client.get(INBOX, {"assigned_to": "me"}).text
    social.client.force_login(colleague)
    assert "Hemligt om social" in social.client.get(INBOX, {"assigned_to": "me"}).text
    assert "Hemligt om social" not in social.client.get(INBOX, {"assigned_to": "nobody"}).text


@pytest.mark.parametrize("way", ["edit", "bulk"])
def test_only_staff_of_the_administration_can_be_assigned(social, labour, way):
    url, field = {
        "edit": (reverse("submissions:edit", args=[social.submission.pk]), "assigned_to"),
        "bulk": (bulk_url("assign", social.submission), "person"),
    }[way]

    page = social.client.get(url)
    response = social.client.post(url, {"status": "new", field: labour.user.pk})

    assert f'<option value="{labour.user.pk}"' not in page.text
    assert f'<option value="{social.user.pk}"' in page.text
    assert response.status_code == 200
    assert Submission.objects.get(pk=social.submission.pk).assigned_to is None


def test_note_has_author_and_day_and_is_not_logged(social):
    url = reverse("submissions:note", args=[social.submission.pk])

    response = social.client.post(url, {"text": "Ring <b>boendet</b>"}, follow=True)

    note = SubmissionNote.objects.get()
    assert note.author == social.user
    assert "Ring &lt;b&gt;boendet&lt;/b&gt;" in response.text
    entry = FeedbackLogEntry.objects.get(action="feedback.note")
    assert "boendet" not in entry.label + str(entry.data)


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "a\x00b"])
def test_invalid_note_is_refused_and_kept_in_the_form(social, text):
    response = social.client.post(
        reverse("submissions:note", args=[social.submission.pk]), {"text": text}
    )

    assert response.status_code == 200
    assert response.context["form"].errors
    assert text.replace("\x00", "")[:2000].strip() in response.text.replace("\x00", "")
    assert not SubmissionNote.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_note_on_another_administration_is_not_found(social, labour, method):
    url = reverse("submissions:note", args=[labour.submission.pk])

    assert getattr(social.client, method)(url, {"text": "x"}).status_code == 404
    assert not SubmissionNote.objects.exists()


def shown_on(page: inbox.InboxPage) -> list[uuid.UUID]:
    return [row.pk for row in page.rows]


@pytest.mark.parametrize("text", ["", "hemligt"])
def test_pages_have_no_gaps_or_repeats_in_either_direction(text):
    # Given
    services = [ServiceFactory(), ServiceFactory()]
    for number in range(23):
        SubmissionFactory(
            service=services[number % 2],
            comment="Hemligt",
            urgent=number % 7 == 0,
            month=datetime.date(2026, 1 + number % 3, 1),
        )
    everything = list(Submission.objects.values_list("pk", flat=True))

    def page(**place):
        arguments = (Service.objects.all(), Submission.objects.order_by())
        if text:
            return inbox.search_page(*arguments, text, size=5, **place)
        return inbox.inbox_page(*arguments, size=5, **place)

    # When
    pages = [page()]
    while pages[-1].has_next:
        pages.append(page(after=inbox.Place.of(pages[-1].rows[-1])))
    back = [pages[-1]]
    while back[-1].has_previous:
        back.append(page(before=inbox.Place.of(back[-1].rows[0])))

    # Then
    assert [pk for each in pages for pk in shown_on(each)] == everything
    assert [pk for each in back[::-1] for pk in shown_on(each)] == everything
    assert not pages[0].has_previous


@pytest.mark.parametrize(
    "place", ["", "x", "1.2026-13." + "0" * 32, "0.0000-01." + "f" * 32, "\x00", "٠.2026-01.x"]
)
def test_invalid_position_is_the_first_page(social, place):
    for name in ("after", "before"):
        response = social.client.get(INBOX, {name: place})

        assert response.status_code == 200
        assert social.submission.comment in response.text


def test_inbox_pages_link_forward_and_back(social):
    SubmissionFactory.create_batch(inbox.PAGE + 1, service=social.service, month=APRIL)

    first = social.client.get(INBOX, {"language": "sv"})
    second = social.client.get(first.context["next_url"])
    back = social.client.get(second.context["previous_url"])

    assert [len(each.context["object_list"]) for each in (first, second)] == [inbox.PAGE, 2]
    assert "language=sv" in second.context["previous_url"]
    assert list(back.context["object_list"]) == list(first.context["object_list"])
    assert first.context["previous_url"] == second.context["next_url"] == ""


def test_inbox_counts_nothing_and_has_a_constant_query_count(social):
    def statements() -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            social.client.get(INBOX, {"status": "new"})
        return [each["sql"] for each in queries.captured_queries]

    # Given
    social.client.get(INBOX)
    few = statements()
    SubmissionFactory.create_batch(inbox.PAGE + 10, service=social.service)

    # When
    many = statements()

    # Then
    assert len(many) == len(few)
    assert not [sql for sql in many if "COUNT(" in sql and "feedback_submission" in sql]


def test_search_matches_beginnings_of_words(social):
    for comment in ("Bostadsbidraget kom sent", "Bostaden är fin", "Bidraget räcker"):
        SubmissionFactory(service=social.service, comment=comment)

    found = social.client.get(INBOX, {"q": "bostad sent"}).text

    assert "Bostadsbidraget" in found
    assert "Bostaden" not in found


@pytest.mark.parametrize("text", ["'", "& | ! ( ) <->", "a:*b", "%", "\\", "x" * 5000, "\x00", "–"])
def test_hostile_search_is_handled(social, text):
    response = social.client.get(INBOX, {"q": text})

    assert response.status_code == 200


@pytest.mark.parametrize("query", ["export=csv", "export=xlsx", "ordering=-comment"])
def test_list_options_hide_other_administrations(social, labour, query):
    response = social.client.get(f"{INBOX}?{query}")

    content = b"".join(response) if response.streaming else response.content
    assert labour.submission.comment.encode() not in content


def test_log_reports_exclude_other_administrations(social, labour):
    labour.client.post(
        reverse("submissions:edit", args=[labour.submission.pk]), {"status": "archived"}
    )

    pages = [
        social.client.get(address, follow=True).text
        for address in ("/admin/reports/site-history/", "/admin/reports/site-history/results/")
    ]

    assert not [page for page in pages if labour.service.name in page]


def test_deleting_a_staff_group_is_refused_with_reasons(social, admin_client):
    response = admin_client.post(reverse("wagtailusers_groups:delete", args=[social.group.pk]))

    assert response.status_code == 409
    assert "social" in response.text
    assert social.submission.comment in social.client.get(INBOX).text
