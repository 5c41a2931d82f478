"""Middleware for pages and the admin."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models.deletion import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import get_language_from_path, override
from django.views.defaults import bad_request
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView, ExternalLinkView
from wagtail.admin.views.generic.models import CopyViewMixin
from wagtail.models import Page

from pages.admin.protection import protected_by, refuse_deletion
from pages.forms.choosable_pages import check_chosen_pages, choosable_pages
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


def check_permission(user: Any, permission: str) -> None:
    """Raise `PermissionDenied` without the permission."""
    if not user.has_perm(permission):
        raise PermissionDenied


def check_field(request: HttpRequest, name: str) -> None:
    """Raise `BadRequest` if the field was not sent, not even empty."""
    if name not in request.POST:
        raise BadRequest("The form is incomplete.")


class AdminViewMiddleware:
    """Refuse requests to views of Wagtail that check too little."""

    # They show the title of a page before they check a permission.
    views_that_show_titles = frozenset(
        f"wagtailadmin_pages:{name}" for name in ("move_confirm", "confirm_workflow_cancellation")
    )

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
        original. Raises `Http404` for a page whose title the user must not see, and `BadRequest`
        for a link form without its field.
        """
        match = request.resolver_match
        if match and match.view_name in self.views_that_show_titles:
            check_chosen_pages(request.user, kwargs.values())
        if match and match.view_name == "wagtailsettings:preview_on_edit":
            # Wagtail creates the row of a site's settings for everybody.
            check_permission(request.user, f"{kwargs['app_name']}.change_{kwargs['model_name']}")
        view_class: Any = getattr(view, "view_class", object)
        if issubclass(view_class, CopyViewMixin) and request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if issubclass(view_class, BrowseView | ChosenMultipleView):
            check_chosen_pages(
                request.user, [kwargs.get("parent_page_id"), *request.GET.getlist("id")]
            )
        if issubclass(view_class, ExternalLinkView) and request.method == "POST":
            check_field(request, f"{view_class.form_prefix}-{view_class.link_url_field_name}")
        return None

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        """Remove pages that the user must not see from the confirmation of a bulk action.

        Raises `PermissionDenied` if the user may act on none of the objects.
        """
        match, context = request.resolver_match, response.context_data or {}
        if not match or match.url_name != "wagtail_bulk_action" or "items" not in context:
            return response
        refused = context.get("items_with_no_access", [])
        if refused and not context["items"]:
            raise PermissionDenied
        seen = set(
            Page.objects.filter(
                choosable_pages(request.user), pk__in=[each.pk for each in refused]
            ).values_list("pk", flat=True)
        )
        context["items_with_no_access"] = [
            each for each in refused if not isinstance(each, Page) or each.pk in seen
        ]
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return 400 if a view of the admin reads a field that was not sent, else None."""
        match = request.resolver_match
        # The import of redirects reads fields that did not validate.
        incomplete = (
            KeyError
            if match and match.view_name == "wagtailredirects:process_import"
            else MultiValueDictKeyError
        )
        if not isinstance(error, incomplete):
            return None
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        return bad_request(request, error)


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
