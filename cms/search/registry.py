"""Registry of search sources, filled by the apps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet

# `indexing.entry_id` stores the kind's number in four bits.
MAX_KINDS = 16


@dataclass(frozen=True)
class SearchText:
    """The text of an object in the index; `languages` are the codes for stemming.

    It must contain only public content, since snippets of it are shown.
    """

    title: str
    body: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class SearchScope:
    """The language to search in, and values for the sources' `visible`.

    The engine passes `site` and `environment` on without using them.
    """

    language: str
    site: Any
    environment: Any


@dataclass(frozen=True)
class SearchSource:
    """A model whose objects are indexed.

    `kind` is the type of hits and of the filter; sources can share one, such as `page`. `text`
    returns None for an object that is not indexed. `visible` returns the objects that a reader
    may see in a scope; sources with the same function are queried together. `boost` multiplies
    the rank. `lasting` objects are ranked before others if a word has very many matches. `rows`
    returns all objects with the relations that `text` reads. `mentions` maps a model to a
    function that returns the objects whose text contains the name of one of its instances; they
    are indexed again when that instance is saved. `description` documents the kind in the API.
    """

    kind: str
    model: type[Model]
    text: Callable[[Any], SearchText | None]
    visible: Callable[[SearchScope], QuerySet[Any]]
    boost: float = 1.0
    lasting: bool = False
    rows: Callable[[], QuerySet[Any]] | None = None
    mentions: dict[type[Model], Callable[[Any], QuerySet[Any]]] = field(default_factory=dict)
    description: str = ""

    def all_rows(self) -> QuerySet[Any]:
        """Return all objects, with the relations that `text` reads."""
        return self.rows() if self.rows else self.model._default_manager.all()


_sources: dict[type[Model], SearchSource] = {}
# Kind to description, in order of registration.
_kinds: dict[str, str] = {}


def register(*sources: SearchSource) -> None:
    """Register sources; call in `ready()` of an app listed before `cms.search`.

    The order of registration determines the ids of entries: rebuild the index when it changes.
    Raises ImproperlyConfigured for a model registered twice, or too many kinds.
    """
    for source in sources:
        if source.model in _sources:
            raise ImproperlyConfigured(f"{source.model._meta.label} is registered twice.")
        if source.kind not in _kinds and len(_kinds) == MAX_KINDS:
            raise ImproperlyConfigured(f"The index has room for {MAX_KINDS} kinds.")
        _sources[source.model] = source
        _kinds.setdefault(source.kind, source.description)


def sources() -> tuple[SearchSource, ...]:
    """Return all sources in order of registration."""
    return tuple(_sources.values())


def kinds() -> dict[str, str]:
    """Return each kind, such as `group`, with its description, in order of registration."""
    return dict(_kinds)


def source_of(model: type) -> SearchSource | None:
    """Return the source of a model, or None."""
    return _sources.get(model)
