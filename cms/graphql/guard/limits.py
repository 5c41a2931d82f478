"""The limits of a request, and the check of its variables.

`parsing.py` checks a document's syntax, `expansion.py` its fragments, `analysis.py` its cost.
"""

import json
from dataclasses import dataclass
from typing import Any

from cms.graphql.errors import Code, Refusal


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


def check_variables(variables: dict[str, Any], limits: Limits = LIMITS) -> None:
    """Refuse variables that exceed the limits of bytes, levels and values."""
    values = 0
    level: list[Any] = [variables]
    for _ in range(limits.nesting):
        values += sum(map(len, level))
        if values > limits.variable_values:
            raise Refusal(
                Code.VARIABLES_LIMIT,
                f"The variables exceed {limits.variable_values} values, counting those in lists "
                "and objects.",
            )
        below: list[Any] = []
        for each in level:
            below += each.values() if isinstance(each, dict) else each
        level = [each for each in below if isinstance(each, dict | list)]
        if not level:
            break
    else:
        raise Refusal(
            Code.VARIABLES_LIMIT, f"The variables exceed {limits.nesting} levels of nesting."
        )
    if len(json.dumps(variables, ensure_ascii=False).encode()) > limits.variables_bytes:
        raise Refusal(Code.VARIABLES_LIMIT, f"The variables exceed {limits.variables_bytes} bytes.")
