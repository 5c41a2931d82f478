"""The entries, and beside them the full-text index that the database has."""

from django.db import migrations, models


def create_index(apps, schema_editor):
    from cms.search import postgresql, sqlite

    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(sqlite.CREATE)
    else:
        for statement in postgresql.CREATE:
            schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    from cms.search import postgresql, sqlite

    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(sqlite.DROP)
    else:
        for statement in postgresql.DROP:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField()),
                ("title", models.CharField(max_length=255)),
                ("title_key", models.CharField(db_index=True, max_length=255)),
                ("boost", models.FloatField(default=1.0)),
                ("body", models.TextField()),
            ],
            options={
                "db_table": "search_entry",
                "default_permissions": (),
            },
        ),
        migrations.RunPython(create_index, drop_index),
    ]
