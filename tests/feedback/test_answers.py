"""What an administration answers to what residents said: from the editor's form to the API."""

import datetime
import json

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ReferenceIndex

from feedback.models import Service, ServiceAnswer
from feedback.permissions import ROLE_PERMISSIONS
from tests.factories import (
    ServiceAnswerFactory,
    ServiceFactory,
    SubmissionFactory,
    locale,
)

pytestmark = pytest.mark.django_db

ANSWER = {
    "month": "2026-04-17",
    "said": "Ni väntar länge på svar.",
    "done": "Vi ringer upp samma dag.",
    "outcome": "changed",
    "reason": "",
    "answered_on": "2026-05-04",
}
SHOWN = """query Shown($slug: String!, $locale: String) { service(slug: $slug, locale: $locale) {
    locale answers { month said done outcome reason answeredOn } } }"""


def url_of(name, *arguments):
    return reverse(Service.snippet_viewset.get_url_name(name), args=arguments)


def form_of(service, *answers):
    """Return what the browser sends of a service's form; an answer with an `id` was there."""
    data = {
        "name": service.name,
        "slug": service.slug,
        "administration": service.administration_id,
        "aspects": service.aspects,
        "answers-TOTAL_FORMS": len(answers),
        "answers-INITIAL_FORMS": sum("id" in answer for answer in answers),
    }
    for number, answer in enumerate(answers):
        data |= {f"answers-{number}-{name}": value for name, value in answer.items()}
    return data


def send(client, service, *answers):
    return client.post(url_of("edit", service.pk), form_of(service, *answers))


def errors_of(response):
    return response.context["form"].formsets["answers"].errors


def ask(query, **variables):
    response = Client().post(
        "/graphql/",
        data=json.dumps({"query": query, "variables": variables}),
        content_type="application/json",
    )
    payload = response.json()
    assert "errors" not in payload, payload["errors"]
    return payload["data"]


def shown(service, language=None):
    return ask(SHOWN, slug=service.slug, locale=language)["service"]["answers"]


@pytest.fixture
def service():
    return ServiceFactory()


@pytest.fixture
def communicator(service):
    """A client of somebody who answers for the administration of `service`."""
    names = [each.partition(".")[2] for each in ROLE_PERMISSIONS["communicator"]]
    group = Group.objects.create(name="kommunikatörer")
    group.permissions.set(Permission.objects.filter(codename__in=[*names, "access_admin"]))
    user = User.objects.create_user("kim", "kim@example.org", "x")
    user.groups.add(group)
    service.administration.staff = group
    service.administration.save()
    client = Client()
    client.force_login(user)
    return client


def test_answer_of_an_editor_is_read_by_everyone(communicator, service):
    # when
    response = send(communicator, service, ANSWER)

    # then
    assert response.status_code == 302, errors_of(response)
    assert shown(service) == [
        {
            "month": "2026-04-01",
            "said": ANSWER["said"],
            "done": ANSWER["done"],
            "outcome": "CHANGED",
            "reason": None,
            "answeredOn": "2026-05-04",
        }
    ]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_not_possible_without_a_reason_is_refused_at_its_field(communicator, service, reason):
    refused = send(communicator, service, {**ANSWER, "outcome": "not_possible", "reason": reason})

    assert refused.status_code == 200
    assert list(errors_of(refused)[0]) == ["reason"]
    assert not ServiceAnswer.objects.exists()


def test_not_possible_with_a_reason_is_shown_with_it(communicator, service):
    answer = {**ANSWER, "outcome": "not_possible", "reason": "Lagen tillåter det inte."}

    assert send(communicator, service, answer).status_code == 302

    (found,) = shown(service)
    assert (found["outcome"], found["reason"]) == ("NOT_POSSIBLE", "Lagen tillåter det inte.")


def test_database_holds_to_the_reason(service):
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceAnswerFactory(service=service, outcome="not_possible", reason="")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("said", ""),
        ("said", "å" * 601),
        ("done", " "),
        ("outcome", ""),
        ("outcome", "maybe"),
        ("month", ""),
        ("month", "april"),
        ("month", "2026-02-30"),
        ("answered_on", ""),
        ("answered_on", "2026-03-31"),
        ("reason", "x" * 601),
    ],
)
def test_answer_that_makes_no_sense_is_refused_at_its_field(communicator, service, field, value):
    refused = send(communicator, service, {**ANSWER, field: value})

    assert refused.status_code == 200
    assert list(errors_of(refused)[0]) == [field]
    assert not ServiceAnswer.objects.exists()


def test_month_is_its_first_day_however_it_is_given(service):
    answer = ServiceAnswerFactory.build(service=service, month=datetime.date(2026, 4, 30))

    answer.full_clean()
    answer.save()

    answer.refresh_from_db()
    assert answer.month == datetime.date(2026, 4, 1)
    ServiceAnswer.objects.bulk_create(
        [ServiceAnswerFactory.build(service=service, month=datetime.date(2026, 3, 9))]
    )
    assert ServiceAnswer.objects.filter(month=datetime.date(2026, 3, 1)).exists()


def test_answer_of_the_day_when_the_month_began_is_taken(service):
    answer = ServiceAnswerFactory.build(
        service=service, month=datetime.date(2026, 5, 9), answered_on=datetime.date(2026, 5, 1)
    )

    answer.full_clean()

    answer.answered_on = datetime.date(2026, 4, 30)
    with pytest.raises(ValidationError) as refused:
        answer.full_clean()
    assert list(refused.value.message_dict) == ["answered_on"]


def test_newest_answer_comes_first_whatever_month_it_is_about(service):
    for said, month, day in [("a", 3, 4), ("b", 4, 20), ("c", 1, 28), ("d", 2, 20)]:
        ServiceAnswerFactory(
            service=service,
            said=said,
            month=datetime.date(2026, month, 1),
            answered_on=datetime.date(2026, 4, day),
        )

    assert [each["said"] for each in shown(service)] == ["c", "b", "d", "a"]


def test_editor_changes_one_answer_and_takes_another_away(communicator, service):
    # given
    kept = ServiceAnswerFactory(service=service, answered_on=datetime.date(2026, 5, 9))
    gone = ServiceAnswerFactory(service=service)

    # when
    response = send(
        communicator,
        service,
        {**ANSWER, "id": kept.pk, "done": "Vi gjorde mer."},
        {**ANSWER, "id": gone.pk, "DELETE": "on"},
    )

    # then
    assert response.status_code == 302, errors_of(response)
    assert list(service.answers.values_list("pk", "done")) == [(kept.pk, "Vi gjorde mer.")]


def test_communicator_answers_for_own_services_only(communicator):
    # given
    others = ServiceAnswerFactory()

    # when
    page = communicator.get(url_of("edit", others.service.pk))
    sent = send(communicator, others.service, {**ANSWER, "id": others.pk})

    # then
    assert (page.status_code, sent.status_code) == (404, 404)
    others.refresh_from_db()
    assert others.said != ANSWER["said"]


def test_answer_of_anothers_service_is_not_reached_by_its_number(communicator, service):
    # given
    others = ServiceAnswerFactory()
    before = ServiceAnswer.objects.filter(pk=others.pk).values().get()

    # when
    send(communicator, service, {**ANSWER, "id": others.pk})
    send(communicator, service, {**ANSWER, "id": others.pk, "DELETE": "on"})

    # then: at most it was taken for a new one
    assert ServiceAnswer.objects.filter(pk=others.pk).values().get() == before
    assert not service.answers.filter(pk=others.pk).exists()


def test_answers_are_in_the_language_of_the_service(service):
    # given
    ServiceAnswerFactory(service=service, said="Det är kö.")
    english = service.copy_for_translation(locale("en"))
    english.save()

    # when: the copy is there to be translated
    answer = english.answers.get()
    answer.said = "There is a queue."
    answer.save()

    # then
    assert [each["said"] for each in shown(service, "sv")] == ["Det är kö."]
    assert [each["said"] for each in shown(service, "en")] == ["There is a queue."]
    service.save()
    assert [each["said"] for each in shown(service, "en")] == ["There is a queue."]


def test_translation_without_answers_does_not_borrow_them(service):
    english = service.copy_for_translation(locale("en"))
    english.save()
    ServiceAnswerFactory(service=service)

    assert shown(service, "en") == []


def test_copied_service_has_no_answers_of_the_other(communicator, service):
    # given
    ServiceAnswerFactory(service=service, said="Bara om den gamla.")

    # when
    page = communicator.get(url_of("copy", service.pk))

    # then
    assert page.status_code == 200
    assert service.name in page.text
    assert "Bara om den gamla." not in page.text
    fields = BeautifulSoup(page.text, "html.parser")
    assert fields.select_one('[name="answers-TOTAL_FORMS"]')["value"] == "0"
    for address in (url_of("add"), url_of("copy", service.pk)):
        slug = f"kopia-{Service.objects.count()}"
        sent = communicator.post(address, {**form_of(service), "slug": slug})
        assert sent.status_code == 302
        assert not Service.objects.get(slug=slug).answers.exists()
    assert service.answers.count() == 1


def test_service_with_answers_and_no_feedback_is_deleted_with_them(admin_client, service):
    ServiceAnswerFactory(service=service)

    assert admin_client.post(url_of("delete", service.pk)).status_code == 302
    assert not ServiceAnswer.objects.exists()


def test_answer_refers_to_nothing_but_its_service(communicator, service):
    SubmissionFactory(service=service)

    send(communicator, service, ANSWER)

    relations = [field.name for field in ServiceAnswer._meta.get_fields() if field.is_relation]
    assert relations == ["service"]
    targets = {
        each.to_content_type.model for each in ReferenceIndex.get_references_for_object(service)
    }
    assert targets == {"organisation"}


@pytest.mark.parametrize("depth", ["services", "organisations"])
def test_answers_of_thirty_services_cost_as_many_queries_as_of_one(depth):
    # given
    query = {
        "services": "{ services(first: 50) { nodes { name answers { said } } } }",
        "organisations": """{ organisations(first: 50) { nodes {
            services(first: 2) { nodes { answers { said outcome } } } } } }""",
    }[depth]

    def count():
        with CaptureQueriesContext(connection) as queries:
            answer = ask(query)
        return len(queries), json.dumps(answer).count('"said"')

    ServiceAnswerFactory()
    count()
    at_one, found = count()
    assert found == 1

    # when
    for service in ServiceFactory.create_batch(29):
        ServiceAnswerFactory.create_batch(2, service=service)

    # then
    assert count() == (at_one, 59)
