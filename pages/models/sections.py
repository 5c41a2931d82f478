"""What the index pages of groups, projects, events and articles share."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

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

    content_panels = [*ContentPage.content_panels, FieldPanel("organisation")]

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent) -> bool:
        """Refuse a third level: a section holds no sections."""
        if not super().can_create_at(parent):
            return False
        grandparent = parent.get_parent()
        return not (
            parent.specific_class is cls and grandparent and grandparent.specific_class is cls
        )
