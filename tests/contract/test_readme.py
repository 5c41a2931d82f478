"""The contract's README documents every error code and limit."""

import dataclasses
from pathlib import Path

from django.conf import settings

from cms.environment import ENVIRONMENT
from cms.graphql.errors import Code
from cms.graphql.guard.limits import LIMITS

README = (Path(settings.BASE_DIR) / "frontend_contract" / "README.md").read_text(encoding="utf-8")


def test_every_error_code_is_documented():
    assert [code.value for code in Code if f"`{code.value}`" not in README] == []


def test_every_limit_is_documented():
    limits = dataclasses.asdict(LIMITS)

    assert [name for name, limit in limits.items() if f"| {limit} |" not in README] == []


def test_rate_limit_is_documented():
    assert f"{ENVIRONMENT['RATE_LIMIT'].default} answers a minute" in README
