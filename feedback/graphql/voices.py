"""Published comments, as a list under a service.

A comment has no month, rating or aspect beside it, and the list is ordered by random ids, so that
it discloses neither when a comment was written nor when it was published.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import graphene
from django.db.models import QuerySet

from cms.graphql.fields import ApiField
from cms.graphql.lists.connections import Listing
from cms.graphql.lists.cursors import Key
from feedback.handling.moderation import published_voices
from feedback.models import Voice
from pages.graphql.lists.declaring import ContentList


class VoiceOrder(Enum):
    """The only order of the list."""

    RANDOM = "random"


class VoiceType(graphene.ObjectType):
    """A resident's comment as published by an editor, who may have removed parts of it.

    Nothing shows when it was written or what else its author answered.
    """

    class Meta:
        name = "Voice"
        possible_types = (Voice,)

    id = ApiField(
        graphene.ID,
        description="A random id, stable while the comment is public.",
        source=lambda voice, _: str(voice.pk),
    )
    language = ApiField(
        graphene.String,
        description="The language of the comment, `sv` or `en`, for the `lang` attribute.",
    )
    text = ApiField(graphene.String, description="Plain text with line breaks, never markup.")


def _rows(_arguments: Mapping[str, Any], _scope: Any, _context: Any) -> QuerySet:
    return published_voices()


VOICES = ContentList(
    Listing("voices", {VoiceOrder.RANDOM: (Key("id"),)}, VoiceOrder.RANDOM, _rows),
    lambda: VoiceType,
    "Voice",
)


def voices_field() -> ApiField:
    """Return the field `Service.voices`; translations share their voices."""
    return VOICES.under(
        "Comments of residents that editors have published, in random order and in any language; "
        "the same in every translation of the service.",
        path="service__translation_key",
    )
