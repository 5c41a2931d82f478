"""Template filters that format figures, rounded to the precision they have."""

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from feedback.statistics.tallies import Interval

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """Return a share in whole percent, such as “63 %”."""
    return _("%(number)d %%") % {"number": round(share * 100)}


@register.filter
def whole(number: int) -> str:
    """Return a whole number with grouped digits, such as “48 000”."""
    return formats.number_format(number, 0, force_grouping=True)


@register.filter
def percents(interval: Interval) -> str:
    """Return an interval of shares, such as “51–73 %”."""
    return _("%(low)d–%(high)d %%") % {
        "low": round(interval.low * 100),
        "high": round(interval.high * 100),
    }


@register.filter
def decimal(value: float) -> str:
    """Return a number with one decimal, such as “3,8”."""
    return formats.number_format(value, 1)


@register.filter
def decimals(interval: Interval) -> str:
    """Return an interval of numbers, such as “3,5–4,1”."""
    return f"{decimal(interval.low)}–{decimal(interval.high)}"


@register.filter
def months(value: float) -> str:
    """Return a number of months, with a decimal if it has one: “2”, “1,5”."""
    return formats.number_format(value, 0 if value == round(value) else 1)
