"""The contract's TypeScript is current, strict, and fits the API's answers."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cms.environment import BASE_DIR
from tests.contract.conftest import RunNode
from tests.contract.files import CONTRACT, OPERATIONS

GENERATOR = BASE_DIR / "bin" / "contract-types.mjs"
GENERATED = ["types.ts", "operations.ts", "documents.ts"]
PROGRAMS = Path(__file__).parent / "node"
TYPESCRIPT = BASE_DIR / "node_modules" / "typescript" / "bin" / "tsc"


@pytest.fixture
def compiled(run_node: RunNode, tmp_path: Path) -> Iterator[Path]:
    """Compile programs in strict mode; return the folder of the JavaScript."""
    # Inside the project, so that Node finds the packages.
    out = BASE_DIR / "var" / f"programs-{tmp_path.name}"
    run_node(TYPESCRIPT, "-p", str(PROGRAMS), "--outDir", str(out))
    yield out / "tests" / "contract" / "node"
    shutil.rmtree(out)


def test_types_and_documents_are_current(run_node: RunNode) -> None:
    run_node(GENERATOR, "--check")


@pytest.mark.slow
def test_outdated_types_are_explained(run_node: RunNode, tmp_path: Path) -> None:
    # Given a copy of the contract with current generated files
    shutil.copy2(CONTRACT / "schema.graphql", tmp_path)
    shutil.copytree(CONTRACT / "operations", tmp_path / "operations")
    run_node(GENERATOR, str(tmp_path))
    assert sorted(path.name for path in tmp_path.glob("*.ts")) == sorted(GENERATED)
    run_node(GENERATOR, "--check", str(tmp_path))
    # When an operation selects another field
    group = tmp_path / "operations" / "Group.graphql"
    group.write_text(group.read_text().replace("meetingRhythm", "url"))
    # Then the check fails and says what to do
    with pytest.raises(AssertionError, match=r"types.ts, operations.ts, .* `make contract-types`"):
        run_node(GENERATOR, "--check", str(tmp_path))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_documents_contain_operation_ids(operation: str) -> None:
    # Needs no Node, so that outdated files are found on any machine.
    text = (CONTRACT / "operations" / f"{operation}.graphql").read_bytes()
    document_id = f"sha256:{hashlib.sha256(text).hexdigest()}"
    known = re.search(
        rf'^export const {operation}: .*?documentId: "(.*?)"',
        (CONTRACT / "operations.ts").read_text(),
        re.MULTILINE | re.DOTALL,
    )
    assert known is not None, "Run `make contract-types`."
    assert known[1] == document_id, "Run `make contract-types`."


def test_types_work_in_strict_typescript(
    compiled: Path, demo_server: str, run_node: RunNode
) -> None:
    steps = json.loads(run_node(compiled / "front_end.js", f"{demo_server}/graphql/"))

    assert len(steps) == 9


def test_apollo_client_reads_by_get_with_hashes(
    compiled: Path, demo_server: str, run_node: RunNode
) -> None:
    requests = json.loads(run_node(compiled / "apollo.js", f"{demo_server}/graphql/"))

    # Each query once: repeated queries are answered by Apollo's cache.
    assert requests == 4
