"""Public comments and figures in the API."""

import datetime
import json
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.schema import schema
from feedback.enums import SubmissionStatus
from feedback.figures import rollups
from feedback.figures.publication import release_figures
from feedback.handling import moderation
from feedback.handling import status as handling
from feedback.models import PublishedFigures, Service, Submission, Voice
from feedback.retention.erasure import erase
from feedback.statistics.disclosure import CELL_MINIMUM
from tests.factories import ServiceFactory, SubmissionFactory, locale
from tests.feedback.staff import Staff

pytestmark = pytest.mark.django_db

APRIL = datetime.date(2026, 4, 1)
MAY_TENTH = datetime.date(2026, 5, 10)
VOICES = """query ($slug: String!, $first: Int, $after: String, $locale: String) {
  service(slug: $slug, locale: $locale) {
    voices(first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { id text language }
    }
  }
}"""
SUMMARY = """query ($slug: String!, $locale: String) {
  service(slug: $slug, locale: $locale) { feedbackSummary {
    count share { ...Share }
    periods {
      firstMonth lastMonth count distribution { ...Group } share { ...Share }
      mean { value intervalLow intervalHigh }
      aspects { aspect distribution { ...Group } share { ...Share } }
    }
  } }
}
fragment Share on FeedbackShare { atLeast atMost intervalLow intervalHigh }
fragment Group on FeedbackGroup { ratings hasSkipped atLeast atMost }"""
EVERY_SERVICE = """{ services(first: 100) { nodes {
  feedbackSummary { periods { aspects { share { atLeast } } distribution { atLeast } } }
  voices(first: 2) { totalCount nodes { text } edges { cursor node { id } } }
} } }"""


def ask(client: Client, query: str, **variables):
    response = client.post(
        "/graphql/",
        json.dumps({"query": query, "variables": variables}),
        content_type="application/json",
        headers={"Accept": "application/graphql-response+json"},
    )
    assert response.status_code == 200, response.text
    return response.json()["data"]["service"]


def texts(client: Client, slug: str, **variables) -> list[str]:
    return [each["text"] for each in ask(client, VOICES, slug=slug, **variables)["voices"]["nodes"]]


def approved(service: Service, text: str = "Vänlig personal.", **fields) -> Submission:
    submission = SubmissionFactory(service=service, comment=text, **fields)
    moderation.publish(submission.pk, text, "Kortad")
    return submission


def released(service: Service, *ratings: int, **fields) -> None:
    for rating in ratings:
        SubmissionFactory(service=service, rating=rating, month=APRIL, **fields)
    rollups.recount(service.pk)
    release_figures(MAY_TENTH)


def in_english(service: Service) -> Service:
    english = service.copy_for_translation(locale("en"))
    english.save()
    return english


# --- Voices -------------------------------------------------------------------------------------


def test_only_approved_versions_are_public(client):
    # Given comments that are new, drafts, approved, withdrawn, in quarantine, and erased
    service = ServiceFactory()
    SubmissionFactory(service=service, comment="Ny")
    draft = SubmissionFactory(service=service, comment="Utkast")
    moderation.redact(draft.pk, "Utkast", "Kortad")
    approved(service, "Godkänd", language="en")
    moderation.withdraw(approved(service, "Tillbakadragen").pk)
    handling.set_status([approved(service, "Karantän").pk], SubmissionStatus.QUARANTINED)
    erase(approved(service, "Raderad").pk)

    # Then the one is there, with its language
    voices = ask(client, VOICES, slug=service.slug)["voices"]
    assert [(each["text"], each["language"]) for each in voices["nodes"]] == [("Godkänd", "en")]
    assert voices["totalCount"] == 1


def test_voice_has_only_text_and_language(client):
    # Given an approved comment
    service = ServiceFactory()
    submission = approved(service, month=APRIL, rating=1, aspect_ratings={"change": 1})

    # When all its fields are queried
    fields = schema.type_map["Voice"].fields
    [voice] = ask(client, VOICES, slug=service.slug)["voices"]["nodes"]

    # Then neither month, rating, aspect nor the submission is among it
    assert set(fields) == {"id", "text", "language"}
    assert voice["id"] not in {str(submission.pk), submission.receipt_hash}
    assert uuid.UUID(voice["id"]).version == 4


def test_voices_are_ordered_by_random_id_and_paged_without_repeats(client):
    # Given eight texts
    service = ServiceFactory()
    for number in range(8):
        approved(service, f"Text {number}")

    # When they are read three at a time
    found, after = [], None
    while True:
        page = ask(client, VOICES, slug=service.slug, first=3, after=after)["voices"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]

    # Then all are there, in the order of their ids
    assert {each["text"] for each in found} == {f"Text {number}" for number in range(8)}
    assert [each["id"] for each in found] == sorted(each["id"] for each in found)


def test_translation_shows_the_voices_and_figures_of_its_original(client):
    # Given a service in two languages, with figures and a text in one
    service = ServiceFactory()
    in_english(service)
    approved(service, "Godkänd")
    released(service, *[2] * 10, *[5] * 10)

    # Then both show them
    for language in ("sv", "en"):
        assert texts(client, service.slug, locale=language) == ["Godkänd"]
        summary = ask(client, SUMMARY, slug=service.slug, locale=language)["feedbackSummary"]
        assert summary["count"] == 21


def test_service_shows_no_voices_of_another(client):
    ours, theirs = ServiceFactory(), ServiceFactory()
    approved(theirs)

    assert texts(client, ours.slug) == []


def test_public_text_is_escaped(client):
    service = ServiceFactory()
    approved(service, "<script>alert(1)</script>\n{{ 7 * 7 }}")

    assert texts(client, service.slug) == ["<script>alert(1)</script>\n{{ 7 * 7 }}"]


# --- How many texts there may be ----------------------------------------------------------------


def test_voices_do_not_disclose_unpublished_counts():
    # Given twenty people in figures, and as many texts as they allow
    service = ServiceFactory()
    released(service, *[5] * 20)
    for number in range(20 + CELL_MINIMUM):
        approved(service, f"Text {number}")

    # Then one more is refused, and may be kept as a draft
    late = SubmissionFactory(service=service, comment="En till")
    with pytest.raises(moderation.TooManyPublic):
        moderation.publish(late.pk, "En till", "Kortad")
    assert not Voice.objects.filter(submission=late).exists()
    moderation.redact(late.pk, "En till", "Kortad")


def test_withdrawn_voices_still_count_towards_the_limit():
    # Given as many texts as may be, of which one is withdrawn
    service = ServiceFactory()
    first, *_others = [approved(service, f"Text {number}") for number in range(CELL_MINIMUM)]
    moderation.withdraw(first.pk)

    # Then none can take its place, and it may come back
    with pytest.raises(moderation.TooManyPublic):
        approved(service, "En till")
    moderation.publish(first.pk, "Text 0, igen", "Kortad")


def test_limit_of_public_comments_is_explained_and_keeps_the_text(social: Staff):
    # Given as many texts as may be
    for number in range(CELL_MINIMUM):
        approved(social.service, f"Text {number}")

    # When one more is approved
    page = social.client.post(
        reverse("submissions:moderate", args=[social.submission.pk]),
        {"text": "En till", "reason": "Kortad", "do": "publish"},
    )

    # Then
    assert "Spara den utan att godkänna" in page.text
    assert page.context["form"]["text"].value() == "En till"


# --- Figures ------------------------------------------------------------------------------------


def test_no_figures_before_publication(client):
    # Given nineteen ratings in a closed month
    service = ServiceFactory()
    released(service, *[5] * 19)

    assert ask(client, SUMMARY, slug=service.slug) == {"feedbackSummary": None}


def test_summary_is_the_published_figures(client):
    # Given fifty people with all answers known, and then some who were nearly unanimous
    service = ServiceFactory(aspects=["change"])
    for rating in [1, 2, 3, 4, 5] * 10:
        SubmissionFactory(
            service=service, rating=rating, month=APRIL, aspect_ratings={"change": rating}
        )
    for rating in [*[5] * 18, 1, 2]:
        SubmissionFactory(service=service, rating=rating, month=datetime.date(2026, 5, 1))
    release_figures(datetime.date(2026, 6, 10))

    # When they are read
    summary = ask(client, SUMMARY, slug=service.slug)["feedbackSummary"]

    # Then
    first, second = summary["periods"]
    assert (first["firstMonth"], first["lastMonth"]) == (None, "2026-04-01")
    assert (second["firstMonth"], second["lastMonth"]) == ("2026-05-01", "2026-05-01")
    assert first["mean"] == {"value": 3, "intervalLow": 2.47, "intervalHigh": 3.53}
    assert second["mean"] is None
    assert [each["ratings"] for each in first["distribution"]] == [[1], [2], [3], [4], [5]]
    assert second["distribution"] == [
        {"ratings": [1, 2, 3], "hasSkipped": False, "atLeast": 0, "atMost": 9},
        {"ratings": [4, 5], "hasSkipped": False, "atLeast": 11, "atMost": 20},
    ]
    assert (second["share"]["atLeast"], second["share"]["atMost"]) == (0.55, 1)
    [aspect] = second["aspects"]
    assert aspect["aspect"] == "CHANGE"
    assert aspect["distribution"][0]["hasSkipped"]
    assert aspect["share"] is None
    assert (summary["count"], summary["share"]["atLeast"]) == (70, round(31 / 70, 4))


def test_graphql_and_open_data_agree(client):
    # Given figures of many kinds
    service = ServiceFactory(aspects=["change", "information"])
    for month in range(1, 6):
        for number in range(7 * month):
            SubmissionFactory(
                service=service,
                rating=1 + (number * month) % 5,
                month=datetime.date(2026, month, 1),
                aspect_ratings={"change": 1 + number % 5} if number % 3 else {},
            )
    release_figures(datetime.date(2026, 6, 10))

    # When both are read
    periods = ask(client, SUMMARY, slug=service.slug)["feedbackSummary"]["periods"]
    open_data = client.get("/open-data/feedback.json").json()["periods"]

    # Then
    def told(groups):
        return [
            (tuple(each["ratings"]), each["hasSkipped"], each["atLeast"], each["atMost"])
            for each in groups
        ]

    def told_openly(groups):
        return [
            (
                tuple(a for a in each["answers"] if a),
                0 in each["answers"],
                each["at_least"],
                each["at_most"],
            )
            for each in groups
        ]

    def share(row):
        return row and tuple(row.values())

    def open_share(row):
        return row and (row["at_least"], row["at_most"], *row["interval"].values())

    assert len(periods) == len(open_data) > 1
    for period, told_before in zip(periods, open_data, strict=True):
        overall, *aspects = told_before["questions"]
        assert period["count"] == told_before["submissions"]
        assert period["lastMonth"][:7] == told_before["last_month"]
        assert told(period["distribution"]) == told_openly(overall["answers"])
        assert share(period["share"]) == open_share(overall["share"])
        assert (period["mean"] and period["mean"]["value"]) == overall["mean"]
        for aspect, openly in zip(period["aspects"], aspects, strict=True):
            assert aspect["aspect"].lower() == openly["question"]
            assert told(aspect["distribution"]) == told_openly(openly["answers"])
            assert share(aspect["share"]) == open_share(openly["share"])


def test_newest_periods_are_returned_and_can_be_limited(client):
    # Given thirteen published periods
    service = ServiceFactory()
    months = [datetime.date(2025 + month // 12, month % 12 + 1, 1) for month in range(13)]
    for month in months:
        SubmissionFactory.create_batch(20, service=service, rating=4, month=month)
    rollups.recount(service.pk)
    release_figures(datetime.date(2026, 3, 10))
    question = """query ($slug: String!, $last: Int = 12) {
      service(slug: $slug) { feedbackSummary { count periods(last: $last) { lastMonth } } }
    }"""

    def last_months(**variables: object) -> list[str]:
        summary = ask(client, question, slug=service.slug, **variables)["feedbackSummary"]
        assert summary["count"] == 260
        return [period["lastMonth"] for period in summary["periods"]]

    # Then the newest twelve come in order of time, and one may ask for others
    told = [month.isoformat() for month in months]
    assert last_months() == told[1:]
    assert last_months(last=2) == told[-2:]
    assert last_months(last=100) == told


@pytest.mark.parametrize("last", [0, -1, 101])
def test_out_of_range_number_of_periods_is_refused(client, last):
    service = ServiceFactory()

    response = client.post(
        "/graphql/",
        {
            "query": f'{{ service(slug: "{service.slug}") '
            f"{{ feedbackSummary {{ periods(last: {last}) {{ count }} }} }} }}"
        },
        content_type="application/json",
        headers={"Accept": "application/graphql-response+json"},
    )

    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert error["message"] == f"Argument 'last' must be 1–100, not {last}."


@pytest.mark.parametrize("field", ["feedbackSummary", "feedbackSummary { periods"])
@pytest.mark.parametrize("argument", ["from", "until", "month", "rating", "aspect", "filter"])
def test_figures_take_no_month_argument(client, field, argument):
    close = " }" * (field.count("{") + 2)
    query = f'{{ service(slug: "x") {{ {field}({argument}: "2026-01") {{ count }}{close}'

    response = client.post("/graphql/", {"query": query}, content_type="application/json")

    assert "Unknown argument" in response.text


@pytest.mark.parametrize("services", [1, 12])
def test_query_count_does_not_depend_on_services_or_voices(client, services):
    # Given services in two languages, each with figures and texts
    for _ in range(services):
        service = ServiceFactory()
        in_english(service)
        for number in range(min(services, CELL_MINIMUM)):
            approved(service, f"Text {number}")
        PublishedFigures.objects.create(
            service=service,
            last_month=APRIL,
            count=20,
            distribution=[
                {"answers": [1, 2, 3], "at_least": 0, "at_most": 9},
                {"answers": [4, 5], "at_least": 11, "at_most": 20},
            ],
            released_in=MAY_TENTH,
        )

    # When all of them are asked for
    client.post("/graphql/", {"query": EVERY_SERVICE}, content_type="application/json")
    with CaptureQueriesContext(connection) as queries:
        client.post("/graphql/", {"query": EVERY_SERVICE}, content_type="application/json")

    # Then
    assert len(queries) <= 7, [each["sql"] for each in queries]
