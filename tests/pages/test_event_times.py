"""The end of an event (`over_at`), for every way to change its times."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from pages.models import EventPage, PossibleDate, ScheduleItem
from tests.factories import EVENT_START, EventPageFactory
from tests.pages.forms import edit_address, form_data

pytestmark = pytest.mark.django_db
WEEK = datetime.timedelta(days=7)
HOURS = datetime.timedelta(hours=2)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def over_at(event: EventPage) -> datetime.datetime:
    return timezone.localtime(EventPage.objects.get(pk=event.pk).over_at)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "all_day", "over"),
    [
        ("2026-05-11T13:30", "2026-05-11T15:30", False, "2026-05-11T15:30:00+02:00"),
        ("2026-05-11T13:30", None, False, "2026-05-12T00:00:00+02:00"),
        ("2026-05-30T00:00", "2026-07-05T00:00", True, "2026-07-06T00:00:00+02:00"),
        # Nights with a change of clocks have 23 or 25 hours.
        ("2026-03-29T01:30", None, False, "2026-03-30T00:00:00+02:00"),
        ("2026-10-25T02:30", None, False, "2026-10-26T00:00:00+01:00"),
        ("2026-10-24T00:00", "2026-10-25T00:00", True, "2026-10-26T00:00:00+01:00"),
    ],
)
def test_event_is_over_at_its_end_or_after_its_last_day(starts_at, ends_at, all_day, over):
    # Given an event with these times in Stockholm
    start, end = (
        value and datetime.datetime.fromisoformat(value).replace(tzinfo=STOCKHOLM)
        for value in (starts_at, ends_at)
    )
    event = EventPageFactory(starts_at=start, ends_at=end, all_day=all_day)

    # Then it ends at this time
    assert over_at(event).isoformat() == over


@pytest.mark.parametrize(("minutes", "is_refused"), [(45, False), (-15, True)])
def test_ends_are_compared_as_instants(minutes, is_refused):
    # Given an event at 02:30, first occurrence, on the day when clocks go back
    start = datetime.datetime(2026, 10, 25, 2, 30, tzinfo=STOCKHOLM)
    end = start.astimezone(datetime.UTC) + datetime.timedelta(minutes=minutes)
    times = {"starts_at": start, "ends_at": end.astimezone(STOCKHOLM)}
    assert f"{times['ends_at']:%H:%M}" == "02:15"
    event = EventPageFactory(starts_at=start, ends_at=None)
    event.ends_at = times["ends_at"]

    # Then an end 45 minutes later (02:15, second occurrence) is valid, one 15 minutes earlier is
    # not,
    # and an invalid end counts as the start, since drafts can contain it
    refused = 0
    for checked in (event, PossibleDate(event=event, **times), ScheduleItem(event=event, **times)):
        try:
            checked.clean()
        except ValidationError as error:
            refused += "ends_at" in error.message_dict
    assert refused == (3 if is_refused else 0)
    # and what was refused is over when it begins, for drafts hold it all the same
    assert event.last_possible_end().timestamp() == max(start.timestamp(), end.timestamp())


def test_event_with_two_possible_times_is_over_after_the_later_one():
    # Given a meeting with a date this week and an alternative next week
    later = PossibleDate(starts_at=EVENT_START + WEEK, ends_at=EVENT_START + WEEK + HOURS)
    event = EventPageFactory(possible_dates=[later])

    # Then it is upcoming until the alternative is over
    assert over_at(event) == EVENT_START + WEEK + HOURS


def test_withdrawn_time_does_not_count(admin_client):
    # Given a meeting with a date this week and an alternative next week
    later = PossibleDate(starts_at=EVENT_START + WEEK, ends_at=EVENT_START + WEEK + HOURS)
    event = EventPageFactory(possible_dates=[later])

    # When an editor withdraws the alternative and publishes
    data = form_data(admin_client.get(edit_address(event)).content)
    data |= {"possible_dates-0-withdrawn": "on", "action-publish": "1"}
    admin_client.post(edit_address(event), data)

    # Then it is over after this week's date
    assert over_at(event) == EVENT_START + HOURS


def test_possible_time_deleted_elsewhere_no_longer_counts():
    # Given a possible time that is deleted without saving the page
    event = EventPageFactory(possible_dates=[PossibleDate(starts_at=EVENT_START + WEEK)])
    PossibleDate.objects.get().delete()

    # Then the end is recomputed, and again when one is added
    assert over_at(event) == EVENT_START + HOURS
    PossibleDate.objects.create(
        event=event, starts_at=EVENT_START + WEEK, ends_at=EVENT_START + WEEK + HOURS
    )
    assert over_at(event) == EVENT_START + WEEK + HOURS


def test_draft_of_a_new_time_changes_nothing_until_it_is_published(admin_client):
    # Given a published meeting
    event = EventPageFactory()

    # When an editor saves a draft with another time
    data = form_data(admin_client.get(edit_address(event)).content)
    data |= {"starts_at": "2026-05-18 13:30", "ends_at": "2026-05-18 15:30"}
    admin_client.post(edit_address(event), data)

    # Then the published time is unchanged until the draft is published
    assert over_at(event) == EVENT_START + HOURS
    EventPage.objects.get(pk=event.pk).get_latest_revision().publish()
    assert over_at(event) == EVENT_START + WEEK + HOURS


def test_time_published_on_schedule_counts_from_then():
    # Given a published meeting with a new time that is scheduled for tomorrow
    with time_machine.travel(EVENT_START - WEEK, tick=False):
        event = EventPageFactory()
        event.save_revision().publish()
        event.refresh_from_db()
        event.starts_at, event.ends_at = EVENT_START + WEEK, EVENT_START + WEEK + HOURS
        event.go_live_at = EVENT_START - WEEK + datetime.timedelta(days=1)
        event.save_revision().publish()
        assert over_at(event) == EVENT_START + HOURS

    # When it is published by the schedule
    with time_machine.travel(EVENT_START, tick=False):
        call_command("publish_scheduled")

    # Then the new time counts
    assert over_at(event) == EVENT_START + WEEK + HOURS
