"""StreamField blocks of page bodies."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.migrations.operations import BaseBlockOperation
from wagtail.blocks.migrations.utils import formatted_list_child_generator
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from pages.forms.web_addresses import ADDRESS_ERROR, TEXT_ERROR, has_lost_links, safe_address

RICH_TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]


class WebAddressBlock(blocks.URLBlock):
    """An address of another site, with http or https."""

    def __init__(self, **options: Any) -> None:
        scheme = URLValidator(schemes=["http", "https"], message=ADDRESS_ERROR)
        super().__init__(validators=[scheme], **options)

    def to_python(self, value: Any) -> Any:
        """Return the stored address, "" if it is not safe."""
        return safe_address(super().to_python(value))


class HeadingBlock(blocks.CharBlock):
    """A second-level heading; deeper levels belong in the rich text."""

    class Meta:
        template = "pages/blocks/heading.html"
        icon = "title"
        label = _("Heading")
        help_text = _("Says what the next part is about, so that readers can skim the page.")


class RichTextBlock(blocks.RichTextBlock):
    """Paragraphs, lists, third- and fourth-level headings, and links."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        features = RICH_TEXT_FEATURES

    def clean(self, value: Any) -> Any:
        """Refuse a text with a link that has no usable address."""
        cleaned = super().clean(value)
        if cleaned and has_lost_links(cleaned.source):
            raise ValidationError(TEXT_ERROR)
        return cleaned


class ImageBlock(blocks.StructBlock):
    """An image with an optional caption."""

    image = ImageChooserBlock(label=_("Picture"))
    alt_text = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("Description here"),
        help_text=_("Only if the picture's own description does not fit this page."),
    )
    caption = blocks.CharBlock(
        required=False, max_length=255, label=_("Caption"), help_text=_("Shown under the picture.")
    )

    class Meta:
        template = "pages/blocks/image.html"
        icon = "image"
        label = _("Picture")


class GalleryBlock(blocks.StructBlock):
    """Several images, for instance from one event."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    images = blocks.ListBlock(ImageBlock(), min_num=1, label=_("Pictures"))

    class Meta:
        template = "pages/blocks/gallery.html"
        icon = "image"
        label = _("Gallery")


class QuoteBlock(blocks.StructBlock):
    """A quotation."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(
        required=False,
        max_length=160,
        label=_("Who said it"),
        help_text=_("A role, such as “participant”. A name only with consent."),
    )

    class Meta:
        template = "pages/blocks/quote.html"
        icon = "openquote"
        label = _("Quotation")


class FactBoxBlock(blocks.StructBlock):
    """A box with facts, shown beside the text."""

    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    text = RichTextBlock()

    class Meta:
        template = "pages/blocks/fact_box.html"
        icon = "info-circle"
        label = _("Fact box")


class DocumentBlock(blocks.StructBlock):
    """A downloadable file."""

    document = DocumentChooserBlock(label=_("Document"))
    description = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("Description"),
        help_text=_("What the file contains, so that readers can decide whether to open it."),
    )

    class Meta:
        template = "pages/blocks/document.html"
        icon = "doc-full"
        label = _("Document")


class VideoBlock(blocks.StructBlock):
    """A film or sound recording on another site, with a transcript."""

    # A URL, not an embed: saving a page makes no request to another site, and front ends decide
    # how to show the film.
    video = WebAddressBlock(label=_("Address"), help_text=_("Address of the film's own page."))
    title = blocks.CharBlock(max_length=160, label=_("Title"))
    thumbnail = ImageChooserBlock(
        required=False,
        label=_("Still picture"),
        help_text=_("Shown until the visitor agrees to load the film from the other site."),
    )
    transcript = RichTextBlock(
        required=False,
        label=_("Transcript"),
        help_text=_("What is said and shown (WCAG 1.2.1). May be left out if there are subtitles."),
    )

    class Meta:
        template = "pages/blocks/video.html"
        icon = "media"
        label = _("Film or sound")


class CallToActionBlock(blocks.StructBlock):
    """A link button to a page of the site or to an external URL."""

    text = blocks.CharBlock(
        max_length=80, label=_("Text"), help_text=_("Begins with a verb: “Sign up”, “Read more”.")
    )
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    url = WebAddressBlock(required=False, label=_("Or an address"))

    class Meta:
        template = "pages/blocks/call_to_action.html"
        icon = "link"
        label = _("Link button")

    def clean(self, value: Any) -> Any:
        """Require exactly one target: a page or a URL."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("Choose a page or enter a URL, not both.")]
            )
        return cleaned


class RelatedPagesBlock(blocks.StructBlock):
    """Links to related pages."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    pages = blocks.ListBlock(blocks.PageChooserBlock(), min_num=1, label=_("Pages"))

    class Meta:
        template = "pages/blocks/related_pages.html"
        icon = "doc-empty-inverse"
        label = _("Related pages")


TEXT_BLOCKS = [
    ("heading", HeadingBlock(max_length=120)),
    ("rich_text", RichTextBlock()),
    ("image", ImageBlock()),
    ("quote", QuoteBlock()),
    ("fact_box", FactBoxBlock()),
    ("document", DocumentBlock()),
    ("video", VideoBlock()),
    ("call_to_action", CallToActionBlock()),
]

# The blocks allowed in each body; the API has one union type per list.
ARTICLE_BLOCKS = [*TEXT_BLOCKS, ("gallery", GalleryBlock()), ("related_pages", RelatedPagesBlock())]
GROUP_BLOCKS = TEXT_BLOCKS
PROJECT_BLOCKS = [*TEXT_BLOCKS, ("gallery", GalleryBlock())]
EVENT_BLOCKS = TEXT_BLOCKS
EVENT_REPORT_BLOCKS = [*TEXT_BLOCKS, ("gallery", GalleryBlock())]
STANDARD_BLOCKS = [*TEXT_BLOCKS, ("related_pages", RelatedPagesBlock())]
HOME_BLOCKS = STANDARD_BLOCKS


class InBlock(BaseBlockOperation):
    """For data migrations: apply an operation to every value at a path inside blocks.

    Migrations hold no block list (see `wagtail_flexible_streamfield`), so a path of Wagtail's
    MigrateStreamData fails with InvalidBlockDefError. Give it the empty path and this operation,
    which finds values by the shape of the stored JSON:

        MigrateStreamData(
            "pages", "ArticlePage", "body",
            [(InBlock("fact_box", RenameStructChildrenOperation("text", "facts")), "")],
        )

    `path` has Wagtail's form: names of blocks and fields with dots between, `item` for the
    members of a list block, such as "gallery.images.item".
    """

    def __init__(self, path: str, operation: BaseBlockOperation) -> None:
        super().__init__()
        self.path = path
        self.operation = operation

    def apply(self, block_value: Any) -> Any:
        """Return the stream with the changed values in it."""
        return self._apply_at(block_value, self.path.split("."))

    def _apply_at(self, value: Any, path: list[str]) -> Any:
        if not path:
            return self.operation.apply(value)
        if not value:
            return value
        name, *rest = path
        if isinstance(value, dict):
            return {
                key: self._apply_at(child, rest) if key == name else child
                for key, child in value.items()
            }
        # Wagtail stores members of a list as {"type": "item", …}, formerly as bare values.
        children = formatted_list_child_generator(value) if name == "item" else value
        return [
            {**child, "value": self._apply_at(child["value"], rest)}
            if child["type"] == name
            else child
            for child in children
        ]

    @property
    def operation_name_fragment(self) -> str:
        """Name the migration after the operation."""
        return str(self.operation.operation_name_fragment)
