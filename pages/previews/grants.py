"""Previews: who lends which draft, and what the holder of a token gets to read."""

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

# The audit log's names for what happens with previews.
READ, SHARED, REVOKED = "pages.preview_read", "pages.preview_shared", "pages.preview_revoked"


@dataclass(frozen=True, slots=True, eq=False)
class OpenedPreview:
    """What a token opens; `page` is null where `problems` say what it lacks."""

    page: ContentPage | None
    problems: list[DraftProblem]
    expires_at: datetime.datetime
    saved_at: datetime.datetime | None
    is_published: bool
    # Where the page stands or will stand; None outside of all sites.
    site: SiteTrees | None


def lend_version(
    page: ContentPage, user: Any, now: datetime.datetime, *, is_being_edited: bool = False
) -> str:
    """Return a token for the page as it is in memory.

    While somebody edits, each look follows the last one: the tokens of one editor and page are of
    one grant, and show what was typed last. Pages that were never saved cannot be told apart, so
    there a look ends the one before.
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
    """Return a token for the latest saved draft of a page, whatever is saved until it is read."""
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
    """Make every token of a grant open nothing, at once."""
    grant.delete()
    if subject := grant.page or grant.parent:
        log(instance=subject, action=REVOKED, user=user)


def prune(now: datetime.datetime) -> int:
    """Delete grants that have run out, with the drafts they hold; return how many."""
    deleted, _ = PreviewGrant.objects.filter(expires_at__lte=now).delete()
    # Wagtail keeps what was typed for its own preview, and clears it away when somebody previews.
    FormState.objects.stale().delete()
    return deleted


def may_preview(user: Any, page: Page | None, parent: Page | None = None) -> bool:
    """Return whether a user may read the drafts of a page, or of one below `parent`."""
    if not user.is_active or not user.has_perm("wagtailadmin.access_admin"):
        return False
    if page is not None:
        permissions = page.permissions_for_user(user)
        return permissions.can_edit() or permissions.can_publish()
    return parent is not None and parent.permissions_for_user(user).can_add_subpage()


def open_preview(token: str, environment: Environment) -> OpenedPreview | None:
    """Return what a token opens, and note in the audit log that it was read.

    None for any other token, whatever is wrong with it, and when its maker may not edit the page
    any more.
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
        # The entry stands in the parent's history.
        facts["unsaved"] = grant.title
    return facts


def _draft(
    grant: PreviewGrant, environment: Environment
) -> tuple[ContentPage, datetime.datetime | None]:
    """Return the draft, and when it was saved if that is known."""
    model: Any = grant.page_type.model_class()
    if grant.page is None:
        assert grant.parent is not None
        assert grant.content is not None
        return unsaved_draft(model, grant.content, grant.parent), None
    content, saved_at = grant.content, None
    if content is None:
        revision = grant.page.latest_revision
        if revision is None:
            # An alias, or a page that was never edited here: its row is all there is.
            return model.objects.get(pk=grant.page.pk), grant.page.last_published_at
        content, saved_at = revision.content, revision.created_at
    is_start_page = any(
        tree.page_id == grant.page.pk for site in environment.sites for tree in site.trees
    )
    return draft_of(model, content, grant.page, is_start_page=is_start_page), saved_at


def site_of(url_path: str, environment: Environment) -> SiteTrees | None:
    """Return the site in which a page stands."""
    return next((site for site in environment.sites if site.tree_of(url_path)), None)


def front_end_address(page: ContentPage) -> str:
    """Return where the front end shows drafts of the page's site, or ""."""
    # The form of a new page knows its parent before it knows its address.
    url_path = page.url_path or getattr(page.future_parent, "url_path", "")
    site = site_of(url_path, Environment())
    if site is None:
        return ""
    addresses = SiteSettings.objects.filter(site_id=site.site_id)
    return addresses.values_list("preview_url", flat=True).first() or ""


def front_end_origins() -> list[str]:
    """Return the origins of all front ends that show drafts, for a Content-Security-Policy."""
    addresses = SiteSettings.objects.exclude(preview_url="").values_list("preview_url", flat=True)
    parts = [urlsplit(address) for address in addresses]
    return sorted({f"{each.scheme}://{each.netloc}" for each in parts})


def link_with(token: str, address: str) -> str:
    """Return the front end's address with a token.

    After “#” it reaches no server, no log of one, and no Referer header.
    """
    return f"{address}#token={token}"


def redirect_to_front_end(
    request: HttpRequest, page: ContentPage, address: str, now: datetime.datetime
) -> HttpResponseRedirect:
    """Lead an editor's preview to the front end."""
    is_being_edited = getattr(request, "is_editing", False)
    token = lend_version(page, request.user, now, is_being_edited=is_being_edited)
    response = HttpResponseRedirect(link_with(token, address))
    response["Cache-Control"] = "no-store"
    return response
