"""JSON-LD of articles."""

from collections.abc import Sequence

from pages.models import ArticleKind, ArticlePage
from pages.syndication.structured_data.json_ld import (
    Facts,
    Node,
    Related,
    moment,
    node,
    related,
    work,
)

_TYPES = {
    ArticleKind.NEWS: "NewsArticle",
    ArticleKind.COLUMN: "OpinionNewsArticle",
    ArticleKind.REPORT: "Report",
    ArticleKind.PODCAST: "PodcastEpisode",
    # schema.org has no type for a poem.
    ArticleKind.POEM: "CreativeWork",
}


def article(
    page: ArticlePage,
    facts: Facts,
    *,
    publisher: Node | None = None,
    events: Sequence[Related] = (),
    projects: Sequence[Related] = (),
    groups: Sequence[Related] = (),
) -> Node:
    """Return an article; `publisher` is the node of the site's publisher."""
    properties = work(page, facts)
    properties["about"] = [
        *properties["about"],
        *(related("Event", each) for each in events),
        *(related("Project", each) for each in projects),
        *(related("Organization", each) for each in groups),
    ]
    return node(
        _TYPES.get(ArticleKind(page.kind), "Article"),
        **properties,
        headline=page.title,
        datePublished=moment(page.published_at),
        dateModified=moment(page.last_published_at),
        # text_byline is a role or a signature, usually of one person.
        author=node("Person", name=page.text_byline) if page.text_byline else publisher,
        publisher=publisher,
        isAccessibleForFree=True,
        **_recording(page, facts),
    )


def _recording(page: ArticlePage, facts: Facts) -> Node:
    if not page.media_url:
        return {}
    property_name, type_name = (
        ("audio", "AudioObject") if page.kind == ArticleKind.PODCAST else ("video", "VideoObject")
    )
    return {
        property_name: node(
            type_name,
            name=page.title,
            description=page.summary,
            url=page.media_url,
            uploadDate=moment(page.published_at),
            thumbnailUrl=facts.picture,
        )
    }
