"""The database's work does not grow with the number of submissions.

Work is counted, not timed: rows read by PostgreSQL, instructions executed by SQLite. `make bench`
times the same pages at a million submissions.
"""

import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from feedback.demo.generation import generate_submissions
from feedback.figures.publication import release_figures
from feedback.handling import inbox
from feedback.models import Service, Submission
from tests.factories import ServiceFactory, default_home

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TODAY = datetime.date(2026, 3, 9)
FEW, MANY = 10_000, 60_000
SUMMARY = '{ service(slug: "digidel") { feedbackSummary { count share { atLeast } } } }'


class Work:
    """The work of the database."""

    def __init__(self) -> None:
        self.done = 0

    def note(self, execute, sql, params, many, context):
        """Add the work of a statement on PostgreSQL, from its statistics."""
        if sql.lstrip().upper().startswith("SELECT"):
            with connection.connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
                (plan,) = cursor.fetchone()
            self.done += _rows_read(plan[0]["Plan"])
        return execute(sql, params, many, context)

    def step(self) -> int:
        """Count instructions of SQLite."""
        self.done += 1
        return 0


def _rows_read(node: dict) -> int:
    below = sum(map(_rows_read, node.get("Plans", [])))
    if "Scan" not in node["Node Type"]:
        return below
    rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return below + int(rows * node["Actual Loops"])


@contextmanager
def counted() -> Iterator[Work]:
    """Count the work of the block."""
    work = Work()
    if connection.vendor == "postgresql":
        with connection.execute_wrapper(work.note):
            yield work
        return
    connection.ensure_connection()
    connection.connection.set_progress_handler(work.step, 10)
    try:
        yield work
    finally:
        connection.connection.set_progress_handler(None, 10)


def pages() -> dict[str, str]:
    """Return URLs by what they show."""
    index = reverse("submissions:index")
    first = inbox.inbox_page(Service.objects.originals(), Submission.objects.order_by())
    newest = Submission.objects.latest("month").month
    oldest = Submission.objects.earliest("month").month
    queries = {
        "first page": {},
        "second page": {"after": inbox.Place.of(first.rows[-1])},
        "new": {"status": "new"},
        "answered, rated 2": {"status": "answered", "rating": 2},
        "the newest month": {"month": newest.isoformat()},
        "the oldest month": {"month": oldest.isoformat()},
        "assigned to me": {"assigned_to": "me"},
        "a common word": {"q": "handläggare"},
    }
    service = Service.objects.order_by("pk")[0]
    organisation = service.administration_id
    return {
        **{name: f"{index}?{urlencode(query)}" for name, query in queries.items()},
        "home": reverse("wagtailadmin_home"),
        "dashboard": reverse("feedback_dashboard:index"),
        "dashboard of an administration": reverse(
            "feedback_dashboard:administration", args=[organisation]
        ),
        "dashboard of a service": reverse("feedback_dashboard:service", args=[service.pk]),
        "form": "/feedback/digidel/",
    }


def work_by_page(editor: Client) -> dict[str, int]:
    """Return the work of every page at its second request."""
    found = {}
    for name, address in pages().items():
        editor.get(address, follow=True)
        with counted() as work:
            response = editor.get(address, follow=True)
        assert response.status_code == 200, name
        found[name] = work.done
    body = json.dumps({"query": SUMMARY})
    with counted() as work:
        answer = editor.post("/graphql/", body, content_type="application/json").json()
    assert answer["data"]["service"]["feedbackSummary"]["count"]
    found["summary"] = work.done
    return found


def grow_to(count: int, seed: int) -> None:
    for _size in generate_submissions(
        count - Submission.objects.count(),
        today=TODAY,
        services=list(Service.objects.order_by("pk")),
        months=12,
        seed=seed,
    ):
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def test_query_count_does_not_depend_on_submissions():
    # Given
    default_home()
    ServiceFactory(slug="digidel")
    for _ in range(4):
        ServiceFactory()
    editor = Client()
    editor.force_login(User.objects.create_superuser("editor", "editor@example.org", "x"))
    grow_to(FEW, seed=1)
    release_figures(TODAY)
    few = work_by_page(editor)

    # When
    grow_to(MANY, seed=2)
    many = work_by_page(editor)

    # Then some piles are counted to 99 and were not full before
    assert Submission.objects.count() == MANY
    too_much = {name: (few[name], many[name]) for name in few if many[name] > 2 * few[name] + 200}
    assert not too_much
    call_command("recompute_rollups", "--check", verbosity=0)
