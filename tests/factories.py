"""Factories: each makes an object that the admin would accept.

Without a parent, a page is placed in the section of its type below the default site's start page;
both are created when missing. Child rows are given as lists:
`EventPageFactory(projects=[project], agenda_items=[AgendaItem(title="Leisure")])`.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from zoneinfo import ZoneInfo

import factory
from django.db import models
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
    ContentPage,
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
from pages.registry import page_type_of

STOCKHOLM = ZoneInfo("Europe/Stockholm")
# A Monday in summer time. Tests derive their current time from it, not from the clock.
EVENT_START = datetime.datetime(2026, 5, 11, 13, 30, tzinfo=STOCKHOLM)
PUBLISHED_AT = datetime.datetime(2026, 5, 4, 9, 0, tzinfo=STOCKHOLM)


_first_number = ContextVar("first_number", default=1_000)


def numbered(text: str) -> factory.Sequence:
    """Return the text with a number of its own in place of `{}`.

    Numbers below 1,000 are left to tests and to `tests.content`, which give the slugs `service-0`
    and so on.
    """
    return factory.Sequence(lambda n: text.format(_first_number.get() + n))


@contextmanager
def numbers_of_prepared_content() -> Iterator[None]:
    """Number objects from a million: another worker's objects get none of these numbers."""
    token = _first_number.set(1_000_000)
    try:
        yield
    finally:
        _first_number.reset(token)


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


def factory_of(model: type[ContentPage], title: str = "", **values: Any) -> type[PageFactory]:
    """Return the factory of a registered page type; `values` are those of its fields.

    Titles are `title` and a number. The parent is the start page where the type may stand there,
    else the section of its kind. Required fields that are not given get values that are valid.
    """
    title = title or str(model._meta.verbose_name).capitalize()
    declared = {
        "title": numbered(f"{title} {{}}"),
        "parent": factory.LazyFunction(lambda: _parent_of(model)),
        **required_values(model),
        **values,
    }
    meta = type("Meta", (), {"model": model})
    return type(f"{model.__name__}Factory", (ContentPageFactory,), {"Meta": meta, **declared})


def _parent_of(model: type[ContentPage]) -> Page:
    if model is HomePage:
        return Page.get_first_root_node()
    if HomePage in model.allowed_parent_page_models():
        return default_home()
    (index,) = model.allowed_parent_page_models()
    slug = page_type_of(model).demo.parent
    return section(index, slug, slug.capitalize())


def required_values(model: type[ContentPage]) -> dict[str, Any]:
    """Return a valid value for each field that has to be filled in."""
    values: dict[type[models.Field], Any] = {
        models.DateTimeField: EVENT_START,
        models.DateField: EVENT_START.date(),
        models.TextField: "Text.",
        models.CharField: "Text",
    }
    return {
        field.name: values[type(field)]
        for field in model._meta.local_concrete_fields
        if type(field) in values and field.editable and not (field.blank or field.has_default())
    }


# A start page under the root; only `default_home` makes it a site's.
HomePageFactory = factory_of(HomePage, "Start", locale=factory.LazyFunction(locale))
StandardPageFactory = factory_of(StandardPage, "Standard page")
GroupIndexPageFactory = factory_of(GroupIndexPage, "Groups")
ProjectIndexPageFactory = factory_of(ProjectIndexPage, "Projects")
EventIndexPageFactory = factory_of(EventIndexPage, "Calendar")
ArticleIndexPageFactory = factory_of(ArticleIndexPage, "News")
GroupPageFactory = factory_of(
    GroupPage, "Group", purpose="To develop the services together with those who use them."
)
ProjectPageFactory = factory_of(ProjectPage, "Project")
EventSeriesPageFactory = factory_of(EventSeriesPage, "Series")
# A meeting of two hours, at `EVENT_START` unless told.
EventPageFactory = factory_of(
    EventPage,
    "Event",
    starts_at=EVENT_START,
    ends_at=factory.LazyAttribute(lambda event: event.starts_at + datetime.timedelta(hours=2)),
)
ArticlePageFactory = factory_of(ArticlePage, "Article", published_at=PUBLISHED_AT)


class OrganisationFactory(DjangoModelFactory):
    name = numbered("Organisation {}")
    slug = numbered("organisation-{}")
    kind = OrganisationKind.ASSOCIATION

    class Meta:
        model = Organisation


class VenueFactory(DjangoModelFactory):
    name = numbered("Venue {}")
    slug = numbered("venue-{}")
    address = "Bredgatan 11"
    locale = factory.LazyFunction(locale)

    class Meta:
        model = Venue


class TopicFactory(DjangoModelFactory):
    name = numbered("Topic {}")
    slug = numbered("topic-{}")
    locale = factory.LazyFunction(locale)

    class Meta:
        model = Topic


class ContentImageFactory(DjangoModelFactory):
    """A small single-colour image in the root collection."""

    title = numbered("Image {}")
    description = "A blue square."
    file = ImageField(width=80, height=60, color="blue", format="PNG", filename="blue.png")
    collection = factory.LazyFunction(Collection.get_first_root_node)

    class Meta:
        model = ContentImage


class ContentDocumentFactory(DjangoModelFactory):
    """A minimal PDF in the root collection."""

    title = numbered("Document {}")
    file = FileField(data=b"%PDF-1.7\n%%EOF\n", filename="minutes.pdf")
    collection = factory.LazyFunction(Collection.get_first_root_node)

    class Meta:
        model = ContentDocument


class ServiceFactory(DjangoModelFactory):
    """A service of an administration, open for feedback without end."""

    name = numbered("Service {}")
    slug = numbered("service-{}")
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
    receipt_hash = numbered("{:064x}")

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
