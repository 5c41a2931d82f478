"""The list of a group's minutes, and the number of minutes per year."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from cms.bounded_cache import BoundedCache
from cms.graphql.errors import BadUserInput
from cms.graphql.fields import Call, Fetch, Loading
from cms.graphql.lists import cursors
from cms.graphql.lists.connections import Page, Paging, page_size
from cms.graphql.lists.cursors import Key
from cms.statements import Statement
from pages.graphql.relations import draft_rows, reading_locale
from pages.graphql.sources.listed_minutes import (
    OF_ARCHIVE,
    OF_EVENT,
    ListedMinutes,
    MinutesQueries,
    midnight,
)
from pages.graphql.sources.media import DOCUMENTS
from pages.models import GroupPage

# Larger than any id. Unsaved rows of a draft follow the saved ones.
_UNSAVED = 2**40


@dataclass(frozen=True, slots=True)
class YearOfMinutes:
    """The number of minutes of one year."""

    year: int
    count: int


class _Order(Enum):
    NEWEST_FIRST = "newest_first"


# Minutes come from two tables; see MinutesLoader.
LISTING = Paging(
    "minutes by group",
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
        of_events, archived = groups.first()

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


class _Groups:
    """The groups whose minutes are loaded together; each method makes one query at most."""

    def __init__(self, groups: Sequence[GroupPage], call: Call) -> None:
        self.groups = groups
        self.call = call
        self.private_collections = call.context.environment.private_collection_paths
        # The public ones among the documents of drafts.
        self.public_documents: Mapping[int, Any] = {}
        self.saved_ids = [group.pk for group in groups if draft_rows(group) is None]
        self.keys_by_locale: dict[int, set[UUID]] = defaultdict(set)
        for group in groups:
            self.keys_by_locale[reading_locale(group)].add(group.translation_key)

    def first(self) -> tuple[Mapping[Any, list[ListedMinutes]], Mapping[int, list[ListedMinutes]]]:
        """Return the first minutes of events by language and key of the group, and those of the
        archives by id of the group.
        """
        keys = {f"groups_{locale_id}": keys for locale_id, keys in self.keys_by_locale.items()}
        of_events, archived = defaultdict(list), defaultdict(list)
        for locale_id, group_id, key, moment, *row in self._statement().fetch(
            **self.call.context.moment(), **keys, archives=self.saved_ids
        ):
            if locale_id is None:
                start = midnight(moment.astimezone(datetime.UTC).date())
                archived[group_id].append(ListedMinutes(start, OF_ARCHIVE, *row))
            else:
                of_events[locale_id, key].append(ListedMinutes(moment, OF_EVENT, *row))
        return of_events, archived

    def _statement(self) -> Statement:
        """Return the statement of a page; the one of the first page of all years is cached."""
        arguments, context, scope = self.call.arguments, self.call.context, self.call.scope
        backwards, limit = bool(arguments.get("last")), page_size(arguments) + 1
        year, cursor = arguments.get("year"), self._cursor()
        policy = context.at_any_time().visibility(scope)
        default_id, locale_ids = context.default_locale_id(scope), tuple(self.keys_by_locale)

        def prepare() -> Statement:
            queries = MinutesQueries(
                policy, default_id, self.private_collections, year, cursor, backwards, limit
            )
            return Statement(lambda: queries.first(locale_ids))

        if year is not None or cursor is not None:
            return prepare()
        key = (locale_ids, scope, policy.private_paths, self.private_collections, backwards, limit)
        return _STATEMENTS.get(key, prepare)

    def cut_draft(self, group: GroupPage) -> list[ListedMinutes]:
        """Return the minutes in a draft's archive that follow the cursor."""
        year = self.call.arguments.get("year")
        rows = [
            each for each in self._draft_archive(group) if year is None or each.held_on.year == year
        ]
        if cursor := self._cursor():
            moment, source, owner_id, number = cursor
            start = _place(ListedMinutes(moment, source, owner_id, number, "", 0))
            if self.call.arguments.get("last"):
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
            self.call.context.visibility(self.call.scope).private_paths,
            self.private_collections,
        )
        rows = self.call.context.total(key, self._count)
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

    def _count(self) -> list[Sequence[Any]]:
        context, scope = self.call.context, self.call.scope
        queries = MinutesQueries(
            context.visibility(scope), context.default_locale_id(scope), self.private_collections
        )
        return list(queries.by_year(self.keys_by_locale, self.saved_ids))

    def _draft_archive(self, group: GroupPage) -> list[ListedMinutes]:
        rows = (draft_rows(group) or {}).get("archived_minutes", ())
        return [
            ListedMinutes(
                midnight(row.held_on),
                OF_ARCHIVE,
                0,
                row.pk or _UNSAVED + index,
                row.title,
                row.document_id,
            )
            for index, row in enumerate(rows)
            if row.document_id in self.public_documents
        ]

    def _cursor(self) -> Sequence[Any] | None:
        cursor = self.call.arguments.get("before" if self.call.arguments.get("last") else "after")
        return cursors.decode(LISTING.fingerprint(self.call.arguments), cursor) if cursor else None


_STATEMENTS = BoundedCache[Statement]()
