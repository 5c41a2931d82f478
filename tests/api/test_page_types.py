"""Every page type of the registry is in each part of the API, in both languages."""

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Model
from graphql import GraphQLEnumType, GraphQLList, get_named_type, get_nullable_type

from cms.schema import schema
from pages.blocks import TEXT_BLOCKS
from pages.previews.grants import share_draft
from pages.registry import PAGE_TYPES, PageType
from tests.api.drafts import NOW, drafted
from tests.factories import factory_of

pytestmark = pytest.mark.django_db

REGISTRY = "see pages/registry.py"
OF_PAGE = """query ($path: String!, $title: String!, $locale: String!) {
  route(path: $path) { ... on PageRoute { page { __typename title locale } } }
  search(query: $title, locale: $locale, first: 100) { nodes { type path item { __typename } } }
}"""
SITEMAP = """query ($locale: String!, $after: String) {
  sitemap(locale: $locale, first: 100, after: $after) {
    nodes { path } pageInfo { hasNextPage endCursor } } }"""
OF_DRAFT = """query ($token: String!) { preview(token: $token) {
  problems { message } page { __typename title }
  plain { body { __typename ... on HeadingBlock { text } } }
} }"""
LISTED = [page_type for page_type in PAGE_TYPES if page_type.list and page_type.page_list.singular]


def named(page_type: PageType) -> str:
    return page_type.name


def choices() -> list[tuple[PageType, str, GraphQLEnumType]]:
    """Return each filter of a list by one or more values of a choice field with its name."""
    found = []
    for page_type in LISTED:
        listed = schema.query_type.fields[page_type.page_list.listing.name]
        for name, field in get_named_type(listed.args["filter"].type).fields.items():
            type_ = get_nullable_type(field.type)
            fields = schema.type_map[page_type.name].fields
            enum = get_named_type(type_)
            is_list_of_choices = isinstance(type_, GraphQLList) and isinstance(
                enum, GraphQLEnumType
            )
            if is_list_of_choices and name in fields and get_named_type(fields[name].type) is enum:
                found.append((page_type, name, enum))
    return found


def demo_page(page_type: PageType, language: str) -> Model:
    page = page_type.model.objects.live().filter(locale__language_code=language).first()
    assert page, f"{page_type.name} has no demo content in {language}: {REGISTRY}."
    return page


def paths_in_sitemap(ask, language: str) -> set[str]:
    paths, after = set(), None
    while True:
        found = ask(SITEMAP, locale=language, after=after)["sitemap"]
        paths |= {node["path"] for node in found["nodes"]}
        if not found["pageInfo"]["hasNextPage"]:
            return paths
        after = found["pageInfo"]["endCursor"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=named)
def test_page_of_the_demo_has_a_route_and_is_found(ask, demo_content, page_type, language):
    # Given
    page, name = demo_page(page_type, language), page_type.name
    path = page.get_url()

    # When
    found = ask(OF_PAGE, path=path, title=page.title, locale=language)

    # Then
    assert found["route"]["page"] == {"__typename": name, "title": page.title, "locale": language}
    hits = {hit["path"]: hit for hit in found["search"]["nodes"]}
    assert path in hits, f"{name} is not found by its title in {language}: {REGISTRY}."
    assert hits[path]["type"] == page_type.search.kind.upper()
    assert hits[path]["item"] == {"__typename": name}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_of_the_demo_are_in_the_sitemap(ask, demo_content, language):
    paths = paths_in_sitemap(ask, language)

    for page_type in PAGE_TYPES:
        assert demo_page(page_type, language).get_url() in paths, (
            f"{page_type.name} is not in the sitemap in {language}: {REGISTRY}."
        )


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("page_type", LISTED, ids=named)
def test_page_of_the_demo_is_listed(ask, demo_content, page_type, language):
    page, roots = demo_page(page_type, language), page_type.page_list
    one, many = roots.singular, roots.listing.name

    found = ask(
        f"query ($slug: String!, $locale: String!) {{"
        f"  {one}(slug: $slug, locale: $locale) {{ title }}"
        f"  {many}(locale: $locale, first: 100) {{ nodes {{ slug }} }} }}",
        slug=page.slug,
        locale=language,
    )

    assert found[one] == {"title": page.title}
    assert {"slug": page.slug} in found[many]["nodes"]


@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=named)
def test_draft_of_every_type_has_a_preview_with_its_body(ask, at_now, page_type):
    # Given
    page = factory_of(page_type.model)(title="Published")
    has_body = hasattr(page, "body")
    body = {"body": [{"type": TEXT_BLOCKS[0][0], "value": "In the draft"}]} if has_body else {}
    drafted(page, title="Draft", **body)
    user = get_user_model().objects.create_superuser("maker", "maker@example.org", "secret")

    # When
    found = ask(OF_DRAFT, token=share_draft(page, user, NOW))["preview"]

    # Then
    assert found["problems"] == []
    assert found["page"] == {"__typename": page_type.name, "title": "Draft"}
    expected = [{"__typename": "HeadingBlock", "text": "In the draft"}] if has_body else []
    assert found["plain"] == {"body": expected}


@pytest.mark.parametrize(
    ("page_type", "name", "enum"),
    [pytest.param(*each, id=f"{each[0].name}.{each[1]}") for each in choices()],
)
def test_list_is_filtered_by_choice(ask, page_type, name, enum):
    # Given a page of each choice
    for value, _ in page_type.model._meta.get_field(name).choices:
        page = factory_of(page_type.model)()
        # Some choices require more fields when a page is saved.
        page_type.model.objects.filter(pk=page.pk).update(**{name: value})
    many = page_type.page_list.listing.name
    query = (
        f"query ($filter: {page_type.page_list.type_name}Filter) {{"
        f" {many}(filter: $filter, first: 100) {{ totalCount nodes {{ {name} }} }} }}"
    )

    # Then one choice finds its page only, two find both, and none finds nothing
    every = list(enum.values)
    for wanted in ([each] for each in every):
        assert ask(query, filter={name: wanted})[many] == {
            "totalCount": 1,
            "nodes": [{name: wanted[0]}],
        }
    assert ask(query, filter={name: every[:2]})[many]["totalCount"] == len(every[:2])
    assert ask(query, filter={name: []})[many]["totalCount"] == 0
