"""Whether a document asks for fields and arguments that exist, before it is parsed.

Validation says the same, and more; but a document that is wrong in its names need not be parsed.
"""

from typing import Any, NoReturn

from graphql import GraphQLSchema, get_named_type

from cms.graphql.errors import Code, Refusal
from cms.graphql.guard.outline import Outline, Selection


def check_names(schema: GraphQLSchema, outline: Outline) -> None:
    """Refuse the first field or argument that the schema has not."""
    roots = {
        "query": schema.query_type,
        "mutation": schema.mutation_type,
        "subscription": schema.subscription_type,
    }
    walk = _Walk(schema, outline)
    for each in outline.definitions:
        type_ = roots[each.kind] if each.kind in roots else schema.get_type(each.on_type)
        walk.visit(each.selections, type_)


class _Walk:
    def __init__(self, schema: GraphQLSchema, outline: Outline) -> None:
        self.schema = schema
        self.outline = outline

    def visit(self, selections: list[Selection], type_: Any) -> None:
        """Check what is selected of a type; validation says what is wrong with other types."""
        fields = getattr(type_, "fields", None)
        for each in selections:
            if each.kind == "inline":
                self.visit(each.selections, self.schema.get_type(each.name) if each.name else type_)
            elif each.kind == "field" and not each.is_introspection and fields is not None:
                self.field(each, fields.get(each.field_name), type_)

    def field(self, selection: Selection, field: Any, type_: Any) -> None:
        """Check one field, its arguments, and what is selected below it."""
        name = selection.field_name[:50]
        if field is None:
            self.refuse(f"Cannot query field '{name}' on type '{type_.name}'.", selection)
        for argument in selection.arguments:
            if argument not in field.args:
                self.refuse(
                    f"Unknown argument '{argument[:50]}' on field '{type_.name}.{name}'.", selection
                )
        if selection.selections:
            self.visit(selection.selections, get_named_type(field.type))

    def refuse(self, message: str, selection: Selection) -> NoReturn:
        """Refuse the document, and say where it is wrong."""
        error = self.outline.error(message, selection)
        raise Refusal(Code.GRAPHQL_VALIDATION_FAILED, message, errors=[error])
