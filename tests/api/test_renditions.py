"""Making the files of pictures ahead of time."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import ContentRendition
from tests.factories import ArticlePageFactory, ContentImageFactory

pytestmark = pytest.mark.django_db

QUERY = """{ articles { nodes { image {
  card: rendition(preset: CARD) { src } full: rendition(preset: FULL) { src } } } } }"""


def test_no_file_is_made_in_a_readers_request_once_the_command_has_run(ask):
    # given
    ArticlePageFactory(image=ContentImageFactory())
    call_command("make_renditions", stdout=StringIO())
    made = ContentRendition.objects.count()

    # when
    with CaptureQueriesContext(connection) as queries:
        ask(QUERY)

    # then
    assert ContentRendition.objects.count() == made
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "SAVEPOINT"))]


def test_picture_that_cannot_be_read_is_named_and_passed_over():
    broken, whole = ContentImageFactory(title="Trasig"), ContentImageFactory()
    broken.file.delete(save=False)
    errors = StringIO()

    call_command("make_renditions", stdout=StringIO(), stderr=errors)

    assert "Trasig" in errors.getvalue()
    assert whole.renditions.exists()
    assert not broken.renditions.exists()
