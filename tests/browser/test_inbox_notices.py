"""What tells editors that comments wait, in Chromium at 320 px: first page, account, mail."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse

from feedback.handling.notifications import notify_editors
from feedback.models import Submission
from tests.chromium import barriers
from tests.factories import OrganisationFactory, SubmissionFactory
from tests.feedback.staff import Staff

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def notices(db: None) -> dict[str, tuple[str, str]]:
    """Each place with its HTML and what of it is ours."""
    OrganisationFactory()
    staff = Staff("socialförvaltningen")
    for fields in ({"urgent": True}, {"status": "quarantined"}, {"status": "in_review"}):
        SubmissionFactory(service=staff.service, assigned_to=staff.user, **fields)
    home, account = "/admin/", reverse("wagtailadmin_account")
    notify_editors(datetime.date(2026, 5, 11))
    found = {
        "first page": (staff.client.get(home).text, "#feedback-section"),
        "account": (staff.client.get(account).text, "#inbox_mail-section"),
        # The rest of a mail is Wagtail's.
        "mail": (str(mail.outbox[0].alternatives[0][0]), "p"),
    }
    Submission.objects.update(status="answered")
    return {**found, "nothing waits": (staff.client.get(home).text, "#feedback-section")}


def test_notices_have_no_barrier_that_a_program_can_find(notices, shown):
    for name, (html, ours) in notices.items():
        # When it is looked at on a small screen
        page = shown(html)
        assert page.locator(ours).count(), name

        # Then nothing of ours is in anybody's way, nor wider than the screen
        assert barriers(page, ours) == [], name
