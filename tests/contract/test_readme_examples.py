"""Each example of the contract's README returns the documented answer on the demo.

Two consecutive blocks belong together: `graphql` and `json`, `http` and `http`, `ts` and
`text`. `RECORD=1 pytest tests/contract/test_readme_examples.py` records the answers again; of an
answer's headers it keeps those that are documented.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django import Settings

from cms.environment import BASE_DIR
from cms.graphql.contract.export import document_ids_text
from cms.graphql.guard.rate_limit import limit_rate
from tests.contract.conftest import NOW, RunNode
from tests.contract.files import CONTRACT
from tests.contract.previews import lend_draft, superuser
from tests.response_cache.visitor import Answer, Visitor, visiting

README = CONTRACT / "README.md"
HOST = "localhost:8000"
ANSWERED_BY = {"graphql": "json", "http": "http", "ts": "text"}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Example:
    """A request and its answer in the README."""

    language: str
    request: str
    answer: str


def examples(*languages: str) -> list[Example]:
    blocks = BLOCK.findall(README.read_text(encoding="utf-8"))
    found: list[Example] = []
    following = iter(blocks)
    for language, request in following:
        if language in ANSWERED_BY:
            answer_language, answer = next(following)
            assert answer_language == ANSWERED_BY[language], request
            found.append(Example(language, request, answer))
    return [example for example in found if example.language in languages]


def check(example: Example, answer: str) -> None:
    """Compare an answer with the README; with RECORD=1, write it there."""
    if os.environ.get("RECORD"):
        text = README.read_text(encoding="utf-8")
        fence = f"\n```{ANSWERED_BY[example.language]}\n"
        place = text.index(fence, text.index(f"{example.request}```\n")) + len(fence)
        text = text[:place] + answer + text[place + len(example.answer) :]
        README.write_text(text, encoding="utf-8")
        example.answer = answer
    assert answer == example.answer, "RECORD=1 pytest tests/contract/test_readme_examples.py"


def pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


@pytest.fixture
def fixed(settings: Settings, demo_content: Path) -> Iterator[None]:
    """Fix the time, the secret key and the URLs."""
    settings.SECRET_KEY = settings.FEEDBACK_KEY = "for fixtures only"
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = f"http://{HOST}"
    with time_machine.travel(NOW, tick=False):
        yield


def test_readme_has_examples_of_every_kind() -> None:
    assert len(examples("graphql", "http", "ts")) >= 12


def test_query_examples_return_the_documented_answers(
    fixed: None, subtests: pytest.Subtests
) -> None:
    for example in examples("graphql"):
        with subtests.test(example.request):
            response = Client().post(
                "/graphql/",
                {"query": example.request},
                content_type="application/json",
                headers={"host": HOST},
            )
            check(example, pretty(response.json()))


def test_request_examples_return_the_documented_answers(
    fixed: None, subtests: pytest.Subtests
) -> None:
    # A placeholder for a value in a request
    known = {**json.loads(document_ids_text())}
    known["token"] = lend_draft("temamote-tva-datum", superuser(), NOW)
    for example in examples("http"):
        with subtests.test(example.request):
            request = re.sub(r"\$\{(\w+)\}", lambda name: known[name[1]], example.request)
            if example.answer.startswith("429 "):
                use_up_the_questions_of_this_minute()
            # Through the response cache, which sets Cache-Control
            with visiting() as visitor:
                response = send(request, visitor)
            cache.clear()
            known["ETag"] = response.headers.get("etag", "")
            check(example, as_shown(response, example.answer))


def use_up_the_questions_of_this_minute() -> None:
    asked = RequestFactory().get("/")
    for _ in range(settings.RATE_LIMIT):
        limit_rate(asked)


def send(request: str, visitor: Visitor) -> Answer:
    head, _, body = request.strip().partition("\n\n")
    line, *lines = head.splitlines()
    method, _, address = line.partition(" ")
    headers = dict(each.split(": ", 1) for each in lines)
    content_type = headers.pop("Content-Type", "application/octet-stream")
    sent = RequestFactory().generic(
        method, address, body, content_type=content_type, headers={**headers, "Host": HOST}
    )
    return visitor.answer(sent.environ)


def as_shown(response: Answer, shown: str) -> str:
    """Return the status, the documented headers and the body."""
    names = re.findall(r"^([A-Z][\w-]+):", shown.partition("\n\n")[0], re.MULTILINE)
    lines = [f"{response.status} {HTTPStatus(response.status).phrase}"]
    lines += [f"{name}: {response.headers[name.lower()]}" for name in names]
    head = "\n".join(lines) + "\n"
    return f"{head}\n{pretty(json.loads(response.body))}" if response.body else head


def test_program_examples_print_the_documented_output(
    demo_server: str, run_node: RunNode, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    # Given each program in a front end's project with a copy of the contract
    project = BASE_DIR / "var" / f"readme-{tmp_path.name}"
    shutil.copytree(CONTRACT, project / "contract", ignore=shutil.ignore_patterns("fixtures"))
    programs = examples("ts")
    for number, example in enumerate(programs):
        text = example.request.replace(f"http://{HOST}", demo_server)
        (project / f"page{number}.mts").write_text(text, encoding="utf-8")
    # When they are compiled in strict mode
    options = json.loads((Path(__file__).parent / "node" / "tsconfig.json").read_text())
    compiler = {**options["compilerOptions"], "rootDir": ".", "outDir": "out", "lib": LIBRARIES}
    files = [f"page{number}.mts" for number in range(len(programs))]
    config = {"compilerOptions": compiler, "files": files}
    (project / "tsconfig.json").write_text(json.dumps(config))
    run_node(BASE_DIR / "node_modules" / "typescript" / "bin" / "tsc", "-p", str(project))
    # Then they print the documented output
    for number, example in enumerate(programs):
        with subtests.test(f"program {number}"):
            check(example, run_node(project / "out" / f"page{number}.mjs"))
    shutil.rmtree(project)


LIBRARIES = ["ES2022", "DOM", "DOM.Iterable"]
