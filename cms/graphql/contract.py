"""The schema as front ends get it, and what a change of it means to them."""

from graphql import (
    BreakingChange,
    DangerousChange,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
    lexicographic_sort_schema,
    print_schema,
)


def schema_text() -> str:
    """Return the schema in SDL, sorted, so that a difference shows nothing but a change."""
    from cms.schema import schema

    return print_schema(lexicographic_sort_schema(schema)) + "\n"


def risky_changes(released: GraphQLSchema, current: GraphQLSchema) -> list[str]:
    """Return what may break a front end that was built on the released schema, one line each."""
    # As SDL: the finders take graphene's subclasses of the types for other kinds of types.
    current = build_schema(print_schema(current))
    changes: list[BreakingChange | DangerousChange] = [
        *find_breaking_changes(released, current),
        *find_dangerous_changes(released, current),
    ]
    return sorted(f"{change.type.name}: {change.description}" for change in changes)
