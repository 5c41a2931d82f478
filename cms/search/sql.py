"""SQL fragments with their parameters."""

from typing import Any

# SQL with one `%s` per parameter.
Sql = tuple[str, list[Any]]


def joined(separator: str, pieces: list[Sql]) -> Sql:
    """Return the fragments joined into one."""
    return separator.join(sql for sql, _ in pieces), [
        value for _, values in pieces for value in values
    ]
