"""The retention pages: permissions, validation and confirmation."""

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from feedback.models import (
    FeedbackLogEntry,
    RetentionRule,
    Submission,
)
from tests.factories import ServiceFactory, SubmissionFactory
from tests.feedback.retention import OLD, RULE, old_submissions, page
from tests.feedback.staff import Staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC))


def test_retention_pages_of_other_administrations_are_not_found(social, labour, rule):
    # Given
    old_submissions(social)
    reader = Staff("reader")
    reader.group.permissions.remove(reader.group.permissions.get(codename="age_out_submission"))

    # Then
    for client in (labour.client, reader.client):
        for name in ("retention", "retention_rule", "age_out", "package"):
            assert client.get(page(name, social)).status_code == 404
            assert client.post(page(name, social), {**RULE, "understood": "on"}).status_code == 404
    assert reader.client.get("/admin/submissions/retention/").status_code == 404
    assert "/retention/" not in reader.client.get("/admin/").text
    assert "/retention/" in labour.client.get("/admin/").text
    assert social.client.get("/admin/submissions/retention/")["Location"] == page(
        "retention", social
    )
    assert Submission.objects.filter(month=OLD).exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"months_to_keep": "11"}, "__all__"),
        ({"months_to_keep": "0"}, "months_to_keep"),
        ({"minimum_months": "0"}, "minimum_months"),
        ({"months_to_keep": "1201"}, "months_to_keep"),
        ({"months_to_keep": "-1"}, "months_to_keep"),
        ({"decision": ""}, "decision"),
        ({"decided_on": ""}, "decided_on"),
        ({"decided_on": "2999-01-01"}, "decided_on"),
        ({"decision": "", "decided_on": "", "is_on": "on"}, "__all__"),
        ({"decision": "beslutat av Anna Andersson"}, "decision"),
        ({"decision": "19900101-0017"}, "decision"),
        ({"decision": "12\n34"}, "decision"),
    ],
)
def test_invalid_rule_is_refused(social, rule, fields, wrong):
    response = social.client.post(page("retention_rule", social), {**RULE, **fields})

    assert response.status_code == 200
    assert wrong in response.context["form"].errors
    rule.refresh_from_db()
    assert rule.months_to_keep == 12


def test_rule_is_changed_by_own_staff_and_logged(social):
    # When
    response = social.client.post(
        page("retention_rule", social), {**RULE, "months_to_keep": "36", "is_on": "on"}
    )

    # Then
    assert response["Location"] == page("retention", social)
    rule = RetentionRule.objects.get()
    assert (rule.administration, rule.months_to_keep, rule.is_on) == (social.organisation, 36, True)
    entry = FeedbackLogEntry.objects.get()
    assert (entry.action, entry.user) == ("feedback.retention", social.user)
    assert entry.data["decision"] == "AN 2024/7 § 12"
    shown = social.client.get(page("retention", social)).text
    assert "sparas i 36 hela månader" in shown
    assert "Ändrade hur länge synpunkter sparas" in shown


def test_ageing_out_requires_a_confirmation(social, rule):
    old_submissions(social, 2)

    assert (
        "2 synpunkter från månader till och med oktober 2025"
        in social.client.get(page("age_out", social)).text
    )
    response = social.client.post(page("age_out", social), {"until": OLD.isoformat()})
    assert "understood" in response.context["form"].errors
    assert Submission.objects.count() == 3


@pytest.mark.parametrize("services", [1, 6])
def test_query_count_of_the_list_is_constant(social, rule, services, django_assert_max_num_queries):
    for _ in range(services):
        service = ServiceFactory(administration=social.organisation)
        for month in range(1, 7):
            SubmissionFactory(service=service, month=datetime.date(2025, month, 1))
    social.client.get(page("retention", social))

    with django_assert_max_num_queries(40) as queries:
        social.client.get(page("retention", social))

    assert len([each for each in queries if "feedback_" in each["sql"]]) <= 14


def test_several_administrations_are_listed(social, labour, rule, admin_client):
    page = BeautifulSoup(
        admin_client.get(reverse("submissions:retention_list")).text, "html.parser"
    )

    assert page.h1.text.strip() == "Gallring"
    told = [[cell.text.strip() for cell in row.select("th, td")] for row in page.select("main tr")]
    assert told[0] == ["Förvaltning", "Sparas", "Gallras av sig själv"]
    assert [row[0] for row in told[1:]] == ["labour", "social"]
