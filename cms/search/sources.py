"""What an app tells the search of itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from pages.visibility import Environment, SiteTrees


@dataclass(frozen=True)
class SearchText:
    """The words by which an object is found; `languages` are those that they are written in.

    What a reader may not see must not be in them: the words around a hit are shown.
    """

    title: str
    body: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class SearchScope:
    """Who searches: what is public at this moment, in which site, in which language."""

    environment: Environment
    site: SiteTrees
    language: str


@dataclass(frozen=True)
class SearchSource:
    """Objects of one model that can be found.

    `text` returns None for what is never found. `visible` returns all that a reader may see, in
    the scope; sources that share it are asked together. `lasting` is for what is few and stays,
    such as a group among its hundred meetings. `rows` returns all objects with what their text
    needs, where there may be thousands. `mentions` says which objects show the name of a
    snippet, to be indexed again when it is renamed.
    """

    kind: str
    model: type[Model]
    text: Callable[[Any], SearchText | None]
    visible: Callable[[SearchScope], QuerySet[Any]]
    boost: float = 1.0
    lasting: bool = False
    rows: Callable[[], QuerySet[Any]] | None = None
    mentions: dict[type[Model], Callable[[Any], QuerySet[Any]]] = field(default_factory=dict)

    def all_rows(self) -> QuerySet[Any]:
        """Return every object, with what its text needs."""
        return self.rows() if self.rows else self.model._default_manager.all()
