"""The name under which processes share responses: one per release and installation."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

_SUFFIXES = {".py", ".po", ".html", ".txt"}


def fingerprint() -> str:
    """Return a keyed hash of what responses depend on besides content and request.

    That is the files of `RESPONSE_CACHE_FILES` (source, translations, templates and the list of
    requirements), and the settings that responses contain or depend on, with `SECRET_KEY`.
    """
    digest = hashlib.sha256()
    for path in sorted(_files()):
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    values = (
        settings.SITE_URL,
        settings.MEDIA_URL,
        settings.STORAGES,
        settings.DEBUG,
        settings.GRAPHQL_INTROSPECTION,
        settings.SECURE_HSTS_SECONDS,
    )
    digest.update(repr(values).encode())
    return salted_hmac("cms.response_cache", digest.hexdigest(), algorithm="sha256").hexdigest()


def _files() -> list[Path]:
    found: list[Path] = []
    for path in map(Path, settings.RESPONSE_CACHE_FILES):
        found += [path] if path.is_file() else path.rglob("*")
    return [path for path in found if path.suffix in _SUFFIXES and path.is_file()]
