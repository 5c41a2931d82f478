"""Writes the entries of the index."""

import unicodedata
from collections.abc import Iterable, Sequence
from types import ModuleType

from django.db import connection, transaction
from django.db.models import Model

from cms.search import postgresql, sqlite
from cms.search.models import SearchEntry
from cms.search.registry import SearchSource, SearchText, kinds, source_of, sources
from cms.search.terms import terms_of
from cms.search.words import title_key

# Longer texts are truncated.
LONGEST_BODY = 100_000
_BATCH = 200


def engine() -> ModuleType:
    """Return the module for the database's full-text search."""
    return postgresql if connection.vendor == "postgresql" else sqlite


def index(objects: Iterable[Model]) -> None:
    """Write the entries of objects; delete the entry of an object without text."""
    for thing in objects:
        source = source_of(type(thing))
        if source is None:
            continue
        text = source.text(thing)
        with transaction.atomic():
            if text is None:
                remove(thing)
                continue
            entry = _entry(source, thing.pk, text)
            entry.save()
            _write([(entry, text)])


def remove(thing: Model) -> None:
    """Delete the entry of an object."""
    if source := source_of(type(thing)):
        gone = SearchEntry.objects.filter(pk=entry_id(source, thing.pk))
        engine().remove(gone.values_list("pk", flat=True))
        gone.delete()


def entry_id(source: SearchSource, object_id: int) -> int:
    """Return the id of an object's entry: higher for lasting sources, then for newer objects.

    If a word has thousands of matches, only those with the highest ids are ranked.
    """
    number = list(kinds()).index(source.kind)
    return source.lasting << 52 | object_id << 4 | number


def rebuild() -> int:
    """Rebuild the whole index and return its size; the old one is used until the commit."""
    written = 0
    with transaction.atomic():
        engine().remove(list(SearchEntry.objects.values_list("pk", flat=True)))
        SearchEntry.objects.all().delete()
        for source in sources():
            batch: list[tuple[SearchEntry, SearchText]] = []
            for thing in source.all_rows().order_by("pk").iterator(_BATCH):
                text = source.text(thing)
                if text is not None:
                    batch.append((_entry(source, thing.pk, text), text))
                if len(batch) == _BATCH:
                    written += _create(batch)
                    batch = []
            written += _create(batch)
    return written


def _create(batch: Sequence[tuple[SearchEntry, SearchText]]) -> int:
    SearchEntry.objects.bulk_create(entry for entry, _ in batch)
    _write(batch)
    return len(batch)


def _write(rows: Sequence[tuple[SearchEntry, SearchText]]) -> None:
    engine().write(
        (entry.pk, terms_of(entry.title, entry.body, text.languages), text.languages)
        for entry, text in rows
    )


def _entry(source: SearchSource, object_id: int, text: SearchText) -> SearchEntry:
    return SearchEntry(
        id=entry_id(source, object_id),
        kind=source.kind,
        object_id=object_id,
        title=_clean(text.title)[:255],
        title_key=title_key(text.title),
        body=_clean(text.body)[:LONGEST_BODY],
        boost=source.boost,
    )


def _clean(text: str) -> str:
    """Return the text in Unicode form C and without NUL, which PostgreSQL refuses."""
    return unicodedata.normalize("NFC", text.replace("\0", "")).strip()
