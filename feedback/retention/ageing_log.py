"""The entry in the log of feedback that says what has aged out: the report that is kept of it."""

from wagtail.log_actions import log

from feedback.models import RetentionRule


def log_done(rule: RetentionRule | None) -> None:
    """Note what a run has done, by the rule as it was; nothing where it was another's to note."""
    if rule is None or rule.under_way_until is None:
        return
    log(
        rule,
        "feedback.age_out",
        user=rule.under_way_by,
        data={
            "until": f"{rule.under_way_until:%Y-%m}",
            # The counts of the months, which stay, say the same.
            "submissions": rule.aged_out,
            "decision": rule.decision,
            "decided_on": rule.decided_on.isoformat() if rule.decided_on else "",
            "months_to_keep": rule.months_to_keep,
        },
    )
