"""The schema and the ids of the operations, as front ends get them."""

import json

from graphql import lexicographic_sort_schema, print_schema


def schema_text() -> str:
    """Return the schema in SDL, sorted, so that a difference shows nothing but a change."""
    from cms.schema import schema

    return print_schema(lexicographic_sort_schema(schema)) + "\n"


def document_ids_text() -> str:
    """Return the id of each operation by its name, as JSON, for front ends that send ids."""
    from cms.graphql.http.trusted_documents import OPERATIONS, document_id_of

    files = sorted(OPERATIONS.glob("*.graphql"))
    ids = {path.stem: document_id_of(path.read_bytes()) for path in files}
    return json.dumps(ids, indent=2) + "\n"
