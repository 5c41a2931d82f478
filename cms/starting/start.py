"""Turns an empty, migrated database into an installation that editors can work in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site

from cms.starting.texts import body, texts
from feedback.models import HelpLine
from feedback.screening.crisis_defaults import HELP_LINES
from pages.admin.administrations import publish_new, set_up_administration
from pages.models import (
    ArticleIndexPage,
    ContentPage,
    EventIndexPage,
    GroupIndexPage,
    HomePage,
    Organisation,
    OrganisationKind,
    ProjectIndexPage,
    SiteSettings,
    StandardPage,
)
from pages.roles import set_up_roles

LISTS: dict[str, type[ContentPage]] = {
    "groups": GroupIndexPage,
    "projects": ProjectIndexPage,
    "events": EventIndexPage,
    "articles": ArticleIndexPage,
}
DRAFTS = ("privacy", "accessibility")


@dataclass(frozen=True)
class FirstDetails:
    """What an installation starts with; `languages` are those besides the default language."""

    site_name: str
    hostname: str
    port: int
    administration: str
    languages: tuple[str, ...] = ()
    contact_email: str = ""
    contact_phone: str = ""


def is_started() -> bool:
    """Return whether the installation has a start page."""
    return HomePage.objects.exists()


@transaction.atomic
def start_installation(details: FirstDetails, user: Any = None) -> bool:
    """Create site, pages, roles and the first administration, with `user` as the pages' author.

    Returns False, and changes nothing, if there is a start page already.
    """
    # Two at once: the second one waits here, and then finds the start page.
    Page.objects.select_for_update().filter(depth=1).first()
    if is_started():
        return False
    pages = dict(_pages(details, user))
    _set_up_site(details, pages)
    _remove_welcome_page()
    for language in details.languages:
        _translate(pages, language, details, user)
    set_up_roles()
    set_up_administration(_administration(details.administration), user)
    if not HelpLine.objects.exists():
        HelpLine.objects.bulk_create(
            HelpLine(sort_order=place, **fields) for place, fields in enumerate(HELP_LINES)
        )
    return True


def administration_slug(name: str) -> str:
    """Return the slug of an administration; "" for a name without letters and digits."""
    return slugify(name)[:160]


def _pages(details: FirstDetails, user: Any) -> Iterator[tuple[str, ContentPage]]:
    """Create and yield the pages in the default language; legal texts stay unpublished."""
    language = settings.LANGUAGE_CODE
    locale = Locale.objects.get_or_create(language_code=language)[0]
    home = HomePage(title=details.site_name, locale=locale)
    _write(home, "start", language, details)
    publish_new(home, Page.get_first_root_node(), user)
    yield "start", home
    for key, model in LISTS.items():
        index = model(locale=locale, show_in_menus=True)
        _write(index, key, language, details)
        publish_new(index, home, user)
        yield key, index
    for key in DRAFTS:
        draft = StandardPage(locale=locale, live=False, owner=user)
        _write(draft, key, language, details)
        home.add_child(instance=draft)
        draft.save_revision(user=user)
        yield key, draft


def _translate(
    pages: dict[str, ContentPage], language: str, details: FirstDetails, user: Any
) -> None:
    """Copy the pages to a language, with its texts."""
    locale = Locale.objects.get_or_create(language_code=language)[0]
    for key, page in pages.items():
        page.refresh_from_db()
        copy: ContentPage = page.copy_for_translation(locale)
        # Start pages of all languages are siblings, so Wagtail chooses their slugs.
        kept = copy.slug
        _write(copy, key, language, details)
        if key == "start":
            copy.slug = kept
        copy.owner = user
        if key in DRAFTS:
            copy.save()
            copy.save_revision(user=user)
        else:
            copy.save_revision(user=user).publish(user=user)


def _write(page: ContentPage, key: str, language: str, details: FirstDetails) -> None:
    fields = texts(language)[key]
    page.title = fields.get("title", page.title)
    page.draft_title = page.title
    page.slug, page.summary = fields["slug"], fields["summary"]
    if "body" in fields:
        values = {
            "administration": details.administration,
            "contact_email": details.contact_email,
            "contact_phone": details.contact_phone,
        }
        page.body = body(key, language, values)


def _set_up_site(details: FirstDetails, pages: dict[str, ContentPage]) -> None:
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.port = details.hostname, details.port
    site.site_name, site.root_page = details.site_name, pages["start"].page_ptr
    site.save()
    row = SiteSettings.for_site(site)
    row.contact_email, row.contact_phone = details.contact_email, details.contact_phone
    row.privacy_page, row.accessibility_page = pages["privacy"], pages["accessibility"]
    row.save()


def _remove_welcome_page() -> None:
    """Delete the page of Wagtail's migrations; pages that somebody added stay."""
    for page in Page.get_first_root_node().get_children().filter(slug="home"):
        in_use = Site.objects.filter(root_page=page).exists()
        if page.specific_class is Page and page.is_leaf() and not in_use:
            page.delete()


def _administration(name: str) -> Organisation:
    slug = administration_slug(name)
    administration, _made = Organisation.objects.get_or_create(
        slug=slug, defaults={"name": name, "kind": OrganisationKind.ADMINISTRATION}
    )
    return administration
