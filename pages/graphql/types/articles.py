"""Articles."""

import graphene

from cms.graphql.fields import ApiField
from cms.graphql.scalars import DateTime
from pages.graphql.declare import declare
from pages.graphql.documents.blocks import ArticleBody, body_field
from pages.graphql.documents.media import Document, DocumentLoader, document_field
from pages.graphql.documents.rich_text import RichTextLoader
from pages.graphql.enums import ArticleKindType
from pages.graphql.relations import pages_field, parts_field, reading_locale, snippets_field
from pages.graphql.types.common import optional_text, text, type_of
from pages.models import (
    ArticleDocument,
    ArticlePage,
    EventPage,
    GroupPage,
    ProjectPage,
    Topic,
)

declare(
    ArticleDocument,
    "A document that an article brings.",
    title=text("What to call the link to the file."),
    document=document_field("document_id", "The file; null if it is not public."),
)
declare(
    ArticlePage,
    "News, a report, a column, minutes, a podcast or a film.",
    kind=ApiField(ArticleKindType, description="What sort of text or recording it is."),
    published_at=ApiField(DateTime, description="The date that readers see."),
    text_byline=optional_text("text_byline", "Who wrote it."),
    picture_byline=optional_text("picture_byline", "Who made the pictures."),
    disclaimer=optional_text("disclaimer", "Show it with a column: whose views these are."),
    media_url=optional_text("media_url", "Address of the film or the episode."),
    subtitles=ApiField(
        Document,
        required=False,
        description="WebVTT file with the recording's words.",
        loader=DocumentLoader(lambda article: article.subtitles_id),
    ),
    transcript=ApiField(
        graphene.String,
        required=False,
        description="What is said and shown in the recording, as HTML.",
        loader=RichTextLoader(lambda article: article.transcript, reading_locale),
        pick=lambda html: html or None,
    ),
    groups=pages_field(
        type_of(GroupPage), ArticlePage, "groups", GroupPage, "Groups that it is about."
    ),
    projects=pages_field(
        type_of(ProjectPage), ArticlePage, "projects", ProjectPage, "Projects that it is about."
    ),
    events=pages_field(
        type_of(EventPage), ArticlePage, "events", EventPage, "Events that it is about."
    ),
    topics=snippets_field(type_of(Topic), ArticlePage, "topics", Topic, "What it is about."),
    documents=parts_field(
        type_of(ArticleDocument), ArticlePage, "documents", "Documents that it brings."
    ),
    body=body_field(ArticleBody, "body", "The article's text and pictures."),
)
