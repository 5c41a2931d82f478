"""Indexes by which what is to come is listed and counted in little time, however much is over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0008_stills_of_films"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="eventpage", name="event_over"),
        migrations.AddIndex(
            model_name="eventpage",
            index=models.Index(
                fields=["over_at", "starts_at", "page_ptr"], name="event_over_and_start"
            ),
        ),
        # Of Wagtail's table, whose rows are long: whether a page may be shown is read from this
        # alone, for each page that is counted. If another migration rebuilds the table, counting
        # only takes longer.
        migrations.RunSQL(
            """
            CREATE INDEX pages_may_be_shown
            ON wagtailcore_page (id, locale_id, live, expired, expire_at, path)
            WHERE live AND NOT expired
            """,
            "DROP INDEX IF EXISTS pages_may_be_shown",
        ),
    ]
