"""The texts of a new installation's pages; what the authority has to write itself is marked."""

import html
import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from pages.demo.markup import stream_value

FOLDER = Path(__file__).parent
# Begin the parts of a text that have to be completed.
OPEN_MARKS = {"sv": "[Fyll i: ", "en": "[Fill in: "}
DRAFT_MARKS = ("Utkast att fylla i", "Draft to be completed")
OPEN_CONTACT = {
    "sv": {"contact_email": "e-postadress", "contact_phone": "telefonnummer"},
    "en": {"contact_email": "e-mail address", "contact_phone": "phone number"},
}


@cache
def texts(language: str) -> dict[str, dict[str, str]]:
    """Return the fields of each page by its key, such as `privacy`."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text())


def languages() -> set[str]:
    """Return the codes of the languages that have texts."""
    return {path.stem for path in FOLDER.glob("*.toml")}


def body(key: str, language: str, values: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a page's body as raw blocks; empty values become parts to be completed."""
    raw = texts(language)[key].get("body", "")
    blocks = stream_value(raw, _no_pages, f"starting/{language}/{key}")
    shown = {name: html.escape(value) for name, value in values.items()} | {
        name: f"{OPEN_MARKS[language]}{what}]"
        for name, what in OPEN_CONTACT[language].items()
        if not values.get(name)
    }
    # After the conversion, so that nothing in a value is read as markup.
    return [_filled_in(block, shown) for block in blocks]


def is_incomplete(raw_body: Any) -> bool:
    """Return whether raw blocks contain a part that has to be completed."""
    text = json.dumps(list(raw_body), ensure_ascii=False)
    return any(mark in text for mark in (*OPEN_MARKS.values(), *DRAFT_MARKS))


def _filled_in(value: Any, shown: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _filled_in(child, shown) for name, child in value.items()}
    return Template(value).safe_substitute(shown) if isinstance(value, str) else value


def _no_pages(kind: str, key: str) -> int:
    raise LookupError(f"These texts cannot refer to a {kind}: {key}")
