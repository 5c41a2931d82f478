"""The root fields `site` and `menu`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import graphene
from wagtail.models import Page as WagtailPage

from cms.graphql.fields import ApiField, Call, Fetch, Loading, list_of
from pages.graphql.arguments import locale_argument, scope_of, site_argument
from pages.graphql.documents.media import Image, ImageLoader
from pages.graphql.interface import Link, PageInterface
from pages.graphql.page_links import link_to
from pages.graphql.relations import wanted_columns
from pages.graphql.sources.pages import PAGES, PageKey
from pages.graphql.types.common import Contact, ContactDetails
from pages.models import SiteSettings
from pages.visibility import SiteTrees


@dataclass(frozen=True, slots=True, eq=False)
class SiteView:
    """A site and its settings, read in one language."""

    trees: SiteTrees
    settings: SiteSettings
    reading_locale_id: int


class _SiteLoader:
    """Loads the settings of the requested site."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[SiteView]:
        """Return the settings, or unsaved defaults if there are none."""
        settings = SiteSettings.objects.filter(site_id=call.scope.site_id).first()
        locale_id = call.context.locale_id(call.arguments.get("locale"), call.scope)
        if locale_id is None:
            locale_id = call.context.default_locale_id(call.scope)
        return [SiteView(call.scope, settings or SiteSettings(), locale_id) for _ in parents]


class _SettingsPage:
    """Loads a page that the settings refer to."""

    def __init__(self, column: str) -> None:
        self.column = column

    def load(self, parents: Sequence[SiteView], call: Call) -> Loading:
        """Return the page in the requested language."""
        whole = wanted_columns(call, None)
        keys = [
            PageKey(getattr(view.settings, self.column), None, view.reading_locale_id, None, whole)
            for view in parents
        ]
        pages = yield Fetch(PAGES, [key for key in keys if key.page_id])
        return [pages.get(key) for key in keys]


class _LanguageLoader:
    """Loads the start pages of a site in all languages."""

    def load(self, parents: Sequence[SiteView], call: Call) -> Loading:
        """Return links to the visible start pages, the default language first."""
        keys = [PageKey(tree.page_id, None, tree.locale_id) for tree in call.scope.trees]
        found = yield Fetch(PAGES, keys)
        pages = {found[key].pk: found[key] for key in keys if key in found}
        links = [link_to(page, call) for page in pages.values()]
        return [links for _ in parents]


def _setting(name: str, description: str) -> ApiField:
    return ApiField(
        graphene.String,
        required=False,
        description=description,
        source=lambda view, _: getattr(view.settings, name) or None,
    )


def _contact(view: SiteView, _context: Any) -> ContactDetails | None:
    settings = view.settings
    if not (settings.contact_email or settings.contact_phone):
        return None
    return ContactDetails(None, settings.contact_email or None, settings.contact_phone or None)


class Site(graphene.ObjectType):
    """Settings of a site: publisher, contact and required pages."""

    class Meta:
        name = "SiteSettings"

    name = ApiField(
        graphene.String,
        description="Name of the site, for instance for `<title>`.",
        source=lambda view, _: view.trees.name,
    )
    hostname = ApiField(
        graphene.String,
        description="Hostname, the value for the argument `site`.",
        source=lambda view, _: view.trees.hostname,
    )
    url = ApiField(
        graphene.String,
        description="Base URL of the front end.",
        source=lambda view, _: f"{view.trees.root_url}/",
    )
    default_locale = ApiField(
        graphene.String,
        description="Language code used when there is no translation.",
        source=lambda view, _: view.trees.default_tree.language,
    )
    languages = ApiField(
        list_of(Link),
        description="Start pages in each language.",
        loader=_LanguageLoader(),
    )
    tagline = _setting("tagline", "Short line below the name.")
    footer_text = _setting("footer_text", "Publisher of the site, as text.")
    contact = ApiField(
        Contact, required=False, description="Contact for residents.", source=_contact
    )
    contact_address = _setting("contact_address", "Visiting address.")
    privacy_page = ApiField(
        PageInterface,
        required=False,
        description="Page about personal data.",
        loader=_SettingsPage("privacy_page_id"),
    )
    accessibility_page = ApiField(
        PageInterface,
        required=False,
        description="Accessibility statement.",
        loader=_SettingsPage("accessibility_page_id"),
    )
    share_image = ApiField(
        Image,
        required=False,
        description="Image for pages without their own.",
        loader=ImageLoader(lambda view: view.settings.share_image_id),
    )


class MenuItem(graphene.ObjectType):
    """An item of the main menu."""

    title = ApiField(graphene.String, description="Link text.")
    path = ApiField(graphene.String, description="Path in the front end.")
    url = ApiField(graphene.String, description="Absolute URL in the front end.")
    locale = ApiField(graphene.String, description="Language code of the page.")


class _MenuLoader:
    """Loads the child pages of the start page that are marked “show in menus”."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Any]:
        """Return links in the order of the page tree; only pages in the requested language."""
        locale_id = call.context.locale_id(call.arguments.get("locale"), call.scope)
        tree = call.scope.tree_in(locale_id) if locale_id is not None else None
        if tree is None:
            return [[] for _ in parents]
        rows = WagtailPage.objects.filter(
            call.context.visibility(call.scope).condition,
            path__startswith=tree.path,
            depth=len(tree.path) // WagtailPage.steplen + 1,
            show_in_menus=True,
        ).order_by("path")
        links = [link_to(page, call) for page in rows]
        return [links for _ in parents]


class SiteQuery:
    """The root fields `site` and `menu`."""

    site = ApiField(
        Site,
        description="Settings of the site.",
        loader=_SiteLoader(),
        args={"locale": locale_argument(), "site": site_argument()},
        scope=scope_of,
    )
    menu = ApiField(
        list_of(MenuItem),
        description="Main menu.",
        loader=_MenuLoader(),
        args={"locale": locale_argument(), "site": site_argument()},
        scope=scope_of,
    )
