"""What a calendar or a feed holds: public pages of one site, for readers of one language."""

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

# What a calendar holds at most: about 0.3 s of work, however many events there are.
COMING_EVENTS = 500
PAST_EVENTS = 100
LATEST_ARTICLES = 50

# Neither a calendar nor a feed shows these, and they are large.
_EVENT_TEXTS = ("body", "report", "draft_title", "search_description")
_ARTICLE_TEXTS = ("body", "transcript", "draft_title", "search_description")


@dataclass(frozen=True)
class Reader:
    """For whom something is read: the site and the language that were asked for."""

    environment: Environment
    site: SiteTrees
    locale_id: int
    language: str

    @property
    def policy(self) -> Visibility:
        """What anyone may see of the site."""
        return self.environment.visibility(self.site)

    def address_of(self, page: Page) -> str:
        """Return the page's address in the front end, in ASCII."""
        return iri_to_uri(f"{self.site.root_url}{self.site.path_of(page.url_path) or '/'}")

    @property
    def start_address(self) -> str:
        """The start page's address in the front end, in the language if the site has it."""
        tree = self.site.tree_in(self.locale_id) or self.site.default_tree
        return f"{self.site.root_url}{self.site.path_of(tree.url_path)}"

    @property
    def start_key(self) -> UUID:
        """The translation key of the site's start page; costs a query."""
        start = Page.objects.filter(pk=self.site.default_tree.page_id)
        return start.values_list("translation_key", flat=True).get()

    def page(self, model: type[PageType], slug: str) -> PageType | None:
        """Return the public page with the slug in the language that was asked for."""
        pages = model._default_manager.visible(self.policy).in_language(self.locale_id)
        return pages.filter(slug=slug).order_by("pk").first()

    def renamed_page(self, model: type[PageType], slug: str) -> PageType | None:
        """Return the public page that had the slug before, as redirects to it tell."""
        to_page = Redirect.objects.filter(
            Q(site_id=self.site.site_id) | Q(site_id=None), old_path__endswith=f"/{slug}"
        )
        pages = model._default_manager.visible(self.policy).in_language(self.locale_id)
        return pages.filter(pk__in=to_page.values("redirect_page")).order_by("pk").first()

    def topic(self, slug: str) -> Topic | None:
        """Return the topic with the slug in the language that was asked for."""
        return Topic.objects.filter(slug=slug, locale_id=self.locale_id).first()

    def all_events(self) -> list[Entry]:
        """Return the events written in the language: the next ones first, then the latest past."""
        return self._entries(Q(locale_id=self.locale_id))

    def event(self, event: EventPage) -> list[Entry]:
        """Return the one event."""
        return self._entries(Q(pk=event.pk))

    def events_of(self, relation: str, page: Page) -> list[Entry]:
        """Return the events of a group, project or series.

        Those without a translation come in the site's own language: a meeting that is missing in
        a calendar is worse than one in another language.
        """
        return self._entries(self._related(EventPage, relation, page.translation_key))

    def all_articles(self) -> list[Item]:
        """Return the latest articles written in the language."""
        return self._items(Q(locale_id=self.locale_id))

    def articles_of(self, relation: str, subject: Page | Topic) -> list[Item]:
        """Return the latest articles about a group, a project or a topic, as `events_of` does."""
        return self._items(self._related(ArticlePage, relation, subject.translation_key))

    def _related(self, model: type[TopicalPage], relation: str, translation_key: object) -> Q:
        named = model._default_manager.filter(**{f"{relation}__translation_key": translation_key})
        default_id = self.site.default_tree.locale_id
        once = model._default_manager.preferring(self.locale_id, default_id, self.policy)
        # By ids: a page that names both languages of its subject would else come twice.
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
        """Return venues by id, each in the language if it is translated to it."""
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
