"""What all tests share: databases, prepared content, an empty cache and a media folder each."""

import gc
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase, override_settings
from pytest_django import DjangoDbBlocker, Settings

from cms.environment import BASE_DIR
from tests.databases import KEPT, WORKER, Databases, databases_in, locked, undone, use
from tests.prepared import USED_BY, PreparedContent
from tests.tasks import ImmediateTasks

pytest_plugins = ["tests.chromium"]

# Folders whose tests do without the indexes for the admin's search and usage lists, unless they are
# marked `admin_indexes`. Updating them takes about half the time of saving a page.
WITHOUT_INDEXES = {"api", "attacks", "contract", "feedback", "search"}


def pytest_configure(config: pytest.Config) -> None:
    """Change settings that are the same for all tests."""
    from cms.translations import compile_stale

    compile_stale()
    override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        # Static files straight from the apps, as in development: nothing has collected them.
        WHITENOISE_AUTOREFRESH=True,
        # As in production; these tests run with DEBUG=1 otherwise.
        GRAPHQL_INTROSPECTION=False,
        TASKS={"default": {"BACKEND": "tests.tasks.ImmediateTasks"}},
    ).enable()
    # Each test clears the cache, so each worker needs its own.
    location = settings.CACHES["default"].get("LOCATION", "")
    if isinstance(location, str) and location.startswith("redis"):
        server, _, number = location.rpartition("/")
        worker = WORKER.removeprefix("gw") if WORKER.startswith("gw") else 0
        settings.CACHES["default"]["LOCATION"] = f"{server}/{int(number) + int(worker)}"


def pytest_collection_finish() -> None:
    """Leave modules and collected tests out of garbage collection: a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(scope="session")
def folder_of_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the workers of one run share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if WORKER == "main" else own.parent) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def databases(folder_of_run: Path) -> Databases:
    """The databases of the tests."""
    return databases_in(folder_of_run)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, databases: Databases
) -> Iterator[None]:
    """Copy the migrated database; restore it after each test that commits.

    Django's own teardown empties every table and then runs `post_migrate`, which takes 25 times as
    long.
    """
    own = databases.named(WORKER)
    with django_db_blocker.unblock():
        with locked(KEPT / "lock"):
            databases.make_migrated()
            databases.copy(databases.migrated, own)
        use(own)

    def restore(_case: TransactionTestCase) -> None:
        databases.restore()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        yield
    with django_db_blocker.unblock():
        use(databases.migrated)
        databases.remove(own)


@pytest.fixture(scope="session")
def prepared_content(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    databases: Databases,
    folder_of_run: Path,
) -> Iterator[PreparedContent]:
    """The demo, and rows of every model, each in a database of its own."""
    content = PreparedContent(databases, folder_of_run)
    used = {name for item in request.session.items for name in getattr(item, "fixturenames", ())}
    with django_db_blocker.unblock():
        # Workers start with different content, so that they need not wait for each other.
        for purpose in itertools.chain(*(USED_BY[name] for name in USED_BY if name in used)):
            content.make(purpose, wait=False)
        yield content
        content.remove()


@pytest.fixture(scope="session")
def media_of_worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The parent of the media folders of the worker's tests."""
    folder = tmp_path_factory.mktemp("media")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


_numbers = itertools.count()


@pytest.fixture(autouse=True)
def own_media(media_of_worker: Path, settings: Settings) -> None:
    """Give each test a media folder of its own, which is created when it is needed."""
    settings.MEDIA_ROOT = str(media_of_worker / str(next(_numbers)))


@pytest.fixture(autouse=True)
def admin_indexes(request: pytest.FixtureRequest) -> None:
    """Update the admin's indexes in tests that need them."""
    folder, *_ = request.path.relative_to(BASE_DIR / "tests").parts
    marked = request.node.get_closest_marker("admin_indexes") is not None
    ImmediateTasks.with_admin_indexes = marked or folder not in WITHOUT_INDEXES


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Give each test an empty cache."""
    cache.clear()


@pytest.fixture
def demo_content(
    db: None, prepared_content: PreparedContent, settings: Settings, tmp_path: Path
) -> Iterator[Path]:
    """Give a test the demo and its media folder; changes to both are undone."""
    demo = prepared_content.copy("demo")
    # Hard links are cheap, and adding or removing one changes this folder only.
    own = shutil.copytree(demo.media, tmp_path / "demo_media", copy_function=os.link)
    settings.MEDIA_ROOT = str(own)
    with undone(demo.database):
        yield own


@pytest.fixture
def with_rows(
    db: None, prepared_content: PreparedContent
) -> Callable[[int], AbstractContextManager[None]]:
    """Return a context manager that gives a test 1 or 30 rows of every model."""
    databases = {
        rows: prepared_content.copy(purpose).database
        for rows, purpose in ((1, "one_row"), (30, "thirty_rows"))
    }

    @contextmanager
    def use_rows(rows: int) -> Iterator[None]:
        cache.clear()
        with undone(databases[rows]):
            yield

    return use_rows
