"""Responses while the database is unavailable: 503 with a time to retry, instead of 500."""

import logging
import sqlite3
import sys
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.defaults import server_error as default_server_error

from cms.outages.media_disk import MediaUnavailable

logger = logging.getLogger(__name__)

RETRY_SECONDS = 30


class Outages:
    """Turns errors of the database and of the disk of uploads into responses.

    Errors of other middleware reach `server_error`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is done in `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the response to an outage, else None."""
        return unavailable(request, error) if is_outage(error) else None


def server_error(request: HttpRequest) -> HttpResponse:
    """Handle an uncaught error: Django's `handler500`."""
    error = sys.exc_info()[1]
    if error is not None and is_outage(error):
        return unavailable(request, error)
    return default_server_error(request)


def is_outage(error: BaseException) -> bool:
    """Return whether a repeated request may succeed later."""
    if isinstance(error, OperationalError):
        # SQLite reports a missing table as operational too, which is an error of the program.
        code = getattr(error.__cause__, "sqlite_errorcode", None)
        return code != sqlite3.SQLITE_ERROR
    return isinstance(error, InterfaceError | MediaUnavailable)


def unavailable(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Return a page in Swedish and English, or JSON for a client that prefers it."""
    match = getattr(request, "resolver_match", None)
    # Without the error's message, which may quote what was typed.
    logger.error("Unavailable: %s in /%s", type(error).__name__, match.route if match else "")
    response: HttpResponse
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response = JsonResponse({"error": "The service is unavailable. Try again later."})
    else:
        with translation.override(settings.LANGUAGE_CODE):
            response = HttpResponse(render_to_string("503.html"))
    response.status_code = 503
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
