"""The editor's inbox during a flood."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from feedback.figures import rollups
from feedback.models import MonthlyRollup, Submission
from feedback.statistics.tallies import Tally
from tests.factories import SubmissionFactory
from tests.feedback.staff import Staff

pytestmark = pytest.mark.django_db

INBOX = "/admin/submissions/"
SPAM = "Köp billiga piller på nätet, nummer"


@pytest.fixture
def social(db):
    return Staff("social")


@pytest.fixture
def labour(db):
    return Staff("labour")


def flood(staff: Staff, number: int = 60, **fields) -> list[Submission]:
    return [
        SubmissionFactory(
            service=staff.service,
            **{"comment": f"{SPAM} {n}!", "status": "quarantined", **fields},
        )
        for n in range(number)
    ]


def links(page, text: str) -> list[str]:
    soup = BeautifulSoup(page.content, "html.parser")
    return [each["href"] for each in soup.select("a[href]") if text in each.get_text(" ")]


def counted() -> int:
    return sum(Tally.from_json(row.counts).count for row in MonthlyRollup.objects.all())


def test_quarantined_are_out_of_the_default_list(social):
    flood(social, 3)

    assert SPAM not in social.client.get(INBOX).text
    assert SPAM in social.client.get(f"{INBOX}?status=quarantined").text
    assert SPAM not in social.client.get(f"{INBOX}?status=new").text
    assert SPAM not in social.client.get(f"{INBOX}?q=piller").text


def test_everything_that_a_filter_finds_is_rejected_at_once(social, labour):
    # Given
    flood(social, 60)
    flood(labour, 2)
    page = social.client.get(f"{INBOX}?status=quarantined&q=piller")
    (url,) = links(page, "alla som hittades")

    # When
    shown = social.client.get(url)
    done = social.client.post(url, {"status": "rejected"})

    # Then
    assert "och 10 till" in " ".join(shown.text.split())
    assert done.status_code == 302
    assert Submission.objects.filter(status="rejected").count() == 60
    assert Submission.objects.filter(status="rejected", service=labour.service).count() == 0
    assert Submission.objects.get(pk=social.submission.pk).status == "new"


def test_near_duplicates_are_one_group_with_one_action(social, labour):
    # Given two floods and a comment of a resident in the same quarantine
    flood(social, 20)
    flood(social, 5, comment="Rösta på mig i valet av kommunens bästa cykelväg")
    own = SubmissionFactory(
        service=social.service, comment="Jag blev väl bemött", status="quarantined"
    )
    flood(labour, 3)

    # When
    page = social.client.get(f"{INBOX}similar/?status=quarantined")
    url, other = links(page, "Ändra status på")
    done = social.client.post(url, {"status": "rejected"})

    # Then
    assert done.status_code == 302
    rejected = Submission.objects.filter(status="rejected")
    assert rejected.count() == 20
    assert not rejected.exclude(comment__startswith=SPAM, service=social.service).exists()
    own.refresh_from_db()
    assert own.status == "quarantined"
    assert other != url


def test_rejected_are_counted_nowhere_and_can_be_let_in(social):
    # Given
    (row,) = flood(social, 1)
    rollups.recount(social.service.pk)
    before = counted()
    url = reverse("submissions:edit", args=[row.pk])

    # When
    for status, more in (("rejected", 0), ("quarantined", 0), ("rejected", 0), ("new", 1)):
        social.client.post(url, {"status": status, "assigned_to": ""})
        assert counted() == before + more

    # Then
    assert rollups.recount(social.service.pk, correct=False) == []


def test_one_urgent_comment_is_not_buried_under_copies(social):
    # Given
    flood(social, 120, comment="Jag vill dö", status="new", urgent=True)
    SubmissionFactory(
        service=social.service,
        comment="Min man slår mig varje kväll",
        urgent=True,
        month=datetime.date(2025, 1, 1),
    )

    # When
    page = BeautifulSoup(social.client.get(INBOX).content, "html.parser")

    # Then
    lines = [each.get_text(" ", strip=True) for each in page.select("#urgent-heading + ul li")]
    assert lines[0].startswith("Min man slår mig")
    assert "120" in lines[1]
    assert len(lines) == 2


def test_urgent_comments_in_quarantine_are_shown_on_the_first_page(social):
    flood(social, 2, comment="Jag vill dö", urgent=True)

    assert "Brådskande, i karantän" in social.client.get("/admin/").text


@pytest.mark.parametrize(
    "query", ["found=all&status=wrong", "id=all", "like=x", "like=", "found=al"]
)
def test_bad_selection_is_not_found(social, query):
    url = reverse("wagtail_bulk_action", args=["feedback", "submission", "status"])

    assert social.client.get(f"{url}?{query}").status_code == 404


def test_similar_comments_of_others_cannot_be_selected(social, labour):
    row = flood(labour, 2)[0]
    url = reverse("wagtail_bulk_action", args=["feedback", "submission", "status"])

    assert social.client.get(f"{url}?like={row.pk}&status=quarantined").status_code == 404
