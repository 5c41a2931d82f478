"""Admin views for previews: share a draft, list and revoke one's own previews."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from pages.models import ContentPage, PreviewGrant
from pages.previews.grants import link_with, may_preview, revoke, share_draft
from pages.previews.tokens import LIFETIME

MINUTES = int(LIFETIME.total_seconds()) // 60


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def share(request: HttpRequest, page_id: int) -> HttpResponse:
    """GET: confirm sharing the latest draft. POST: create the link and show it once."""
    page = get_object_or_404(Page, pk=page_id)
    if not may_preview(request.user, page):
        raise PermissionDenied
    specific: Any = page.specific
    address = specific.preview_address if isinstance(specific, ContentPage) else ""
    context = {
        "page_title": _("Share a preview"),
        "page_subtitle": page.get_admin_display_title(),
        "header_icon": "link",
        "page": page,
        "has_front_end": bool(address),
        "minutes": MINUTES,
        "may_change_settings": request.user.has_perm("pages.change_sitesettings"),
    }
    if request.method == "POST" and address:
        # The token is not stored, so it must be shown in this response, without a redirect.
        token = share_draft(page, request.user, timezone.now())
        context["link"] = link_with(token, address)
    return render(request, "pages/admin/previews/share.html", context)


@require_safe
@never_cache
def own_previews(request: HttpRequest) -> HttpResponse:
    """List the user's previews that have not expired."""
    user: Any = request.user
    grants = (
        PreviewGrant.objects.filter(user=user, expires_at__gt=timezone.now())
        .select_related("page", "parent")
        .order_by("-made_at")
    )
    context = {
        "page_title": _("My previews"),
        "header_icon": "view",
        "grants": grants,
        "minutes": MINUTES,
    }
    return render(request, "pages/admin/previews/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def revoke_preview(request: HttpRequest, grant_id: Any) -> HttpResponse:
    """GET: ask for confirmation. POST: revoke one of the user's own previews."""
    user: Any = request.user
    grant = PreviewGrant.objects.filter(pk=grant_id, user=user).first()
    if grant is None:
        # It may have expired since the list was opened.
        messages.info(request, _("The preview has expired or was already revoked."))
        return redirect("previews")
    if request.method == "POST":
        title = grant.title
        revoke(grant, user)
        messages.success(
            request,
            _("The preview of “%(title)s” was revoked. Its links no longer work.")
            % {"title": title},
        )
        return redirect("previews")
    context = {
        "page_title": _("Revoke the preview"),
        "page_subtitle": grant.title,
        "header_icon": "view",
        "grant": grant,
    }
    return render(request, "pages/admin/previews/revoke.html", context)


urlpatterns = [
    path("previews/", own_previews, name="previews"),
    path("previews/share/<int:page_id>/", share, name="share_preview"),
    path("previews/<uuid:grant_id>/revoke/", revoke_preview, name="revoke_preview"),
]
