"""Source of minutes that are documents of a group's events."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, QuerySet, UUIDField
from django.utils import timezone

from cms.statements import Parameter, Statement, among
from pages.graphql.context import ContentContext
from pages.graphql.sources.instances import instance
from pages.models import EventDocument, EventDocumentKind, EventPage
from pages.visibility import SiteTrees


@dataclass(frozen=True, slots=True)
class MinutesKey:
    """Minutes of a group in one language; of one year, or of all years for None."""

    group: UUID
    locale_id: int
    year: int | None = None


class MinutesSource:
    """Fetches minutes of groups; keys are `MinutesKey`."""

    def fetch(
        self, keys: Sequence[MinutesKey], scope: SiteTrees, context: ContentContext
    ) -> Mapping[MinutesKey, list[tuple[Any, str, int]]]:
        """Return `(date, title, document id)` of visible events, in one query.

        For a translated event, only the minutes in the key's language are returned, or else
        those in the default language.
        """
        policy, default_id = context.visibility(scope), context.default_locale_id(scope)
        rows = _MINUTES.fetch(groups={key.group for key in keys}, **_range({k.year for k in keys}))
        by_meeting: dict[UUID, dict[UUID, dict[int, list[Any]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )
        for group, title, document_id, starts_at, *place in sorted(rows, key=itemgetter(3, 4, 5)):
            event = instance(EventPage, _PLACE, place[2:])
            if policy.allows(event):
                minutes = (timezone.localdate(starts_at), title, document_id)
                by_meeting[group][event.translation_key][event.locale_id].append(minutes)
        return {
            key: [
                minutes
                for languages in by_meeting[key.group].values()
                for minutes in languages.get(key.locale_id) or languages.get(default_id) or ()
                if key.year is None or minutes[0].year == key.year
            ]
            for key in keys
        }


_PLACE = ("path", "live", "expired", "expire_at", "translation_key", "locale_id")


def _range(years: set[int | None]) -> dict[str, datetime]:
    """Return the bounds of the start times of meetings in `years`."""
    if None in years:
        return {
            "after": datetime.min.replace(tzinfo=UTC),
            "before": datetime.max.replace(tzinfo=UTC),
        }
    known = [year for year in years if year is not None]
    return {
        "after": timezone.make_aware(datetime(min(known), 1, 1)),
        "before": timezone.make_aware(datetime(max(known) + 1, 1, 1)),
    }


def _rows() -> QuerySet:
    # Visibility is checked on the rows; as a condition it would need another join.
    return (
        EventDocument.objects.filter(
            among("event__group__translation_key", "groups", UUIDField()),
            kind=EventDocumentKind.MINUTES,
            event__starts_at__gte=Parameter("after", DateTimeField()),
            event__starts_at__lt=Parameter("before", DateTimeField()),
        )
        .order_by()
        .values_list(
            "event__group__translation_key",
            "title",
            "document_id",
            "event__starts_at",
            "sort_order",
            "pk",
            *(f"event__{name}" for name in _PLACE),
        )
    )


_MINUTES = Statement(_rows)

MINUTES = MinutesSource()
