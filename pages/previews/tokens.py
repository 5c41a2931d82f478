"""Tokens of previews: signed, of one purpose, and good for a quarter of an hour.

A token is the id of a grant and the second in which it was made, signed. Nothing of it is stored.
"""

import datetime
import re
import uuid
from typing import NamedTuple

from django.core.signing import BadSignature, Signer

LIFETIME = datetime.timedelta(minutes=15)
# The clocks of two machines differ by less.
CLOCK_SKEW = datetime.timedelta(minutes=1)

_SALT = "medskap.pages.preview"
_VALUE = re.compile(r"([0-9a-f]{32})([0-9a-f]{8})")


class ReadToken(NamedTuple):
    """What a token says."""

    grant_id: uuid.UUID
    expires_at: datetime.datetime


def make_token(grant_id: uuid.UUID, now: datetime.datetime) -> str:
    """Return a token for a grant, of characters that need no escape in an address."""
    return _signer().sign(f"{grant_id.hex}{int(now.timestamp()):08x}")


def read_token(token: str, now: datetime.datetime) -> ReadToken | None:
    """Return what a token says; None for one that is not ours, or not of the last 15 minutes.

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
