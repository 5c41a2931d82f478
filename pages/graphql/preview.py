"""The root field `preview`, which returns drafts."""

from collections.abc import Mapping, Sequence
from typing import Any

import graphene

from cms.graphql.fields import ApiField, Call, list_of
from cms.graphql.scalars import DateTime
from pages.graphql.context import ContentContext
from pages.graphql.documents.blocks import BLOCK_TYPES, BLOCKS, body_union
from pages.graphql.documents.stored_blocks import Block
from pages.graphql.interface import PageInterface
from pages.previews.grants import OpenedPreview
from pages.visibility import SiteTrees

PreviewBody = body_union("PreviewBody", list(BLOCK_TYPES.items()), "a draft's body")


class PreviewProblem(graphene.ObjectType):
    """Something that a draft lacks, worded for its editor."""

    field = ApiField(
        graphene.String, description=("Label of the field in the admin, such as `Start`.")
    )
    message = ApiField(graphene.String, description="Message to show to the editor.")


def _body(opened: OpenedPreview, _context: ContentContext) -> Sequence[Block]:
    """Return the blocks of the draft's body; none for types without one, such as index pages."""
    if opened.page is None or not hasattr(opened.page, "body"):
        return ()
    return BLOCKS.of_page(opened.page, "body")


class PlainContent(graphene.ObjectType):
    """Content of a draft of any type, for types that the front end has no view for."""

    body = ApiField(
        list_of(PreviewBody),
        description="The `body` of the page; empty if there is none.",
        source=_body,
    )


class PagePreview(graphene.ObjectType):
    """A draft, as it would look if published now. Linked content is the published version."""

    page = ApiField(
        PageInterface,
        required=False,
        description=(
            "The page, of the same type as a published one; null if required content "
            "is missing (see `problems`)."
        ),
    )
    plain = ApiField(
        PlainContent,
        description="Content of the page, in the same form for every type.",
        source=lambda opened, _context: opened,
    )
    problems = ApiField(
        list_of(PreviewProblem),
        description="Missing content; empty if `page` is not null.",
    )
    expires_at = ApiField(DateTime, description="Expiry time of the token.")
    saved_at = ApiField(
        DateTime,
        required=False,
        description="When the draft was saved; null for unsaved content and old versions.",
    )
    is_published = ApiField(
        graphene.Boolean, description="Whether some version of the page is public."
    )


class _PreviewLoader:
    """Opens the preview for a token."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[OpenedPreview | None]:
        """Return the preview, or None if the token is not valid."""
        opened = call.context.preview(call.arguments["token"])
        return [opened for _ in parents]


def _scope(arguments: Mapping[str, Any], context: ContentContext) -> SiteTrees:
    """Return the site of the draft, regardless of the request's host."""
    opened = context.preview(arguments["token"])
    return (opened and opened.site) or context.site()


class PreviewQuery:
    """The root field `preview`."""

    preview = ApiField(
        PagePreview,
        required=False,
        description=(
            "A draft, for the holder of a preview token from the admin. Null if the "
            "token is unknown, altered, expired or revoked, or if its creator may no "
            "longer edit the page. POST only; never cached."
        ),
        loader=_PreviewLoader(),
        scope=_scope,
        post_only=True,
        args={
            "token": graphene.Argument(
                graphene.String,
                required=True,
                description="The value after `#token=` in the preview URL.",
            )
        },
    )
