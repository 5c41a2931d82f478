"""The panel on the admin's first page with the number of waiting submissions."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from feedback.enums import SubmissionStatus
from feedback.handling.inbox import count_at_most, urgency_is
from feedback.handling.inbox_filters import MINE
from feedback.models import Submission
from feedback.permissions import reads_feedback, services_read_by

# Larger numbers are shown as “more than”, which bounds the cost of counting.
MOST = 99


class WaitingGroup(NamedTuple):
    """A group of waiting submissions, and the inbox filters that show it."""

    label: str | Promise
    filters: dict[str, str]

    def rows(self, user: Any) -> QuerySet[Submission]:
        """Return its submissions of every administration, as the filters do."""
        narrowed = Submission.objects.filter(status=self.filters["status"])
        if "urgent" in self.filters:
            narrowed = narrowed.filter(urgency_is(True))
        if "assigned_to" in self.filters:
            narrowed = narrowed.filter(assigned_to=user)
        return narrowed

    @property
    def address(self) -> str:
        """The URL of the filtered inbox."""
        return f"{reverse('submissions:index')}?{urlencode(self.filters)}"


NEW, IN_REVIEW = SubmissionStatus.NEW.value, SubmissionStatus.IN_REVIEW.value
QUARANTINED = SubmissionStatus.QUARANTINED.value
WAITING_GROUPS = (
    WaitingGroup(_("Urgent and new"), {"status": NEW, "urgent": "true"}),
    WaitingGroup(_("New comments"), {"status": NEW}),
    WaitingGroup(_("New, assigned to you"), {"status": NEW, "assigned_to": MINE}),
    WaitingGroup(_("In review, assigned to you"), {"status": IN_REVIEW, "assigned_to": MINE}),
    WaitingGroup(_("Urgent, in quarantine"), {"status": QUARANTINED, "urgent": "true"}),
    WaitingGroup(_("In quarantine"), {"status": QUARANTINED}),
)


class FeedbackPanel(Component):
    """The number of waiting submissions in the user's administrations."""

    name = "feedback"
    template_name = "feedback/admin/home_panel.html"
    # Before the editor's own drafts.
    order = 90

    class Media:
        css = {"all": ["pages/to-do.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Count each group, up to `MOST`."""
        assert parent_context is not None
        user = parent_context["request"].user
        services = services_read_by(user)
        counted = [
            (pile, count_at_most(MOST + 1, services, pile.rows(user))) for pile in WAITING_GROUPS
        ]
        return {
            "piles": [(pile, number) for pile, number in counted if number],
            "most": MOST,
            "inbox": reverse("submissions:index"),
        }


def add_feedback_panel(request: Any, panels: list[Component]) -> None:
    """Add the panel for users who read feedback, by Wagtail's hook."""
    if reads_feedback(request.user):
        panels.append(FeedbackPanel())
