"""Registers feedback with the Wagtail admin."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, Model, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.widgets.button import Button
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from feedback.admin.account import inbox_mail_panel
from feedback.admin.audit import register_actions
from feedback.admin.crisis import CrisisViewSetGroup
from feedback.admin.figures.dashboard import DashboardViewSet, FiguresSummaryItem
from feedback.admin.inbox.bulk_actions import BULK_ACTIONS
from feedback.admin.inbox.home import add_feedback_panel
from feedback.admin.own_snippets import DeleteOwn
from feedback.admin.retention.rules import RetentionMenuItem
from feedback.admin.services import service_buttons
from feedback.admin.viewsets import AnswerViewSetGroup, ServiceViewSet, SubmissionViewSet
from feedback.handling.answers import register_answer_actions
from feedback.models import (
    IncomingSubmission,
    MonthlyRollup,
    ReplyTemplate,
    Service,
    ServiceAnswer,
    Submission,
    SubmissionAnswer,
)
from feedback.permissions import (
    ANSWER_PERMISSIONS,
    SERVICE_ANSWER_PERMISSIONS,
    TEMPLATE_PERMISSIONS,
    BorrowedPolicy,
    OwnAdministrationPolicy,
    SubmissionPolicy,
)

register_permission_policy(Service, OwnAdministrationPolicy(Service, "administration"))
register_permission_policy(Submission, SubmissionPolicy(Submission, "service__administration"))
register_permission_policy(
    SubmissionAnswer,
    BorrowedPolicy(SubmissionAnswer, "submission__service__administration", ANSWER_PERMISSIONS),
)
register_permission_policy(
    ServiceAnswer,
    BorrowedPolicy(ServiceAnswer, "service__administration", SERVICE_ANSWER_PERMISSIONS),
)
register_permission_policy(
    ReplyTemplate, BorrowedPolicy(ReplyTemplate, "administration", TEMPLATE_PERMISSIONS)
)
register_snippet(AnswerViewSetGroup)
register_snippet(ServiceViewSet)
register_snippet(CrisisViewSetGroup)


@hooks.register("register_admin_viewset")
def show_inbox() -> SubmissionViewSet:
    """Add the inbox to the menu."""
    return SubmissionViewSet()


@hooks.register("register_admin_viewset")
def show_figures() -> DashboardViewSet:
    """Add the dashboard to the menu."""
    return DashboardViewSet()


@hooks.register("construct_homepage_summary_items")
def show_figures_at_home(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Add a link to the dashboard on the admin's first page."""
    items.append(FiguresSummaryItem(request))


@hooks.register("register_admin_menu_item")
def show_retention() -> RetentionMenuItem:
    """Add the retention rules to the menu."""
    return RetentionMenuItem(
        gettext_lazy("Retention"),
        reverse_lazy("submissions:retention_list"),
        name="retention",
        icon_name="history",
        order=175,
    )


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    """Add icons that Wagtail does not have."""
    return [*icons, "feedback/icons/feedback-figures.svg"]


@hooks.register("register_snippet_listing_buttons")
def offer_figures_and_poster(
    snippet: Model, user: Any, next_url: str | None = None
) -> Iterator[Button]:
    """Add buttons for a service's figures and poster to the list of services."""
    if isinstance(snippet, Service):
        yield from service_buttons(snippet)


hooks.register("register_actions", register_answer_actions)
hooks.register("register_log_actions", register_actions)
hooks.register("register_account_settings_panel", inbox_mail_panel)
hooks.register("construct_homepage_panels", add_feedback_panel)
for bulk_action in BULK_ACTIONS:
    hooks.register("register_bulk_action", bulk_action)
# After Wagtail's own action, which it replaces.
hooks.register("register_bulk_action", DeleteOwn, order=10)


# Before Wagtail's refusal, which would list submissions that no editor can see yet.
@hooks.register("before_delete_snippet", order=-10)
def keep_services_with_feedback(
    request: HttpRequest, instances: Sequence[Model]
) -> HttpResponse | None:
    """Refuse to delete services that have feedback."""
    return _refusal(request, instances)


@hooks.register("before_bulk_action", order=-10)
def keep_selected_services_with_feedback(
    request: HttpRequest, action_type: str, objects: Sequence[Model], action: Any
) -> HttpResponse | None:
    """Refuse a bulk deletion if one of the selected services has feedback."""
    return _refusal(request, objects) if action_type == "delete" else None


def _refusal(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    selected = [item.pk for item in instances if isinstance(item, Service)]
    kept = Service.objects.filter(
        Exists(Submission.objects.filter(service=OuterRef("pk")))
        | Exists(IncomingSubmission.objects.filter(service=OuterRef("pk")))
        # Submissions that are aged out.
        | Exists(MonthlyRollup.objects.filter(service=OuterRef("pk"))),
        pk__in=selected,
    )
    if not kept:
        return None
    context = {
        "page_title": _("Feedback is never deleted with its service"),
        "header_icon": "warning",
        "services": [(item.name, reverse(_urls("edit"), args=[item.pk])) for item in kept],
        "list_url": reverse(_urls("list")),
    }
    return render(request, "feedback/admin/deletion_refused.html", context, status=409)


def _urls(name: str) -> str:
    return Service.snippet_viewset.get_url_name(name)
