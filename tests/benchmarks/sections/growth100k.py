"""Operations of the contract that list what grows, with 100,000 events and 10,000 articles.

Not part of a run of everything, since the installation takes long to make.
"""

from collections.abc import Iterator

from tests.benchmarks.bench import Bench
from tests.benchmarks.landmarks import LARGE_GROUP
from tests.benchmarks.measuring import Line
from tests.benchmarks.probing import Prober
from tests.benchmarks.questions import Question, operation, operations
from tests.benchmarks.sections.growth import compare

TITLE = "Growth of operations: time of an answer that is computed anew, by number of events"
_FIXTURES = ("ArticleList", "StartPage", "Search", "Calendar")


def measure(bench: Bench) -> Iterator[Line]:
    """Ask operations as their fixtures do, at the smallest size and the largest."""
    return compare(bench, bench.large_sizes, _questions)


def _questions(bench: Bench, prober: Prober) -> list[Question]:
    """Return what is asked of one database, asked once already."""
    by_name = {question.name: question for question in operations()}
    group = Question("Group, with half of all events", operation("Group"), {"slug": LARGE_GROUP})
    questions = [*(by_name[name] for name in _FIXTURES), group]
    for question in questions:
        prober.warm_up(question)
    return questions
