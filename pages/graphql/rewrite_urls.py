"""Addresses that front ends are given."""

from django.conf import settings

from pages.models import ContentDocument


def absolute(url: str) -> str:
    """Return `url` with this installation's own address before it, if it has none."""
    if "://" in url or url.startswith("//"):
        return url
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + url


def document_url(document: ContentDocument) -> str:
    """Return where a document is downloaded; the address stops working when it is made private."""
    return absolute(document.url)
