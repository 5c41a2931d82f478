"""What can be found: the apps register their models here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet

# `indexing.entry_id` stores the number of the kind in four bits.
MAX_KINDS = 16


@dataclass(frozen=True)
class SearchText:
    """The text by which an object is found; `languages` are the codes it is stemmed in.

    It must hold nothing that a reader may not see: snippets of it are shown.
    """

    title: str
    body: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class SearchScope:
    """Where to search: a language code, and the values that the sources' `visible` needs.

    The engine passes `site` and `environment` on without reading them.
    """

    language: str
    site: Any
    environment: Any


@dataclass(frozen=True)
class SearchSource:
    """One model whose objects can be found.

    `kind` is the value of hits and of the filter; several sources may share one, such as `page`.
    `text` returns None for an object that is never found. `visible` returns the objects that a
    reader may see in a scope; sources with the same function are queried together. `boost`
    multiplies the rank. `lasting` objects are ranked before all others where a word has very many
    matches. `rows` returns all objects with the relations that `text` reads. `mentions` maps a
    model to a function that returns the objects whose text holds the name of one of its instances;
    they are indexed again when that instance is saved. `description` documents the kind in the API.
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
        """Return every object, with the relations that its text reads."""
        return self.rows() if self.rows else self.model._default_manager.all()


_sources: dict[type[Model], SearchSource] = {}
# Kind to its description, in order of registration.
_kinds: dict[str, str] = {}


def register(*sources: SearchSource) -> None:
    """Add sources; call it in `ready()` of an app that stands before `cms.search`.

    The order of registration decides the ids of entries: rebuild the index when it changes. Raises
    ImproperlyConfigured when a model is registered twice, or too many kinds are.
    """
    for source in sources:
        if source.model in _sources:
            raise ImproperlyConfigured(f"{source.model._meta.label} is registered twice.")
        if source.kind not in _kinds and len(_kinds) == MAX_KINDS:
            raise ImproperlyConfigured(f"The index has room for {MAX_KINDS} kinds.")
        _sources[source.model] = source
        _kinds.setdefault(source.kind, source.description)


def sources() -> tuple[SearchSource, ...]:
    """Return every source in order of registration."""
    return tuple(_sources.values())


def kinds() -> dict[str, str]:
    """Return each kind, such as `group`, with its description, in order of registration."""
    return dict(_kinds)


def source_of(model: type) -> SearchSource | None:
    """Return the source of a model, None if its objects cannot be found."""
    return _sources.get(model)
