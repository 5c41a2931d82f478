"""Take over the model `ContentVersion`, whose table `cms` has created."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("cms", "0002_version_of_the_content")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="ContentVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("token", models.BigIntegerField()),
                    ],
                    options={"db_table": "cms_contentversion", "default_permissions": ()},
                ),
            ],
        ),
    ]
