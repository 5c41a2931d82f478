"""`manage.py check --deploy` with the settings of an installation."""

import os
import re
import secrets
import subprocess
import sys

import pytest

from cms.checks import PUBLIC
from cms.environment import BASE_DIR

EXAMPLE = dict(
    re.findall(r"^([A-Z_]+)=(.*)$", (BASE_DIR / ".env.example").read_text(), re.MULTILINE)
)
CHANGED = {
    "SECRET_KEY": secrets.token_urlsafe(50),
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "DATABASE_URL": "sqlite:///:memory:",
}


def check(**changes: str) -> subprocess.CompletedProcess[str]:
    """Run the checks with the settings of .env.example and these changes."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=BASE_DIR,
        env={**inherited, **EXAMPLE, **CHANGED, **changes},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_example_with_its_values_changed_passes() -> None:
    run = check()
    assert run.returncode == 0, run.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("SECRET_KEY", EXAMPLE["SECRET_KEY"], "(cms.E006) SECRET_KEY is public"),
        ("FEEDBACK_KEY", "change-me-too" * 5, "(cms.E006) FEEDBACK_KEY is public"),
        ("DATABASE_URL", EXAMPLE["DATABASE_URL"], "(cms.E006) The password in DATABASE_URL"),
        ("EMAIL_URL", EXAMPLE["EMAIL_URL"], "(cms.W002) EMAIL_URL is consolemail://"),
    ],
)
def test_public_secrets_and_unsent_mail_are_found(name: str, value: str, problem: str) -> None:
    run = check(**{name: value})
    assert run.returncode == 1
    assert problem in run.stderr
    assert run.stderr.count("(cms.") == 1, run.stderr
    # A key is not repeated.
    assert "change-me" not in run.stderr


def test_secrets_of_the_example_are_recognised_as_public() -> None:
    assert PUBLIC in EXAMPLE["SECRET_KEY"]
    assert PUBLIC in EXAMPLE["POSTGRES_PASSWORD"]
    assert PUBLIC in EXAMPLE["DATABASE_URL"]
