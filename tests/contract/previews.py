"""A draft and its preview token."""

import datetime
import uuid
from typing import Any

from django.contrib.auth import get_user_model

from pages.models import EventPage, PreviewGrant, PreviewKind
from pages.previews.tokens import LIFETIME, make_token

# Fixed, so that the same key and time give the same token.
GRANT_ID = uuid.UUID("00000000-0000-4000-8000-000000000001")


def lend_draft(slug: str, user: Any, now: datetime.datetime) -> str:
    """Save a draft of the Swedish event with a slug; return its preview token."""
    event = EventPage.objects.get(slug=slug, locale__language_code="sv")
    event.title = f"{event.title} (utkast)"
    revision = event.save_revision()
    revision.created_at = now
    revision.save()
    PreviewGrant.objects.create(
        id=GRANT_ID,
        user=user,
        kind=PreviewKind.SHARED,
        page=event,
        page_type=event.cached_content_type,
        made_at=now,
        expires_at=now + LIFETIME,
    )
    return make_token(GRANT_ID, now)


def superuser() -> Any:
    """Return a user who may edit everything."""
    return get_user_model().objects.create_superuser("previews", "previews@example.org", "secret")
