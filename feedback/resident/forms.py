"""The data of the feedback form, before validation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from feedback.enums import Aspect, Rating
from feedback.intake.submit import FieldError

# The ids that the links of the error summary point to.
_ANCHORS = {"rating": "rating-1", "comment": "comment", "captcha_response": "answer"}
_RATINGS = {str(value): value for value in Rating.values}


@dataclass(frozen=True, repr=False)
class Entry:
    """The submitted fields as text. It has no `repr`, so that no log or traceback can quote it."""

    rating: str = ""
    aspects: dict[str, str] = field(default_factory=dict)
    comment: str = ""
    client_id: str = ""
    # The `clientId` and the time when the form was opened, signed by `feedback.intake.suspicion`.
    opened: str = ""
    # The challenge that was shown last, whose place among the counted forms the next one takes.
    captcha_key: str = ""
    # The honeypot: hidden from people, filled in by programs.
    homepage: str = ""
    # A comment with words of crisis is to be read on its own.
    read_soon: bool = False

    @classmethod
    def from_post(cls, data: QueryDict) -> "Entry":
        """Return the fields of a POST; missing ones are empty."""
        return cls(
            rating=data.get("rating", ""),
            aspects={
                name: text for name in Aspect.values if (text := data.get(f"aspect-{name}", ""))
            },
            comment=data.get("comment", ""),
            client_id=data.get("client_id", ""),
            opened=data.get("opened", ""),
            captcha_key=data.get("captcha_key", ""),
            homepage=data.get("homepage", ""),
            read_soon=bool(data.get("read_soon")),
        )

    @property
    def rating_value(self) -> Any:
        """The rating as a number, None if none was chosen, or the invalid text."""
        return _RATINGS.get(self.rating, self.rating) if self.rating else None

    @property
    def aspect_values(self) -> dict[str, Any]:
        """The aspects' ratings as numbers, or the invalid texts."""
        return {name: _RATINGS.get(text, text) for name, text in self.aspects.items()}

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """Names and values of the hidden fields that carry the entry to the next step."""
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
    """Return errors for the templates, each with the id of its field, or an empty one.

    `asked` are the aspects of the form.
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
