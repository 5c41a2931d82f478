"""Preview grants: the database side of preview tokens."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

_OWN_MACHINE = {"localhost", "127.0.0.1", "[::1]"}


def validate_preview_address(value: str) -> None:
    """Validate the front end's preview URL: HTTPS (or http://localhost) and no fragment."""
    parts = urlsplit(value)
    if parts.scheme != "https" and not (
        parts.scheme == "http" and parts.netloc.partition(":")[0] in _OWN_MACHINE
    ):
        raise ValidationError(_("Give an address that begins with https://"))
    if "@" in parts.netloc:
        raise ValidationError(_("Remove the user name and password."))
    if "#" in value:
        raise ValidationError(_("Remove “#” and the rest: the preview token is added there."))


class PreviewKind(models.TextChoices):
    """What a preview shows."""

    EDITED = "edited", _("your own preview, while you edit")
    SNAPSHOT = "snapshot", _("your own preview of a version")
    SHARED = "shared", _("a link to share")


class PreviewGrant(models.Model):
    """Permission to read one draft with a token, while its creator may edit the page.

    The token is this row's id and a time, signed; the token itself is not stored. Deleting the row
    revokes the grant.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    kind = models.CharField(max_length=10, choices=PreviewKind.choices, editable=False)
    # Null for a page that was never saved; `parent` is then its future parent.
    page = models.ForeignKey(
        Page, null=True, on_delete=models.CASCADE, related_name="+", editable=False
    )
    parent = models.ForeignKey(
        Page, null=True, on_delete=models.CASCADE, related_name="+", editable=False
    )
    page_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", editable=False
    )
    # The page content from the form or from an old revision; null for the latest saved draft.
    content = models.JSONField(null=True, encoder=DjangoJSONEncoder, editable=False)
    made_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(db_index=True, editable=False)

    # Without an index: previews are never looked up by this relation, also not on deletion.
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The page's title as shown in the preview."""
        own = (self.content or {}).get("title")
        return str(own or (self.page.draft_title if self.page else ""))
