"""Content that takes seconds to make: made by one worker of a run, copied by the others."""

import datetime
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, reset_queries
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings

from pages.models import ContentImage
from tests.content import make_rows
from tests.databases import (
    WORKER,
    Databases,
    connection_to,
    instead_of_default,
    locked,
    outer_transaction,
)
from tests.factories import numbers_of_prepared_content
from tests.hidden import make_hidden
from tests.renditions import foresee_files

# The date on which tests and the contract's fixtures load the demo: a Monday.
DEMO_DAY = datetime.date(2026, 3, 9)


@dataclass(frozen=True)
class Prepared:
    """This worker's copy of prepared content."""

    database: BaseDatabaseWrapper
    # What the function that made the content returned.
    content: Any
    # Shared by all workers: to be read only.
    media: Path


def _load_demo() -> None:
    # Accounts are created in development only.
    with override_settings(DEBUG=True):
        call_command("load_demo_content", today=DEMO_DAY, renditions=False, stdout=StringIO())
    foresee_files(ContentImage.objects.all())


def _without_tasks(make: Callable[[], Any]) -> Callable[[], Any]:
    """Drop what waits for the commit, such as encoding images, which takes seconds each."""

    def made() -> Any:
        with outer_transaction():
            content = make()
            connection.run_on_commit.clear()
        return content

    return made


MAKERS: dict[str, Callable[[], Any]] = {
    "demo": _load_demo,
    "hidden": _without_tasks(make_hidden),
    "one_row": _without_tasks(lambda: make_rows(1)),
    "thirty_rows": _without_tasks(lambda: make_rows(30)),
}
# By the fixture that gives the content to a test.
USED_BY = {
    "demo_content": ["demo"],
    "public": ["hidden"],
    "with_rows": ["thirty_rows", "one_row"],
}


class PreparedContent:
    """The prepared content of one run; `folder` is shared by its workers."""

    def __init__(self, databases: Databases, folder: Path) -> None:
        self._databases = databases
        self._folder = folder
        self._copies: dict[str, Prepared] = {}

    def make(self, purpose: str, *, wait: bool = True) -> None:
        """Make the content unless it exists; without `wait`, leave it to a worker that does."""
        result = self._folder / f"{purpose}.pickle"
        with locked(self._folder / f"{purpose}.lock", wait=wait) as acquired:
            if not acquired or result.exists():
                return
            template = self._databases.named(purpose)
            self._databases.copy(self._databases.migrated, template)
            database = connection_to(template)
            with (
                instead_of_default(database),
                numbers_of_prepared_content(),
                override_settings(
                    MEDIA_ROOT=str(self._media(purpose)),
                    TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
                ),
            ):
                content = MAKERS[purpose]()
                # Logged in development; a full log warns each test that counts queries.
                reset_queries()
            database.close()
            cache.clear()
            result.write_bytes(pickle.dumps(content))

    def copy(self, purpose: str) -> Prepared:
        """Return this worker's copy, made at the first call."""
        if purpose not in self._copies:
            self.make(purpose)
            name = self._databases.named(f"{WORKER}_{purpose}")
            with locked(self._folder / f"{purpose}.lock"):
                self._databases.copy(self._databases.named(purpose), name)
                content = pickle.loads((self._folder / f"{purpose}.pickle").read_bytes())
            self._copies[purpose] = Prepared(connection_to(name), content, self._media(purpose))
        return self._copies[purpose]

    def remove(self) -> None:
        """Remove this worker's copies."""
        for prepared in self._copies.values():
            prepared.database.close()
            self._databases.remove(prepared.database.settings_dict["NAME"])

    def _media(self, purpose: str) -> Path:
        return self._folder / f"{purpose}_media"
