"""A cache of parsed and valid documents: validation takes longer than many executions."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from django.conf import settings
from graphql import (
    ASTValidationRule,
    DocumentNode,
    FieldNode,
    FieldsOnCorrectTypeRule,
    GraphQLError,
    GraphQLSchema,
    NameNode,
    Node,
    NoSchemaIntrospectionCustomRule,
    NoUndefinedVariablesRule,
    NoUnusedVariablesRule,
    OperationDefinitionNode,
    OverlappingFieldsCanBeMergedRule,
    ValuesOfCorrectTypeRule,
    VariablesInAllowedPositionRule,
    specified_rules,
    validate,
)

from cms.graphql.errors import Code, Refusal
from cms.graphql.guard.analysis import check_cost
from cms.graphql.guard.expansion import check_expansion
from cms.graphql.guard.limits import LIMITS
from cms.graphql.guard.parsing import parse_document
from cms.graphql.http.trusted_documents import trusted_documents


class NamedValuesRule(ValuesOfCorrectTypeRule):
    """The standard rule, with the name of the argument in its messages."""

    argument: str | None = None

    def enter_argument(self, node: Any, *_args: Any) -> None:
        """Remember the argument of the values that follow."""
        self.argument = node.name.value

    def leave_argument(self, *_args: Any) -> None:
        """Forget the argument."""
        self.argument = None

    def report_error(self, error: GraphQLError) -> None:
        """Prepend the argument's name to the message."""
        if self.argument:
            error = GraphQLError(f"Argument '{self.argument}': {error.message}", error.nodes)
        super().report_error(error)


# These follow fragments or compare fields, and take longer than all others: they run second.
RULES_OF_THE_WHOLE = [
    NoUndefinedVariablesRule,
    NoUnusedVariablesRule,
    VariablesInAllowedPositionRule,
    OverlappingFieldsCanBeMergedRule,
]
RULES = [
    NamedValuesRule if rule is ValuesOfCorrectTypeRule else rule
    for rule in specified_rules
    if rule not in RULES_OF_THE_WHOLE
]


class DocumentCache:
    """An LRU cache of documents, bounded by the sum of their lengths, `size` characters.

    Trusted documents are never evicted.
    """

    def __init__(self, schema: GraphQLSchema, size: int = 100_000) -> None:
        self.schema = schema
        self.size = size
        self.length = 0
        self._documents: OrderedDict[bytes, tuple[DocumentNode, int]] = OrderedDict()
        self._trusted: dict[bytes, DocumentNode] = {}
        self._plain_fields: dict[str, FieldNode] = {}
        self._lock = Lock()

    def known(self, source: str) -> DocumentNode | None:
        """Return a document that was parsed before, or None."""
        key = _key_of(source)
        if key in self._trusted:
            return self._trusted[key]
        with self._lock:
            found = self._documents.get(key)
        return found[0] if found is not None else None

    def get(
        self,
        source: str,
        operation_name: str | None = None,
        variables: Mapping[str, Any] | None = None,
    ) -> DocumentNode:
        """Return the parsed and valid document, or raise `Refusal`.

        The operation's name and variables are only for its cost, which is checked before
        validation.
        """
        introspection = introspection_is_allowed()
        key = _key_of(source)
        if key in self._trusted:
            return self._trusted[key]
        with self._lock:
            known = self._documents.get(key)
            if known is not None:
                self._documents.move_to_end(key)
                return known[0]
        parsed = parse_document(source, LIMITS)
        check_expansion(parsed, LIMITS)
        document = parsed.node
        # Validation takes longest, so what is too large is refused before it.
        if not check_cost(self.schema, document, operation_name, variables):
            check_rules(self.schema, document, [FieldsOnCorrectTypeRule], introspection)
        validate_document(self.schema, document, introspection=introspection)
        shrink(document, self._plain_fields)
        if source in trusted_documents():
            self._trusted[key] = document
            return document
        with self._lock:
            if key not in self._documents:
                self._documents[key] = (document, len(source))
                self.length += len(source)
            while self.length > self.size:
                _, (_, length) = self._documents.popitem(last=False)
                self.length -= length
        return document


def _key_of(source: str) -> bytes:
    return hashlib.sha256(source.encode() + bytes([introspection_is_allowed()])).digest()


def shrink(document: DocumentNode, plain_fields: dict[str, FieldNode]) -> None:
    """Remove from a valid document what its execution does not need: nine tenths of its memory.

    Locations, which only errors of validation need, are removed. Equal names are shared within the
    document. Fields that are only a name are shared by all documents in `plain_fields`, which is
    bounded by the names in the schema.
    """
    names: dict[str, NameNode] = {}
    nodes: list[Any] = [document]
    while nodes:
        node = nodes.pop()
        node.loc = None
        for key in node.keys:
            child = getattr(node, key, None)
            if isinstance(child, NameNode):
                child.loc = None
                setattr(node, key, names.setdefault(child.value, child))
            elif isinstance(child, Node):
                nodes.append(child)
            elif isinstance(child, tuple):
                children = tuple(_shared(each, plain_fields) for each in child)
                setattr(node, key, children)
                nodes.extend(children)


def _shared(node: Node, plain_fields: dict[str, FieldNode]) -> Node:
    """Return the shared node for a field that is only a name, else the node itself."""
    if (
        not isinstance(node, FieldNode)
        or node.alias
        or node.arguments
        or node.directives
        or node.selection_set
    ):
        return node
    return plain_fields.setdefault(node.name.value, node)


def introspection_is_allowed() -> bool:
    """Return whether introspection is allowed and errors suggest names."""
    return bool(settings.GRAPHQL_INTROSPECTION)


def validate_document(
    schema: GraphQLSchema, document: DocumentNode, *, introspection: bool
) -> None:
    """Refuse a document that breaks one of the rules, with its first three errors."""
    rules = RULES if introspection else [*RULES, NoSchemaIntrospectionCustomRule]
    for some in (rules, RULES_OF_THE_WHOLE):
        check_rules(schema, document, some, introspection)


def check_rules(
    schema: GraphQLSchema,
    document: DocumentNode,
    rules: Sequence[type[ASTValidationRule]],
    introspection: bool,
) -> None:
    """Refuse a document that breaks one of these rules, with its first three errors."""
    try:
        errors = validate(schema, document, rules, max_errors=3, hide_suggestions=not introspection)
    except RecursionError:
        raise Refusal(Code.DEPTH_LIMIT, "The document is nested too deeply.") from None
    if errors:
        raise Refusal(Code.GRAPHQL_VALIDATION_FAILED, errors[0].message, errors=errors)


def find_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """Return the operation to execute, or raise `Refusal`."""
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if name is None:
        if len(operations) == 1:
            return operations[0]
        raise Refusal(
            Code.OPERATION_NOT_FOUND,
            "The document has no operation."
            if not operations
            else "The document has several operations. Choose one with 'operationName'.",
        )
    for operation in operations:
        if operation.name and operation.name.value == name:
            return operation
    raise Refusal(
        Code.OPERATION_NOT_FOUND,
        f"The document has no operation with the 'operationName' {name!r}.",
    )
