"""Leave the model `ContentVersion` to `cms.response_cache`; its table stays."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_version_of_the_content"),
        ("response_cache", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="ContentVersion")],
        ),
    ]
