"""What stands at a page's address in this system, which is not the site that residents read."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.views import serve


@require_safe
def show_page_to_editors(request: HttpRequest, path: str) -> HttpResponse:
    """Show the page plainly to who may use the admin, or to anybody in development.

    To others every address answers alike, so that none tells which pages exist.
    """
    if settings.DEBUG or request.user.has_perm("wagtailadmin.access_admin"):
        try:
            return serve(request, path)
        except Http404:
            pass
    return render(request, "pages/not_here.html", status=404)
