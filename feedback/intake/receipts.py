"""Receipts, and the keyed hashes that lead from a receipt or a `clientId` to what is stored.

The receipt is derived from the `clientId`, so that a repeat returns the same and nothing has to be
kept for it. From a stored hash nobody finds either without FEEDBACK_KEY.
"""

import base64
import datetime
import unicodedata
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

# Loaded when a receipt is sealed or opened: a process that answers the API has 6 MB less.
if TYPE_CHECKING:
    from cryptography.fernet import Fernet

RECEIPT_DIGITS = 16
THANK_YOU_SECONDS = 15 * 60
# What may stand between its digits: dashes of every kind and what cannot be seen, by category.
_BETWEEN_DIGITS = {"Pd", "Cf", "Cc"}
_MINUS = "\N{MINUS SIGN}"


def parse_client_id(text: object) -> uuid.UUID | None:
    """Return the version 4 UUID that `text` spells in its usual form, or None.

    Other versions hold a time or a network card's address.
    """
    if not isinstance(text, str):
        return None
    try:
        client_id = uuid.UUID(text)
    except ValueError:
        return None
    is_random = client_id.version == 4 and client_id.variant == uuid.RFC_4122
    return client_id if is_random and str(client_id) == text.lower() else None


def client_hash(client_id: uuid.UUID) -> str:
    """Return what is stored of a `clientId`."""
    return _keyed_hash("client", client_id.hex).hex()


def receipt_of(client_id: uuid.UUID) -> str:
    """Return the receipt, 16 digits, that belongs to a `clientId`."""
    number = int.from_bytes(_keyed_hash("receipt", client_id.hex)) % 10**RECEIPT_DIGITS
    return f"{number:0{RECEIPT_DIGITS}d}"


def receipt_hash(receipt: str) -> str:
    """Return what is stored of a receipt."""
    return _keyed_hash("receipt hash", receipt).hex()


def parse_receipt(text: str) -> str | None:
    """Return the 16 digits of a receipt as somebody typed it, or None."""
    digits = "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in text
        if not character.isspace()
        and character != _MINUS
        and unicodedata.category(character) not in _BETWEEN_DIGITS
    )
    return (
        digits if len(digits) == RECEIPT_DIGITS and digits.isascii() and digits.isdigit() else None
    )


def grouped(receipt: str) -> str:
    """Return a receipt in groups of four, which are easier to copy and to read aloud."""
    return " ".join(receipt[start : start + 4] for start in range(0, RECEIPT_DIGITS, 4))


def seal(receipt: str, now: datetime.datetime, *, is_urgent: bool = False) -> str:
    """Return an address part that shows `receipt` to its holder for 15 minutes.

    Encrypted, since addresses stay in histories and logs; after that time it opens nothing. Whether
    help lines stand beside the receipt is in it too, at the same length.
    """
    content = f"{receipt}{'!' if is_urgent else '.'}"
    return _fernet().encrypt_at_time(content.encode(), int(now.timestamp())).decode()


def unseal(token: str, now: datetime.datetime) -> tuple[str, bool] | None:
    """Return the receipt of an address part and whether it is urgent; None if forged or old."""
    from cryptography.fernet import InvalidToken

    try:
        content = _fernet().decrypt(token).decode()
        age = now.timestamp() - _fernet().extract_timestamp(token)
    except (InvalidToken, ValueError):
        return None
    # Younger than new is what another clock made, or this one before it was set back: it opens.
    if age > THANK_YOU_SECONDS:
        return None
    return content[:-1], content.endswith("!")


def _fernet() -> "Fernet":
    from cryptography.fernet import Fernet

    return Fernet(base64.urlsafe_b64encode(_keyed_hash("thank you", "")))


def _keyed_hash(purpose: str, value: str) -> bytes:
    return salted_hmac(
        f"feedback {purpose}", value, secret=settings.FEEDBACK_KEY, algorithm="sha256"
    ).digest()
