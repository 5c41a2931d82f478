"""Absolute URLs for front ends."""

from django.conf import settings

from pages.models import ContentDocument


def absolute(url: str) -> str:
    """Return `url`, prefixed with this installation's base URL if it is relative."""
    if "://" in url or url.startswith("//"):
        return url
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + url


def document_url(document: ContentDocument) -> str:
    """Return the download URL of a document; it stops working if the document becomes private."""
    return absolute(document.url)
