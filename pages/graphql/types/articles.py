"""GraphQL types of articles."""

import graphene

from cms.graphql.fields import ApiField
from cms.graphql.scalars import DateTime
from pages.graphql.declare import declare
from pages.graphql.documents.blocks import ArticleBody, body_field
from pages.graphql.documents.media import Document, DocumentLoader, document_field
from pages.graphql.documents.rich_text import RichTextLoader
from pages.graphql.lists.articles import ArticleKindType
from pages.graphql.relations import pages_field, parts_field, reading_locale, snippets_field
from pages.graphql.types.common import feed_field, optional_text, text, type_of
from pages.graphql.types.sections import declare_section
from pages.models import (
    ArticleDocument,
    ArticleIndexPage,
    ArticlePage,
    EventPage,
    GroupPage,
    ProjectPage,
    Topic,
)

declare(
    ArticleDocument,
    "A document attached to an article.",
    title=text("Link text for the file."),
    document=document_field("document_id", "The file; null if it is not public."),
)
declare(
    ArticlePage,
    "News, a report, an invitation, a column, minutes, a podcast, a film or a poem.",
    kind=ApiField(ArticleKindType, description="The type of article."),
    published_at=ApiField(
        DateTime, description=("Publication date as shown to readers; lists are ordered by it.")
    ),
    text_byline=optional_text("text_byline", "Author: a role, a name or a signature."),
    picture_byline=optional_text("picture_byline", "Author of the pictures."),
    disclaimer=optional_text(
        "disclaimer",
        ("Disclaimer to show with a column, such as “The views are the writer's own.”"),
    ),
    media_url=optional_text("media_url", "URL of the film or podcast episode."),
    subtitles=ApiField(
        Document,
        required=False,
        description="Subtitles of the recording (WebVTT).",
        loader=DocumentLoader(lambda article: article.subtitles_id),
    ),
    transcript=ApiField(
        graphene.String,
        required=False,
        description="Transcript of the recording, as HTML.",
        loader=RichTextLoader(lambda article: article.transcript, reading_locale),
        pick=lambda html: html or None,
    ),
    groups=pages_field(
        type_of(GroupPage), ArticlePage, "groups", GroupPage, "Groups that the article is about."
    ),
    projects=pages_field(
        type_of(ProjectPage),
        ArticlePage,
        "projects",
        ProjectPage,
        ("Projects that the article is about."),
    ),
    events=pages_field(
        type_of(EventPage), ArticlePage, "events", EventPage, "Events that the article is about."
    ),
    topics=snippets_field(type_of(Topic), ArticlePage, "topics", Topic, "The page's topics."),
    documents=parts_field(
        type_of(ArticleDocument), ArticlePage, "documents", "Attached documents."
    ),
    body=body_field(ArticleBody, "body", "The article's content."),
)
declare_section(
    ArticleIndexPage,
    "A list page for articles; query `articles` for its contents.",
    feed_url=feed_field(),
)
