"""Close an administration: its services take no feedback, its staff loses its rights."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from feedback.models import Service
from pages.admin.administrations import set_up_administration
from pages.models import Organisation
from pages.roles import sections_of

CLOSED = "cms.close_administration"
OPENED = "cms.open_administration"


@dataclass(frozen=True)
class Consequences:
    """What closing an administration affects."""

    services: list[Service]
    staff: Group | None
    # Members who lose the staff group; 0 if another organisation has the same group.
    people: int
    pages: int


def consequences_of_closing(administration: Organisation, today: datetime.date) -> Consequences:
    """Return what closing an administration today would affect."""
    staff = administration.staff
    people = staff.user_set.count() if staff and not _is_shared(staff, administration) else 0
    pages = sum(
        Page.objects.descendant_of(section, inclusive=True).count()
        for section in sections_of(administration)
    )
    return Consequences(_accepting(administration, today), staff, people, pages)


@transaction.atomic
def close_administration(
    administration: Organisation, today: datetime.date, user: Any = None
) -> bool:
    """Close an administration; return False, and change nothing, if it is closed already.

    Pages, feedback and accounts stay.
    """
    row = Organisation.objects.select_for_update().get(pk=administration.pk)
    if row.closed_on:
        return False
    yesterday = today - datetime.timedelta(days=1)
    for service in _accepting(row, today):
        service.closes_on = yesterday
        if service.opens_on and service.opens_on > yesterday:
            service.opens_on = yesterday
        service.save()
        log(service, "wagtail.edit", user=user)
    staff = row.staff
    # Saving it without staff revokes the rights on its sections, files and reviews.
    row.closed_on, row.staff = today, None
    row.save()
    if staff and not _is_shared(staff, row):
        staff.user_set.clear()
    log(row, CLOSED, user=user)
    return True


@transaction.atomic
def open_administration(administration: Organisation, user: Any = None) -> bool:
    """Open a closed administration: its staff group has its rights again, but no members.

    Returns False if it is not closed. Services stay closed for feedback.
    """
    row = Organisation.objects.select_for_update().get(pk=administration.pk)
    if not row.closed_on:
        return False
    row.closed_on = None
    row.save()
    set_up_administration(row, user)
    log(row, OPENED, user=user)
    return True


def _accepting(administration: Organisation, today: datetime.date) -> list[Service]:
    """Return the services that accept feedback now or later, each in its original language."""
    rows = Service.objects.not_closed(today).filter(administration=administration)
    return [row for row in rows.select_related("locale") if row.original.pk == row.pk]


def _is_shared(staff: Group, administration: Organisation) -> bool:
    return Organisation.objects.filter(staff=staff).exclude(pk=administration.pk).exists()
