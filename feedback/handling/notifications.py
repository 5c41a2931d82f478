"""The daily mail to editors: how many new submissions wait, without their content.

A mail server stores mails with their time. The mail is therefore sent after the daily batch and
holds two numbers, over all services of the editor's administrations, which the inbox shows too.
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

# After this many failures in a row the server is taken to be down.
MAX_FAILURES = 3
_TEMPLATES = "feedback/admin/mail/inbox"


class Waiting(NamedTuple):
    """The number of new submissions, and how many of them are urgent."""

    new: int
    urgent: int


class Report(NamedTuple):
    """The number of mails sent, and of mails that the server refused."""

    sent: int
    failed: int


def notify_editors(day: datetime.date) -> Report:
    """Mail every editor with new submissions who has had no mail on `day` or later.

    Can run at any time and in several processes: one UPDATE claims each mail. A mail that fails is
    tried again by the next run; after `MAX_FAILURES` failures in a row the run ends.
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
            # The class only: text and traceback hold the mail address.
            problem = type(error).__name__
        else:
            sent, in_a_row = sent + 1, 0
            continue
        logger.error("A mail to an editor could not be sent: %s", problem)
        InboxMail.objects.filter(pk=mail.pk, last_day=day).update(last_day=mail.last_day)
        failed, in_a_row = failed + 1, in_a_row + 1
        if in_a_row == MAX_FAILURES:
            break
    return Report(sent, failed)


def gets_inbox_mail(user: Any) -> bool:
    """Return whether the mail concerns the user: staff of an administration who read feedback."""
    return bool(_administrations_of(user))


def _editors() -> Iterator[Any]:
    people = get_user_model()._default_manager.filter(
        is_active=True, groups__organisations__isnull=False
    )
    wanted = people.exclude(inbox_mail__is_wanted=False).exclude(email="")
    yield from wanted.select_related("wagtail_userprofile").order_by("pk").distinct()


def _waiting() -> Mapping[int, Waiting]:
    """Return the new submissions by administration, without administrations that have none."""
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
    """Record that `day` has had its mail; return False if it had, or if the user wants none."""
    free = Q(last_day__isnull=True) | Q(last_day__lt=day)
    # One UPDATE, so that of two processes only one claims the mail.
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
