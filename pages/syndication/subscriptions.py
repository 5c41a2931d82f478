"""Contents of calendars and feeds: public pages of one site in one language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, prefetch_related_objects
from django.utils.encoding import iri_to_uri
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from pages.models import ArticlePage, EventPage, Topic, Venue
from pages.models.base import TopicalPage
from pages.syndication.atom import Item
from pages.syndication.icalendar_files import Entry
from pages.visibility import Environment, SiteTrees, Visibility

PageType = TypeVar("PageType", bound=TopicalPage)

# The maximum size of a calendar: about 0.3 s of work.
COMING_EVENTS = 500
PAST_EVENTS = 100
LATEST_ARTICLES = 50

# Large columns that calendars and feeds do not use.
_EVENT_TEXTS = ("body", "report", "draft_title", "search_description")
_ARTICLE_TEXTS = ("body", "transcript", "draft_title", "search_description")


@dataclass(frozen=True)
class Reader:
    """The site and language of a calendar or feed request."""

    environment: Environment
    site: SiteTrees
    locale_id: int
    language: str

    @property
    def policy(self) -> Visibility:
        """The visibility policy of the site."""
        return self.environment.visibility(self.site)

    def address_of(self, page: Page) -> str:
        """Return the URL of the page in the front end, in ASCII."""
        return iri_to_uri(f"{self.site.root_url}{self.site.path_of(page.url_path) or '/'}")

    @property
    def start_address(self) -> str:
        """URL of the start page in the front end, in the requested language if available."""
        tree = self.site.tree_in(self.locale_id) or self.site.default_tree
        return f"{self.site.root_url}{self.site.path_of(tree.url_path)}"

    @property
    def start_key(self) -> UUID:
        """The translation key of the site's start page; costs a query."""
        start = Page.objects.filter(pk=self.site.default_tree.page_id)
        return start.values_list("translation_key", flat=True).get()

    def page(self, model: type[PageType], slug: str) -> PageType | None:
        """Return the public page with the slug in the requested language, or None."""
        pages = model._default_manager.visible(self.policy).in_language(self.locale_id)
        return pages.filter(slug=slug).order_by("pk").first()

    def renamed_page(self, model: type[PageType], slug: str) -> PageType | None:
        """Return the public page with this former slug, according to redirects, or None."""
        to_page = Redirect.objects.filter(
            Q(site_id=self.site.site_id) | Q(site_id=None), old_path__endswith=f"/{slug}"
        )
        pages = model._default_manager.visible(self.policy).in_language(self.locale_id)
        return pages.filter(pk__in=to_page.values("redirect_page")).order_by("pk").first()

    def topic(self, slug: str) -> Topic | None:
        """Return the topic with the slug in the requested language, or None."""
        return Topic.objects.filter(slug=slug, locale_id=self.locale_id).first()

    def all_events(self) -> list[Entry]:
        """Return the events in the language: upcoming ones soonest first, then past ones, latest
        first.
        """
        return self._entries(Q(locale_id=self.locale_id))

    def event(self, event: EventPage) -> list[Entry]:
        """Return the event as a list with one entry."""
        return self._entries(Q(pk=event.pk))

    def events_of(self, relation: str, page: Page) -> list[Entry]:
        """Return the events of a group, project or series, in the order of `all_events`.

        Events without a translation are included in the site's default language, since a missing
        meeting is worse than one in another language.
        """
        return self._entries(self._related(EventPage, relation, page.translation_key))

    def all_articles(self) -> list[Item]:
        """Return the latest articles in the language."""
        return self._items(Q(locale_id=self.locale_id))

    def articles_of(self, relation: str, subject: Page | Topic) -> list[Item]:
        """Return the latest articles about a group, project or topic, with language fallback."""
        return self._items(self._related(ArticlePage, relation, subject.translation_key))

    def _related(self, model: type[TopicalPage], relation: str, translation_key: object) -> Q:
        named = model._default_manager.filter(**{f"{relation}__translation_key": translation_key})
        default_id = self.site.default_tree.locale_id
        once = model._default_manager.preferring(self.locale_id, default_id, self.policy)
        # By ids: a page that refers to two translations of the subject would be returned twice.
        return Q(pk__in=named.order_by().values("pk")) & Q(pk__in=once.order_by().values("pk"))

    def _entries(self, condition: Q) -> list[Entry]:
        now = self.environment.now
        events = EventPage.objects.visible(self.policy).filter(condition).defer(*_EVENT_TEXTS)
        found = [
            *events.upcoming(now).order_by("over_at", "pk")[:COMING_EVENTS],
            *events.past(now).order_by("-over_at", "-pk")[:PAST_EVENTS],
        ]
        prefetch_related_objects(found, "possible_dates", "agenda_items")
        venues = self._venues({event.venue_id for event in found if event.venue_id})
        return [
            Entry(event, self.address_of(event), venues.get(event.venue_id or 0)) for event in found
        ]

    def _venues(self, ids: Iterable[int]) -> dict[int, Venue]:
        """Return venues by id, in the requested language if translated."""
        chosen = Venue.objects.filter(pk__in=ids)
        rows = Venue.objects.filter(translation_key__in=chosen.values("translation_key"))
        by_id = {row.pk: row for row in rows}
        translated = {
            row.translation_key: row for row in by_id.values() if row.locale_id == self.locale_id
        }
        return {pk: translated.get(row.translation_key, row) for pk, row in by_id.items()}

    def _items(self, condition: Q) -> list[Item]:
        articles = (
            ArticlePage.objects.visible(self.policy)
            .filter(condition)
            .defer(*_ARTICLE_TEXTS)
            .select_related("locale")
            .prefetch_related("topics")
            .order_by("-published_at", "-pk")[:LATEST_ARTICLES]
        )
        return [Item(article, self.address_of(article)) for article in articles]
