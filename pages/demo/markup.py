"""Converts the text of a content file to StreamField blocks.

Text consists of paragraphs, with `- ` for lists, `1. ` for numbered lists, `**bold**`, `*italic*`
and `[text](page:key)`, `(document:key)` or `(URL)` for links. `## ` starts a heading block, `### `
a heading in the text. Other blocks are fenced:

    ::: quote Participant
    The quotation.
    :::

The fences are `quote WHO`, `fact_box HEADING`, `image KEY` (contains the caption), `gallery
HEADING` (contains lines of `key: caption`), `document KEY` (contains the description), `link
TEXT -> page:key` and `related HEADING` (contains one key per line).
"""

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

from pages.demo.source import stable_uuid

# Returns the primary key of a demo object: (kind, key), with kind “page”, “image” or “document”.
Lookup = Callable[[str, str], int]

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^::: (\w+) ?(.*)$")


class MarkupError(ValueError):
    """A syntax error in a content file."""


def stream_value(text: str, lookup: Lookup, name: str) -> list[dict[str, Any]]:
    """Return raw StreamField data; `name` is the seed of the block ids, which are the same in
    every load.
    """
    blocks = []
    for number, (kind, value) in enumerate(_blocks(text, lookup)):
        block_id = stable_uuid(name, number)
        if kind in {"gallery", "related_pages"}:
            value = _with_item_ids(value, block_id)
        blocks.append({"type": kind, "value": value, "id": str(block_id)})
    return blocks


def rich_text(text: str, lookup: Lookup) -> str:
    """Return paragraphs, lists and third-level headings as HTML in Wagtail's format."""
    parts = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in chunk.splitlines()]
        if lines[0].startswith("### "):
            parts.append(f"<h3>{_inline(lines[0][4:], lookup)}</h3>")
            lines = lines[1:]
        if not lines or not lines[0]:
            continue
        if all(line.startswith("- ") for line in lines):
            items = "".join(f"<li>{_inline(line[2:], lookup)}</li>" for line in lines)
            parts.append(f"<ul>{items}</ul>")
        elif all(re.match(r"\d+\. ", line) for line in lines):
            items = "".join(f"<li>{_inline(line.split('. ', 1)[1], lookup)}</li>" for line in lines)
            parts.append(f"<ol>{items}</ol>")
        else:
            # A backslash at the end of a line is a line break.
            joined = " ".join(lines).replace("\\ ", "<br/>")
            parts.append(f"<p>{_inline(joined, lookup)}</p>")
    return "".join(parts)


def _blocks(text: str, lookup: Lookup) -> Iterator[tuple[str, Any]]:
    prose: list[str] = []
    lines = iter(text.strip().splitlines())
    for line in lines:
        fence = _FENCE.match(line)
        if not fence and not line.startswith("## "):
            prose.append(line)
            continue
        if "".join(prose).strip():
            yield "rich_text", rich_text("\n".join(prose), lookup)
        prose = []
        if fence:
            yield _fenced(fence[1], fence[2].strip(), _until_end(fence[0], lines), lookup)
        else:
            yield "heading", line[3:].strip()
    if "".join(prose).strip():
        yield "rich_text", rich_text("\n".join(prose), lookup)


def _until_end(opening: str, lines: Iterator[str]) -> str:
    inside: list[str] = []
    for line in lines:
        if line.strip() == ":::":
            return "\n".join(inside).strip()
        inside.append(line)
    raise MarkupError(f"“{opening}” is not closed.")


def _fenced(kind: str, argument: str, inside: str, lookup: Lookup) -> tuple[str, Any]:
    if kind == "quote":
        return "quote", {"text": " ".join(inside.split()), "attribution": argument}
    if kind == "fact_box":
        return "fact_box", {"heading": argument, "text": rich_text(inside, lookup)}
    if kind == "image":
        return "image", _picture(argument, inside, lookup)
    if kind == "gallery":
        rows = [line.split(":", 1) for line in inside.splitlines()]
        pictures = [_picture(key.strip(), caption.strip(), lookup) for key, caption in rows]
        return "gallery", {"heading": argument, "images": pictures}
    if kind == "document":
        return "document", {"document": lookup("document", argument), "description": inside}
    if kind == "link":
        words, _arrow, target = argument.partition(" -> ")
        page = lookup("page", target[5:]) if target.startswith("page:") else None
        return "call_to_action", {"text": words, "page": page, "url": "" if page else target}
    if kind == "related":
        targets = [lookup("page", key.strip()) for key in inside.splitlines()]
        return "related_pages", {"heading": argument, "pages": targets}
    raise MarkupError(f"Unknown fence “{kind}”.")


def _picture(key: str, caption: str, lookup: Lookup) -> dict[str, Any]:
    return {"image": lookup("image", key), "alt_text": "", "caption": caption}


def _with_item_ids(value: dict[str, Any], block_id: object) -> dict[str, Any]:
    """Wrap the items of the block's list with ids, in Wagtail's format."""
    name = "images" if "images" in value else "pages"
    items = [
        {"type": "item", "value": item, "id": str(stable_uuid(block_id, number))}
        for number, item in enumerate(value[name])
    ]
    return {**value, name: items}


def _inline(text: str, lookup: Lookup) -> str:
    breaks = text.split("<br/>")
    text = "<br/>".join(html.escape(part, quote=False) for part in breaks)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)

    def link(match: re.Match[str]) -> str:
        words, target = match[1], match[2]
        kind, _colon, key = target.partition(":")
        if kind in {"page", "document"}:
            return f'<a linktype="{kind}" id="{lookup(kind, key)}">{words}</a>'
        return f'<a href="{html.escape(target)}">{words}</a>'

    return _LINK.sub(link, text)
