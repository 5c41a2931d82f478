"""HTTP views of calendars and feeds: public, without cookies, with ETags."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotFound,
    HttpResponsePermanentRedirect,
)
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.models import (
    EventPage,
    EventSeriesPage,
    GroupPage,
    ProjectPage,
)
from pages.models.base import TopicalPage
from pages.syndication import atom as feeds
from pages.syndication import icalendar_files as calendars
from pages.syndication.atom import FeedFacts, Item
from pages.syndication.feed_urls import subscription_address
from pages.syndication.icalendar_files import CalendarFacts, Entry
from pages.syndication.subscriptions import Reader
from pages.visibility import Environment, SiteTrees

# Short, so that a cancellation reaches people soon; a repeated request usually costs a 304.
CACHE_CONTROL = "public, max-age=60"


class _Moved(Exception):
    """The resource has moved; the message is its new URL."""


class _NotFound(Exception):
    """The resource does not exist; the message is shown to the client."""


def _subscription_view(
    make: Callable[..., HttpResponse],
) -> Callable[..., HttpResponse]:
    """Decorate a view: pass it a Reader, add ETag and Cache-Control, and convert exceptions.

    _Moved becomes a permanent redirect, _NotFound a 404 with plain text.
    """

    @require_safe
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            reader = _reader(request)
            with translation.override(reader.language):
                response = make(reader, **kwargs)
        except _Moved as moved:
            response = HttpResponsePermanentRedirect(str(moved))
            # Cached only briefly, since another page may get the old slug.
            response["Cache-Control"] = CACHE_CONTROL
            return response
        except _NotFound as missing:
            response = HttpResponseNotFound(
                f"{missing}\n", content_type="text/plain; charset=utf-8"
            )
            response["Cache-Control"] = CACHE_CONTROL
            return response
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        response["Cache-Control"] = CACHE_CONTROL
        return get_conditional_response(request, etag=etag, response=response) or response

    view.__doc__ = make.__doc__
    return view


def _reader(request: HttpRequest) -> Reader:
    environment = Environment()
    hostname = request.GET.get("site")
    site: SiteTrees | None
    if hostname:
        site = environment.site_named(hostname)
    else:
        site = environment.site_for(request.get_host())
    if site is None:
        raise _NotFound(_("Unknown site."))
    language = request.GET.get("locale") or site.default_tree.language
    locale_id = environment.locale_id(language)
    if locale_id is None:
        raise _NotFound(_("There is no content in this language."))
    return Reader(environment, site, locale_id, language)


@_subscription_view
def events_calendar(reader: Reader) -> HttpResponse:
    """All events in a language."""
    return _calendar(
        reader,
        "events_calendar",
        _("%(site)s: calendar") % {"site": _site_name(reader)},
        reader.start_address,
        reader.all_events(),
    )


@_subscription_view
def event_calendar(reader: Reader, slug: str) -> HttpResponse:
    """One event, for import into a personal calendar."""
    event = _found(reader, "event_calendar", EventPage, slug)
    return _calendar_of(reader, "event_calendar", event, reader.event(event))


@_subscription_view
def group_calendar(reader: Reader, slug: str) -> HttpResponse:
    """The meetings of a group."""
    group = _found(reader, "group_calendar", GroupPage, slug)
    return _calendar_of(reader, "group_calendar", group, reader.events_of("group", group))


@_subscription_view
def project_calendar(reader: Reader, slug: str) -> HttpResponse:
    """The events about a project."""
    project = _found(reader, "project_calendar", ProjectPage, slug)
    return _calendar_of(reader, "project_calendar", project, reader.events_of("projects", project))


@_subscription_view
def series_calendar(reader: Reader, slug: str) -> HttpResponse:
    """The events of a series."""
    series = _found(reader, "series_calendar", EventSeriesPage, slug)
    return _calendar_of(reader, "series_calendar", series, reader.events_of("series", series))


@_subscription_view
def articles_feed(reader: Reader) -> HttpResponse:
    """The latest articles in a language."""
    title = _("%(site)s: news") % {"site": _site_name(reader)}
    items = reader.all_articles()
    return _feed(
        reader, "articles_feed", title, "", reader.start_address, items, key=reader.start_key
    )


@_subscription_view
def group_feed(reader: Reader, slug: str) -> HttpResponse:
    """The latest articles about a group."""
    group = _found(reader, "group_feed", GroupPage, slug)
    return _feed_of(reader, "group_feed", group, reader.articles_of("groups", group))


@_subscription_view
def project_feed(reader: Reader, slug: str) -> HttpResponse:
    """The latest articles about a project."""
    project = _found(reader, "project_feed", ProjectPage, slug)
    return _feed_of(reader, "project_feed", project, reader.articles_of("projects", project))


@_subscription_view
def topic_feed(reader: Reader, slug: str) -> HttpResponse:
    """The latest articles about a topic."""
    topic = reader.topic(slug)
    if topic is None:
        raise _missing(slug)
    items = reader.articles_of("topics", topic)
    return _feed(
        reader,
        "topic_feed",
        topic.name,
        topic.description,
        reader.start_address,
        items,
        topic.slug,
        key=topic.translation_key,
    )


def _found(reader: Reader, view: str, model: type[TopicalPage], slug: str) -> Any:
    page = reader.page(model, slug)
    if page is None:
        if renamed := reader.renamed_page(model, slug):
            raise _Moved(subscription_address(view, reader.site, reader.language, renamed.slug))
        raise _missing(slug)
    return page


def _missing(slug: str) -> _NotFound:
    # The same message for missing and for non-public pages.
    return _NotFound(_("There is no public page “%(slug)s” in this language.") % {"slug": slug})


def _site_name(reader: Reader) -> str:
    return reader.site.name or reader.site.hostname


def _calendar_of(
    reader: Reader, view: str, page: TopicalPage, entries: list[Entry]
) -> HttpResponse:
    return _calendar(reader, view, page.title, reader.address_of(page), entries, page.slug)


def _calendar(
    reader: Reader,
    view: str,
    name: str,
    page_address: str,
    entries: list[Entry],
    slug: str = "",
) -> HttpResponse:
    address = subscription_address(view, reader.site, reader.language, slug)
    facts = CalendarFacts(name, reader.language, page_address, address)
    return HttpResponse(
        calendars.render_calendar(facts, entries),
        content_type=calendars.MEDIA_TYPE,
        # A fixed ASCII file name, since slugs may contain other characters.
        headers={"Content-Disposition": 'inline; filename="calendar.ics"'},
    )


def _feed_of(reader: Reader, view: str, page: TopicalPage, items: list[Item]) -> HttpResponse:
    return _feed(
        reader,
        view,
        page.title,
        page.summary,
        reader.address_of(page),
        items,
        page.slug,
        key=page.translation_key,
    )


def _feed(
    reader: Reader,
    view: str,
    title: str,
    subtitle: str,
    page_address: str,
    items: list[Item],
    slug: str = "",
    *,
    key: UUID,
) -> HttpResponse:
    facts = FeedFacts(
        title=title,
        subtitle=subtitle,
        language=reader.language,
        publisher=_site_name(reader),
        page_address=page_address,
        address=subscription_address(view, reader.site, reader.language, slug),
        id=feeds.feed_id(key, reader.language),
    )
    return HttpResponse(feeds.render_feed(facts, items), content_type=feeds.MEDIA_TYPE)
