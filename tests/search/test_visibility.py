"""Search returns public content only, in every part of a hit."""

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from cms.search.models import SearchEntry
from pages.models import ArticlePage
from tests.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    ContentDocumentFactory,
    HomePageFactory,
    ServiceFactory,
    StandardPageFactory,
    default_home,
    locale,
)
from tests.search.asking import find, titles

pytestmark = pytest.mark.django_db

CANARY = "kanariefågel"


def draft() -> None:
    ArticlePageFactory(title=CANARY, live=False)


def unpublished() -> None:
    ArticlePageFactory(title=CANARY).unpublish()


def expired() -> None:
    page = ArticlePageFactory(title=CANARY)
    Page.objects.filter(pk=page.pk).update(expired=True)


def past_its_time() -> None:
    # The scheduler has not unpublished it yet.
    ArticlePageFactory(title=CANARY, expire_at=timezone.now() - datetime.timedelta(minutes=1))


def scheduled() -> None:
    page = ArticlePageFactory(title="Ofarlig", live=False)
    page.title = CANARY
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    page.save_revision().publish()


def draft_of_a_live_page() -> None:
    page = ArticlePageFactory(title="Ofarlig")
    page.title = page.summary = CANARY
    page.save_revision()


def draft_of_a_live_page_put_back() -> None:
    page = ArticlePageFactory(title="Ofarlig")
    page.title = CANARY
    page.save_revision()
    page.refresh_from_db()
    page.save_revision()


def restricted(kind: str) -> Callable[[], None]:
    def make() -> None:
        page = ArticlePageFactory(title=CANARY)
        PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")

    make.__name__ = f"restricted_{kind}"
    return make


def below_a_restricted_page() -> None:
    section = ArticleIndexPageFactory(title="Internt")
    ArticlePageFactory(title=CANARY, parent=section)
    PageViewRestriction.objects.create(page=section, restriction_type="login")


def moved_below_a_restricted_page() -> None:
    section = ArticleIndexPageFactory(title="Internt")
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    ArticlePageFactory(title=CANARY).move(section, "last-child")


def in_another_site() -> None:
    home = HomePageFactory(title=CANARY)
    Site.objects.create(hostname="other.example.org", root_page=home)
    StandardPageFactory(title=CANARY, parent=home)


def outside_of_all_sites() -> None:
    HomePageFactory(title=CANARY)


def in_another_language() -> None:
    home = default_home().copy_for_translation(locale("en"))
    home.title = CANARY
    home.save_revision().publish()
    ServiceFactory(name=CANARY, locale=locale("en"))


def deleted() -> None:
    ArticlePageFactory(title=CANARY).delete()


def deleted_with_its_parent() -> None:
    section = ArticleIndexPageFactory(title="Gammalt")
    ArticlePageFactory(title=CANARY, parent=section)
    section.refresh_from_db()
    section.delete()


def deleted_service() -> None:
    ServiceFactory(name=CANARY).delete()


def renamed() -> None:
    page = ArticlePageFactory(title=CANARY)
    page.title = "Ofarlig"
    page.save_revision().publish()


def document_in_a_private_collection() -> None:
    collection = Collection.get_first_root_node().add_child(name="Internt")
    ContentDocumentFactory(title=CANARY, collection=collection)
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")


def document_below_a_private_collection() -> None:
    collection = Collection.get_first_root_node().add_child(name="Internt")
    below = collection.add_child(name="Under")
    ContentDocumentFactory(title=CANARY, collection=below)
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")


def title_of_a_private_document_in_a_body() -> None:
    collection = Collection.get_first_root_node().add_child(name="Internt")
    document = ContentDocumentFactory(title=CANARY, collection=collection)
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    block = {"document": document, "description": CANARY}
    StandardPageFactory(title="Ofarlig", body=[("document", block)])


def title_of_a_draft_in_a_body() -> None:
    hidden = ArticlePageFactory(title=CANARY, live=False)
    StandardPageFactory(
        title="Ofarlig",
        body=[
            ("related_pages", {"heading": "Mer", "pages": [hidden]}),
            ("call_to_action", {"text": CANARY, "page": hidden, "url": ""}),
        ],
    )


def subtitles() -> None:
    ContentDocumentFactory(title=CANARY, file__filename="film.VTT")


@pytest.mark.parametrize(
    "hide",
    [
        draft,
        unpublished,
        expired,
        past_its_time,
        scheduled,
        draft_of_a_live_page,
        draft_of_a_live_page_put_back,
        restricted("login"),
        restricted("password"),
        restricted("groups"),
        below_a_restricted_page,
        moved_below_a_restricted_page,
        in_another_site,
        outside_of_all_sites,
        in_another_language,
        deleted,
        deleted_with_its_parent,
        deleted_service,
        renamed,
        document_in_a_private_collection,
        document_below_a_private_collection,
        title_of_a_private_document_in_a_body,
        title_of_a_draft_in_a_body,
        subtitles,
    ],
    ids=lambda hide: hide.__name__,
)
def test_hidden_content_is_not_found(hide: Callable[[], None]):
    default_home()
    ArticlePageFactory(title="Synlig", summary="En papegoja, ofarlig.")

    hide()

    assert titles(CANARY) == []
    assert titles(f"{CANARY} papegoja") == ["Synlig"]
    for hit in find("ofarlig"):
        assert CANARY not in hit.title + hit.body + hit.title_html + hit.snippet_html


def test_page_made_public_again_is_found():
    page = ArticlePageFactory(title="Vernissage")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert titles("vernissage") == []

    restriction.delete()

    assert titles("vernissage") == ["Vernissage"]


def test_search_is_limited_to_the_site():
    default_home()
    home = HomePageFactory(title="Annan")
    Site.objects.create(hostname="other.example.org", root_page=home)
    StandardPageFactory(title="Här fikar vi")
    StandardPageFactory(title="Där fikar de", parent=home)

    assert titles("fika") == ["Här fikar vi"]
    assert titles("fika", host="other.example.org") == ["Där fikar de"]


def test_language_without_a_site_root_finds_no_page():
    default_home()
    StandardPageFactory(title="Fika")
    ContentDocumentFactory(title="Fika som metod")

    assert titles("fika", language="en") == ["Fika som metod"]
    assert titles("fika", language="xx") == ["Fika som metod"]


def test_drafts_are_not_indexed():
    page = ArticlePageFactory(title="Ofarlig", live=False)
    page.title = CANARY
    page.save_revision()
    page.save()

    assert not SearchEntry.objects.filter(kind="article").exists()
    assert ArticlePage.objects.count() == 1
