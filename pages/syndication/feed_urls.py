"""URLs of calendars and feeds, for the API and for links."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

from pages.models import (
    ArticleIndexPage,
    EventIndexPage,
    EventPage,
    EventSeriesPage,
    GroupPage,
    HomePage,
    ProjectPage,
    Topic,
)
from pages.visibility import SiteTrees

# For start pages and index pages: all content in the page's language.
_CALENDARS: dict[type, str] = {HomePage: "events_calendar", EventIndexPage: "events_calendar"}
_CALENDARS_BY_SLUG: dict[type, str] = {
    EventPage: "event_calendar",
    EventSeriesPage: "series_calendar",
    GroupPage: "group_calendar",
    ProjectPage: "project_calendar",
}
_FEEDS: dict[type, str] = {HomePage: "articles_feed", ArticleIndexPage: "articles_feed"}
_FEEDS_BY_SLUG: dict[type, str] = {
    GroupPage: "group_feed",
    ProjectPage: "project_feed",
    Topic: "topic_feed",
}


def calendar_url(page: Page, site: SiteTrees) -> str | None:
    """Return the URL of a page's calendar in the page's language, or None if it has none.

    Costs no query. `page` must be an instance of its specific type.
    """
    return _address(page, site, _CALENDARS, _CALENDARS_BY_SLUG)


def feed_url(subject: Page | Topic, site: SiteTrees) -> str | None:
    """Return the URL of the Atom feed of a page or topic, or None; see `calendar_url`."""
    return _address(subject, site, _FEEDS, _FEEDS_BY_SLUG)


def subscription_address(name: str, site: SiteTrees, language: str, slug: str = "") -> str:
    """Return the absolute URL of a calendar or feed view; default parameters are omitted."""
    path = reverse(f"subscriptions:{name}", kwargs={"slug": slug} if slug else None)
    parameters = {}
    if language != site.default_tree.language:
        parameters["locale"] = language
    if not site.is_default:
        parameters["site"] = site.hostname
    query = f"?{urlencode(parameters)}" if parameters else ""
    return f"{settings.SITE_URL.rstrip('/')}{path}{query}"


def _address(
    subject: Page | Topic, site: SiteTrees, whole: dict[type, str], by_slug: dict[type, str]
) -> str | None:
    tree = site.tree_in(subject.locale_id) or site.default_tree
    if name := whole.get(type(subject)):
        return subscription_address(name, site, tree.language)
    if name := by_slug.get(type(subject)):
        return subscription_address(name, site, tree.language, subject.slug)
    return None
