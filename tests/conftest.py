"""What every test stands on: fast passwords, files of its own, tasks that run at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from pytest_django import Settings


def pytest_configure(config: pytest.Config) -> None:
    """Set what has to be there before the first test asks for it."""
    from cms.translations import compile_stale

    compile_stale()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Static files straight from the apps, as in development: nothing has collected them.
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite in a file: threads and processes then meet as they do in production.

    In memory they would share one connection's cache, with locks of another kind.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        connection.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture(autouse=True)
def own_surroundings(tmp_path: Path, settings: Settings) -> None:
    """Give each test a folder for uploads that no other test sees, and tasks that run at once."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Let no test see what another one left in the cache."""
    cache.clear()
    yield
    cache.clear()
