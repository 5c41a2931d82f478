"""Drafts, for the holder of a token."""

from collections.abc import Mapping, Sequence
from typing import Any

import graphene

from cms.graphql.fields import ApiField, Call, list_of
from cms.graphql.scalars import DateTime
from pages.graphql.context import ContentContext
from pages.graphql.interface import PageInterface
from pages.previews.grants import OpenedPreview
from pages.visibility import SiteTrees


class PreviewProblem(graphene.ObjectType):
    """Something that a draft lacks."""

    class Meta:
        description = "Something that a draft lacks, in the words and the language of its editor."

    field = ApiField(graphene.String, description="What the editor calls it, such as `Start`.")
    message = ApiField(graphene.String, description="A sentence to show to the editor.")


class PagePreview(graphene.ObjectType):
    """A draft."""

    class Meta:
        description = (
            "A draft, as it would look if it were published now. What it leads to is as public as "
            "ever: other drafts are not in it."
        )

    page = ApiField(
        PageInterface,
        required=False,
        description="The page, of the same types as a published one; null if `problems` say that "
        "it lacks something that every published page has.",
    )
    problems = ApiField(
        list_of(PreviewProblem),
        description="What the draft lacks to be shown; empty if there is a `page`.",
    )
    expires_at = ApiField(DateTime, description="When the token stops working.")
    saved_at = ApiField(
        DateTime,
        required=False,
        description="When the draft was saved; null for one that is being written, or is older "
        "than the last one.",
    )
    is_published = ApiField(
        graphene.Boolean, description="Whether readers can see some version of the page now."
    )


class _PreviewLoader:
    """Opens the preview of a token."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[OpenedPreview | None]:
        """Return what the token opens; null for any other one."""
        opened = call.context.preview(call.arguments["token"])
        return [opened for _ in parents]


def _scope(arguments: Mapping[str, Any], context: ContentContext) -> SiteTrees:
    """Return the site of the draft, whatever host the request came to."""
    opened = context.preview(arguments["token"])
    return (opened and opened.site) or context.site()


class PreviewQuery:
    """The root for drafts."""

    preview = ApiField(
        PagePreview,
        required=False,
        description="A draft, for the holder of a token from the editors' system. Null for any "
        "other token: unknown, changed, run out, revoked, or of somebody who may not edit the "
        "page any more. Answered to POST only; never cached.",
        loader=_PreviewLoader(),
        scope=_scope,
        post_only=True,
        args={
            "token": graphene.Argument(
                graphene.String,
                required=True,
                description="What stands after `#token=` in the address that the editor came by.",
            )
        },
    )
