"""The admin's log of feedback: who did what, never what a resident wrote."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from feedback.enums import SubmissionStatus
from feedback.model_fields import month_name
from feedback.models import (
    Export,
    FeedbackLogEntry,
    ReplyTemplate,
    RetentionRule,
    ServiceAnswer,
    Submission,
    SubmissionAnswer,
)
from feedback.models.exports import ExportFormat
from feedback.retention.erasure import ErasureReason

PREFIX = "feedback."


def log_changes(
    action: str,
    submissions: Iterable[Submission],
    user: Any,
    *,
    deleted: bool = False,
    **data: Any,
) -> None:
    """Log `action` of `user` on each of `submissions`; `data` must not quote a comment."""
    for each in submissions:
        about = {"status": each.status} if action == "status" else {}
        log(each, PREFIX + action, user=user, data={**about, **data}, deleted=deleted)


def register_actions(actions: LogActionRegistry) -> None:
    """Register the log model of each model, and the labels of each action."""
    for model in (Submission, SubmissionAnswer, ServiceAnswer, ReplyTemplate):
        actions.register_model(model, FeedbackLogEntry)
    actions.register_model(Export, FeedbackLogEntry)
    actions.register_model(RetentionRule, FeedbackLogEntry)

    @actions.register_action(PREFIX + "status")
    class StatusFormatter(LogFormatter):
        label = _("Change status")

        def format_message(self, entry: Any) -> str:
            status = entry.data.get("status", "")
            known = dict(SubmissionStatus.choices)
            return gettext("Status changed to “%(status)s”") % {"status": known.get(status, status)}

    actions.register_action(PREFIX + "assign", _("Assign"), _("Changed who looks after it"))
    actions.register_action(PREFIX + "note", _("Note"), _("Added an internal note"))

    @actions.register_action(PREFIX + "redact")
    class RedactFormatter(_ReasonFormatter):
        label = _("Write the public version")
        message = _("Saved the public version")

    @actions.register_action(PREFIX + "publish")
    class PublishFormatter(_ReasonFormatter):
        label = _("Approve the public version")
        message = _("Approved the public version")

    actions.register_action(PREFIX + "answer", _("Answer"), _("Published the answer"))
    actions.register_action(PREFIX + "unanswer", _("Withdraw the answer"), _("Withdrew the answer"))
    actions.register_action(PREFIX + "withdraw", _("Withdraw"), _("Withdrew the public version"))

    actions.register_action(
        PREFIX + "retention", _("Change the rule"), _("Changed how long feedback is kept")
    )

    @actions.register_action(PREFIX + "age_out")
    class AgeOutFormatter(LogFormatter):
        label = _("Let feedback age out")

        def format_message(self, entry: Any) -> str:
            return gettext(
                "Aged out: %(submissions)s submissions of months up to %(until)s, by decision "
                "%(decision)s of %(decided_on)s"
            ) % {
                **{
                    name: entry.data.get(name, "–")
                    for name in ("submissions", "decision", "decided_on")
                },
                "until": _month(entry, "until"),
            }

    @actions.register_action(PREFIX + "package")
    class PackageFormatter(LogFormatter):
        label = _("Package for the archive")

        def format_message(self, entry: Any) -> str:
            return gettext("Had a package made of %(first_month)s to %(last_month)s") % {
                name: _month(entry, name) for name in ("first_month", "last_month")
            }

    @actions.register_action(PREFIX + "deliver")
    class DeliverFormatter(LogFormatter):
        label = _("Handed over to the archive")

        def format_message(self, entry: Any) -> str:
            return gettext(
                "Handed over to the archive: %(first_month)s to %(last_month)s. %(reference)s"
            ) % {
                **{name: _month(entry, name) for name in ("first_month", "last_month")},
                "reference": entry.data.get("reference", ""),
            }

    @actions.register_action(PREFIX + "export")
    class ExportFormatter(LogFormatter):
        label = _("Export")

        def format_message(self, entry: Any) -> str:
            known = dict(ExportFormat.choices)
            return gettext("Exported submissions: %(rows)s. %(format)s. Filters: %(filters)s") % {
                "rows": entry.data.get("rows", "–"),
                "format": known.get(entry.data.get("format", ""), "–"),
                "filters": ", ".join(entry.data.get("filters", {})) or "–",
            }

    @actions.register_action(PREFIX + "erase")
    class EraseFormatter(LogFormatter):
        label = _("Erase")

        def format_message(self, entry: Any) -> str:
            known = dict(ErasureReason.choices)
            reason = known.get(entry.data.get("reason", ""), "–")
            return gettext("Erased for good: %(reason)s. %(case)s") % {
                "reason": reason,
                "case": entry.data.get("case", ""),
            }


def _month(entry: Any, name: str) -> str:
    """Return a month of an entry's data, such as “2026-04”, in words."""
    text = entry.data.get(name)
    return month_name(datetime.date.fromisoformat(f"{text}-01")) if text else "–"


class _ReasonFormatter(LogFormatter):
    """Adds the editor's reason to the message; the reason is removed by an erasure."""

    def format_message(self, entry: Any) -> str:
        return ": ".join(filter(None, [str(self.message), entry.data.get("reason")]))
