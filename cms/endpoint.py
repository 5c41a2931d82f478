"""The GraphQL endpoint of the project."""

from cms.graphql.http.view import GraphQLView
from cms.schema import engine
from pages.graphql.context import make_context

graphql_view = GraphQLView.as_view(engine=engine, make_context=make_context)
