"""The outline of a document: what selects what, read from its words before it is parsed.

graphql-core parses in Python, about 8 µs for each word and sign, and validates for three times as
long. The outline costs a tenth of that, so that what is too large is refused for next to nothing.
Arguments are skipped here; the parser reads them.
"""

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import NoReturn

from graphql import GraphQLError, GraphQLSyntaxError, Source

from cms.graphql.errors import Code, Refusal

# What GraphQL ignores, then one word or sign, or any other character, or the end.
# Possessive quantifiers, and texts that nothing need close: no character is read twice.
_TOKEN = re.compile(
    r"""
    (?: [\ \t\r\n,\ufeff]++ | \#[^\r\n]*+ )*+
    (
        [_A-Za-z][_0-9A-Za-z]*+
      | \.\.\.
      | \"{3} (?: [^"\\]++ | \\\"{3} | \\ | \"(?!\"\") )*+ (?:\"{3})?
      | \" (?: [^"\\\r\n]++ | \\. )*+ \"?
      | -?[0-9][0-9.eE+-]*+
      | (?s:.)
      | \Z
    )
    """,
    re.VERBOSE,
)
_NAME = re.compile(r"[_A-Za-z]")
_COMMENT = re.compile(r"\#[^\r\n]*+")
_OPENING, _CLOSING = {"(", "[", "{"}, {")", "]", "}"}
OPERATIONS = {"query", "mutation", "subscription"}


@dataclass(slots=True)
class Selection:
    """A field by its response name, a spread by its fragment's, an inline fragment by its type's.

    `at` is its place among the document's tokens, `argument_tokens` how many of them its
    arguments have.
    """

    kind: str
    name: str
    at: int
    selections: "list[Selection]" = field(default_factory=list)
    field_name: str = ""
    # What each argument's value begins with: all of it, where it is a number, word or variable.
    arguments: dict[str, str] = field(default_factory=dict)
    argument_tokens: int = 0
    # The directives, which may leave it out, and their `if`.
    directives: dict[str, str] = field(default_factory=dict)

    @property
    def is_introspection(self) -> bool:
        """Whether it asks for the schema or for a type's name."""
        return self.field_name.startswith("__")


@dataclass(slots=True)
class Definition:
    """An operation with its variables' defaults, or a fragment on a type."""

    kind: str
    name: str
    selections: list[Selection]
    on_type: str = ""
    defaults: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Outline:
    """A document's definitions, and what they use."""

    source: str
    definitions: list[Definition]
    directives: int
    argument_tokens: int
    defined_variables: list[str]
    used_variables: set[str]
    positions: list[int]

    def error(self, message: str, selection: Selection) -> GraphQLError:
        """Return an error that tells where in the document it is."""
        return GraphQLError(
            message, source=Source(self.source), positions=[self.positions[selection.at]]
        )


def read_outline(source: str, *, tokens: int, token_length: int, nesting: int) -> Outline:
    """Return the outline, or raise `Refusal`: beyond so many tokens or levels, or unreadable."""
    matches = list(islice(_TOKEN.finditer(source), tokens + 1))
    if len(matches) > tokens and matches[-1][1]:
        raise Refusal(Code.TOKEN_LIMIT, f"A document may have {tokens} words and signs at most.")
    if any(len(match[1]) > token_length for match in matches):
        raise Refusal(
            Code.LENGTH_LIMIT,
            f"A name or value may have {token_length} characters at most in a document. "
            "Send long texts as variables.",
        )
    comments = sum(
        len(_COMMENT.findall(source, match.start(), match.start(1)))
        for match in matches
        if match.start(1) > match.start()
    )
    if comments > tokens:
        raise Refusal(Code.TOKEN_LIMIT, f"A document may have {tokens} comments at most.")
    return _Reader(source, matches, nesting).read()


class _Reader:
    def __init__(self, source: str, matches: list[re.Match[str]], nesting: int) -> None:
        self.source = source
        self.matches = matches
        # An empty word stands at the end, and after it.
        self.tokens = [match[1] for match in matches] + ["", ""]
        self.at = 0
        self.nesting = nesting
        self.level = 0
        self.directives = self.argument_tokens = 0
        self.defined_variables: list[str] = []
        self.used_variables: set[str] = set()

    def read(self) -> Outline:
        definitions = []
        while self.tokens[self.at]:
            definitions.append(self.definition())
        if not definitions:
            self.fail("Expected an operation")
        return Outline(
            self.source,
            definitions,
            self.directives,
            self.argument_tokens,
            self.defined_variables,
            self.used_variables,
            [match.start(1) for match in self.matches],
        )

    def definition(self) -> Definition:
        if self.tokens[self.at].startswith('"'):
            self.at += 1
        kind, name, on_type = self.tokens[self.at], "", ""
        defaults: dict[str, str] = {}
        if kind == "{":
            return Definition("query", name, self.selection_set())
        self.at += 1
        if kind == "fragment":
            name = self.name()
            on_type = self.type_condition()
        elif kind in OPERATIONS:
            if _NAME.match(self.tokens[self.at]):
                name = self.name()
            defaults = self.variable_definitions()
        else:
            self.at -= 1
            self.fail("Expected an operation or a fragment")
        self.directives_of_one()
        return Definition(kind, name, self.selection_set(), on_type, defaults)

    def selection_set(self) -> list[Selection]:
        self.expect("{")
        self.enter()
        selections = []
        while self.tokens[self.at] != "}":
            selections.append(self.selection())
        if not selections:
            self.fail("Expected a field")
        self.level -= 1
        self.at += 1
        return selections

    def selection(self) -> Selection:
        if self.tokens[self.at] == "...":
            return self.fragment()
        selection = Selection("field", self.name(), self.at - 1)
        selection.field_name = selection.name
        if self.tokens[self.at] == ":":
            self.at += 1
            selection.field_name = self.name()
        if self.tokens[self.at] == "(":
            start = self.at
            selection.arguments = self.arguments()
            selection.argument_tokens = self.at - start
        selection.directives = self.directives_of_one()
        if self.tokens[self.at] == "{":
            selection.selections = self.selection_set()
        return selection

    def fragment(self) -> Selection:
        at = self.at
        self.at += 1
        name = self.tokens[self.at]
        if name != "on" and _NAME.match(name):
            self.at += 1
            return Selection("spread", name, at, directives=self.directives_of_one())
        on_type = self.type_condition() if name == "on" else ""
        directives = self.directives_of_one()
        selections = self.selection_set()
        return Selection("inline", on_type, at, selections, directives=directives)

    def type_condition(self) -> str:
        self.expect("on")
        return self.name()

    def variable_definitions(self) -> dict[str, str]:
        """Skip the variables; return their default values."""
        defaults: dict[str, str] = {}
        if self.tokens[self.at] == "(":
            used, self.used_variables = self.used_variables, set()
            self.arguments(defaults)
            self.defined_variables += self.used_variables
            self.used_variables = used
        return defaults

    def arguments(self, defaults: dict[str, str] | None = None) -> dict[str, str]:
        """Skip what stands in parentheses; return the words before and after the colons.

        Of variables, put into `defaults` the words after the signs of equality.
        """
        found: dict[str, str] = {}
        name = ""
        start, outside = self.at, self.level
        while True:
            word = self.tokens[self.at]
            if word in _OPENING:
                self.enter()
            elif word in _CLOSING:
                self.level -= 1
            elif word == "$":
                self.used_variables.add(self.tokens[self.at + 1])
            elif word == "@":
                self.directives += 1
            elif word == ":" and self.level == outside + 1:
                name, value = self.tokens[self.at - 1], self.tokens[self.at + 1]
                found[name] = value + self.tokens[self.at + 2] if value == "$" else value
            elif word == "=" and defaults is not None and self.level == outside + 1:
                defaults[name] = self.tokens[self.at + 1]
            elif not word:
                self.fail("Expected ')'")
            self.at += 1
            if self.level == outside:
                self.argument_tokens += self.at - start
                return found

    def directives_of_one(self) -> dict[str, str]:
        """Skip the directives of one place, each of which may stand there once.

        Return the `if` of each.
        """
        found: dict[str, str] = {}
        while self.tokens[self.at] == "@":
            self.at += 1
            self.directives += 1
            name = self.name()
            if name in found:
                raise Refusal(
                    Code.GRAPHQL_VALIDATION_FAILED,
                    f"The directive '@{name[:50]}' can be used once at one place only.",
                )
            arguments = self.arguments() if self.tokens[self.at] == "(" else {}
            found[name] = arguments.get("if", "")
        return found

    def enter(self) -> None:
        self.level += 1
        if self.level > self.nesting:
            raise Refusal(
                Code.DEPTH_LIMIT,
                f"A document may nest braces and brackets {self.nesting} levels deep at most.",
            )

    def name(self) -> str:
        token = self.tokens[self.at]
        if not _NAME.match(token):
            self.fail("Expected a name")
        self.at += 1
        return token

    def expect(self, token: str) -> None:
        if self.tokens[self.at] != token:
            self.fail(f"Expected '{token}'")
        self.at += 1

    def fail(self, expected: str) -> NoReturn:
        token = self.tokens[self.at]
        found = f"'{token[:50]}'" if token else "the end"
        at = self.matches[self.at].start(1) if self.at < len(self.matches) else len(self.source)
        error = GraphQLSyntaxError(Source(self.source), at, f"{expected}, found {found}.")
        raise Refusal(Code.GRAPHQL_PARSE_FAILED, error.message, errors=[error])
