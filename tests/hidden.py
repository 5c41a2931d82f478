"""A site with one public row of every model and one row hidden in each possible way.

All texts of hidden rows contain a canary, and the public rows link to all hidden ones.
"""

import datetime
from collections.abc import Callable
from typing import Any

import time_machine
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from pages.models import (
    ArticleDocument,
    ContentImage,
    EventDocument,
    GroupMinutes,
    ProjectReport,
    Recording,
)
from tests.content import Row, lead_home_to, lead_to, make_row, without_admin_indexes
from tests.factories import (
    EVENT_START,
    ContentDocumentFactory,
    ContentImageFactory,
    HomePageFactory,
    StandardPageFactory,
    SubmissionFactory,
    locale,
)
from tests.renditions import foresee_files

NOW = EVENT_START - datetime.timedelta(days=7)
CANARY = "zkanarie"
OTHER_HOST = "elsewhere.example.org"


def draft(page: Page) -> None:
    """Never published."""
    page.live = False
    page.save()


def expired(page: Page) -> None:
    """Past its expiry time, before the scheduler has unpublished it."""
    page.expire_at = NOW - datetime.timedelta(seconds=1)
    page.save()


def not_yet_live(page: Page) -> None:
    """Scheduled for tomorrow."""
    page.live, page.go_live_at = False, NOW + datetime.timedelta(days=1)
    page.save()


def behind_login(page: Page) -> None:
    """Restricted to logged-in users."""
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def behind_password(page: Page) -> None:
    """Restricted by a password."""
    PageViewRestriction.objects.create(page=page, restriction_type="password", password=CANARY)


def for_some_groups(page: Page) -> None:
    """Restricted to user groups."""
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name=f"{CANARY}{page.pk}"))


def below_a_private_page(page: Page) -> None:
    """Below a page that is restricted to logged-in users."""
    section = StandardPageFactory(title=f"{CANARY} section", slug=f"section-{page.pk}")
    behind_login(section)
    page.move(section, pos="last-child")


def on_another_site(page: Page) -> None:
    """Public, but on another site."""
    site = Site.objects.filter(hostname=OTHER_HOST).first()
    if site is None:
        home = HomePageFactory(title=f"{CANARY} home", slug="elsewhere")
        site = Site.objects.create(hostname=OTHER_HOST, port=80, root_page=home)
    page.move(Page.objects.get(pk=site.root_page_id), pos="last-child")


def deleted(page: Page) -> None:
    """Deleted, with a redirect that led to it."""
    Redirect.objects.create(old_path=f"/gone-{page.pk}", redirect_page=page)
    page.delete()


HIDINGS: list[Callable[[Page], None]] = [
    draft,
    expired,
    not_yet_live,
    behind_login,
    behind_password,
    for_some_groups,
    below_a_private_page,
    on_another_site,
    deleted,
]


@time_machine.travel(NOW, tick=False)
def make_hidden() -> Row:
    """Make a public row and a row hidden in each way, linked from it; return the public one."""
    with without_admin_indexes():
        public = make_row(0, "public")
        lead_home_to(public)
        for page in public.pages:
            _translate(page)
        rows = []
        for number, hide in enumerate(HIDINGS, 1):
            word = f"{CANARY}{hide.__name__}"
            like = type("Things", (), {**vars(public), **_private_files(word)})
            row = make_row(number, word, first=public, like=like)
            public.article.groups.add(row.group)
            public.article.projects.add(row.project)
            public.article.events.add(row.event)
            public.project.groups.add(row.group)
            rows.append((row, hide))
        targets = [page for row, _ in rows for page in row.pages]
        private = rows[0][0]
        _show_private_files(public, private)
        for page in public.pages:
            lead_to(page, [*targets, public.event], public, "public", [private])
        for row, hide in rows:
            for page in row.pages:
                page.refresh_from_db()
                hide(page)
        for page in public.pages:
            _draft_of(page)
        Redirect.objects.create(old_path="/moved-0", redirect_page=public.group)
        StandardPageFactory(slug="was-public", first_published_at=NOW).delete()
        SubmissionFactory(service=public.service, comment=f"{CANARY} comment", status="new")
    foresee_files(ContentImage.objects.all())
    return public


def _show_private_files(public: Row, private: Row) -> None:
    """Use private files in every place where public pages show files."""
    document = private.document
    public.standard.image = private.image
    public.group.archived_minutes.add(
        GroupMinutes(title="public", held_on=EVENT_START.date(), document=document)
    )
    public.project.reports.add(ProjectReport(title="public", document=document))
    public.event.documents.add(EventDocument(title="public", kind="minutes", document=document))
    public.event.recordings.add(
        Recording(title="public", url="https://example.org/", subtitles=document)
    )
    public.article.documents.add(ArticleDocument(title="public", document=document))
    public.article.subtitles = document
    public.organisation.logo = private.image
    public.organisation.save()


def _translate(page: Page) -> Page:
    """Return a published English translation that has an unpublished draft."""
    english = locale("en")
    parent = page.get_parent()
    if parent.depth > 1 and not parent.has_translation(english):
        _translate(parent.specific)
    copy = page.copy_for_translation(english, copy_parents=True)
    copy.title, copy.live = f"English {page.slug}", True
    copy.save()
    _draft_of(copy)
    return copy


def _draft_of(page: Page) -> None:
    """Save an unpublished draft of a public page."""
    page.refresh_from_db()
    page.title = f"{CANARY} draft of a live page"
    page.slug = f"{CANARY}-slug"
    page.seo_title = page.search_description = page.summary = CANARY
    page.save_revision(log_action=True)


def _private_files(word: str) -> dict[str, Any]:
    """Return an image and a document in a child of a private collection."""
    root = Collection.get_first_root_node()
    private = root.get_children().filter(name=f"{CANARY} private").first()
    if private is None:
        private = root.add_child(name=f"{CANARY} private")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    below = private.add_child(name=f"{word} below")
    document = ContentDocumentFactory(title=word, collection=below)
    document.file.save(f"{word}.pdf", ContentFile(b"%PDF-1.7\n%%EOF\n"))
    image = ContentImageFactory(
        title=word,
        description=word,
        credit=word,
        collection=below,
        file__filename=f"{word}.png",
    )
    return {"document": document, "image": image}
