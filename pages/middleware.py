"""Middleware for pages and the admin."""

from collections.abc import Callable
from typing import Any

from django.db.models.deletion import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.translation import get_language_from_path, override
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.admin.views.generic.models import CopyViewMixin

from pages.admin.protection import protected_by, refuse_deletion
from pages.forms.choosable_pages import check_chosen_pages
from pages.previews.grants import front_end_origins


class PathLanguageMiddleware:
    """Activate the language of the URL path: English under /en/, otherwise the default language.

    Django's LocaleMiddleware also reads cookies and headers, which would make every response vary
    by them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle the request with the language of its path activated."""
        language = get_language_from_path(request.path_info)
        if language is None:
            return self.get_response(request)
        with override(language):
            return self.get_response(request)


class RefusedDeletionMiddleware:
    """Show an explanation in the admin when the database refuses a deletion.

    Wagtail has no hook before the deletion of an image, a document, a collection or a locale.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is done in `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the explanation for ProtectedError and RestrictedError in the admin, else None."""
        if not isinstance(error, ProtectedError | RestrictedError):
            return None
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        return refuse_deletion(request, [], protected_by(error))


class AdminViewMiddleware:
    """Refuse requests to views of Wagtail that check too little."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is done in `process_view`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Return 405 for data sent to a copy view, None otherwise.

        A form that copies an object is sent to the add view; the copy view would save it over the
        original. Raises `Http404` for a page that the page chooser must not show.
        """
        view_class = getattr(view, "view_class", object)
        if issubclass(view_class, CopyViewMixin) and request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if issubclass(view_class, BrowseView | ChosenMultipleView):
            check_chosen_pages(
                request.user, [kwargs.get("parent_page_id"), *request.GET.getlist("id")]
            )
        return None


class PreviewFrameMiddleware:
    """Allow the admin's preview panel to frame the sites' front ends."""

    views_with_preview = frozenset(
        f"wagtailadmin_pages:{name}" for name in ("add", "edit", "revisions_revert")
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the front ends' origins to the CSP `frame-src` of page forms; costs a query there."""
        response = self.get_response(request)
        match = request.resolver_match
        if match and match.view_name in self.views_with_preview:
            # Read by django-csp when it writes the policy.
            response._csp_update = {"frame-src": front_end_origins()}  # type: ignore[attr-defined]
        return response
