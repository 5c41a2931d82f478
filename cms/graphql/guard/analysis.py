"""Check an operation against the schema and its variables: its cost and its arguments.

The cost of an operation is the number of objects that its answer may hold. Both walks stop at the
first refusal and visit each fragment once per selection set and type, so they are bounded by the
limits of the document.
"""

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionContext,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    NullValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_object_type,
    type_from_ast,
)
from graphql.execution.collect_fields import should_include_node
from graphql.execution.values import get_argument_values, get_variable_values

from cms.graphql.errors import BadUserInput, Code, Refusal
from cms.graphql.fields import USUAL_LIST_LENGTH, Spec, spec_of
from cms.graphql.guard.limits import LIMITS
from cms.graphql.lists.connections import LARGEST_PAGE


def check_cost(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation_name: str | None = None,
    variables: Mapping[str, Any] | None = None,
) -> bool:
    """Refuse a document that is not validated yet if its operation exceeds the limit of cost.

    Counts a lower bound of what `analyse` counts: selections and arguments that are wrong count as
    if they were not there, and are left to validation. Returns whether all fields that were
    visited exist, so that validation can begin with those that do not.
    """
    operations = [
        node
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode)
        and operation_name in {None, node.name.value if node.name else ""}
    ]
    root_type = schema.get_root_type(operations[0].operation) if len(operations) == 1 else None
    if root_type is None:
        return True
    operation = operations[0]
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    values = get_variable_values(
        schema, operation.variable_definitions, dict(variables or {}), max_errors=1
    )
    walk = _CostWalk(schema, fragments, values if isinstance(values, dict) else {})
    walk.selection_set(operation.selection_set, root_type, times=1, page=1)
    return walk.knows_fields


def analyse(execution: ExecutionContext, *, is_post: bool) -> int:
    """Check every argument of a valid operation and return its cost, or raise `Refusal`."""
    root_type = execution.schema.get_root_type(execution.operation.operation)
    if root_type is None:
        kind = execution.operation.operation.value
        raise Refusal(Code.GRAPHQL_VALIDATION_FAILED, f"The schema has no {kind}.")
    walk = _ArgumentWalk(execution, is_post=is_post)
    walk.selection_set(execution.operation.selection_set, root_type, times=1, page=1)
    return walk.cost


class _CostWalk:
    """Counts the objects that an operation may return; tolerates what is not valid."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: dict[str, Any],
    ) -> None:
        self.schema = schema
        self.fragments = fragments
        self.variables = variables
        self.cost = 0
        self.knows_fields = True

    def selection_set(
        self,
        selection_set: SelectionSetNode,
        type_: Any,
        *,
        times: int,
        page: int,
        spread: set[tuple[str, str]] | None = None,
    ) -> None:
        """Visit what is selected of `times` objects of `type_`, each a page of `page` items.

        An object has one type only, so of fragments on several types the costliest counts.
        `spread` holds the fragments visited here and their types: a fragment that is spread again
        adds nothing.
        """
        spread = set() if spread is None else spread
        alternatives: dict[str, int] = {}
        for selection in selection_set.selections:
            if selection.directives and not self.is_included(selection):
                continue
            if isinstance(selection, FieldNode):
                name = selection.name.value
                field = getattr(type_, "fields", {}).get(name)
                if field is not None:
                    self.field(selection, field, times=times, page=page)
                elif not name.startswith("__"):  # __typename and introspection load nothing.
                    self.knows_fields = False
                continue
            fragment: Any = selection
            if isinstance(selection, FragmentSpreadNode):
                if (selection.name.value, type_.name) in spread:
                    continue
                spread.add((selection.name.value, type_.name))
                fragment = self.fragments[selection.name.value]
            condition = fragment.type_condition
            narrowed = type_from_ast(self.schema, condition) if condition else type_
            if narrowed is None:
                continue
            before = self.cost
            self.selection_set(
                fragment.selection_set, narrowed, times=times, page=page, spread=spread
            )
            if narrowed is not type_ and is_object_type(narrowed):
                name = narrowed.name
                alternatives[name] = alternatives.get(name, 0) + self.cost - before
                self.cost = before
        if alternatives:
            self.add(max(alternatives.values()))

    def field(self, node: FieldNode, field: Any, *, times: int, page: int) -> None:
        """Count the objects of a field and of what is selected below it."""
        spec = spec_of(field)
        arguments = self.arguments(node, field, spec)
        if node.selection_set is None:
            return
        if is_list(field.type):
            times *= page if spec and spec.is_page_of_parent else USUAL_LIST_LENGTH
        self.add(times, node.name.value)
        if spec and spec.size:
            page = spec.size(arguments)
        self.selection_set(node.selection_set, get_named_type(field.type), times=times, page=page)

    def add(self, cost: int, name: str = "") -> None:
        """Add the objects of the field `name`; refuse the operation if they are too many."""
        self.cost += cost
        if self.cost > LIMITS.cost:
            at = f" at '{name[:50]}'" if name else ""
            raise Refusal(
                Code.COST_LIMIT,
                f"The operation exceeds a cost of {LIMITS.cost} objects{at}. Lower 'first', or "
                "select less below it.",
            )

    def is_included(self, selection: SelectionNode) -> bool:
        """Return whether no directive leaves a selection out."""
        try:
            # graphql-core names the three kinds of selection; there are no others.
            return should_include_node(self.variables, selection)  # type: ignore[arg-type]
        except GraphQLError:
            return False

    def arguments(self, node: FieldNode, field: Any, spec: Spec | None) -> Mapping[str, Any]:
        """Return the arguments that the size of a list depends on, if they are right."""
        if not (spec and spec.size):
            return {}
        try:
            arguments = get_argument_values(field, node, self.variables)
        except GraphQLError:
            return {}
        pages = range(1, LARGEST_PAGE + 1)
        return {
            name: arguments.get(name) for name in ("first", "last") if arguments.get(name) in pages
        }


class _ArgumentWalk(_CostWalk):
    """Counts the cost of a valid operation and checks the arguments of its fields."""

    def __init__(self, execution: ExecutionContext, *, is_post: bool) -> None:
        super().__init__(execution.schema, execution.fragments, execution.variable_values)
        self.context = execution.context_value
        self.is_post = is_post
        self.is_query = execution.operation.operation is OperationType.QUERY

    def arguments(self, node: FieldNode, field: Any, spec: Spec | None) -> Mapping[str, Any]:
        """Return the coerced arguments of a field, or raise `Refusal`."""
        arguments: dict[str, Any] = {}
        if field.args:
            try:
                arguments = get_argument_values(field, node, self.variables)
            except GraphQLError as error:
                raise Refusal(Code.BAD_USER_INPUT, error.message, errors=[error]) from None
            for argument in node.arguments:
                _refuse_unstorable(arguments.get(_out_name(field, argument.name.value)), argument)
        if spec is None:
            return arguments
        self.context.is_personal |= spec.post_only
        if spec.post_only and self.is_query and not self.is_post:
            raise Refusal(
                Code.POST_ONLY,
                f"'{node.name.value}' is answered to POST only, so that no cache stores it.",
                status=405,
                headers={"Allow": "POST, OPTIONS"},
            )
        if not spec.checks:
            return arguments
        given = {
            argument.name.value for argument in node.arguments if self.is_given(argument.value)
        }
        for name, check in spec.checks.items():
            if arguments.get(name) is not None:
                check(arguments[name], {**arguments, "given": given}, self.context)
        return arguments

    def is_given(self, value: ValueNode) -> bool:
        """Return whether an argument has a value: not null, nor a variable without one."""
        if isinstance(value, VariableNode):
            return self.variables.get(value.name.value) is not None
        return not isinstance(value, NullValueNode)


def _out_name(field: Any, name: str) -> str:
    return field.args[name].out_name or name


def _refuse_unstorable(value: Any, argument: Any) -> None:
    """Refuse NUL anywhere in an argument: PostgreSQL has no way to compare it."""
    if isinstance(value, str):
        if "\x00" in value:
            raise BadUserInput(
                f"Argument '{argument.name.value}' has a NUL character (U+0000): leave it out."
            )
    elif isinstance(value, Mapping):
        for each in value.values():
            _refuse_unstorable(each, argument)
    elif isinstance(value, list | tuple):
        for each in value:
            _refuse_unstorable(each, argument)


def is_list(type_: Any) -> bool:
    """Return whether a field returns a list, whether it may be null or not."""
    if isinstance(type_, GraphQLNonNull):
        type_ = type_.of_type
    return isinstance(type_, GraphQLList)
