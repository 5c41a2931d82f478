"""What residents have said is seen, and gone, with the next request; what they send is not."""

import datetime
import json

import pytest
from django.urls import reverse

from feedback.figures.publication import release_figures
from feedback.handling import moderation
from feedback.models import RetentionRule, Submission
from feedback.retention import ageing
from tests.factories import ServiceFactory, SubmissionFactory
from tests.feedback.staff import Staff
from tests.response_cache.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def social(db: None) -> Staff:
    return Staff("social")


@pytest.mark.parametrize("way", ["withdraw", "draft", "quarantine", "erase"])
def test_decision_is_visible_in_the_next_request(visitor: Visitor, social: Staff, way: str):
    # Given an answer that is kept
    query = f'{{ service(slug: "{social.service.slug}") {{ voices {{ nodes {{ text }} }} }} }}'
    pk = social.submission.pk
    moderate = reverse("submissions:moderate", args=[pk])
    fields = {"text": "Vänlig personal.", "reason": "Kortad"}
    before = visitor.get(query).data
    assert visitor.get(query).how.startswith("hit")

    # When a text is approved, then the next reader has it
    social.client.post(moderate, {**fields, "do": "publish"})
    assert "Vänlig personal." in json.dumps(visitor.get(query).data, ensure_ascii=False)
    visitor.get(query)

    # When it is taken back, then the next reader has it no more
    {
        "withdraw": lambda: social.client.post(moderate, {"do": "withdraw"}),
        "draft": lambda: social.client.post(moderate, {**fields, "do": "draft"}),
        "quarantine": lambda: social.client.post(
            reverse("submissions:edit", args=[pk]), {"status": "quarantined"}
        ),
        "erase": lambda: social.client.post(
            reverse("submissions:erase", args=[pk]),
            {"reason": "asked", "case": "SN 2026/123", "understood": "on"},
        ),
    }[way]()
    assert visitor.get(query).data == before


def test_aged_out_text_is_hidden_in_the_next_request(visitor: Visitor, social: Staff):
    # Given a public text of long ago, in an answer that is kept
    query = f'{{ service(slug: "{social.service.slug}") {{ voices {{ nodes {{ text }} }} }} }}'
    old = datetime.date(2020, 1, 1)
    Submission.objects.update(month=old)
    before = visitor.get(query).data
    moderation.publish(social.submission.pk, "Vänlig personal.", "Kortad")
    assert visitor.get(query).data != before
    rule = RetentionRule.objects.create(
        administration=social.organisation,
        months_to_keep=12,
        minimum_months=12,
        decision="AN 2024/7 § 12",
        decided_on=datetime.date(2024, 2, 3),
    )
    # When it ages out
    assert ageing.start(rule.pk, old, datetime.date(2026, 5, 10), None)
    assert list(ageing.continue_run(rule.pk)) == [1]
    # Then the next reader has it no more
    assert visitor.get(query).data == before


def test_released_figures_are_visible_in_the_next_request(visitor: Visitor):
    # Given an answer without figures, that is kept
    service = ServiceFactory()
    query = f'{{ service(slug: "{service.slug}") {{ feedbackSummary {{ count }} }} }}'
    assert visitor.get(query).data["service"] == {"feedbackSummary": None}
    visitor.get(query)

    # When they are released
    for rating in [2, 5] * 10:
        SubmissionFactory(service=service, rating=rating, month=datetime.date(2026, 4, 1))
    release_figures(datetime.date(2026, 5, 10))

    # Then
    assert visitor.get(query).data["service"] == {"feedbackSummary": {"count": 20}}
