"""How the tests ask the search: as the API does, of the default site."""

from django.utils import timezone

from cms.search.searching import Hit, search
from pages.visibility import Environment


def find(query: str, language: str = "sv", host: str = "localhost", **options: object) -> list[Hit]:
    """Return the hits of a reader who came just now."""
    environment = Environment(timezone.now())
    site = environment.site_for(host)
    assert site is not None
    return search(query, locale=language, site=site, environment=environment, **options)


def titles(query: str, **options: object) -> list[str]:
    """Return the titles of the hits, best first."""
    return [hit.title for hit in find(query, **options)]
