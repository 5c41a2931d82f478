"""How much of the code depends on the executor of graphql-core 3.2."""

import re

from cms.environment import BASE_DIR

DECISION = BASE_DIR / "docs/decisions/0045-graphene-declares-and-graphql-core-executes.md"


def test_files_that_touch_the_executor_are_those_of_the_decision() -> None:
    listed = set(re.findall(r"^\| `(\S+\.py)` ", DECISION.read_text("utf-8"), re.MULTILINE))

    found = {
        path.relative_to(BASE_DIR).as_posix()
        for app in ("cms", "pages", "feedback")
        for path in (BASE_DIR / app).rglob("*.py")
        if re.search(r"\bExecutionContext\b|\bcollect_subfields\b", path.read_text("utf-8"))
    }

    assert found == listed
    assert len(found) <= 4
