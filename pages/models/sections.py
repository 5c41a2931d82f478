"""The base class of index pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from pages.models.base import ContentPage


class IndexPage(ContentPage):
    """A list of pages of one type.

    An index page may contain one further level of index pages of its own type: sections of
    administrations, whose communicators publish there independently.
    """

    organisation = models.ForeignKey(
        "pages.Organisation",
        verbose_name=_("administration"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Whose section this is. Leave open for a list that everybody shares."),
    )

    # Only users who may change user groups may set this: it gives the organisation's staff the
    # right to publish here.
    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("organisation", permission="auth.change_group"),
    ]

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Return False below a section: sections cannot be nested."""
        return super().can_create_at(parent) and not cls.is_section(parent)

    def can_move_to(self, parent: Page) -> bool:
        """Return False if the move would nest sections, counting the index pages below this one."""
        return super().can_move_to(parent) and self.fits_under(parent)

    def fits_under(self, parent: Page) -> bool:
        """Return whether this index page and its subtree would make at most two levels under
        `parent`.
        """
        index = type(self)
        if parent.specific_class is not index:
            return True
        return not index.is_section(parent) and not self.get_children().type(index).exists()

    @classmethod
    def is_section(cls, page: Page) -> bool:
        """Return whether `page` is an index page of this type inside another one."""
        parent = page.get_parent()
        return page.specific_class is cls and parent is not None and parent.specific_class is cls
