"""The search of Wagtail's admin: its own database backend, given nothing that breaks it.

SQLite's FTS5 takes a lone quotation mark for an unterminated string, and no database takes NUL.
"""

from typing import Any

from modelsearch.backends.database import SearchBackend as database_backend

_BREAKING = str.maketrans({'"': " ", "\x00": " "})


class _PlainWords:
    """Mixed into the backend of whichever database is used."""

    def search(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Search for whole words."""
        return super().search(_plain(query), *args, **kwargs)  # type: ignore[misc]

    def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Search while somebody types."""
        return super().autocomplete(_plain(query), *args, **kwargs)  # type: ignore[misc]


def _plain(query: Any) -> Any:
    if not isinstance(query, str) or not query:
        return query
    # Wagtail's lists cannot show what an empty question finds; a lone sign finds nothing.
    return query.translate(_BREAKING).strip() or "-"


def SearchBackend(params: dict[str, Any]) -> Any:
    """Return the backend of the default database."""
    backend = type(database_backend(params))
    return type(backend.__name__, (_PlainWords, backend), {})(params)
