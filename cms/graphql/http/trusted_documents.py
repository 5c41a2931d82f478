"""Trusted documents: the operations of the contract and those of the installation, by hash.

Ids are those of GraphQL over HTTP's appendix on persisted documents: `sha256:` and the lowercase
hex of the text's hash. Apollo's `persistedQuery` extension sends the same hash without the prefix.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from graphql import (
    FieldNode,
    GraphQLError,
    NameNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

from cms.graphql.errors import Code, Refusal

OPERATIONS = Path(settings.GRAPHQL_OPERATIONS)


class TrustedDocuments:
    """The documents of some folders by id, read once."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._by_id: dict[str, str] = {}
        for folder in folders:
            if not folder.is_dir():
                raise ImproperlyConfigured(f"TRUSTED_DOCUMENTS: {folder} is not a directory")
            for path in sorted(folder.rglob("*")):
                self._by_id.update(_documents_of(path))
        self._texts = frozenset(self._by_id.values())

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, text: str) -> bool:
        return text in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._texts))

    def get(self, document_id: str) -> str | None:
        """Return the text of a document, or None where the id is unknown."""
        return self._by_id.get(document_id)


def document_id_of(text: str | bytes) -> str:
    """Return the id of a document: `sha256:` and the hex digest of its text."""
    source = text.encode() if isinstance(text, str) else text
    return f"sha256:{hashlib.sha256(source).hexdigest()}"


def trusted_documents() -> TrustedDocuments:
    """Return the contract's operations and the documents in TRUSTED_DOCUMENTS."""
    own = settings.TRUSTED_DOCUMENTS
    return _read((OPERATIONS, Path(own)) if own else (OPERATIONS,))


@lru_cache(maxsize=8)
def _read(folders: tuple[Path, ...]) -> TrustedDocuments:
    return TrustedDocuments(folders)


def text_of_request(parameters: dict[str, Any]) -> str:
    """Return the text of the document that a request sends or names by an id.

    A text and an id in one request must match, since caches store responses by either.
    """
    query, asked = parameters.get("query"), _asked_ids(parameters)
    if query and query.strip():
        return _checked_text(query, asked)
    if not asked:
        raise Refusal(
            Code.BAD_REQUEST,
            "'query' is missing. Send a GraphQL document, or the 'documentId' of a trusted one.",
        )
    texts = {trusted_documents().get(each) for each in asked.values()}
    if len(texts) > 1:
        raise Refusal(Code.BAD_REQUEST, f"{' and '.join(asked)} name different documents.")
    text = texts.pop()
    if text is None:
        # Clients with automatic persisted queries compare this message.
        message = (
            "PersistedQueryNotFound"
            if "'persistedQuery'" in asked
            else "Unknown 'documentId'. Send the document as 'query'."
        )
        raise Refusal(Code.PERSISTED_QUERY_NOT_FOUND, message)
    return text


def _asked_ids(parameters: dict[str, Any]) -> dict[str, str]:
    """Return the ids in a request by the quoted name of their parameter."""
    asked = {}
    if parameters.get("documentId"):
        asked["'documentId'"] = parameters["documentId"]
    persisted = (parameters.get("extensions") or {}).get("persistedQuery")
    if persisted is None:
        return asked
    if (
        not isinstance(persisted, dict)
        or persisted.get("version") != 1
        or not isinstance(persisted.get("sha256Hash"), str)
    ):
        raise Refusal(
            Code.BAD_REQUEST,
            "The extension 'persistedQuery' must be an object with version 1 and a 'sha256Hash'.",
        )
    return {**asked, "'persistedQuery'": f"sha256:{persisted['sha256Hash']}"}


def _checked_text(query: str, asked: dict[str, str]) -> str:
    for name, document_id in asked.items():
        if trusted_documents().get(document_id) != query and document_id != document_id_of(query):
            raise Refusal(
                Code.BAD_REQUEST,
                f"{name} does not match 'query'. An id is 'sha256:' and the lowercase hex of the "
                "SHA-256 of the query in UTF-8.",
            )
    if settings.TRUSTED_DOCUMENTS_ONLY and query not in trusted_documents():
        raise Refusal(
            Code.UNTRUSTED_DOCUMENT,
            "Only trusted documents are accepted. Send the 'documentId' of one.",
        )
    return query


def _documents_of(path: Path) -> dict[str, str]:
    """Return the documents of a `.graphql` file or of a manifest, by id."""
    try:
        if path.suffix == ".graphql":
            return _forms_of(path.read_bytes().decode())
        if path.suffix == ".json":
            return {
                name: text
                for given, text in _manifest(json.loads(path.read_bytes()))
                for name in (given, document_id_of(text))
            }
    except (ValueError, KeyError, TypeError, GraphQLError) as error:
        raise ImproperlyConfigured(f"{path} has no trusted documents: {error}") from error
    return {}


def _manifest(content: Any) -> Iterator[tuple[str, str]]:
    """Yield ids and texts of Apollo's manifest, or of the mapping that codegen and Relay write."""
    if isinstance(content, dict) and "operations" in content:
        content = {each["id"]: each["body"] for each in content["operations"]}
    if not isinstance(content, dict) or not all(isinstance(v, str) for v in content.values()):
        raise ValueError("expected an object of ids and documents, or Apollo's manifest")
    for given, text in content.items():
        if given.startswith("sha256:") and given != document_id_of(text):
            raise ValueError(f"{given} is not the hash of its document")
        yield given, text


def _forms_of(text: str) -> dict[str, str]:
    """Return a document as written, as graphql-js prints it and as Apollo Client sends it, by id.

    Apollo hashes what it sends: the printed document, with `__typename` in each selection.
    """
    document = parse(text)
    printed = print_ast(document)
    with_typename = print_ast(visit(document, _AddTypename()))
    return {document_id_of(each): each for each in (text, printed, with_typename)}


class _AddTypename(Visitor):
    """Adds `__typename` where Apollo Client does: everywhere except the root."""

    def enter_selection_set(
        self, node: SelectionSetNode, _key: object, parent: Node, *_args: object
    ) -> SelectionSetNode | None:
        is_root = isinstance(parent, OperationDefinitionNode)
        names = [each.name.value for each in node.selections if isinstance(each, FieldNode)]
        if is_root or any(name.startswith("__") for name in names):
            return None
        typename = FieldNode(name=NameNode(value="__typename"), arguments=(), directives=())
        return SelectionSetNode(selections=(*node.selections, typename))
