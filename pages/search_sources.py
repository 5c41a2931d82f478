"""What of the pages and documents can be found, and by which words."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import translation
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from cms.search.registry import SearchScope, SearchSource, SearchText
from pages.models import (
    ArticleIndexPage,
    ArticlePage,
    ContentDocument,
    EventIndexPage,
    EventPage,
    EventSeriesPage,
    GroupIndexPage,
    GroupPage,
    HomePage,
    Organisation,
    ProjectIndexPage,
    ProjectPage,
    StandardPage,
    Venue,
)
from pages.querysets import ContentPageQuerySet
from pages.visibility import in_public_collection

# Files that only a player reads.
_SUBTITLES = r"\.(vtt|srt)$"

# Which parts of a block are words of the page. Not here: what stands beside a file, a picture or a
# link to another page, since it is shown only to those who may see that.
_BLOCK_TEXTS: dict[str, tuple[str, ...]] = {
    "quote": ("text", "attribution"),
    "fact_box": ("heading", "text"),
    "video": ("title", "transcript"),
    "gallery": ("heading",),
}


def block_texts(stream: Iterable[Any]) -> Iterator[str]:
    """Yield the texts of a body, in order, without markup."""
    for block in stream:
        if block.block_type == "heading":
            yield str(block.value)
        elif block.block_type == "rich_text":
            yield get_text_for_indexing(block.value.source)
        else:
            for name in _BLOCK_TEXTS.get(block.block_type, ()):
                value = block.value.get(name) or ""
                yield get_text_for_indexing(getattr(value, "source", None) or str(value))


def page_text(page: Any, *texts: str, after: Iterable[str] = ()) -> SearchText | None:
    """Return the words of a page: its summary, `texts`, its body, `after`. None for a draft."""
    if not page.live:
        return None
    body = [page.summary, *texts, *block_texts(getattr(page, "body", ())), *after]
    return SearchText(page.title, "\n".join(filter(None, body)), (page.locale.language_code,))


def group_text(group: GroupPage) -> SearchText | None:
    """Return the words of a group."""
    return page_text(
        group, group.purpose, group.meeting_rhythm, group.how_to_join, *_names(group.organisers)
    )


def project_text(project: ProjectPage) -> SearchText | None:
    """Return the words of a project."""
    changes = [
        f"{_sentence(change.title)} {change.description}" for change in project.changes.all()
    ]
    organisations = [part.organisation.name for part in project.participants.all()]
    return page_text(
        project,
        project.target_group,
        project.method,
        project.results,
        project.status_note,
        *changes,
        *organisations,
    )


def series_text(series: EventSeriesPage) -> SearchText | None:
    """Return the words of a programme of events."""
    return page_text(series, series.season, *_names(series.organisers))


def event_text(event: EventPage) -> SearchText | None:
    """Return the words of an event, with its agenda, speakers, place and report."""
    items: list[Any] = [*event.agenda_items.all(), *event.schedule_items.all()]
    return page_text(
        event,
        event.notice,
        *(f"{_sentence(item.title)} {item.description}" for item in items),
        *map(_speaker_text, event.speakers.all()),
        event.audience,
        f"{event.venue.name}, {event.venue.address}" if event.venue else "",
        event.room,
        event.meeting_point,
        event.what_to_bring,
        event.good_to_know,
        *_names(event.organisers),
        *_names(event.invited),
        *block_texts(event.report),
        *map(_recording_text, event.recordings.all()),
        after=[_kind_of(event)],
    )


def article_text(article: ArticlePage) -> SearchText | None:
    """Return the words of an article, with what is said in its recording."""
    return page_text(
        article,
        article.text_byline,
        get_text_for_indexing(article.transcript),
        after=[_kind_of(article)],
    )


def document_text(document: ContentDocument) -> SearchText:
    """Return the title of a document; its own language and the reader's may differ."""
    return SearchText(document.title, "", ("sv", "en"))


def visible_pages(scope: SearchScope) -> QuerySet[Any]:
    """Return the public pages of the site in the language, none of another."""
    policy = scope.environment.visibility(scope.site)
    tree = next((tree for tree in scope.site.trees if tree.language == scope.language), None)
    pages = ContentPageQuerySet(Page)
    return pages.visible(policy).in_language(tree.locale_id) if tree else pages.none()


def visible_documents(scope: SearchScope) -> QuerySet[Any]:
    """Return the documents of public collections, in any language."""
    return ContentDocument.objects.filter(
        in_public_collection(scope.environment.private_collection_paths),
        ~Q(file__iregex=_SUBTITLES),
    )


def _kind_of(page: Any) -> str:
    """Return the name of an article's or event's kind in the page's language."""
    with translation.override(page.locale.language_code):
        return str(page.get_kind_display())


def _sentence(title: str) -> str:
    """Return a title as it stands before a text: with a full stop, if it does not end itself."""
    return title if title.endswith((".", "?", "!")) else f"{title}."


def _names(organisations: Any) -> list[str]:
    return [organisation.name for organisation in organisations.all()]


def _speaker_text(speaker: Any) -> str:
    organisation = speaker.organisation.name if speaker.organisation else ""
    return ", ".join(filter(None, (speaker.name, speaker.title, organisation, speaker.subject)))


def _recording_text(recording: Any) -> str:
    return f"{_sentence(recording.title)} {get_text_for_indexing(recording.transcript)}"


def _events_naming_organisation(organisation: Organisation) -> QuerySet[Any]:
    return EventPage.objects.filter(
        Q(organisers=organisation)
        | Q(invited=organisation)
        | Q(speakers__organisation=organisation)
    ).distinct()


def _events() -> QuerySet[Any]:
    return EventPage.objects.select_related("locale", "venue").prefetch_related(
        "agenda_items",
        "schedule_items",
        "speakers__organisation",
        "recordings",
        "organisers",
        "invited",
    )


def _page_source(model: type[Page]) -> SearchSource:
    return SearchSource(
        "page",
        model,
        page_text,
        visible_pages,
        boost=1.1,
        lasting=True,
        description="A page of any other type, such as `StandardPage` or a list's own page.",
    )


SEARCH_SOURCES = (
    SearchSource(
        "group",
        GroupPage,
        group_text,
        visible_pages,
        boost=1.4,
        lasting=True,
        mentions={Organisation: lambda named: GroupPage.objects.filter(organisers=named)},
        description="`GroupPage`.",
    ),
    SearchSource(
        "project",
        ProjectPage,
        project_text,
        visible_pages,
        boost=1.4,
        lasting=True,
        mentions={
            Organisation: lambda named: ProjectPage.objects.filter(
                participants__organisation=named
            ).distinct()
        },
        description="`ProjectPage`.",
    ),
    SearchSource(
        "series",
        EventSeriesPage,
        series_text,
        visible_pages,
        boost=1.2,
        lasting=True,
        mentions={Organisation: lambda named: EventSeriesPage.objects.filter(organisers=named)},
        description="`EventSeriesPage`: a programme of events.",
    ),
    SearchSource(
        "event",
        EventPage,
        event_text,
        visible_pages,
        rows=_events,
        mentions={
            Organisation: _events_naming_organisation,
            Venue: lambda venue: EventPage.objects.filter(venue=venue),
        },
        description="`EventPage`.",
    ),
    SearchSource(
        "article",
        ArticlePage,
        article_text,
        visible_pages,
        description="`ArticlePage`: news, reports and columns.",
    ),
    *map(
        _page_source,
        (
            HomePage,
            StandardPage,
            GroupIndexPage,
            ProjectIndexPage,
            EventIndexPage,
            ArticleIndexPage,
        ),
    ),
    SearchSource(
        "document",
        ContentDocument,
        document_text,
        visible_documents,
        boost=0.9,
        description="`Document`: a file to download, found by its title.",
    ),
)
