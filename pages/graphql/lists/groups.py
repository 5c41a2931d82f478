"""The list of groups."""

from typing import Any

import graphene
from django.db.models import Q

from pages.graphql.enums import enum_type
from pages.graphql.lists.declaring import BY_TITLE, page_list
from pages.graphql.lists.filtering import (
    Filtering,
    condition,
    equal,
    one_of,
    related_to,
    related_to_any,
)
from pages.models import GroupKind, GroupPage

GroupKindType = enum_type(
    GroupKind,
    "The type of a group.",
    {
        "NETWORK": "Members share knowledge.",
        "STEERING_GROUP": "Directs and monitors the work.",
        "DEVELOPMENT_GROUP": "Develops services together with the people who use them.",
        "WORKING_GROUP": "Has one specific task.",
    },
)


def _ended(rows: Any, wanted: bool, filtering: Filtering) -> Any:
    ended = Q(ended_on__isnull=False, ended_on__lte=filtering.policy.today)
    return rows.filter(ended if wanted else ~ended)


GROUPS = page_list(
    GroupPage,
    "groups",
    type_name="Group",
    plural="groups",
    singular="group",
    description="Groups in one language, including those that have ended (see `filter`).",
    description_of_one="One group.",
    orders=[BY_TITLE],
    default_order="TITLE_ASC",
    conditions={
        "kind": one_of(GroupKindType, "kind", "Types of groups."),
        "topic": related_to_any("topics", "Slugs of topics."),
        "organisation": related_to("organisers", "Slug of an organisation that runs the group."),
        "open_to_all": equal(
            graphene.Boolean, "open_to_all", "Whether anyone may attend without an invitation."
        ),
        "ended": condition(graphene.Boolean, "Whether the group has ended; omit for both.", _ended),
    },
)
