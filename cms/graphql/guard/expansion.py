"""Check a parsed document with its fragments expanded, before it is validated.

Validation compares fields that share a response name, so its time is quadratic in them. Nothing
here looks at the schema or at the variables.
"""

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
)

from cms.graphql.errors import Code, Refusal
from cms.graphql.guard.limits import Limits
from cms.graphql.guard.parsing import ParsedDocument, beyond


def check_expansion(document: ParsedDocument, limits: Limits) -> None:
    """Refuse a document that exceeds a limit, or whose fragments or variables do not fit it.

    Fragments that are unknown, unused or contain themselves, and variables that are unused or
    undefined, are refused here because validation finds them last.
    """
    _check_fragments(document)
    defined, used = document.defined_variables, document.used_variables
    expansion = _Expansion(document, limits)
    for node, _ in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            expansion.check_operation(node)
    for name in sorted(defined ^ used):
        problem = "never used" if name in defined else "not defined"
        raise _invalid(f"Variable '${name[:50]}' is {problem}.")


def _check_fragments(document: ParsedDocument) -> None:
    spreads: dict[str, set[str]] = {}
    pending: list[tuple[str, tuple[str, ...]]] = []
    for node, names in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            pending += [(name, ()) for name in names]
        elif node.name.value in spreads:
            raise _invalid(f"There can be only one fragment named '{node.name.value[:50]}'.")
        else:
            spreads[node.name.value] = names
    used: set[str] = set()
    while pending:
        name, path = pending.pop()
        if name in path:
            raise _invalid(f"The fragment '{name[:50]}' contains itself.")
        if name not in spreads:
            raise _invalid(f"Unknown fragment '{name[:50]}'.")
        if name not in used:
            used.add(name)
            pending += [(each, (*path, name)) for each in spreads[name]]
    for name in spreads.keys() - used:
        raise _invalid(f"Fragment '{name[:50]}' is never used.")


class _Expansion:
    """Walks operations with their fragments expanded, and stops at the first limit exceeded."""

    def __init__(self, document: ParsedDocument, limits: Limits) -> None:
        self.limits = limits
        self.fragments = {
            node.name.value: node.selection_set
            for node, _ in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self.fields = self.aliases = 0
        self.comparisons = 0.0

    def check_operation(self, operation: OperationDefinitionNode) -> None:
        """Check one operation."""
        roots = self.merge([operation.selection_set])
        count = sum(map(len, roots.values()))
        if operation.operation is OperationType.MUTATION and count > 1:
            raise Refusal(
                Code.ONE_MUTATION, f"An operation can have one mutation only; this one has {count}."
            )
        if count > self.limits.root_fields:
            raise beyond(Code.ROOT_FIELD_LIMIT, self.limits.root_fields, "root fields")
        self.check_below(roots, 1)

    def check_below(self, merged: dict[str, list[FieldNode]], depth: int) -> None:
        """Check what is selected below fields that are merged by their response name."""
        for fields in merged.values():
            if len(fields) > 1:
                self.count_comparisons(fields)
            elif fields[0].selection_set is None:
                continue
            below = [field.selection_set for field in fields if field.selection_set is not None]
            if not below:
                continue
            if depth >= self.limits.depth:
                raise beyond(Code.DEPTH_LIMIT, self.limits.depth, "levels of fields")
            # Introspection is recursive by nature; the nesting of braces bounds it.
            is_introspection = fields[0].name.value.startswith("__")
            self.check_below(
                self.merge(below), -self.limits.nesting if is_introspection else depth + 1
            )

    def merge(self, sets: list[SelectionSetNode]) -> dict[str, list[FieldNode]]:
        """Return the fields of several selection sets by response name, fragments expanded."""
        merged: dict[str, list[FieldNode]] = {}
        spread: set[str] = set()
        while sets:
            for node in sets.pop().selections:
                self.fields += 1
                if isinstance(node, FieldNode):
                    name = node.name.value
                    if node.alias and node.alias.value != name:
                        name = node.alias.value
                        self.aliases += 1
                    if name in merged:
                        merged[name].append(node)
                    else:
                        merged[name] = [node]
                elif isinstance(node, InlineFragmentNode):
                    sets.append(node.selection_set)
                elif isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
                    spread.add(node.name.value)
                    sets.append(self.fragments[node.name.value])
            if self.fields > self.limits.fields:
                raise beyond(Code.FIELD_LIMIT, self.limits.fields, "fields, fragments expanded")
            if self.aliases > self.limits.aliases:
                raise beyond(Code.ALIAS_LIMIT, self.limits.aliases, "aliases")
        return merged

    def count_comparisons(self, fields: list[FieldNode]) -> None:
        """Count the comparisons by which validation finds out whether fields can be merged."""
        weight = len(fields) + sum(map(_count_argument_tokens, fields)) / 4
        self.comparisons += (len(fields) - 1) * weight / 2
        if self.comparisons > self.limits.repeats:
            raise Refusal(
                Code.FIELD_LIMIT,
                f"'{fields[0].name.value[:50]}' is selected too often: merging fields of one name "
                f"exceeds {self.limits.repeats} comparisons.",
            )


def _count_argument_tokens(field: FieldNode) -> int:
    """Return how many tokens the arguments of a field have, parentheses included."""
    if not field.arguments:
        return 0
    first, last = field.arguments[0].loc, field.arguments[-1].loc
    assert first is not None
    assert last is not None
    count, token = 3, first.start_token
    while token is not last.end_token and token.next:
        count, token = count + 1, token.next
    return count


def _invalid(message: str) -> Refusal:
    return Refusal(Code.GRAPHQL_VALIDATION_FAILED, message)
