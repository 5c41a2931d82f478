"""Conditional requests (RFC 9110, section 13)."""

import hashlib

# Suffixes that compressing proxies append to a validator and keep when they revalidate.
_CODINGS = ("gzip", "zstd", "br")


def etag_of(body: bytes, content_type: str) -> str:
    """Return the strong validator of a body in one media type."""
    digest = hashlib.sha256(f"{content_type}\n".encode() + body).hexdigest()
    return f'"{digest[:32]}"'


def is_known(etag: str, if_none_match: str) -> bool:
    """Return whether `If-None-Match` matches `etag`, by weak comparison."""
    known = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    compressed = {f'{etag[:-1]}-{coding}"' for coding in _CODINGS}
    return not known.isdisjoint({etag, "*"} | compressed)
