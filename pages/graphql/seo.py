"""What search engines and social networks are told."""

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
    """What is said of one page, service or organisation."""

    title: str
    description: str | None
    image_id: int | None
    json_ld: str


class Seo(graphene.ObjectType):
    """What search engines and social networks are told."""

    class Meta:
        description = "What search engines and social networks are told."

    title = ApiField(graphene.String, description="For `<title>`.")
    description = ApiField(
        graphene.String,
        required=False,
        description='For `<meta name="description">`.',
    )
    image = ApiField(
        Image,
        required=False,
        description="For `og:image`; the preset `SHARE` is made for it.",
        loader=ImageLoader(lambda view: view.image_id),
    )
    json_ld = ApiField(
        graphene.String,
        description=(
            'schema.org as JSON, to put into `<script type="application/ld+json">` as it is: no '
            "`<`, `>` or `&` is in it, so that nothing can end the element. With `JSON.parse` it "
            "is an object."
        ),
    )


class SeoLoader:
    """Loads what is said of things; the JSON-LD only where it is selected."""

    def __init__(self, documents: Documents, describe: Callable[[Any], dict[str, Any]]) -> None:
        self.documents = documents
        self.describe = describe

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return what is said of each parent."""
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
    """Tells the loaders of relations that their values have no fields to show."""

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
    """Return the field `seo` of what `loader` describes."""
    return ApiField(
        Seo, description="What search engines and social networks are told.", loader=loader
    )
