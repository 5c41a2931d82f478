"""The contract's README documents every error code and limit."""

import dataclasses
from pathlib import Path

import pytest
from django.conf import settings

from cms.environment import ENVIRONMENT
from cms.graphql.errors import Code
from cms.graphql.guard.limits import LIMITS

README = (Path(settings.BASE_DIR) / "frontend_contract" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [code.value for code in Code])
def test_every_error_code_is_documented(code):
    assert f"`{code}`" in README


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(LIMITS)])
def test_every_limit_is_documented(name):
    assert f"| {getattr(LIMITS, name)} |" in README


def test_rate_limit_is_documented():
    assert f"{ENVIRONMENT['RATE_LIMIT'].default} answers a minute" in README
