"""The panel on the admin's first page with the waiting submissions."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.admin.inbox.home import MOST
from feedback.models import Submission
from tests.factories import ServiceFactory, SubmissionFactory
from tests.feedback.resident import soup
from tests.feedback.staff import Staff

pytestmark = pytest.mark.django_db

HOME = "/admin/"


def piles(staff: Staff) -> dict[str, str]:
    """Return the numbers of the panel by label; {} if it shows that nothing waits."""
    panel = soup(staff.client.get(HOME)).find(id="feedback-section")
    return {
        row.a.text: re.sub(r"\s+", " ", row.strong.text).strip() for row in panel.find_all("li")
    }


def test_panel_counts_own_administrations(social: Staff, labour: Staff):
    # Given one of everything for us, beside one new one, and more for others
    SubmissionFactory(service=social.service, urgent=True)
    SubmissionFactory(service=social.service, assigned_to=social.user)
    SubmissionFactory(service=social.service, status="in_review", assigned_to=social.user)
    SubmissionFactory(service=social.service, status="in_review", assigned_to=labour.user)
    SubmissionFactory(service=social.service, status="quarantined")
    SubmissionFactory(service=social.service, status="answered", urgent=True)
    SubmissionFactory.create_batch(4, service=labour.service, urgent=True)

    # Then
    assert piles(social) == {
        "Brådskande och nya": "1",
        "Nya synpunkter": "3",
        "Nya, hos dig": "1",
        "Under granskning, hos dig": "1",
        "I karantän": "1",
    }


def test_each_number_links_to_as_many_in_the_inbox(social: Staff):
    # Given some of everything
    for fields in ({}, {"urgent": True}, {"status": "in_review"}, {"status": "quarantined"}):
        SubmissionFactory(service=social.service, assigned_to=social.user, **fields)

    # Then the inbox shows what was counted
    panel = soup(social.client.get(HOME)).find(id="feedback-section")
    links = [(row.a["href"], int(row.strong.text)) for row in panel.find_all("li")]
    assert len(links) == 5
    for address, number in links:
        assert len(social.client.get(address).context["object_list"]) == number, address


def test_panel_shows_a_message_without_submissions(social: Staff):
    Submission.objects.update(status="archived")

    page = social.client.get(HOME)
    assert "Inget väntar. Nya synpunkter kommer en gång om dygnet." in page.text
    assert reverse("submissions:index") in page.text


def test_panel_shows_no_comment_and_is_for_readers_only(social: Staff):
    assert "Hemligt" not in soup(social.client.get(HOME)).find(id="feedback-section").text

    social.user.groups.set([])
    social.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert 'id="feedback-section"' not in social.client.get(HOME).text


def test_count_is_bounded(social: Staff):
    SubmissionFactory.create_batch(MOST + 5, service=social.service)

    assert piles(social) == {"Nya synpunkter": f"fler än {MOST}"}


@pytest.mark.parametrize("services", [1, 8])
def test_query_count_does_not_depend_on_the_number_of_answers(social: Staff, services: int):
    # Given services with feedback
    for _ in range(services):
        SubmissionFactory.create_batch(
            services, service=ServiceFactory(administration=social.organisation)
        )
    social.client.get(HOME)

    # When
    with CaptureQueriesContext(connection) as queries:
        social.client.get(HOME)

    # Then each pile is one statement
    asked = [each["sql"] for each in queries if "feedback_submission" in each["sql"]]
    assert len(asked) == 6
