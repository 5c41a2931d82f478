"""Changes the content version with every SQL statement that may change a response.

Django's signals miss `update()`, bulk operations and the page tree's own SQL. So a wrapper on each
database connection inspects its statements.
"""

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from cms.response_cache.models import ContentVersion
from cms.response_cache.notifier import notifier_of
from cms.response_cache.purging import purge_content
from cms.response_cache.registry import private_labels
from cms.response_cache.version import change_version

# Apps and models of Django and Wagtail that no public answer shows; the project's own are
# registered by its apps. All other tables count as content, also those of a later version.
PRIVATE = (
    "auth",
    "django_tasks_database",
    "response_cache",
    "sessions",
    "wagtailadmin",
    "wagtailsearch",
    "wagtailusers",
    "wagtailcore.APIToken",
    "wagtailcore.Comment",
    "wagtailcore.CommentReply",
    "wagtailcore.GroupApprovalTask",
    "wagtailcore.GroupCollectionPermission",
    "wagtailcore.GroupPagePermission",
    "wagtailcore.GroupSitePermission",
    "wagtailcore.ModelLogEntry",
    "wagtailcore.PageLogEntry",
    "wagtailcore.PageSubscription",
    "wagtailcore.ReferenceIndex",
    "wagtailcore.Revision",
    "wagtailcore.Task",
    "wagtailcore.TaskState",
    "wagtailcore.UploadedFile",
    "wagtailcore.Workflow",
    "wagtailcore.WorkflowContentType",
    "wagtailcore.WorkflowPage",
    "wagtailcore.WorkflowState",
    "wagtailcore.WorkflowTask",
)

_WRITE = re.compile(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/)*+(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|MERGE|WITH)\b"
    r"(?:\s+OR\s+\w+)?(?:\s+(?:INTO|FROM|TABLE|ONLY)\b)*\s*\"?(\w+)",
    re.IGNORECASE | re.DOTALL,
)
_WRITE_WITHIN = re.compile(r"\b(INSERT\s+INTO|DELETE\s+FROM|(?<!FOR )UPDATE)\b", re.IGNORECASE)
# What saving a draft writes of its page, as Django puts it, and nothing else.
_SAVES_A_DRAFT = re.compile(
    r'UPDATE "wagtailcore_page" SET (?:"(?:draft_title|has_unpublished_changes'
    r'|latest_revision_created_at|latest_revision_id)" = (?:%s|NULL)(?:, |(?= WHERE )))+ WHERE '
)


@cache
def private_tables() -> frozenset[str]:
    """Return the names of the tables that public responses do not depend on."""
    models = [model for label in (*PRIVATE, *private_labels()) for model in _models_of(label)]
    joined: list[Any] = [
        field.remote_field.through for model in models for field in model._meta.many_to_many
    ]
    return frozenset({each._meta.db_table for each in [*models, *joined]} | {"django_migrations"})


def _models_of(label: str) -> list[type[Model]]:
    """Return the model or the app's models; LookupError for an unknown label."""
    if "." in label:
        return [apps.get_model(label)]
    return list(apps.get_app_config(label).get_models(include_auto_created=True))


def check_private_labels(**kwargs: Any) -> list[CheckMessage]:
    """Return an error for each registered label that names no model or app."""
    problems: list[CheckMessage] = []
    for label in private_labels():
        try:
            _models_of(label)
        except LookupError as error:
            problems.append(
                Error(f"register_private({label!r}): {error}", id="response_cache.E001")
            )
    return problems


def changes_content(sql: str) -> bool:
    """Return whether a statement may change a response; True if it cannot be ruled out."""
    match = _WRITE.match(sql)
    if match is None:
        return False
    verb, table = match[1].upper(), match[2]
    if verb == "WITH":
        return bool(_WRITE_WITHIN.search(sql))
    if verb == "TRUNCATE":
        return True
    if table in private_tables():
        return False
    return not _SAVES_A_DRAFT.match(sql)


class ChangeWatch:
    """An execute wrapper that changes the content version with statements that change content."""

    def __init__(self) -> None:
        self._has_table = False
        self._on_commit: Callable[[], None] | None = None

    def __call__(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        """Run a statement; if it changes content, change the version in the same transaction."""
        text = sql if isinstance(sql, str) else sql.as_string(None)
        if text.startswith("SELECT") or not changes_content(text):
            return execute(sql, params, many, context)
        writer = context["connection"]
        # SQLite keeps a statement with RETURNING in a transaction of its own until its rows are
        # read, which includes the new version; `atomic` could not commit before that.
        has_own_transaction = writer.vendor == "sqlite" and " RETURNING " in text
        if writer.in_atomic_block or has_own_transaction:
            return self._run(execute, sql, params, many, context)
        with transaction.atomic(using=writer.alias):
            return self._run(execute, sql, params, many, context)

    def version_was_read(self) -> None:
        """Change the version again with the next change in this transaction.

        A response may have been stored under the version that the transaction has so far.
        """
        self._on_commit = None

    def _run(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        result = execute(sql, params, many, context)
        writer = context["connection"]
        # SQLite counts the rows of a statement with RETURNING only as they are read.
        changed_nothing = context["cursor"].rowcount == 0 and " RETURNING " not in str(sql)
        if not changed_nothing and self._table_exists(writer):
            self._change(writer)
        return result

    def _change(self, writer: BaseDatabaseWrapper) -> None:
        # Rolling back a savepoint undoes the new version, and Django drops the callbacks that were
        # added within it. So while the callback is there, the transaction has a new version.
        if any(each[1] is self._on_commit for each in writer.run_on_commit):
            return
        change_version(writer)
        self._on_commit = partial(_announce_change, writer.settings_dict)
        transaction.on_commit(self._on_commit, using=writer.alias)

    def _table_exists(self, writer: BaseDatabaseWrapper) -> bool:
        """Return whether the version's table exists; earlier migrations write before it does."""
        if not self._has_table:
            self._has_table = ContentVersion._meta.db_table in writer.introspection.table_names()
        return self._has_table


def _announce_change(database: dict[str, Any]) -> None:
    if notifier := notifier_of(database):
        notifier.notify()
    purge_content()


def watch(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Add a `ChangeWatch` to a new connection, unless it has one."""
    if not any(isinstance(each, ChangeWatch) for each in connection.execute_wrappers):
        connection.execute_wrappers.append(ChangeWatch())


def reset_version(**kwargs: Any) -> None:
    """Change the version after `migrate`: another release may render the content differently."""
    with transaction.atomic():
        connection = transaction.get_connection()
        if ContentVersion._meta.db_table in connection.introspection.table_names():
            change_version(connection)
