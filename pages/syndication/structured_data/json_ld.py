"""The form of JSON-LD, and what the nodes of all pages have in common."""

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
    """Another page, which the reader may see: its title and its address in the front end."""

    name: str
    address: str


@dataclass(frozen=True)
class Facts:
    """What a page does not know of itself; all of it is public."""

    # The page's address in the front end.
    address: str
    language: str
    # The address of the picture for sharing, if there is one.
    picture: str = ""
    topics: Sequence[Topic] = ()


def document(*nodes: Node) -> Node:
    """Return one document of one or several nodes; empty nodes are left out."""
    kept = [node for node in nodes if node]
    if len(kept) == 1:
        return {"@context": VOCABULARY, **kept[0]}
    return {"@context": VOCABULARY, "@graph": kept}


def as_script_text(data: Node) -> str:
    """Return JSON that nothing inside can end the script element of, whatever editors wrote."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def node(type_name: str, **properties: Any) -> Node:
    """Return a node without its empty properties; False and 0 say something and stay."""
    kept = {name: value for name, value in properties.items() if value not in _EMPTY}
    return {"@type": type_name, **kept}


def node_if(type_name: str, **properties: Any) -> Node | None:
    """Return a node, or None when it has no property that says anything."""
    made = node(type_name, **properties)
    return made if len(made) > 1 else None


def member(name: str) -> str:
    """Return a member of one of the vocabulary's enumerations."""
    return f"{VOCABULARY}/{name}" if name else ""


def common(page: ContentPage, facts: Facts) -> Node:
    """Return what every page is as a Thing."""
    return {
        "@id": facts.address,
        "url": facts.address,
        "name": page.title,
        "description": page.summary or page.search_description,
        "image": facts.picture,
    }


def work(page: ContentPage, facts: Facts) -> Node:
    """Return what every page is as a CreativeWork."""
    return {
        **common(page, facts),
        "inLanguage": facts.language,
        "about": about(facts.topics),
    }


def about(topics: Sequence[Topic]) -> list[Node]:
    """Return the topics as things."""
    return [node("Thing", name=topic.name, description=topic.description) for topic in topics]


def related(type_name: str, page: Related | None) -> Node | None:
    """Return a short node for another page."""
    if page is None:
        return None
    return node(type_name, **{"@id": page.address}, name=page.name, url=page.address)


def moment(value: datetime.datetime | None) -> str:
    """Return a time in Sweden with its offset."""
    return timezone.localtime(value).isoformat(timespec="seconds") if value else ""


def day(value: datetime.datetime | datetime.date | None) -> str:
    """Return a day in Sweden."""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date()
    return value.isoformat() if value else ""


def partial_date(value: datetime.date | None, precision: str) -> str:
    """Return a date as exactly as it is known: 2018-09-03, 2018-09 or 2018 (ISO 8601)."""
    length = {DatePrecision.YEAR.value: 4, DatePrecision.MONTH.value: 7}.get(precision, 10)
    return day(value)[:length]
