"""What the worker does after an editor's change."""

import logging

from django_tasks import task

from pages import renditions

logger = logging.getLogger(__name__)


@task()
def keep_renditions(image_id: int) -> None:
    """Bring the files of a picture in step with it; an original that cannot be read is logged."""
    try:
        renditions.keep_renditions(image_id)
    except renditions.UNREADABLE as error:
        logger.warning("No files can be made of picture %s: %s", image_id, error)


@task()
def keep_renditions_of_collection(path: str) -> None:
    """Do so for all pictures of a collection, by its tree path, and of those below it."""
    images = renditions.ContentImage.objects.filter(collection__path__startswith=path)
    for image_id in images.values_list("pk", flat=True).order_by("pk"):
        keep_renditions.enqueue(image_id)
