"""Content models, one module per content area."""

from pages.models.articles import ArticleDocument, ArticleIndexPage, ArticleKind, ArticlePage
from pages.models.base import ContentPage, DatePrecision
from pages.models.event_choices import EventKind, EventStatus
from pages.models.event_parts import (
    AgendaItem,
    EventDocument,
    EventDocumentKind,
    PossibleDate,
    Recording,
    ScheduleItem,
    Speaker,
)
from pages.models.event_series import EventIndexPage, EventSeriesPage
from pages.models.events import EventPage
from pages.models.gone import GoneAddress
from pages.models.groups import GroupIndexPage, GroupKind, GroupLink, GroupMinutes, GroupPage
from pages.models.home import FeaturedPage, HomePage, StandardPage
from pages.models.media import ContentDocument, ContentImage, ContentRendition
from pages.models.previews import PreviewGrant, PreviewKind
from pages.models.projects import (
    ProjectChange,
    ProjectIndexPage,
    ProjectLink,
    ProjectPage,
    ProjectParticipant,
    ProjectReport,
    ProjectRole,
    ProjectStatus,
)
from pages.models.registration import RegistrationMethod, RegistrationState
from pages.models.sections import IndexPage
from pages.models.site_settings import SiteSettings
from pages.models.snippets import Organisation, OrganisationKind, Topic, Venue

__all__ = [
    "AgendaItem",
    "ArticleDocument",
    "ArticleIndexPage",
    "ArticleKind",
    "ArticlePage",
    "ContentDocument",
    "ContentImage",
    "ContentPage",
    "ContentRendition",
    "DatePrecision",
    "EventDocument",
    "EventDocumentKind",
    "EventIndexPage",
    "EventKind",
    "EventPage",
    "EventSeriesPage",
    "EventStatus",
    "FeaturedPage",
    "GoneAddress",
    "GroupIndexPage",
    "GroupKind",
    "GroupLink",
    "GroupMinutes",
    "GroupPage",
    "HomePage",
    "IndexPage",
    "Organisation",
    "OrganisationKind",
    "PossibleDate",
    "PreviewGrant",
    "PreviewKind",
    "ProjectChange",
    "ProjectIndexPage",
    "ProjectLink",
    "ProjectPage",
    "ProjectParticipant",
    "ProjectReport",
    "ProjectRole",
    "ProjectStatus",
    "Recording",
    "RegistrationMethod",
    "RegistrationState",
    "ScheduleItem",
    "SiteSettings",
    "Speaker",
    "StandardPage",
    "Topic",
    "Venue",
]
