"""Content in quantity: events and articles beside the demo's, without a save for each.

What is measured at several sizes must differ in nothing but the size, so the events are laid out
as an archive that grows at both ends: as many in a week whatever their number, of which a third
is to come. Everything that an operation may show besides (groups, topics, places, organisations)
stays as it is in the demo. Half of the events are meetings of one group, so that a list under a
page grows too.
"""

import datetime
import json
import random
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.models import Page

from cms.search.indexing import rebuild
from pages.models import (
    AgendaItem,
    ArticleIndexPage,
    ArticlePage,
    ContentDocument,
    ContentImage,
    EventDocument,
    EventIndexPage,
    EventKind,
    EventPage,
    GroupPage,
    Organisation,
    ProjectPage,
    Topic,
    Venue,
)
from pages.sorting import swedish_sort_key
from tests.benchmarks.landmarks import (
    COMMON_WORD,
    FIRST_SEARCHED,
    LARGE_GROUP,
    RARE_EVENTS,
    RARE_WORD,
    SECOND_COMMON_WORD,
)

_BATCH = 1_000
_EVERY = datetime.timedelta(hours=8)
# Minutes of the last weeks and of earlier years: a year's archive is then alike at every size.
_WITH_MINUTES = datetime.timedelta(days=60)
_SWEDISH = (
    "gruppen möter boende deltagare frågan dialog förslag arbetet stöd hjälp vardagen hemmet "
    "kontoret personalen erfarenhet bemötande information väntetid plats ansökan beslut kontakt "
    "anhöriga fritid arbete studier ekonomi hälsa vården skolan familjen resan samtal uppföljning "
    "planen mötet rummet staden tjänsten förändring resultat rapporten våren hösten"
)
_WORDS = _SWEDISH.split()


def add_events(total: int, *, now: datetime.datetime, seed: int = 1) -> None:
    """Add events until there are `total`, an article for ten of them, and index it all anew.

    The demo's content must be there. What is added depends on `seed`, `now` and what is there.
    """
    present = EventPage.objects.count()
    with transaction.atomic():
        maker = _Maker(now, random.Random(seed + present))
        numbers = range(present, total)
        for start in range(0, len(numbers), _BATCH):
            maker.add_events(numbers[start : start + _BATCH])
        maker.add_articles(numbers[::10])
        rebuild()


class _Maker:
    """Makes rows of what the demo offers: its groups, topics, places, pictures."""

    def __init__(self, now: datetime.datetime, chance: random.Random) -> None:
        self.now = now.replace(minute=0, second=0, microsecond=0)
        self.chance = chance
        self.locale = EventIndexPage.objects.order_by("depth", "pk")[0].locale
        swedish = {"locale": self.locale}
        self.large_group = GroupPage.objects.get(slug=LARGE_GROUP, **swedish)
        self.groups = list(GroupPage.objects.filter(**swedish).exclude(pk=self.large_group.pk))
        self.projects = list(ProjectPage.objects.filter(**swedish).order_by("pk"))
        self.topics = list(Topic.objects.filter(**swedish).order_by("pk"))
        self.venues = list(Venue.objects.filter(**swedish).order_by("pk"))
        self.organisations = list(Organisation.objects.order_by("pk"))
        # Those whose sizes the demo has made, since lists show them.
        self.images = list(
            ContentImage.objects.filter(renditions__filter_spec__startswith="fill-800x400")
            .distinct()
            .order_by("pk")[:20]
        )
        self.document = ContentDocument.objects.order_by("pk")[0]

    def add_events(self, numbers: Sequence[int]) -> None:
        """Add the events of these numbers under the calendar, with their agendas and minutes."""
        calendar = EventIndexPage.objects.get(slug="kalender", locale=self.locale)
        events = [self._event(number) for number in numbers]
        add_pages(calendar, events)
        AgendaItem.objects.bulk_create(
            AgendaItem(event_id=event.pk, sort_order=place, title=title, description=self._text(8))
            for event in events
            for place, title in enumerate(("Information från förvaltningen", self._text(3)))
        )
        self._relate(events, "topics", self.topics)
        self._relate(events, "organisers", self.organisations)
        self._relate(events[::5], "projects", self.projects)
        self._add_minutes([event for event in events[::7] if self._has_minutes(event.starts_at)])

    def add_articles(self, numbers: Sequence[int]) -> None:
        """Add articles under the news."""
        news = ArticleIndexPage.objects.get(slug="nyheter", locale=self.locale)
        articles = [self._article(number) for number in numbers]
        add_pages(news, articles)
        self._relate(articles, "topics", self.topics)
        self._relate(articles, "groups", [self.large_group, *self.groups])

    def _event(self, number: int) -> EventPage:
        starts_at = self._starts_at(number)
        is_large = number % 2 == 0
        return EventPage(
            title=f"{self._text(3).capitalize()} {number}",
            slug=f"moete-{number}",
            locale=self.locale,
            summary=self._text(18),
            image=self.chance.choice(self.images),
            kind=self.chance.choice(EventKind.values),
            starts_at=starts_at,
            ends_at=starts_at + datetime.timedelta(hours=2),
            over_at=starts_at + datetime.timedelta(hours=2),
            venue=self.chance.choice(self.venues),
            room="Gula rummet",
            audience="alla som är intresserade",
            open_to_all=number % 4 != 0,
            group=self.large_group if is_large else self.chance.choice(self.groups),
            body=self._body(number),
            **self._published(starts_at),
        )

    def _article(self, number: int) -> ArticlePage:
        # Mirrored into the past if the event is upcoming; each article has a time of its own.
        ago = abs(self.now - self._starts_at(number))
        published_at = self.now - ago - _EVERY / (2 if number % 3 == 2 else 4)
        return ArticlePage(
            title=f"{self._text(4).capitalize()} {number}",
            slug=f"nyhet-{number}",
            locale=self.locale,
            summary=self._text(18),
            image=self.chance.choice(self.images),
            published_at=published_at,
            body=self._body(number, self._link()),
            **self._published(published_at),
        )

    def _starts_at(self, number: int) -> datetime.datetime:
        """Return a time that depends on the number alone: two of three lie in the past."""
        steps, third = divmod(number, 3)
        return self.now + _EVERY * (steps + 1 if third == 2 else -(2 * steps + third + 1))

    def _published(self, at: datetime.datetime) -> dict[str, Any]:
        before = min(at, self.now) - datetime.timedelta(days=30)
        return {"first_published_at": before, "last_published_at": before}

    def _has_minutes(self, starts_at: datetime.datetime) -> bool:
        recent = self.now - _WITH_MINUTES
        return recent < starts_at < self.now or starts_at.year < recent.year

    def _body(self, number: int, link: str = "") -> str:
        blocks: list[tuple[str, Any]] = [
            ("rich_text", f"<p>{self._text(35)}</p><p>{self._searched(number)}</p>"),
            ("heading", self._text(3).capitalize()),
            ("rich_text", f"<p>{self._text(25)} {link}</p>"),
            ("fact_box", {"heading": self._text(2), "text": f"<p>{self._text(10)}</p>"}),
        ]
        return json.dumps(
            [
                {
                    "type": kind,
                    "value": value,
                    "id": str(uuid.UUID(int=self.chance.getrandbits(128))),
                }
                for kind, value in blocks
            ]
        )

    def _searched(self, number: int) -> str:
        """Return the words that searches of the measurements look for."""
        words = [self._text(5)]
        if number % 2:
            words.append(COMMON_WORD)
        if number % 3:
            words.append(SECOND_COMMON_WORD)
        if FIRST_SEARCHED <= number < FIRST_SEARCHED + RARE_EVENTS:
            words.append(RARE_WORD)
        return " ".join(words)

    def _link(self) -> str:
        target = self.chance.choice(self.groups)
        return f'<a linktype="page" id="{target.pk}">{target.title}</a>'

    def _text(self, words: int) -> str:
        return " ".join(self.chance.choices(_WORDS, k=words))

    def _relate(self, pages: Sequence[Any], name: str, targets: Sequence[Any]) -> None:
        field = pages[0]._meta.get_field(name)
        through = field.remote_field.through
        through.objects.bulk_create(
            through(
                **{
                    f"{field.m2m_field_name()}_id": page.pk,
                    f"{field.m2m_reverse_field_name()}_id": self.chance.choice(targets).pk,
                }
            )
            for page in pages
        )

    def _add_minutes(self, events: Sequence[EventPage]) -> None:
        documents = ContentDocument.objects.bulk_create(
            ContentDocument(
                title=f"Minnesanteckningar {event.title}",
                file=self.document.file.name,
                file_size=self.document.file_size,
                file_hash=self.document.file_hash,
                collection_id=self.document.collection_id,
            )
            for event in events
        )
        EventDocument.objects.bulk_create(
            EventDocument(event_id=event.pk, document=document, title=document.title, sort_order=0)
            for event, document in zip(events, documents, strict=True)
        )


def add_pages(parent: Page, pages: Sequence[Any]) -> None:
    """Write new pages of one type as the last children of `parent`, in two statements a batch."""
    if not pages:
        return
    model = type(pages[0])
    content_type = ContentType.objects.get_for_model(model)
    for page, path in zip(pages, _new_paths(parent, len(pages)), strict=True):
        page.path, page.depth = path, parent.depth + 1
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.content_type, page.draft_title = content_type, page.title
        page.title_key = swedish_sort_key(page.title)
    rows = Page.objects.bulk_create(_only(Page, page) for page in pages)
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.page_ptr_id = row.pk
    # `bulk_create` refuses models that inherit a table; this is what it does for their own.
    with transaction.atomic():
        model._base_manager.all()._batched_insert(
            pages, model._meta.local_concrete_fields, batch_size=None
        )
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(pages))


def _only(model: type[Model], instance: Model) -> Any:
    """Return the part of an instance that stands in the table of a parent model."""
    fields = model._meta.concrete_fields
    return model(**{f.attname: getattr(instance, f.attname) for f in fields if not f.primary_key})


def _new_paths(parent: Page, count: int) -> Iterator[str]:
    last = parent.get_last_child()
    taken = Page._str2int(last.path[-Page.steplen :]) if last else 0
    for number in range(taken + 1, taken + 1 + count):
        yield Page._get_path(parent.path, parent.depth + 1, number)
