"""The published figures as open data: an HTML page with explanations, CSV and JSON.

All of it is public and final, so responses may be cached by anybody for an hour.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from feedback.enums import FeedbackLanguage
from feedback.exports import spreadsheets
from feedback.models.figures import PublishedFigures
from feedback.statistics.disclosure import (
    CELL_MINIMUM,
    PERIOD_MINIMUM,
    Group,
    Period,
    Share,
    share_of_groups,
)

OVERALL = "overall"
# The query parameter for a byte order mark, semicolons and decimal commas.
EXCEL = "excel"
_DECIMAL = re.compile(r"\d+\.\d+")


@dataclass(frozen=True)
class Column:
    """A column of a table, with its description."""

    name: str
    description: Promise | str


SERVICE_COLUMNS = [
    Column("service", _("Short name of the service, the same in every release.")),
    Column("service_name", _("Name of the service, in Swedish.")),
    Column("administration", _("Short name of the administration.")),
    Column("administration_name", _("Name of the administration.")),
    Column(
        "first_month",
        _("First month of the period, as 2026-01. Empty: since the service took feedback."),
    ),
    Column("last_month", _("Last month of the period. The next period begins after it.")),
    Column("released_in", _("The month when the figures were published.")),
    Column(
        "question",
        _("“overall” for the whole service, or the aspect that was rated."),
    ),
]
FIGURES_COLUMNS = [
    *SERVICE_COLUMNS,
    Column("submissions", _("Number of submissions in the period.")),
    Column(
        "share_at_least",
        _(
            "Share of those who answered that gave 4 or 5, from 0 to 1. The true share lies "
            "between this and the next column; the two are equal where nobody is withheld. Empty "
            "where nothing can be said."
        ),
    ),
    Column("share_at_most", _("The highest that the share can be.")),
    Column(
        "interval_low",
        _("Lower end of Wilson's score interval at 95 percent, for the lowest possible share."),
    ),
    Column("interval_high", _("Upper end of the interval, for the highest possible share.")),
    Column("mean", _("Mean from 1 to 5. Empty unless the number of every answer is known.")),
]
ANSWERS_COLUMNS = [
    *SERVICE_COLUMNS,
    Column(
        "lowest_answer",
        _("The row counts those who gave this answer, or one up to the next column. 0: no answer."),
    ),
    Column("highest_answer", _("The highest answer that the row counts; 5 is the best.")),
    Column(
        "at_least",
        _("The number of people is at least this; equal to the next column where it is known."),
    ),
    Column("at_most", _("The number of people is at most this.")),
]


@require_safe
@cache_control(public=True, max_age=3600)
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """Return the page that explains the tables; in English for `?lang=en`."""
    wanted = request.GET.get("lang", "")
    language = wanted if wanted in FeedbackLanguage.values else settings.LANGUAGE_CODE
    with translation.override(language):
        # Without the request, so that no session is opened.
        text = render_to_string(
            "feedback/open_data.html",
            {
                "language": language,
                "tables": [
                    ("open_data:figures_csv", "feedback.csv", FIGURES_COLUMNS),
                    ("open_data:answers_csv", "feedback-answers.csv", ANSWERS_COLUMNS),
                ],
                "cell_minimum": CELL_MINIMUM,
                "period_minimum": PERIOD_MINIMUM,
            },
        )
    return HttpResponse(text, headers={"Content-Language": language})


@require_safe
@cache_control(public=True, max_age=3600)
@conditional_page
def figures_csv(request: HttpRequest) -> HttpResponse:
    """Return a row for each service, period and question; `?excel` for Excel in Swedish."""
    return _csv(request, "feedback.csv", FIGURES_COLUMNS, _figures_rows())


@require_safe
@cache_control(public=True, max_age=3600)
@conditional_page
def answers_csv(request: HttpRequest) -> HttpResponse:
    """Return a row for each published group of answers; `?excel` for Excel in Swedish."""
    return _csv(request, "feedback-answers.csv", ANSWERS_COLUMNS, _answers_rows())


@require_safe
@cache_control(public=True, max_age=3600)
@conditional_page
def figures_json(request: HttpRequest) -> JsonResponse:
    """Return the data of both tables as nested JSON."""
    data = [
        {
            **_about(figures),
            "submissions": period.count,
            "questions": [
                {
                    "question": question,
                    "answers": [group.as_json() for group in groups],
                    "share": _share_json(share_of_groups(groups)),
                    "mean": _mean(period, question),
                }
                for question, groups in _questions(period)
            ],
        }
        for figures, period in _published()
    ]
    return JsonResponse({"periods": data}, json_dumps_params={"ensure_ascii": False})


def _published() -> Iterator[tuple[PublishedFigures, Period]]:
    # By slug: an order by figures would be a ranking.
    rows = PublishedFigures.objects.select_related("service__administration")
    for figures in rows.order_by("service__slug", "last_month"):
        yield figures, figures.period


def _about(figures: PublishedFigures) -> dict[str, str]:
    service = figures.service
    first = figures.first_month
    return {
        "service": service.slug,
        "service_name": service.name,
        "administration": service.administration.slug,
        "administration_name": service.administration.name,
        "first_month": f"{first:%Y-%m}" if first else "",
        "last_month": f"{figures.last_month:%Y-%m}",
        "released_in": f"{figures.released_in:%Y-%m}",
    }


def _questions(period: Period) -> Iterator[tuple[str, tuple[Group, ...]]]:
    yield OVERALL, period.ratings
    yield from period.aspects.items()


def _mean(period: Period, question: str) -> float | None:
    return round(period.mean.value, 2) if question == OVERALL and period.mean else None


def _share_json(share: Share | None) -> dict[str, Any] | None:
    if share is None:
        return None
    low, high = share.interval
    return {
        "at_least": round(share.at_least, 4),
        "at_most": round(share.at_most, 4),
        "interval": {"low": round(low, 4), "high": round(high, 4)},
    }


def _figures_rows() -> Iterator[list[object]]:
    for figures, period in _published():
        about = list(_about(figures).values())
        for question, groups in _questions(period):
            share = share_of_groups(groups)
            ends = (share.at_least, share.at_most, *share.interval) if share else ()
            bounds = [f"{end:.4f}" for end in ends] or [""] * 4
            mean = _mean(period, question)
            yield [*about, question, period.count, *bounds, "" if mean is None else mean]


def _answers_rows() -> Iterator[list[object]]:
    for figures, period in _published():
        about = list(_about(figures).values())
        for question, groups in _questions(period):
            for group in groups:
                ends = (group.answers[0], group.answers[-1], group.at_least, group.at_most)
                yield [*about, question, *ends]


def _csv(
    request: HttpRequest, filename: str, columns: list[Column], rows: Iterable[list[object]]
) -> HttpResponse:
    if EXCEL in request.GET:
        names = [spreadsheets.Column(column.name) for column in columns]
        content = b"".join(spreadsheets.csv_pieces(names, map(_with_commas, rows)))
    else:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(column.name for column in columns)
        writer.writerows(
            [spreadsheets.formula_safe(cell) if isinstance(cell, str) else cell for cell in row]
            for row in rows
        )
        content = text.getvalue().encode()
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


def _with_commas(row: list[object]) -> list[spreadsheets.Cell]:
    """Return a row with decimal commas: Excel in Swedish reads 4.5 as the fourth of May."""
    return [
        str(cell).replace(".", ",") if _DECIMAL.fullmatch(str(cell)) else str(cell) for cell in row
    ]
