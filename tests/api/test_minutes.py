"""The list of a group's minutes and their years."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import EventDocument, GroupMinutes, GroupPage
from pages.previews.grants import create_preview_grant
from tests.api.drafts import NOW, never_saved, spread
from tests.api.test_visibility import draft, expired, private_collection
from tests.api.translations import translated
from tests.factories import (
    STOCKHOLM,
    ContentDocumentFactory,
    EventPageFactory,
    GroupPageFactory,
    locale,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

LIST = """query ($first: Int = 20, $after: String, $year: Int,
  $locale: String) { group(slug: "g", locale: $locale) {
    minutesYears { year count }
    minutesList(first: $first, after: $after, year: $year) {
      totalCount pageInfo { hasNextPage endCursor } edges { cursor node { title } }
      nodes { heldOn title document { url } } } } }"""
BACKWARDS = """query ($last: Int!, $before: String) { group(slug: "g") {
    minutesList(last: $last, before: $before) {
      pageInfo { hasPreviousPage startCursor } nodes { title } } } }"""


@pytest.fixture
def document(db):
    return ContentDocumentFactory()


def held(group, document, day, *titles, **fields):
    """Publish an event on a day, at 18:00, with minutes."""
    return EventPageFactory(
        group=group,
        starts_at=datetime.datetime.combine(day, datetime.time(18), tzinfo=STOCKHOLM),
        documents=[
            EventDocument(title=title, kind="minutes", document=document) for title in titles
        ],
        **fields,
    )


def archived(document, day, title):
    return GroupMinutes(held_on=day, title=title, document=document)


def many(document):
    """Publish a group with minutes of both kinds, several of them on the same day.

    Returns their titles in order.
    """
    days = [datetime.date(2024, 12, 30) + datetime.timedelta(days=number) for number in range(5)]
    group = GroupPageFactory(
        slug="g",
        archived_minutes=[
            archived(document, day, f"{day} archive {number}") for day in days for number in (1, 2)
        ],
    )
    for day in days:
        held(group, document, day, f"{day} event 1", f"{day} event 2")
        held(group, document, day, f"{day} event 3")
    return [
        f"{day} {name}"
        for day in reversed(days)
        for name in ("event 1", "event 2", "event 3", "archive 1", "archive 2")
    ]


def titles(page):
    return [node["title"] for node in page["nodes"]]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 25, 100])
def test_pages_forwards_contain_all_minutes_in_order(ask, document, size):
    expected = many(document)

    found, after = [], None
    while True:
        page = ask(LIST, first=size, after=after)["group"]["minutesList"]
        found += titles(page)
        assert page["totalCount"] == len(expected)
        assert [each["node"]["title"] for each in page["edges"]] == titles(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break

    assert found == expected


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_backwards_contain_all_minutes_in_order(ask, document, size):
    expected = many(document)

    found, before, more = [], None, True
    while more:
        page = ask(BACKWARDS, last=size, before=before)["group"]["minutesList"]
        found = titles(page) + found
        before, more = page["pageInfo"]["startCursor"], page["pageInfo"]["hasPreviousPage"]

    assert found == expected


def test_minutes_added_later_do_not_shift_the_next_page(ask, document):
    expected = many(document)
    after = ask(LIST, first=4)["group"]["minutesList"]["pageInfo"]["endCursor"]

    held(GroupPage.objects.get(), document, datetime.date(2026, 1, 1), "New")

    assert titles(ask(LIST, first=4, after=after)["group"]["minutesList"]) == expected[4:8]


def test_year_selects_list_and_total(ask, document):
    # Given a meeting in the last hour of a year in UTC, which is in the next one in Sweden
    expected = many(document)
    EventPageFactory(
        group=GroupPage.objects.get(),
        starts_at=datetime.datetime(2025, 12, 31, 23, 30, tzinfo=datetime.UTC),
        documents=[EventDocument(title="New Year", kind="minutes", document=document)],
    )

    # When
    groups = {year: ask(LIST, year=year)["group"] for year in (2023, 2024, 2025, 2026)}

    # Then the list of each year agrees with the counts, which the argument does not change
    lists = {year: group["minutesList"] for year, group in groups.items()}
    assert titles(lists[2023]) == []
    assert titles(lists[2024]) == [each for each in expected if each.startswith("2024")]
    assert titles(lists[2025]) == [each for each in expected if each.startswith("2025")]
    assert titles(lists[2026]) == ["New Year"]
    assert lists[2026]["nodes"][0]["heldOn"] == "2026-01-01"
    assert [each["totalCount"] for each in lists.values()] == [0, 10, 15, 1]
    for group in groups.values():
        assert group["minutesYears"] == [
            {"year": 2026, "count": 1},
            {"year": 2025, "count": 15},
            {"year": 2024, "count": 10},
        ]


def test_pages_of_a_year_contain_all_its_minutes(ask, document):
    expected = [each for each in many(document) if each.startswith("2025")]

    first = ask(LIST, first=8, year=2025)["group"]["minutesList"]
    after = first["pageInfo"]["endCursor"]
    second = ask(LIST, first=8, year=2025, after=after)["group"]["minutesList"]

    assert titles(first) + titles(second) == expected


def test_hidden_minutes_are_neither_listed_nor_counted(ask, document):
    # Given
    private = ContentDocumentFactory(collection=private_collection())
    day = datetime.date(2025, 5, 1)
    group = GroupPageFactory(
        slug="g",
        archived_minutes=[
            archived(private, day, "Archived, private"),
            archived(document, day, "Archived"),
        ],
    )
    held(group, document, day, "Held")
    held(group, private, day, "Held, private")
    for hide in (draft, expired):
        hide(held(group, document, day, f"Held, {hide.__name__}"))
    EventPageFactory(
        group=group,
        documents=[EventDocument(title="Slides", kind="presentation", document=document)],
    )
    held(GroupPageFactory(slug="other"), document, day, "Of another group")

    # When
    found = ask(LIST)["group"]

    # Then
    assert titles(found["minutesList"]) == ["Held", "Archived"]
    assert found["minutesList"]["totalCount"] == 2
    assert found["minutesYears"] == [{"year": 2025, "count": 2}]


def test_translated_minutes_replace_those_in_the_default_language(ask, document):
    # Given a meeting with English minutes, one with an English page only, one without either
    group = GroupPageFactory(slug="g")
    days = [datetime.date(2025, 5, number) for number in (1, 2, 3)]
    first, second, _ = (held(group, document, day, f"{day} sv") for day in days)
    english = translated(group)
    translation = translated(first)
    translation.documents.set(
        [EventDocument(title=f"{days[0]} en", kind="minutes", document=document)]
    )
    translation.save()
    without = translated(second)
    without.documents.set([])
    without.save()
    english.archived_minutes.set([archived(document, days[0], "English archive")])
    english.save()

    # When
    swedish, translated_list = (
        ask(LIST, locale=code)["group"] for code in (group.locale.language_code, "en")
    )

    # Then
    assert titles(swedish["minutesList"]) == [f"{day} sv" for day in reversed(days)]
    assert titles(translated_list["minutesList"]) == [
        f"{days[2]} sv",
        f"{days[1]} sv",
        f"{days[0]} en",
        "English archive",
    ]
    assert translated_list["minutesList"]["totalCount"] == 4
    assert translated_list["minutesYears"] == [{"year": 2025, "count": 4}]
    assert swedish["minutesYears"] == [{"year": 2025, "count": 3}]
    assert english.locale == locale("en")


def test_each_group_of_a_list_has_its_own_minutes(ask, document):
    # Given
    day = datetime.date(2025, 5, 1)
    for name in "ab":
        group = GroupPageFactory(
            slug=name,
            title=name,
            archived_minutes=[archived(document, day, f"{name} {number}") for number in (1, 2, 3)],
        )
        for number in (1, 2, 3):
            later = day + datetime.timedelta(days=number)
            held(group, document, later, f"{name} held {number}")

    # When
    found = ask(
        """{ groups { nodes { minutesYears { year count }
          all: minutesList { nodes { title } }
          minutesList(first: 2) { totalCount nodes { title } } } } }"""
    )["groups"]["nodes"]

    # Then
    for name, group in zip("ab", found, strict=True):
        held_titles = [f"{name} held {number}" for number in (3, 2, 1)]
        assert titles(group["minutesList"]) == held_titles[:2]
        assert titles(group["all"]) == [*held_titles, *(f"{name} {each}" for each in (1, 2, 3))]
        assert group["minutesList"]["totalCount"] == 6
        assert group["minutesYears"] == [{"year": 2025, "count": 6}]


def test_number_of_queries_does_not_depend_on_minutes(ask, document):
    day = datetime.date(2025, 5, 1)
    group = GroupPageFactory(slug="g", archived_minutes=[archived(document, day, "Archived")])
    held(group, document, day, "Held")

    def count():
        with CaptureQueriesContext(connection) as captured:
            found = ask(LIST, first=100)["group"]["minutesList"]
        return len(captured), found["totalCount"], len(found["nodes"])

    at_one = count()
    group.archived_minutes.add(*(archived(document, day, str(number)) for number in range(25)))
    group.save()
    held(group, document, day, *map(str, range(25)))

    assert at_one[1:] == (2, 2)
    assert count() == (at_one[0], 52, 52)


def test_preview_has_the_archive_of_the_draft(read, ask, maker, document):
    # Given a draft with a changed archive, and an unsaved group
    day = datetime.date(2025, 5, 1)
    private = ContentDocumentFactory(collection=private_collection())
    group = GroupPageFactory(slug="g", archived_minutes=[archived(document, day, "Published")])
    held(group, document, day, "Held")
    group.archived_minutes.set(
        [
            archived(document, day, "Draft 1"),
            archived(document, day, "Draft 2"),
            archived(private, day, "Private"),
        ]
    )
    group.save_revision()
    unsaved = never_saved(GroupPage, archived_minutes=[archived(document, day, "Unsaved")])
    fields = (
        "minutesYears { year count } minutesList(first: 2) { totalCount pageInfo { endCursor } "
        "nodes { title } }"
    )

    # When
    token = create_preview_grant(group.get_latest_revision_as_object(), maker, NOW)
    found = read(token, spread(GroupPage, fields))["page"]
    after = found["minutesList"]["pageInfo"]["endCursor"]
    rest = read(token, spread(GroupPage, f'minutesList(after: "{after}") {{ nodes {{ title }} }}'))[
        "page"
    ]
    of_unsaved = read(create_preview_grant(unsaved, maker, NOW), spread(GroupPage, fields))["page"]

    # Then the published group is unchanged
    assert titles(found["minutesList"]) == ["Held", "Draft 1"]
    assert found["minutesList"]["totalCount"] == 3
    assert titles(rest["minutesList"]) == ["Draft 2"]
    assert found["minutesYears"] == [{"year": 2025, "count": 3}]
    assert titles(of_unsaved["minutesList"]) == ["Unsaved"]
    assert of_unsaved["minutesYears"] == [{"year": 2025, "count": 1}]
    assert titles(ask(LIST)["group"]["minutesList"]) == ["Held", "Published"]


@pytest.mark.parametrize("arguments", ["year: 1899", "year: 2201", "first: 0", "first: 101"])
def test_bad_argument_is_refused(refused, arguments):
    error = refused(f'{{ group(slug: "g") {{ minutesList({arguments}) {{ totalCount }} }} }}')

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert f"'{arguments.split(':')[0]}'" in error["message"]


def test_cursor_of_another_year_is_refused(ask, refused, document):
    many(document)
    after = ask(LIST, first=1, year=2025)["group"]["minutesList"]["pageInfo"]["endCursor"]

    error = refused(LIST, after=after, year=2024)

    assert "'after'" in error["message"]
