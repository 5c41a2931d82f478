"""Image, rendition and document models with accessibility metadata."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


class ContentImage(AbstractImage):
    """An image; `description` is its alternative text (WCAG 1.1.1)."""

    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_(
            "The picture says nothing that the text does not say. Screen readers skip it, and it "
            "needs no description."
        ),
    )
    credit = models.CharField(
        _("credit"),
        max_length=120,
        blank=True,
        help_text=_("Who made the picture, as it is shown beside it."),
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "is_decorative",
        "credit",
        *(
            name
            for name in WagtailImage.admin_form_fields
            if name not in {"title", "file", "description"}
        ),
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def clean(self) -> None:
        """Require either a description or the “decorative” mark, not both."""
        super().clean()
        if not (self.is_decorative or self.description):
            raise ValidationError(
                {
                    "description": _(
                        "Describe the picture for those who do not see it, or tick “decorative”."
                    )
                }
            )
        if self.is_decorative and self.description:
            raise ValidationError(
                {"is_decorative": _("A picture with a description is not decorative: choose one.")}
            )

    @property
    def default_alt_text(self) -> str:
        """The description, or "" for a decorative image; never the title, which is often a file
        name.
        """
        return "" if self.is_decorative else self.description


class ContentRendition(AbstractRendition):
    """One size and format of an image."""

    image = models.ForeignKey(ContentImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")

    def __str__(self) -> str:
        return f"{self.image_id} {self.filter_spec}"


class ContentDocument(AbstractDocument):
    """A downloadable file, such as the minutes of a meeting."""

    language = models.CharField(
        _("language"),
        max_length=10,
        default="sv",
        help_text=_("Language of the text in the file, such as sv or en."),
    )

    admin_form_fields = (
        *WagtailDocument.admin_form_fields[:2],
        "language",
        *WagtailDocument.admin_form_fields[2:],
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
