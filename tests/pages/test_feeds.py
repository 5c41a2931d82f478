"""Atom feeds of articles."""

import datetime
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from pages.models import ArticleKind, ArticlePage
from pages.syndication.feed_urls import feed_url
from pages.syndication.subscriptions import LATEST_ARTICLES
from pages.visibility import Environment
from tests import factories
from tests.factories import PUBLISHED_AT

pytestmark = pytest.mark.django_db

ALL = "/feeds/articles.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


def read(client, address=ALL, **parameters):
    """Return the parsed feed."""
    response = client.get(address, parameters)
    assert response.status_code == 200, response.content
    return ElementTree.fromstring(response.content)


def texts(feed, name):
    return [entry.findtext(f"{ATOM}{name}") for entry in feed.iter(f"{ATOM}entry")]


def titles(client, address=ALL, **parameters):
    return texts(read(client, address, **parameters), "title")


def test_non_public_content_is_omitted(client):
    # Given one public article, and articles that are not public for every possible reason
    factories.ArticlePageFactory(title="Open")
    factories.ArticlePageFactory(title="Canary draft", live=False)
    factories.ArticlePageFactory(title="Canary expired", expired=True)
    private = factories.ArticlePageFactory(title="Canary private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    foreign = factories.ArticleIndexPageFactory(parent=factories.HomePageFactory())
    factories.ArticlePageFactory(title="Canary elsewhere", parent=foreign)

    # Then only the public one is in the feed
    assert titles(client) == ["Open"]
    assert b"Canary" not in client.get(ALL).content


@pytest.mark.parametrize("kind", ["groups", "projects", "topics"])
def test_feed_of_an_unknown_page_is_404_with_a_message(client, kind):
    factories.default_home()
    response = client.get(f"/feeds/{kind}/ingen.atom")
    assert response.status_code == 404
    assert "ingen" in response.content.decode()


def test_private_group_has_no_feed(client):
    # Given a group with a view restriction and a public article
    group = factories.GroupPageFactory(slug="gruppen")
    factories.ArticlePageFactory(groups=[group])
    PageViewRestriction.objects.create(page=group, restriction_type=PageViewRestriction.LOGIN)

    # Then its feed is 404
    assert client.get("/feeds/groups/gruppen.atom").status_code == 404


def test_editor_text_is_escaped_in_feeds(client):
    # Given texts with markup, characters that XML forbids, and an emoji
    hostile = "<script>alert(1)</script> & ]]> \x0c\ufffe\x85å 👩‍🔬\r\n\r\nNext"
    article = factories.ArticlePageFactory(title="x", topics=[factories.TopicFactory(name="a&<b")])
    ArticlePage.objects.filter(pk=article.pk).update(title=hostile, summary=hostile)

    # When the feed is parsed
    feed = read(client)

    # Then the title is one line of text, and the summary contains no markup from the editor
    assert texts(feed, "title") == ["<script>alert(1)</script> & ]]> å 👩‍🔬 Next"]
    (summary,) = texts(feed, "summary")
    assert summary.startswith("<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; ]]&gt;")
    assert summary.endswith("<p>Next</p>")
    assert [each.get("term") for each in feed.iter(f"{ATOM}category")][1] == "a&<b"


def test_column_includes_its_disclaimer(client):
    factories.ArticlePageFactory(
        kind=ArticleKind.COLUMN, disclaimer="The views are the writer's own.", text_byline="AB"
    )
    feed = read(client)
    assert "The views are the writer" in texts(feed, "summary")[0]
    assert feed.findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") == "AB"


def test_each_feed_has_its_own_articles_latest_first(client):
    # Given articles about a group, a project and a topic
    group = factories.GroupPageFactory(slug="gruppen")
    project = factories.ProjectPageFactory(slug="projektet")
    topic = factories.TopicFactory(slug="fritid")
    day = datetime.timedelta(days=1)
    factories.ArticlePageFactory(title="Old", groups=[group], published_at=PUBLISHED_AT - day)
    factories.ArticlePageFactory(title="New", groups=[group], projects=[project])
    factories.ArticlePageFactory(
        title="On leisure", topics=[topic], published_at=PUBLISHED_AT + day
    )

    # Then each feed contains its own
    assert titles(client, "/feeds/groups/gruppen.atom") == ["New", "Old"]
    assert titles(client, "/feeds/projects/projektet.atom") == ["New"]
    assert titles(client, "/feeds/topics/fritid.atom") == ["On leisure"]
    assert titles(client) == ["On leisure", "New", "Old"]


def test_group_feed_falls_back_to_the_default_language(client):
    # Given a group in two languages, with one translated and one Swedish article
    english = factories.locale("en")
    group = factories.GroupPageFactory(slug="gruppen")
    both = factories.ArticlePageFactory(title="På båda", groups=[group])
    factories.ArticlePageFactory(title="Bara på svenska", groups=[group])
    group.copy_for_translation(english, copy_parents=True).save_revision().publish()
    copy = both.copy_for_translation(english, copy_parents=True)
    copy.title = "In both"
    copy.save_revision().publish()

    # Then the English feed contains each once, and ids differ by language
    address = "/feeds/groups/gruppen.atom"
    assert sorted(titles(client, address, locale="en")) == ["Bara på svenska", "In both"]
    assert titles(client, locale="en") == ["In both"]
    ids = {*texts(read(client, address, locale="en"), "id"), *texts(read(client, address), "id")}
    assert len(ids) == 3


def test_entry_id_is_permanent_and_changes_are_dated(client):
    # Given a published article
    with time_machine.travel("2026-05-04T09:00:00+00:00", tick=False):
        article = factories.ArticlePageFactory(live=False)
        article.save_revision().publish()
    before = read(client)

    # When its title and slug change
    with time_machine.travel("2026-05-06T10:00:00+00:00", tick=False):
        article.title, article.slug = "Another", "another"
        article.save_revision().publish()
    after = read(client)

    # Then it is the same entry with a new date
    assert texts(after, "id") == texts(before, "id")
    assert texts(after, "published") == texts(before, "published")
    assert texts(after, "updated") == ["2026-05-06T10:00:00+00:00"]
    assert after.findtext(f"{ATOM}updated") == "2026-05-06T10:00:00+00:00"
    links = [each.get("href") for each in after.iter(f"{ATOM}link")]
    assert "http://localhost/nyheter/another/" in links


def test_feed_id_is_permanent(client, settings):
    # Given the feeds of a site and a group
    group = factories.GroupPageFactory(slug="before")
    feeds = {read(client).findtext(f"{ATOM}id"), of_group(client, "before")}

    # When the group's slug and the API's host change
    group.slug = "after"
    group.save_revision().publish()
    settings.SITE_URL = "https://cms.example.org"

    # Then the feeds keep their ids
    assert {read(client).findtext(f"{ATOM}id"), of_group(client, "after")} == feeds
    assert len(feeds) == 2
    # And the feed in another language has another id
    factories.locale("en")
    assert read(client, locale="en").findtext(f"{ATOM}id") not in feeds


def of_group(client, slug):
    """Return the id of a group's feed."""
    return read(client, f"/feeds/groups/{slug}.atom").findtext(f"{ATOM}id")


def test_empty_feed_is_constant(client):
    # Given a site without articles
    factories.default_home()

    # Then its feed has a fixed date, so that its ETag does not change
    first, second = client.get(ALL), client.get(ALL)
    assert first.status_code == 200
    assert first["ETag"] == second["ETag"]
    assert b"2000-01-01" in first.content


def test_unchanged_feed_is_304(client):
    # Given a feed and its ETag
    article = factories.ArticlePageFactory()
    first = client.get(ALL)
    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert first["Cache-Control"] == "public, max-age=60"
    assert not first.cookies

    # When it is requested again it is 304, and not after the article was unpublished
    known = {"if-none-match": first["ETag"]}
    assert client.get(ALL, headers=known).status_code == 304
    article.unpublish()
    assert client.get(ALL, headers=known).status_code == 200


@pytest.mark.slow
def test_cost_and_length_are_bounded(client, django_assert_num_queries):
    # Given a topic with one article
    topic = factories.TopicFactory(slug="fritid")
    factories.ArticlePageFactory(topics=[topic, factories.TopicFactory()])
    with CaptureQueriesContext(connection) as for_one:
        assert len(titles(client, "/feeds/topics/fritid.atom")) == 1

    # When there are more than the maximum
    for _ in range(LATEST_ARTICLES):
        factories.ArticlePageFactory(topics=[topic, factories.TopicFactory()])

    # Then the number of queries is the same, and the feed is bounded
    with django_assert_num_queries(len(for_one)):
        assert len(titles(client, "/feeds/topics/fritid.atom")) == LATEST_ARTICLES


def test_feed_url_of_the_api_works(client, settings):
    # Given a page or topic with a feed
    settings.SITE_URL = "https://cms.example.org"
    subjects = [
        factories.GroupPageFactory(),
        factories.ProjectPageFactory(),
        factories.TopicFactory(),
        factories.default_home(),
    ]
    site = Environment().site_named("localhost")

    # Then the URL returns it, and it contains the same URL
    for subject in subjects:
        address = feed_url(subject, site)
        feed = read(client, address.removeprefix("https://cms.example.org"))
        links = {each.get("rel"): each.get("href") for each in feed.iter(f"{ATOM}link")}
        assert links["self"] == address
    assert feed_url(factories.EventPageFactory(), site) is None
