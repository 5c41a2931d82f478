"""The table of the content version."""

from django.db import models


class ContentVersion(models.Model):
    """Rows whose tokens add up to the content version; see `version`."""

    token = models.BigIntegerField()

    class Meta:
        # The model was in the app `cms` before.
        db_table = "cms_contentversion"
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.token)
