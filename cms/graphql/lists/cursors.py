"""Signed keyset cursors, each valid for one list, order and filter.

A cursor holds the values of the sort keys of a row, so that rows that are added or removed before
it do not shift the next page. Nulls sort last in both directions.
"""

import base64
import datetime
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from cms.graphql.execution.lookahead import freeze


class BadCursor(ValueError):
    """A cursor of another list, order or filter, or with an invalid signature."""


@dataclass(frozen=True, slots=True)
class Key:
    """One sort key: a lookup path, its direction, and whether it may be null."""

    path: str
    descending: bool = False
    nullable: bool = False

    def ordering(self, *, backwards: bool) -> OrderBy:
        """Return the ORDER BY term; `backwards` reverses direction and nulls."""
        # For a column without nulls, NULLS LAST would prevent the use of an index.
        nulls: dict[str, Any] = {}
        if self.nullable:
            nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        return OrderBy(F(self.path), descending=self.descending is not backwards, **nulls)


def ordering(keys: Sequence[Key], *, backwards: bool = False) -> list[OrderBy]:
    """Return the terms of ORDER BY for `keys`."""
    return [key.ordering(backwards=backwards) for key in keys]


def beyond(keys: Sequence[Key], values: Sequence[Any], *, backwards: bool = False) -> Q:
    """Return the condition for rows after `values`, or before them if `backwards`."""
    condition = Q(pk__in=[])
    same = Q()
    for key, value in zip(keys, values, strict=True):
        step = _beyond_one(key, value, backwards=backwards)
        if step is not None:
            condition |= same & step
        same &= Q(**{f"{key.path}__isnull": True}) if value is None else Q(**{key.path: value})
    first, value = keys[0], values[0]
    if not first.nullable and len(keys) > 1:
        # Implied by the rest, but in a form that an index on the first key supports.
        bound = "lte" if first.descending is not backwards else "gte"
        condition &= Q(**{f"{first.path}__{bound}": value})
    return condition


def _beyond_one(key: Key, value: Any, *, backwards: bool) -> Q | None:
    is_null = Q(**{f"{key.path}__isnull": True})
    if value is None:
        return ~is_null if backwards else None
    greater = "lt" if key.descending is not backwards else "gt"
    condition = Q(**{f"{key.path}__{greater}": value})
    return condition if backwards or not key.nullable else condition | is_null


def list_fingerprint(name: str, order: str, filters: Mapping[str, Any]) -> str:
    """Return a short hash of a list, its order and its filters."""
    text = repr((name, order, freeze(dict(filters))))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def encode(fingerprint: str, values: Sequence[Any]) -> str:
    """Return the cursor of a row with the key values `values`."""
    payload = json.dumps([fingerprint, *map(_pack, values)], separators=(",", ":"))
    return _signer().sign(base64.urlsafe_b64encode(payload.encode()).decode().rstrip("="))


def decode(fingerprint: str, cursor: str) -> list[Any]:
    """Return the key values in `cursor`, or raise `BadCursor`."""
    try:
        packed = _signer().unsign(cursor)
        payload = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        made_for, *values = payload
    except (BadSignature, ValueError) as error:
        raise BadCursor("changed") from error
    if made_for != fingerprint:
        raise BadCursor("of another list")
    return [_unpack(value) for value in values]


def _signer() -> Signer:
    return Signer(sep=".", salt=settings.GRAPHQL_CURSOR_SALT)


def _pack(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return {"t": value.astimezone(datetime.UTC).isoformat()}
    if isinstance(value, datetime.date):
        return {"d": value.isoformat()}
    if isinstance(value, uuid.UUID):
        return {"u": value.hex}
    return value


def _unpack(value: Any) -> Any:
    match value:
        case {"t": text}:
            return datetime.datetime.fromisoformat(text)
        case {"d": text}:
            return datetime.date.fromisoformat(text)
        case {"u": text}:
            return uuid.UUID(text)
    return value
