"""What is kept of everything that can be found."""

from django.db import models


class SearchEntry(models.Model):
    """The words of one page, document or service.

    Whether a reader may see it is not kept here: it is asked of the tables that know, in the same
    statement. The stems stand beside it, where the migrations put them: on PostgreSQL in the column
    `terms`, on SQLite in the full-text table `search_terms`.
    """

    # Its order is the order in which matches are taken up for ranking: see `indexing.entry_id`.
    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=255)
    # The title's words as `words.title_key` writes them: a query that is the whole title comes
    # first.
    title_key = models.CharField(max_length=255, db_index=True)
    # Above 1 for what is few and lasts, such as a group among its hundred meetings.
    boost = models.FloatField(default=1.0)
    # Last, so that ranking need not read past it.
    body = models.TextField()

    # Nothing refers to an entry, and it refers to nothing.
    wagtail_reference_index_ignore = True

    class Meta:
        db_table = "search_entry"
        default_permissions = ()

    def __str__(self) -> str:
        return self.title
