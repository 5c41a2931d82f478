"""What a web process loads at its start, which it keeps to its end."""

import os
import subprocess
import sys

import pytest

from cms.environment import BASE_DIR

# Clients, encryption and file formats that few requests need; each is megabytes of memory.
LOADED_WHEN_NEEDED = ("openpyxl", "cryptography", "botocore", "apscheduler", "dns")


@pytest.mark.slow
def test_web_process_does_not_import_rarely_used_modules():
    # Given a process of its own, with nothing but what the application loads
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
    # Then none of that is there
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
