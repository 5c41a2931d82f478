"""Search backend of the Wagtail admin: Wagtail's own, with problematic characters removed.

SQLite's FTS5 treats a single quotation mark as an unterminated string, and no database accepts
NUL.
"""

from typing import Any

from modelsearch.backends.database import SearchBackend as database_backend

_BREAKING = str.maketrans({'"': " ", "\x00": " "})


class _PlainWords:
    """Mixin for the backend of the current database."""

    def search(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Search for whole words."""
        return super().search(_plain(query), *args, **kwargs)  # type: ignore[misc]

    def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Search for incomplete words."""
        return super().autocomplete(_plain(query), *args, **kwargs)  # type: ignore[misc]


def _plain(query: Any) -> Any:
    if not isinstance(query, str) or not query:
        return query
    # Wagtail's lists cannot handle an empty query; a single sign matches nothing.
    return query.translate(_BREAKING).strip() or "-"


def SearchBackend(params: dict[str, Any]) -> Any:
    """Return the backend for the default database."""
    backend = type(database_backend(params))
    return type(backend.__name__, (_PlainWords, backend), {})(params)
