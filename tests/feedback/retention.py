"""Feedback old enough to be aged out, and the retention pages."""

import datetime
from typing import Any

from django.urls import reverse

from feedback.figures import rollups
from feedback.models import (
    Submission,
)
from tests.factories import SubmissionFactory
from tests.feedback.staff import Staff

TODAY = datetime.date(2026, 11, 26)
OLD = datetime.date(2025, 10, 1)
YOUNG = datetime.date(2025, 11, 1)
RULE = {
    "decision": "AN 2024/7 § 12",
    "decided_on": "2024-02-03",
    "minimum_months": "12",
    "months_to_keep": "12",
}


def page(name: str, staff: Staff, *args: Any) -> str:
    return reverse(f"submissions:{name}", args=[staff.organisation.pk, *args])


def old_submissions(staff: Staff, number: int = 1, **fields: Any) -> list[Submission]:
    rows = SubmissionFactory.create_batch(
        number, **{"service": staff.service, "month": OLD, "comment": "Gammalt", **fields}
    )
    rollups.recount(rows[0].service_id)
    return list(rows)
