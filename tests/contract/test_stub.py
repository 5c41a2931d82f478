"""The stub serves recorded answers over HTTP and refuses other requests like the API."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from django.test import Client

from tests.contract.files import (
    BY_GET,
    CONTRACT,
    FIXTURES,
    OPERATIONS,
    fixtures_of,
    query_of,
    read_fixture,
)

NODE = shutil.which("node")
STUB = CONTRACT / "stub.mjs"
RECORDED_AT = "http://localhost:8000"
GRAPHQL_RESPONSE = "application/graphql-response+json"

pytestmark = pytest.mark.skipif(
    NODE is None, reason="Node is not installed: on Debian and Ubuntu, sudo apt install nodejs"
)


class Stub(NamedTuple):
    """A running stub: its address and its output until it was ready."""

    address: str
    printed: str


class Answer(NamedTuple):
    """A response: status, headers and text."""

    status: int
    headers: Any
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


@pytest.fixture(scope="module")
def stub() -> Iterator[Stub]:
    environment = {**os.environ, "PORT": "0", "HOST": "127.0.0.1"}
    with subprocess.Popen(
        [str(NODE), str(STUB)], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                break
        address = next(word for word in lines[0].split() if word.startswith("http://"))
        yield Stub(address, "".join(lines))
        process.terminate()


def send(request: Request) -> Answer:
    try:
        with urlopen(request, timeout=10) as response:
            return Answer(response.status, response.headers, response.read().decode())
    except HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read().decode())


def post(stub: Stub, body: Any, **headers: str) -> Answer:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return send(Request(stub.address, data, {"Content-Type": "application/json", **headers}))


def get(stub: Stub, **parameters: str) -> Answer:
    return send(Request(f"{stub.address}?{urlencode(parameters)}"))


def answer_of(fixture: dict[str, Any], stub: Stub) -> Any:
    """Return the answer of a fixture with the stub's URLs."""
    origin = stub.address.removesuffix("/graphql/")
    return json.loads(json.dumps(fixture["response"]).replace(RECORDED_AT, origin))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_stub_answers_by_text_and_variables(path: Path, stub: Stub) -> None:
    fixture = read_fixture(path)

    answer = post(
        stub, {"query": query_of(fixture["operation"]), "variables": fixture["variables"]}
    )

    assert answer.status == 200
    assert answer.json() == answer_of(fixture, stub)


@pytest.mark.parametrize("path", fixtures_of(BY_GET), ids=lambda path: path.stem)
def test_stub_answers_by_id(path: Path, stub: Stub) -> None:
    # Given the id of a query, as documentId and in Apollo's form
    fixture = read_fixture(path)
    hash_ = hashlib.sha256(query_of(fixture["operation"]).encode()).hexdigest()
    variables = json.dumps(fixture["variables"])
    persisted = json.dumps({"persistedQuery": {"version": 1, "sha256Hash": hash_}})
    # When either is requested, then the recorded answer is returned
    for name in ({"documentId": f"sha256:{hash_}"}, {"extensions": persisted}):
        assert get(stub, variables=variables, **name).json() == answer_of(fixture, stub)


def test_stub_ignores_null_and_default_variables(stub: Stub) -> None:
    # Given null and default values
    variables = {"slug": "gemensam-utvecklingsgrupp", "locale": None, "meetings": 5}
    answer = post(stub, {"query": query_of("Group"), "variables": variables})
    assert answer.json()["data"]["group"]["locale"] == "sv"


def test_stub_accepts_and_refuses_feedback_like_the_fixtures(stub: Stub) -> None:
    # Given a form's variables with another client id
    given = {
        "service": "digidel-drop-in",
        "rating": 2,
        "captchaKey": "1" * 40,
        "clientId": "89b5b0a5-6df2-4ae3-9a2b-51f6ad1a35dd",
    }

    def sent(**changes: Any) -> Any:
        variables = {"input": {**given, **changes}}
        answer = post(stub, {"query": query_of("SubmitFeedback"), "variables": variables})
        return answer.json()["data"]["submitFeedback"]

    # Then a right answer, a wrong one and a closed service are answered like by the API
    assert sent(captchaResponse="7")["received"] is True
    assert sent(captchaResponse="8")["errors"][0]["code"] == "CAPTCHA_WRONG"
    closed = sent(captchaResponse="7", service="medborgartjansten")
    assert closed["errors"][0]["code"] == "SERVICE_CLOSED"


@pytest.mark.parametrize("accept", ["application/json", GRAPHQL_RESPONSE])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"documentId": "sha256:0"}, id="unknown id"),
        pytest.param(
            {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0"}}}, id="unknown hash"
        ),
        pytest.param({}, id="nothing"),
        pytest.param(b"{", id="half a body"),
        pytest.param([{"query": "{ __typename }"}], id="batch"),
        pytest.param({"query": "x" * 100_001}, id="too large"),
    ],
)
def test_stub_refuses_bad_requests_like_the_api(
    body: Any, accept: str, stub: Stub, db: None
) -> None:
    # When the API and the stub get the same
    data = body if isinstance(body, bytes) else json.dumps(body)
    theirs = Client().post(
        "/graphql/", data, content_type="application/json", headers={"accept": accept}
    )
    ours = post(stub, body, Accept=accept)

    # Then both return the same errors
    assert ours.status == theirs.status_code
    assert ours.headers["Content-Type"] == theirs["Content-Type"]
    [error] = ours.json()["errors"]
    assert error["extensions"]["code"] == theirs.json()["errors"][0]["extensions"]["code"]
    assert "data" not in ours.json()


def test_stub_lists_the_recorded_answers_for_an_unknown_request(stub: Stub) -> None:
    query = query_of("Group")
    answer = post(stub, {"query": query, "variables": {"slug": "x"}}, Accept=GRAPHQL_RESPONSE)
    assert answer.status == 400
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert '{"slug":"gemensam-utvecklingsgrupp"}' in error["message"]

    answer = post(stub, {"query": "query Weather { weather }"})
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "OPERATION_NOT_FOUND"
    assert "Calendar" in error["message"]


def test_stub_refuses_mutations_by_get(stub: Stub) -> None:
    answer = get(stub, query=query_of("IssueCaptcha"))
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert answer.json()["errors"][0]["extensions"]["code"] == "POST_ONLY"


def test_stub_allows_every_origin(stub: Stub) -> None:
    asked = {
        "Origin": "http://localhost:5173",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    preflight = send(Request(stub.address, headers=asked, method="OPTIONS"))
    assert preflight.status == 204
    assert preflight.headers["Access-Control-Allow-Headers"] == "*"
    for answer in (preflight, post(stub, {"query": query_of("Layout")}), post(stub, b"{")):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_stub_serves_images(stub: Stub) -> None:
    answer = post(stub, {"query": query_of("IssueCaptcha")}).json()
    picture = send(Request(answer["data"]["issueCaptcha"]["imageUrl"]))
    assert (picture.status, picture.headers["Content-Type"]) == (200, "image/svg+xml")


def test_stub_prints_its_address_and_content(stub: Stub) -> None:
    for operation in OPERATIONS:
        assert f" {operation}\n" in stub.printed
    assert '{"slug":"gemensam-utvecklingsgrupp"}' in stub.printed


def test_stub_explains_a_used_port(stub: Stub) -> None:
    port = stub.address.split(":")[2].split("/")[0]
    second = subprocess.run(
        [str(NODE), str(STUB)],
        env={**os.environ, "PORT": port, "HOST": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert second.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in second.stderr


def test_stub_needs_only_the_contract_folder(tmp_path: Path) -> None:
    # Given a copy of the contract in a project without packages
    shutil.copytree(CONTRACT, tmp_path / "contract")
    script = "import { createStub } from './contract/stub.mjs'; createStub().listen(0).close();"
    (tmp_path / "test.mjs").write_text(script)
    # Then a test there can start it
    subprocess.run([str(NODE), "test.mjs"], cwd=tmp_path, check=True, timeout=20)
