"""What tells the answers of one release and installation from those of another."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

_SUFFIXES = {".py", ".po", ".html", ".txt"}


def fingerprint() -> str:
    """Return a name for all that an answer depends on besides the content and the question.

    Our own code, the packages that we ask for, and settings that answers show or depend on, or are
    signed with.
    """
    digest = hashlib.sha256()
    for path in sorted(_files()):
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    depended_on = (
        settings.SITE_URL,
        settings.MEDIA_URL,
        settings.STORAGES,
        settings.DEBUG,
        settings.GRAPHQL_INTROSPECTION,
        settings.SECURE_HSTS_SECONDS,
    )
    digest.update(repr(depended_on).encode())
    return salted_hmac("cms.response_cache", digest.hexdigest(), algorithm="sha256").hexdigest()


def _files() -> list[Path]:
    found: list[Path] = []
    for path in map(Path, settings.RESPONSE_CACHE_FILES):
        found += [path] if path.is_file() else path.rglob("*")
    return [path for path in found if path.suffix in _SUFFIXES and path.is_file()]
