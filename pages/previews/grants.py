"""Preview grants: creating, opening and revoking them."""

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponseRedirect
from wagtail.admin.models import FormState
from wagtail.log_actions import log
from wagtail.models import Page

from pages.models import ContentPage, PreviewGrant, PreviewKind, SiteSettings
from pages.previews.drafts import DraftProblem, draft_of, problems_of, unsaved_draft
from pages.previews.tokens import LIFETIME, make_token, read_token
from pages.visibility import Environment, SiteTrees

# Actions in the audit log.
READ, SHARED, REVOKED = "pages.preview_read", "pages.preview_shared", "pages.preview_revoked"


@dataclass(frozen=True, slots=True, eq=False)
class OpenedPreview:
    """The result of opening a token; `page` is None if there are `problems`."""

    page: ContentPage | None
    problems: list[DraftProblem]
    expires_at: datetime.datetime
    saved_at: datetime.datetime | None
    is_published: bool
    # The site of the page or its future parent; None outside all sites.
    site: SiteTrees | None


def create_preview_grant(
    page: ContentPage, user: Any, now: datetime.datetime, *, is_being_edited: bool = False
) -> str:
    """Create a grant for the page as it is in memory, and return a token for it.

    While a page is being edited, its grants are reused: all tokens of one editor and page belong
    to one grant, with the latest content. Pages that were never saved cannot be distinguished,
    so there a new grant replaces the previous one.
    """
    parent = None if page.pk else (page.future_parent or page.get_parent())
    same = {
        "user": user,
        "kind": PreviewKind.EDITED if is_being_edited else PreviewKind.SNAPSHOT,
        "page_id": page.pk,
        "parent_id": parent.pk if parent else None,
        "page_type": ContentType.objects.get_for_model(type(page)),
    }
    grant = PreviewGrant(**same)
    if is_being_edited:
        before = PreviewGrant.objects.filter(**same, expires_at__gt=now)
        if page.pk:
            grant = before.first() or grant
        else:
            before.delete()
    grant.content = page.serializable_data()
    grant.made_at, grant.expires_at = now, now + LIFETIME
    grant.save()
    return make_token(grant.pk, now)


def share_draft(page: Page, user: Any, now: datetime.datetime) -> str:
    """Create a grant for the latest saved draft of a page, and return a token for it.

    Drafts saved before the token is used are included.
    """
    grant = PreviewGrant.objects.create(
        user=user,
        kind=PreviewKind.SHARED,
        page_id=page.pk,
        page_type=page.cached_content_type,
        made_at=now,
        expires_at=now + LIFETIME,
    )
    log(instance=page, action=SHARED, user=user)
    return make_token(grant.pk, now)


def revoke(grant: PreviewGrant, user: Any) -> None:
    """Revoke a grant, so that its tokens no longer work."""
    grant.delete()
    if subject := grant.page or grant.parent:
        log(instance=subject, action=REVOKED, user=user)


def prune(now: datetime.datetime) -> int:
    """Delete expired grants with their drafts; return how many."""
    deleted, _ = PreviewGrant.objects.filter(expires_at__lte=now).delete()
    # Wagtail's own preview data; Wagtail deletes it only when somebody opens a preview.
    FormState.objects.stale().delete()
    return deleted


def may_preview(user: Any, page: Page | None, parent: Page | None = None) -> bool:
    """Return whether a user may read drafts of a page, or of new pages below `parent`."""
    if not user.is_active or not user.has_perm("wagtailadmin.access_admin"):
        return False
    if page is not None:
        permissions = page.permissions_for_user(user)
        return permissions.can_edit() or permissions.can_publish()
    return parent is not None and parent.permissions_for_user(user).can_add_subpage()


def open_preview(token: str, environment: Environment) -> OpenedPreview | None:
    """Return the preview for a token, and log the access.

    Return None if the token is not valid or its creator may no longer edit the page.
    """
    now = environment.now
    read = read_token(token, now)
    if read is None:
        return None
    grant = (
        PreviewGrant.objects.select_related("user", "page__latest_revision", "parent", "page_type")
        .filter(pk=read.grant_id, expires_at__gt=now)
        .first()
    )
    if grant is None or not may_preview(grant.user, grant.page, grant.parent):
        return None
    log(instance=grant.page or grant.parent, action=READ, user=grant.user, data=_facts(grant))
    draft, saved_at = _draft(grant, environment)
    problems = problems_of(draft, environment.language(draft.locale_id))
    return OpenedPreview(
        page=None if problems else draft,
        problems=problems,
        expires_at=read.expires_at,
        saved_at=saved_at,
        is_published=bool(grant.page and grant.page.live),
        site=site_of(draft.url_path, environment),
    )


def _facts(grant: PreviewGrant) -> dict[str, Any]:
    facts: dict[str, Any] = {"kind": grant.kind}
    if grant.page is None:
        # The log entry belongs to the parent.
        facts["unsaved"] = grant.title
    return facts


def _draft(
    grant: PreviewGrant, environment: Environment
) -> tuple[ContentPage, datetime.datetime | None]:
    """Return the draft, and when it was saved, if known."""
    model: Any = grant.page_type.model_class()
    if grant.page is None:
        assert grant.parent is not None
        assert grant.content is not None
        return unsaved_draft(model, grant.content, grant.parent), None
    content, saved_at = grant.content, None
    if content is None:
        revision = grant.page.latest_revision
        if revision is None:
            # An alias, or a page that was never edited: it has no revision.
            return model.objects.get(pk=grant.page.pk), grant.page.last_published_at
        content, saved_at = revision.content, revision.created_at
    is_start_page = any(
        tree.page_id == grant.page.pk for site in environment.sites for tree in site.trees
    )
    return draft_of(model, content, grant.page, is_start_page=is_start_page), saved_at


def site_of(url_path: str, environment: Environment) -> SiteTrees | None:
    """Return the site that contains a page, or None."""
    return next((site for site in environment.sites if site.tree_of(url_path)), None)


def front_end_origins() -> list[str]:
    """Return the origins of all preview URLs, for the Content-Security-Policy."""
    addresses = SiteSettings.objects.exclude(preview_url="").values_list("preview_url", flat=True)
    parts = [urlsplit(address) for address in addresses]
    return sorted({f"{each.scheme}://{each.netloc}" for each in parts})


def link_with(token: str, address: str) -> str:
    """Return the front end's preview URL with a token.

    The token is in the fragment, which browsers send neither to servers nor in the Referer
    header.
    """
    return f"{address}#token={token}"


class FrontEndPreviews:
    """Previews in the front end of the page's site, at the URL in the site's settings."""

    def address_of(self, page: ContentPage) -> str:
        """Return the front end's preview URL for the page's site, or ""."""
        # A new page has no url_path yet; its form has set the future parent.
        url_path = page.url_path or getattr(page.future_parent, "url_path", "")
        site = site_of(url_path, Environment())
        if site is None:
            return ""
        addresses = SiteSettings.objects.filter(site_id=site.site_id)
        return addresses.values_list("preview_url", flat=True).first() or ""

    def redirect(
        self, request: HttpRequest, page: ContentPage, address: str, now: datetime.datetime
    ) -> HttpResponseRedirect:
        """Create a grant for an editor's preview and redirect to the front end."""
        is_being_edited = getattr(request, "is_editing", False)
        token = create_preview_grant(page, request.user, now, is_being_edited=is_being_edited)
        response = HttpResponseRedirect(link_with(token, address))
        response["Cache-Control"] = "no-store"
        return response
