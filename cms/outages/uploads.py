"""Forms for uploads that check the disk before anything is saved."""

import logging
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.outages.media_disk import unwritable

logger = logging.getLogger(__name__)


def require_space(file: Any) -> Any:
    """Return an uploaded file; raise ValidationError if the disk does not take it."""
    storage = storages["default"]
    if not isinstance(file, UploadedFile) or not isinstance(storage, FileSystemStorage):
        return file
    if problem := unwritable(Path(storage.location), file.size or 0):
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
