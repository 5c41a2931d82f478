"""Execute a GraphQL request: check it, load what it selects, resolve its fields."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationType,
)
from graphql.execution.execute import assert_valid_execution_arguments

from cms.graphql.errors import Code, Refusal, format_field_errors, mask
from cms.graphql.execution.gate import GATE, Gate, Turn
from cms.graphql.execution.lookahead import LookAhead
from cms.graphql.execution.resolving import Execution
from cms.graphql.guard.analysis import analyse
from cms.graphql.guard.documents import DocumentCache, find_operation, introspection_is_allowed


@dataclass(frozen=True)
class Request:
    """A GraphQL request, independent of its HTTP encoding."""

    query: str
    operation_name: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    is_post: bool = True


class Context:
    """What resolvers and loaders share for one request."""

    lookahead: LookAhead
    # For counting per client address only; no response may depend on it.
    request: HttpRequest | None = None
    # Whether the response must not be shared: a mutation, or data of one reader.
    is_personal: bool = False


class Root:
    """The value of the root types."""


class Engine:
    """Executes requests against one schema."""

    def __init__(
        self, schema: GraphQLSchema, gate: Gate = GATE, *, uncounted: Collection[str] = ()
    ) -> None:
        """`uncounted` are root fields whose requests the rate limit neither counts nor refuses."""
        self.uncounted = frozenset(uncounted)
        self.schema = schema
        self.gate = gate
        self.documents = DocumentCache(schema)

    def run(self, request: Request, context: Context) -> dict[str, Any]:
        """Return `data` and, where a field failed, `errors`; raise `Refusal` before execution.

        Queries are executed one at a time. A mutation is not: it may wait for other writers.
        """
        with self.gate.turn() as turn:
            return self._run(request, context, turn)

    def is_counted(self, request: Request) -> bool:
        """Return whether the rate limit applies: not to a known document of uncounted fields.

        Only documents that were parsed before are known, so that a refusal costs no parsing.
        """
        document = self.documents.known(request.query)
        if document is None:
            return True
        operation = find_operation(document, request.operation_name)
        return not all(
            isinstance(node, FieldNode) and node.name.value in self.uncounted
            for node in operation.selection_set.selections
        )

    def _run(self, request: Request, context: Context, turn: Turn) -> dict[str, Any]:
        document = self.documents.get(request.query, request.operation_name, request.variables)
        operation = find_operation(document, request.operation_name)
        if operation.operation is not OperationType.QUERY and not request.is_post:
            raise Refusal(
                Code.METHOD_NOT_ALLOWED,
                "Mutations require POST.",
                status=405,
                headers={"Allow": "POST, OPTIONS"},
            )
        context.is_personal = operation.operation is not OperationType.QUERY
        if context.is_personal:
            turn.end()
        execution = self._prepare(document, request, context)
        try:
            analyse(execution, is_post=request.is_post)
            return self._execute(execution)
        finally:
            # Free what was loaded now, without waiting for the garbage collector.
            context.lookahead.clear()
            del context.lookahead

    def _prepare(self, document: DocumentNode, request: Request, context: Context) -> Execution:
        assert_valid_execution_arguments(self.schema, document, request.variables)
        execution = Execution.build(
            self.schema,
            document,
            root_value=Root(),
            context_value=context,
            raw_variable_values=request.variables,
            operation_name=request.operation_name,
            max_coercion_errors=10,
            is_awaitable=_never,
            hide_suggestions=not introspection_is_allowed(),
        )
        if isinstance(execution, list):
            raise Refusal(Code.BAD_USER_INPUT, execution[0].message, errors=execution)
        assert isinstance(execution, Execution)
        context.lookahead = LookAhead(execution)
        return execution

    def _execute(self, execution: Execution) -> dict[str, Any]:
        errors: list[GraphQLError] = execution.collected_errors.errors
        data: Any = None
        try:
            if execution.operation.operation is OperationType.QUERY:
                self._load(execution)
            data = execution.execute_operation(execution.operation, execution.root_value)
        except GraphQLError as error:
            errors.append(error)
        except Refusal:
            # A loader refuses the whole request, for instance when there is no site.
            raise
        except Exception as error:
            return {"data": None, "errors": [mask(error)]}
        if errors:
            return {"errors": format_field_errors(errors), "data": data}
        return {"data": data}

    def _load(self, execution: Execution) -> None:
        root_type = self.schema.query_type
        assert root_type is not None
        execution.context_value.lookahead.load_operation(execution.root_value, root_type)


def _never(_value: Any) -> bool:
    return False
