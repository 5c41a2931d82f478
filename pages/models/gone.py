"""Paths of deleted pages."""

from django.db import models
from wagtail.models import Site


class GoneAddress(models.Model):
    """The path of a deleted public page, so that `route` can return `GoneRoute` for it."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", editable=False)
    # The path in the front end, without the trailing slash, in the format of Wagtail's redirects.
    path = models.CharField(max_length=500, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "path"], name="gone_address_once")]

    def __str__(self) -> str:
        return self.path
