"""The measuring side of `prober.py`: processes that are asked in turn."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cms.environment import BASE_DIR
from tests.benchmarks.questions import Question, Visit
from tests.benchmarks.scratch import Installation

OURS = "cms.wsgi:application"
STOCK = "tests.benchmarks.stock_grapple.wsgi:application"
# What is asked for the first time is parsed, and its pictures are cut: nobody waits for that twice.
_WARM_UP = 3


Asked = Question | Visit


class NoAnswer(Exception):
    """A process ended, or answered with an error, so that there is nothing to measure."""


@dataclass(frozen=True)
class Cost:
    """Seconds that one request took, and the length of its answer."""

    cpu: float
    wall: float
    bytes: int


class Prober:
    """A process that answers requests and tells what they cost."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._read()

    def costs(self, questions: Sequence[Asked]) -> list[Cost]:
        """Return what each request cost."""
        return [Cost(**cost) for cost in self._ask(questions, statements=False)]

    def warm_up(self, question: Asked) -> tuple[int, Any]:
        """Ask a few times; return the number of SQL statements and the data of the last answer."""
        *_, last = self._ask([question] * _WARM_UP, statements=True)
        answer = last["answer"]
        if "errors" in answer:
            raise NoAnswer(f"“{question.name}” was not answered: {answer['errors'][0]}")
        return last["statements"], answer["data"]

    def _ask(self, questions: Sequence[Asked], *, statements: bool) -> Any:
        assert self.process.stdin is not None
        payloads = [question.payload() for question in questions]
        self.process.stdin.write(json.dumps({"payloads": payloads, "statements": statements}))
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self._read()

    def _read(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise NoAnswer("A process that is measured has ended; what it said is above.")
        return json.loads(line)


@contextmanager
def prober(installation: Installation, application: str, **environment: str) -> Iterator[Prober]:
    """Give a process that answers from an installation."""
    process = subprocess.Popen(
        # The folder of static files is not there: nobody asks for them here.
        [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.prober", application],
        cwd=BASE_DIR,
        env=installation.environment(**environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield Prober(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
