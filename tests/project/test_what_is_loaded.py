"""Modules that a web process imports at its start."""

import os
import subprocess
import sys

import pytest

from cms.environment import BASE_DIR

# Clients, encryption and file formats that few requests need; each takes megabytes.
LOADED_WHEN_NEEDED = ("openpyxl", "cryptography", "botocore", "apscheduler", "dns")


@pytest.mark.slow
def test_web_process_does_not_import_rarely_used_modules():
    # Given a new process that loads the application
    names = ", ".join(map(repr, LOADED_WHEN_NEEDED))
    program = (
        "import sys; import tests.benchmarks.as_deployed; "
        f"print([name for name in ({names},) if name in sys.modules])"
    )
    # When it has started
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=BASE_DIR,
        env={**os.environ, "DATABASE_URL": "sqlite:///:memory:", "CACHE_URL": "locmemcache://"},
        capture_output=True,
        text=True,
        check=False,
    )
    # Then none of them is imported
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
