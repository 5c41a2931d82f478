"""Metadata for search engines and social networks."""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import graphene

from cms.graphql.fields import ApiField, Call, Loading
from pages.graphql.documents.media import Image, ImageLoader
from pages.graphql.json_ld import Documents, documents_of_organisations, documents_of_pages


@dataclass(frozen=True, slots=True, eq=False)
class SeoView:
    """The metadata of one page, service or organisation."""

    title: str
    description: str | None
    image_id: int | None
    json_ld: str


class Seo(graphene.ObjectType):
    """Metadata for search engines and social networks."""

    title = ApiField(graphene.String, description="For `<title>`.")
    description = ApiField(
        graphene.String,
        required=False,
        description='For `<meta name="description">`.',
    )
    image = ApiField(
        Image,
        required=False,
        description="For `og:image`; use the preset `SHARE`.",
        loader=ImageLoader(lambda view: view.image_id),
    )
    json_ld = ApiField(
        graphene.String,
        description=(
            'schema.org data as JSON for `<script type="application/ld+json">`. It contains '
            "no `<`, `>` or `&`, so it can be inserted as is; `JSON.parse` gives an object."
        ),
    )


class SeoLoader:
    """Loads metadata; JSON-LD only if it is selected."""

    def __init__(self, documents: Documents, describe: Callable[[Any], dict[str, Any]]) -> None:
        self.documents = documents
        self.describe = describe

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return each parent's metadata."""
        texts: Sequence[str] = [""] * len(parents)
        if "jsonLd" in call.selected("Seo"):
            texts = yield from self.documents(
                parents, dataclasses.replace(call, selected=_NothingSelected())
            )
        return [
            SeoView(**self.describe(parent), json_ld=text)
            for parent, text in zip(parents, texts, strict=True)
        ]


class _NothingSelected:
    """An empty selection for the relation loaders: no field is needed."""

    def __call__(self, type_name: str) -> frozenset[str]:
        return frozenset()

    def columns(self, type_name: str) -> frozenset[str]:
        return frozenset()

    def arguments(self, type_name: str, field_name: str) -> list[dict[str, Any]]:
        return []

    def through(self, *names: str) -> "_NothingSelected":
        return self

    def and_also(self, other: Any) -> "_NothingSelected":
        return self


def _describe_page(page: Any) -> dict[str, Any]:
    return {
        "title": page.seo_title or page.title,
        "description": page.search_description or page.summary or None,
        "image_id": page.image_id,
    }


def _describe_organisation(organisation: Any) -> dict[str, Any]:
    return {"title": organisation.name, "description": None, "image_id": organisation.logo_id}


PAGE_SEO = SeoLoader(documents_of_pages, _describe_page)
ORGANISATION_SEO = SeoLoader(documents_of_organisations, _describe_organisation)


def seo_field(loader: SeoLoader) -> ApiField:
    """Return the field `seo`, resolved by `loader`."""
    return ApiField(
        Seo, description="Metadata for search engines and social networks.", loader=loader
    )
