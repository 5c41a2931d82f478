"""Image files are encoded in the background, never in a reader's request."""

import gc
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import CollectionViewRestriction

from pages.models import ContentImage, ContentRendition
from pages.renditions import ALL_SPECS, keep_renditions
from tests.factories import ArticlePageFactory, ContentImageFactory
from tests.pages.forms import form_data
from tests.renditions import foresee_files

pytestmark = pytest.mark.django_db

QUERY = """{ articles { nodes { image { alt
  card: rendition(preset: CARD) { src sources { type srcset } } } } } }"""


@pytest.fixture
def worker(django_capture_on_commit_callbacks):
    """Return a context manager that runs queued tasks at its end, as a worker does."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def card(ask):
    """Return the image of the only article, as the API answers it."""
    return ask(QUERY)["articles"]["nodes"][0]["image"]["card"]


def picture(color, size=(300, 200)):
    data = BytesIO()
    Image.new("RGB", size, color).save(data, "PNG")
    return SimpleUploadedFile(f"{color}.png", data.getvalue(), "image/png")


def upload(client, image, **changes):
    """Change an image in the admin."""
    address = f"/admin/images/{image.pk}/"
    data = form_data(client.get(address).content) | changes
    response = client.post(address, data)
    assert response.status_code == 302, response.content


# Wagtail's view leaves the uploaded file open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_uploaded_image_gets_all_its_files(admin_client, ask, worker):
    # Given an uploaded image that still needs a description
    data = {"title": "Hus", "collection": "1", "files[]": picture("red")}
    sent = admin_client.post("/admin/images/multiple/add/", data).json()
    assert not ContentImage.objects.exists()

    # When it is described and the worker has run
    number = sent["uploaded_file_id"]
    fields = {"title": "Hus", "collection": "1", "description": "Ett hus.", "tags": ""}
    with worker():
        admin_client.post(
            f"/admin/images/multiple/create_from_uploaded_image/{number}/",
            {f"uploaded-image-{number}-{name}": value for name, value in fields.items()},
        )
    gc.collect()
    image = ContentImage.objects.get()
    ArticlePageFactory(image=image)

    # Then a reader's request encodes none
    made = set(image.renditions.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        found = card(ask)
    assert set(image.renditions.values_list("pk", flat=True)) == made
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "SAVEPOINT"))]

    # And each file has the declared format
    assert [each["type"] for each in found["sources"]] == ["image/avif", "image/webp", "image/jpeg"]
    for rendition in image.renditions.filter(filter_spec__startswith="fill-160x160"):
        with rendition.file.open() as file:
            assert Image.open(file).format.lower() == rendition.filter_spec.rpartition("-")[2]


def test_image_without_files_is_not_encoded_on_request(ask):
    # Given an image that the worker has not encoded
    ArticlePageFactory(image=ContentImageFactory(description="Ett hus."))

    # Then the answer has its alt text, and the request encodes nothing
    assert ask(QUERY)["articles"]["nodes"][0]["image"] == {"alt": "Ett hus.", "card": None}
    assert not ContentRendition.objects.exists()


def test_image_lists_existing_formats(ask):
    image = ContentImageFactory()
    ArticlePageFactory(image=image)
    keep_renditions(image.pk)

    image.renditions.filter(filter_spec__endswith="avif").delete()
    assert [each["type"] for each in card(ask)["sources"]] == ["image/webp", "image/jpeg"]

    image.renditions.filter(filter_spec__endswith="jpeg").delete()
    assert card(ask) is None


def test_moved_focal_point_replaces_the_files(admin_client, ask, worker):
    # Given an image with its files
    image = ContentImageFactory(file__width=300, file__height=200)
    ArticlePageFactory(image=image)
    keep_renditions(image.pk)
    before = card(ask)
    files = [rendition.file for rendition in image.renditions.filter(filter_spec__contains="fill")]

    # When an editor moves the focal point
    point = {"focal_point_x": 10, "focal_point_y": 10, "focal_point_width": 20}
    with worker():
        upload(admin_client, image, **point, focal_point_height=20)
        # Then the old files are served until the new ones exist
        assert card(ask) == before

    # And the new ones afterwards, and the old ones are deleted
    assert card(ask)["src"] != before["src"]
    assert image.renditions.filter(filter_spec__in=ALL_SPECS).count() == len(ALL_SPECS)
    assert not [file.name for file in files if file.storage.exists(file.name)]


def test_replaced_image_disappears_immediately(admin_client, ask, worker):
    # Given a published image
    image = ContentImageFactory()
    ArticlePageFactory(image=image)
    keep_renditions(image.pk)
    files = [image.file, *(rendition.file for rendition in image.renditions.all())]

    # When an editor replaces its file
    with worker():
        upload(admin_client, image, file=picture("green"))
        # Then the old one is not shown while the new one is encoded
        assert card(ask) is None

    # And all its files are deleted
    assert "green" in card(ask)["src"]
    assert not [file.name for file in files if file.storage.exists(file.name)]


def test_private_image_has_no_files(ask, worker):
    # Given a public image
    image = ContentImageFactory()
    ArticlePageFactory(image=image)
    keep_renditions(image.pk)
    files = [rendition.file for rendition in image.renditions.all()]

    # When its collection is made private
    with worker():
        restriction = CollectionViewRestriction.objects.create(
            collection=image.collection, restriction_type="login"
        )

    # Then its files are deleted, and none are encoded
    assert not [file.name for file in files if file.storage.exists(file.name)]
    assert keep_renditions(image.pk) == 0
    call_command("make_renditions", check=True, stdout=StringIO())
    assert ask(QUERY)["articles"]["nodes"][0]["image"] is None

    # And they are encoded when it is public again
    with worker():
        restriction.delete()
    assert card(ask)


def test_interrupted_encoding_is_repeated(ask):
    # Given an image for which an interrupted worker encoded some files
    image = ContentImageFactory(title="Hus")
    ArticlePageFactory(image=image)
    keep_renditions(image.pk)
    kept = set(image.renditions.exclude(filter_spec__contains="webp").values_list("pk", flat=True))
    image.renditions.exclude(pk__in=kept).delete()
    report = StringIO()
    with pytest.raises(CommandError, match="1 images lack files"):
        call_command("make_renditions", check=True, stdout=report)
    assert "Hus: 11 files are missing." in report.getvalue()

    # When the scheduler's job looks for missing files
    call_command("make_renditions", queue=True, verbosity=0)

    # Then only those are encoded
    call_command("make_renditions", check=True, stdout=StringIO())
    assert kept < set(image.renditions.values_list("pk", flat=True))


def test_unreadable_image_is_reported_and_skipped(ask):
    broken, whole = ContentImageFactory(title="Trasig"), ContentImageFactory()
    broken.file.delete(save=False)
    ArticlePageFactory(image=broken)
    errors = StringIO()

    call_command("make_renditions", stdout=StringIO(), stderr=errors)

    assert "Trasig" in errors.getvalue()
    assert whole.renditions.exists()
    assert not broken.renditions.exists()
    # An image without a file name is treated like a missing file.
    assert not (ask(QUERY)["articles"]["nodes"][0]["image"] or {}).get("card")


@pytest.mark.parametrize("size", [(80, 60), (333, 1000), (2001, 1333)])
def test_foreseen_files_match_encoded_files(size):
    # Given the rows that tests use
    image = ContentImageFactory(
        file__width=size[0],
        file__height=size[1],
        file__filename="a-long-name-of-a-picture-that-has-to-be-cut-somewhere-else.png",
        focal_point_x=20,
        focal_point_y=20,
        focal_point_width=10,
        focal_point_height=10,
    )
    facts = ("filter_spec", "focal_point_key", "file", "width", "height")
    foresee_files([image])
    foreseen = set(image.renditions.values_list(*facts))
    image.renditions.all().delete()

    # Then encoding gives the same rows
    keep_renditions(image.pk)
    assert set(image.renditions.values_list(*facts)) == foreseen
