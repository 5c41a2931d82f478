"""Background tasks that follow an editor's change."""

import logging

from django_tasks import task

from pages import renditions

logger = logging.getLogger(__name__)


@task()
def keep_renditions(image_id: int) -> None:
    """Make an image's missing files and delete outdated ones; log an unreadable original."""
    try:
        renditions.keep_renditions(image_id)
    except renditions.UNREADABLE as error:
        logger.warning("No files can be made of image %s: %s", image_id, error)


@task()
def keep_renditions_of_collection(path: str) -> None:
    """Queue `keep_renditions` for all images in a collection, given by tree path, and below it."""
    images = renditions.ContentImage.objects.filter(collection__path__startswith=path)
    for image_id in images.values_list("pk", flat=True).order_by("pk"):
        keep_renditions.enqueue(image_id)
