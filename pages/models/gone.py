"""Addresses of pages that were deleted."""

from django.db import models
from wagtail.models import Site


class GoneAddress(models.Model):
    """Where a public page stood before it was deleted, so that readers are told so."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", editable=False)
    # In the front end, without the last slash, as redirects are kept.
    path = models.CharField(max_length=500, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "path"], name="gone_address_once")]

    def __str__(self) -> str:
        return self.path
