"""Traces of a visitor that must not be stored anywhere, and the places to search for them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.db.models import Model

ADDRESS = "203.0.113.77"
FORWARDED = "198.51.100.23"
AGENT = "CanaryBrowser/77.0 (Kanariefågel)".encode().decode("latin-1")
REFERRER = "https://kanarie.example/varifran?jag=kom"
COOKIE = "kanariekaka"
QUERY = "kanarieparameter"

SIGNS = (ADDRESS, FORWARDED, "CanaryBrowser", "kanarie.example", COOKIE, QUERY)

# As the test client names them.
ENVIRON: dict[str, Any] = {
    "REMOTE_ADDR": ADDRESS,
    "HTTP_X_FORWARDED_FOR": f"{FORWARDED}, {ADDRESS}",
    "HTTP_X_REAL_IP": FORWARDED,
    "HTTP_FORWARDED": f"for={FORWARDED}",
    "HTTP_USER_AGENT": AGENT,
    "HTTP_REFERER": REFERRER,
    "HTTP_COOKIE": f"sessionid={COOKIE}; csrftoken={COOKIE}; other={COOKIE}",
}


class EverythingLogged(logging.Handler):
    """Collects every log record at any level, with arguments, extras and tracebacks."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.text: list[str] = []
        self.formatter = logging.Formatter()

    def emit(self, record: logging.LogRecord) -> None:
        self.text.append(self.format(record))
        # What a handler or an error tracker could take out of the record.
        self.text.append(repr(record.__dict__))


@contextmanager
def table_that_refuses(model: type[Model]) -> Iterator[None]:
    """Make the database refuse an INSERT with an error that quotes the row, as PostgreSQL does."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            refuse = f"ALTER TABLE {table} ADD CONSTRAINT refused CHECK (false) NOT VALID"
            admit = f"ALTER TABLE {table} DROP CONSTRAINT refused"
        else:
            refuse = (
                f"CREATE TRIGGER refused BEFORE INSERT ON {table} BEGIN "
                "SELECT RAISE(ABORT, 'refused'); END"
            )
            admit = "DROP TRIGGER refused"
        cursor.execute(refuse)
        try:
            yield
        finally:
            cursor.execute(admit)


def everything_stored() -> Iterator[tuple[str, str]]:
    """Yield place and content of everything stored: tables, cache, uploads, mails."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield f"table {table}", _as_text(row)
    yield from (("the cache", text) for text in _cached())
    for file in Path(settings.MEDIA_ROOT).rglob("*"):
        yield f"the file {file.name}", str(file)
        if file.is_file():
            yield f"the file {file.name}", _as_text(file.read_bytes())
    for message in mail.outbox:
        yield "a mail", str(message.message())


def _cached() -> Iterator[str]:
    store = getattr(cache, "_cache", None)
    if isinstance(store, dict):
        yield from (f"{key} {_as_text(value)}" for key, value in store.items())
        return
    client = store.get_client(None, write=False)
    for key in client.scan_iter("*"):
        kind = client.type(key)
        yield f"{_as_text(key)} {_as_text(client.get(key)) if kind == b'string' else kind}"


def _as_text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, tuple | list):
        return " ".join(map(_as_text, value))
    return str(value)


def signs_in(text: str) -> list[str]:
    """Return the visitor's traces that `text` contains."""
    return [sign for sign in SIGNS if sign in text]
