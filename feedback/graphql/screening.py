"""Screening of a comment before it is sent, and the help lines for an urgent one.

A mutation although nothing is written: clients neither send mutations by GET nor cache them, and a
comment in a URL would be logged by every proxy.
"""

import enum
from dataclasses import dataclass
from typing import Any

import graphene
from django.utils import translation
from graphql import GraphQLResolveInfo

from cms.graphql.errors import Refusal as Refused
from cms.graphql.fields import ApiField, list_of
from feedback.enums import ScreeningFlag
from feedback.graphql.languages import known_language, language_argument
from feedback.intake.crisis import screen_for_resident
from feedback.intake.faults import without_quoting
from feedback.models import HelpLine
from feedback.screening.comment_text import clean_comment
from feedback.screening.personal_data import marked
from pages.graphql.enums import enum_type
from pages.graphql.types.common import optional_text, text

# Without CRISIS: urgency has a field of its own, and the words that caused it are not shown.
PersonalData = enum.Enum(  # type: ignore[misc]
    "PersonalData",
    {each.name: each.value for each in ScreeningFlag if each != ScreeningFlag.CRISIS},
)
PersonalDataType = enum_type(
    PersonalData,
    "A kind of personal data.",
    {
        "IDENTITY_NUMBER": "A personal identity number or a coordination number.",
        "PHONE": "A phone number.",
        "EMAIL": "An e-mail address.",
        "LINK": "A link, which may lead to a person.",
        "ADDRESS": "A postal address.",
        "BIRTH_DATE": "A date of birth.",
        "ACCOUNT": "A number of a bank account, a giro, Swish or a card.",
        "CASE_NUMBER": "A number of a case, a decision, an invoice or a library card.",
        "VEHICLE": "A registration plate.",
        "HANDLE": "An account of social media.",
        "NAME": "A name of a person.",
        "HEALTH": "A diagnosis or a drug of a person.",
    },
)


@dataclass(frozen=True, eq=False, slots=True)
class CommentPassage:
    """A piece of a comment, with the kind of personal data that it is, if any."""

    text: str
    found: Any
    label: str | None


@dataclass(frozen=True, eq=False, slots=True)
class CommentScreening:
    """The findings in a comment before it is sent."""

    passages: tuple[CommentPassage, ...]
    has_personal_data: bool
    help_lines: tuple[HelpLine, ...]


class HelpLineType(graphene.ObjectType):
    """A help line. It has a phone number, a website, or both."""

    class Meta:
        name = "HelpLine"
        possible_types = (HelpLine,)

    reason = text("When to call, in a few words. Several help lines may share it.")
    name = text("Name of the help line.")
    phone = optional_text("phone", "Phone number, formatted for reading.")
    hours = optional_text("hours", "Opening hours, in words.")
    url = optional_text("url", "A website with a chat or more information.")


class CommentPassageType(graphene.ObjectType):
    """A piece of a comment."""

    class Meta:
        name = "CommentPassage"
        possible_types = (CommentPassage,)

    text = ApiField(graphene.String, description="Plain text, never markup.")
    found = ApiField(
        PersonalDataType,
        required=False,
        description="The kind of personal data; null for text without any.",
    )
    label = ApiField(
        graphene.String,
        required=False,
        description="`found` in words, to show the resident; null if `found` is null.",
    )


class CommentScreeningType(graphene.ObjectType):
    """The findings in a comment that has not been sent.

    Show them and let the resident decide: no finding prevents the comment from being accepted.
    """

    class Meta:
        name = "CommentScreening"
        possible_types = (CommentScreening,)

    passages = ApiField(
        list_of(CommentPassageType),
        description="The whole comment as it would be saved, in pieces; empty if it has no visible "
        "text.",
    )
    has_personal_data = ApiField(
        graphene.Boolean, description="Whether any passage is personal data."
    )
    help_lines = ApiField(
        list_of(HelpLineType),
        description="Help lines, if the comment has words of crisis; otherwise empty. Show them "
        "first, and say that it can take up to a week before anybody reads the comment. Such a "
        "comment is sent without a challenge.",
    )


def help_lines_field() -> ApiField:
    """Return the field `helpLines` of a payload."""
    return ApiField(
        list_of(HelpLineType),
        description="Help lines, if the comment has words of crisis, whether it was received or "
        "not; otherwise empty. Show them first.",
    )


class ScreeningMutation:
    """The mutation field that screens a comment."""

    screen_comment = ApiField(
        CommentScreeningType,
        args={
            "comment": graphene.String(
                required=True, description="The text of the resident, of any length."
            ),
            "language": language_argument(),
        },
        description="Find personal data and words of crisis in a comment before it is sent. "
        "Nothing is stored or logged. A mutation, so that the comment is in no URL and no cache.",
    )

    @staticmethod
    @without_quoting(passing=Refused)
    def resolve_screen_comment(
        _root: Any, _info: GraphQLResolveInfo, comment: str, language: str
    ) -> CommentScreening:
        """Screen the comment as the last step of the HTML form does."""
        known = known_language(language)
        text = clean_comment(comment)
        screening, lines = screen_for_resident(text, known)
        with translation.override(known):
            passages = tuple(
                CommentPassage(
                    piece,
                    PersonalData[flag.name] if flag else None,
                    str(flag.label) if flag else None,
                )
                for piece, flag in marked(text, screening.personal)
            )
        return CommentScreening(passages, bool(screening.personal), tuple(lines))
