"""The JSON-LD format, and properties shared by all nodes."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from pages.models import Topic
from pages.models.base import ContentPage, DatePrecision

Node = dict[str, Any]
VOCABULARY = "https://schema.org"

_EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Related:
    """Another public page: its title and its URL in the front end."""

    name: str
    address: str


@dataclass(frozen=True)
class Facts:
    """Facts about a page from outside its row; all are public."""

    # The page's URL in the front end.
    address: str
    language: str
    # The URL of the image for sharing, or "".
    picture: str = ""
    topics: Sequence[Topic] = ()


def document(*nodes: Node) -> Node:
    """Return a document of one or more nodes; empty nodes are omitted."""
    kept = [node for node in nodes if node]
    if len(kept) == 1:
        return {"@context": VOCABULARY, **kept[0]}
    return {"@context": VOCABULARY, "@graph": kept}


def as_script_text(data: Node) -> str:
    """Return JSON in which `<`, `>`, `&` and line separators are escaped, safe inside
    `<script>`.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def node(type_name: str, **properties: Any) -> Node:
    """Return a node without its empty properties; False and 0 are kept."""
    kept = {name: value for name, value in properties.items() if value not in _EMPTY}
    return {"@type": type_name, **kept}


def node_if(type_name: str, **properties: Any) -> Node | None:
    """Return a node, or None if all its properties are empty."""
    made = node(type_name, **properties)
    return made if len(made) > 1 else None


def member(name: str) -> str:
    """Return the URL of a member of a schema.org enumeration, or ""."""
    return f"{VOCABULARY}/{name}" if name else ""


def common(page: ContentPage, facts: Facts) -> Node:
    """Return the properties that every page has as a Thing."""
    return {
        "@id": facts.address,
        "url": facts.address,
        "name": page.title,
        "description": page.summary or page.search_description,
        "image": facts.picture,
    }


def work(page: ContentPage, facts: Facts) -> Node:
    """Return the properties that a page has as a CreativeWork."""
    return {
        **common(page, facts),
        "inLanguage": facts.language,
        "about": about(facts.topics),
    }


def about(topics: Sequence[Topic]) -> list[Node]:
    """Return the topics as Thing nodes."""
    return [node("Thing", name=topic.name, description=topic.description) for topic in topics]


def related(type_name: str, page: Related | None) -> Node | None:
    """Return a short node that refers to another page, or None."""
    if page is None:
        return None
    return node(type_name, **{"@id": page.address}, name=page.name, url=page.address)


def moment(value: datetime.datetime | None) -> str:
    """Return a time as ISO 8601 in Swedish time with its offset, or ""."""
    return timezone.localtime(value).isoformat(timespec="seconds") if value else ""


def day(value: datetime.datetime | datetime.date | None) -> str:
    """Return a date as ISO 8601, in Swedish time, or ""."""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date()
    return value.isoformat() if value else ""


def partial_date(value: datetime.date | None, precision: str) -> str:
    """Return a date with its known precision: 2018-09-03, 2018-09 or 2018 (ISO 8601)."""
    length = {DatePrecision.YEAR.value: 4, DatePrecision.MONTH.value: 7}.get(precision, 10)
    return day(value)[:length]
