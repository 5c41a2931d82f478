"""Whether a client has the answer already (RFC 9110, section 13)."""

import hashlib

# What proxies that compress put at the end of a validator, and leave there when they ask.
_CODINGS = ("gzip", "zstd", "br")


def etag_of(body: bytes, content_type: str) -> str:
    """Return the strong validator of a body in one of the media types that it can have."""
    digest = hashlib.sha256(f"{content_type}\n".encode() + body).hexdigest()
    return f'"{digest[:32]}"'


def is_known(etag: str, if_none_match: str) -> bool:
    """Tell whether a client that sends `If-None-Match` has the body; compared weakly."""
    known = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    compressed = {f'{etag[:-1]}-{coding}"' for coding in _CODINGS}
    return not known.isdisjoint({etag, "*"} | compressed)
