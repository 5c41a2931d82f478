from django.db import migrations

from feedback.screening.crisis_defaults import HELP_LINES, WORDS


def write_defaults(apps, schema_editor):
    """Insert the default crisis words and help lines."""
    lists = apps.get_model("feedback", "CrisisWordList")
    lists.objects.bulk_create(
        lists(language=language, words=words.strip()) for language, words in WORDS.items()
        # The list of lists in the admin inserts those of the other languages.
        if language in {"sv", "en"}
    )
    lines = apps.get_model("feedback", "HelpLine")
    lines.objects.bulk_create(
        lines(sort_order=place, **fields) for place, fields in enumerate(HELP_LINES)
    )


class Migration(migrations.Migration):

    dependencies = [
        ("feedback", "0006_crisis"),
    ]

    operations = [
        migrations.RunPython(write_defaults, migrations.RunPython.noop),
    ]
