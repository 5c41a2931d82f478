from django.db import migrations, models


def keep_words(apps, schema_editor):
    """Add a generated column with the search vector of each comment on PostgreSQL.

    Made anew for every row that is looked at, they cost more than all the rest of a search.
    """
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX submission_words")
        schema_editor.execute(
            "ALTER TABLE feedback_submission ADD COLUMN words tsvector "
            "GENERATED ALWAYS AS (to_tsvector('swedish', comment)) STORED"
        )
        schema_editor.execute(
            "CREATE INDEX submission_words ON feedback_submission USING gin (words)"
        )


def forget_words(apps, schema_editor):
    """Drop the column."""
    if schema_editor.connection.vendor == "postgresql":
        # Also drops its index.
        schema_editor.execute("ALTER TABLE feedback_submission DROP COLUMN words")
        schema_editor.execute(
            "CREATE INDEX submission_words ON feedback_submission "
            "USING gin (to_tsvector('swedish', comment))"
        )


class Migration(migrations.Migration):

    dependencies = [
        ("feedback", "0020_reply_templates"),
    ]

    operations = [
        migrations.RunPython(keep_words, forget_words),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["urgent", "month", "id"], name="submission_order"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                fields=["service", "assigned_to", "urgent", "month", "id"],
                condition=models.Q(assigned_to__isnull=False),
                name="submission_assigned",
            ),
        ),
    ]
