"""A process of residents who leave feedback one after the other, some of them at once.

    python -m tests.benchmarks.residents 8000 visits 3

Each opens the form, goes on to the check, looks at the picture, answers (the process reads the
answer from the database, as a resident reads it off the picture), and sends; with `forms` each only
opens the form. Prints how many of these were done in a second.
"""

import os
import re
import sys
import time
from collections.abc import Callable
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlencode

import django

from tests.benchmarks.load import rate
from tests.benchmarks.servers import CLIENTS, HOST

FORM = "/feedback/digidel-drop-in/"
_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_PICTURE = re.compile(r'src="([^"]+\.png)[^"]*"')


def main() -> None:
    """Print the rate."""
    port, what, seconds = int(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    django.setup()
    visit = {"visits": send, "forms": open_form}[what]
    print(rate(lambda until: _repeat(visit, port, until), CLIENTS, seconds))


def _repeat(visit: Callable[[HTTPConnection], None], port: int, until: float) -> int:
    from django.db import connection as database

    count, connection = 0, HTTPConnection(HOST, port, timeout=60)
    try:
        while time.monotonic() < until:
            visit(connection)
            count += 1
    finally:
        connection.close()
        database.close()
    return count


def open_form(connection: HTTPConnection) -> None:
    """Read the empty form."""
    _ask(connection, "GET", FORM)


def send(connection: HTTPConnection) -> None:
    """Leave feedback, from the empty form to the redirect that says thanks."""
    from captcha.models import CaptchaStore

    fields = _fields(_ask(connection, "GET", FORM))
    fields |= {"rating": "4", "comment": "Tålmodiga instruktörer."}
    check = _ask(connection, "POST", FORM, {**fields, "step": "check"})
    (picture,) = _PICTURE.findall(check)
    _ask(connection, "GET", picture)
    fields = _fields(check)
    response = CaptchaStore.objects.get(hashkey=fields["captcha_key"]).response
    answered = {"captcha_response": response.partition("/")[0], "step": "send"}
    _ask(connection, "POST", FORM, {**fields, **answered}, status=303)


def _fields(page: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _FIELD.findall(page)}


def _ask(
    connection: HTTPConnection,
    method: str,
    path: str,
    fields: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> str:
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
    connection.request(method, path, urlencode(fields) if fields else None, headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != status:
        raise OSError(f"{method} {path}: {answer.status}")
    return body.decode("utf-8", "replace")


if __name__ == "__main__":
    main()
