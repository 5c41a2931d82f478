"""Articles as an Atom feed (RFC 4287)."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks

from pages.models import ArticlePage
from pages.syndication.printable import one_line, printable

MEDIA_TYPE = Atom1Feed.content_type
# The date of an empty feed: fixed, so that its bytes stay the same.
_BEFORE_ALL_NEWS = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Item:
    """An article and its URL; `locale` and `topics` are loaded."""

    article: ArticlePage
    # URL of the article's page in the front end.
    address: str


@dataclass(frozen=True)
class FeedFacts:
    """The metadata of a feed."""

    title: str
    subtitle: str
    language: str
    # The feed's author: Atom requires one for entries without an author.
    publisher: str
    # URLs of the page that the feed belongs to, and of the feed itself.
    page_address: str
    address: str
    # A permanent id, independent of URLs, as from `article_id` (RFC 4287, 4.2.6).
    id: str


class _NewsFeed(Atom1Feed):
    def latest_post_date(self) -> datetime.datetime:
        """Return the time of the latest change; Django's method returns the current time if
        empty.
        """
        return max((item["updateddate"] for item in self.items), default=_BEFORE_ALL_NEWS)


def render_feed(facts: FeedFacts, items: Iterable[Item]) -> bytes:
    """Return a feed in UTF-8; the same items always give the same bytes."""
    feed = _NewsFeed(
        title=one_line(facts.title),
        link=facts.page_address,
        description=None,
        subtitle=one_line(facts.subtitle) or None,
        language=facts.language,
        author_name=one_line(facts.publisher),
        feed_url=facts.address,
        feed_guid=facts.id,
    )
    with translation.override(facts.language):
        for item in items:
            _add(feed, item)
    return feed.writeString("utf-8").encode()


def article_id(article: ArticlePage) -> str:
    """Return a permanent id, independent of URLs; each language has its own."""
    return uuid.uuid5(article.translation_key, article.locale.language_code).urn


def feed_id(translation_key: uuid.UUID, language: str) -> str:
    """Return the id of the feed for the object with this translation key, in a language."""
    return uuid.uuid5(translation_key, f"feed {language}").urn


def _add(feed: Atom1Feed, item: Item) -> None:
    article = item.article
    # The disclaimer of a column is included, because some readers see only the feed.
    words = [article.summary, article.disclaimer]
    feed.add_item(
        title=one_line(article.title),
        link=item.address,
        # Feed readers interpret the description as HTML, so text is escaped.
        description=linebreaks(printable("\n\n".join(filter(None, words))), autoescape=True),
        unique_id=article_id(article),
        author_name=one_line(article.text_byline) or None,
        pubdate=article.published_at,
        updateddate=max(article.last_published_at or article.published_at, article.published_at),
        categories=[
            str(article.get_kind_display()),
            *(one_line(topic.name) for topic in article.topics.all()),
        ],
    )
