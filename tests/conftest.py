"""What every test stands on: fast passwords, files of its own, tasks that run at once."""

import datetime
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, reset_queries
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from tests.databases import (
    MigratedFile,
    connection_to,
    destroy_clones,
    filled,
    instead_of_default,
    make_clones,
    undone,
)

pytest_plugins = ["tests.chromium"]

# The day that the demo is loaded on in tests and in the contract's fixtures: a Monday.
DEMO_DAY = datetime.date(2026, 3, 9)


def pytest_configure(config: pytest.Config) -> None:
    """Set what has to be there before the first test asks for it."""
    from cms.translations import compile_stale

    compile_stale()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Static files straight from the apps, as in development: nothing has collected them.
    settings.WHITENOISE_AUTOREFRESH = True
    # Each test empties the cache, so workers that run side by side need one each.
    location = settings.CACHES["default"].get("LOCATION", "")
    if isinstance(location, str) and location.startswith("redis"):
        server, _, number = location.rpartition("/")
        worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
        settings.CACHES["default"]["LOCATION"] = f"{server}/{int(number) + int(worker)}"


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
    if connection.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        connection.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture(scope="session")
def migrated_file() -> MigratedFile | None:
    """Return what keeps SQLite's migrated file between runs; None on PostgreSQL."""
    return MigratedFile() if connection.vendor == "sqlite" else None


@pytest.fixture(scope="session")
def django_db_keepdb(
    django_db_modify_db_settings: None, migrated_file: MigratedFile | None
) -> bool:
    """Let pytest-django go on from a database that is migrated already, where there is one."""
    return migrated_file is not None and migrated_file.copy_to(_test_file())


@pytest.fixture(autouse=True)
def own_surroundings(tmp_path: Path, settings: Settings) -> None:
    """Give each test a folder for uploads that no other test sees, and tasks that run at once."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    # As in production, since these tests run as DEBUG=1 otherwise.
    settings.GRAPHQL_INTROSPECTION = False
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Let no test see what another one left in the cache."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    migrated_file: MigratedFile | None,
) -> Iterator[None]:
    """Keep copies of the database as it is before any test, for others to be filled."""
    with django_db_blocker.unblock():
        # SQLite copies a file, which is whole once nobody has it open.
        connection.close()
        if migrated_file is not None and not django_db_keepdb:
            migrated_file.keep(_test_file())
        make_clones()
    yield
    with django_db_blocker.unblock():
        destroy_clones()


@pytest.fixture(scope="session")
def demo_database(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[BaseDatabaseWrapper, Path]]:
    """Load the demo once for all tests; return a connection to it and the folder of its media."""
    folder = tmp_path_factory.mktemp("demo") / "media"
    demo = connection_to("demo")
    from pages.models import ContentImage
    from tests.renditions import foresee_files

    with django_db_blocker.unblock():
        # Accounts are made in development only.
        with instead_of_default(demo), override_settings(MEDIA_ROOT=str(folder), DEBUG=True):
            call_command("load_demo_content", today=DEMO_DAY, renditions=False, stdout=StringIO())
            foresee_files(ContentImage.objects.all())
            # Logged in development; a log that is full warns each test that counts queries.
            reset_queries()
        cache.clear()
        yield demo, folder
        demo.close()


@pytest.fixture
def demo_content(
    db: None,
    demo_database: tuple[BaseDatabaseWrapper, Path],
    settings: Settings,
    tmp_path: Path,
) -> Iterator[Path]:
    """Give a test the demo's pages and files of its own; what it changes is undone."""
    demo, folder = demo_database
    # Links cost little, and a file that a test adds or removes is its own.
    own = shutil.copytree(folder, tmp_path / "demo_media", copy_function=os.link)
    settings.MEDIA_ROOT = str(own)
    with undone(demo):
        yield own


@pytest.fixture(scope="session")
def sizes_of_content(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[int, BaseDatabaseWrapper]]:
    """Fill one database with one row of everything and one with thirty, once for all tests."""
    from tests.content import make_rows

    media = tmp_path_factory.mktemp("rows")
    with (
        django_db_blocker.unblock(),
        filled("one_row", media, lambda: make_rows(1)) as (one, _),
        filled("thirty_rows", media, lambda: make_rows(30)) as (thirty, _),
    ):
        cache.clear()
        yield {1: one, 30: thirty}


@pytest.fixture
def with_rows(
    db: None, sizes_of_content: dict[int, BaseDatabaseWrapper]
) -> Callable[[int], AbstractContextManager[None]]:
    """Return what gives a test so many rows of everything, 1 or 30; what it changes is undone."""

    @contextmanager
    def use(rows: int) -> Iterator[None]:
        cache.clear()
        with undone(sizes_of_content[rows]):
            yield

    return use


def _test_file() -> Path:
    return Path(connection.settings_dict["TEST"]["NAME"])
