"""Validation in the event form."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from pages.models import EventPage, EventStatus, PossibleDate, RegistrationState, ScheduleItem
from tests.factories import EVENT_START, EventPageFactory, GroupPageFactory
from tests.pages.forms import edit_address, errors_at, form_data

pytestmark = pytest.mark.django_db
EARLIER = "2026-05-04 13:30"


def edited(client: Client, event: EventPage, **changes: object) -> dict[str, object]:
    """Return the data of the event's form with `changes` applied."""
    return form_data(client.get(edit_address(event)).content) | changes


@pytest.mark.slow
def test_contradictory_fields_are_reported_at_their_field(admin_client):
    contradictions = [
        ({"ends_at": EARLIER}, "ends_at"),
        ({"status": "moved"}, "previous_starts_at"),
        ({"status": "moved", "previous_starts_at": "2026-05-11 13:30"}, "previous_starts_at"),
        ({"registration_state": "open"}, "registration_method"),
        (
            {"registration_state": "open", "registration_method": "mail"},
            "registration_email",
        ),
        (
            {"registration_state": "waiting_list", "registration_method": "link"},
            "registration_url",
        ),
        ({"registration_deadline": "2026-05-12 08:00"}, "registration_deadline"),
        ({"title": ""}, "title"),
        # Missing in spring, and repeated in autumn.
        ({"starts_at": "2026-03-29 02:30"}, "starts_at"),
        ({"ends_at": "2026-10-25 02:30"}, "ends_at"),
    ]
    event = EventPageFactory()
    unchanged = edited(admin_client, event) | {"action-publish": "1"}

    for changes, field in contradictions:
        answer = admin_client.post(edit_address(event), unchanged | changes)

        assert answer.status_code == 200, changes
        assert errors_at(answer.content, field), changes
    event.refresh_from_db()
    assert (event.starts_at, event.status) == (EVENT_START, EventStatus.CONFIRMED)
    assert event.ends_at == EVENT_START + datetime.timedelta(hours=2)


def test_unfinished_event_can_be_saved_as_a_draft(admin_client):
    # Given an event marked as moved, without its previous time
    event = EventPageFactory()
    data = edited(admin_client, event, status="moved")

    # When it is saved as a draft
    answer = admin_client.post(edit_address(event), data)

    # Then the draft is saved, and the published event is unchanged
    assert answer.status_code == 302
    event.refresh_from_db()
    assert event.status == EventStatus.CONFIRMED
    assert event.get_latest_revision_as_object().status == EventStatus.MOVED


def test_all_day_event_may_end_on_its_first_day(admin_client):
    # Given an all-day event of one day that ends at midnight of that day
    event = EventPageFactory()
    data = edited(admin_client, event, all_day="on", ends_at="2026-05-11 00:00")

    # When it is published
    answer = admin_client.post(edit_address(event), data | {"action-publish": "1"})

    # Then it lasts until the end of the day
    assert answer.status_code == 302
    event.refresh_from_db()
    assert timezone.localtime(event.over_at).isoformat() == "2026-05-12T00:00:00+02:00"


def test_schedule_on_another_day_is_refused(admin_client):
    # Given an event with a schedule copied from the month before
    last_month = EVENT_START - datetime.timedelta(days=28)
    event = EventPageFactory(schedule_items=[ScheduleItem(title="Fika", starts_at=last_month)])

    # When it is published
    data = edited(admin_client, event) | {"action-publish": "1"}
    answer = admin_client.post(edit_address(event), data)

    # Then the error is shown at the schedule item
    assert answer.status_code == 200
    assert errors_at(answer.content, "schedule_items-0-starts_at")


def test_possible_time_that_ends_before_it_starts_is_refused(admin_client):
    # Given an event with two possible times
    later = EVENT_START + datetime.timedelta(days=7)
    event = EventPageFactory(possible_dates=[PossibleDate(starts_at=later)])

    # When the second one gets an end before its start
    data = edited(admin_client, event, **{"possible_dates-0-ends_at": EARLIER})
    answer = admin_client.post(edit_address(event), data | {"action-publish": "1"})

    # Then the error is shown there
    assert errors_at(answer.content, "possible_dates-0-ends_at")


def test_new_event_is_published_from_an_empty_form(admin_client):
    # Given a group and its calendar
    group = GroupPageFactory()
    calendar = EventPageFactory().get_parent()
    address = f"/admin/pages/add/pages/eventpage/{calendar.pk}/"

    # When an editor fills in the required fields only and publishes
    data = form_data(admin_client.get(address).content) | {
        "title": "Temamöte",
        "slug": "temamote",
        "starts_at": "2026-06-01 13:30",
        "group": str(group.pk),
        "action-publish": "1",
    }
    answer = admin_client.post(address, data)

    # Then the event is listed in the group
    assert answer.status_code == 302
    event = EventPage.objects.get(slug="temamote")
    assert event.live
    assert event.group == group
    assert event.registration_state == RegistrationState.NONE
