"""Storage of uploaded files: on disk, or in an S3 object store."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def media_storage(url: str) -> dict[str, Any]:
    """Return the entry for Django's STORAGES; "" is the folder MEDIA_ROOT.

    `s3://key:secret@host/bucket?region=name`; without a host, AWS is used. Everything in the
    bucket must be publicly readable except `documents/` and `wagtail_uploads/`. Raises
    ImproperlyConfigured.
    """
    if not url:
        return {"BACKEND": "cms.outages.media_disk.MediaDisk"}
    parts = urlsplit(url)
    bucket = parts.path.strip("/")
    if parts.scheme != "s3" or not bucket:
        raise ImproperlyConfigured(
            "MEDIA_STORAGE_URL is not valid. Example: s3://key:secret@host/bucket?region=name"
        )
    options: dict[str, Any] = {
        "bucket_name": bucket,
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "file_overwrite": False,
        # Signed URLs expire after an hour, but responses with them are cached for longer.
        "querystring_auth": False,
    }
    if parts.hostname:
        port = f":{parts.port}" if parts.port else ""
        options["endpoint_url"] = f"https://{parts.hostname}{port}"
    if region := parse_qs(parts.query).get("region"):
        options["region_name"] = region[0]
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
