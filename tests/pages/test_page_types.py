"""Every page type is declared completely, and every text of it is read somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Field
from modelcluster.models import get_all_child_relations

from cms.schema import schema
from pages import checks
from pages.demo import source
from pages.graphql.declare import declared_names
from pages.models import ContentPage
from pages.registry import PAGE_TYPES, PageType, page_type_of
from pages.search.texts import words_of
from tests.factories import factory_of

REGISTRY = "see pages/registry.py"
TEMPLATES = Path(settings.BASE_DIR) / "pages" / "templates" / "pages"
# Text that is not in the API under its own name, not in search and not on the plain page.
EXCEPTIONS = {
    "title_key": "The sort key of the title.",
}
# Fields of the API that are made of several fields of a model.
COMPOSED = {
    "contact": ("contact_role", "contact_email", "contact_phone"),
    "registration": tuple(
        field.name
        for field in apps.get_model("pages", "EventPage")._meta.get_fields()
        if field.name.startswith("registration_")
    ),
    "status": ("status",),
}


def named(page_type: PageType) -> str:
    return page_type.name


def texts(model: type[models.Model]) -> Iterator[Field]:
    """Yield the fields of a page that hold text and are declared in `pages`."""
    for field in model._meta.get_fields():
        if isinstance(field, models.CharField | models.TextField):
            is_ours = field.model.__module__.startswith("pages.")
            if is_ours and not field.choices and field.name not in EXCEPTIONS:
                yield field


def names_in_api(model: type[models.Model]) -> set[str]:
    names = {*declared_names(model), "summary"}
    return names.union(*(COMPOSED.get(name, ()) for name in names))


def names_in_templates() -> set[str]:
    found = [path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html")]
    return set(re.findall(r"\bpage\.(\w+)", "\n".join(found)))


def test_every_page_type_has_an_entry():
    missing = {
        model.__name__
        for model in apps.get_app_config("pages").get_models()
        if issubclass(model, ContentPage)
    } - {page_type.name for page_type in PAGE_TYPES}

    assert not missing, f"{sorted(missing)} have no entry in PAGE_TYPES: {REGISTRY}."


def test_model_without_an_entry_is_named():
    with pytest.raises(LookupError, match=r"Course has no entry .*pages/registry\.py"):
        page_type_of(type("Course", (), {}))


def test_check_names_a_dotted_path_that_leads_nowhere(monkeypatch: pytest.MonkeyPatch):
    broken = PageType("GroupPage", graphql="pages.graphql.types.groups", json_ld="pages.nothing.at")
    monkeypatch.setattr(checks, "PAGE_TYPES", (*PAGE_TYPES, broken))

    (error,) = checks.page_types(None)

    assert error.id == "pages.E001"
    assert "json_ld of GroupPage" in error.msg


@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=named)
def test_page_type_is_declared_everywhere(page_type: PageType):
    name, model = page_type.name, page_type.model
    assert getattr(model, "graphql_fields", None), (
        f"{name} has no GraphQL type: declare it in {page_type.graphql}; {REGISTRY}."
    )
    assert name in schema.type_map, f"{name} is not in the schema: {REGISTRY}."
    assert model.search_texts, f"{name} has no search text: set `search_texts` of the model."
    assert model.parent_page_types, f"{name} has no parents: set `parent_page_types`."
    if page_type.page_list and page_type.page_list.singular:
        assert page_type.admin, f"{name} has no list in the admin: {REGISTRY}."
        for root in (page_type.page_list.singular, page_type.page_list.listing.name):
            assert root in schema.query_type.fields, f"{name} has no root {root}."


@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=named)
def test_every_type_is_in_the_demo_in_two_languages(page_type: PageType):
    for language in ("sv", "en"):
        swedish = source.entries(page_type.demo.file)
        entries = source.entries(page_type.demo.file, language)
        models_of = [source.model_of(swedish[key]) for key in entries]
        assert page_type.model in models_of, (
            f"{page_type.name} has no demo content in {language}: "
            f"pages/demo/content/{language}/{page_type.demo.file}.toml; {REGISTRY}."
        )


@pytest.mark.django_db
@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=named)
def test_page_is_found_by_the_words_of_its_own_fields(page_type: PageType):
    model = page_type.model
    own = [field.name for field in texts(model) if field.name in model.search_texts]
    page = factory_of(model)(**{name: f"ord-{name}" for name in own})

    words = words_of(page).splitlines()

    assert [word for word in words if word.startswith("ord-")] == [
        f"ord-{name}" for name in model.search_texts if name in own
    ]


@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=named)
def test_every_text_is_in_the_api_in_search_or_on_the_plain_page(page_type: PageType):
    model = page_type.model
    read = {*names_in_api(model), *model.search_texts, *model.plain_facts, *names_in_templates()}

    for field in texts(model):
        assert field.name in read, (
            f"{page_type.name}.{field.name} is read nowhere: declare it in {page_type.graphql}, or "
            "name it in `search_texts` or `plain_facts` of the model."
        )


@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=named)
def test_every_text_of_a_part_is_in_the_api(page_type: PageType):
    for relation in get_all_child_relations(page_type.model):
        part: Any = relation.related_model
        if part._meta.app_label == "pages" and hasattr(part, "graphql_fields"):
            missing = {field.name for field in texts(part)} - {*declared_names(part)}
            assert not missing, f"{part.__name__}: {sorted(missing)} are not in the API."
