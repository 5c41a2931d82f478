"""Sources of organisations, venues, topics and services, and of pages' ancestors and
translations.
"""

import copy
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import BigIntegerField, Q, TextField, UUIDField
from wagtail.models import Page

from cms.statements import among
from pages.graphql.context import ContentContext
from pages.graphql.sources.instances import PLACE_COLUMNS, InstanceStatement
from pages.models import Organisation, Topic, Venue
from pages.visibility import SiteTrees

_IDS = among("pk", "ids", BigIntegerField())
_KEYS = among("translation_key", "keys", UUIDField())


class SnippetSource:
    """Fetches snippets without translations; keys are `(id, locale id of the reader)`."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.statement = InstanceStatement(model, lambda: model._default_manager.filter(_IDS))

    def fetch(
        self, keys: Sequence[tuple[int, int]], scope: SiteTrees, context: ContentContext
    ) -> Mapping[tuple[int, int], Any]:
        """Return one instance per key, with `reading_locale_id` set."""
        rows = {row.pk: row for row in self.statement.objects(ids={pk for pk, _ in keys})}
        return {key: read_in(rows[key[0]], key[1]) for key in keys if key[0] in rows}


def read_in(snippet: Any, locale_id: int) -> Any:
    """Return a copy with `reading_locale_id` set, the language for its relations."""
    snippet = copy.copy(snippet)
    snippet.reading_locale_id = locale_id
    return snippet


class TranslatedSnippetSource:
    """Fetches translatable snippets; keys are `(id or translation key, locale id)`."""

    def __init__(self, model: type[models.Model]) -> None:
        asked = model._default_manager.filter(Q(_IDS) | Q(_KEYS)).values("translation_key")
        self.statement = InstanceStatement(
            model, lambda: model._default_manager.filter(translation_key__in=asked)
        )

    def fetch(
        self, keys: Sequence[tuple[Any, int]], scope: SiteTrees, context: ContentContext
    ) -> Mapping[tuple[Any, int], Any]:
        """Return each snippet in the key's language, else in the default one, else in any."""
        ids = {key for key, _ in keys if isinstance(key, int)}
        names = {key for key, _ in keys if not isinstance(key, int)}
        rows = sorted(self.statement.objects(ids=ids, keys=names), key=lambda row: row.pk)
        by_id = {row.pk: row.translation_key for row in rows}
        by_language: dict[Any, dict[int, Any]] = defaultdict(dict)
        for row in rows:
            by_language[row.translation_key][row.locale_id] = row
        default_id = context.default_locale_id(scope)
        found = {}
        for key, locale_id in keys:
            choice = by_language.get(by_id.get(key, key) if isinstance(key, int) else key, {})
            row = (
                choice.get(locale_id) or choice.get(default_id) or next(iter(choice.values()), None)
            )
            if row is not None:
                found[key, locale_id] = row
        return found


class FamilySource:
    """Fetches ancestors and translations of pages, for breadcrumbs and language switches.

    Keys are `("at", tree path)` and `("translations", translation key)`.
    """

    def fetch(
        self, keys: Sequence[tuple[str, Any]], scope: SiteTrees, context: ContentContext
    ) -> Mapping[tuple[str, Any], Any]:
        """Return visible pages with the columns of Wagtail's page table, in one query."""
        paths = {value for kind, value in keys if kind == "at"}
        translations = {value for kind, value in keys if kind == "translations"}
        policy = context.visibility(scope)
        rows = _FAMILY.objects(paths=paths, keys=translations)
        found: dict[tuple[str, Any], Any] = {}
        for row in sorted(filter(policy.allows, rows), key=lambda row: row.pk):
            if row.path in paths:
                found["at", row.path] = row
            if row.translation_key in translations:
                found.setdefault(("translations", row.translation_key), []).append(row)
        return found


_FAMILY = InstanceStatement(
    Page,
    lambda: Page.objects.filter(Q(among("path", "paths", TextField())) | Q(_KEYS)),
    PLACE_COLUMNS,
)

ORGANISATIONS = SnippetSource(Organisation)
VENUES = TranslatedSnippetSource(Venue)
TOPICS = TranslatedSnippetSource(Topic)
FAMILIES = FamilySource()
