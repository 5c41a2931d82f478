"""GraphQL types of groups and their minutes."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import graphene

from cms.graphql.fields import ApiArgument, ApiField, Call, Fetch, Loading, list_of
from cms.graphql.lists.types import connection_field
from cms.graphql.scalars import Date
from pages.graphql.declare import declare
from pages.graphql.documents.blocks import GroupBody, body_field
from pages.graphql.documents.media import Document, DocumentLoader
from pages.graphql.lists.articles import ARTICLES
from pages.graphql.lists.events import EVENTS
from pages.graphql.lists.groups import GroupKindType
from pages.graphql.lists.minutes import LISTING, MinutesLoader, YearsLoader, check_year
from pages.graphql.lists.projects import PROJECTS
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
from pages.graphql.types.sections import declare_section
from pages.models import GroupIndexPage, GroupLink, GroupPage, Organisation, Topic


@dataclass(frozen=True, slots=True, eq=False)
class HeldMinutes:
    """Minutes of one meeting, from an event or from the group's archive."""

    held_on: datetime.date
    title: str
    document_id: int


class _AllMinutesLoader:
    """Loads all minutes of groups: event documents and archived minutes without an event."""

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
                HeldMinutes(each.held_on, each.title, each.document_id)
                for each in rows_of(archived, "archived_minutes", group)
            ]
            rows += [HeldMinutes(*each) for each in of_events.get(key, ())]
            rows.sort(key=lambda each: (each.held_on, each.title), reverse=True)
            values.append([each for each in rows if year is None or each.held_on.year == year])
        return values


class Minutes(graphene.ObjectType):
    """Minutes of one meeting of a group."""

    held_on = ApiField(Date, description="Date of the meeting.")
    title = ApiField(graphene.String, description="Title of the meeting or the document.")
    document = ApiField(
        Document,
        required=False,
        description="The file; null if it is not public.",
        loader=DocumentLoader(lambda held: held.document_id, lambda held: held.title),
    )


class MinutesYear(graphene.ObjectType):
    """A year in which a group had meetings with public minutes."""

    year = ApiField(graphene.Int, description="The year. Give it to `minutesList` as `year`.")
    count = ApiField(graphene.Int, description="The number of minutes from this year.")


def _year() -> ApiArgument:
    return ApiArgument(graphene.Int, description="Only minutes from this year.", check=check_year)


declare(
    GroupLink,
    "A link on a group's page.",
    text=text("Link text."),
    url=text("Address."),
)

declare(
    GroupPage,
    "A group in which residents and officials develop services together.",
    kind=ApiField(GroupKindType, description="The type of group."),
    purpose=text("What the group wants to achieve."),
    meeting_rhythm=optional_text("meeting_rhythm", "When the group meets, as text."),
    open_to_all=flag("Whether anyone may attend without an invitation."),
    how_to_join=optional_text("how_to_join", "How to attend for the first time."),
    ended_on=ApiField(
        Date,
        required=False,
        description=("Date on which the group ended; null for an active group."),
    ),
    contact=contact_field(),
    organisers=snippets_field(
        type_of(Organisation),
        GroupPage,
        "organisers",
        Organisation,
        "Organisations that run the group.",
    ),
    topics=snippets_field(type_of(Topic), GroupPage, "topics", Topic, "The page's topics."),
    links=parts_field(type_of(GroupLink), GroupPage, "links", "Links from the group's page."),
    body=body_field(GroupBody, "body", "The group's content."),
    calendar_url=calendar_field(),
    feed_url=feed_field(),
    events=EVENTS.under("Its meetings.", path="group__translation_key"),
    projects=PROJECTS.under("Projects that the group follows.", path="groups__translation_key"),
    articles=ARTICLES.under("Articles about the group.", path="groups__translation_key"),
    minutes=ApiField(
        list_of(Minutes),
        description="Minutes of the group's meetings, newest first.",
        loader=_AllMinutesLoader(),
        args={"year": _year()},
        deprecation_reason="Use `minutesList`. Removed after 2027-05-31.",
    ),
    minutes_list=connection_field(
        Minutes,
        "Minutes",
        LISTING,
        loader=MinutesLoader(),
        description="Public minutes of the group's meetings, newest first.",
        arguments={"year": _year()},
    ),
    minutes_years=ApiField(
        list_of(MinutesYear),
        description="Years for which `minutesList` has minutes, latest first.",
        loader=YearsLoader(),
    ),
)
declare_section(GroupIndexPage, "A list page for groups; query `groups` for its contents.")
