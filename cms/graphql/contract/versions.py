"""Release the contract: check its changelog and write `released/`."""

import datetime
import hashlib
import json
import re
from pathlib import Path

from cms.graphql.contract.comparison import (
    Changes,
    changes_since,
    deprecations_without_date,
    read_contract,
    read_released,
)

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
_RELEASES = re.compile(r"^## (\d+\.\d+\.\d+) ", re.MULTILINE)
_SEAL = re.compile(r"^Seal of `released/`: `([0-9a-f]{64})`\.$", re.MULTILINE)


def unreleased(changelog: str) -> dict[str, str]:
    """Return the changelog's section on the next release, by heading."""
    _, _, rest = changelog.partition("\n## Unreleased\n")
    section = re.split(r"\n## ", rest)[0]
    parts = re.split(r"(?:^|\n)### (.+)\n", section)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def untold(changes: Changes, changelog: str) -> Changes:
    """Return the changes that the changelog does not list."""
    sections = unreleased(changelog)
    breaking = _entries(sections.get("Breaking", ""))
    watched = breaking + _entries(sections.get("To watch", ""))
    return Changes(
        breaking=[line for line in changes.breaking if not _is_told(line, breaking)],
        dangerous=[line for line in changes.dangerous if not _is_told(line, watched)],
    )


def _entries(section: str) -> list[str]:
    return [line.removeprefix("- ") for line in section.splitlines() if line.startswith("- ")]


def _is_told(line: str, entries: list[str]) -> bool:
    """Return whether an entry starts with the line as whole words."""
    return any(entry == line or entry.startswith(f"{line} ") for entry in entries)


def seal_of(released: Path) -> str:
    """Return a hash of the files of the last release."""
    digest = hashlib.sha256()
    for path in sorted(released.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def broken_seal(folder: Path) -> str | None:
    """Return an error if `released/` does not match the seal in the changelog, else None."""
    changelog = (folder / "CHANGELOG.md").read_text(encoding="utf-8")
    seal = _SEAL.search(changelog)
    if seal is None:
        return "no release has a seal" if _RELEASES.search(changelog) else None
    if seal[1] != seal_of(folder / "released"):
        return "released/ was changed since the last release; only a release may write to it"
    return None


def release(folder: Path, version: str, today: datetime.date) -> None:
    """Write the current contract to `released/` and date the release in the changelog.

    Raises ValueError if the version is invalid or does not follow the last one, or if the
    changelog does not list a change.
    """
    path = folder / "CHANGELOG.md"
    changelog = path.read_text(encoding="utf-8")
    current, released = read_contract(folder), folder / "released"
    changes = changes_since(read_released(released), current, today)
    missing = untold(changes, changelog)
    if lines := missing.breaking + missing.dangerous:
        raise ValueError("CHANGELOG.md does not mention: " + "; ".join(lines))
    if names := deprecations_without_date(current.schema):
        raise ValueError("These deprecations do not say when they end: " + ", ".join(names))
    _check_version(version, _RELEASES.findall(changelog), breaks=bool(changes.breaking))
    for name in ("schema.graphql", "trusted-documents.json"):
        (released / name).write_bytes((folder / name).read_bytes())
    _write_json(released / "shapes.json", current.shapes)
    _write_json(released / "codes.json", sorted(current.codes))
    seal = f"Seal of `released/`: `{seal_of(released)}`."
    heading = f"\n## Unreleased\n{_NOTHING}\n## {version} – {today.isoformat()}\n\n{seal}\n"
    path.write_text(changelog.replace("\n## Unreleased\n", heading, 1), encoding="utf-8")


def _check_version(version: str, earlier: list[str], *, breaks: bool) -> None:
    numbers = _VERSION.fullmatch(version)
    if numbers is None:
        raise ValueError(f"A version is three numbers, such as 1.4.0; {version!r} is not.")
    if version in earlier:
        raise ValueError(f"{version} is released already.")
    if not earlier:
        return
    last = max(tuple(map(int, each.split("."))) for each in earlier)
    given = tuple(map(int, numbers.groups()))
    if given < last:
        raise ValueError(f"{version} comes before {'.'.join(map(str, last))}, the last release.")
    # Before 1.0.0 the second number counts breaks, as it does for package managers.
    counted = 1 if last[0] == 0 and given[0] == 0 else 0
    if breaks and given[: counted + 1] <= last[: counted + 1]:
        raise ValueError(f"What is to be released breaks front ends; {version} does not say so.")


def _write_json(path: Path, content: object) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


_NOTHING = """
### Breaking

None.

### To watch

None.
"""
