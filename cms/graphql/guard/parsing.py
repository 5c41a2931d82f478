"""Parse a document within the limits of its syntax, three times faster than `graphql.parse`.

The grammar is graphql-core's. Its lexer reads each character in Python and its nodes set their
attributes in a loop, so this module overrides both where documents spend their time: names,
punctuation, fields and selection sets. Limits are checked while tokens are read, so the cost of a
refusal does not depend on the length of the document. Figures: docs/decisions/0044.
"""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from graphql import (
    DefinitionNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    InlineFragmentNode,
    Lexer,
    Location,
    NameNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Source,
    Token,
    TokenKind,
    VariableDefinitionNode,
    VariableNode,
)
from graphql.language.parser import Parser, get_token_desc

from cms.graphql.errors import Code, Refusal
from cms.graphql.guard.limits import Limits

# What GraphQL ignores, then a name, a punctuator, any other token, or the end. Possessive
# quantifiers, and strings that need no closing quote: no character is read twice.
_TOKEN = re.compile(
    r"""
    [\ \t\r\n,\ufeff]*+ ( (?: \#[^\r\n]*+ [\ \t\r\n,\ufeff]*+ )*+ )
    (?:
        ( [_A-Za-z][_0-9A-Za-z]*+ )
      | ( [!$&():=@\[\]{|}] | \.\.\. )
      | (
            \"{3} (?: [^"\\]++ | \\\"{3} | \\ | \"(?!\"\") )*+ (?:\"{3})?
          | \" (?: [^"\\\r\n]++ | \\. )*+ \"?
          | -? [0-9]++ (?: \.[0-9]++ )? (?: [eE][+-]?[0-9]++ )?
          | (?s:.)
        )
      | \Z
    )
    """,
    re.VERBOSE,
)
# The groups of a match.
_COMMENTS, _NAME, _PUNCTUATOR = 1, 2, 3
_COMMENT = re.compile(r"\#[^\r\n]*+")
_KINDS = {kind.value: kind for kind in TokenKind if kind.value in {*"!$&():=@[]{|}", "..."}}
# Looked up once: an enum's member takes longer to look up than a token takes to read.
NAME, SPREAD, COLON, AT = TokenKind.NAME, TokenKind.SPREAD, TokenKind.COLON, TokenKind.AT
PAREN_L, BRACE_L, BRACE_R = TokenKind.PAREN_L, TokenKind.BRACE_L, TokenKind.BRACE_R
_NESTING = {**dict.fromkeys("({[", 1), **dict.fromkeys(")}]", -1)}
_EXECUTABLE = {"query", "mutation", "subscription", "fragment"}


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document within the limits of its syntax, and the names that it defines and uses."""

    node: DocumentNode
    # The definitions, each with the names of the fragments that it spreads.
    definitions: list[tuple[OperationDefinitionNode | FragmentDefinitionNode, set[str]]]
    defined_variables: set[str]
    used_variables: set[str]


def parse_document(source: str, limits: Limits) -> ParsedDocument:
    """Return the parsed document; raise `Refusal` if it exceeds a limit or is not GraphQL."""
    if len(source) > limits.document_length:
        raise Refusal(
            Code.LENGTH_LIMIT,
            f"The document exceeds {limits.document_length} characters. "
            "Send long texts as variables.",
        )
    try:
        return _Parser(Source(source), limits).parse()
    except GraphQLSyntaxError as error:
        raise Refusal(Code.GRAPHQL_PARSE_FAILED, error.message, errors=[error]) from None


class _Lexer(Lexer):
    """Reads all tokens at once, within the limits of their number, length and nesting."""

    def __init__(self, source: Source, limits: Limits) -> None:
        super().__init__(source)
        matches = list(islice(_TOKEN.finditer(source.body), limits.tokens + 1))
        if matches[-1].lastindex != _COMMENTS:  # The end of the source has no token.
            raise beyond(Code.TOKEN_LIMIT, limits.tokens, "tokens")
        comments = (match[_COMMENTS] for match in matches if match[_COMMENTS])
        if sum(len(_COMMENT.findall(each)) for each in comments) > limits.tokens:
            raise beyond(Code.TOKEN_LIMIT, limits.tokens, "comments")
        token, level, parentheses, variables, argument_tokens = self.token, 0, 0, 0, 0
        for match in matches:
            group = match.lastindex
            start, end = match.end(_COMMENTS), match.end()
            if end - start > limits.token_length:
                raise Refusal(
                    Code.LENGTH_LIMIT,
                    f"A name or value in the document exceeds {limits.token_length} characters. "
                    "Send long texts as variables.",
                )
            if group == _NAME:
                following = Token(NAME, start, end, 0, 0, match[_NAME])
            elif group == _PUNCTUATOR:
                sign = match[_PUNCTUATOR]
                following = Token(_KINDS[sign], start, end, 0, 0)
                level += _NESTING.get(sign, 0)
                if level > limits.nesting:
                    raise beyond(Code.DEPTH_LIMIT, limits.nesting, "levels of brackets")
                if sign == "(":
                    parentheses += 1
                elif sign == ")":
                    parentheses -= 1
                elif sign == "$" and level == 1:
                    variables += 1
                    if variables > limits.variables:
                        raise beyond(Code.VARIABLES_LIMIT, limits.variables, "variables")
            else:
                following = self.read_next_token(start)
            if parentheses:
                argument_tokens += 1
                if argument_tokens > limits.argument_tokens:
                    raise beyond(Code.TOKEN_LIMIT, limits.argument_tokens, "tokens in parentheses")
            # No `prev`, which nothing reads: the tokens would be a cycle for the garbage collector.
            token.next = token = following


# The nodes that documents have most of, each with a generated `__init__`: graphql-core's own sets
# attributes in a loop over keywords, and looks for a cached hash each time. `Node` makes the kind
# of a node from its class's name.
_set_attribute: Any = object.__setattr__


@dataclass(eq=False, repr=False)
class Name(NameNode):
    """A name."""

    __slots__ = ()
    __setattr__ = _set_attribute
    value: str
    loc: Location


@dataclass(eq=False, repr=False)
class SelectionSet(SelectionSetNode):
    """The selections in one pair of braces."""

    __slots__ = ()
    __setattr__ = _set_attribute
    selections: tuple[Any, ...]
    loc: Location


@dataclass(eq=False, repr=False)
class Field(FieldNode):
    """A field."""

    __slots__ = ()
    __setattr__ = _set_attribute
    alias: NameNode | None
    name: NameNode
    arguments: tuple[Any, ...]
    directives: tuple[Any, ...]
    selection_set: SelectionSetNode | None
    loc: Location


@dataclass(eq=False, repr=False)
class FragmentSpread(FragmentSpreadNode):
    """A use of a fragment."""

    __slots__ = ()
    __setattr__ = _set_attribute
    name: NameNode
    directives: tuple[Any, ...]
    loc: Location


@dataclass(eq=False, repr=False)
class InlineFragment(InlineFragmentNode):
    """Selections on one type."""

    __slots__ = ()
    __setattr__ = _set_attribute
    type_condition: Any
    directives: tuple[Any, ...]
    selection_set: SelectionSetNode
    loc: Location


class _Parser(Parser):
    """graphql-core's parser, of executable documents and within limits."""

    def __init__(self, source: Source, limits: Limits) -> None:
        super().__init__(source, lexer=_Lexer(source, limits))
        self.limits = limits
        self.definitions: list[tuple[Any, set[str]]] = []
        self.spreads: set[str] = set()
        self.defined_variables: set[str] = set()
        self.used_variables: set[str] = set()
        self.directives = self.selections = 0

    def parse(self) -> ParsedDocument:
        document = self.parse_document()
        return ParsedDocument(
            document, self.definitions, self.defined_variables, self.used_variables
        )

    def advance_lexer(self) -> None:
        lexer = self._lexer
        lexer.last_token = lexer.token
        lexer.token = lexer.token.next or lexer.token

    def parse_definition(self) -> DefinitionNode:
        if len(self.definitions) == self.limits.definitions:
            raise beyond(Code.DEFINITION_LIMIT, self.limits.definitions, "operations and fragments")
        keyword = self._lexer.lookahead() if self.peek_description() else self._lexer.token
        if keyword.kind is not BRACE_L and keyword.value not in _EXECUTABLE:
            raise GraphQLSyntaxError(
                self._lexer.source,
                keyword.start,
                f"Expected an operation or a fragment, found {get_token_desc(keyword)}.",
            )
        self.spreads = set()
        node = super().parse_definition()
        self.definitions.append((node, self.spreads))
        return node

    def parse_variable_definition(self) -> VariableDefinitionNode:
        definition = super().parse_variable_definition()
        # The one variable in it: values of a definition are constants.
        name = definition.variable.name.value
        self.used_variables.discard(name)
        self.defined_variables.add(name)
        return definition

    def parse_variable(self) -> VariableNode:
        node = super().parse_variable()
        self.used_variables.add(node.name.value)
        return node

    def parse_directives(self, is_const: bool) -> list[DirectiveNode]:
        directives: dict[str, DirectiveNode] = {}
        while self._lexer.token.kind is AT:
            directive = self.parse_directive(is_const)
            name = directive.name.value
            if name in directives:
                raise Refusal(
                    Code.GRAPHQL_VALIDATION_FAILED,
                    f"The directive '@{name[:50]}' can only be used once at this location.",
                )
            directives[name] = directive
            self.directives += 1
            if self.directives > self.limits.directives:
                raise beyond(Code.DIRECTIVE_LIMIT, self.limits.directives, "directives")
        return list(directives.values())

    def parse_selection_set(self) -> SelectionSetNode:
        lexer = self._lexer
        start = self.expect_token(BRACE_L)
        selections: list[Any] = []
        while lexer.token.kind is not BRACE_R or not selections:
            self.selections += 1
            if self.selections > self.limits.fields:
                raise beyond(Code.FIELD_LIMIT, self.limits.fields, "fields")
            token, following = lexer.token, lexer.token.next or lexer.token
            if token.kind is SPREAD:
                selections.append(self.parse_fragment())
            elif token.kind is NAME and (following.kind is NAME or following.kind is BRACE_R):
                # Most fields: only a name.
                location = Location(token, token, lexer.source)
                selections.append(
                    Field(None, Name(token.value or "", location), (), (), None, location)
                )
                lexer.last_token, lexer.token = token, following
            else:
                selections.append(self.parse_field())
        self.advance_lexer()
        return SelectionSet(tuple(selections), Location(start, lexer.last_token, lexer.source))

    def parse_field(self) -> FieldNode:
        lexer = self._lexer
        start = lexer.token
        alias, name = None, self.parse_name()
        if lexer.token.kind is COLON:
            self.advance_lexer()
            alias, name = name, self.parse_name()
        arguments = tuple(self.parse_arguments(False)) if lexer.token.kind is PAREN_L else ()
        directives = tuple(self.parse_directives(False)) if lexer.token.kind is AT else ()
        below = self.parse_selection_set() if lexer.token.kind is BRACE_L else None
        location = Location(start, lexer.last_token, lexer.source)
        return Field(alias, name, arguments, directives, below, location)

    def parse_fragment(self) -> FragmentSpreadNode | InlineFragmentNode:
        lexer = self._lexer
        start = lexer.token
        self.advance_lexer()
        has_condition = self.expect_optional_keyword("on")
        if lexer.token.kind is NAME and not has_condition:
            name = self.parse_name()
            self.spreads.add(name.value)
            directives = tuple(self.parse_directives(False))
            location = Location(start, lexer.last_token, lexer.source)
            return FragmentSpread(name, directives, location)
        condition = self.parse_named_type() if has_condition else None
        directives = tuple(self.parse_directives(False))
        below = self.parse_selection_set()
        location = Location(start, lexer.last_token, lexer.source)
        return InlineFragment(condition, directives, below, location)

    def parse_name(self) -> NameNode:
        token = self.expect_token(NAME)
        return Name(token.value or "", Location(token, token, self._lexer.source))


def beyond(code: Code, limit: int, what: str) -> Refusal:
    """Return the refusal of a document that exceeds a limit."""
    return Refusal(code, f"The document exceeds {limit} {what}.")
