"""The words of a page, for counting."""

from typing import Any

from pages.graphql.rich_text import to_text

_TEXT_KEYS = {"text", "heading", "caption", "attribution", "title", "description"}


def text_of(page: Any) -> str:
    """Return summary, body and report of a page as plain text."""
    parts = [page.summary]
    for name in ("purpose", "method", "results"):
        parts.append(getattr(page, name, "") or "")
    for name in ("body", "report"):
        for block in getattr(getattr(page, name, None), "raw_data", ()):
            parts.extend(_texts(block["value"]))
    return "\n".join(part for part in parts if part)


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
