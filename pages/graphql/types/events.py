"""GraphQL types of events, event series and their parts."""

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
from pages.graphql.enums import enum_type
from pages.graphql.lists.articles import ARTICLES
from pages.graphql.lists.events import EVENTS, EventKindType, EventStatusType, RegistrationStateType
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
from pages.graphql.types.sections import declare_section
from pages.models import (
    AgendaItem,
    EventDocument,
    EventDocumentKind,
    EventIndexPage,
    EventPage,
    EventSeriesPage,
    GroupPage,
    Organisation,
    PossibleDate,
    ProjectPage,
    Recording,
    RegistrationMethod,
    ScheduleItem,
    Speaker,
    Topic,
    Venue,
)
from pages.models.registration import RegistrationFields

EventDocumentKindType = enum_type(
    EventDocumentKind,
    "The type of an event document.",
    {
        "PROGRAMME": "Programme of the event.",
        "MINUTES": "Minutes of the meeting.",
        "PRESENTATION": "A speaker's presentation.",
        "SUMMARY": "Summary of the results.",
        "OTHER": "Other; see its title.",
    },
)
RegistrationMethodType = enum_type(
    RegistrationMethod,
    "How to register.",
    {
        "LINK": "Through the form at `url`.",
        "MAIL": "By e-mail to `email`.",
        "PHONE": "By phone to `phone`.",
    },
)


declare(
    PossibleDate,
    "An alternative time of an event whose date is not settled.",
    starts_at=ApiField(DateTime, description="Start."),
    ends_at=ApiField(DateTime, required=False, description="End; null if not known."),
    withdrawn=flag("Whether this time is no longer possible; calendars show it as cancelled."),
)
declare(
    AgendaItem,
    "An item of an agenda.",
    title=text("Topic of the item."),
    description=optional_text("description", "What will be discussed."),
    is_tentative=flag("Whether the item may still change."),
)
declare(
    ScheduleItem,
    "A part of an event with its own time.",
    starts_at=ApiField(DateTime, description="Start."),
    ends_at=ApiField(
        DateTime, required=False, description=("End; null if the next part follows directly.")
    ),
    title=text("Title of the part."),
    description=optional_text("description", "What happens in this part."),
    location=optional_text("location", "Place, if different from the event's."),
)
declare(
    Speaker,
    "A speaker at an event.",
    name=text("Name or role."),
    title=optional_text("title", "Academic or professional title."),
    subject=optional_text("subject", "The subject of the talk."),
    organisation=snippet_field(
        type_of(Organisation), "organisation_id", Organisation, "The speaker's organisation."
    ),
)
declare(
    EventDocument,
    "Minutes, a presentation or another document of an event.",
    kind=ApiField(EventDocumentKindType, description="The type of document."),
    title=text("Link text for the file."),
    document=document_field("document_id", "The file; null if it is not public."),
)
declare(
    Recording,
    "A film or sound recording of an event.",
    title=text("Link text for the recording."),
    url=text("URL of the recording."),
    subtitles=ApiField(
        Document,
        required=False,
        description="Subtitles (WebVTT).",
        loader=DocumentLoader(lambda recording: recording.subtitles_id),
    ),
    transcript=ApiField(
        graphene.String,
        required=False,
        description="Transcript, as HTML.",
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
    """Registration for an event."""

    state = ApiField(RegistrationStateType, description="Whether registration is open.")
    method = ApiField(
        RegistrationMethodType,
        required=False,
        description=("How to register; null if registration is not needed or not described."),
    )
    url = ApiField(graphene.String, required=False, description="URL of the registration form.")
    email = ApiField(
        graphene.String, required=False, description=("E-mail address for registration.")
    )
    phone = ApiField(
        graphene.String, required=False, description=("Phone number for registration.")
    )
    deadline = ApiField(DateTime, required=False, description="Deadline for registration.")
    is_binding = ApiField(
        graphene.Boolean, description="Whether a registered participant must attend or cancel."
    )
    price = ApiField(
        graphene.Float, description=("Price in Swedish kronor; 0 means free of charge.")
    )
    data_use = ApiField(
        graphene.String,
        required=False,
        description=(
            "How personal data from the registration is used; show it next to the "
            "registration link."
        ),
    )


declare(
    EventSeriesPage,
    "A programme of related events.",
    season=optional_text("season", "Season of the programme, such as “Spring 2018”."),
    organisers=snippets_field(
        type_of(Organisation),
        EventSeriesPage,
        "organisers",
        Organisation,
        ("Organisations that arrange the programme."),
    ),
    topics=snippets_field(type_of(Topic), EventSeriesPage, "topics", Topic, "The page's topics."),
    body=body_field(EventBody, "body", "The programme's content."),
    calendar_url=calendar_field(),
    events=EVENTS.under("Events of the programme.", path="series__translation_key"),
)
declare(
    EventPage,
    "An event, from the first proposed date to the minutes.",
    kind=ApiField(EventKindType, description="The type of event."),
    status=ApiField(EventStatusType, description="Whether the event takes place."),
    notice=optional_text("notice", "Important notice to show first, such as “Note: new date”."),
    starts_at=ApiField(DateTime, description="Start; for `allDay`, only its date counts."),
    ends_at=ApiField(
        DateTime,
        required=False,
        description="End; null if not known. For `allDay`, its date is the last day, inclusive.",
    ),
    all_day=flag("Whether only the dates count, not the times."),
    date_is_tentative=flag("Whether the time is a proposal; see `possibleDates` for alternatives."),
    previous_starts_at=ApiField(
        DateTime, required=False, description="Original start, for an event that was moved."
    ),
    possible_dates=parts_field(
        type_of(PossibleDate), EventPage, "possible_dates", "Alternative times."
    ),
    venue=snippet_field(type_of(Venue), "venue_id", Venue, "The venue; null for an online event."),
    room=optional_text("room", "Room at the venue."),
    meeting_point=optional_text("meeting_point", "Meeting point, if not the venue's entrance."),
    interpretation=optional_text("interpretation", "Interpretation, such as sign language."),
    stream_url=optional_text("stream_url", "URL of the live stream."),
    audience=optional_text("audience", "Target audience, as text."),
    open_to_all=flag("Whether anyone may attend; false: only `audience`."),
    what_to_bring=optional_text("what_to_bring", "What participants should bring."),
    good_to_know=optional_text(
        "good_to_know", ("Practical information that makes it easier to attend.")
    ),
    registration=ApiField(
        Registration,
        description="How to register.",
        source=_registration,
        columns=[f.attname for f in RegistrationFields._meta.fields],
    ),
    contact=contact_field(),
    group=page_field(
        type_of(GroupPage), "group_id", GroupPage, ("The group whose meeting this is.")
    ),
    series=page_field(
        type_of(EventSeriesPage),
        "series_id",
        EventSeriesPage,
        ("The programme that the event is part of."),
    ),
    projects=pages_field(
        type_of(ProjectPage),
        EventPage,
        "projects",
        ProjectPage,
        ("Projects that the event is about."),
    ),
    organisers=snippets_field(
        type_of(Organisation),
        EventPage,
        "organisers",
        Organisation,
        ("Organisations that arrange the event."),
    ),
    invited=snippets_field(
        type_of(Organisation), EventPage, "invited", Organisation, "Invited organisations."
    ),
    topics=snippets_field(type_of(Topic), EventPage, "topics", Topic, "The page's topics."),
    agenda=parts_field(type_of(AgendaItem), EventPage, "agenda_items", "Agenda items in order."),
    schedule=parts_field(
        type_of(ScheduleItem), EventPage, "schedule_items", "Parts with their own times."
    ),
    speakers=parts_field(type_of(Speaker), EventPage, "speakers", "Speakers of the event."),
    documents=parts_field(
        type_of(EventDocument),
        EventPage,
        "documents",
        ("Minutes, presentations and other documents."),
    ),
    recordings=parts_field(
        type_of(Recording), EventPage, "recordings", ("Film and sound recordings.")
    ),
    body=body_field(EventBody, "body", "The event's content."),
    calendar_url=calendar_field(),
    attendance=optional_text("attendance", "Number of participants, as text, such as “30–35”."),
    report=body_field(EventReport, "report", "Report written after the event."),
    articles=ARTICLES.under("Articles about the event.", path="events__translation_key"),
)
declare_section(
    EventIndexPage,
    "A calendar page; query `events` for its contents.",
    calendar_url=calendar_field(),
)
