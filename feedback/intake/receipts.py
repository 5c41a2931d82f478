"""Receipts, and the keyed hashes under which receipts and client ids are stored.

The receipt is derived from the `clientId`, so a repeated submission gets the same one and nothing
is stored for it. The stored hashes cannot be reversed without FEEDBACK_KEY.
"""

import base64
import datetime
import re
import unicodedata
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

# Imported when needed: a process that serves only the API uses 6 MB less without it.
if TYPE_CHECKING:
    from cryptography.fernet import Fernet

RECEIPT_DIGITS = 16
THANK_YOU_SECONDS = 15 * 60
# Unicode categories that are ignored: punctuation and invisible characters.
_IGNORED = {"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Cf", "Cc"}
_NUMBER_WORD = re.compile(r"^(?:mitt|my)?(?:kvitto|receipt)?(?:nummer|number|nr|no)?(?=[\do])")
_MINUS = "\N{MINUS SIGN}"


def parse_client_id(text: object) -> uuid.UUID | None:
    """Return the version 4 UUID that `text` spells in canonical form, or None.

    Other versions are refused: they contain a time or a network address.
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
    """Return the keyed hash under which a `clientId` is stored, in hexadecimal."""
    return _keyed_hash("client", client_id.hex).hex()


def receipt_of(client_id: uuid.UUID) -> str:
    """Return the receipt of a `clientId`: 16 decimal digits."""
    number = int.from_bytes(_keyed_hash("receipt", client_id.hex)) % 10**RECEIPT_DIGITS
    return f"{number:0{RECEIPT_DIGITS}d}"


def receipt_hash(receipt: str) -> str:
    """Return the keyed hash under which a receipt is stored, in hexadecimal."""
    return _keyed_hash("receipt hash", receipt).hex()


def parse_receipt(text: str) -> str | None:
    """Return the 16 digits of a typed receipt, or None.

    Ignores spaces, punctuation and a word for “number” before them, and reads the letter O as 0.
    """
    typed = "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in text.casefold()
        if not character.isspace()
        and character != _MINUS
        and unicodedata.category(character) not in _IGNORED
    )
    digits = _NUMBER_WORD.sub("", typed).replace("o", "0")
    return (
        digits if len(digits) == RECEIPT_DIGITS and digits.isascii() and digits.isdigit() else None
    )


def grouped(receipt: str) -> str:
    """Return a receipt in groups of four digits, separated by spaces."""
    return " ".join(receipt[start : start + 4] for start in range(0, RECEIPT_DIGITS, 4))


def seal(receipt: str, now: datetime.datetime, *, is_urgent: bool = False) -> str:
    """Return an encrypted URL part that holds `receipt` and `is_urgent`, valid for 15 minutes.

    Encrypted, because URLs stay in browser histories and logs. Its length does not depend on
    `is_urgent`.
    """
    content = f"{receipt}{'!' if is_urgent else '.'}"
    return _fernet().encrypt_at_time(content.encode(), int(now.timestamp())).decode()


def unseal(token: str, now: datetime.datetime) -> tuple[str, bool] | None:
    """Return the receipt and `is_urgent` of a URL part, or None if it is forged or expired."""
    from cryptography.fernet import InvalidToken

    try:
        content = _fernet().decrypt(token).decode()
        age = now.timestamp() - _fernet().extract_timestamp(token)
    except (InvalidToken, ValueError):
        return None
    # A time in the future comes from another clock, or from before this one was set back: valid.
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
