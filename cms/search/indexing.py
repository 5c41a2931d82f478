"""Keeps the entries of the index."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from types import ModuleType
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from cms.search import postgresql, sqlite
from cms.search.catalogue import source_of, sources
from cms.search.models import SearchEntry
from cms.search.sources import SearchSource, SearchText
from cms.search.terms import terms_of
from cms.search.words import title_key

# A text longer than a book's chapter is found by its beginning.
LONGEST_BODY = 100_000
_BATCH = 200


def engine() -> ModuleType:
    """Return the module that knows the database's full-text search."""
    return postgresql if connection.vendor == "postgresql" else sqlite


def index(objects: Iterable[Model]) -> None:
    """Write objects of the sources anew; what has no words any more is forgotten."""
    for thing in objects:
        source = source_of(type(thing))
        if source is None:
            continue
        text = source.text(thing)
        with transaction.atomic():
            if text is None:
                forget(source.kind, thing.pk)
                continue
            values = _values(source, text)
            entry, _ = SearchEntry.objects.update_or_create(
                kind=source.kind, object_id=thing.pk, defaults=values
            )
            _write([(entry, text)])


def forget(kind: str, object_id: int) -> None:
    """Remove an object from the index."""
    entries = SearchEntry.objects.filter(kind=kind, object_id=object_id)
    ids = list(entries.values_list("pk", flat=True))
    if ids:
        engine().forget(ids)
        SearchEntry.objects.filter(pk__in=ids).delete()


def rebuild(progress: Callable[[int], None] = lambda count: None) -> int:
    """Write the whole index anew and return its size; readers have the old one until it is done."""
    written = 0
    with transaction.atomic():
        engine().forget(list(SearchEntry.objects.values_list("pk", flat=True)))
        SearchEntry.objects.all().delete()
        for source in sources():
            batch: list[tuple[SearchEntry, SearchText]] = []
            for thing in source.all_rows().order_by("pk").iterator(_BATCH):
                text = source.text(thing)
                if text is not None:
                    entry = SearchEntry(
                        kind=source.kind, object_id=thing.pk, **_values(source, text)
                    )
                    batch.append((entry, text))
                if len(batch) == _BATCH:
                    written += _create(batch)
                    progress(written)
                    batch = []
            written += _create(batch)
    progress(written)
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


def _values(source: SearchSource, text: SearchText) -> dict[str, Any]:
    return {
        "title": _clean(text.title)[:255],
        "title_key": title_key(text.title),
        "body": _clean(text.body)[:LONGEST_BODY],
        "boost": source.boost,
    }


def _clean(text: str) -> str:
    """Return a text in one Unicode form and without NUL, which PostgreSQL refuses."""
    return unicodedata.normalize("NFC", text.replace("\0", "")).strip()
