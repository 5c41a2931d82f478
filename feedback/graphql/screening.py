"""What a front end may ask of a comment before it is sent, and whom to call when it is urgent.

A mutation although nothing is written: no client sends one by GET or keeps its answer, and a
comment in an address would stand in the logs of every proxy on the way.
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

# What is urgent has its own field; which words of a comment make it so is told to nobody.
PersonalData = enum.Enum(  # type: ignore[misc]
    "PersonalData",
    {each.name: each.value for each in ScreeningFlag if each != ScreeningFlag.CRISIS},
)
PersonalDataType = enum_type(
    PersonalData,
    "Something by which a person can be recognised.",
    {
        "IDENTITY_NUMBER": "A personal identity number or a coordination number.",
        "PHONE": "A phone number.",
        "EMAIL": "An e-mail address.",
        "LINK": "A link, which may lead to somebody.",
        "ADDRESS": "A postal address.",
    },
)


@dataclass(frozen=True, eq=False, slots=True)
class CommentPassage:
    """A piece of a comment, with what it is, if it may tell who somebody is."""

    text: str
    found: Any
    label: str | None


@dataclass(frozen=True, eq=False, slots=True)
class CommentScreening:
    """What is shown of a comment before it is sent."""

    passages: tuple[CommentPassage, ...]
    has_personal_data: bool
    help_lines: tuple[HelpLine, ...]


class HelpLineType(graphene.ObjectType):
    """A help line in the contract."""

    class Meta:
        name = "HelpLine"
        possible_types = (HelpLine,)
        description = "Somebody to call at once. It has a phone number, an address, or both."

    reason = text("When to call, in a few words. Several lines may share it.")
    name = text("Who answers.")
    phone = optional_text("phone", "The number, as people read it.")
    hours = optional_text("hours", "When it is open, in words.")
    url = optional_text("url", "A page where one can chat or read more.")


class CommentPassageType(graphene.ObjectType):
    """A piece of a comment in the contract."""

    class Meta:
        name = "CommentPassage"
        possible_types = (CommentPassage,)
        description = "A piece of a comment."

    text = ApiField(graphene.String, description="What it says: text, never markup.")
    found = ApiField(
        PersonalDataType,
        required=False,
        description="Why to mark it; null for what lies between.",
    )
    label = ApiField(
        graphene.String,
        required=False,
        description="`found` in words, to show the resident; null where that is null.",
    )


class CommentScreeningType(graphene.ObjectType):
    """What is found in a comment, in the contract."""

    class Meta:
        name = "CommentScreening"
        possible_types = (CommentScreening,)
        description = (
            "What is found in a comment that has not been sent. Show it and let the resident "
            "decide: nothing of it keeps a comment from being taken."
        )

    passages = ApiField(
        list_of(CommentPassageType),
        description="The whole comment as it would be saved, cut into pieces, in its order; empty "
        "where there is nothing to read.",
    )
    has_personal_data = ApiField(
        graphene.Boolean, description="Whether something is found in a passage."
    )
    help_lines = ApiField(
        list_of(HelpLineType),
        description="Whom to call, where the comment has words of crisis; else empty. Show them "
        "before anything else, and say that the comment is read the next day at the earliest.",
    )


def help_lines_field() -> ApiField:
    """Return the field of a payload that says whom to call."""
    return ApiField(
        list_of(HelpLineType),
        description="Whom to call, where the comment has words of crisis, whether it was received "
        "or not; else empty. Show them before anything else.",
    )


class ScreeningMutation:
    """The way to look at a comment before it is sent, for the root type."""

    screen_comment = ApiField(
        CommentScreeningType,
        args={
            "comment": graphene.String(
                required=True, description="What the resident has written, whatever its length."
            ),
            "language": language_argument(),
        },
        description="Look at a comment before it is sent: mark what may tell who somebody is, and "
        "show help lines at once. Nothing is kept or logged, and nobody is told. A mutation only "
        "so that the comment stands in no address and in no cache.",
    )

    @staticmethod
    @without_quoting(passing=Refused)
    def resolve_screen_comment(
        _root: Any, _info: GraphQLResolveInfo, comment: str, language: str
    ) -> CommentScreening:
        """Screen it as the form does on its last step."""
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
