"""Services: consistent across languages, and not deleted with feedback."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import ModelLogEntry

from feedback.models import IncomingSubmission, Service, Submission
from tests.factories import OrganisationFactory, ServiceFactory, SubmissionFactory, locale

pytestmark = [pytest.mark.django_db, pytest.mark.admin_indexes]


def english_of(service: Service) -> Service:
    english = service.copy_for_translation(locale("en"))
    english.save()
    return english


def delete_url(service: Service) -> str:
    return reverse(Service.snippet_viewset.get_url_name("delete"), args=[service.pk])


def test_dates_and_administration_are_shared_by_translations():
    # Given
    service = ServiceFactory()
    english = english_of(service)

    # When
    service.administration = OrganisationFactory(kind="administration")
    service.closes_on = datetime.date(2026, 5, 31)
    service.aspects = ["change"]
    service.save()

    # Then
    english.refresh_from_db()
    assert english.administration == service.administration
    assert english.closes_on == datetime.date(2026, 5, 31)
    assert english.aspects == ["change"]
    english.closes_on = None
    english.save()
    assert english.closes_on == datetime.date(2026, 5, 31)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"slug": "svar"}, "slug"),
        ({"slug": "captcha"}, "slug"),
        ({"aspects": ["price"]}, "aspects"),
        ({"aspects": {"change": 1}}, "aspects"),
        (
            {"opens_on": datetime.date(2026, 5, 2), "closes_on": datetime.date(2026, 5, 1)},
            "__all__",
        ),
    ],
)
def test_invalid_service_is_refused(fields, field):
    service = ServiceFactory()
    for name, value in fields.items():
        setattr(service, name, value)

    with pytest.raises(ValidationError) as refused:
        service.full_clean()

    assert list(refused.value.message_dict) == [field]


def test_only_an_administration_has_services():
    service = ServiceFactory.build(administration=OrganisationFactory(kind="university"))
    service.locale = locale()

    with pytest.raises(ValidationError) as refused:
        service.full_clean()

    assert "administration" in refused.value.message_dict


@pytest.mark.parametrize("method", ["get", "post"])
def test_deleting_a_service_with_feedback_is_refused_with_reasons(admin_client, method):
    submission = SubmissionFactory()

    response = getattr(admin_client, method)(delete_url(submission.service))

    assert response.status_code == 409
    assert submission.service.name in response.text
    assert submission.comment not in response.text
    assert Submission.objects.get() == submission


def test_incoming_feedback_protects_its_service_and_stays_hidden(admin_client):
    # Given
    service = ServiceFactory()
    for n in range(3):
        IncomingSubmission.objects.create(
            service=service,
            rating=1,
            language="sv",
            month=datetime.date(2026, 5, 1),
            receipt_hash=str(n),
        )

    # When
    response = admin_client.post(delete_url(service))

    # Then
    assert response.status_code == 409
    assert "2026-05" not in response.text
    assert IncomingSubmission.objects.count() == 3


@pytest.mark.parametrize("method", ["get", "post"])
def test_bulk_deletion_with_feedback_deletes_nothing(admin_client, method):
    submission, other = SubmissionFactory(), ServiceFactory()
    url = reverse("wagtail_bulk_action", args=["feedback", "service", "delete"])

    response = getattr(admin_client, method)(
        f"{url}?id={submission.service.pk}&id={other.pk}&next=/admin/"
    )

    assert response.status_code == 409
    assert Service.objects.count() == 2


def test_translation_can_be_deleted_and_the_feedback_stays(admin_client):
    submission = SubmissionFactory()
    english = english_of(submission.service)

    response = admin_client.post(delete_url(english))

    assert response.status_code == 302
    assert not Service.objects.filter(pk=english.pk).exists()
    assert Submission.objects.get().service == submission.service


def test_service_without_feedback_can_be_deleted(admin_client):
    service = ServiceFactory()

    assert admin_client.post(delete_url(service)).status_code == 302
    assert not Service.objects.exists()


def test_administration_with_services_is_not_deleted(admin_client):
    service = ServiceFactory()
    viewset = type(service.administration).snippet_viewset

    response = admin_client.post(
        reverse(viewset.get_url_name("delete"), args=[service.administration.pk])
    )

    assert response.status_code in {403, 409}
    assert Service.objects.get().administration == service.administration


def test_editor_writes_a_service(admin_client):
    # Given
    administration = OrganisationFactory(kind="administration")
    url = reverse(Service.snippet_viewset.get_url_name("add"))

    # When
    response = admin_client.post(
        url,
        {
            "name": "Fritidsbanken",
            "slug": "fritidsbanken",
            "description": "",
            "administration": administration.pk,
            "aspects": ["change", "information"],
            "answers-TOTAL_FORMS": 0,
            "answers-INITIAL_FORMS": 0,
        },
    )

    # Then
    assert response.status_code == 302, response.context["form"].errors
    service = Service.objects.get()
    assert service.aspects == ["change", "information"]
    assert service.name_key
    assert ModelLogEntry.objects.filter(action="wagtail.create").count() == 1


def test_name_is_stored_as_one_line(admin_client):
    # Given a mail subject, which holds one line only
    administration = OrganisationFactory(kind="administration")
    fields = {"slug": "f", "administration": administration.pk, "aspects": ["change"]}

    # When
    response = admin_client.post(
        reverse(Service.snippet_viewset.get_url_name("add")),
        {"name": " Fritids\r\nBcc: a@example.org\tbanken ", **fields},
    )

    # Then
    assert response.status_code == 302, response.context["form"].errors
    assert Service.objects.get().name == "Fritids Bcc: a@example.org banken"


@pytest.mark.parametrize("has_administration", [True, False])
def test_communicator_finds_own_services_only_by_search(
    client, django_user_model, has_administration
):
    # Given services of two administrations
    staff = Group.objects.create(name="Kommunikatörer")
    staff.permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "change_service"])
    )
    own = OrganisationFactory(kind="administration", staff=staff if has_administration else None)
    ServiceFactory(name="Digidel hos oss", administration=own)
    ServiceFactory(name="Digidel hos andra")

    # When a communicator of one of them searches
    communicator = django_user_model.objects.create_user("communicator")
    communicator.groups.add(staff)
    client.force_login(communicator)
    page = client.get("/admin/snippets/feedback/service/?q=Digidel")

    # Then the other one's is not found
    assert page.status_code == 200
    assert ("Digidel hos oss" in page.text) is has_administration
    assert "Digidel hos andra" not in page.text
