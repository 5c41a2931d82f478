"""What every test stands on: fast passwords, files of its own, tasks that run at once."""

import datetime
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

# The day that the demo is loaded on in tests and in the contract's fixtures: a Monday.
DEMO_DAY = datetime.date(2026, 3, 9)


def pytest_configure(config: pytest.Config) -> None:
    """Set what has to be there before the first test asks for it."""
    from cms.translations import compile_stale

    compile_stale()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Static files straight from the apps, as in development: nothing has collected them.
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run those last that empty the tables after them: with Wagtail's root page, for one.

    The others keep their random order. pytest-django would put tests of `demo_content` after
    them, since these do without its mark.
    """

    def empties_tables(item: pytest.Item) -> bool:
        mark = item.get_closest_marker("django_db")
        fixtures = getattr(item, "fixturenames", ())
        return bool(mark and mark.kwargs.get("transaction")) or bool(
            {"transactional_db", "live_server"} & set(fixtures)
        )

    items.sort(key=empties_tables)


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


@pytest.fixture(scope="module")
def demo_site(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """Load the demo once for a module, and take it back after it; return the folder of its media.

    For tests that ask for `demo_content` and not for the mark `django_db`, which would close the
    connection, and with it this transaction.
    """
    folder = tmp_path_factory.mktemp("demo") / "media"
    with django_db_blocker.unblock():
        with transaction.atomic():
            # Accounts are made in development only.
            with override_settings(MEDIA_ROOT=str(folder), DEBUG=True):
                call_command("load_demo_content", today=DEMO_DAY, stdout=StringIO())
            yield folder
            transaction.set_rollback(True)
        cache.clear()


@pytest.fixture
def demo_content(demo_site: Path, settings: Settings) -> Iterator[Path]:
    """Give a test the demo's pages and media; what it changes is undone."""
    settings.MEDIA_ROOT = str(demo_site)
    with transaction.atomic():
        yield demo_site
        transaction.set_rollback(True)
