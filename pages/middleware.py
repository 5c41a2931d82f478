"""What holds for every request that has to do with pages."""

from collections.abc import Callable

from django.db.models.deletion import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language_from_path, override

from pages.admin.protection import protected_by, refuse_deletion
from pages.previews.grants import front_end_origins


class PathLanguageMiddleware:
    """Takes the language from the path: /en/ is English, everything else the default language.

    Django's own also asks cookies and headers, and would make every answer vary by them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request in the language of its path."""
        language = get_language_from_path(request.path_info)
        if language is None:
            return self.get_response(request)
        with override(language):
            return self.get_response(request)


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


class PreviewFrameMiddleware:
    """Lets the preview beside a page's form show the front ends that the sites name."""

    views_with_preview = frozenset(
        f"wagtailadmin_pages:{name}" for name in ("add", "edit", "revisions_revert")
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the front ends' origins to what the page may frame; it costs a query there."""
        response = self.get_response(request)
        match = request.resolver_match
        if match and match.view_name in self.views_with_preview:
            # Read by django-csp, when the policy is written.
            response._csp_update = {"frame-src": front_end_origins()}  # type: ignore[attr-defined]
        return response
