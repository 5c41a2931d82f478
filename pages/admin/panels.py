"""The to-do panel on the admin's dashboard."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Page, WorkflowState, get_default_page_content_type
from wagtail.permissions import page_permission_policy

from pages.models import AgendaItem, EventDocument, EventPage, EventStatus

NAMED_AT_MOST = 5
LOOK_AHEAD = datetime.timedelta(days=28)
LOOK_BACK = datetime.timedelta(days=60)


class ToDoPanel(Component):
    """Lists meetings without an agenda, unpublished drafts and meetings without minutes."""

    name = "to_do"
    template_name = "pages/admin/to_do.html"
    order = 100

    class Media:
        css = {"all": ["pages/to-do.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the three lists, each with its first items and the number of the others.

        Only pages that the user may change or publish are included.
        """
        user, now = parent_context["request"].user, timezone.now()
        mine = page_permission_policy.instances_user_has_any_permission_for(
            user, {"change", "publish"}
        ).values("pk")
        meetings = (
            EventPage.objects.filter(pk__in=mine, live=True, group__isnull=False)
            .exclude(status__in=[EventStatus.CANCELLED, EventStatus.POSTPONED])
            .select_related("group")
            .order_by("starts_at")
        )
        without_agenda = meetings.filter(
            ~Exists(AgendaItem.objects.filter(event=OuterRef("pk"))),
            over_at__gt=now,
            starts_at__lt=now + LOOK_AHEAD,
        )
        without_minutes = meetings.filter(
            ~Exists(EventDocument.objects.filter(event=OuterRef("pk"))),
            report__0__isnull=True,
            over_at__range=(now - LOOK_BACK, now),
        )
        drafts = (
            Page.objects.filter(pk__in=mine, has_unpublished_changes=True)
            .exclude(pk__in=_in_review())
            .order_by("-latest_revision_created_at")
        )
        return {
            "without_agenda": _first_few(without_agenda),
            "without_minutes": _first_few(without_minutes),
            "drafts": _first_few(drafts),
        }


def _in_review() -> list[int]:
    """Return the ids of pages in a workflow, which Wagtail's own panels already list.

    A separate query, because `object_id` is text and PostgreSQL cannot join it with an integer.
    """
    states = WorkflowState.objects.active().filter(
        base_content_type=get_default_page_content_type()
    )
    return [int(object_id) for object_id in states.values_list("object_id", flat=True)]


def _first_few(queryset: Any) -> dict[str, Any]:
    items = list(queryset[: NAMED_AT_MOST + 1])
    total = len(items) if len(items) <= NAMED_AT_MOST else queryset.count()
    return {"items": items[:NAMED_AT_MOST], "more": total - len(items[:NAMED_AT_MOST])}
