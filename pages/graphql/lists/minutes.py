"""The list of a group's minutes, and the number of minutes per year.

Minutes are documents of the group's events, or rows of the group's archive. Events are read in the
order of an index, one more than a page, and merged with as many rows of the archive.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import ExtractYear
from django.utils import timezone

from cms.graphql.errors import BadUserInput
from cms.graphql.fields import Call, Fetch, Loading
from cms.graphql.lists import cursors
from cms.graphql.lists.connections import Listing, Page, page_size, united
from cms.graphql.lists.cursors import Key
from cms.statements import FirstOfEach
from pages.graphql.lists.minutes_items import ListedMinutes, YearOfMinutes
from pages.graphql.relations import draft_rows, reading_locale
from pages.graphql.sources.media import DOCUMENTS
from pages.models import EventDocument, EventDocumentKind, EventPage, GroupMinutes, GroupPage

_OF_EVENT, _OF_ARCHIVE = 0, 1
# Larger than any id. Unsaved rows of a draft follow the saved ones.
_UNSAVED = 2**40


class _Order(Enum):
    NEWEST_FIRST = "newest_first"


def _no_rows(arguments: Mapping[str, Any], scope: Any, context: Any) -> QuerySet:
    raise NotImplementedError("Minutes come from two tables; see MinutesLoader.")


LISTING = Listing(
    "minutes by group",
    _no_rows,
    {
        _Order.NEWEST_FIRST: (
            Key("moment", descending=True),
            Key("source"),
            Key("owner_id"),
            Key("number"),
        )
    },
    _Order.NEWEST_FIRST,
)


def check_year(value: int, _arguments: Any, _context: Any) -> None:
    """Refuse a year for which there can be no minutes."""
    if not 1900 <= value <= 2200:
        raise BadUserInput(f"Argument 'year' must be between 1900 and 2200; {value} is not.")


class MinutesLoader:
    """Loads a page of each group's minutes, newest first."""

    # The key of a parent is read with every row.
    columns = ()

    def load(self, parents: Sequence[GroupPage], call: Call) -> Loading:
        """Return a page for each group.

        On the same day, events come before the archive. Minutes of the same time are in the order
        of their creation.
        """
        groups = _Groups(parents, call)
        if ids := groups.draft_document_ids():
            groups.public_documents = yield Fetch(DOCUMENTS, ids)
        year = call.arguments.get("year")
        of_events, archived = groups.events_page(), groups.archive_page()

        @cache
        def totals() -> Mapping[Any, int]:
            return {
                parent: sum(years.values()) if year is None else years[year]
                for parent, years in groups.years().items()
            }

        pages = []
        for parent in parents:
            rows = [
                *of_events[reading_locale(parent), parent.translation_key],
                *(archived[parent.pk] if draft_rows(parent) is None else groups.cut_draft(parent)),
            ]
            backwards = bool(call.arguments.get("last"))
            rows.sort(key=_place, reverse=backwards)
            size = page_size(call.arguments)
            nodes = rows[:size]
            pages.append(
                Page(
                    nodes[::-1] if backwards else nodes,
                    len(rows) > size,
                    LISTING,
                    call.arguments,
                    totals,
                    _place_of(parent),
                )
            )
        return pages


class YearsLoader:
    """Loads the years of each group's minutes, with their counts."""

    columns = ()

    def load(self, parents: Sequence[GroupPage], call: Call) -> Loading:
        """Return the years of each group, latest first."""
        groups = _Groups(parents, call)
        if ids := groups.draft_document_ids():
            groups.public_documents = yield Fetch(DOCUMENTS, ids)
        counted = groups.years()
        return [
            [
                YearOfMinutes(year, count)
                for year, count in sorted(counted[_place_of(parent)].items(), reverse=True)
            ]
            for parent in parents
        ]


def _place(minutes: ListedMinutes) -> tuple[float, int, int, int]:
    """Return the sort key of the list."""
    return -minutes.moment.timestamp(), minutes.source, minutes.owner_id, minutes.number


def _place_of(group: GroupPage) -> tuple[int, Any]:
    """Return what identifies a group among the parents; an unsaved one has no id."""
    return reading_locale(group), group.pk or group.translation_key


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


class _Groups:
    """The groups whose minutes are loaded together; each method makes one query at most."""

    def __init__(self, groups: Sequence[GroupPage], call: Call) -> None:
        self.groups = groups
        self.call = call
        self.policy = call.context.visibility(call.scope)
        self.private_collections = call.context.environment.private_collection_paths
        self.backwards = bool(call.arguments.get("last"))
        self.limit = page_size(call.arguments) + 1
        # The public ones among the documents of drafts.
        self.public_documents: Mapping[int, Any] = {}
        self.saved_ids = [group.pk for group in groups if draft_rows(group) is None]
        self.keys_by_locale: dict[int, set[UUID]] = defaultdict(set)
        for group in groups:
            self.keys_by_locale[reading_locale(group)].add(group.translation_key)

    def events_page(self) -> Mapping[tuple[int, UUID], list[ListedMinutes]]:
        """Return the first minutes of events, by language and key of the group."""
        selected = []
        for locale_id, keys in self.keys_by_locale.items():
            events = self._events(locale_id).filter(
                self._in_year("starts_at", as_date=False),
                self._events_beyond(),
                group=FirstOfEach.PARENT,
            )
            first = self._slice(events, "starts_at")
            groups = GroupPage.objects.filter(translation_key__in=keys).order_by().values("pk")
            rows = self._documents().filter(
                self._documents_beyond(), event__in=FirstOfEach(groups, first)
            )
            selected.append(
                rows.order_by()
                .annotate(partition=Value(locale_id, IntegerField()))
                .values_list(
                    "partition",
                    "event__group__translation_key",
                    "event__starts_at",
                    "event_id",
                    "pk",
                    "title",
                    "document_id",
                )
            )
        found = defaultdict(list)
        for locale_id, key, moment, *row in united(selected):
            found[locale_id, key].append(ListedMinutes(moment, _OF_EVENT, *row))
        return found

    def archive_page(self) -> Mapping[int, list[ListedMinutes]]:
        """Return the first minutes of the archives, by id of the group."""
        found: dict[int, list[ListedMinutes]] = defaultdict(list)
        if not self.saved_ids:
            return found
        archive = self._archived().filter(
            self._in_year("held_on", as_date=True),
            self._archive_beyond(),
            group=FirstOfEach.PARENT,
        )
        first = self._slice(archive, "held_on")
        groups = GroupPage.objects.filter(pk__in=self.saved_ids).order_by().values("pk")
        rows = GroupMinutes.objects.filter(pk__in=FirstOfEach(groups, first)).order_by()
        for group_id, held_on, *row in rows.values_list(
            "group_id", "held_on", "pk", "title", "document_id"
        ):
            found[group_id].append(ListedMinutes(_midnight(held_on), _OF_ARCHIVE, 0, *row))
        return found

    def cut_draft(self, group: GroupPage) -> list[ListedMinutes]:
        """Return the minutes in a draft's archive that follow the cursor."""
        year = self.call.arguments.get("year")
        rows = [
            each for each in self._draft_archive(group) if year is None or each.held_on.year == year
        ]
        if cursor := self._cursor():
            start = _place(ListedMinutes(*cursor, "", 0))
            if self.backwards:
                return [each for each in rows if _place(each) < start]
            return [each for each in rows if _place(each) > start]
        return rows

    def draft_document_ids(self) -> list[int]:
        """Return the ids of the documents in the archives of drafts."""
        return [
            row.document_id
            for group in self.groups
            for row in (draft_rows(group) or {}).get("archived_minutes", ())
        ]

    def years(self) -> Mapping[tuple[int, Any], Counter[int]]:
        """Return the number of minutes per year, by `_place_of` the group; in one query."""
        key: Hashable = (
            LISTING.name,
            frozenset((locale, frozenset(keys)) for locale, keys in self.keys_by_locale.items()),
            tuple(self.saved_ids),
            self.call.scope,
            self.policy.private_paths,
            self.private_collections,
        )
        rows = self.call.context.total(key, lambda: list(self._count()))
        of_events: dict[tuple[int, UUID], Counter[int]] = defaultdict(Counter)
        archived: dict[int, Counter[int]] = defaultdict(Counter)
        for partition, group_id, translation_key, year, count in rows:
            if partition is None:
                archived[group_id][int(year)] += count
            else:
                of_events[partition, translation_key][int(year)] += count
        return {
            _place_of(group): of_events[reading_locale(group), group.translation_key]
            + (
                archived[group.pk]
                if draft_rows(group) is None
                else Counter(each.held_on.year for each in self._draft_archive(group))
            )
            for group in self.groups
        }

    def _count(self) -> Iterable[Sequence[Any]]:
        counted = [
            _by_year(
                self._documents().filter(
                    event__in=self._events(locale_id).filter(group__translation_key__in=keys)
                ),
                Value(locale_id, IntegerField()),
                "event__group",
                "event__starts_at",
            )
            for locale_id, keys in self.keys_by_locale.items()
        ]
        if self.saved_ids:
            archived = self._archived().filter(group__in=self.saved_ids)
            counted.append(_by_year(archived, Value(None, IntegerField()), "group", "held_on"))
        return united(counted)

    def _documents(self) -> QuerySet:
        """Return the public documents that are minutes, of all events."""
        return EventDocument.objects.filter(
            _in_public_collection(self.private_collections), kind=EventDocumentKind.MINUTES
        )

    def _events(self, locale_id: int) -> QuerySet:
        """Return the public events that have minutes.

        Of an event with minutes in several languages, the one in `locale_id`, else the one in the
        default language.
        """
        # A subquery: for a join, SQLite would read the documents of all groups first.
        has_minutes = Exists(self._documents().filter(event=OuterRef("pk")))
        events = EventPage.objects.filter(self.policy.condition).filter(has_minutes)
        default_id = self.call.context.default_locale_id(self.call.scope)
        if locale_id == default_id:
            return events.filter(locale_id=default_id)
        translated = events.filter(translation_key=OuterRef("translation_key"), locale_id=locale_id)
        return events.filter(Q(locale_id=locale_id) | Q(locale_id=default_id) & ~Exists(translated))

    def _archived(self) -> QuerySet:
        return GroupMinutes.objects.filter(_in_public_collection(self.private_collections))

    def _draft_archive(self, group: GroupPage) -> list[ListedMinutes]:
        rows = (draft_rows(group) or {}).get("archived_minutes", ())
        return [
            ListedMinutes(
                _midnight(row.held_on),
                _OF_ARCHIVE,
                0,
                row.pk or _UNSAVED + index,
                row.title,
                row.document_id,
            )
            for index, row in enumerate(rows)
            if row.document_id in self.public_documents
        ]

    def _in_year(self, column: str, *, as_date: bool) -> Q:
        year = self.call.arguments.get("year")
        if year is None:
            return Q()
        days = datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1)
        first, end = days if as_date else map(_midnight, days)
        return Q(**{f"{column}__gte": first, f"{column}__lt": end})

    def _slice(self, rows: QuerySet, column: str) -> QuerySet:
        """Return the ids of the first rows."""
        order = cursors.ordering(
            (Key(column, descending=True), Key("pk")), backwards=self.backwards
        )
        return rows.order_by(*order)[: self.limit].values("pk")

    def _events_beyond(self) -> Q:
        """Return the condition for events with minutes after the cursor."""
        cursor = self._cursor()
        if cursor is None:
            return Q()
        moment, source, event_id, _ = cursor
        if source == _OF_ARCHIVE:
            # At the same moment, events come before the archive.
            return Q(starts_at__gte=moment) if self.backwards else Q(starts_at__lt=moment)
        keys = (Key("starts_at", descending=True), Key("pk"))
        rest = self._documents().filter(self._documents_beyond(), event=OuterRef("pk"))
        bound = "gte" if self.backwards else "lte"
        return (
            cursors.beyond(keys, (moment, event_id), backwards=self.backwards)
            | Q(Exists(rest), starts_at=moment, pk=event_id)
        ) & Q(**{f"starts_at__{bound}": moment})

    def _documents_beyond(self) -> Q:
        """Return the condition for documents after the cursor, given their event is not before."""
        cursor = self._cursor()
        if cursor is None or cursor[1] == _OF_ARCHIVE:
            return Q()
        _, _, event_id, number = cursor
        after = Q(pk__lt=number) if self.backwards else Q(pk__gt=number)
        return ~Q(event_id=event_id) | after

    def _archive_beyond(self) -> Q:
        """Return the condition for rows of the archive after the cursor."""
        cursor = self._cursor()
        if cursor is None:
            return Q()
        moment, source, _, number = cursor
        day = timezone.localdate(moment)
        if source == _OF_EVENT:
            return Q(held_on__gt=day) if self.backwards else Q(held_on__lte=day)
        keys = (Key("held_on", descending=True), Key("pk"))
        return cursors.beyond(keys, (day, number), backwards=self.backwards)

    def _cursor(self) -> Sequence[Any] | None:
        cursor = self.call.arguments.get("before" if self.backwards else "after")
        return cursors.decode(LISTING.fingerprint(self.call.arguments), cursor) if cursor else None


def _in_public_collection(private_paths: tuple[str, ...]) -> Q:
    """Return the condition for rows whose document is public."""
    condition = Q()
    for path in private_paths:
        condition &= ~Q(document__collection__path__startswith=path)
    return condition


def _by_year(rows: QuerySet, partition: Value, group: str, column: str) -> QuerySet:
    """Return `(partition, group id, translation key, year, count)` of minutes."""
    return (
        rows.order_by()
        .annotate(
            partition=partition,
            of_group=F(f"{group}_id"),
            of_key=F(f"{group}__translation_key"),
            year=ExtractYear(column),
        )
        .values_list("partition", "of_group", "of_key", "year")
        .annotate(total=Count("pk"))
    )
