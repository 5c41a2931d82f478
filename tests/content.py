"""Rows of every model, connected by every relation that the models have."""

import datetime
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import post_save
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from feedback.models import PublishedFigures, Service, Voice
from pages.models import (
    AgendaItem,
    ArticleDocument,
    ArticlePage,
    ContentDocument,
    ContentImage,
    EventDocument,
    EventPage,
    EventSeriesPage,
    FeaturedPage,
    GroupLink,
    GroupMinutes,
    GroupPage,
    HomePage,
    Organisation,
    PossibleDate,
    ProjectChange,
    ProjectLink,
    ProjectPage,
    ProjectParticipant,
    ProjectReport,
    Recording,
    ScheduleItem,
    SiteSettings,
    Speaker,
    StandardPage,
    Topic,
    Venue,
)
from pages.registry import PAGE_TYPES, PageType
from tests.factories import (
    EVENT_START,
    ArticlePageFactory,
    ContentDocumentFactory,
    ContentImageFactory,
    EventPageFactory,
    EventSeriesPageFactory,
    GroupPageFactory,
    OrganisationFactory,
    ProjectPageFactory,
    ServiceAnswerFactory,
    ServiceFactory,
    StandardPageFactory,
    SubmissionFactory,
    TopicFactory,
    VenueFactory,
    default_home,
    factory_of,
)
from tests.renditions import foresee_files

# Types with a list that `Row` has no field for.
OTHER_TYPES = [
    page_type
    for page_type in PAGE_TYPES
    if page_type.list
    and page_type.model not in {GroupPage, ProjectPage, EventSeriesPage, EventPage, ArticlePage}
]
_MADE_BY_THE_MODEL = {"title_key", "name_key", "slug", "attendance", "file_hash", "body", "report"}


def texts(model: type[models.Model], word: str) -> dict[str, Any]:
    """Return values that contain `word` for every text field of `model` that editors fill in."""
    found: dict[str, Any] = {}
    for field in model._meta.get_fields():
        own = isinstance(field, models.Field) and field.model.__module__.startswith(
            ("pages", "feedback")
        )
        written = field.name in {"title", "seo_title", "search_description"}
        if field.name in _MADE_BY_THE_MODEL or not (own or written) or field.choices:
            continue
        if isinstance(field, models.EmailField):
            found[field.name] = f"{word}@example.org"
        elif isinstance(field, models.URLField):
            found[field.name] = f"https://example.org/{word}/{field.name}"
        elif _is_long_enough(field, len(word) + 24):
            found[field.name] = f"{word} {field.name}"
    return found


def _is_long_enough(field: Any, length: int) -> bool:
    if type(field) is models.CharField:
        return bool(field.max_length > length)
    return isinstance(field, models.TextField) and field.get_internal_type() == "TextField"


@dataclass(frozen=True)
class Row:
    """One object of every model."""

    organisation: Organisation
    venue: Venue
    topic: Topic
    image: ContentImage
    document: ContentDocument
    service: Service
    standard: StandardPage
    group: GroupPage
    project: ProjectPage
    series: EventSeriesPage
    event: EventPage
    article: ArticlePage
    # Of each other type in the registry that has a list.
    others: tuple[Page, ...] = ()

    @property
    def pages(self) -> list[Page]:
        """The objects that are pages."""
        named = [
            value for field in fields(self) if isinstance(value := getattr(self, field.name), Page)
        ]
        return [*named, *self.others]


def make_rows(count: int) -> Row:
    """Make public rows that the start page links to; return the first."""
    with without_admin_indexes():
        first = make_row(0, "public")
        lead_home_to(first)
        others = [make_row(number, "public", first=first) for number in range(1, count)]
        home = default_home()
        home.featured_pages.add(*[FeaturedPage(page=row.project) for row in others])
        home.save()
    foresee_files(ContentImage.objects.all())
    return first


@contextmanager
def without_admin_indexes() -> Iterator[None]:
    """Pause the indexes that only the admin queries; they take half the time of saving."""
    paused = [
        model
        for model in apps.get_models()
        if post_save.disconnect(post_save_signal_handler, sender=model)
    ]
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in paused:
            post_save.connect(post_save_signal_handler, sender=model)


def make_row(number: int, word: str, *, first: Row | None = None, like: Row | None = None) -> Row:
    """Make a row whose texts contain `word` and whose slugs end with `number`.

    Its pages are related to each other and to those of `first`, so that the lists of `first` grow.
    With `like`, it shares the snippets and files of that row.
    """
    things = like or _things(number, word)
    organisation, venue, topic = things.organisation, things.venue, things.topic
    image, document = things.image, things.document
    standard = StandardPageFactory(
        **texts(StandardPage, word), slug=f"standard-{number}", show_in_menus=True, image=image
    )
    group = GroupPageFactory(
        **texts(GroupPage, word),
        slug=f"group-{number}",
        show_in_menus=True,
        image=image,
        topics=[topic],
        organisers=[organisation],
        links=[GroupLink(**texts(GroupLink, word))],
        archived_minutes=[
            GroupMinutes(**texts(GroupMinutes, word), held_on=EVENT_START.date(), document=document)
        ],
    )
    project = ProjectPageFactory(
        **texts(ProjectPage, word),
        slug=f"project-{number}",
        image=image,
        topics=[topic],
        groups=_both(group, first and first.group),
        participants=[ProjectParticipant(organisation=organisation)],
        changes=[ProjectChange(**texts(ProjectChange, word), decided_on=EVENT_START.date())],
        links=[ProjectLink(**texts(ProjectLink, word))],
        reports=[ProjectReport(**texts(ProjectReport, word), document=document)],
    )
    series = EventSeriesPageFactory(
        **texts(EventSeriesPage, word),
        slug=f"series-{number}",
        image=image,
        topics=[topic],
        organisers=[organisation],
    )
    event = EventPageFactory(
        **texts(EventPage, word),
        slug=f"event-{number}",
        starts_at=EVENT_START + datetime.timedelta(days=number),
        image=image,
        group=first.group if first else group,
        series=first.series if first else series,
        venue=venue,
        topics=[topic],
        organisers=[organisation],
        invited=[organisation],
        projects=_both(project, first and first.project),
        agenda_items=[AgendaItem(**texts(AgendaItem, word))],
        schedule_items=[ScheduleItem(**texts(ScheduleItem, word), starts_at=EVENT_START)],
        possible_dates=[PossibleDate(starts_at=EVENT_START)],
        speakers=[Speaker(**texts(Speaker, word), organisation=organisation)],
        documents=[EventDocument(**texts(EventDocument, word), kind="minutes", document=document)],
        recordings=[Recording(**texts(Recording, word), subtitles=document)],
    )
    article = ArticlePageFactory(
        **texts(ArticlePage, word),
        slug=f"article-{number}",
        image=image,
        subtitles=document,
        topics=[topic],
        groups=_both(group, first and first.group),
        projects=_both(project, first and first.project),
        events=_both(event, first and first.event),
        documents=[ArticleDocument(**texts(ArticleDocument, word), document=document)],
    )
    row = Row(
        organisation=organisation,
        venue=venue,
        topic=topic,
        image=image,
        document=document,
        service=things.service,
        standard=standard,
        group=group,
        project=project,
        series=series,
        event=event,
        article=article,
        others=tuple(_other(page_type, number, word, things) for page_type in OTHER_TYPES),
    )
    for service in [] if like else _both(row.service, first and first.service):
        ServiceAnswerFactory(service=service, said=f"{word} said", done=f"{word} done")
    if not like:
        _make_public(row.service, word)
    for page in row.pages:
        lead_to(page, [group, first.group if first else event], row, word)
    return row


def _other(page_type: PageType, number: int, word: str, things: Any) -> Page:
    """Make a page of a type with all its texts, related to the snippets and files of `things`."""
    related = {
        Organisation: things.organisation,
        Venue: things.venue,
        Topic: things.topic,
        ContentImage: things.image,
        ContentDocument: things.document,
    }
    values: dict[str, Any] = {}
    for field in page_type.model._meta.get_fields():
        thing = related.get(field.related_model)
        if thing is not None and not field.auto_created:
            values[field.name] = [thing] if field.many_to_many else thing
    page: Page = factory_of(page_type.model)(
        **texts(page_type.model, word), slug=slug_of(page_type, number), **values
    )
    return page


def slug_of(page_type: PageType, number: int) -> str:
    """Return the slug of the page of a type in the row with a number."""
    return f"{page_type.page_list.singular}-{number}"


def _make_public(service: Service, word: str) -> None:
    """Publish figures of a service without withheld cells, and a comment."""
    groups = [{"answers": [step], "at_least": 10, "at_most": 10} for step in range(1, 6)]
    PublishedFigures.objects.create(
        service=service,
        last_month=datetime.date(2026, 4, 1),
        count=50,
        distribution=groups,
        aspects={"change": groups},
        released_in=datetime.date(2026, 5, 1),
    )
    Voice.objects.create(
        submission=SubmissionFactory(service=service),
        service=service,
        language="sv",
        text=f"{word} voice",
        is_public=True,
    )


def _both(one: Any, other: Any) -> list[Any]:
    return [one] if other is None or other == one else [one, other]


def _things(number: int, word: str) -> Any:
    """Make the snippets and files of a row, under the names that `Row` uses."""
    organisation = OrganisationFactory(
        **texts(Organisation, word), slug=f"organisation-{number}", kind="administration"
    )
    service = ServiceFactory(
        **texts(Service, word), slug=f"service-{number}", administration=organisation
    )

    class Things:
        image = ContentImageFactory(**texts(ContentImage, word))
        document = ContentDocumentFactory(**texts(ContentDocument, word))
        venue = VenueFactory(
            **{**texts(Venue, word), "postal_code": "211 20"}, slug=f"venue-{number}"
        )
        topic = TopicFactory(**texts(Topic, word), slug=f"topic-{number}")

    Things.organisation = organisation  # type: ignore[attr-defined]
    Things.service = service  # type: ignore[attr-defined]
    return Things


def lead_to(
    page: Page, targets: list[Page], row: Row, word: str, others: Sequence[Any] = ()
) -> None:
    """Give a page a body with every allowed block; links lead to `targets`.

    The files are those of `row` and of each of the `others`.
    """
    for name in ("body", "report"):
        field = next((each for each in page._meta.fields if each.name == name), None)
        if field is None:
            continue
        known = set(field.stream_block.child_blocks)  # type: ignore[attr-defined]
        blocks = [
            block
            for each in (row, *others)
            for block in _blocks(targets, each, word)
            if block["type"] in known
        ]
        setattr(page, name, json.dumps(blocks))
    page.save()


def _blocks(targets: list[Page], row: Any, word: str) -> list[dict[str, Any]]:
    links = "".join(f'<a linktype="page" id="{each.pk}">link</a>' for each in targets)
    file = f'<a linktype="document" id="{row.document.pk}">file</a>'
    html = f"<p>{word} {links} {file}</p>"
    image = {"image": row.image.pk, "alt_text": word, "caption": word}
    values: list[tuple[str, Any]] = [
        ("heading", word),
        ("rich_text", html),
        ("image", image),
        ("quote", {"text": word, "attribution": word}),
        ("fact_box", {"heading": word, "text": html}),
        ("document", {"document": row.document.pk, "description": word}),
        (
            "video",
            {
                "video": f"https://example.org/{word}.mp4",
                "title": word,
                "thumbnail": row.image.pk,
                "transcript": html,
            },
        ),
        *[("call_to_action", {"text": "Go", "page": each.pk}) for each in targets],
        ("gallery", {"heading": word, "images": [image]}),
        ("related_pages", {"heading": word, "pages": [each.pk for each in targets]}),
    ]
    return [{"type": kind, "value": value} for kind, value in values]


def lead_home_to(row: Row) -> None:
    """Link the start page and the site's settings to the row's pages."""
    home: HomePage = default_home()
    home.featured_pages.set([FeaturedPage(page=page) for page in row.pages])
    lead_to(home, [row.group, row.event], row, "home")
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.privacy_page = settings.accessibility_page = row.standard
    settings.share_image = row.image
    settings.save()
