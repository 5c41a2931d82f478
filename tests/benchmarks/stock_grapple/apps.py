"""The product's apps without what they register for the contract."""

from django.apps import AppConfig


class StockPages(AppConfig):
    """Declares fields of the models as grapple's documentation does, before it builds the types."""

    name = "pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the models that the comparison reads their `graphql_fields`, and the list a root."""
        from grapple.helpers import register_query_field, register_streamfield_block
        from grapple.models import (
            GraphQLCollection,
            GraphQLForeignKey,
            GraphQLImage,
            GraphQLPage,
            GraphQLRichText,
            GraphQLStreamfield,
            GraphQLString,
        )

        from pages.blocks import FactBoxBlock
        from pages.models import AgendaItem, ContentImage, EventPage

        EventPage.graphql_fields = [
            GraphQLString("summary"),
            GraphQLString("starts_at"),
            GraphQLString("ends_at"),
            GraphQLCollection(GraphQLForeignKey, "agenda_items", AgendaItem),
            GraphQLPage("group"),
            GraphQLImage("image"),
            GraphQLStreamfield("body"),
        ]
        AgendaItem.graphql_fields = [GraphQLString("title"), GraphQLString("description")]
        ContentImage.graphql_fields = [GraphQLString("description")]
        FactBoxBlock.graphql_fields = [GraphQLString("heading"), GraphQLRichText("text")]
        register_query_field("event", "events")(EventPage)
        register_streamfield_block(FactBoxBlock)


class PlainFeedback(AppConfig):
    """The app's models."""

    name = "feedback"
    default_auto_field = "django.db.models.BigAutoField"


class PlainCms(AppConfig):
    """The app's models."""

    name = "cms"
    default_auto_field = "django.db.models.BigAutoField"
