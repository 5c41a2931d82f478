"""What the contract's README says holds."""

import dataclasses
from pathlib import Path

import pytest
from django.conf import settings

from cms.environment import ENVIRONMENT
from cms.graphql.errors import Code
from cms.graphql.guard.limits import LIMITS

README = (Path(settings.BASE_DIR) / "frontend_contract" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [code.value for code in Code])
def test_every_code_is_explained(code):
    assert f"`{code}`" in README


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(LIMITS)])
def test_every_limit_is_told(name):
    assert f"| {getattr(LIMITS, name)} |" in README


def test_limit_of_a_minute_is_told():
    assert f"{ENVIRONMENT['RATE_LIMIT'].default} answers a minute" in README
