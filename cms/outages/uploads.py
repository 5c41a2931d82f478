"""Forms for uploads that check the disk before anything is saved."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.outages.media_disk import upload_problem

logger = logging.getLogger(__name__)


def require_space(file: Any) -> Any:
    """Return an uploaded file; raise ValidationError if the disk does not take it."""
    if not isinstance(file, UploadedFile):
        return file
    if problem := upload_problem(file.size or 0):
        logger.error("An upload was refused: %s", problem)
        raise ValidationError(
            _(
                "The file cannot be saved: the disk for uploaded files is full or not writable. "
                "Nothing was saved. Contact whoever runs the system."
            ),
            code="media_unavailable",
        )
    return file


class ImageForm(BaseImageForm):
    """Wagtail's form for images."""

    def clean_file(self) -> Any:
        """Refuse a file that the disk does not take."""
        return require_space(self.cleaned_data["file"])


class DocumentForm(BaseDocumentForm):
    """Wagtail's form for documents."""

    def clean_file(self) -> Any:
        """Refuse a file that the disk does not take."""
        return require_space(self.cleaned_data["file"])
