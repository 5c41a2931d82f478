"""Preview tokens: signed with their own salt and valid for 15 minutes.

A token contains the id of a grant and a time in seconds. Tokens are not stored.
"""

import datetime
import re
import uuid
from typing import NamedTuple

from django.core.signing import BadSignature, Signer

LIFETIME = datetime.timedelta(minutes=15)
# The tolerated difference between the clocks of two machines.
CLOCK_SKEW = datetime.timedelta(minutes=1)

_SALT = "medskap.pages.preview"
_VALUE = re.compile(r"([0-9a-f]{32})([0-9a-f]{8})")


class ReadToken(NamedTuple):
    """The contents of a valid token."""

    grant_id: uuid.UUID
    expires_at: datetime.datetime


def make_token(grant_id: uuid.UUID, now: datetime.datetime) -> str:
    """Return a token for a grant; it contains only URL-safe characters."""
    return _signer().sign(f"{grant_id.hex}{int(now.timestamp()):08x}")


def read_token(token: str, now: datetime.datetime) -> ReadToken | None:
    """Return the contents of a token; None if the signature is wrong or it has expired.

    Signatures are compared in constant time.
    """
    try:
        match = _VALUE.fullmatch(_signer().unsign(token))
    except BadSignature:
        return None
    if match is None:
        return None
    made_at = datetime.datetime.fromtimestamp(int(match[2], 16), datetime.UTC)
    if not -CLOCK_SKEW <= now - made_at < LIFETIME:
        return None
    return ReadToken(uuid.UUID(match[1]), made_at + LIFETIME)


def _signer() -> Signer:
    return Signer(salt=_SALT, sep=".")
