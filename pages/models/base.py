"""Base classes shared by the page types."""

import datetime
from typing import Any, ClassVar, Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, Page, Site
from wagtail.search import index

from pages.forms.pages import ContentPageForm
from pages.forms.web_addresses import WebAddressField
from pages.models.revisions import without_lost_references
from pages.plain_facts import facts_of
from pages.querysets import ContentPageManager
from pages.sorting import swedish_sort_key

PLAIN_PREVIEW = "plain"
TREE_FIELDS = ("path", "depth", "numchild", "url_path")


class DatePrecision(models.TextChoices):
    """How precisely a date is known."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


class DraftPreviews(Protocol):
    """Previews in the front end; `pages.previews` implements it."""

    def address_of(self, page: "ContentPage") -> str:
        """Return the URL of the front end's preview page for the page's site, or ""."""

    def redirect(
        self, request: HttpRequest, page: "ContentPage", address: str, now: datetime.datetime
    ) -> HttpResponseBase:
        """Return the redirect to a preview of the page at `address`."""


class ContentPage(Page):
    """Base class of all page types: summary, image, and a URL in the front end."""

    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("Two or three plain sentences, shown in lists and above the text."),
    )
    image = models.ForeignKey(
        "pages.ContentImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown in lists, at the top of the page, and where somebody shares it."),
    )
    title_key = models.CharField(max_length=120, editable=False, db_index=True, default="")

    objects = ContentPageManager()

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("image")]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    base_form_class = ContentPageForm

    # Fields and relations whose text search indexes, in the order in which a snippet shows them.
    # A relation is indexed by `search_text()` of its objects, a choice by its label.
    search_texts: tuple[str, ...] = ("summary", "body")
    # Fields that the plain preview lists with their labels, between image and body.
    plain_facts: tuple[str, ...] = ()

    # True for types with many pages: the API finds such a page by slug alone, so the slug must be
    # unique per type, site and language.
    slug_is_unique = False

    slug: str

    # Set by the form: the future parent, and whether the page may still be incomplete.
    future_parent: Page | None = None
    is_draft_being_saved = False

    # Set when Django starts: `pages.previews` imports the models, not the other way round.
    draft_previews: ClassVar[DraftPreviews | None] = None

    # For an in-memory draft (set by pages/previews/grants.py): the rows of each child relation
    # and the ids of each many-to-many relation, which are not in the database.
    draft_rows: dict[str, list[Any]] | None = None

    class Meta:
        abstract = True

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Any:
        """Build the page from revision data, dropping references to deleted objects."""
        return super().from_serializable_data(
            without_lost_references(cls, data), check_fks=check_fks, strict_fks=strict_fks
        )

    @cached_property
    def preview_address(self) -> str:
        """The URL of the front end's preview page, or "" if the site has none."""
        return self.draft_previews.address_of(self) if self.draft_previews else ""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """Add a plain preview beside the front end's, for Wagtail's accessibility checker."""
        if not self.preview_address:
            return super().preview_modes
        return [("", _("As on the site")), (PLAIN_PREVIEW, _("As plain text"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Redirect to the front end's preview page if there is one; otherwise render the plain
        page.
        """
        if not self.draft_previews or not self.preview_address or mode_name == PLAIN_PREVIEW:
            return super().serve_preview(request, mode_name)
        return self.draft_previews.redirect(request, self, self.preview_address, timezone.now())

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Return the plain template that all types share; design is the front ends' part."""
        return "pages/page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `facts` and, if GraphiQL is enabled, `graphiql_address`, a link to a query."""
        context = super().get_context(request, *args, **kwargs)
        context["facts"] = list(facts_of(self, self.plain_facts))
        if settings.GRAPHIQL and not getattr(request, "is_preview", False):
            query = f'{{ route(path: "{self.get_url()}") {{ __typename }} }}'
            context["graphiql_address"] = f"/graphiql/?{urlencode({'query': query})}"
        return context

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Update the sort key, give a copied page a free slug, and save."""
        self.title_key = swedish_sort_key(self.title)
        if self._state.adding and self.slug_is_unique:
            self._set_core_field_defaults()
            # Wagtail asks for the slug of a copy, but not for the slugs of the pages copied with
            # it.
            if self.slug and self._slug_is_taken():
                self._take_free_slug()
        if not self._state.adding and kwargs.get("update_fields") is None:
            self._keep_place_in_tree()
        return super().save(*args, **kwargs)

    def _keep_place_in_tree(self) -> None:
        """Reload the tree fields from the database; only treebeard may change them.

        Saving an instance that was loaded before a child was added or the page was moved would
        otherwise overwrite the tree fields, and the children would become unreachable.
        """
        place = Page.objects.filter(pk=self.pk).values(*TREE_FIELDS).first()
        for name, value in (place or {}).items():
            setattr(self, name, value)

    def clean(self) -> None:
        """Reject a slug that is taken and, unless a draft is being saved, an incomplete page."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.slug_is_unique and self.slug and self._slug_is_taken():
            errors["slug"] = _(
                "Another page of this kind has the slug “%(slug)s” in this language. "
                "Choose another one."
            ) % {"slug": self.slug}
        if not self.is_draft_being_saved:
            errors |= self.publication_errors()
        if errors:
            raise ValidationError(errors)

    def publication_errors(self) -> dict[str, Any]:
        """Return an error message per field for everything that must be fixed before publishing."""
        return {}

    def can_move_to(self, parent: Page) -> bool:
        """Return False for a site in which the slug of this page or a descendant is taken."""
        return super().can_move_to(parent) and not self._subtree_slug_is_taken_at(parent)

    def _subtree_slug_is_taken_at(self, parent: Page) -> bool:
        root = _site_root_path(parent.path)
        if not root or root == _site_root_path(self.path):
            return False
        moved = self.get_descendants(inclusive=True).specific()
        return any(
            page._slug_is_taken(root) for page in moved if getattr(page, "slug_is_unique", False)
        )

    def _slug_is_taken(self, root: str = "") -> bool:
        same_slug = type(self).objects.filter(slug=self.slug, locale=self.locale)
        if root := root or self._own_site_root_path():
            same_slug = same_slug.filter(path__startswith=root)
        return same_slug.exclude(pk=self.pk).exists()

    def _take_free_slug(self) -> None:
        wanted, number = str(self.slug), 1
        siblings = self.get_parent().get_children().exclude(pk=self.pk)
        while self._slug_is_taken() or siblings.filter(slug=self.slug).exists():
            number += 1
            self.slug = f"{wanted}-{number}"

    def _own_site_root_path(self) -> str:
        """Return the tree path of the site's start page in this language, or "" outside all sites.

        A page that is being created has no path yet; `future_parent`, set by the form, is used.
        """
        return _site_root_path(self.path or getattr(self.future_parent, "path", ""))


def _site_root_path(path: str) -> str:
    """Return the tree path of the site start page (or its translation) above `path`, or ""."""
    homes = Site.objects.values_list("root_page__translation_key", flat=True)
    roots = Page.objects.filter(translation_key__in=list(homes)).values_list("path", flat=True)
    return max((root for root in roots if path.startswith(root)), default="")


class TopicalPage(ContentPage):
    """A content page with topics."""

    topics = ParentalManyToManyField(
        "pages.Topic",
        verbose_name=_("topics"),
        blank=True,
        help_text=_("What the page is about. Readers find it in lists of the topic."),
    )

    slug_is_unique = True

    class Meta:
        abstract = True


class Link(Orderable):
    """A link with a text, such as a group's page in a social network."""

    text = models.CharField(
        _("text"),
        max_length=120,
        help_text=_("Tells where the link leads, such as “Our calendar”."),
    )
    url = WebAddressField(_("address"), help_text=_("Begins with https://"))

    panels = [FieldPanel("text"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.text


class ContactFields(models.Model):
    """Contact details: a role and how to reach it, not a private person."""

    contact_role = models.CharField(
        _("contact"),
        max_length=160,
        blank=True,
        help_text=_("A role and where it belongs, such as “developer, social services”."),
    )
    contact_email = models.EmailField(
        _("contact's e-mail"), blank=True, help_text=_("A shared address that somebody reads.")
    )
    contact_phone = models.CharField(
        _("contact's phone"), max_length=30, blank=True, help_text=_("Such as 042-10 00 00.")
    )

    contact_panels = [
        FieldPanel("contact_role"),
        FieldPanel("contact_email"),
        FieldPanel("contact_phone"),
    ]

    class Meta:
        abstract = True
