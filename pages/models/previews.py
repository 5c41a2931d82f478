"""Who has lent which draft to whom holds a token, and until when."""

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
    """Refuse an address that would show a draft to the network, or that has a fragment already."""
    parts = urlsplit(value)
    if parts.scheme != "https" and not (
        parts.scheme == "http" and parts.netloc.partition(":")[0] in _OWN_MACHINE
    ):
        raise ValidationError(_("Give an address that begins with https://"))
    if "@" in parts.netloc:
        raise ValidationError(_("Leave out user name and password."))
    if "#" in value:
        raise ValidationError(
            _("Leave out “#” and what follows: the token of a preview goes there.")
        )


class PreviewKind(models.TextChoices):
    """What a preview shows."""

    EDITED = "edited", _("your own preview, while you edit")
    SNAPSHOT = "snapshot", _("your own preview of a version")
    SHARED = "shared", _("a link to share")


class PreviewGrant(models.Model):
    """Lets the holder of a token read one draft, as long as its maker may edit the page.

    Of the token nothing is kept: it is this row's id and a time, signed. A deleted row is a
    revoked grant.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    kind = models.CharField(max_length=10, choices=PreviewKind.choices, editable=False)
    # Null for a page that was never saved; `parent` is then where it will stand.
    page = models.ForeignKey(
        Page, null=True, on_delete=models.CASCADE, related_name="+", editable=False
    )
    parent = models.ForeignKey(
        Page, null=True, on_delete=models.CASCADE, related_name="+", editable=False
    )
    page_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", editable=False
    )
    # The page as its form or an old version has it; null for the latest saved draft.
    content = models.JSONField(null=True, encoder=DjangoJSONEncoder, editable=False)
    made_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(db_index=True, editable=False)

    # Nothing that is deleted needs to ask whether a preview shows it.
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The page's title as the preview shows it."""
        own = (self.content or {}).get("title")
        return str(own or (self.page.draft_title if self.page else ""))
