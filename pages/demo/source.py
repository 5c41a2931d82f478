"""Reads the demo's content files: one TOML table per object, named by the object's key.

Other objects refer to an object by its key, which is also its slug unless the table has another.
The tables in `content/en` have the same keys and contain only what differs in English.
"""

import datetime
import tomllib
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pages.registry import PAGE_TYPES

CONTENT = Path(__file__).parent / "content"
_NAMESPACE = uuid.UUID("6f1de0a4-3c1e-5c83-9d0c-0c1f2a7f6d11")


@dataclass(frozen=True)
class Entry:
    """One object of the demo, as in its file."""

    area: str
    key: str
    language: str
    seen_from: datetime.date
    fields: dict[str, Any]


def stable_uuid(*parts: object) -> uuid.UUID:
    """Return the same UUID for the same parts, in every installation."""
    return uuid.uuid5(_NAMESPACE, "/".join(str(part) for part in parts))


@cache
def entries(area: str, language: str = "sv") -> dict[str, Entry]:
    """Return the objects of an area by key, in the order of its files (`events-1.toml`, …)."""
    found: dict[str, Entry] = {}
    for path in sorted((CONTENT / language).glob(f"{area}*.toml")):
        with path.open("rb") as file:
            tables = tomllib.load(file)
        seen_from = tables.pop("today", datetime.date(2018, 3, 5))
        for key, fields in tables.items():
            if key in found:
                raise ValueError(f"{path.name}: duplicate key {key} in {area}.")
            found[key] = Entry(area, key, language, seen_from, fields)
    return found


def translation(entry: Entry) -> Entry | None:
    """Return the English entry of a Swedish one, or None.

    Lists of child objects (agenda, speakers, …) are in the order of the Swedish ones; each row
    needs to contain only what differs.
    """
    english = entries(entry.area, "en").get(entry.key)
    if english is None:
        return None
    fields = dict(english.fields)
    if "parent" in entry.fields:
        fields["parent"] = entry.fields["parent"]
    for name, value in fields.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            original = entry.fields[name]
            fields[name] = [
                {**row, **changed} for row, changed in zip(original, value, strict=True)
            ]
    return Entry(entry.area, entry.key, "en", entry.seen_from, fields)


def model_of(entry: Entry) -> Any:
    """Return the page type of an entry: the one that it names, else that of its file."""
    named = entry.fields.get("type")
    # An index page may share the file of its pages; it stands before them in the registry.
    for page_type in reversed(PAGE_TYPES):
        if page_type.name == named or (named is None and page_type.demo.file == entry.area):
            return page_type.model
    raise LookupError(f"{entry.area}: {entry.key} has no page type: see pages/registry.py.")


def pages(language: str = "sv") -> dict[str, Entry]:
    """Return all pages by key, in the order in which they are created."""
    found: dict[str, Entry] = {}
    for area in dict.fromkeys(page_type.demo.file for page_type in PAGE_TYPES):
        for key, entry in entries(area, language).items():
            if key in found:
                raise ValueError(f"Duplicate key {key}: in {area} and {found[key].area}.")
            found[key] = entry
    return found
