"""The published figures of a service in the GraphQL schema (`feedback.figures.publication`).

No argument selects months, because figures of a part or a union of periods must not be published. A
client may ask for fewer periods.
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
from feedback.statistics.disclosure import NO_ANSWER, Group, Period, Share
from feedback.statistics.tallies import Estimate

# As in the open data, so that both publish the same numbers.
SHARE_DIGITS = 4
MEAN_DIGITS = 2
# A service with much feedback has a period a month: these are years.
PERIODS, MAX_PERIODS = 12, 100


def open_data_address() -> str:
    """Return the absolute URL of the open data page."""
    return settings.SITE_URL.rstrip("/") + reverse("open_data:index")


@dataclass(frozen=True, slots=True, eq=False)
class AspectFigures:
    """The figures of one aspect in a period."""

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
    """Return a field for a number of a figure, rounded as in the open data."""
    part = attrgetter(name)
    return ApiField(
        graphene.Float, description=words, source=lambda figure, _: round(part(figure), digits)
    )


def _check_last(last: int, _arguments: Mapping[str, Any], _context: object) -> None:
    if not 1 <= last <= MAX_PERIODS:
        raise BadUserInput(f"Argument 'last' must be 1–{MAX_PERIODS}, not {last}.")


class FeedbackGroupType(graphene.ObjectType):
    """The people who gave one of some answers, counted together.

    The number is exact if `atLeast` and `atMost` are equal. Otherwise fewer than 10 people are
    withheld, in this group or in the other one: show the range.
    """

    class Meta:
        name = "FeedbackGroup"
        possible_types = (Group,)

    ratings = ApiField(
        list_of(graphene.Int),
        description="The ratings, 1–5; `Service.ratings` has their labels.",
        source=lambda group, _: [each for each in group.answers if each != NO_ANSWER],
    )
    has_skipped = ApiField(
        graphene.Boolean,
        description="Whether the group includes people who did not rate the aspect.",
        source=lambda group, _: NO_ANSWER in group.answers,
    )
    at_least = ApiField(graphene.Int, description="The lowest possible number of people.")
    at_most = ApiField(graphene.Int, description="The highest possible number of people.")


class FeedbackShareType(graphene.ObjectType):
    """The share of the ratings 4 and 5 among those who answered, from 0 to 1.

    Exact if `atLeast` and `atMost` are equal; otherwise show both.
    """

    class Meta:
        name = "FeedbackShare"
        possible_types = (Share,)

    at_least = _part("at_least", SHARE_DIGITS, "The lowest possible share.")
    at_most = _part("at_most", SHARE_DIGITS, "The highest possible share.")
    interval_low = _part(
        "interval.low",
        SHARE_DIGITS,
        "Lower end of Wilson's score interval at 95 percent for `atLeast`: the range in "
        "which the share among all users of the service may lie.",
    )
    interval_high = _part("interval.high", SHARE_DIGITS, "Upper end of the interval for `atMost`.")


class FeedbackMeanType(graphene.ObjectType):
    """The mean rating, from 1 to 5, with its interval at 95 percent."""

    class Meta:
        name = "FeedbackMean"
        possible_types = (Estimate,)

    value = _part("value", MEAN_DIGITS, "The mean.")
    interval_low = _part("interval.low", MEAN_DIGITS, "Lower end of the interval.")
    interval_high = _part("interval.high", MEAN_DIGITS, "Upper end of the interval.")


class AspectFiguresType(graphene.ObjectType):
    """The figures of one aspect in a period."""

    class Meta:
        name = "AspectFigures"
        possible_types = (AspectFigures,)

    aspect = ApiField(AspectType, description="The aspect; `Service.aspects` has its label.")
    distribution = ApiField(
        list_of(FeedbackGroupType),
        description="Everybody in the period by answer, including those who skipped it.",
    )
    share = ApiField(
        FeedbackShareType,
        required=False,
        description="Among those who rated it; null if nothing is known.",
    )


class FeedbackPeriodType(graphene.ObjectType):
    """Whole months that were published together. Periods never change and do not overlap."""

    class Meta:
        name = "FeedbackPeriod"
        possible_types = (Period,)

    first_month = ApiField(
        Date,
        required=False,
        description="The first month, as its first day: do not show the day. Null for the first "
        "period, which begins with the service's first feedback.",
    )
    last_month = ApiField(Date, description="The last month, as its first day.")
    count = ApiField(graphene.Int, description="Number of submissions.")
    distribution = ApiField(
        list_of(FeedbackGroupType),
        description="The submissions by rating, the worst first.",
        source=lambda period, _: period.ratings,
    )
    share = ApiField(FeedbackShareType, description="The share of 4 and 5.")
    mean = ApiField(
        FeedbackMeanType,
        required=False,
        description="Null unless the number of every rating is exact.",
    )
    aspects = ApiField(
        list_of(AspectFiguresType),
        description="Each aspect that the service asked about.",
        source=_aspects,
    )


class FeedbackSummaryType(graphene.ObjectType):
    """The published figures of a service, in periods of closed months.

    Numbers below 10 are never published, nor figures from which they could be derived. The same
    figures are available as open data.
    """

    class Meta:
        name = "FeedbackSummary"
        possible_types = (FeedbackSummary,)

    count = ApiField(graphene.Int, description="Number of submissions over all periods.")
    share = ApiField(FeedbackShareType, description="The share of 4 and 5 over all periods.")
    periods = ApiField(
        list_of(FeedbackPeriodType),
        description="The newest periods, oldest first; at least one. The open data have all.",
        source=_newest,
        args={
            "last": ApiArgument(
                graphene.NonNull(graphene.Int),
                default_value=PERIODS,
                description=f"Maximum number of periods, 1–{MAX_PERIODS}.",
                check=_check_last,
            )
        },
    )
    open_data_url = ApiField(
        graphene.String,
        description="A page to link to that explains the figures and offers those of all services "
        "as CSV and JSON.",
        source=lambda _summary, _context: open_data_address(),
    )


class _SummaryByService:
    """Loads the published figures of all requested services in one query."""

    columns = ("translation_key",)

    def load(self, parents: Sequence[Service], _call: Call) -> Sequence[FeedbackSummary | None]:
        """Return each service's figures; a translation has those of its original."""
        found = feedback_summaries(parents)
        return [found.get(service.pk) for service in parents]


def summary_field() -> ApiField:
    """Return the field `Service.feedbackSummary`."""
    return ApiField(
        FeedbackSummaryType,
        required=False,
        description="The published figures; null until enough residents have answered. Do not rank "
        "services by them.",
        loader=_SummaryByService(),
    )
