"""The base of residents' pages: language, headers, and error pages."""

import logging
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from feedback.enums import FeedbackLanguage, Rating
from feedback.intake import suspicion
from feedback.intake.faults import fault_location
from feedback.intake.submit import SubmissionUnavailable
from feedback.resident.forms import Entry

logger = logging.getLogger(__name__)

# The longest comment with four percent-encoded bytes per code point, and the other fields.
MAX_BODY_BYTES = 100_000


# A CSRF token would need a cookie. Instead, `Sec-Fetch-Site` is checked, and sending needs an
# answered challenge.
@method_decorator(csrf_exempt, name="dispatch")
class ResidentView(View):
    """A page for residents in the language of its URL, with error pages of its own."""

    language = FeedbackLanguage.SWEDISH.value

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Handle the request in the language of the query parameter `lang`."""
        wanted = request.GET.get("lang", "")
        self.language = wanted if wanted in FeedbackLanguage.values else settings.LANGUAGE_CODE
        with translation.override(self.language):
            response = self._answer(request, *args, **kwargs)
        response["Content-Language"] = self.language
        return response

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (problem := self._unreadable(request)) is not None:
            return problem
        if self.is_counted(request):
            seconds = suspicion.wait_for_pages(request)
            if seconds is not None:
                return self.busy(request, seconds)
        failure = fault = ""
        try:
            return super().dispatch(request, *args, **kwargs)
        except AnyDatabaseError as error:
            failure = type(error).__name__
        except SubmissionUnavailable:
            failure = "the submission"
        except Exception as error:
            if settings.DEBUG:
                raise
            fault = fault_location(error)
        # Outside the handlers, so that the error is not attached to the log record.
        if fault:
            logger.error("A feedback page failed: %s", fault)
            return self.failed(request)
        logger.error("A feedback page is unavailable: %s", failure)
        return self.unavailable(request)

    def _unreadable(self, request: HttpRequest) -> HttpResponse | None:
        """Return the error page for a form that cannot be read, before its data is used."""
        if request.method != "POST":
            return None
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            return self.problem(403, _("Another website sent this. Open the form here instead."))
        if request.content_type != "application/x-www-form-urlencoded":
            return self.problem(415, _("This page takes forms only. Open it in a browser."))
        unreadable = _("The form could not be read. Go back and send it again.")
        if request.META.get("HTTP_TRANSFER_ENCODING"):
            # Django does not read a body without a length.
            return self.problem(411, unreadable)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > MAX_BODY_BYTES:
            return self.problem(413, _("That was too much text. Go back and shorten it."))
        try:
            request.POST  # noqa: B018 (reads the body)
        except (BadRequest, SuspiciousOperation, UnreadablePostError):
            return self.problem(400, unreadable)
        return None

    def is_counted(self, request: HttpRequest) -> bool:
        """Return whether the request counts for the rate limit of its address."""
        return True

    def busy(self, request: HttpRequest, seconds: int) -> HttpResponse:
        """Return the page of an address above the rate limit, with everything that was typed."""
        nothing = {"entry": None, "typed": "", "phone": "", "email": ""}
        typed = self.typed_in(request) if request.method == "POST" else {}
        response = self.page("busy", {**nothing, **typed}, status=429)
        response["Retry-After"] = str(seconds)
        return response

    def unavailable(self, request: HttpRequest, *, status: int = 503) -> HttpResponse:
        """Return the error page for a failed database, with everything that was typed."""
        contact = {"phone": settings.CONTACT_PHONE, "email": settings.CONTACT_EMAIL}
        # For a missing name Django would log the whole context at level DEBUG.
        nothing = {"entry": None, "typed": ""}
        typed = self.typed_in(request) if request.method == "POST" else {}
        response = self.page("unavailable", {**contact, **nothing, **typed}, status=status)
        response["Retry-After"] = "60"
        return response

    def typed_in(self, request: HttpRequest) -> dict[str, Any]:
        """Return the template context with what was typed in the feedback form."""
        return {"entry": Entry.from_post(request.POST)}

    def failed(self, request: HttpRequest) -> HttpResponse:
        """Return the error page for an unexpected error; plain text if that fails too."""
        failure = ""
        try:
            return self.unavailable(request, status=500)
        except Exception as error:
            failure = fault_location(error)
        logger.error("The error page failed too: %s", failure)
        words = [
            _("The fault is ours. Wait a little and try again."),
            _("Your browser still has what you wrote: go back."),
            settings.CONTACT_PHONE,
            settings.CONTACT_EMAIL,
        ]
        return HttpResponse(
            "\n".join(filter(None, words)), content_type="text/plain; charset=utf-8", status=500
        )

    def problem(self, status: int, message: str) -> HttpResponse:
        """Return a page with a message that says what is wrong and what to do."""
        return self.page("problem", {"message": message}, status=status)

    def page(self, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """Return a page, rendered without the request so that no session is opened."""
        common = {
            # For a missing name Django would log the whole context at level DEBUG.
            "errors": [],
            "language": self.language,
            "lang_query": self.query(),
            "ratings": Rating.choices,
        }
        return HttpResponse(
            render_to_string(f"feedback/{name}.html", {**common, **context}), status=status
        )

    def query(self) -> str:
        """Return the query string that keeps the page's language; empty for the default one."""
        is_default = self.language == settings.LANGUAGE_CODE
        return "" if is_default else "?" + urlencode({"lang": self.language})
