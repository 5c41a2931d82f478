"""What every section is given: installations, the moment, and how thorough to be."""

import datetime
import os
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property

from cms.environment import BASE_DIR
from tests.benchmarks.scratch import Installation, Scratch, Submissions

SIZES = (300, 3_000, 30_000)
QUICK_SIZES = (300, 1_500)
# Of the section that is asked for by name.
LARGE_SIZES = (300, 100_000)
SUBMISSIONS, QUICK_SUBMISSIONS = (1_000, 1_000_000), (1_000, 50_000)


@dataclass
class Bench:
    """One run: its installations are made when a section first asks for them."""

    scratch: Scratch
    now: datetime.datetime
    quick: bool = False
    redis_url: str = ""
    installations: dict[int, Installation] = field(default_factory=dict)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Numbers of events at which growth is measured, the smallest first."""
        return QUICK_SIZES if self.quick else SIZES

    @property
    def large_sizes(self) -> tuple[int, ...]:
        """Numbers of events at which the contract's operations are compared."""
        return QUICK_SIZES if self.quick else LARGE_SIZES

    @property
    def submissions(self) -> tuple[int, int]:
        """Numbers of submissions at which pages of feedback are measured."""
        return QUICK_SUBMISSIONS if self.quick else SUBMISSIONS

    @property
    def rounds(self) -> int:
        """How often everything is measured in turn; an odd number has a middle."""
        return 5 if self.quick else 9

    @cached_property
    def _demo(self) -> Installation:
        self.say("Preparing a scratch database with the demo's content")
        return self.scratch.demo()

    def installation(self, events: int) -> Installation:
        """Return an installation with so many events; smaller ones are made on the way."""
        smaller = self._demo
        for size in (size for size in sorted({*self.sizes, events}) if size <= events):
            if size not in self.installations:
                self.say(f"Adding events until there are {size:,}")
                self.installations[size] = self.scratch.grown(smaller, size, self.now)
            smaller = self.installations[size]
        return smaller

    def with_submissions(self, count: int) -> Submissions:
        """Return a new installation with the demo's content and so many submissions more."""
        demo = self.with_pages
        self.say(f"Generating {count:,} submissions")
        return self.scratch.with_submissions(demo, count)

    @cached_property
    def with_pages(self) -> Installation:
        """The installation with the demo's content as it is, which also serves pages."""
        return self.scratch.with_static_files(self._demo)

    @property
    def usual(self) -> Installation:
        """The installation of what is measured at one size: 3,000 events."""
        return self.installation(self.sizes[min(1, len(self.sizes) - 1)])

    def say(self, text: str) -> None:
        """Tell what is being done."""
        print(f"{datetime.datetime.now():%H:%M:%S} {text}", file=sys.stderr, flush=True)

    @cached_property
    def surroundings(self) -> dict[str, str]:
        """What the figures depend on, in general words; sections add to it."""
        commit = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],
            cwd=BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
        return {
            "date": f"{self.now:%Y-%m-%d}",
            "commit": commit or "unknown",
            "database": "PostgreSQL" if self.scratch.server_url else "SQLite",
            "python": ".".join(map(str, sys.version_info[:3])),
            "cores": str(os.cpu_count()),
            "load at the start": f"{os.getloadavg()[0]:.1f}",
            "rounds": str(self.rounds),
        }
