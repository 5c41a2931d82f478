"""Typed filters of lists, and how each narrows the rows."""

import enum
from collections.abc import Mapping
from typing import Any

import graphene
from django.db.models import Q

from cms.graphql.scalars import Date, DateTime
from pages.graphql.enums import (
    ArticleKindType,
    EventKindType,
    EventStatusType,
    GroupKindType,
    OrganisationKindType,
    ProjectStatusType,
    RegistrationStateType,
)
from pages.visibility import Visibility


class EventWhen(enum.Enum):
    """A time of an event in relation to now."""

    UPCOMING = "upcoming"
    ONGOING = "ongoing"
    PAST = "past"


EventWhenType = graphene.Enum.from_enum(
    EventWhen,
    description=lambda value: {
        EventWhen.UPCOMING: (
            "Not over yet, by the last of its possible times. What has begun is included, and what "
            "was moved counts by its new time. Cancelled and postponed ones too: see `status`."
        ),
        EventWhen.ONGOING: "Has begun and is not over; between two possible times it is not.",
        EventWhen.PAST: "Over, by its end; without an end, when its last day is over.",
    }.get(value, "When an event takes place, in relation to now."),
)


def _slug(description: str) -> graphene.InputField:
    return graphene.InputField(graphene.String, description=description)


def _several(type_: Any, description: str) -> graphene.InputField:
    return graphene.InputField(
        graphene.List(graphene.NonNull(type_)),
        description=f"{description} Any of them will do; an empty list finds nothing.",
    )


class GroupFilter(graphene.InputObjectType):
    """Which groups to list."""

    class Meta:
        description = "Which groups to list; all conditions must hold."

    kind = _several(GroupKindType, "Sorts of groups.")
    topic = _several(graphene.String, "Slugs of topics.")
    organisation = _slug("Slug of an organisation that invites to the group.")
    open_to_all = graphene.InputField(
        graphene.Boolean, description="Whether anyone may come without being invited."
    )
    ended = graphene.InputField(
        graphene.Boolean, description="Whether the group has ended; leave out for both."
    )


class ProjectFilter(graphene.InputObjectType):
    """Which projects to list."""

    class Meta:
        description = "Which projects to list; all conditions must hold."

    status = _several(ProjectStatusType, "How far they have come.")
    topic = _several(graphene.String, "Slugs of topics.")
    group = _slug("Slug of a group that follows the project.")
    organisation = _slug("Slug of an organisation that takes part.")


class EventFilter(graphene.InputObjectType):
    """Which events to list."""

    class Meta:
        description = "Which events to list; all conditions must hold."

    when = graphene.InputField(EventWhenType, description="In relation to now.")
    starts_after = graphene.InputField(
        DateTime,
        description=(
            "Starts at this moment or later; what has begun by then is not found, nor is another "
            "possible time looked at. For the days of a calendar, use `fromDay` and `toDay`."
        ),
    )
    starts_before = graphene.InputField(DateTime, description="Starts before this moment.")
    from_day = graphene.InputField(
        Date,
        description=(
            "Some part of it is on this day or later, in Swedish time: what goes on over midnight, "
            "for many days or without a known end included. An event with possible times is found "
            "by each of them. With the same `toDay`: what takes place on one day."
        ),
    )
    to_day = graphene.InputField(Date, description="Some part of it is on this day or earlier.")
    group = _slug("Slug of the group whose meeting it is.")
    project = _slug("Slug of a project that it is about.")
    series = _slug("Slug of the programme that it belongs to.")
    kind = _several(EventKindType, "Sorts of events.")
    status = _several(EventStatusType, "Whether they take place.")
    topic = _several(graphene.String, "Slugs of topics.")
    organisation = _slug("Slug of an organisation that holds it.")
    registration = _several(RegistrationStateType, "Whether one can sign up.")
    open_to_all = graphene.InputField(graphene.Boolean, description="Whether anyone may come.")
    step_free = graphene.InputField(
        graphene.Boolean, description="True: only where the venue is known to be step-free."
    )


class EventSeriesFilter(graphene.InputObjectType):
    """Which programmes to list."""

    class Meta:
        description = "Which programmes to list; all conditions must hold."

    topic = _several(graphene.String, "Slugs of topics.")


class ArticleFilter(graphene.InputObjectType):
    """Which articles to list."""

    class Meta:
        description = "Which articles to list; all conditions must hold."

    kind = _several(ArticleKindType, "Sorts of articles.")
    topic = _several(graphene.String, "Slugs of topics.")
    group = _slug("Slug of a group that it is about.")
    project = _slug("Slug of a project that it is about.")
    event = _slug("Slug of an event that it is about.")


class OrganisationFilter(graphene.InputObjectType):
    """Which organisations to list."""

    class Meta:
        description = "Which organisations to list; all conditions must hold."

    kind = _several(OrganisationKindType, "Sorts of organisations.")


class VenueFilter(graphene.InputObjectType):
    """Which venues to list."""

    class Meta:
        description = "Which venues to list; all conditions must hold."

    step_free = graphene.InputField(
        graphene.Boolean, description="True: only those that are known to be step-free."
    )


Filters = Mapping[str, Any]


def filter_groups(rows: Any, given: Filters, policy: Visibility) -> Any:
    """Return the groups for which all conditions hold."""
    rows = _filter_common(rows, given, policy, ("topics", "topic"), ("organisers", "organisation"))
    if given.get("open_to_all") is not None:
        rows = rows.filter(open_to_all=given["open_to_all"])
    if given.get("ended") is not None:
        ended = Q(ended_on__isnull=False, ended_on__lte=policy.today)
        rows = rows.filter(ended if given["ended"] else ~ended)
    return rows


def filter_projects(rows: Any, given: Filters, policy: Visibility) -> Any:
    """Return the projects for which all conditions hold."""
    rows = _filter_common(rows, given, policy, ("topics", "topic"), ("groups", "group"))
    if given.get("status") is not None:
        rows = rows.filter(status__in=_values(given["status"]))
    if given.get("organisation") is not None:
        participants = rows.model._meta.get_field("participants").related_model
        named = participants._default_manager.filter(organisation__slug=given["organisation"])
        rows = rows.filter(pk__in=named.values("project_id"))
    return rows


def filter_events(rows: Any, given: Filters, policy: Visibility) -> Any:
    """Return the events for which all conditions hold."""
    match given.get("when"):
        case EventWhen.UPCOMING:
            in_order = not given.get("counted")
            rows = rows.upcoming_in_order(policy.now) if in_order else rows.upcoming(policy.now)
        case EventWhen.ONGOING:
            rows = rows.ongoing(policy.now, *policy.midnights)
        case EventWhen.PAST:
            rows = rows.past(policy.now)
    if given.get("starts_after"):
        rows = rows.filter(starts_at__gte=given["starts_after"])
    if given.get("starts_before"):
        rows = rows.filter(starts_at__lt=given["starts_before"])
    if given.get("from_day") or given.get("to_day"):
        rows = rows.on_days(given.get("from_day"), given.get("to_day"))
    if given.get("status") is not None:
        rows = rows.filter(status__in=_values(given["status"]))
    if given.get("registration") is not None:
        rows = rows.filter(registration_state__in=_values(given["registration"]))
    if given.get("open_to_all") is not None:
        rows = rows.filter(open_to_all=given["open_to_all"])
    if given.get("step_free") is not None:
        rows = rows.filter(venue__step_free=given["step_free"])
    return _filter_common(
        rows,
        given,
        policy,
        ("topics", "topic"),
        ("organisers", "organisation"),
        ("group", "group"),
        ("series", "series"),
        ("projects", "project"),
    )


def filter_series(rows: Any, given: Filters, policy: Visibility) -> Any:
    """Return the programmes for which all conditions hold."""
    return _filter_common(rows, given, policy, ("topics", "topic"))


def filter_articles(rows: Any, given: Filters, policy: Visibility) -> Any:
    """Return the articles for which all conditions hold."""
    return _filter_common(
        rows,
        given,
        policy,
        ("topics", "topic"),
        ("groups", "group"),
        ("projects", "project"),
        ("events", "event"),
    )


def _filter_common(
    rows: Any, given: Filters, policy: Visibility, *relations: tuple[str, str]
) -> Any:
    """Narrow by kind, and by the slugs of things that rows are related to."""
    if given.get("kind") is not None:
        rows = rows.filter(kind__in=_values(given["kind"]))
    for relation, name in relations:
        slugs = given.get(name)
        if slugs is not None:
            several = [slugs] if isinstance(slugs, str) else slugs
            rows = rows.related_by_slug(relation, several, policy)
    return rows


def _values(members: list[Any]) -> list[Any]:
    return [member.value for member in members]
