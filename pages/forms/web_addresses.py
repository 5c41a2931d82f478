"""Addresses of other sites: http and https only, when they are stored and when they are read."""

import re
from typing import Any

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_LINK = re.compile(r"<a\b([^>]*)>", re.IGNORECASE)
_HREF = re.compile(r'\bhref="([^"]*)"', re.IGNORECASE)
# A path of the site may stand in rich text and in a redirect; `//host` is an address too.
_IN_TEXT = re.compile(r"(?:https?|mailto|tel):|[/#]", re.IGNORECASE)

ADDRESS_ERROR = _("Write an address that begins with https:// or http://.")
TEXT_ERROR = _(
    "A link in the text has an address that cannot be used, and lost it. Remove the link or set it "
    "again: to a page, a document, an e-mail address, or an address that begins with https://."
)


def safe_address(value: str | None) -> str:
    """Return an address of another site unchanged, or "" if it is none, such as `javascript:`.

    Neither blanks nor control characters are removed first: browsers ignore them in a scheme.
    """
    return value if value and _SCHEME.match(value) else ""


def is_safe_in_text(address: str) -> bool:
    """Return whether a link of rich text, or a redirect, may have this address."""
    return _IN_TEXT.match(address) is not None


def has_lost_links(source: str) -> bool:
    """Return whether a rich text has a link without target, or with one that is not safe.

    The editor's converter removes the address of a link with another scheme, without a message.
    """
    for attributes in _LINK.findall(source):
        if "linktype=" in attributes:
            continue
        found = _HREF.search(attributes)
        if found is None or not is_safe_in_text(found[1]):
            return True
    return False


class WebAddressField(models.URLField):
    """An address with http or https; any other that is in the database is read as ""."""

    default_validators = [URLValidator(schemes=["http", "https"], message=ADDRESS_ERROR)]

    def deconstruct(self) -> Any:
        """Return the path of Django's field: the column is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """Validate the value as it was given, which `to_python` would empty."""
        if value not in self.empty_values:
            self.run_validators(value)
        return super().clean(value, model_instance)

    def to_python(self, value: Any) -> Any:
        """Return the value, "" for an unsafe address; also called for revisions."""
        value = super().to_python(value)
        return safe_address(value) if isinstance(value, str) else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Return the stored value, "" for an unsafe address."""
        return self.to_python(value)
