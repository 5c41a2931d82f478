"""StreamField blocks and migrations: no block lists in migrations, and data migrations keep
content.
"""

import json
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from wagtail.blocks import CharBlock, StreamBlock
from wagtail.blocks.migrations.migrate_operation import MigrateStreamData
from wagtail.blocks.migrations.operations import (
    BaseBlockOperation,
    RenameStreamChildrenOperation,
    RenameStructChildrenOperation,
)
from wagtail.fields import StreamField as WagtailStreamField
from wagtail_flexible_streamfield.fields import StreamField

from pages.blocks import ARTICLE_BLOCKS, InBlock
from pages.models import ArticlePage
from tests.factories import ArticlePageFactory

PICTURE = {"image": None, "alt_text": "", "caption": "Torget"}
BODY: list[dict[str, Any]] = [
    {"type": "heading", "value": "Så gick det", "id": "1"},
    {"type": "fact_box", "value": {"heading": "Fakta", "text": "<p>Tjugo kom.</p>"}, "id": "2"},
    {
        "type": "gallery",
        "value": {"heading": "", "images": [{"type": "item", "value": PICTURE, "id": "4"}]},
        "id": "3",
    },
]


def stored_body(page: ArticlePage) -> Any:
    """Return the JSON stored in the column, bypassing the field."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM pages_articlepage WHERE page_ptr_id = %s", [page.pk])
        value = cursor.fetchone()[0]
    return json.loads(value) if isinstance(value, str) else value


def latest_state() -> ProjectState:
    return MigrationExecutor(connection).loader.project_state()


def run(*operations: Any) -> None:
    """Apply a migration with these operations on top of all others."""
    migration = Migration("later", "pages")
    migration.operations = list(operations)
    # Not entered: no operation here alters a table, and SQLite refuses inside a transaction.
    migration.apply(latest_state(), connection.schema_editor())


@pytest.fixture
def article(db: None) -> ArticlePage:
    page = ArticlePageFactory(body=json.dumps(BODY))
    page.save_revision()
    return page


def test_every_stream_field_keeps_its_blocks_out_of_migrations():
    fields = [
        field
        for model in apps.get_app_config("pages").get_models()
        for field in model._meta.local_fields
        if isinstance(field, WagtailStreamField)
    ]

    assert fields
    assert [field for field in fields if not isinstance(field, StreamField)] == []


@pytest.mark.django_db
def test_changed_block_makes_no_migration(monkeypatch: pytest.MonkeyPatch, capsys):
    # Given
    field = ArticlePage._meta.get_field("body")
    blocks = [*ARTICLE_BLOCKS[1:], ("map", CharBlock(required=False))]
    monkeypatch.setattr(field, "block_types_arg", blocks)
    monkeypatch.setitem(field.__dict__, "stream_block", StreamBlock(blocks))

    # When
    call_command("makemigrations", "pages", "--check", "--dry-run")

    # Then the command exits with 1 where there are changes
    assert "No changes detected" in capsys.readouterr().out


def test_page_saved_in_a_data_migration_keeps_its_body(article: ArticlePage):
    model = latest_state().apps.get_model("pages", "ArticlePage")

    page = model.objects.get(pk=article.pk)
    page.summary = "Nytt"
    page.save()

    assert stored_body(article) == BODY


def test_body_copied_in_a_data_migration_keeps_its_text(article: ArticlePage):
    other = ArticlePageFactory()
    model = latest_state().apps.get_model("pages", "ArticlePage")

    copy = model.objects.get(pk=other.pk)
    copy.body = model.objects.get(pk=article.pk).body
    copy.save()

    assert stored_body(other) == BODY


def test_blocks_are_renamed_in_pages_and_revisions(article: ArticlePage):
    operation = RenameStreamChildrenOperation("heading", "title")
    run(MigrateStreamData("pages", "ArticlePage", "body", [(operation, "")]))

    renamed = [{**BODY[0], "type": "title"}, *BODY[1:]]
    assert stored_body(article) == renamed
    article.latest_revision.refresh_from_db()
    assert json.loads(article.latest_revision.content["body"]) == renamed


@pytest.mark.parametrize(
    ("path", "operation", "changed", "value"),
    [
        (
            "fact_box",
            RenameStructChildrenOperation("text", "facts"),
            1,
            {"heading": "Fakta", "facts": "<p>Tjugo kom.</p>"},
        ),
        (
            "gallery.images.item",
            RenameStructChildrenOperation("caption", "legend"),
            2,
            {
                "heading": "",
                "images": [
                    {
                        "type": "item",
                        "value": {"image": None, "alt_text": "", "legend": "Torget"},
                        "id": "4",
                    }
                ],
            },
        ),
    ],
)
def test_value_inside_a_block_is_renamed(
    article: ArticlePage, path: str, operation: BaseBlockOperation, changed: int, value: Any
):
    run(MigrateStreamData("pages", "ArticlePage", "body", [(InBlock(path, operation), "")]))

    renamed = [*BODY]
    renamed[changed] = {**BODY[changed], "value": value}
    assert stored_body(article) == renamed
    article.latest_revision.refresh_from_db()
    assert json.loads(article.latest_revision.content["body"]) == renamed
