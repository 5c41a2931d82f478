"""Pieces of SQL with their values."""

from typing import Any

# A text with a `%s` for every value.
Sql = tuple[str, list[Any]]


def joined(separator: str, pieces: list[Sql]) -> Sql:
    """Return pieces as one."""
    return separator.join(sql for sql, _ in pieces), [
        value for _, values in pieces for value in values
    ]
