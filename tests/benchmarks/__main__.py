"""`make bench`: measures, prints one table, and writes every figure beside it as JSON.

python -m tests.benchmarks [--quick] [--only uncached,growth] [--strict] [--write-docs]
"""

import argparse
import datetime
import os
import time
from pathlib import Path

from cms.environment import BASE_DIR
from tests.benchmarks import report
from tests.benchmarks.bench import Bench
from tests.benchmarks.measuring import Line
from tests.benchmarks.probing import NoAnswer
from tests.benchmarks.scratch import scratch
from tests.benchmarks.sections import (
    cached,
    concurrency,
    growth,
    growth100k,
    memory,
    sending,
    submissions,
    uncached,
)

# A section is a module with a TITLE and a function `measure`; the table has them in this order.
SECTIONS = {
    "uncached": uncached,
    "concurrency": concurrency,
    "cached": cached,
    "growth": growth,
    "growth100k": growth100k,
    "memory": memory,
    "submissions": submissions,
    "sending": sending,
}
# Not part of a run that names no sections.
BY_NAME_ONLY = {"growth100k"}
RESULTS = BASE_DIR / "var" / "benchmarks"


def main() -> None:
    """Measure what was chosen; with --strict, fail where something required is not reached."""
    chosen = _arguments()
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    started = time.monotonic()
    with scratch(chosen.results, os.environ.get("DATABASE_URL", "")) as place:
        bench = Bench(place, now, chosen.quick, os.environ.get("REDIS_URL", ""))
        surroundings = bench.surroundings
        results, failures = {}, []
        for name in chosen.only:
            lines: list[Line] = []
            results[SECTIONS[name].TITLE] = lines
            try:
                lines.extend(SECTIONS[name].measure(bench))
            except NoAnswer as error:
                failures.append(f"{name}: {error}")
    surroundings["minutes"] = f"{(time.monotonic() - started) / 60:.1f}"
    markdown = report.table(results, surroundings)
    file = chosen.results / f"{now:%Y-%m-%dT%H%M%S}.json"
    file.write_text(report.as_json(results, surroundings), encoding="utf-8")
    print(report.for_terminal(markdown))
    print(f"Every figure of every round: {file}")
    if chosen.write_docs:
        report.write_into(report.DOCUMENT, markdown)
    if chosen.strict:
        failures += [f"not reached: {line.what}" for line in report.missed(results)]
    if failures:
        raise SystemExit("\n".join(failures))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--only",
        type=lambda names: names.split(","),
        default=[name for name in SECTIONS if name not in BY_NAME_ONLY],
        metavar="NAMES",
        help=f"Sections to measure, of {', '.join(SECTIONS)}; with commas between.",
    )
    parser.add_argument(
        "--quick", action="store_true", help="Fewer rounds and smaller sizes, to see that it works."
    )
    parser.add_argument(
        "--strict", action="store_true", help="Fail where something required is not reached."
    )
    parser.add_argument(
        "--results", type=Path, default=RESULTS, help="Folder of the figures and of scratch files."
    )
    parser.add_argument(
        "--write-docs", action="store_true", help="Put the table into docs/performance.md."
    )
    chosen = parser.parse_args()
    if unknown := set(chosen.only) - set(SECTIONS):
        parser.error(f"no section is called {', '.join(sorted(unknown))}")
    return chosen


if __name__ == "__main__":
    main()
