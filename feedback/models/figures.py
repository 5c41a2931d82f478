"""The rollups, which follow the submissions, and the published figures, which never change."""

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
    # The JSON of `feedback.statistics.tallies.Tally`.
    counts = models.JSONField(_("counts"), default=dict)
    # Its submissions are aged out, so it cannot be recounted.
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
    """Published figures never change: the difference of two versions could disclose a person."""

    def __init__(self) -> None:
        super().__init__("Published figures cannot be changed or deleted.")


class PublishedFiguresQuerySet(models.QuerySet["PublishedFigures"]):
    """Published figures; updates and deletions are refused."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Raise `FiguresAreFrozen`."""
        raise FiguresAreFrozen

    def delete(self) -> NoReturn:
        """Raise `FiguresAreFrozen`."""
        raise FiguresAreFrozen


class PublishedFigures(models.Model):
    """The figures of a service for some closed months; all of it is public."""

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
    # Lists of `feedback.statistics.disclosure.Group` as JSON; `aspects` has one per aspect.
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
        """Insert the row; raise `FiguresAreFrozen` for one that is stored."""
        if not self._state.adding:
            raise FiguresAreFrozen
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise `FiguresAreFrozen`."""
        raise FiguresAreFrozen

    @classmethod
    def of_period(
        cls, service_id: int, period: Period, released_in: datetime.date
    ) -> "PublishedFigures":
        """Return a new, unsaved instance with the figures of `period`."""
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
        """The published period with its derived figures."""
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
    """Return a key that sorts aspects as in the form; PostgreSQL does not keep their order."""
    asked: list[str] = Aspect.values
    return asked.index(name) if name in asked else len(asked), name
