"""What the pages for residents have in common: language, headers, and answers to what is wrong."""

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
from feedback.intake.faults import fault_location
from feedback.intake.submit import SubmissionUnavailable
from feedback.resident.forms import Entry

logger = logging.getLogger(__name__)

# Four bytes for each code point of the longest comment, percent-encoded, and some more.
MAX_BODY_BYTES = 100_000


# A token against other sites' forms would need a cookie. Browsers say where a form comes from, and
# sending takes a challenge, answered by a person.
@method_decorator(csrf_exempt, name="dispatch")
class ResidentView(View):
    """A page for residents: in the language of its address, and never with an error of Django's."""

    language = FeedbackLanguage.SWEDISH.value

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in the language of the address."""
        wanted = request.GET.get("lang", "")
        self.language = wanted if wanted in FeedbackLanguage.values else settings.LANGUAGE_CODE
        with translation.override(self.language):
            response = self._answer(request, *args, **kwargs)
        response["Content-Language"] = self.language
        return response

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (problem := self._unreadable(request)) is not None:
            return problem
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
        # Outside of the handlers, so that nothing that the error quotes hangs on to it.
        if fault:
            logger.error("A feedback page failed: %s", fault)
            return self.failed(request)
        logger.error("A feedback page is not available: %s", failure)
        return self.unavailable(request)

    def _unreadable(self, request: HttpRequest) -> HttpResponse | None:
        """Return an answer to a form that cannot be read, before any of it is kept."""
        if request.method != "POST":
            return None
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            return self.problem(403, _("Another website sent this. Open the form here instead."))
        if request.content_type != "application/x-www-form-urlencoded":
            return self.problem(415, _("This page takes forms only. Open it in a browser."))
        unreadable = _("The form could not be read. Go back and send it again.")
        if request.META.get("HTTP_TRANSFER_ENCODING"):
            # Without a length Django reads nothing, and would ask for what has been answered.
            return self.problem(411, unreadable)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > MAX_BODY_BYTES:
            return self.problem(413, _("That was too much text. Go back and shorten it."))
        try:
            request.POST  # noqa: B018 (reads the body)
        except (BadRequest, SuspiciousOperation, UnreadablePostError):
            return self.problem(400, unreadable)
        return None

    def unavailable(self, request: HttpRequest, *, status: int = 503) -> HttpResponse:
        """Return the answer while the database is away, with all that was typed."""
        contact = {"phone": settings.CONTACT_PHONE, "email": settings.CONTACT_EMAIL}
        # A name that is missing would have Django log all the others, at level DEBUG.
        nothing = {"entry": None, "typed": ""}
        typed = self.typed_in(request) if request.method == "POST" else {}
        response = self.page("unavailable", {**contact, **nothing, **typed}, status=status)
        response["Retry-After"] = "60"
        return response

    def typed_in(self, request: HttpRequest) -> dict[str, Any]:
        """Return what was typed, for the page to carry it on: of the form for a service."""
        return {"entry": Entry.from_post(request.POST)}

    def failed(self, request: HttpRequest) -> HttpResponse:
        """Return the same answer to a fault that nobody foresaw, as far as pages can be made."""
        failure = ""
        try:
            return self.unavailable(request, status=500)
        except Exception as error:
            failure = fault_location(error)
        logger.error("Nor can the page be shown that says so: %s", failure)
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
        """Return a page that says what is wrong and what to do."""
        return self.page("problem", {"message": message}, status=status)

    def page(self, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """Return a page; rendered without the request, so that no session can be touched."""
        common = {
            # A name that is missing would have Django log all the others, at level DEBUG.
            "errors": [],
            "language": self.language,
            "lang_query": self.query(),
            "ratings": Rating.choices,
        }
        return HttpResponse(
            render_to_string(f"feedback/{name}.html", {**common, **context}), status=status
        )

    def query(self) -> str:
        """Return what an address needs at its end to stay in the page's language."""
        is_default = self.language == settings.LANGUAGE_CODE
        return "" if is_default else "?" + urlencode({"lang": self.language})
