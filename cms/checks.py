"""System checks of an installation."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands
from django.db import OperationalError, connections
from django.utils.module_loading import import_string

from cms.backup.postgresql import UNFINISHED
from cms.scheduling.jobs import PERIODIC_JOBS
from cms.starting.check_list import mail_is_silent
from pages.demo import FEEDBACK_GENERATOR
from pages.demo.accounts import demo_accounts

START = "start"
# In every value of .env.example that has to be changed.
PUBLIC = "change-me"


@register(START)
def shared_cache(**kwargs: Any) -> list[CheckMessage]:
    """Refuse several web processes without a shared cache.

    Each would count rate limits separately, and could return outdated responses.
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
    """Refuse to start in production with a demo account, identified by its e-mail address."""
    if settings.DEBUG:
        return []
    users = get_user_model()
    found: list[str] = []
    for alias in databases or []:
        try:
            # Before the first migration there is no table.
            if users._meta.db_table in connections[alias].introspection.table_names():
                accounts = demo_accounts().using(alias)
                found.extend(sorted(account.get_username() for account in accounts))
        except OperationalError:
            # Not an error of this check; the health check reports an unavailable database.
            continue
    if not found:
        return []
    return [
        Error(
            f"The database contains demo accounts, whose password is public: {', '.join(found)}.",
            hint="Start with an empty database, or remove them: "
            "python manage.py remove_demo_accounts",
            id="cms.E002",
        )
    ]


@register(START, Tags.database)
def restore_is_finished(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> Iterator[CheckMessage]:
    """Refuse a restored database that still contains what was erased after its backup."""
    for alias in databases or []:
        try:
            tables = connections[alias].introspection.table_names()
        except OperationalError:
            continue
        if UNFINISHED in tables:
            yield Error(
                "The restore of a backup was interrupted.",
                hint="Run it again: python manage.py restore SOURCE --replace",
                id="cms.E007",
            )


@register(START)
def trusted_documents_are_readable(**kwargs: Any) -> list[CheckMessage]:
    """Refuse an unreadable folder of trusted documents; warn about invalid documents.

    Valid documents stay parsed, so that the first request does not have to wait.
    """
    from cms.graphql.errors import Refusal
    from cms.graphql.http.trusted_documents import trusted_documents
    from cms.schema import engine

    try:
        documents = trusted_documents()
    except ImproperlyConfigured as error:
        hint = "Correct TRUSTED_DOCUMENTS, or leave it empty."
        return [Error(f"{error}.", hint=hint, id="cms.E003")]
    problems: list[CheckMessage] = []
    for text in documents:
        try:
            engine.documents.get(text)
        except Refusal as refusal:
            hint = f"It begins: {text.strip()[:80]!r}"
            message = f"A trusted document is not valid: {refusal.message}"
            problems.append(Warning(message, hint=hint, id="cms.W001"))
    return problems


@register()
def dotted_names(**kwargs: Any) -> Iterator[CheckMessage]:
    """Load the names that stand in settings as text, and find the command of every periodic job.

    Import-linter does not see these names.
    """
    names = [
        ("CAPTCHA_CHALLENGE_FUNCT", settings.CAPTCHA_CHALLENGE_FUNCT),
        ('GRAPPLE["PAGE_INTERFACE"]', settings.GRAPPLE["PAGE_INTERFACE"]),
        *(("LOGGING", log_filter["()"]) for log_filter in settings.LOGGING["filters"].values()),
        ("WAGTAILIMAGES_IMAGE_FORM_BASE", settings.WAGTAILIMAGES_IMAGE_FORM_BASE),
        ("WAGTAILDOCS_DOCUMENT_FORM_BASE", settings.WAGTAILDOCS_DOCUMENT_FORM_BASE),
        ("FEEDBACK_GENERATOR of pages.demo", FEEDBACK_GENERATOR),
    ]
    for place, name in names:
        try:
            import_string(name)
        except ImportError as error:
            hint = f"Correct the name or restore {name}."
            yield Error(f"{place} cannot be loaded: {error}", hint=hint, id="cms.E004")
    commands = get_commands()
    for job in PERIODIC_JOBS:
        if job.command not in commands:
            yield Error(
                f"The periodic job {job.command} is not a management command.",
                hint="Correct PERIODIC_JOBS in cms/scheduling/jobs.py.",
                id="cms.E005",
            )


@register(Tags.security, deploy=True)
def no_public_secrets(**kwargs: Any) -> Iterator[CheckMessage]:
    """Refuse keys and passwords that are published, in .env.example or in the settings."""
    secrets = {
        "SECRET_KEY": settings.SECRET_KEY,
        "FEEDBACK_KEY": settings.FEEDBACK_KEY,
        "The password in DATABASE_URL": settings.DATABASES["default"].get("PASSWORD") or "",
    }
    for name, value in secrets.items():
        # FEEDBACK_KEY is SECRET_KEY by default, and then needs no message of its own.
        if name == "FEEDBACK_KEY" and value == settings.SECRET_KEY:
            continue
        if PUBLIC in value or value.startswith("development only"):
            yield Error(
                f"{name} is public: it is the one of .env.example or of development.",
                hint="Replace it by random characters: "
                'python -c "import secrets; print(secrets.token_urlsafe(50))"',
                id="cms.E006",
            )


@register(deploy=True)
def mail_is_sent(**kwargs: Any) -> list[CheckMessage]:
    """Warn about mail that goes nowhere: editors get no notices and no new passwords."""
    if not mail_is_silent():
        return []
    return [
        Warning(
            "EMAIL_URL is consolemail:// or dummymail://: mails to editors are not sent.",
            hint="Set EMAIL_URL to your mail server: smtp+tls://user:password@host:587",
            id="cms.W002",
        )
    ]


def refusals() -> list[str]:
    """Return the reasons why the web process must not start, with advice; empty if it may start."""
    problems = run_checks(tags=[START], databases=["default"])
    return [f"{problem.msg} {problem.hint}" for problem in problems if problem.is_serious()]
