from typing import Any

from django.db import migrations, models


def note_what_is_public(apps: Any, _editor: Any) -> None:
    """Mark the versions that are public as once public."""
    apps.get_model("feedback", "Voice").objects.filter(is_public=True).update(was_public=True)


class Migration(migrations.Migration):
    dependencies = [("feedback", "0016_exports")]

    operations = [
        migrations.AddField(
            model_name="voice",
            name="was_public",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RunPython(note_what_is_public, migrations.RunPython.noop),
    ]
