"""No URL of the admin discloses feedback of another administration."""

import datetime
from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse
from wagtail.models import TaskState, WorkflowState

from feedback.admin.viewsets import SubmissionViewSet
from feedback.models import ReplyTemplate, Service, ServiceAnswer, Submission, SubmissionAnswer
from feedback.models.exports import Export
from pages.roles import set_up_organisation
from tests.factories import ServiceAnswerFactory, SubmissionAnswerFactory
from tests.feedback.staff import Staff

pytestmark = [pytest.mark.django_db, pytest.mark.admin_indexes]

SECRET = "Hemligt om"
APRIL = datetime.date(2026, 4, 1)


def with_everything(staff: Staff) -> dict[type, Any]:
    """Create one object of each kind for an administration, with secret texts and a review."""
    set_up_organisation(staff.organisation)
    secret = f"{SECRET} {staff.organisation.name}"
    answer = SubmissionAnswerFactory(submission=staff.submission, text=secret)
    to_all = ServiceAnswerFactory(service=staff.service, said=secret, done=secret)
    for each in (answer, to_all):
        each.save_revision(user=staff.user)
        each.get_workflow().start(each, staff.user)
    template = ReplyTemplate.objects.create(
        administration=staff.organisation, name=secret, text_sv=secret
    )
    Service.objects.filter(pk=staff.service.pk).update(description=secret)
    everything = (staff.submission, staff.service, answer, to_all, template)
    return {type(each): each for each in everything}


def exports_of(staff: Staff) -> dict[str, Export]:
    """Create a downloadable file and a package for a user."""
    made = {
        format: Export.objects.create(
            user=staff.user,
            format=format,
            state="ready",
            language="sv",
            first_month=APRIL,
            last_month=APRIL,
        )
        for format in ("csv", "zip")
    }
    for each in made.values():
        each.services.set([staff.service])
    return made


def addresses_of(model: type, each: Any, staff: Staff) -> dict[str, str]:
    """Return every URL of a viewset with an object, by the view's name."""
    inbox = SubmissionViewSet()
    is_inbox = model is Submission
    viewset = inbox if is_inbox else model.snippet_viewset
    exports = exports_of(staff) if is_inbox else {}
    arguments = {
        "revision_id": each.latest_revision.pk if getattr(each, "latest_revision", None) else 1,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "action_name": "approve",
        "task_state_id": TaskState.objects.latest("pk").pk,
        "workflow_state_id": WorkflowState.objects.latest("pk").pk,
        "package": exports["zip"].pk if exports else None,
    }
    found = {}
    for pattern in viewset.get_urlpatterns():
        names = [*(pattern.pattern.converters or pattern.pattern.regex.groupindex)]
        if not names:
            continue
        pk = each.pk
        if is_inbox and pattern.name in ("export", "export_file"):
            pk = exports["csv"].pk
        elif is_inbox and "retention/" in str(pattern.pattern):
            pk = staff.organisation.pk
        known = {name: pk if name == "pk" else arguments[name] for name in names}
        found[pattern.name] = reverse(viewset.get_url_name(pattern.name), kwargs=known)
    return found


@pytest.mark.parametrize(
    ("model", "fewest"),
    [
        (Submission, 15),
        (Service, 6),
        (SubmissionAnswer, 12),
        (ServiceAnswer, 12),
        (ReplyTemplate, 4),
    ],
)
def test_urls_of_other_administrations_are_not_found(social, labour, model, fewest):
    # Given
    each = with_everything(labour)[model]
    before = model.objects.filter(pk=each.pk).values().get()
    addresses = addresses_of(model, each, labour)

    # When
    seen = {
        (name, method): getattr(social.client, method)(address)
        for name, address in addresses.items()
        for method in ("get", "post")
    }

    # Then
    assert len(addresses) >= fewest
    assert {key: r.status_code for key, r in seen.items() if r.status_code not in (404, 405)} == {}
    assert [key for key, response in seen.items() if SECRET in response.text] == []
    assert model.objects.filter(pk=each.pk).values().get() == before


@pytest.mark.parametrize("model", [Submission, Service, SubmissionAnswer, ServiceAnswer])
def test_own_addresses_are_found(social, model):
    # Given
    addresses = addresses_of(model, with_everything(social)[model], social)

    # When
    found = {name: social.client.get(address).status_code for name, address in addresses.items()}

    # Then the test above asks for something that can be found
    assert 200 in found.values()
    assert found["edit"] == 200


@pytest.mark.parametrize("model", [Service, SubmissionAnswer, ServiceAnswer, ReplyTemplate])
def test_lists_searches_and_filters_hide_other_administrations(social, labour, model):
    with_everything(labour)
    url = model.snippet_viewset.get_url_name("list")
    queries = ["", f"?q={SECRET}", "?q=labour", "?waits=true", "?live=true", "?export=csv"]

    pages = {each: social.client.get(reverse(url) + each, follow=True) for each in queries}

    for query, page in pages.items():
        shown = b"".join(page) if page.streaming else page.content
        assert b"Tj\xc3\xa4nst hos labour" not in shown, query
        assert SECRET.encode() not in shown.replace(f'value="{SECRET}"'.encode(), b""), query


@pytest.mark.parametrize("model", [Service, SubmissionAnswer, ServiceAnswer, ReplyTemplate])
def test_no_chooser_lists_all_services(model):
    with pytest.raises(NoReverseMatch):
        reverse(f"wagtailsnippetchoosers_feedback_{model._meta.model_name}:choose")


@pytest.mark.parametrize("model", [Service, SubmissionAnswer, ServiceAnswer, ReplyTemplate])
@pytest.mark.parametrize("method", ["get", "post"])
def test_bulk_deletion_skips_other_administrations(social, labour, model, method):
    own, others = with_everything(social)[model], with_everything(labour)[model]
    url = reverse("wagtail_bulk_action", args=["feedback", model._meta.model_name, "delete"])

    together = getattr(social.client, method)(f"{url}?id={own.pk}&id={others.pk}")
    alone = getattr(social.client, method)(f"{url}?id={others.pk}")

    assert "labour" not in together.text
    assert alone.status_code == 404
    assert model.objects.filter(pk=others.pk).exists()
