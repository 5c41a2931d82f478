"""What a document may ask for at most, checked on its syntax alone, before validation.

Validation rules are quadratic in places (fields that may be merged), so what they are given is
bounded first. Nothing here looks at the schema or the variables; `analysis.py` does.
"""

from collections import Counter
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
)

from cms.graphql.errors import Code, Refusal


@dataclass(frozen=True)
class Limits:
    """Upper bounds, each documented in frontend_contract/README.md."""

    body_bytes: int = 100_000
    tokens: int = 4_000
    definitions: int = 60
    depth: int = 14
    aliases: int = 60
    directives: int = 100
    repeats: int = 60
    fields: int = 1_500
    root_fields: int = 12
    cost: int = 10_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Extent:
    """How large a selection is with its fragments spread out."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    root_fields: int = 0


def check_document(document: DocumentNode, limits: Limits = LIMITS) -> None:
    """Refuse a document that is larger than `limits`, spreads in a circle, or mutates twice."""
    definitions = document.definitions
    if len(definitions) > limits.definitions:
        raise Refusal(
            Code.DEFINITION_LIMIT,
            f"A document may have {limits.definitions} operations and fragments at most; "
            f"this one has {len(definitions)}.",
        )
    fragments = {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}
    survey = _Survey(fragments, limits)
    for definition in definitions:
        if isinstance(definition, FragmentDefinitionNode):
            # Unused fragments too: validation visits them all the same.
            survey.fragment(definition.name.value)
        elif isinstance(definition, OperationDefinitionNode):
            _check_operation(definition, survey.selection_set(definition.selection_set), limits)
    if survey.directives > limits.directives:
        raise Refusal(
            Code.DIRECTIVE_LIMIT,
            f"A document may use {limits.directives} directives at most; "
            f"this one uses {survey.directives}.",
        )


def _check_operation(node: OperationDefinitionNode, extent: Extent, limits: Limits) -> None:
    name = f"'{node.name.value}'" if node.name else "without a name"
    if node.operation is OperationType.MUTATION and extent.root_fields > 1:
        raise Refusal(
            Code.ONE_MUTATION,
            f"A document may carry out one mutation; the operation {name} asks for "
            f"{extent.root_fields}.",
        )
    for code, figure, limit, what in (
        (Code.ROOT_FIELD_LIMIT, extent.root_fields, limits.root_fields, "fields of the root"),
        (Code.DEPTH_LIMIT, extent.depth, limits.depth, "levels of fields"),
        (Code.ALIAS_LIMIT, extent.aliases, limits.aliases, "aliases"),
        (Code.FIELD_LIMIT, extent.fields, limits.fields, "fields, fragments spread out"),
    ):
        if figure > limit:
            raise Refusal(
                code, f"An operation may have {limit} {what} at most; {name} has {figure}."
            )


class _Survey:
    """Measures selections; each fragment once, so that fragments that double stay cheap."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode], limits: Limits) -> None:
        self.fragments = fragments
        self.limits = limits
        self.measured: dict[str, Extent | None] = {}
        self.directives = 0

    def fragment(self, name: str) -> Extent:
        if name in self.measured:
            extent = self.measured[name]
            if extent is None:
                raise Refusal(
                    Code.GRAPHQL_VALIDATION_FAILED, f"The fragment '{name}' contains itself."
                )
            return extent
        fragment = self.fragments.get(name)
        if fragment is None:
            return Extent()  # Validation says which fragment is missing.
        self.measured[name] = None
        self.directives += len(fragment.directives or ())
        extent = self.selection_set(fragment.selection_set)
        self.measured[name] = extent
        return extent

    def selection_set(self, selection_set: SelectionSetNode) -> Extent:
        depth = fields = aliases = root_fields = 0
        names: Counter[str] = Counter()
        for selection in selection_set.selections:
            self.directives += len(selection.directives or ())
            if isinstance(selection, FieldNode):
                key = selection.alias or selection.name
                names[key.value] += 1
                fields, root_fields = fields + 1, root_fields + 1
                aliases += selection.alias is not None
                if selection.selection_set is None:
                    depth = max(depth, 1)
                    continue
                # Introspection nests by nature; graphql-core's own rule bounds it.
                nested = self.selection_set(selection.selection_set)
                is_meta = selection.name.value.startswith("__")
                depth = max(depth, 1 if is_meta else nested.depth + 1)
            elif isinstance(selection, FragmentSpreadNode):
                names["..." + selection.name.value] += 1
                nested = self.fragment(selection.name.value)
                depth, root_fields = max(depth, nested.depth), root_fields + nested.root_fields
            elif isinstance(selection, InlineFragmentNode):
                nested = self.selection_set(selection.selection_set)
                depth, root_fields = max(depth, nested.depth), root_fields + nested.root_fields
            fields, aliases = fields + nested.fields, aliases + nested.aliases
        self._check_repeats(names)
        return Extent(depth, fields, aliases, root_fields)

    def _check_repeats(self, names: Counter[str]) -> None:
        repeats = sum(names.values()) - len(names)
        if repeats > self.limits.repeats:
            raise Refusal(
                Code.FIELD_LIMIT,
                f"A selection may repeat {self.limits.repeats} of its fields at most; "
                f"this one repeats {repeats}.",
            )
