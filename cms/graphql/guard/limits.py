"""What a document may ask for at most, checked on its outline alone, before it is parsed.

Parsing takes time for each word, and validation is quadratic in places (fields that may be
merged), so what they are given is bounded first. Nothing here looks at the schema or the
variables; `analysis.py` does.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cms.graphql.errors import Code, Refusal
from cms.graphql.guard.outline import Definition, Outline, Selection, read_outline


@dataclass(frozen=True)
class Limits:
    """Upper bounds, each documented in frontend_contract/README.md."""

    body_bytes: int = 100_000
    address_bytes: int = 30_000
    document_length: int = 20_000
    token_length: int = 2_000
    tokens: int = 1_000
    argument_tokens: int = 400
    variables: int = 50
    definitions: int = 40
    nesting: int = 30
    depth: int = 14
    aliases: int = 60
    directives: int = 50
    fields: int = 500
    repeats: int = 2_500
    root_fields: int = 12
    variables_bytes: int = 30_000
    variable_values: int = 300
    cost: int = 10_000


LIMITS = Limits()


def check_document(source: str, limits: Limits = LIMITS) -> Outline:
    """Refuse a document that is beyond `limits`, spreads in a circle, or mutates twice."""
    if len(source) > limits.document_length:
        raise Refusal(
            Code.LENGTH_LIMIT,
            f"A document may have {limits.document_length} characters at most; "
            f"this one has {len(source)}. Send long texts as variables.",
        )
    outline = read_outline(
        source, tokens=limits.tokens, token_length=limits.token_length, nesting=limits.nesting
    )
    definitions, variables = len(outline.definitions), len(outline.defined_variables)
    for code, figure, limit, what in (
        (Code.DEFINITION_LIMIT, definitions, limits.definitions, "operations and fragments"),
        (Code.DIRECTIVE_LIMIT, outline.directives, limits.directives, "directives"),
        (Code.VARIABLES_LIMIT, variables, limits.variables, "variables"),
        (
            Code.TOKEN_LIMIT,
            outline.argument_tokens,
            limits.argument_tokens,
            "words and signs in parentheses",
        ),
    ):
        if figure > limit:
            raise Refusal(
                code, f"A document may have {limit} {what} at most; this one has {figure}."
            )
    _Survey(outline, limits).check()
    return outline


class _Survey:
    """Measures a document with its fragments spread out, and stops at the first excess."""

    def __init__(self, outline: Outline, limits: Limits) -> None:
        self.limits = limits
        self.outline = outline
        self.operations = [each for each in outline.definitions if each.kind != "fragment"]
        self.fragments: dict[str, list[Selection]] = {}
        for each in outline.definitions:
            if each.kind == "fragment":
                if each.name in self.fragments:
                    raise _invalid(f"There can be only one fragment named '{each.name[:50]}'.")
                self.fragments[each.name] = each.selections
        self.fields = self.aliases = 0
        self.repeats = 0.0

    def check(self) -> None:
        """Check every operation, and that what is defined is used, in no circle."""
        used: set[str] = set()
        names = [operation.name for operation in self.operations if operation.name]
        for name in names:
            if names.count(name) > 1:
                raise _invalid(f"There can be only one operation named '{name[:50]}'.")
        for operation in self.operations:
            self.follow(operation.selections, (), used)
            self.operation(operation)
        for name in self.fragments:
            if name not in used:
                raise _invalid(f"Fragment '{name[:50]}' is never used.")
        defined = set(self.outline.defined_variables)
        for name in sorted(defined ^ self.outline.used_variables):
            problem = "never used" if name in defined else "not defined"
            raise _invalid(f"Variable '${name[:50]}' is {problem}.")

    def follow(
        self, selections: Iterable[Selection], path: tuple[str, ...], used: set[str]
    ) -> None:
        """Add to `used` which fragments are spread below; refuse one that is spread in itself."""
        for each in selections:
            if each.kind == "spread":
                if each.name in path:
                    raise _invalid(f"The fragment '{each.name[:50]}' contains itself.")
                if each.name not in self.fragments:
                    raise _invalid(f"Unknown fragment '{each.name[:50]}'.")
                if each.name not in used:
                    self.follow(self.fragments[each.name], (*path, each.name), used)
                    used.add(each.name)
            elif each.selections:
                self.follow(each.selections, path, used)

    def operation(self, operation: Definition) -> None:
        """Measure one operation."""
        roots = self.merged([operation.selections])
        count = sum(map(len, roots.values()))
        if operation.kind == "mutation" and count > 1:
            raise Refusal(
                Code.ONE_MUTATION,
                f"A document may carry out one mutation; this one asks for {count}.",
            )
        if count > self.limits.root_fields:
            raise Refusal(
                Code.ROOT_FIELD_LIMIT,
                f"An operation may have {self.limits.root_fields} fields of the root at most; "
                f"this one has {count}.",
            )
        self.below(roots, 1)

    def below(self, merged: dict[str, list[Selection]], depth: int) -> None:
        """Measure what is selected below fields that are merged by their name."""
        for fields in merged.values():
            self.repeat(fields)
            selections = [each.selections for each in fields if each.selections]
            if not selections:
                continue
            if depth >= self.limits.depth:
                raise Refusal(
                    Code.DEPTH_LIMIT,
                    f"An operation may have {self.limits.depth} levels of fields at most.",
                )
            # Introspection nests by nature; the nesting of braces bounds it.
            further = -self.limits.nesting if fields[0].is_introspection else depth + 1
            self.below(self.merged(selections), further)

    def merged(self, sets: list[list[Selection]]) -> dict[str, list[Selection]]:
        """Return the fields of several selections by their name, fragments spread out."""
        merged: dict[str, list[Selection]] = defaultdict(list)
        spread: set[str] = set()
        while sets:
            for each in sets.pop():
                self.count(each)
                if each.kind == "field":
                    merged[each.name].append(each)
                elif each.kind == "inline":
                    sets.append(each.selections)
                elif each.name not in spread:
                    spread.add(each.name)
                    sets.append(self.fragments[each.name])
        return merged

    def count(self, selection: Selection) -> None:
        """Count one selection as often as it is spread out."""
        self.fields += 1
        if selection.kind == "field" and selection.field_name != selection.name:
            self.aliases += 1
        if self.fields > self.limits.fields:
            raise _beyond(Code.FIELD_LIMIT, self.limits.fields, "fields, fragments spread out,")
        if self.aliases > self.limits.aliases:
            raise _beyond(Code.ALIAS_LIMIT, self.limits.aliases, "aliases")

    def repeat(self, fields: list[Selection]) -> None:
        """Count the comparisons by which validation finds out whether fields may be merged."""
        weight = len(fields) + sum(each.argument_tokens for each in fields) / 4
        self.repeats += (len(fields) - 1) * weight / 2
        if self.repeats > self.limits.repeats:
            raise Refusal(
                Code.FIELD_LIMIT,
                f"'{fields[0].name[:50]}' is selected too often at one place: fields that share a "
                f"name may be compared {self.limits.repeats} times.",
            )


def check_variables(variables: dict[str, Any], limits: Limits = LIMITS) -> None:
    """Refuse variables that are longer, deeper, or more than `limits`."""
    values = 0
    level: list[Any] = [variables]
    for _ in range(limits.nesting):
        values += sum(map(len, level))
        if values > limits.variable_values:
            break
        below: list[Any] = []
        for each in level:
            below += each.values() if isinstance(each, dict) else each
        level = [each for each in below if isinstance(each, dict | list)]
        if not level:
            break
    else:
        raise Refusal(
            Code.VARIABLES_LIMIT, f"Variables may nest {limits.nesting} levels deep at most."
        )
    if values > limits.variable_values:
        raise Refusal(
            Code.VARIABLES_LIMIT,
            f"Variables may have {limits.variable_values} values at most, those in lists and "
            "objects included.",
        )
    size = len(json.dumps(variables, ensure_ascii=False).encode())
    if size > limits.variables_bytes:
        raise Refusal(
            Code.VARIABLES_LIMIT,
            f"Variables may have {limits.variables_bytes} bytes at most; these have {size}.",
        )


def _beyond(code: Code, limit: int, what: str) -> Refusal:
    return Refusal(code, f"A document may have {limit} {what} at most.")


def _invalid(message: str) -> Refusal:
    return Refusal(Code.GRAPHQL_VALIDATION_FAILED, message)
