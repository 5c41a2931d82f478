"""Exports and retention in Chromium: no barrier on a small screen, in the light or the dark."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from cms.health.heartbeats import WORKER, record
from feedback.models import ArchiveDelivery, FeedbackLogEntry, RetentionRule
from feedback.models.exports import Export
from tests.chromium import barriers
from tests.factories import ServiceFactory, SubmissionFactory
from tests.feedback.staff import Staff

# What stands in Wagtail's frame, which is its own.
OURS = "#main .nice-padding"
APRIL = datetime.date(2026, 4, 1)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

Pages = dict[str, str]


@pytest.fixture
def pages(social: Staff) -> Pages:
    """Every page and state."""
    ServiceFactory(name="Rådgivningen för alkohol, spel och droger", slug="r")
    pk = social.organisation.pk
    states = {
        "waiting": {},
        "running": {"rows_total": 48_000, "rows_done": 17_500},
        "ready": {"rows_total": 48_000, "rows_done": 48_000, "size": 6_800_000},
        "failed": {"failure": "killed"},
        "voided": {},
        "cancelled": {},
    }

    def get(name: str, *args: object, query: str = "") -> str:
        response = social.client.get(reverse(f"submissions:{name}", args=args) + query)
        assert response.status_code == 200, name
        return response.text

    with time_machine.travel("2026-11-26T12:00:00+01:00", tick=False):
        found = {
            "start": get("export_start", query="?rating=4&q=Hemligt"),
            "nothing to export": social.client.post(
                reverse("submissions:export_start") + "?q=inget", {"format": "csv"}
            ).text,
            "no exports": get("exports"),
            "no rule": get("retention", pk),
            "rule": get("retention_rule", pk),
            "package": get("package", pk),
            "rule that is wrong": social.client.post(
                reverse("submissions:retention_rule", args=[pk]), {"decision": "Anna"}
            ).text,
        }
        for state, fields in states.items():
            export = Export.objects.create(
                user=social.user, format="xlsx", state=state, language="sv", **fields
            )
            export.services.set([social.service])
            found[f"{state}, no worker"] = get("export", export.pk)
        record(WORKER)
        Export.objects.update(seen_at="2026-11-26T10:00:00+01:00")
        for export in Export.objects.filter(state__in=("waiting", "running")):
            found[f"{export.state}, silent"] = get("export", export.pk)
        found["exports"] = get("exports")
        rule = RetentionRule.objects.create(
            administration=social.organisation,
            months_to_keep=3,
            minimum_months=3,
            decision="AN 2024/7 § 12",
            decided_on=APRIL,
        )
        SubmissionFactory.create_batch(3, service=social.service, month=APRIL)
        found["due"] = get("retention", pk)
        found["asked"] = get("age_out", pk)
        found["not confirmed"] = social.client.post(
            reverse("submissions:age_out", args=[pk]), {"until": "2026-04-01"}
        ).text
        RetentionRule.objects.update(archive_first=True)
        found["archive first"] = get("retention", pk)
        package = Export.objects.create(
            user=social.user,
            format="zip",
            state="ready",
            language="sv",
            first_month=APRIL,
            last_month=APRIL,
        )
        package.services.set([social.service])
        found["handing over"] = get("delivery", pk, package.pk)
        ArchiveDelivery.objects.create(
            administration=social.organisation,
            first_month=APRIL,
            last_month=APRIL,
            submissions=4,
            sha256="a" * 64,
            reference="ARK 2026/77",
            confirmed_on=APRIL,
        )
        FeedbackLogEntry.objects.log_action(rule, "feedback.age_out", data={"until": "2026-04"})
        RetentionRule.objects.update(under_way_until=APRIL, aged_out=12)
        found["under way"] = get("retention", pk)
    return found


@pytest.fixture
def social(db: None) -> Staff:
    return Staff("social")


def test_pages_have_no_barrier_that_a_program_can_find(pages, shown):
    for name, html in pages.items():
        for dark in (False, True):
            assert barriers(shown(html, dark=dark), OURS) == [], name


def test_progress_is_renewed_without_taking_the_focus_away(pages, shown):
    # Given a page that is asked for again every three seconds
    page = shown(pages["running, no worker"])
    page.get_by_role("button", name="Avbryt").focus()

    # When the next answer tells that it has come further, and the one after that it is ready
    shown_again = pages["running, no worker"].replace("17\u00a0500", "18\u00a0500")
    page.route(
        "**/",
        lambda route: route.fulfill(body=shown_again, content_type="text/html; charset=utf-8"),
    )
    page.get_by_text("18 500 av 48 000 rader").wait_for()

    # Then
    assert page.evaluate("document.activeElement.value") == "cancel"
    page.route(
        "**/",
        lambda route: route.fulfill(
            body=pages["ready, no worker"], content_type="text/html; charset=utf-8"
        ),
    )
    page.get_by_role("link", name="Hämta filen").wait_for()
