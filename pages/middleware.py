"""The last net under a deletion in the admin."""

from collections.abc import Callable

from django.db.models.deletion import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pages.protection import protected_by, refuse_deletion


class RefusedDeletionMiddleware:
    """Turns a deletion that the database refuses into a page that says why.

    Wagtail has no hook before an image, a document, a collection or a language is deleted.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for a protected object, and only in the admin."""
        if not isinstance(error, ProtectedError | RestrictedError):
            return None
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        return refuse_deletion(request, [], protected_by(error))
