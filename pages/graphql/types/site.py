"""The site and its menu."""

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
    """A site's settings, read in one language."""

    trees: SiteTrees
    settings: SiteSettings
    reading_locale_id: int


class _SiteLoader:
    """Loads the settings of the site that was asked for."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[SiteView]:
        """Return the settings; empty ones where nobody has filled them in."""
        settings = SiteSettings.objects.filter(site_id=call.scope.site_id).first()
        locale_id = call.context.locale_id(call.arguments.get("locale"), call.scope)
        if locale_id is None:
            locale_id = call.context.default_locale_id(call.scope)
        return [SiteView(call.scope, settings or SiteSettings(), locale_id) for _ in parents]


class _SettingsPage:
    """Loads a page that the settings name."""

    def __init__(self, column: str) -> None:
        self.column = column

    def load(self, parents: Sequence[SiteView], call: Call) -> Loading:
        """Return it in the language that was asked for."""
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
    """What is said once a site."""

    class Meta:
        name = "SiteSettings"
        description = "What is said once a site: who is behind it, and where its duties are told."

    name = ApiField(
        graphene.String,
        description="What the site is called, such as for `<title>` and the head of each page.",
        source=lambda view, _: view.trees.name,
    )
    hostname = ApiField(
        graphene.String,
        description="Its hostname, to give as `site`.",
        source=lambda view, _: view.trees.hostname,
    )
    url = ApiField(
        graphene.String,
        description="The front end's address.",
        source=lambda view, _: f"{view.trees.root_url}/",
    )
    default_locale = ApiField(
        graphene.String,
        description="The language that stands in where there is no translation.",
        source=lambda view, _: view.trees.default_tree.language,
    )
    languages = ApiField(
        list_of(Link),
        description="Its start page in each language.",
        loader=_LanguageLoader(),
    )
    tagline = _setting("tagline", "One line under the name.")
    footer_text = _setting("footer_text", "Who is behind the site.")
    contact = ApiField(
        Contact, required=False, description="Where a resident can ask.", source=_contact
    )
    contact_address = _setting("contact_address", "Where a resident can come.")
    privacy_page = ApiField(
        PageInterface,
        required=False,
        description="How personal data is handled.",
        loader=_SettingsPage("privacy_page_id"),
    )
    accessibility_page = ApiField(
        PageInterface,
        required=False,
        description="The accessibility statement.",
        loader=_SettingsPage("accessibility_page_id"),
    )
    share_image = ApiField(
        Image,
        required=False,
        description="For pages without a picture of their own.",
        loader=ImageLoader(lambda view: view.settings.share_image_id),
    )


class MenuItem(graphene.ObjectType):
    """An entry of the menu."""

    class Meta:
        description = "An entry of the menu."

    title = ApiField(graphene.String, description="What it says.")
    path = ApiField(graphene.String, description="Path in the front end.")
    url = ApiField(graphene.String, description="Whole address in the front end.")
    locale = ApiField(graphene.String, description="Language code of the page.")


class _MenuLoader:
    """Loads the pages right under the start page that editors put in the menu."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Any]:
        """Return links in the order of the page tree, strictly of one language."""
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
    """Roots about the site as a whole."""

    site = ApiField(
        Site,
        description="The site's settings.",
        loader=_SiteLoader(),
        args={"locale": locale_argument(), "site": site_argument()},
        scope=scope_of,
    )
    menu = ApiField(
        list_of(MenuItem),
        description="The main menu.",
        loader=_MenuLoader(),
        args={"locale": locale_argument(), "site": site_argument()},
        scope=scope_of,
    )
