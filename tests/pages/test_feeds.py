"""Atom feeds of news: what is in them, and what must never be."""

import datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time
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
    """Return a feed as a program reads it."""
    response = client.get(address, parameters)
    assert response.status_code == 200, response.content
    return ElementTree.fromstring(response.content)


def texts(feed, name):
    return [entry.findtext(f"{ATOM}{name}") for entry in feed.iter(f"{ATOM}entry")]


def titles(client, address=ALL, **parameters):
    return texts(read(client, address, **parameters), "title")


def test_what_is_not_public_is_absent(client):
    # Given one public article, and one hidden in every way
    factories.ArticlePageFactory(title="Open")
    factories.ArticlePageFactory(title="Canary draft", live=False)
    factories.ArticlePageFactory(title="Canary expired", expired=True)
    private = factories.ArticlePageFactory(title="Canary private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    foreign = factories.ArticleIndexPageFactory(parent=factories.HomePageFactory())
    factories.ArticlePageFactory(title="Canary elsewhere", parent=foreign)

    # Then only the public one is there
    assert titles(client) == ["Open"]
    assert b"Canary" not in client.get(ALL).content


@pytest.mark.parametrize("kind", ["groups", "projects", "topics"])
def test_unknown_subject_is_not_found_in_words(client, kind):
    factories.default_home()
    response = client.get(f"/feeds/{kind}/ingen.atom")
    assert response.status_code == 404
    assert "ingen" in response.content.decode()


def test_private_group_has_no_feed(client):
    # Given a group behind a log-in, with an article that is public
    group = factories.GroupPageFactory(slug="gruppen")
    factories.ArticlePageFactory(groups=[group])
    PageViewRestriction.objects.create(page=group, restriction_type=PageViewRestriction.LOGIN)

    # Then its feed is not found
    assert client.get("/feeds/groups/gruppen.atom").status_code == 404


def test_text_of_an_editor_stays_text(client):
    # Given texts with markup, characters that XML has no place for, and an emoji
    hostile = "<script>alert(1)</script> & ]]> \x0c\ufffe\x85å 👩‍🔬\r\n\r\nNext"
    article = factories.ArticlePageFactory(title="x", topics=[factories.TopicFactory(name="a&<b")])
    ArticlePage.objects.filter(pk=article.pk).update(title=hostile, summary=hostile)

    # When a program reads the feed
    feed = read(client)

    # Then the title is one line of text, and the summary has no element of the editor's
    assert texts(feed, "title") == ["<script>alert(1)</script> & ]]> å 👩‍🔬 Next"]
    (summary,) = texts(feed, "summary")
    assert summary.startswith("<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; ]]&gt;")
    assert summary.endswith("<p>Next</p>")
    assert [each.get("term") for each in feed.iter(f"{ATOM}category")][1] == "a&<b"


def test_column_says_whose_views_it_gives(client):
    factories.ArticlePageFactory(
        kind=ArticleKind.COLUMN, disclaimer="The views are the writer's own.", text_byline="AB"
    )
    feed = read(client)
    assert "The views are the writer" in texts(feed, "summary")[0]
    assert feed.findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") == "AB"


def test_each_feed_has_its_own_news_latest_first(client):
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

    # Then each feed has its own
    assert titles(client, "/feeds/groups/gruppen.atom") == ["New", "Old"]
    assert titles(client, "/feeds/projects/projektet.atom") == ["New"]
    assert titles(client, "/feeds/topics/fritid.atom") == ["On leisure"]
    assert titles(client) == ["On leisure", "New", "Old"]


def test_article_of_a_group_comes_in_the_language_that_there_is(client):
    # Given a group in two languages, with one article in both and one in Swedish only
    english = factories.locale("en")
    group = factories.GroupPageFactory(slug="gruppen")
    both = factories.ArticlePageFactory(title="På båda", groups=[group])
    factories.ArticlePageFactory(title="Bara på svenska", groups=[group])
    group.copy_for_translation(english, copy_parents=True).save_revision().publish()
    copy = both.copy_for_translation(english, copy_parents=True)
    copy.title = "In both"
    copy.save_revision().publish()

    # Then the English feed has each once, and ids that differ by language
    address = "/feeds/groups/gruppen.atom"
    assert sorted(titles(client, address, locale="en")) == ["Bara på svenska", "In both"]
    assert titles(client, locale="en") == ["In both"]
    ids = {*texts(read(client, address, locale="en"), "id"), *texts(read(client, address), "id")}
    assert len(ids) == 3


def test_id_outlives_the_address_and_a_change_is_dated(client):
    # Given a published article
    with freeze_time("2026-05-04 09:00:00"):
        article = factories.ArticlePageFactory(live=False)
        article.save_revision().publish()
    before = read(client)

    # When it gets another title and address
    with freeze_time("2026-05-06 10:00:00"):
        article.title, article.slug = "Another", "another"
        article.save_revision().publish()
    after = read(client)

    # Then it is the same entry, changed then
    assert texts(after, "id") == texts(before, "id")
    assert texts(after, "published") == texts(before, "published")
    assert texts(after, "updated") == ["2026-05-06T10:00:00+00:00"]
    assert after.findtext(f"{ATOM}updated") == "2026-05-06T10:00:00+00:00"
    links = [each.get("href") for each in after.iter(f"{ATOM}link")]
    assert "http://localhost/nyheter/another/" in links


def test_id_of_a_feed_outlives_its_address(client, settings):
    # Given the feeds of a site and of a group
    group = factories.GroupPageFactory(slug="before")
    feeds = {read(client).findtext(f"{ATOM}id"), of_group(client, "before")}

    # When the group gets another address, and the whole API another host
    group.slug = "after"
    group.save_revision().publish()
    settings.SITE_URL = "https://cms.example.org"

    # Then readers know the feeds again
    assert {read(client).findtext(f"{ATOM}id"), of_group(client, "after")} == feeds
    assert len(feeds) == 2
    # And one in another language is another feed
    factories.locale("en")
    assert read(client, locale="en").findtext(f"{ATOM}id") not in feeds


def of_group(client, slug):
    """Return the id of a group's feed."""
    return read(client, f"/feeds/groups/{slug}.atom").findtext(f"{ATOM}id")


def test_empty_feed_is_always_the_same(client):
    # Given a site without news
    factories.default_home()

    # Then its feed has a fixed date, so that asking again costs nothing
    first, second = client.get(ALL), client.get(ALL)
    assert first.status_code == 200
    assert first["ETag"] == second["ETag"]
    assert b"2000-01-01" in first.content


def test_unchanged_feed_is_not_sent_again(client):
    # Given a feed that a program has
    article = factories.ArticlePageFactory()
    first = client.get(ALL)
    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert first["Cache-Control"] == "public, max-age=60"
    assert not first.cookies

    # When it asks again, it is told that nothing is new; when the article is taken back, it learns
    known = {"if-none-match": first["ETag"]}
    assert client.get(ALL, headers=known).status_code == 304
    article.unpublish()
    assert client.get(ALL, headers=known).status_code == 200


def test_cost_and_length_are_bounded(client, django_assert_num_queries):
    # Given a topic with one article
    topic = factories.TopicFactory(slug="fritid")
    factories.ArticlePageFactory(topics=[topic, factories.TopicFactory()])
    with CaptureQueriesContext(connection) as for_one:
        assert len(titles(client, "/feeds/topics/fritid.atom")) == 1

    # When there are more than a feed holds
    for _ in range(LATEST_ARTICLES):
        factories.ArticlePageFactory(topics=[topic, factories.TopicFactory()])

    # Then the number of queries is the same, and the feed no longer than it may be
    with django_assert_num_queries(len(for_one)):
        assert len(titles(client, "/feeds/topics/fritid.atom")) == LATEST_ARTICLES


def test_address_in_the_contract_leads_to_the_feed(client, settings):
    # Given what has a feed
    settings.SITE_URL = "https://cms.example.org"
    subjects = [
        factories.GroupPageFactory(),
        factories.ProjectPageFactory(),
        factories.TopicFactory(),
        factories.default_home(),
    ]
    site = Environment().site_named("localhost")

    # Then the address finds it, and the feed names the same address
    for subject in subjects:
        address = feed_url(subject, site)
        feed = read(client, address.removeprefix("https://cms.example.org"))
        links = {each.get("rel"): each.get("href") for each in feed.iter(f"{ATOM}link")}
        assert links["self"] == address
    assert feed_url(factories.EventPageFactory(), site) is None
