"""Groups and their minutes."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import graphene

from cms.graphql.errors import BadUserInput
from cms.graphql.fields import ApiArgument, ApiField, Call, Fetch, Loading, list_of
from cms.graphql.scalars import Date
from pages.graphql.declare import declare
from pages.graphql.documents.blocks import GroupBody, body_field
from pages.graphql.documents.media import Document, DocumentLoader
from pages.graphql.enums import GroupKindType
from pages.graphql.lists.declarations import ARTICLES, EVENTS, PROJECTS, related_list
from pages.graphql.relations import (
    part_source,
    parts_field,
    reading_locale,
    row_keys,
    rows_of,
    snippets_field,
)
from pages.graphql.sources.minutes import MINUTES, MinutesKey
from pages.graphql.types.common import (
    calendar_field,
    contact_field,
    feed_field,
    flag,
    optional_text,
    text,
    type_of,
)
from pages.models import GroupLink, GroupPage, Organisation, Topic


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Minutes of one meeting, from its event or from the group's archive."""

    held_on: datetime.date
    title: str
    document_id: int


class _MinutesLoader:
    """Loads the minutes of groups: of their events, and those archived without an event."""

    columns = ()

    def load(self, parents: Sequence[GroupPage], call: Call) -> Loading:
        """Return each group's minutes, newest first."""
        archived = yield Fetch(part_source(GroupPage), row_keys("archived_minutes", parents))
        year = call.arguments.get("year")
        keys = [MinutesKey(group.translation_key, reading_locale(group), year) for group in parents]
        of_events = yield Fetch(MINUTES, keys)
        values = []
        for group, key in zip(parents, keys, strict=True):
            rows = [
                Held(each.held_on, each.title, each.document_id)
                for each in rows_of(archived, "archived_minutes", group)
            ]
            rows += [Held(*each) for each in of_events.get(key, ())]
            rows.sort(key=lambda each: (each.held_on, each.title), reverse=True)
            values.append([each for each in rows if year is None or each.held_on.year == year])
        return values


def _check_year(value: int, _arguments: Any, _context: Any) -> None:
    if not 1900 <= value <= 2200:
        raise BadUserInput(f"Argument 'year' is 1900–2200; {value} is not.")


class Minutes(graphene.ObjectType):
    """Minutes of one meeting."""

    class Meta:
        description = "Minutes of one meeting of a group."

    held_on = ApiField(Date, description="The day of the meeting.")
    title = ApiField(graphene.String, description="What the meeting or the document is called.")
    document = ApiField(
        Document,
        required=False,
        description="The file; null if it is not public.",
        loader=DocumentLoader(lambda held: held.document_id, lambda held: held.title),
    )


declare(
    GroupLink,
    "A link out of a group's page.",
    text=text("Where it leads, in words."),
    url=text("Address."),
)

declare(
    GroupPage,
    "A group in which residents and officials develop services together.",
    kind=ApiField(GroupKindType, description="What sort of group it is."),
    purpose=text("What it wants to achieve."),
    meeting_rhythm=optional_text("meeting_rhythm", "When it meets, in words."),
    open_to_all=flag("Whether anyone may come without being invited."),
    how_to_join=optional_text("how_to_join", "How to come the first time."),
    ended_on=ApiField(
        Date, required=False, description="When it ended; null for a group that still meets."
    ),
    contact=contact_field(),
    organisers=snippets_field(
        type_of(Organisation),
        GroupPage,
        "organisers",
        Organisation,
        "The organisations that invite to the group.",
    ),
    topics=snippets_field(type_of(Topic), GroupPage, "topics", Topic, "What it is about."),
    links=parts_field(type_of(GroupLink), GroupPage, "links", "Links out of the group's page."),
    body=body_field(GroupBody, "body", "More about the group."),
    calendar_url=calendar_field(),
    feed_url=feed_field(),
    events=related_list(EVENTS, "Its meetings.", path="group__translation_key"),
    projects=related_list(PROJECTS, "Projects that it follows.", path="groups__translation_key"),
    articles=related_list(ARTICLES, "Articles about it.", path="groups__translation_key"),
    minutes=ApiField(
        list_of(Minutes),
        description="Minutes of its meetings, newest first.",
        loader=_MinutesLoader(),
        args={
            "year": ApiArgument(
                graphene.Int, description="Only those of one year.", check=_check_year
            )
        },
    ),
)
