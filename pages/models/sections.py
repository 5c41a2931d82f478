"""What the index pages of groups, projects, events and articles share."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from pages.models.base import ContentPage


class IndexPage(ContentPage):
    """A list of pages of one kind.

    An index may hold one more level of indexes of its own kind: the section of an administration,
    whose communicators publish there without waiting for anybody else.
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

    # Whoever may change user groups decides whose section it is: it gives its staff the right to
    # publish there.
    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("organisation", permission="auth.change_group"),
    ]

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Refuse a third level: a section holds no sections."""
        return super().can_create_at(parent) and not cls.is_section(parent)

    def can_move_to(self, parent: Page) -> bool:
        """Refuse a third level, also one that would come along."""
        return super().can_move_to(parent) and self.fits_under(parent)

    def fits_under(self, parent: Page) -> bool:
        """Return whether the index and what is below it would make two levels at most."""
        index = type(self)
        if parent.specific_class is not index:
            return True
        return not index.is_section(parent) and not self.get_children().type(index).exists()

    @classmethod
    def is_section(cls, page: Page) -> bool:
        """Return whether `page` is an index of this kind inside another one."""
        parent = page.get_parent()
        return page.specific_class is cls and parent is not None and parent.specific_class is cls
