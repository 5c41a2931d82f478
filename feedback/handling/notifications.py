"""A mail to editors, once a day at most, that something waits: how many, and never what.

A mail server keeps what it was given and when. So the mail goes out after the daily batch, and has
two numbers for all services of the editor's administrations together: what an editor who opens the
inbox sees as well.
"""

import datetime
import logging
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from wagtail.admin.mail import send_mail

from feedback.enums import SubmissionStatus
from feedback.models import InboxMail, Submission
from feedback.permissions import reads_feedback
from pages.models import Organisation

logger = logging.getLogger(__name__)

# Who has refused as many in a row takes no more just now; the rest are for the next run.
MOST_FAILURES = 3
_TEMPLATES = "feedback/admin/mail/inbox"


class Waiting(NamedTuple):
    """How many submissions nobody has looked at yet, and how many of them are urgent."""

    new: int
    urgent: int


class Report(NamedTuple):
    """What came of a run: mails that were taken, and mails that were not."""

    sent: int
    failed: int


def notify_editors(day: datetime.date) -> Report:
    """Mail every editor for whom something waits and who has had no mail on `day` or later.

    Safe to run at any time and in several processes: whom to mail is settled by one UPDATE. What
    a mail server does not take is tried by the next run.
    """
    sent = failed = in_a_row = 0
    by_administration = _waiting()
    for user in _editors() if by_administration else ():
        waiting = _waiting_for(user, by_administration)
        if not waiting.new:
            continue
        mail, _made = InboxMail.objects.get_or_create(user=user)
        if not _claim(mail, day):
            continue
        try:
            _send(user, waiting)
        except Exception as error:
            # Its text and its traceback hold the address.
            problem = type(error).__name__
        else:
            sent, in_a_row = sent + 1, 0
            continue
        logger.error("A mail to an editor was not taken: %s", problem)
        InboxMail.objects.filter(pk=mail.pk, last_day=day).update(last_day=mail.last_day)
        failed, in_a_row = failed + 1, in_a_row + 1
        if in_a_row == MOST_FAILURES:
            break
    return Report(sent, failed)


def is_told(user: Any) -> bool:
    """Tell whether the mail is for the user at all: of an administration's staff, and reading."""
    return bool(_administrations_of(user))


def _editors() -> Iterator[Any]:
    people = get_user_model()._default_manager.filter(
        is_active=True, groups__organisations__isnull=False
    )
    wanted = people.exclude(inbox_mail__is_wanted=False).exclude(email="")
    yield from wanted.select_related("wagtail_userprofile").order_by("pk").distinct()


def _waiting() -> Mapping[int, Waiting]:
    """Return what waits, by administration; those for which nothing does are left out."""
    rows = (
        Submission.objects.filter(status=SubmissionStatus.NEW)
        .order_by()
        .values_list("service__administration")
        .annotate(new=Count("pk"), pressing=Count("pk", filter=Q(urgent=True)))
    )
    return {administration: Waiting(new, urgent) for administration, new, urgent in rows}


def _waiting_for(user: Any, by_administration: Mapping[int, Waiting]) -> Waiting:
    found = [by_administration.get(pk, Waiting(0, 0)) for pk in _administrations_of(user)]
    return Waiting(sum(each.new for each in found), sum(each.urgent for each in found))


def _administrations_of(user: Any) -> list[int]:
    if not reads_feedback(user) or not user.has_perm("wagtailadmin.access_admin"):
        return []
    return list(Organisation.objects.filter(staff__user=user).values_list("pk", flat=True))


def _claim(mail: InboxMail, day: datetime.date) -> bool:
    """Note that `day` has had its mail; False where it has, or where the user wants none now."""
    free = Q(last_day__isnull=True) | Q(last_day__lt=day)
    # One UPDATE decides: of two processes, the database lets one find the row as it was.
    return bool(InboxMail.objects.filter(free, pk=mail.pk, is_wanted=True).update(last_day=day))


def _send(user: Any, waiting: Waiting) -> None:
    profile = getattr(user, "wagtail_userprofile", None)
    language = getattr(profile, "preferred_language", "") or settings.LANGUAGE_CODE
    inbox = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('submissions:index')}"
    context = {"user": user, "waiting": waiting, "address": f"{inbox}?status=new"}
    with translation.override(language):
        subject = render_to_string(f"{_TEMPLATES}_subject.txt", context).strip()
        text = render_to_string(f"{_TEMPLATES}.txt", context).strip()
        html = render_to_string(f"{_TEMPLATES}.html", context)
        send_mail(subject, text, [user.email], html_message=html)
