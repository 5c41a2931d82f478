"""Loading by selected columns, and the cache of converted bodies."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Model
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_required_argument,
)

from cms.bounded_cache import BoundedCache
from cms.schema import schema
from pages.graphql.documents.stored_blocks import BlockCache
from pages.models import EventPage, GroupPage
from tests.api.conftest import Ask
from tests.factories import (
    ArticlePageFactory,
    ContentImageFactory,
    EventPageFactory,
    GroupPageFactory,
    ProjectPageFactory,
    locale,
)

pytestmark = pytest.mark.django_db

BODY = "{ events { nodes { title body { ... on RichTextBlock { html } } } } }"
_LISTS = {
    "events": "EventPage",
    "groups": "GroupPage",
    "projects": "ProjectPage",
    "articles": "ArticlePage",
}


def rich_text(html: str) -> str:
    """Return a body of one text; equal words give equal bodies."""
    return json.dumps([{"type": "rich_text", "value": html, "id": "1"}])


def html_of(answer: dict[str, Any]) -> list[str]:
    return [block["html"] for node in answer["events"]["nodes"] for block in node["body"]]


def test_published_body_replaces_the_cached_one(ask: Ask) -> None:
    # Given a cached body
    event = EventPageFactory(body=rich_text("<p>before</p>"))
    assert html_of(ask(BODY)) == html_of(ask(BODY)) == ["<p>before</p>"]

    # When another one and then the first one is published
    event.body = rich_text("<p>after</p>")
    event.save_revision().publish()
    after = html_of(ask(BODY))
    event.body = rich_text("<p>before</p>")
    event.save_revision().publish()

    # Then the answer has the published one
    assert after == ["<p>after</p>"]
    assert html_of(ask(BODY)) == ["<p>before</p>"]


def test_link_in_a_cached_body_follows_visibility(ask: Ask) -> None:
    group = GroupPageFactory(slug="halsa")
    EventPageFactory(body=rich_text(f'<p><a linktype="page" id="{group.pk}">Group</a></p>'))
    before = html_of(ask(BODY))

    group.unpublish()
    hidden = html_of(ask(BODY))
    group = GroupPage.objects.get(pk=group.pk)
    group.slug = "battre-halsa"
    group.save_revision().publish()

    assert before == ['<p><a href="/grupper/halsa/">Group</a></p>']
    assert hidden == ["<p>Group</p>"]
    assert html_of(ask(BODY)) == ['<p><a href="/grupper/battre-halsa/">Group</a></p>']


def test_image_in_a_cached_body_follows_its_changes(ask: Ask) -> None:
    query = "{ events { nodes { body { ... on ImageBlock { image { alt } } } } } }"
    image: Any = ContentImageFactory(description="before")
    EventPageFactory(body=json.dumps([{"type": "image", "value": {"image": image.pk}, "id": "1"}]))
    before = ask(query)

    image.description = "after"
    image.save()
    after = ask(query)
    image.delete()

    image_of = [
        each["events"]["nodes"][0]["body"][0]["image"] for each in (before, after, ask(query))
    ]
    assert image_of == [{"alt": "before"}, {"alt": "after"}, None]


def test_links_of_equal_bodies_follow_the_language(ask: Ask) -> None:
    # Given a translated event with the same body, which links to a translated group
    english = locale("en")
    group = GroupPageFactory(slug="halsa")
    event = EventPageFactory(body=rich_text(f'<a linktype="page" id="{group.pk}">Group</a>'))
    for page in (group, event):
        page.copy_for_translation(english, copy_parents=True).save_revision().publish()
    EventPage.objects.filter(locale=english).update(body=event.body)

    # When both are read
    swedish = html_of(ask(BODY))
    in_english = html_of(ask(BODY.replace("events", 'events(locale: "en")')))

    # Then each links to the group in its language
    assert swedish == ['<a href="/grupper/halsa/">Group</a>']
    assert in_english[0].startswith('<a href="/en/')


def test_cached_blocks_are_bounded_by_json_length() -> None:
    cache = BlockCache({"heading": "HeadingBlock"}, size=200)
    for number in range(50):
        blocks = cache.blocks(json.dumps([{"type": "heading", "value": f"{number:030}"}]), 1)
        assert blocks[0].value == f"{number:030}"
    assert cache.length <= 200

    cache.blocks(json.dumps([{"type": "heading", "value": "x" * 1_000}]), 1)
    assert cache.length == 0


def test_request_caches_are_bounded() -> None:
    cache = BoundedCache[object](size=3, longest_key=50)
    made: list[object] = []

    def make() -> object:
        made.append(object())
        return made[-1]

    for key in "abcd":
        cache.get(key, make)
    assert cache.get("d", make) is made[3]
    cache.get("a", make)
    cache.get("x" * 100, make)
    cache.get("x" * 100, make)
    assert len(made) == 7


def selections() -> Iterator[tuple[str, str]]:
    """Yield a selection of each single field of a page, with the root list it is in."""
    for root, type_name in _LISTS.items():
        type_: Any = schema.type_map[type_name]
        for name, field in type_.fields.items():
            arguments = "".join(
                "(preset: CARD)" for arg in field.args.values() if is_required_argument(arg)
            )
            composite = isinstance(
                get_named_type(field.type),
                GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType,
            )
            below = " { __typename }" if composite else ""
            yield root, f"{name}{arguments}{below}"


@pytest.mark.parametrize("root", _LISTS)
def test_fields_declare_the_columns_they_need(
    ask: Ask, root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given related pages of each type
    image = ContentImageFactory()
    group = GroupPageFactory(image=image)
    project = ProjectPageFactory(groups=[group], image=image)
    event = EventPageFactory(group=group, projects=[project], image=image)
    ArticlePageFactory(events=[event], groups=[group], projects=[project], image=image)
    path = ask(f"{{ {root} {{ nodes {{ path }} }} }}")[root]["nodes"][0]["path"]

    # When deferred columns cannot be loaded
    def refuse(page: Model, *_args: Any, fields: Any = None, **_kwargs: Any) -> None:
        raise AssertionError(f"{page} was read without {fields}")

    monkeypatch.setattr(Model, "refresh_from_db", refuse)

    # Then each field is answered, in a list and by path
    for each, selection in selections():
        if each == root:
            edges = f"edges {{ cursor node {{ {selection} }} }}"
            listed = ask(f"{{ {root} {{ nodes {{ {selection} }} {edges} }} }}")[root]
            routed = ask(
                f'{{ route(path: "{path}") {{ ... on PageRoute {{ page {{'
                f" ... on {_LISTS[root]} {{ {selection} }} }} }} }} }}"
            )
            assert listed["nodes"] == [listed["edges"][0]["node"]] == [routed["route"]["page"]]
