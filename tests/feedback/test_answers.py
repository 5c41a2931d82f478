"""Answers to everybody, from the editor's form to the API."""

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
from wagtail.models import ReferenceIndex, TaskState

from feedback.models import Service, ServiceAnswer
from feedback.permissions import ROLE_PERMISSIONS
from pages.roles import set_up_organisation
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


def url_of(name, *arguments, model=ServiceAnswer):
    return reverse(model.snippet_viewset.get_url_name(name), args=arguments)


def send(client, service, answer, *, publish=True):
    """Post the form of a new answer, or of the answer `id`."""
    url = url_of("edit", answer["id"]) if "id" in answer else url_of("add")
    data = {**answer, "service": service.pk}
    return client.post(url, data | ({"action-publish": "action-publish"} if publish else {}))


def errors_of(response):
    return response.context["form"].errors


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
    """Return a client of a user who may answer for the administration of `service`."""
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


def test_published_service_answer_is_public(communicator, service):
    # When
    response = send(communicator, service, ANSWER)

    # Then
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
    assert list(errors_of(refused)) == ["reason"]
    assert not ServiceAnswer.objects.exists()


def test_not_possible_with_a_reason_is_shown_with_it(communicator, service):
    answer = {**ANSWER, "outcome": "not_possible", "reason": "Lagen tillåter det inte."}

    assert send(communicator, service, answer).status_code == 302

    (found,) = shown(service)
    assert (found["outcome"], found["reason"]) == ("NOT_POSSIBLE", "Lagen tillåter det inte.")


def test_database_requires_a_reason(service):
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
def test_invalid_service_answer_is_refused_at_its_field(communicator, service, field, value):
    refused = send(communicator, service, {**ANSWER, field: value})

    assert refused.status_code == 200
    assert list(errors_of(refused)) == [field]
    assert not ServiceAnswer.objects.exists()


def test_month_is_stored_as_its_first_day(service):
    answer = ServiceAnswerFactory.build(service=service, month=datetime.date(2026, 4, 30))

    answer.full_clean()
    answer.save()

    answer.refresh_from_db()
    assert answer.month == datetime.date(2026, 4, 1)
    ServiceAnswer.objects.bulk_create(
        [ServiceAnswerFactory.build(service=service, month=datetime.date(2026, 3, 9))]
    )
    assert ServiceAnswer.objects.filter(month=datetime.date(2026, 3, 1)).exists()


def test_answer_on_the_first_day_of_its_month_is_accepted(service):
    answer = ServiceAnswerFactory.build(
        service=service, month=datetime.date(2026, 5, 9), answered_on=datetime.date(2026, 5, 1)
    )

    answer.full_clean()

    answer.answered_on = datetime.date(2026, 4, 30)
    with pytest.raises(ValidationError) as refused:
        answer.full_clean()
    assert list(refused.value.message_dict) == ["answered_on"]


def test_answers_are_ordered_by_date_of_answer(service):
    for said, month, day in [("a", 3, 4), ("b", 4, 20), ("c", 1, 28), ("d", 2, 20)]:
        ServiceAnswerFactory(
            service=service,
            said=said,
            month=datetime.date(2026, month, 1),
            answered_on=datetime.date(2026, 4, day),
        )

    assert [each["said"] for each in shown(service)] == ["c", "b", "d", "a"]


def test_editor_changes_and_deletes_service_answers(communicator, service):
    kept = ServiceAnswerFactory(service=service, answered_on=datetime.date(2026, 5, 9))
    gone = ServiceAnswerFactory(service=service)

    changed = send(communicator, service, {**ANSWER, "id": kept.pk, "done": "Vi gjorde mer."})
    deleted = communicator.post(url_of("delete", gone.pk))

    assert (changed.status_code, deleted.status_code) == (302, 302)
    assert list(service.answers.values_list("pk", "done")) == [(kept.pk, "Vi gjorde mer.")]


def test_draft_is_not_public(communicator, service):
    # Given a draft that was never published, and one of a change
    assert send(communicator, service, ANSWER, publish=False).status_code == 302
    public = ServiceAnswerFactory(service=service, done="Det alla läser.")
    change = {**ANSWER, "id": public.pk, "done": "Det ingen läser än."}

    # When
    send(communicator, service, change, publish=False)

    # Then
    assert [each["done"] for each in shown(service)] == ["Det alla läser."]

    # and when both are published, and one is withdrawn
    draft = ServiceAnswer.objects.exclude(pk=public.pk).get()
    send(communicator, service, {**ANSWER, "id": draft.pk})
    send(communicator, service, change)
    assert {each["done"] for each in shown(service)} == {ANSWER["done"], "Det ingen läser än."}
    communicator.post(url_of("unpublish", draft.pk))
    assert [each["done"] for each in shown(service)] == ["Det ingen läser än."]


def test_answer_is_reviewed_by_a_colleague(communicator, service):
    # Given somebody who may write, and not publish
    set_up_organisation(service.administration)
    group = service.administration.staff
    group.permissions.remove(Permission.objects.get(codename="publish_serviceanswer"))
    send(communicator, service, ANSWER)
    answer = ServiceAnswer.objects.get()
    assert not answer.live

    # When it is sent for review and approved
    sent = {**ANSWER, "service": service.pk, "action-submit": "action-submit"}
    communicator.post(url_of("edit", answer.pk), sent)
    home = communicator.get("/admin/").text
    task = TaskState.objects.get()
    group.permissions.add(Permission.objects.get(codename="publish_serviceanswer"))
    communicator.post(url_of("workflow_action", answer.pk, "approve", task.pk), {"comment": ""})

    # Then
    assert url_of("edit", answer.pk) in home
    assert len(shown(service)) == 1


def test_communicator_answers_for_own_services_only(communicator):
    others = ServiceAnswerFactory()
    before = ServiceAnswer.objects.filter(pk=others.pk).values().get()

    page = communicator.get(url_of("edit", others.pk))
    sent = send(communicator, others.service, {**ANSWER, "id": others.pk})
    added = send(communicator, others.service, ANSWER)

    assert (page.status_code, sent.status_code) == (404, 404)
    assert list(errors_of(added)) == ["service"]
    assert ServiceAnswer.objects.filter(pk=others.pk).values().get() == before
    assert ServiceAnswer.objects.count() == 1


def test_service_links_to_its_answers_and_a_new_one(communicator, service):
    page = communicator.get(url_of("edit", service.pk, model=Service))
    form = communicator.get(f"{url_of('add')}?service={service.pk}")

    assert f"{url_of('list')}?service={service.pk}" in page.text
    chosen = BeautifulSoup(form.text, "html.parser").select_one("[name=service] [selected]")
    assert chosen["value"] == str(service.pk)


def test_translated_service_copies_live_answers_without_revisions(service):
    # Given an answer with a draft of a change, and one that is a draft alone
    answer = ServiceAnswerFactory(service=service, said="Det är kö.")
    answer.said = "Ändrat."
    answer.save_revision()
    ServiceAnswerFactory(service=service, live=False)

    # When
    english = service.copy_for_translation(locale("en"))
    english.save()

    # Then
    copied = english.answers.get()
    assert (copied.said, copied.latest_revision, copied.has_unpublished_changes) == (
        "Det är kö.",
        None,
        False,
    )
    assert copied.get_latest_revision_as_object().pk == copied.pk
    assert service.answers.count() == 2


def test_answers_are_in_the_language_of_the_service(service):
    # Given
    ServiceAnswerFactory(service=service, said="Det är kö.")
    english = service.copy_for_translation(locale("en"))
    english.save()

    # When there is an untranslated copy
    answer = english.answers.get()
    answer.said = "There is a queue."
    answer.save()

    # Then
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
    # Given
    ServiceAnswerFactory(service=service, said="Bara om den gamla.")
    form = {
        "name": service.name,
        "administration": service.administration_id,
        "aspects": service.aspects,
    }

    # When
    page = communicator.get(url_of("copy", service.pk, model=Service))

    # Then
    assert page.status_code == 200
    sent = communicator.post(url_of("add", model=Service), {**form, "slug": "kopia"})
    assert sent.status_code == 302
    assert not Service.objects.get(slug="kopia").answers.exists()
    assert service.answers.count() == 1


def test_service_with_answers_and_no_feedback_is_deleted_with_them(admin_client, service):
    ServiceAnswerFactory(service=service)

    assert admin_client.post(url_of("delete", service.pk, model=Service)).status_code == 302
    assert not ServiceAnswer.objects.exists()


@pytest.mark.admin_indexes
def test_service_answer_refers_only_to_its_service(communicator, service):
    SubmissionFactory(service=service)

    send(communicator, service, ANSWER)

    relations = {field.name for field in ServiceAnswer._meta.get_fields() if field.is_relation}
    # Besides Wagtail's revisions and workflow states.
    assert {name for name in relations if not name.startswith("_")} == {
        "service",
        "latest_revision",
        "live_revision",
    }
    targets = {
        each.to_content_type.model for each in ReferenceIndex.get_references_for_object(service)
    }
    assert targets == {"organisation"}


@pytest.mark.parametrize("depth", ["services", "organisations"])
def test_query_count_of_answers_does_not_depend_on_services(depth):
    # Given
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

    # When
    for service in ServiceFactory.create_batch(29):
        ServiceAnswerFactory.create_batch(2, service=service)

    # Then
    assert count() == (at_one, 59)
