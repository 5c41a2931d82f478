"""All that can be found, composed from the apps."""

from functools import cache

from cms.search.sources import SearchSource


@cache
def sources() -> tuple[SearchSource, ...]:
    """Return every source."""
    # Here, since the apps' models are not loaded yet when this app is.
    from feedback.search_sources import SEARCH_SOURCES as FEEDBACK
    from pages.search_sources import SEARCH_SOURCES as PAGES

    return (*PAGES, *FEEDBACK)


@cache
def kinds() -> tuple[str, ...]:
    """Return what can be found, such as `group` and `document`, each once.

    Their order is in the ids of the entries (16 kinds at most): rebuild the index when it changes.
    """
    return tuple(dict.fromkeys(source.kind for source in sources()))


def source_of(model: type) -> SearchSource | None:
    """Return the source of a model, if its objects can be found."""
    return next((source for source in sources() if source.model is model), None)
