"""Ages out feedback by the retention rules."""

import datetime
import re
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from feedback.intake.submit import local_day
from feedback.models import RetentionRule
from feedback.retention import ageing
from feedback.retention.ageing_log import log_done


class Command(BaseCommand):
    """Run monthly by the scheduler, for administrations that have enabled it."""

    help = (
        "Lets feedback age out (gallring): comments, notes, answers and public versions are "
        "deleted, the monthly counts stay. Nothing is deleted before the time decided by the "
        "archive authority. An interrupted run is continued by the next one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments that choose what to age out."""
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--administration", help="Short name (slug) of an administration.")
        whose.add_argument(
            "--scheduled",
            action="store_true",
            help="All administrations that have enabled it; refusals are printed.",
        )
        parser.add_argument(
            "--until", help="Last month, as 2024-05. By default the last one that is due."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Print what would age out, and do nothing."
        )

    def handle(
        self,
        *args: Any,
        administration: str | None,
        scheduled: bool,
        until: str | None,
        dry_run: bool,
        **options: Any,
    ) -> None:
        """Age out by each rule; a refused rule stops no other, but ends in an error."""
        today = local_day(timezone.now())
        last = _month(until) if until else None
        rules = RetentionRule.objects.select_related("administration").order_by("pk")
        if administration:
            rules = rules.filter(administration__slug=administration)
            if not rules:
                raise CommandError(f"The administration “{administration}” has no retention rule.")
        else:
            rules = rules.filter(is_on=True)
        refused = [each for each in rules if not self._one(each, last, today, dry_run)]
        if refused:
            names = ", ".join(rule.administration.slug for rule in refused)
            raise CommandError(f"Nothing aged out for: {names}. The reasons are above.")

    def _one(
        self, rule: RetentionRule, last: datetime.date | None, today: datetime.date, dry_run: bool
    ) -> bool:
        name, until = rule.administration.name, last or rule.last_due(today)
        if (reason := refusal(rule, until, today)) is not None:
            self.stderr.write(f"{name}: {reason}")
            return False
        months = ageing.dry_run(rule, until)
        for each in months:
            self.stdout.write(
                f"{name}, {each.service}, {each.month:%Y-%m}: {each.submissions} submissions"
            )
        total = sum(each.submissions for each in months)
        if dry_run:
            self.stdout.write(f"{name}: {total} submissions up to {until:%Y-%m} would age out.")
            return True
        ageing.start(rule.pk, until, today, None)
        with tqdm(total=total, unit="submission", disable=not sys.stderr.isatty()) as bar:
            for number in ageing.continue_run(rule.pk):
                bar.update(number)
        log_done(ageing.finish(rule.pk))
        self.stdout.write(f"{name}: {total} submissions up to {until:%Y-%m} have aged out.")
        return True


def refusal(rule: RetentionRule, until: datetime.date, today: datetime.date) -> str | None:
    """Return why nothing may be aged out by a rule, or None."""
    try:
        ageing.check(rule, until, today)
    except ageing.NoDecision:
        return "refused: the rule has no decision of the archive authority."
    except ageing.TooEarly as error:
        return (
            f"refused: {until:%Y-%m} may age out in {rule.due_in(until):%Y-%m} at the earliest, "
            f"by decision {rule.decision} of {rule.decided_on}; now, months up to "
            f"{error.allowed:%Y-%m} may."
        )
    except ageing.NotHandedOver as error:
        return (
            f"refused: the rule requires delivery to the archive, and {error.missing:%Y-%m} is in "
            "no delivered package."
        )
    except ageing.StillWaiting:
        return "refused: feedback of these months waits for the daily batch. Run release_feedback."
    return None


def _month(text: str) -> datetime.date:
    if not re.fullmatch(r"2\d{3}-(0[1-9]|1[0-2])", text, re.ASCII):
        raise CommandError(f"“{text}” is not a month such as 2024-05.")
    return datetime.date(int(text[:4]), int(text[5:]), 1)
