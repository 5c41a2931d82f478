"""Taking a resident's feedback in: the one place that both the page and the mutation call.

What is kept of a submission is listed in `feedback.models.SubmissionFields`. Nothing about the
visitor reaches this module, and no error that leaves it carries what the visitor wrote.
"""

import datetime
import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import Error as AnyDatabaseError
from django.db import connection, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.enums import Aspect, FeedbackLanguage, Rating, SubmissionStatus
from feedback.intake import challenges, receipts
from feedback.intake.crisis import phrase_books
from feedback.models import IncomingSubmission, Service, UsedClientId
from feedback.screening.comment_text import MAX_VISIBLE_CHARACTERS, clean_comment, is_too_long
from feedback.screening.personal_data import screen

logger = logging.getLogger(__name__)


class ErrorCode(models.TextChoices):
    """Why a submission was not taken; front ends branch on it, so a value never changes."""

    RATING_REQUIRED = "rating_required", _("Choose how the service was.")
    RATING_INVALID = "rating_invalid", _("Choose one of the five answers.")
    ASPECT_INVALID = "aspect_invalid", _("Choose one of the five answers, or leave it open.")
    COMMENT_INVALID = "comment_invalid", _("The comment must be text.")
    COMMENT_TOO_LONG = (
        "comment_too_long",
        _("The comment is too long. Shorten it to %(limit)s characters."),
    )
    LANGUAGE_INVALID = "language_invalid", _("The language is not one of ours: choose sv or en.")
    CLIENT_ID_INVALID = (
        "client_id_invalid",
        _("Something was wrong with the form. Check what you wrote and send again."),
    )
    SERVICE_UNKNOWN = "service_unknown", _("There is no such service.")
    SERVICE_NOT_YET_OPEN = (
        "service_not_yet_open",
        _("This service does not take feedback yet."),
    )
    SERVICE_CLOSED = "service_closed", _("This service does not take feedback any more.")
    CAPTCHA_REQUIRED = (
        "captcha_required",
        _("Write the letters in the picture, or the answer to the question."),
    )
    CAPTCHA_WRONG = (
        "captcha_wrong",
        _("That was not the right answer. Here is a new picture and a new question."),
    )
    CAPTCHA_EXPIRED = (
        "captcha_expired",
        _("The picture was too old or already used. Here is a new one."),
    )
    UNAVAILABLE = (
        "unavailable",
        _("Your feedback could not be saved just now. Wait a little and send again."),
    )


@dataclass(frozen=True)
class FieldError:
    """An error at one field; `field` is the argument's name in `submit_feedback`."""

    field: str
    code: ErrorCode

    @property
    def message(self) -> Promise | str:
        """A sentence for the resident, in the language that is active when it is read."""
        return self.code.label % {"limit": MAX_VISIBLE_CHARACTERS}


class SubmissionRefused(Exception):
    """Nothing was stored; `errors` says why, in the order of the form."""

    def __init__(self, errors: list[FieldError]) -> None:
        super().__init__(", ".join(f"{error.field}: {error.code.value}" for error in errors))
        self.errors = errors


class SubmissionUnavailable(Exception):
    """Nothing was stored, because the database did not answer; trying again may help."""


@dataclass(frozen=True, repr=False)
class Draft:
    """A submission in good order; it never shows in a log as such."""

    service: Service
    rating: int
    aspects: dict[str, int]
    comment: str
    language: str


def check_draft(
    *,
    service: Service | None,
    rating: Any,
    aspects: Mapping[str, Any] | None,
    comment: Any,
    language: Any,
    today: datetime.date,
) -> Draft:
    """Return what would be stored, or raise `SubmissionRefused` with all that is wrong."""
    errors = []
    if (refusal := refusal_of(service, today)) is not None:
        errors.append(FieldError("service", refusal))
    if rating is None:
        errors.append(FieldError("rating", ErrorCode.RATING_REQUIRED))
    elif not _is_rating(rating):
        errors.append(FieldError("rating", ErrorCode.RATING_INVALID))
    aspects = dict(aspects or {})
    asked = set(service.aspects) if service else set(Aspect.values)
    if not (set(aspects) <= asked and all(map(_is_rating, aspects.values()))):
        errors.append(FieldError("aspects", ErrorCode.ASPECT_INVALID))
    text = ""
    if not isinstance(comment, str | None):
        errors.append(FieldError("comment", ErrorCode.COMMENT_INVALID))
    elif is_too_long(text := clean_comment(comment or "")):
        errors.append(FieldError("comment", ErrorCode.COMMENT_TOO_LONG))
    if language not in FeedbackLanguage.values:
        errors.append(FieldError("language", ErrorCode.LANGUAGE_INVALID))
    if errors or service is None:
        raise SubmissionRefused(errors)
    in_order = {name: aspects[name] for name in Aspect.values if name in aspects}
    return Draft(service.original, rating, in_order, text, language)


def refusal_of(service: Service | None, today: datetime.date) -> ErrorCode | None:
    """Return why a service takes no feedback today, or None when it does."""
    if service is None:
        return ErrorCode.SERVICE_UNKNOWN
    # The dates are the same in every language.
    if service.opens_later(today):
        return ErrorCode.SERVICE_NOT_YET_OPEN
    return None if service.is_open(today) else ErrorCode.SERVICE_CLOSED


def submit_feedback(
    *,
    service: str,
    rating: Any,
    captcha_key: str,
    captcha_response: str,
    client_id: Any,
    now: datetime.datetime,
    aspects: Mapping[str, Any] | None = None,
    comment: Any = "",
    language: Any = FeedbackLanguage.SWEDISH,
    quarantined: bool = False,
    new_id: Callable[[], uuid.UUID] = uuid.uuid4,
) -> str:
    """Store one submission and return its receipt; a repeat of `client_id` returns the same.

    `service` is a slug in any language, `aspects` maps aspects to ratings. The challenge is used
    up by storing or by a wrong answer, and left open by every other refusal. Raises
    `SubmissionRefused` or `SubmissionUnavailable`; must not be called inside of a transaction.
    """
    identity = receipts.parse_client_id(client_id)
    if identity is None:
        raise SubmissionRefused([FieldError("client_id", ErrorCode.CLIENT_ID_INVALID)])
    problem = ""
    try:
        if is_used(identity):
            return receipts.receipt_of(identity)
        draft = check_draft(
            service=find_service(service, language),
            rating=rating,
            aspects=aspects,
            comment=comment,
            language=language,
            today=local_day(now),
        )
        if not captcha_response.strip():
            raise SubmissionRefused([FieldError("captcha_response", ErrorCode.CAPTCHA_REQUIRED)])
        refusal = _store(
            draft,
            identity,
            captcha_key,
            captcha_response,
            now,
            row_id=new_id(),
            status=SubmissionStatus.QUARANTINED if quarantined else SubmissionStatus.NEW,
        )
    except AnyDatabaseError as error:
        # The error may quote the row that it refused, so neither it nor its traceback goes on.
        problem = f"{type(error).__name__} {getattr(error.__cause__, 'sqlstate', '') or ''}".strip()
    if problem:
        logger.error("A submission could not be stored: %s", problem)
        raise SubmissionUnavailable
    if refusal is not None:
        raise SubmissionRefused([FieldError("captcha_response", refusal)])
    return receipts.receipt_of(identity)


def find_service(slug: str, language: str) -> Service | None:
    """Return the service of an address, preferring the row in `language`."""
    # No slug has these, and PostgreSQL takes no NUL, not even to look for it.
    if not isinstance(slug, str) or not slug.isprintable() or len(slug) > 160:
        return None
    return Service.objects.by_slug(slug, language)


def local_day(now: datetime.datetime) -> datetime.date:
    """Return the day it is in the city."""
    return now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def month_of(now: datetime.datetime) -> datetime.date:
    """Return the first day of the month it is in the city."""
    return local_day(now).replace(day=1)


def _store(
    draft: Draft,
    identity: uuid.UUID,
    captcha_key: str,
    captcha_response: str,
    now: datetime.datetime,
    *,
    row_id: uuid.UUID,
    status: SubmissionStatus,
) -> ErrorCode | None:
    """Use the challenge up and insert, in one transaction; return why it was refused, if it was.

    Durable, so that the loss of a challenge by a wrong answer is never rolled back from outside.
    """
    screening = screen(draft.comment, phrase_books())
    with transaction.atomic(durable=True):
        keep_rows_out_of_server_log()
        verdict = challenges.consume(captcha_key, captcha_response, now)
        if verdict is not challenges.Verdict.RIGHT:
            # The same form, sent twice at once: the other one has taken the challenge.
            if is_used(identity):
                return None
            wrong = verdict is challenges.Verdict.WRONG
            return ErrorCode.CAPTCHA_WRONG if wrong else ErrorCode.CAPTCHA_EXPIRED
        if claim(UsedClientId(client_hash=receipts.client_hash(identity), month=month_of(now))):
            IncomingSubmission.objects.create(
                id=row_id,
                service=draft.service,
                rating=draft.rating,
                aspect_ratings=draft.aspects,
                comment=draft.comment,
                language=draft.language,
                month=month_of(now),
                status=status,
                flags=screening.flags,
                urgent=screening.is_urgent,
                receipt_hash=receipts.receipt_hash(receipts.receipt_of(identity)),
            )
    return None


def claim(row: models.Model) -> bool:
    """Insert `row` unless its primary key is taken; tell whether this call inserted it.

    A transaction that claims the same key at the same time is waited for. Written as SQL, since
    a failed INSERT would stand in PostgreSQL's log with its time.
    """
    fields = row._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column or "") for field in fields)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(row._meta.db_table)} ({columns}) VALUES ({marks}) "  # noqa: S608
            "ON CONFLICT DO NOTHING",
            values,
        )
        return cursor.rowcount == 1


def keep_rows_out_of_server_log() -> None:
    """Ask PostgreSQL to log an error of this transaction without the row that failed.

    `log_error_verbosity` belongs to administrators; where our role may not set it, this does
    nothing, and docs/privacy.md says what the administrator sets.
    """
    if connection.vendor != "postgresql" or getattr(connection, "pg_version", 0) < 150000:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('log_error_verbosity', 'terse', true) "
            "WHERE has_parameter_privilege('log_error_verbosity', 'SET')"
        )


def is_used(identity: uuid.UUID) -> bool:
    """Tell whether something has been sent under this `clientId`."""
    return UsedClientId.objects.filter(pk=receipts.client_hash(identity)).exists()


def _is_rating(value: Any) -> bool:
    # True is an int in Python, and no rating.
    return type(value) is int and value in Rating.values
