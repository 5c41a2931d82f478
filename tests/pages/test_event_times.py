"""When an event is over, whatever way its times were changed."""

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
        # The night in which clocks go forward has 23 hours, the one back 25.
        ("2026-03-29T01:30", None, False, "2026-03-30T00:00:00+02:00"),
        ("2026-10-25T02:30", None, False, "2026-10-26T00:00:00+01:00"),
        ("2026-10-24T00:00", "2026-10-25T00:00", True, "2026-10-26T00:00:00+01:00"),
    ],
)
def test_event_is_over_at_its_end_or_when_its_last_day_is(starts_at, ends_at, all_day, over):
    # When an event has these times in Stockholm
    start, end = (
        value and datetime.datetime.fromisoformat(value).replace(tzinfo=STOCKHOLM)
        for value in (starts_at, ends_at)
    )
    event = EventPageFactory(starts_at=start, ends_at=end, all_day=all_day)

    # Then it is over then
    assert over_at(event).isoformat() == over


@pytest.mark.parametrize(("minutes", "is_refused"), [(45, False), (-15, True)])
def test_end_is_compared_by_time_and_not_by_the_clock(minutes, is_refused):
    # Given an event from half past two, the first time on the day when clocks go back
    start = datetime.datetime(2026, 10, 25, 2, 30, tzinfo=STOCKHOLM)
    end = start.astimezone(datetime.UTC) + datetime.timedelta(minutes=minutes)
    times = {"starts_at": start, "ends_at": end.astimezone(STOCKHOLM)}
    assert f"{times['ends_at']:%H:%M}" == "02:15"
    event = EventPageFactory(starts_at=start, ends_at=None)
    event.ends_at = times["ends_at"]

    # Then 45 minutes later is after it, though the clock shows 02:15, and 15 earlier is before
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
    # When a meeting is either this week or next
    later = PossibleDate(starts_at=EVENT_START + WEEK, ends_at=EVENT_START + WEEK + HOURS)
    event = EventPageFactory(possible_dates=[later])

    # Then it is to come until next week's time is over too
    assert over_at(event) == EVENT_START + WEEK + HOURS


def test_withdrawn_time_does_not_count(admin_client):
    # Given a meeting that was either this week or next
    later = PossibleDate(starts_at=EVENT_START + WEEK, ends_at=EVENT_START + WEEK + HOURS)
    event = EventPageFactory(possible_dates=[later])

    # When an editor withdraws the later time and publishes
    data = form_data(admin_client.get(edit_address(event)).content)
    data |= {"possible_dates-0-withdrawn": "on", "action-publish": "1"}
    admin_client.post(edit_address(event), data)

    # Then it is over after this week's
    assert over_at(event) == EVENT_START + HOURS


def test_possible_time_removed_elsewhere_counts_no_more():
    # Given a meeting with a possible time that is deleted without the page being saved
    event = EventPageFactory(possible_dates=[PossibleDate(starts_at=EVENT_START + WEEK)])
    PossibleDate.objects.get().delete()

    # Then the end follows, and again when one is added
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

    # Then readers' calendars keep the time, until the draft is published
    assert over_at(event) == EVENT_START + HOURS
    EventPage.objects.get(pk=event.pk).get_latest_revision().publish()
    assert over_at(event) == EVENT_START + WEEK + HOURS


def test_time_published_on_schedule_counts_from_then():
    # Given a published meeting whose new time shall be told on the day after
    with time_machine.travel(EVENT_START - WEEK, tick=False):
        event = EventPageFactory()
        event.save_revision().publish()
        event.refresh_from_db()
        event.starts_at, event.ends_at = EVENT_START + WEEK, EVENT_START + WEEK + HOURS
        event.go_live_at = EVENT_START - WEEK + datetime.timedelta(days=1)
        event.save_revision().publish()
        assert over_at(event) == EVENT_START + HOURS

    # When that day has come
    with time_machine.travel(EVENT_START, tick=False):
        call_command("publish_scheduled")

    # Then the new time counts
    assert over_at(event) == EVENT_START + WEEK + HOURS
