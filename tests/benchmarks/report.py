"""The table of a run: on the terminal, as JSON, and in the documentation."""

import json
from pathlib import Path

from cms.environment import BASE_DIR
from tests.benchmarks.measuring import Line

DOCUMENT = BASE_DIR / "docs" / "performance.md"
_BEGIN, _END = "<!-- table of make bench -->", "<!-- end of the table -->"

Results = dict[str, list[Line]]


def table(results: Results, surroundings: dict[str, str]) -> str:
    """Return the one table of a run, in Markdown, with what its figures depend on."""
    rows = ["| measured | reached: median (lowest–highest) | required | | figures |"]
    rows.append("|---|---|---|---|---|")
    for title, lines in results.items():
        rows.append(f"| **{title}** | | | | |")
        for line in lines:
            reached = f"{line.reached}{line.unit}" if line.reached else "not measured"
            rows.append(
                f"| {line.what} | {reached} | {line.requirement} | {_verdict(line)} "
                f"| {line.details} |"
            )
    said = "; ".join(f"{name}: {value}" for name, value in surroundings.items())
    return "\n".join([*rows, "", f"{said[:1].upper()}{said[1:]}.", ""])


def _verdict(line: Line) -> str:
    return {True: "reached", False: "**missed**", None: ""}[line.holds]


def missed(results: Results) -> list[Line]:
    """Return what is required and not reached, or could not be measured."""
    every = (line for lines in results.values() for line in lines)
    return [line for line in every if line.required is not None and not line.holds]


def for_terminal(markdown: str) -> str:
    """Return a table of Markdown with its columns in line."""
    rows = [_cells(line) for line in markdown.splitlines() if line.startswith("|")]
    widths = [max(len(row[column]) for row in rows[2:]) for column in range(4)]
    shown = []
    for line in markdown.splitlines():
        if not line.startswith("|"):
            shown.append(line)
        elif not line.startswith("|---"):
            *cells, last = _cells(line)
            padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
            shown.append("  ".join([*padded, last]).rstrip())
    return "\n".join(shown)


def _cells(row: str) -> list[str]:
    return [cell.strip().replace("**", "") for cell in row.strip("|").split("|")]


def as_json(results: Results, surroundings: dict[str, str]) -> str:
    """Return every figure of every round."""
    sections = {
        title: [
            {
                "what": line.what,
                "unit": line.unit,
                "median": line.reached and line.reached.median,
                "rounds": line.reached and line.reached.rounds,
                "required": line.required,
                "at_most": line.at_most,
                "holds": line.holds,
                "details": line.details,
                "figures": line.figures,
            }
            for line in lines
        ]
        for title, lines in results.items()
    }
    return json.dumps({**surroundings, "sections": sections}, ensure_ascii=False, indent=2)


def write_into(document: Path, markdown: str) -> None:
    """Put the table where the document has its marks."""
    text = document.read_text(encoding="utf-8")
    before, found, rest = text.partition(_BEGIN)
    _, also_found, after = rest.partition(_END)
    if not (found and also_found):
        raise SystemExit(f"{document} has no “{_BEGIN}” and “{_END}” to put the table between.")
    document.write_text(f"{before}{_BEGIN}\n{markdown}{_END}{after}", encoding="utf-8")
