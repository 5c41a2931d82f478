"""Comments that editors have made public, as a list under a service.

Neither month nor rating nor aspect stands beside a text, and the order is that of random ids: it
tells neither when it was written nor when it was published.
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
from pages.graphql.lists.declarations import ListType, related_list


class VoiceOrder(Enum):
    """The only order."""

    RANDOM = "random"


class VoiceType(graphene.ObjectType):
    """A public text in the contract."""

    class Meta:
        name = "Voice"
        possible_types = (Voice,)
        description = (
            "What a resident has said, as an editor has made it public: parts may be taken out. "
            "Nothing tells when it was said, or what else the same person answered."
        )

    id = ApiField(
        graphene.ID,
        description="Random; stays the same while the text is public.",
        source=lambda voice, _: str(voice.pk),
    )
    language = ApiField(
        graphene.String, description="Its writer's language, `sv` or `en`: put it in `lang`."
    )
    text = ApiField(graphene.String, description="Plain text with line breaks; never markup.")


def _rows(_arguments: Mapping[str, Any], _scope: Any, _context: Any) -> QuerySet:
    return published_voices()


VOICES = Listing("voices", _rows, {VoiceOrder.RANDOM: (Key("id"),)}, VoiceOrder.RANDOM)


def voices_field() -> ApiField:
    """Return the list of a service; its translations have the same."""
    return related_list(
        VOICES,
        "What residents have said, as editors have made it public, in no order. Written in any "
        "language; the same in every translation of the service.",
        path="service__translation_key",
        list_type=ListType(lambda: VoiceType, "Voice", None, None),
    )
