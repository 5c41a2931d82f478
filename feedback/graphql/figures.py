"""What is published of a service's figures, as `feedback.figures.publication` tells it.

No argument chooses months: of a part, or a union, of periods nothing is ever told. One may ask for
fewer of the periods, which are public as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import graphene
from django.conf import settings
from django.urls import reverse

from cms.graphql.errors import BadUserInput
from cms.graphql.fields import ApiArgument, ApiField, Call, list_of
from cms.graphql.scalars import Date
from feedback.enums import Aspect
from feedback.figures.publication import FeedbackSummary, feedback_summaries
from feedback.graphql.enums import AspectType
from feedback.models import Service
from feedback.statistics.disclosure import CELL_MINIMUM, NO_ANSWER, Group, Period, Share
from feedback.statistics.tallies import Estimate

# As in the open data: what is told twice must not differ.
SHARE_DIGITS = 4
MEAN_DIGITS = 2
# A service with much feedback has a period a month; these are years of them.
PERIODS, MOST_PERIODS = 12, 100


def open_data_address() -> str:
    """Return the whole address of the page of open data."""
    return settings.SITE_URL.rstrip("/") + reverse("open_data:index")


@dataclass(frozen=True, slots=True, eq=False)
class AspectFigures:
    """What is told of one aspect in a period."""

    aspect: Aspect
    distribution: tuple[Group, ...]
    share: Share | None


def _aspects(period: Period, _context: object) -> list[AspectFigures]:
    return [
        AspectFigures(Aspect(name), groups, period.share_of_aspect(name))
        for name, groups in period.aspects.items()
    ]


def _newest(summary: FeedbackSummary, _context: object, *, last: int) -> tuple[Period, ...]:
    return summary.periods[-last:]


def _part(name: str, digits: int, words: str) -> ApiField:
    """Return a field that tells a part of a figure, rounded as in the open data."""
    part = attrgetter(name)
    return ApiField(
        graphene.Float, description=words, source=lambda figure, _: round(part(figure), digits)
    )


def _check_last(last: int, _arguments: Mapping[str, Any], _context: object) -> None:
    if not 1 <= last <= MOST_PERIODS:
        raise BadUserInput(f"Argument 'last' is 1–{MOST_PERIODS}; {last} is not.")


class FeedbackGroupType(graphene.ObjectType):
    """People who answered alike, in the contract."""

    class Meta:
        name = "FeedbackGroup"
        possible_types = (Group,)
        description = (
            "Those who gave one of some answers, counted together. Their number is known where "
            f"`atLeast` and `atMost` are equal; else fewer than {CELL_MINIMUM} are withheld, here "
            "or in the group beside: show the range."
        )

    ratings = ApiField(
        list_of(graphene.Int),
        description="The answers, 1–5, each with its words in `Service.ratings`.",
        source=lambda group, _: [each for each in group.answers if each != NO_ANSWER],
    )
    has_skipped = ApiField(
        graphene.Boolean,
        description="Whether those are among them who did not rate the aspect.",
        source=lambda group, _: NO_ANSWER in group.answers,
    )
    at_least = ApiField(graphene.Int, description="The fewest that they can be.")
    at_most = ApiField(graphene.Int, description="The most that they can be.")


class FeedbackShareType(graphene.ObjectType):
    """A share in the contract."""

    class Meta:
        name = "FeedbackShare"
        possible_types = (Share,)
        description = (
            "The share of 4 and 5 among those who answered, 0–1. It is known where `atLeast` and "
            "`atMost` are equal; show both where they differ."
        )

    at_least = _part("at_least", SHARE_DIGITS, "The lowest that it can be.")
    at_most = _part("at_most", SHARE_DIGITS, "The highest that it can be.")
    interval_low = _part(
        "interval.low",
        SHARE_DIGITS,
        "Lower end of Wilson's score interval at 95 percent, for `atLeast`: what the "
        "share may be by chance among all who use the service.",
    )
    interval_high = _part("interval.high", SHARE_DIGITS, "Upper end of the interval, for `atMost`.")


class FeedbackMeanType(graphene.ObjectType):
    """A mean in the contract."""

    class Meta:
        name = "FeedbackMean"
        possible_types = (Estimate,)
        description = "The mean rating, 1–5, with its interval at 95 percent."

    value = _part("value", MEAN_DIGITS, "The mean.")
    interval_low = _part("interval.low", MEAN_DIGITS, "Lower end of the interval.")
    interval_high = _part("interval.high", MEAN_DIGITS, "Upper end of the interval.")


class AspectFiguresType(graphene.ObjectType):
    """An aspect's figures in the contract."""

    class Meta:
        name = "AspectFigures"
        possible_types = (AspectFigures,)
        description = "What is told of one aspect in a period."

    aspect = ApiField(AspectType, description="The aspect; its words are in `Service.aspects`.")
    distribution = ApiField(
        list_of(FeedbackGroupType),
        description="Everybody in the period, by answer, those who skipped it included.",
    )
    share = ApiField(
        FeedbackShareType,
        required=False,
        description="Of those who rated it; null where nothing can be said.",
    )


class FeedbackPeriodType(graphene.ObjectType):
    """A period in the contract."""

    class Meta:
        name = "FeedbackPeriod"
        possible_types = (Period,)
        description = (
            "Whole months that were published together. It never changes, and none overlap."
        )

    first_month = ApiField(
        Date,
        required=False,
        description="Its first month, as that month's first day: show no day. Null for the first "
        "period: since the service took feedback.",
    )
    last_month = ApiField(Date, description="Its last month, in the same way.")
    count = ApiField(graphene.Int, description="How many sent feedback.")
    distribution = ApiField(
        list_of(FeedbackGroupType),
        description="All of them by their rating, the worst first.",
        source=lambda period, _: period.ratings,
    )
    share = ApiField(FeedbackShareType, description="The share of 4 and 5.")
    mean = ApiField(
        FeedbackMeanType,
        required=False,
        description="Null unless the number of every rating is known.",
    )
    aspects = ApiField(
        list_of(AspectFiguresType),
        description="Each aspect that the service asked for.",
        source=_aspects,
    )


class FeedbackSummaryType(graphene.ObjectType):
    """All figures of a service in the contract."""

    class Meta:
        name = "FeedbackSummary"
        possible_types = (FeedbackSummary,)
        description = (
            "What is published of a service's figures: closed months, in periods in which "
            f"nobody can be found. A number below {CELL_MINIMUM} is never told, nor what would "
            "give it away. The same figures are open data."
        )

    count = ApiField(graphene.Int, description="How many sent feedback, over all periods.")
    share = ApiField(FeedbackShareType, description="The share of 4 and 5 over all periods.")
    periods = ApiField(
        list_of(FeedbackPeriodType),
        description="The newest periods, in order of time; at least one. The open data have all.",
        source=_newest,
        args={
            "last": ApiArgument(
                graphene.NonNull(graphene.Int),
                default_value=PERIODS,
                description=f"How many of them at most, 1–{MOST_PERIODS}.",
                check=_check_last,
            )
        },
    )
    open_data_url = ApiField(
        graphene.String,
        description="A page that explains the figures and has those of every service as CSV and "
        "JSON, to link to.",
        source=lambda _summary, _context: open_data_address(),
    )


class _SummaryByService:
    """Loads the summaries of all services at once."""

    columns = ("translation_key",)

    def load(self, parents: Sequence[Service], _call: Call) -> Sequence[FeedbackSummary | None]:
        """Return each service's summary; a translation has that of its original."""
        found = feedback_summaries(parents)
        return [found.get(service.pk) for service in parents]


def summary_field() -> ApiField:
    """Return the field of a service that has its published figures."""
    return ApiField(
        FeedbackSummaryType,
        required=False,
        description="What residents' ratings add up to; null until so many have answered that "
        "figures can be published. Never rank services by it.",
        loader=_SummaryByService(),
    )
