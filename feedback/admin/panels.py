"""Panels and texts that show a submission's values."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html_join, linebreaks
from django.utils.safestring import mark_safe
from wagtail.admin.panels import FieldPanel

from feedback.enums import Aspect, Rating, ScreeningFlag


class ReadingPanel(FieldPanel):
    """A read-only field, formatted by `words`."""

    def __init__(
        self, field_name: str, words: Callable[[Any], str] | None = None, **kwargs: Any
    ) -> None:
        kwargs["read_only"] = True
        super().__init__(field_name, **kwargs)
        self.words = words

    def clone_kwargs(self) -> dict[str, Any]:
        """Return the arguments of a copy, including `words`."""
        return {**super().clone_kwargs(), "words": self.words}

    def format_value_for_display(self, value: Any) -> Any:
        """Return the formatted value."""
        return super().format_value_for_display(value) if self.words is None else self.words(value)


def aspect_words(ratings: dict[str, int]) -> str:
    """Return aspects and their ratings as HTML, one per line."""
    pairs = ((Aspect(name).label, Rating(value).label) for name, value in ratings.items())
    return format_html_join("", "{}: {}<br>", pairs) or "–"


def flag_words(flags: list[str]) -> str:
    """Return the labels of screening flags, separated by commas."""
    return ", ".join(str(ScreeningFlag(flag).label) for flag in flags) or "–"


def comment_words(comment: str) -> str:
    """Return a comment as HTML paragraphs, escaped."""
    # Escaped by `linebreaks`.
    return mark_safe(linebreaks(comment, autoescape=True)) if comment else "–"  # noqa: S308


def person_name(person: Any) -> str:
    """Return a user's full name, or the user name; a dash for None."""
    return "–" if person is None else person.get_full_name() or person.get_username()


def excerpt(comment: str) -> str:
    """Return the first 90 characters of a comment, on one line."""
    words = " ".join(comment.split())
    return words if len(words) <= 90 else f"{words[:89]}…"
