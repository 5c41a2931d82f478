"""The GraphQL schema, composed of the roots of `pages`, `feedback` and search."""

import graphene
from graphql import GraphQLSchema, assert_valid_schema

from cms.graphql.execution.execute import Engine
from cms.graphql.fields import attach_specs
from cms.schema.search import SearchQuery
from feedback.graphql.answers import FeedbackAnswerQuery
from feedback.graphql.mutations import FeedbackMutation
from feedback.graphql.queries import FeedbackQuery
from pages.graphql.queries import PagesQuery
from pages.graphql.sources.pages import PAGE_MODELS
from pages.graphql.types.common import type_of


class Query(PagesQuery, FeedbackQuery, FeedbackAnswerQuery, SearchQuery, graphene.ObjectType):
    """Queries."""


class Mutation(FeedbackMutation, graphene.ObjectType):
    """Mutations."""


def build_schema() -> GraphQLSchema:
    """Return the schema, with the loaders attached to its fields."""
    # Page types that are reachable only through the `Page` interface must be listed.
    schema = graphene.Schema(
        query=Query, mutation=Mutation, types=[type_of(model)() for model in PAGE_MODELS]
    )
    attach_specs(schema.graphql_schema)
    assert_valid_schema(schema.graphql_schema)
    return schema.graphql_schema


schema = build_schema()
# Sending is limited by its challenge, and leaves no trace of its moment in the cache.
engine = Engine(schema, uncounted={"submitFeedback"})
