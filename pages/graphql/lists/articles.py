"""The list of articles."""

from pages.graphql.enums import enum_type
from pages.graphql.lists.declaring import BY_TITLE, Order, page_list
from pages.graphql.lists.filtering import one_of, related_to, related_to_any
from pages.models import ArticleKind, ArticlePage

ArticleKindType = enum_type(
    ArticleKind,
    "The type of an article.",
    {
        "NEWS": "A news item.",
        "REPORT": "Report: a longer text about what the author saw and heard.",
        "INVITATION": "Invitation to an event or to take part.",
        "COLUMN": "Column: the author's own views or experience.",
        "MINUTES": "Minutes of a meeting.",
        "PODCAST": "Podcast; see `mediaUrl` and `transcript`.",
        "FILM": "Film; see `mediaUrl` and `transcript`.",
        "POEM": "Poem; keep its line breaks.",
    },
)


ARTICLES = page_list(
    ArticlePage,
    "articles",
    type_name="Article",
    plural="articles",
    singular="article",
    description="News, reports and other articles in one language.",
    description_of_one="One article.",
    orders=[Order("PUBLISHED_AT", "published_at", "Oldest first.", "Newest first."), BY_TITLE],
    default_order="PUBLISHED_AT_DESC",
    conditions={
        "kind": one_of(ArticleKindType, "kind", "Types of articles."),
        "topic": related_to_any("topics", "Slugs of topics."),
        "group": related_to("groups", "Slug of a group that the article is about."),
        "project": related_to("projects", "Slug of a project that the article is about."),
        "event": related_to("events", "Slug of an event that the article is about."),
    },
)
