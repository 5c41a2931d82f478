"""The log entry of an aged-out period, which is the permanent report of it."""

from wagtail.log_actions import log

from feedback.models import RetentionRule


def log_done(rule: RetentionRule | None) -> None:
    """Log a finished run by the rule as `finish` returned it; does nothing for None."""
    if rule is None or rule.under_way_until is None:
        return
    log(
        rule,
        "feedback.age_out",
        user=rule.under_way_by,
        data={
            "until": f"{rule.under_way_until:%Y-%m}",
            # Not personal data: the rollups keep the same number.
            "submissions": rule.aged_out,
            "decision": rule.decision,
            "decided_on": rule.decided_on.isoformat() if rule.decided_on else "",
            "months_to_keep": rule.months_to_keep,
        },
    )
