"""On PostgreSQL an index of what is newest, and rows that are short; the index is filled anew."""

from django.db import migrations


def add_recent(apps, schema_editor):
    from cms.search import postgresql

    if schema_editor.connection.vendor == "postgresql":
        for statement in postgresql.CREATE_RECENT:
            schema_editor.execute(statement)


def remove_recent(apps, schema_editor):
    from cms.search import postgresql

    if schema_editor.connection.vendor == "postgresql":
        for statement in postgresql.DROP_RECENT:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(add_recent, remove_recent)]
