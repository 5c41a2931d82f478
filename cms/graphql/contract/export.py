"""The schema and the ids of the operations as files for front ends."""

import json

from graphql import GraphQLSchema, lexicographic_sort_schema, print_schema

from cms.graphql.http.trusted_documents import OPERATIONS, document_id_of


def schema_text(schema: GraphQLSchema) -> str:
    """Return a schema in SDL with types and fields in alphabetical order."""
    return print_schema(lexicographic_sort_schema(schema)) + "\n"


def document_ids_text() -> str:
    """Return the id of each operation by its name, as JSON, for front ends that send ids."""
    files = sorted(OPERATIONS.glob("*.graphql"))
    ids = {path.stem: document_id_of(path.read_bytes()) for path in files}
    return json.dumps(ids, indent=2) + "\n"
