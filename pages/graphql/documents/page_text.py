"""The text of a page, for word counts."""

import json
from collections.abc import Sequence
from typing import Any

from pages.graphql.documents.rich_text import to_text
from pages.graphql.sources.instances import JSON_SUFFIX

# The columns that contain the text of pages.
TEXT_COLUMNS = ("summary", "purpose", "method", "results", "body", "report")
_TEXT_KEYS = {"text", "heading", "caption", "attribution", "title", "description"}


def text_of(page: Any) -> str:
    """Return a page's text fields, body and report as plain text."""
    parts = [page.summary]
    for name in ("purpose", "method", "results"):
        parts.append(getattr(page, name, "") or "")
    for name in ("body", "report"):
        for block in _raw_blocks(page, name):
            parts.extend(_texts(block["value"]))
    return "\n".join(part for part in parts if part)


def _raw_blocks(page: Any, name: str) -> Sequence[Any]:
    stored = page.__dict__.get(name + JSON_SUFFIX)
    if stored is not None:
        return json.loads(stored)
    return getattr(getattr(page, name, None), "raw_data", ())


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [to_text(value)]
    if isinstance(value, dict):
        return [
            to_text(each)
            for key, each in value.items()
            if key in _TEXT_KEYS and isinstance(each, str)
        ]
    return []
