"""The table of the search index."""

from django.db import models


class SearchEntry(models.Model):
    """The text of one page, document or service.

    Visibility is not stored here; the search statement checks it in the objects' tables. The
    migrations add the stems: on PostgreSQL as the column `terms`, on SQLite as the full-text
    table `search_terms`.
    """

    # Matches are ranked in descending order of ids: see `indexing.entry_id`.
    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=255)
    # The normalised title (`words.title_key`): a query that equals it comes first.
    title_key = models.CharField(max_length=255, db_index=True)
    # Above 1 for important objects, such as a group compared to its many meetings.
    boost = models.FloatField(default=1.0)
    # The last column, so that ranking does not have to read past it.
    body = models.TextField()

    # Entries have no relations.
    wagtail_reference_index_ignore = True

    class Meta:
        db_table = "search_entry"
        default_permissions = ()

    def __str__(self) -> str:
        return self.title
