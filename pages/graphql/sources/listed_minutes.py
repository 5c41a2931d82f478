"""SQL of the list of a group's minutes.

Minutes are documents of the group's events, or rows of the group's archive. Events are read in the
order of an index, one more than a page, and merged with as many rows of the archive.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, ExtractYear
from django.utils import timezone

from cms.graphql.lists import cursors
from cms.graphql.lists.connections import united
from cms.graphql.lists.cursors import Key
from cms.statements import FirstOfEach, among
from pages.models import EventDocument, EventDocumentKind, EventPage, GroupMinutes, GroupPage
from pages.visibility import Visibility

OF_EVENT, OF_ARCHIVE = 0, 1


@dataclass(frozen=True, slots=True, eq=False)
class ListedMinutes:
    """Minutes in the list.

    `moment` is the start of the event, or midnight for a row of the archive. `owner_id` is the id
    of the event, and 0 for a row of the archive. `number` is the id of the row in the table that
    `source` stands for.
    """

    moment: datetime.datetime
    source: int
    owner_id: int
    number: int
    title: str
    document_id: int

    @property
    def held_on(self) -> datetime.date:
        """The day of the meeting in Swedish time."""
        return timezone.localdate(self.moment)


def midnight(day: datetime.date) -> datetime.datetime:
    """Return the start of a day in Swedish time."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


@dataclass(frozen=True)
class MinutesQueries:
    """Querysets of public minutes, of all years or of one, after a cursor if there is one.

    `cursor` is the values of the sort keys of `ListedMinutes`; `limit` is the number of rows of
    each group.
    """

    policy: Visibility
    default_locale_id: int
    private_collections: tuple[str, ...]
    year: int | None = None
    cursor: Sequence[Any] | None = None
    backwards: bool = False
    limit: int = 0

    def first(self, locale_ids: Iterable[int]) -> QuerySet:
        """Return `(locale id, id of the group, key of the group, *values of ListedMinutes)`,
        without the source.

        The locale id is None for the archives; their moment is midnight in UTC. Parameters of a
        statement: `groups_<locale id>`, the keys of the groups; `archives`, the ids of groups.
        """
        selected = []
        for locale_id in locale_ids:
            events = self._events(locale_id).filter(
                self._in_year("starts_at", as_date=False),
                self._events_beyond(),
                group=FirstOfEach.PARENT,
            )
            first = self._slice(events, "starts_at")
            keys = among("translation_key", f"groups_{locale_id}", UUIDField())
            groups = GroupPage.objects.filter(keys).order_by().values("pk")
            rows = self._documents().filter(
                self._documents_beyond(), event__in=FirstOfEach(groups, first)
            )
            selected.append(
                rows.order_by()
                .annotate(partition=Value(locale_id, IntegerField()))
                .values_list(
                    "partition",
                    "event__group_id",
                    "event__group__translation_key",
                    "event__starts_at",
                    "event_id",
                    "pk",
                    "title",
                    "document_id",
                )
            )
        return united([*selected, self._first_of_archives()])

    def _first_of_archives(self) -> QuerySet:
        archive = self._archived().filter(
            self._in_year("held_on", as_date=True),
            self._archive_beyond(),
            group=FirstOfEach.PARENT,
        )
        ids = among("pk", "archives", BigIntegerField())
        groups = GroupPage.objects.filter(ids).order_by().values("pk")
        rows = GroupMinutes.objects.filter(
            pk__in=FirstOfEach(groups, self._slice(archive, "held_on"))
        )
        return (
            rows.order_by()
            .annotate(
                partition=Value(None, IntegerField()),
                moment=Cast("held_on", DateTimeField()),
                owner=Value(0, IntegerField()),
            )
            .values_list(
                "partition",
                "group_id",
                "group__translation_key",
                "moment",
                "owner",
                "pk",
                "title",
                "document_id",
            )
        )

    def by_year(
        self, keys_by_locale: Mapping[int, Iterable[UUID]], archives_of: Sequence[int]
    ) -> QuerySet:
        """Return `(locale id, id of the group, key of the group, year, count)` of all years.

        The locale id is None for the archives of the groups with the ids `archives_of`.
        """
        counted = [
            _by_year(
                self._documents().filter(
                    event__in=self._events(locale_id).filter(group__translation_key__in=keys)
                ),
                Value(locale_id, IntegerField()),
                "event__group",
                "event__starts_at",
            )
            for locale_id, keys in keys_by_locale.items()
        ]
        if archives_of:
            archived = self._archived().filter(group__in=archives_of)
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
        default_id = self.default_locale_id
        if locale_id == default_id:
            return events.filter(locale_id=default_id)
        translated = events.filter(translation_key=OuterRef("translation_key"), locale_id=locale_id)
        return events.filter(Q(locale_id=locale_id) | Q(locale_id=default_id) & ~Exists(translated))

    def _archived(self) -> QuerySet:
        return GroupMinutes.objects.filter(_in_public_collection(self.private_collections))

    def _in_year(self, column: str, *, as_date: bool) -> Q:
        year = self.year
        if year is None:
            return Q()
        days = datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1)
        first, end = days if as_date else map(midnight, days)
        return Q(**{f"{column}__gte": first, f"{column}__lt": end})

    def _slice(self, rows: QuerySet, column: str) -> QuerySet:
        """Return the ids of the first rows."""
        order = cursors.ordering(
            (Key(column, descending=True), Key("pk")), backwards=self.backwards
        )
        return rows.order_by(*order)[: self.limit].values("pk")

    def _events_beyond(self) -> Q:
        """Return the condition for events with minutes after the cursor."""
        cursor = self.cursor
        if cursor is None:
            return Q()
        moment, source, event_id, _ = cursor
        if source == OF_ARCHIVE:
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
        cursor = self.cursor
        if cursor is None or cursor[1] == OF_ARCHIVE:
            return Q()
        _, _, event_id, number = cursor
        after = Q(pk__lt=number) if self.backwards else Q(pk__gt=number)
        return ~Q(event_id=event_id) | after

    def _archive_beyond(self) -> Q:
        """Return the condition for rows of the archive after the cursor."""
        cursor = self.cursor
        if cursor is None:
            return Q()
        moment, source, _, number = cursor
        day = timezone.localdate(moment)
        if source == OF_EVENT:
            return Q(held_on__gt=day) if self.backwards else Q(held_on__lte=day)
        keys = (Key("held_on", descending=True), Key("pk"))
        return cursors.beyond(keys, (day, number), backwards=self.backwards)


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
