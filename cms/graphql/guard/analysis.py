"""The last look at an operation before it is executed: its arguments and its cost.

Unlike `limits.py` this knows the schema and the variables. Work is bounded: the walk stops at the
first refusal, and documents that reach it are within the limits of their syntax.
"""

from collections.abc import Mapping
from typing import Any

from graphql import (
    ExecutionContext,
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLList,
    GraphQLNonNull,
    InlineFragmentNode,
    NullValueNode,
    OperationType,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_object_type,
    type_from_ast,
)
from graphql.execution.collect_fields import should_include_node
from graphql.execution.values import get_argument_values

from cms.graphql.errors import BadUserInput, Code, Refusal
from cms.graphql.fields import USUAL_LIST_LENGTH, spec_of
from cms.graphql.guard.limits import LIMITS


def analyse(execution: ExecutionContext, *, is_post: bool) -> int:
    """Check every argument of the operation and return its cost, or raise `Refusal`.

    The cost is the number of objects that the answer may hold.
    """
    root_type = execution.schema.get_root_type(execution.operation.operation)
    if root_type is None:
        kind = execution.operation.operation.value
        raise Refusal(Code.GRAPHQL_VALIDATION_FAILED, f"The schema has no {kind}.")
    walk = _Walk(execution, is_post=is_post)
    walk.selection_set(execution.operation.selection_set, root_type, times=1, page=1)
    return walk.cost


class _Walk:
    def __init__(self, execution: ExecutionContext, *, is_post: bool) -> None:
        self.execution = execution
        self.is_post = is_post
        self.is_query = execution.operation.operation is OperationType.QUERY
        self.cost = 0

    def selection_set(
        self,
        selection_set: SelectionSetNode,
        type_: Any,
        *,
        times: int,
        page: int,
        spread: set[tuple[str, str]] | None = None,
    ) -> None:
        """Visit fields of `type_`, of which there may be `times`, each a page of `page` items.

        An object has one type only, so of fragments on several types the costliest counts. One
        that is spread again in the same place adds nothing: if it were walked again, fragments
        that spread the next one twice would take forever. `spread` holds those and their types.
        """
        spread = set() if spread is None else spread
        alternatives: dict[str, int] = {}
        for selection in selection_set.selections:
            # graphql-core names the three kinds of selection; there are no others.
            if not should_include_node(self.execution.variable_values, selection):  # type: ignore[arg-type]
                continue
            if isinstance(selection, FieldNode):
                self.field(selection, type_, times=times, page=page)
                continue
            fragment: Any = selection
            if isinstance(selection, FragmentSpreadNode):
                if (selection.name.value, type_.name) in spread:
                    continue
                spread.add((selection.name.value, type_.name))
                fragment = self.execution.fragments[selection.name.value]
            assert isinstance(selection, FragmentSpreadNode | InlineFragmentNode)
            condition = fragment.type_condition
            narrowed = type_from_ast(self.execution.schema, condition) if condition else type_
            before = self.cost
            self.selection_set(
                fragment.selection_set, narrowed, times=times, page=page, spread=spread
            )
            if narrowed is not type_ and is_object_type(narrowed):
                name = narrowed.name
                alternatives[name] = alternatives.get(name, 0) + self.cost - before
                self.cost = before
        self.add(max(alternatives.values(), default=0), selection_set)

    def add(self, cost: int, node: Any) -> None:
        """Add to the cost, and refuse the operation when it becomes too much."""
        self.cost += cost
        refuse_cost_beyond_limit(self.cost, node.name.value if isinstance(node, FieldNode) else "")

    def field(self, node: FieldNode, type_: Any, *, times: int, page: int) -> None:
        """Check the arguments of one field and go on below it."""
        field = getattr(type_, "fields", {}).get(node.name.value)
        if field is None:
            return  # __typename and introspection, which cost no loading.
        spec = spec_of(field)
        arguments = self.arguments(field, node)
        for argument in node.arguments:
            _refuse_unstorable(arguments.get(_out_name(field, argument.name.value)), argument)
        if spec is not None:
            self.execution.context_value.is_personal |= spec.post_only
            if spec.post_only and self.is_query and not self.is_post:
                raise Refusal(
                    Code.POST_ONLY,
                    f"'{node.name.value}' is answered to POST only, so that no cache keeps it.",
                    status=405,
                    headers={"Allow": "POST, OPTIONS"},
                )
            given = {
                argument.name.value for argument in node.arguments if self.is_given(argument.value)
            }
            for name, check in spec.checks.items():
                if name in arguments and arguments[name] is not None:
                    check(
                        arguments[name], {**arguments, "given": given}, self.execution.context_value
                    )
        if node.selection_set is None:
            return
        size = spec.size(arguments) if spec and spec.size else 1
        if is_list(field.type):
            times *= page if spec and spec.is_page_of_parent else USUAL_LIST_LENGTH
        self.add(times, node)
        self.selection_set(
            node.selection_set,
            get_named_type(field.type),
            times=times,
            page=size if spec and spec.size else page,
        )

    def is_given(self, value: ValueNode) -> bool:
        """Return whether an argument has a value: not null, nor a variable without one."""
        if isinstance(value, VariableNode):
            return self.execution.variable_values.get(value.name.value) is not None
        return not isinstance(value, NullValueNode)

    def arguments(self, field: Any, node: FieldNode) -> Mapping[str, Any]:
        """Return the coerced arguments of `node`."""
        try:
            return get_argument_values(field, node, self.execution.variable_values)
        except GraphQLError as error:
            raise Refusal(Code.BAD_USER_INPUT, error.message, errors=[error]) from None


def refuse_cost_beyond_limit(cost: int, name: str) -> None:
    """Refuse an operation whose cost is too much at a field of this name."""
    if cost > LIMITS.cost:
        at = f" at '{name[:50]}'" if name else ""
        raise Refusal(
            Code.COST_LIMIT,
            f"The operation may answer with {LIMITS.cost} objects at most, and asks for more"
            f"{at}. Ask for fewer with 'first', or for less below it.",
        )


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
