"""The view at a page's URL in the admin's host; the site that residents read is separate."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.views import serve


@require_safe
def show_page_to_editors(request: HttpRequest, path: str) -> HttpResponse:
    """Render the plain page for users with access to the admin, and for everyone with DEBUG.

    Everyone else gets the same response for every path, so that it does not reveal which pages
    exist.
    """
    if settings.DEBUG or request.user.has_perm("wagtailadmin.access_admin"):
        try:
            return serve(request, path)
        except Http404:
            pass
    return render(request, "pages/not_here.html", status=404)
