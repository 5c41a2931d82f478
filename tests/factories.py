"""Factories: each makes an object that the admin would accept.

Without a parent, a page is placed in the section of its type below the default site's start page;
both are created when missing. Child rows are given as lists:
`EventPageFactory(projects=[project], agenda_items=[AgendaItem(title="Leisure")])`.
"""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory, FileField, ImageField
from wagtail.models import Collection, Locale, Page, Site
from wagtail_factories import PageFactory

from feedback.handling.answers import publication_of
from feedback.models import Service, ServiceAnswer, Submission, SubmissionAnswer
from pages.models import (
    ArticleIndexPage,
    ArticlePage,
    ContentDocument,
    ContentImage,
    EventIndexPage,
    EventPage,
    EventSeriesPage,
    GroupIndexPage,
    GroupPage,
    HomePage,
    Organisation,
    OrganisationKind,
    ProjectIndexPage,
    ProjectPage,
    StandardPage,
    Topic,
    Venue,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
# A Monday in summer time. Tests derive their current time from it, not from the clock.
EVENT_START = datetime.datetime(2026, 5, 11, 13, 30, tzinfo=STOCKHOLM)
PUBLISHED_AT = datetime.datetime(2026, 5, 4, 9, 0, tzinfo=STOCKHOLM)


def locale(code: str = "sv") -> Locale:
    """Return the locale, created when missing."""
    return Locale.objects.get_or_create(language_code=code)[0]


def default_home() -> HomePage:
    """Return the default site's start page, created in place of Wagtail's welcome page."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site and site.root_page.specific_class is HomePage:
        return site.root_page.specific
    home = HomePageFactory()
    if site is None:
        site = Site(hostname="localhost", port=80, is_default_site=True)
    site.root_page = home
    site.save()
    return home


def section(index_model: type[Page], slug: str, title: str) -> Page:
    """Return the index page of a type directly below the default site's start page."""
    home = default_home()
    existing = index_model.objects.child_of(home).first()
    if existing:
        return existing
    index = index_model(title=title, slug=slug, show_in_menus=True)
    home.add_child(instance=index)
    return index


class ContentPageFactory(PageFactory):
    """Reads the parent again first, since a stale parent has a wrong number of children."""

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class: type[Page], parent: Page | None, kwargs: Any) -> Page:
        if parent is not None:
            parent.refresh_from_db()
        return super()._create_instance(model_class, parent, kwargs)


class HomePageFactory(ContentPageFactory):
    """A page below the root; only `default_home` makes it a site's start page."""

    title = factory.Sequence(lambda n: f"Start {n}")
    parent = factory.LazyFunction(Page.get_first_root_node)
    locale = factory.LazyFunction(locale)

    class Meta:
        model = HomePage


class StandardPageFactory(ContentPageFactory):
    title = factory.Sequence(lambda n: f"Standard page {n}")
    parent = factory.LazyFunction(default_home)

    class Meta:
        model = StandardPage


class IndexPageFactory(ContentPageFactory):
    parent = factory.LazyFunction(default_home)

    class Meta:
        abstract = True


class GroupIndexPageFactory(IndexPageFactory):
    title = factory.Sequence(lambda n: f"Groups {n}")

    class Meta:
        model = GroupIndexPage


class ProjectIndexPageFactory(IndexPageFactory):
    title = factory.Sequence(lambda n: f"Projects {n}")

    class Meta:
        model = ProjectIndexPage


class EventIndexPageFactory(IndexPageFactory):
    title = factory.Sequence(lambda n: f"Calendar {n}")

    class Meta:
        model = EventIndexPage


class ArticleIndexPageFactory(IndexPageFactory):
    title = factory.Sequence(lambda n: f"News {n}")

    class Meta:
        model = ArticleIndexPage


class GroupPageFactory(ContentPageFactory):
    title = factory.Sequence(lambda n: f"Group {n}")
    purpose = "To develop the services together with those who use them."
    parent = factory.LazyFunction(lambda: section(GroupIndexPage, "grupper", "Grupper"))

    class Meta:
        model = GroupPage


class ProjectPageFactory(ContentPageFactory):
    title = factory.Sequence(lambda n: f"Project {n}")
    parent = factory.LazyFunction(lambda: section(ProjectIndexPage, "projekt", "Projekt"))

    class Meta:
        model = ProjectPage


class EventSeriesPageFactory(ContentPageFactory):
    title = factory.Sequence(lambda n: f"Series {n}")
    parent = factory.LazyFunction(lambda: section(EventIndexPage, "kalender", "Kalender"))

    class Meta:
        model = EventSeriesPage


class EventPageFactory(ContentPageFactory):
    """A meeting of two hours, by default at `EVENT_START`."""

    title = factory.Sequence(lambda n: f"Event {n}")
    starts_at = EVENT_START
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + datetime.timedelta(hours=2))
    parent = factory.LazyFunction(lambda: section(EventIndexPage, "kalender", "Kalender"))

    class Meta:
        model = EventPage


class ArticlePageFactory(ContentPageFactory):
    title = factory.Sequence(lambda n: f"Article {n}")
    published_at = PUBLISHED_AT
    parent = factory.LazyFunction(lambda: section(ArticleIndexPage, "nyheter", "Nyheter"))

    class Meta:
        model = ArticlePage


class OrganisationFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Organisation {n}")
    slug = factory.Sequence(lambda n: f"organisation-{n}")
    kind = OrganisationKind.ASSOCIATION

    class Meta:
        model = Organisation


class VenueFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Venue {n}")
    slug = factory.Sequence(lambda n: f"venue-{n}")
    address = "Bredgatan 11"
    locale = factory.LazyFunction(locale)

    class Meta:
        model = Venue


class TopicFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Topic {n}")
    slug = factory.Sequence(lambda n: f"topic-{n}")
    locale = factory.LazyFunction(locale)

    class Meta:
        model = Topic


class ContentImageFactory(DjangoModelFactory):
    """A small single-colour image in the root collection."""

    title = factory.Sequence(lambda n: f"Image {n}")
    description = "A blue square."
    file = ImageField(width=80, height=60, color="blue", format="PNG", filename="blue.png")
    collection = factory.LazyFunction(Collection.get_first_root_node)

    class Meta:
        model = ContentImage


class ContentDocumentFactory(DjangoModelFactory):
    """A minimal PDF in the root collection."""

    title = factory.Sequence(lambda n: f"Document {n}")
    file = FileField(data=b"%PDF-1.7\n%%EOF\n", filename="minutes.pdf")
    collection = factory.LazyFunction(Collection.get_first_root_node)

    class Meta:
        model = ContentDocument


class ServiceFactory(DjangoModelFactory):
    """A service of an administration, open for feedback without end."""

    name = factory.Sequence(lambda n: f"Service {n}")
    slug = factory.Sequence(lambda n: f"service-{n}")
    description = "Help with everyday matters."
    administration = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.ADMINISTRATION)
    locale = factory.LazyFunction(locale)

    class Meta:
        model = Service


class ServiceAnswerFactory(DjangoModelFactory):
    """An answer to the feedback of April 2026."""

    service = factory.SubFactory(ServiceFactory)
    month = datetime.date(2026, 4, 1)
    said = "The waiting time is long."
    done = "There are more of us now."
    outcome = "changed"
    answered_on = datetime.date(2026, 5, 4)

    class Meta:
        model = ServiceAnswer


class SubmissionFactory(DjangoModelFactory):
    """A submission that has reached the editors."""

    service = factory.SubFactory(ServiceFactory)
    rating = 4
    comment = "They listened."
    language = "sv"
    month = datetime.date(2026, 4, 1)
    receipt_hash = factory.Sequence(lambda n: f"{n:064x}")

    class Meta:
        model = Submission


class SubmissionAnswerFactory(DjangoModelFactory):
    """A published answer, dated in the month after the submission."""

    submission = factory.SubFactory(SubmissionFactory)
    outcome = "changed"
    text = "We call back on the same day now."
    answered_on = datetime.date(2026, 5, 4)
    live = True
    first_published_at = PUBLISHED_AT

    class Meta:
        model = SubmissionAnswer

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        answer = model_class(*args, **kwargs)
        with publication_of(answer):
            answer.save()
        return answer
