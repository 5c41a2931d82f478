"""The two tables of figures: rollups, which follow the submissions, and releases, which do not."""

import datetime
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.enums import Aspect
from feedback.statistics.disclosure import Group, Period


class MonthlyRollup(models.Model):
    """Counts of a service's submissions in a month, maintained by `feedback.figures.rollups`."""

    service = models.ForeignKey(
        "feedback.Service",
        verbose_name=_("service"),
        on_delete=models.PROTECT,
        related_name="monthly_rollups",
    )
    month = models.DateField(_("month"))
    # As `feedback.statistics.tallies.Tally` tells it.
    counts = models.JSONField(_("counts"), default=dict)
    # Its submissions have aged out: the counts can never be made anew.
    settled = models.BooleanField(_("settled"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("monthly rollup")
        verbose_name_plural = _("monthly rollups")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["service", "month"], name="rollup_month_unique")
        ]

    def __str__(self) -> str:
        return f"{self.service_id}, {self.month:%Y-%m}"


class FiguresAreFrozen(Exception):
    """Published figures never change: the difference to the earlier ones could be a person."""

    def __init__(self) -> None:
        super().__init__("Published figures are neither changed nor deleted.")


class PublishedFiguresQuerySet(models.QuerySet["PublishedFigures"]):
    """Releases, which nothing changes."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise FiguresAreFrozen

    def delete(self) -> NoReturn:
        """Refuse."""
        raise FiguresAreFrozen


class PublishedFigures(models.Model):
    """What was released of a service for some closed months; what it holds is public."""

    service = models.ForeignKey(
        "feedback.Service",
        verbose_name=_("service"),
        on_delete=models.PROTECT,
        related_name="published_figures",
    )
    first_month = models.DateField(
        _("first month"),
        null=True,
        blank=True,
        help_text=_("Empty for the first period: since feedback began."),
    )
    last_month = models.DateField(_("last month"))
    count = models.PositiveIntegerField(_("number of submissions"))
    # Lists of what `feedback.statistics.disclosure.Group` tells; by aspect in the second one.
    distribution = models.JSONField(_("distribution"))
    aspects = models.JSONField(_("aspects"), default=dict)
    released_in = models.DateField(_("released in"), help_text=_("The month, not the day."))

    objects = PublishedFiguresQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("published figures")
        verbose_name_plural = _("published figures")
        default_permissions = ("view",)
        ordering = ["service_id", "last_month"]
        constraints = [
            models.UniqueConstraint(fields=["service", "last_month"], name="release_last_month"),
            models.UniqueConstraint(fields=["service", "first_month"], name="release_first_month"),
            models.UniqueConstraint(
                fields=["service"],
                condition=models.Q(first_month__isnull=True),
                name="release_first_period",
            ),
            models.CheckConstraint(
                condition=models.Q(first_month__isnull=True)
                | models.Q(first_month__lte=models.F("last_month")),
                name="release_months_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}, {self.last_month:%Y-%m}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save once."""
        if not self._state.adding:
            raise FiguresAreFrozen
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise FiguresAreFrozen

    @classmethod
    def of_period(
        cls, service_id: int, period: Period, released_in: datetime.date
    ) -> "PublishedFigures":
        """Return the row, not saved yet, that releases a period."""
        return cls(
            service_id=service_id,
            first_month=period.first_month,
            last_month=period.last_month,
            count=period.count,
            distribution=[group.as_json() for group in period.ratings],
            aspects={
                name: [group.as_json() for group in groups]
                for name, groups in period.aspects.items()
            },
            released_in=released_in.replace(day=1),
        )

    @property
    def period(self) -> Period:
        """What the row says, with the figures that follow from it."""
        return Period(
            self.first_month,
            self.last_month,
            self.count,
            tuple(map(Group.from_json, self.distribution)),
            {
                name: tuple(map(Group.from_json, self.aspects[name]))
                for name in sorted(self.aspects, key=_place_of_aspect)
            },
        )


def _place_of_aspect(name: str) -> tuple[int, str]:
    """Return what sorts aspects as the form asks for them: PostgreSQL keeps no order of keys."""
    asked: list[str] = Aspect.values
    return asked.index(name) if name in asked else len(asked), name
