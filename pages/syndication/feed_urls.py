"""URLs of calendars and feeds, for the API and for links."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

from pages.models import Topic
from pages.registry import page_type_of
from pages.visibility import SiteTrees


def calendar_url(page: Page, site: SiteTrees) -> str | None:
    """Return the URL of a page's calendar in the page's language, or None if it has none.

    Costs no query. `page` must be an instance of its specific type.
    """
    return _address(page, site, page_type_of(type(page)).calendar)


def feed_url(subject: Page | Topic, site: SiteTrees) -> str | None:
    """Return the URL of the Atom feed of a page or topic, or None; see `calendar_url`."""
    is_topic = isinstance(subject, Topic)
    return _address(subject, site, "topic_feed" if is_topic else page_type_of(type(subject)).feed)


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


def _address(subject: Page | Topic, site: SiteTrees, name: str) -> str | None:
    if not name:
        return None
    tree = site.tree_in(subject.locale_id) or site.default_tree
    # What covers a whole language has no slug in its address.
    slug = "" if name in {"events_calendar", "articles_feed"} else subject.slug
    return subscription_address(name, site, tree.language, slug)
