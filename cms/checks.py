"""House rules that Django's system checks hold an installation to."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections

from pages.demo.accounts import demo_accounts

START = "start"


@register(START)
def shared_cache(**kwargs: Any) -> list[CheckMessage]:
    """Refuse several web processes that each keep a cache of their own.

    Rate limits would count each on its own, and an answer would be old in one of them.
    """
    in_process = settings.CACHES["default"]["BACKEND"].endswith("LocMemCache")
    if settings.WEB_PROCESSES > 1 and in_process:
        return [
            Error(
                f"WEB_PROCESSES is {settings.WEB_PROCESSES}; each would have its own cache.",
                hint="Set CACHE_URL to a Valkey or Redis server, or WEB_PROCESSES to 1.",
                id="cms.E001",
            )
        ]
    return []


@register(START, Tags.database)
def no_demo_accounts(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a demo account in production, by its e-mail address."""
    if settings.DEBUG:
        return []
    users = get_user_model()
    found: list[str] = []
    for alias in databases or []:
        try:
            # Before the first migration there is no such table.
            if users._meta.db_table in connections[alias].introspection.table_names():
                accounts = demo_accounts().using(alias)
                found.extend(sorted(account.get_username() for account in accounts))
        except OperationalError:
            # A database that is away refuses everybody; the health check tells of it.
            continue
    if not found:
        return []
    return [
        Error(
            f"The database holds accounts of the demo, whose password is public: "
            f"{', '.join(found)}.",
            hint="Start with an empty database, or remove them: "
            "python manage.py remove_demo_accounts",
            id="cms.E002",
        )
    ]


@register(START)
def trusted_documents_are_readable(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a folder of trusted documents that cannot be read; warn of what is no longer valid.

    Those that are valid stay parsed, so that the first to ask does not wait for it.
    """
    from cms.graphql.errors import Refusal
    from cms.graphql.http.trusted_documents import trusted_documents
    from cms.schema import engine

    try:
        documents = trusted_documents()
    except ImproperlyConfigured as error:
        hint = "Mend what TRUSTED_DOCUMENTS names, or leave it empty."
        return [Error(f"{error}.", hint=hint, id="cms.E003")]
    problems: list[CheckMessage] = []
    for text in documents:
        try:
            engine.documents.get(text)
        except Refusal as refusal:
            hint = f"It begins: {text.strip()[:80]!r}"
            message = f"A trusted document cannot be answered: {refusal.message}"
            problems.append(Warning(message, hint=hint, id="cms.W001"))
    return problems


def refusals() -> list[str]:
    """Return why the web must not start, each with what to do; empty when it may."""
    problems = run_checks(tags=[START], databases=["default"])
    return [f"{problem.msg} {problem.hint}" for problem in problems if problem.is_serious()]
