"""Searches on the default site, with the arguments that the API uses."""

from collections.abc import Sequence

from django.utils import timezone

from cms.search.registry import SearchScope
from cms.search.searching import Found, Hit, search
from pages.visibility import Environment


def found(query: str, language: str = "sv", host: str = "localhost", **options: object) -> Found:
    """Return the result of a search at the current time."""
    environment = Environment(timezone.now())
    site = environment.site_for(host)
    assert site is not None
    return search(query, SearchScope(language, site, environment), **options)


def find(query: str, language: str = "sv", **options: object) -> Sequence[Hit]:
    """Return the hits, best first."""
    return found(query, language, **options).hits


def titles(query: str, **options: object) -> list[str]:
    """Return the titles of the hits, best first."""
    return [hit.title for hit in find(query, **options)]
