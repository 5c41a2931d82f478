"""Minutes that are documents of a group's events."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from pages.graphql.context import ContentContext
from pages.models import EventDocument, EventDocumentKind, EventPage
from pages.visibility import SiteTrees


class MinutesSource:
    """Minutes by `(translation key of the group, locale id of the reader)`."""

    def fetch(
        self, keys: Sequence[tuple[UUID, int]], scope: SiteTrees, context: ContentContext
    ) -> Mapping[tuple[UUID, int], list[tuple[Any, str, int]]]:
        """Return `(day, title, document id)` of visible events, in one query.

        A meeting with a translation is told once, in the reader's language.
        """
        policy, default_id = context.visibility(scope), context.default_locale_id(scope)
        rows = (
            EventDocument.objects.filter(
                kind=EventDocumentKind.MINUTES,
                event__in=EventPage.objects.visible(policy).filter(
                    group__translation_key__in={key for key, _ in keys}
                ),
            )
            .values_list(
                "event__group__translation_key",
                "event__translation_key",
                "event__locale_id",
                "event__starts_at",
                "title",
                "document_id",
            )
            .order_by("event__starts_at", "sort_order", "pk")
        )
        by_meeting: dict[UUID, dict[UUID, dict[int, list[Any]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )
        for group, event, locale_id, starts_at, title, document_id in rows:
            day = timezone.localdate(starts_at)
            by_meeting[group][event][locale_id].append((day, title, document_id))
        return {
            (group, locale_id): [
                minutes
                for languages in by_meeting[group].values()
                for minutes in languages.get(locale_id) or languages.get(default_id) or ()
            ]
            for group, locale_id in keys
        }


MINUTES = MinutesSource()
