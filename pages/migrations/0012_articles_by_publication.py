from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0011_block_lists_stay_out_of_migrations'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='articlepage',
            index=models.Index(fields=['published_at'], name='article_by_publication'),
        ),
    ]
