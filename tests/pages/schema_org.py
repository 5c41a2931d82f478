"""Checks JSON-LD against the vocabulary of schema.org (schema_org_vocabulary.json)."""

import json
import re
from pathlib import Path
from typing import Any

VOCABULARY = json.loads((Path(__file__).parent / "schema_org_vocabulary.json").read_text())
HOME = "https://schema.org/"
# The required format of a string for each data type.
FORMS = {
    "Text": re.compile(r"(?s).+"),
    "URL": re.compile(r"(https?|mailto|tel):\S+"),
    "Date": re.compile(r"\d{4}(-\d\d(-\d\d)?)?"),
    "DateTime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"),
}


def problems(data: Any) -> list[str]:
    """Return the terms and values in a document that the vocabulary does not allow."""
    if data.get("@context") != "https://schema.org":
        return ["@context is not schema.org"]
    nodes = data.get("@graph") or [
        {name: value for name, value in data.items() if name != "@context"}
    ]
    return [problem for node in nodes for problem in _problems_of_node(node)]


def ancestors(type_name: str) -> set[str]:
    """Return a type and its supertypes."""
    above = VOCABULARY["classes"].get(type_name, [])
    return {type_name}.union(*(ancestors(each) for each in above))


def _problems_of_node(node: dict[str, Any]) -> list[str]:
    type_name = node.get("@type", "")
    if type_name not in VOCABULARY["classes"]:
        return [f"{type_name!r} is no type"]
    found = []
    for name, value in node.items():
        if name in {"@type", "@id"}:
            continue
        if name in VOCABULARY["superseded"]:
            found.append(f"{type_name}.{name} is superseded")
            continue
        row = VOCABULARY["properties"].get(name)
        if row is None or not ancestors(type_name).intersection(row["domain"]):
            found.append(f"{type_name} has no property {name!r}")
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                found += _problems_of_node(each)
            if not any(_is_a(each, expected) for expected in row["range"]):
                found.append(f"{type_name}.{name} cannot be {each!r}")
    return found


def _is_a(value: Any, expected: str) -> bool:
    if isinstance(value, dict):
        return expected in ancestors(value.get("@type", ""))
    if isinstance(value, bool):
        return expected == "Boolean"
    if isinstance(value, int | float):
        return expected == "Number" or (expected == "Integer" and isinstance(value, int))
    if not isinstance(value, str):
        return False
    if value.startswith(HOME):
        return value.removeprefix(HOME) in VOCABULARY["members"].get(expected, [])
    if expected == "Number":
        return bool(re.fullmatch(r"-?\d+(\.\d+)?", value))
    form = FORMS.get(expected)
    return bool(form and form.fullmatch(value))
