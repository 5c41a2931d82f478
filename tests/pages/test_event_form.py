"""The event editor: what it refuses, and where it says so."""

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
    """Return the event's form as the browser holds it, with `changes` typed in."""
    return form_data(client.get(edit_address(event)).content) | changes


@pytest.mark.parametrize(
    ("changes", "field"),
    [
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
        # Left out in spring, and there twice in autumn.
        ({"starts_at": "2026-03-29 02:30"}, "starts_at"),
        ({"ends_at": "2026-10-25 02:30"}, "ends_at"),
    ],
)
def test_contradiction_is_refused_at_its_field(admin_client, changes, field):
    # Given a published event
    event = EventPageFactory()

    # When an editor publishes something that contradicts itself
    data = edited(admin_client, event, **changes) | {"action-publish": "1"}
    answer = admin_client.post(edit_address(event), data)

    # Then the form comes back with a message at the field, and readers see what they saw
    assert answer.status_code == 200
    assert errors_at(answer.content, field)
    event.refresh_from_db()
    assert event.ends_at == EVENT_START + datetime.timedelta(hours=2)


def test_unfinished_event_can_be_saved_as_a_draft(admin_client):
    # Given a meeting that will be moved, to a time that was not written down yet
    event = EventPageFactory()
    data = edited(admin_client, event, status="moved")

    # When it is saved without being published
    answer = admin_client.post(edit_address(event), data)

    # Then the draft is kept, and readers see nothing of it
    assert answer.status_code == 302
    event.refresh_from_db()
    assert event.status == EventStatus.CONFIRMED
    assert event.get_latest_revision_as_object().status == EventStatus.MOVED


def test_all_day_event_may_end_on_its_first_day(admin_client):
    # Given an event of one whole day, whose end somebody set to midnight of that day
    event = EventPageFactory()
    data = edited(admin_client, event, all_day="on", ends_at="2026-05-11 00:00")

    # When it is published
    answer = admin_client.post(edit_address(event), data | {"action-publish": "1"})

    # Then it counts until the day is over
    assert answer.status_code == 302
    event.refresh_from_db()
    assert timezone.localtime(event.over_at).isoformat() == "2026-05-12T00:00:00+02:00"


def test_schedule_of_another_day_is_refused(admin_client):
    # Given an event whose schedule was copied with it from the month before
    last_month = EVENT_START - datetime.timedelta(days=28)
    event = EventPageFactory(schedule_items=[ScheduleItem(title="Fika", starts_at=last_month)])

    # When it is published
    data = edited(admin_client, event) | {"action-publish": "1"}
    answer = admin_client.post(edit_address(event), data)

    # Then the schedule item is the one that is marked
    assert answer.status_code == 200
    assert errors_at(answer.content, "schedule_items-0-starts_at")


def test_possible_time_that_ends_before_it_starts_is_refused(admin_client):
    # Given an event with two possible times
    later = EVENT_START + datetime.timedelta(days=7)
    event = EventPageFactory(possible_dates=[PossibleDate(starts_at=later)])

    # When the second one gets an end before its start
    data = edited(admin_client, event, **{"possible_dates-0-ends_at": EARLIER})
    answer = admin_client.post(edit_address(event), data | {"action-publish": "1"})

    # Then it is marked
    assert errors_at(answer.content, "possible_dates-0-ends_at")


def test_new_event_is_published_from_an_empty_form(admin_client):
    # Given a group and its calendar
    group = GroupPageFactory()
    calendar = EventPageFactory().get_parent()
    address = f"/admin/pages/add/pages/eventpage/{calendar.pk}/"

    # When an editor fills in the least and publishes
    data = form_data(admin_client.get(address).content) | {
        "title": "Temamöte",
        "slug": "temamote",
        "starts_at": "2026-06-01 13:30",
        "group": str(group.pk),
        "action-publish": "1",
    }
    answer = admin_client.post(address, data)

    # Then readers find it at the group
    assert answer.status_code == 302
    event = EventPage.objects.get(slug="temamote")
    assert event.live
    assert event.group == group
    assert event.registration_state == RegistrationState.NONE
