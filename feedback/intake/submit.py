"""The one function that stores a resident's submission, called by the HTML form and by the
mutation.

`feedback.models.SubmissionFields` lists what is stored. Nothing about the sender (address, user
agent, session) is passed to this module, and no error raised here quotes what was written.
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
from feedback.intake import challenges, ladder, receipts
from feedback.intake.crisis import crisis_phrases
from feedback.models import IncomingSubmission, Service, UsedClientId
from feedback.screening.comment_text import MAX_VISIBLE_CHARACTERS, clean_comment, is_too_long
from feedback.screening.personal_data import Screening, screen

logger = logging.getLogger(__name__)


class ErrorCode(models.TextChoices):
    """Reasons for refusing a submission. Front ends branch on the values, so they never change."""

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
    """A refusal of one field; `field` is the name of the argument of `submit_feedback`."""

    field: str
    code: ErrorCode

    @property
    def message(self) -> Promise | str:
        """A sentence for the resident, in the language active when it is read."""
        return self.code.label % {"limit": MAX_VISIBLE_CHARACTERS}


class SubmissionRefused(Exception):
    """The input was refused and nothing was stored; `errors` are in the order of the form.

    `mark` is that of a challenge consumed by a wrong answer, for the one that replaces it.
    """

    def __init__(self, errors: list[FieldError], mark: ladder.Mark | None = None) -> None:
        super().__init__(", ".join(f"{error.field}: {error.code.value}" for error in errors))
        self.errors = errors
        self.mark = mark


class SubmissionUnavailable(Exception):
    """The database failed and nothing was stored; a later attempt may succeed."""


@dataclass(frozen=True, repr=False)
class Draft:
    """A validated submission. It has no `repr`, so that no log or traceback can quote it."""

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
    """Return the validated submission, or raise `SubmissionRefused` with all errors at once."""
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
    """Return why `service` accepts no feedback on `today`, or None if it does."""
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
    signs: ladder.Signs = ladder.Signs(),  # noqa: B008 (immutable)
    read_soon: bool = False,
    new_id: Callable[[], uuid.UUID] = uuid.uuid4,
) -> str:
    """Store one submission and return its receipt of 16 digits.

    Idempotent by `client_id`, a version 4 UUID as text: a repeat stores nothing and returns the
    same receipt. `service` is a slug in any language; `aspects` maps aspect names to ratings from 1
    to 5. The CAPTCHA challenge is deleted when the submission is stored or the answer is wrong, and
    stays open after every other refusal. To a comment with words of crisis, any answer is right,
    also an empty one: its challenge only carries the mark of the ladder. `read_soon` is kept only
    with such a comment.

    Raises `SubmissionRefused` or `SubmissionUnavailable`. Must not be called inside a transaction.
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
        screening = screen(draft.comment, crisis_phrases())
        if not screening.is_urgent and not captcha_response.strip():
            raise SubmissionRefused([FieldError("captcha_response", ErrorCode.CAPTCHA_REQUIRED)])
        refusal = _store(
            draft,
            screening,
            identity,
            captcha_key,
            captcha_response,
            now,
            row_id=new_id(),
            signs=signs,
            read_soon=read_soon and screening.is_urgent,
        )
    except AnyDatabaseError as error:
        # The error may quote the row, so neither it nor its traceback is passed on.
        problem = f"{type(error).__name__} {getattr(error.__cause__, 'sqlstate', '') or ''}".strip()
    if problem:
        logger.error("A submission could not be stored: %s", problem)
        raise SubmissionUnavailable
    if refusal is not None:
        raise refusal
    return receipts.receipt_of(identity)


def captcha_refusal(
    code: ErrorCode = ErrorCode.CAPTCHA_EXPIRED, mark: ladder.Mark | None = None
) -> SubmissionRefused:
    """Return the refusal of a challenge, or of a form that has to be opened again."""
    return SubmissionRefused([FieldError("captcha_response", code)], mark)


def find_service(slug: str, language: str) -> Service | None:
    """Return the service with this slug, in `language` if it is translated, or None."""
    # No slug has these, and PostgreSQL refuses a NUL even in a query.
    if not isinstance(slug, str) or not slug.isprintable() or len(slug) > 160:
        return None
    return Service.objects.by_slug(slug, language)


def local_day(now: datetime.datetime) -> datetime.date:
    """Return the date of `now` in the time zone of the settings."""
    return now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def month_of(now: datetime.datetime) -> datetime.date:
    """Return the first day of the month of `now` in the time zone of the settings."""
    return local_day(now).replace(day=1)


def _store(
    draft: Draft,
    screening: Screening,
    identity: uuid.UUID,
    captcha_key: str,
    captcha_response: str,
    now: datetime.datetime,
    *,
    row_id: uuid.UUID,
    signs: ladder.Signs,
    read_soon: bool,
) -> SubmissionRefused | None:
    """Consume the challenge and insert the submission in one transaction; return the refusal, if
    any. Whoever writes words of crisis gets no task, so any answer to the challenge is right.

    The transaction is durable, so no outer one can roll back the deletion of a challenge.
    """
    with transaction.atomic(durable=True):
        keep_rows_out_of_server_log()
        verdict, mark = challenges.consume(captcha_key, captcha_response, now)
        if screening.is_urgent and verdict is challenges.Verdict.WRONG:
            verdict = challenges.Verdict.RIGHT
        if verdict is not challenges.Verdict.RIGHT:
            # The same form was sent twice at once, and the other request used the challenge.
            if is_used(identity):
                return None
            if verdict is challenges.Verdict.WRONG:
                return captcha_refusal(ErrorCode.CAPTCHA_WRONG, mark)
            return captcha_refusal()
        is_suspect = ladder.is_quarantined(signs, mark, draft.service.pk, now, local_day(now))
        if claim(UsedClientId(client_hash=receipts.client_hash(identity), month=month_of(now))):
            IncomingSubmission.objects.create(
                id=row_id,
                service=draft.service,
                rating=draft.rating,
                aspect_ratings=draft.aspects,
                comment=draft.comment,
                language=draft.language,
                month=month_of(now),
                status=SubmissionStatus.QUARANTINED if is_suspect else SubmissionStatus.NEW,
                flags=screening.flags,
                urgent=screening.is_urgent,
                read_soon=read_soon,
                receipt_hash=receipts.receipt_hash(receipts.receipt_of(identity)),
            )
    return None


def claim(row: models.Model) -> bool:
    """Insert `row` unless its primary key exists; return whether it was inserted.

    Waits for a concurrent transaction that inserts the same key. Uses ON CONFLICT DO NOTHING,
    because PostgreSQL would log a failed INSERT with its time.
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
    """Set PostgreSQL's `log_error_verbosity` to `terse` for the current transaction.

    Otherwise the server log quotes the row of a failed statement. Does nothing on other databases,
    on PostgreSQL before 15, or where the role may not set it; docs/privacy.md names the setting.
    """
    if connection.vendor != "postgresql" or getattr(connection, "pg_version", 0) < 150000:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('log_error_verbosity', 'terse', true) "
            "WHERE has_parameter_privilege('log_error_verbosity', 'SET')"
        )


def is_used(identity: uuid.UUID) -> bool:
    """Return whether a submission was stored under this `clientId`."""
    return UsedClientId.objects.filter(pk=receipts.client_hash(identity)).exists()


def _is_rating(value: Any) -> bool:
    # `True in [1, …]` holds in Python, hence the exact type.
    return type(value) is int and value in Rating.values
