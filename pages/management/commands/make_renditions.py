"""Makes the files of pictures before a reader asks for them."""

from typing import Any

from django.core.management.base import BaseCommand
from wagtail.images.models import SourceImageIOError

from pages.models import ContentImage
from pages.renditions import make_renditions


class Command(BaseCommand):
    """Makes every picture in every preset; what is there already is left as it is."""

    help = "Makes the files of all pictures in all presets of the API."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all pictures; one that cannot be read is named and passed over."""
        made = 0
        for image in ContentImage.objects.order_by("pk").iterator():
            try:
                made += len(make_renditions([image]))
            except (OSError, SourceImageIOError) as error:
                self.stderr.write(f"{image.title}: {error}")
        self.stdout.write(f"{made} files are in place.")
