"""Requests as a web process meets them: known ones, ones of many kinds, and ones it refuses."""

import datetime
import json
import random
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from tests.benchmarks.questions import Question, operation, operations, search_for

# Of a hundred requests; the rest are operations of the contract, the same again and again.
_OF_MANY_KINDS, _OF_ANY_TEXT, _REFUSED = 15, 5, 10


class Request(NamedTuple):
    """What is sent."""

    method: str
    path: str
    body: bytes


def requests(count: int, now: datetime.datetime, seed: int = 1) -> Iterator[Request]:
    """Yield so many requests; those of many kinds hardly come twice."""
    chance = random.Random(seed)
    known = operations()
    for number in range(count):
        draw = chance.randrange(100)
        if draw < _REFUSED:
            yield _refused(number, chance)
        elif draw < _REFUSED + _OF_ANY_TEXT:
            yield _sent(_of_any_text(number), chance)
        elif draw < _REFUSED + _OF_ANY_TEXT + _OF_MANY_KINDS:
            yield _sent(_of_many_kinds(chance, now), chance)
        else:
            yield _sent(chance.choice(known), chance)


def _sent(question: Question, chance: random.Random) -> Request:
    if chance.random() < 0.5:
        parameters = {"query": question.query, "variables": json.dumps(question.variables)}
        return Request("GET", f"/graphql/?{urlencode(parameters)}", b"")
    return _posted(question.payload())


def _posted(payload: dict[str, Any]) -> Request:
    return Request("POST", "/graphql/", json.dumps(payload).encode())


def _of_many_kinds(chance: random.Random, now: datetime.datetime) -> Question:
    """Return an operation with variables that hardly anybody else sends."""
    number = chance.randrange(100, 3_000)
    after = now + datetime.timedelta(hours=chance.randrange(-5_000, 2_000))
    lists = {"first": chance.randint(1, 100)}
    return chance.choice(
        [
            Question("Event", operation("Event"), {"slug": f"moete-{number}"}),
            Question("Article", operation("Article"), {"slug": f"nyhet-{number // 10 * 10}"}),
            Question(
                "Calendar",
                operation("Calendar"),
                {**lists, "filter": {"startsAfter": after.isoformat()}},
            ),
            Question("ArticleList", operation("ArticleList"), lists),
            Question("GroupList", operation("GroupList"), lists),
            search_for(f"samverkan {number}"),
        ]
    )


def _of_any_text(number: int) -> Question:
    """Return a document that nobody has sent before: it is parsed, validated and kept."""
    fields = "id title path startsAt summary group { id title } venue { name city }"
    lists = " ".join(
        f"list{each}: events(first: 3) {{ nodes {{ {fields} }} }}" for each in range(4)
    )
    return Question("any text", f"query Number{number} {{ {lists} }}")


def _refused(number: int, chance: random.Random) -> Request:
    nested = "{ groups { nodes { events { nodes " * 8 + "{ id }" + " } } } }" * 8
    documents = [
        "{ events(first: 3) { nodes { id }",
        f"{{ nothing{number} }}",
        "{ events(first: 101) { nodes { id } } }",
        f'{{ events(after: "of{number}") {{ nodes {{ id }} }} }}',
        nested,
        "{" + " ".join(f"a{each}: menu {{ title }}" for each in range(500)) + "}",
        "query ($x: Int!) { events(first: $x) { nodes { id } } }",
    ]
    if chance.random() < 0.2:
        return Request("POST", "/graphql/", b'{"query": "' + b"x" * 150_000 + b'"}')
    return _posted({"query": chance.choice(documents)})
