"""Events, programmes and what they consist of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import graphene

from cms.graphql.fields import ApiField
from cms.graphql.scalars import DateTime
from pages.graphql.declare import declare
from pages.graphql.documents.blocks import EventBody, EventReport, body_field
from pages.graphql.documents.media import Document, DocumentLoader, document_field
from pages.graphql.documents.rich_text import RichTextLoader
from pages.graphql.enums import (
    EventDocumentKindType,
    EventKindType,
    EventStatusType,
    RegistrationMethodType,
    RegistrationStateType,
)
from pages.graphql.lists.declarations import ARTICLES, EVENTS, related_list
from pages.graphql.relations import (
    page_field,
    pages_field,
    parts_field,
    reading_locale,
    snippet_field,
    snippets_field,
)
from pages.graphql.types.common import (
    calendar_field,
    contact_field,
    flag,
    optional_text,
    text,
    type_of,
)
from pages.models import (
    AgendaItem,
    EventDocument,
    EventPage,
    EventSeriesPage,
    GroupPage,
    Organisation,
    PossibleDate,
    ProjectPage,
    Recording,
    ScheduleItem,
    Speaker,
    Topic,
    Venue,
)
from pages.models.registration import RegistrationFields

declare(
    PossibleDate,
    "Another time that an event may get, until one is chosen.",
    starts_at=ApiField(DateTime, description="Start."),
    ends_at=ApiField(DateTime, required=False, description="End; null if not known."),
    withdrawn=flag("No longer possible; calendars show it as cancelled."),
)
declare(
    AgendaItem,
    "A point of an agenda.",
    title=text("The theme."),
    description=optional_text("description", "What will be talked about."),
    is_tentative=flag("Whether the theme may still change."),
)
declare(
    ScheduleItem,
    "A part of an event with a time of its own.",
    starts_at=ApiField(DateTime, description="Start."),
    ends_at=ApiField(DateTime, required=False, description="End; null if the next part follows."),
    title=text("What it is."),
    description=optional_text("description", "What happens then."),
    location=optional_text("location", "Where, if not where the event is."),
)
declare(
    Speaker,
    "Somebody who speaks at an event.",
    name=text("Name, or a role."),
    title=optional_text("title", "Academic or working title."),
    subject=optional_text("subject", "What the speaker talks about."),
    organisation=snippet_field(
        type_of(Organisation), "organisation_id", Organisation, "Where the speaker works."
    ),
)
declare(
    EventDocument,
    "Minutes, a presentation or another document of an event.",
    kind=ApiField(EventDocumentKindType, description="What it is."),
    title=text("What to call the link to the file."),
    document=document_field("document_id", "The file; null if it is not public."),
)
declare(
    Recording,
    "Film or sound from an event.",
    title=text("What to call the link to the recording."),
    url=text("Where it can be seen or heard."),
    subtitles=ApiField(
        Document,
        required=False,
        description="WebVTT file with its words.",
        loader=DocumentLoader(lambda recording: recording.subtitles_id),
    ),
    transcript=ApiField(
        graphene.String,
        required=False,
        description="What is said and shown, as HTML.",
        loader=RichTextLoader(lambda recording: recording.transcript, reading_locale),
        pick=lambda html: html or None,
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class _Registration:
    state: str
    method: str | None
    url: str | None
    email: str | None
    phone: str | None
    deadline: datetime | None
    is_binding: bool
    price: float
    data_use: str | None


def _registration(event: EventPage, _context: Any) -> _Registration:
    return _Registration(
        event.registration_state,
        event.registration_method or None,
        event.registration_url or None,
        event.registration_email or None,
        event.registration_phone or None,
        event.registration_deadline,
        event.registration_is_binding,
        float(event.price),
        event.registration_data_use or None,
    )


class Registration(graphene.ObjectType):
    """How one signs up for an event."""

    class Meta:
        description = "How one signs up for an event."

    state = ApiField(RegistrationStateType, description="Whether one can sign up now.")
    method = ApiField(RegistrationMethodType, required=False, description="The way to sign up.")
    url = ApiField(graphene.String, required=False, description="Address of the form.")
    email = ApiField(graphene.String, required=False, description="Address to write to.")
    phone = ApiField(graphene.String, required=False, description="Number to call.")
    deadline = ApiField(DateTime, required=False, description="The last moment to sign up.")
    is_binding = ApiField(
        graphene.Boolean, description="Whether who signs up must come, or give the place back."
    )
    price = ApiField(graphene.Float, description="In Swedish kronor; 0 is free of charge.")
    data_use = ApiField(
        graphene.String,
        required=False,
        description="What names and addresses are used for; show it beside the way to sign up.",
    )


declare(
    EventSeriesPage,
    "A programme of events that belong together.",
    season=optional_text("season", "Such as “Spring 2018”."),
    organisers=snippets_field(
        type_of(Organisation), EventSeriesPage, "organisers", Organisation, "Who holds it."
    ),
    topics=snippets_field(type_of(Topic), EventSeriesPage, "topics", Topic, "What it is about."),
    body=body_field(EventBody, "body", "More about the programme."),
    calendar_url=calendar_field(),
    events=related_list(EVENTS, "The events in it.", path="series__translation_key"),
)
declare(
    EventPage,
    "One event, from the first idea of a date to the minutes afterwards.",
    kind=ApiField(EventKindType, description="What sort of event it is."),
    status=ApiField(EventStatusType, description="Whether it takes place."),
    notice=optional_text("notice", "Show it first and loud, such as “Note: new date”."),
    starts_at=ApiField(DateTime, description="Start; for `allDay`, only its day counts."),
    ends_at=ApiField(
        DateTime,
        required=False,
        description="End; null if not known. For `allDay`, its day is the last one.",
    ),
    all_day=flag("Whether only the days count, not the times."),
    date_is_tentative=flag("Whether the time is a proposal; see `possibleDates` for others."),
    previous_starts_at=ApiField(
        DateTime, required=False, description="When it would have started before it was moved."
    ),
    possible_dates=parts_field(
        type_of(PossibleDate), EventPage, "possible_dates", "Other times that it may get."
    ),
    venue=snippet_field(
        type_of(Venue), "venue_id", Venue, "The place; null for an event on the web only."
    ),
    room=optional_text("room", "Room at the venue."),
    meeting_point=optional_text("meeting_point", "Where to gather."),
    interpretation=optional_text("interpretation", "Interpretation into other languages."),
    stream_url=optional_text("stream_url", "Where it can be followed live."),
    audience=optional_text("audience", "Whom it is for, in words."),
    open_to_all=flag("Whether anyone may come, or only the audience."),
    what_to_bring=optional_text("what_to_bring", "What those who come should have with them."),
    good_to_know=optional_text("good_to_know", "What makes it easier to come."),
    registration=ApiField(
        Registration,
        description="How one signs up.",
        source=_registration,
        columns=[f.attname for f in RegistrationFields._meta.fields],
    ),
    contact=contact_field(),
    group=page_field(type_of(GroupPage), "group_id", GroupPage, "The group whose meeting it is."),
    series=page_field(
        type_of(EventSeriesPage), "series_id", EventSeriesPage, "The programme it belongs to."
    ),
    projects=pages_field(
        type_of(ProjectPage), EventPage, "projects", ProjectPage, "Projects that it is about."
    ),
    organisers=snippets_field(
        type_of(Organisation), EventPage, "organisers", Organisation, "Who holds it."
    ),
    invited=snippets_field(
        type_of(Organisation), EventPage, "invited", Organisation, "Who comes as a guest."
    ),
    topics=snippets_field(type_of(Topic), EventPage, "topics", Topic, "What it is about."),
    agenda=parts_field(
        type_of(AgendaItem), EventPage, "agenda_items", "What is to be talked about, in order."
    ),
    schedule=parts_field(
        type_of(ScheduleItem), EventPage, "schedule_items", "Its parts with times of their own."
    ),
    speakers=parts_field(type_of(Speaker), EventPage, "speakers", "Who speaks."),
    documents=parts_field(
        type_of(EventDocument), EventPage, "documents", "Minutes, presentations and the like."
    ),
    recordings=parts_field(type_of(Recording), EventPage, "recordings", "Film and sound from it."),
    body=body_field(EventBody, "body", "More about the event."),
    calendar_url=calendar_field(),
    attendance=optional_text("attendance", "How many came, in words."),
    report=body_field(EventReport, "report", "What was said and what comes next."),
    articles=related_list(ARTICLES, "Articles about it.", path="events__translation_key"),
)
