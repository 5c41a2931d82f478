"""What the page's form sends, before anything of it is checked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from feedback.enums import Aspect, Rating
from feedback.intake.submit import FieldError

# Where the link in the error summary leads: the field, or the first of its choices.
_ANCHORS = {"rating": "rating-1", "comment": "comment", "captcha_response": "answer"}
_RATINGS = {str(value): value for value in Rating.values}


@dataclass(frozen=True, repr=False)
class Entry:
    """What a resident typed and chose, as text; it never shows in a log as such."""

    rating: str = ""
    aspects: dict[str, str] = field(default_factory=dict)
    comment: str = ""
    client_id: str = ""
    # When the form was opened, sealed by `feedback.intake.suspicion`.
    opened: str = ""
    # Nobody sees this field but programs that fill in every one.
    homepage: str = ""

    @classmethod
    def from_post(cls, data: QueryDict) -> "Entry":
        """Read a form; what is missing is empty."""
        return cls(
            rating=data.get("rating", ""),
            aspects={
                name: text for name in Aspect.values if (text := data.get(f"aspect-{name}", ""))
            },
            comment=data.get("comment", ""),
            client_id=data.get("client_id", ""),
            opened=data.get("opened", ""),
            homepage=data.get("homepage", ""),
        )

    @property
    def rating_value(self) -> Any:
        """The rating as a number, None when nothing is chosen, else the text that came instead."""
        return _RATINGS.get(self.rating, self.rating) if self.rating else None

    @property
    def aspect_values(self) -> dict[str, Any]:
        """The aspects' ratings as numbers, or the text that came instead."""
        return {name: _RATINGS.get(text, text) for name, text in self.aspects.items()}

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """Names and values with which the next step of the form carries all this on."""
        aspects = [(f"aspect-{name}", text) for name, text in self.aspects.items()]
        return [
            ("rating", self.rating),
            *aspects,
            ("comment", self.comment),
            ("client_id", self.client_id),
            ("opened", self.opened),
            ("homepage", self.homepage),
        ]


def with_anchors(
    errors: list[FieldError], entry: Entry, asked: Sequence[str]
) -> list[dict[str, str]]:
    """Return errors as the templates show them; one without a field on the page has no anchor.

    `asked` names the aspects that the form has.
    """
    wrong = (name for name in asked if entry.aspect_values.get(name) not in {None, *Rating.values})
    anchors = {**_ANCHORS, "aspects": next((f"aspect-{name}" for name in wrong), "")}
    return [
        {
            "field": error.field,
            "message": str(error.message),
            "anchor": anchors.get(error.field, ""),
        }
        for error in errors
    ]
