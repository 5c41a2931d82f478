"""Requests that cost as much as their sender could think of, and what each is refused for."""

import json
from typing import Any


def document(text: str, **variables: Any) -> bytes:
    return json.dumps({"query": text, "variables": variables}).encode()


def words(template: str, count: int) -> str:
    return " ".join(template.replace("%", str(number)) for number in range(count))


def fragments(count: int, template: str) -> str:
    return " ".join(
        template.replace("NEXT", str(number + 1)).replace("THIS", str(number))
        for number in range(count)
    )


def in_site(text: str) -> bytes:
    return document(f"{{ site {{ {text} }} }}")


def in_menu(text: str) -> str:
    return f"menu {{ {text} }}"


def in_groups(text: str) -> bytes:
    return document(f"{{ groups({text}) {{ totalCount }} }}")


SUBMIT = "mutation ($i: SubmitFeedbackInput!) { submitFeedback(input: $i) { received } }"
COSTLY = "groups(first: 100) { nodes { events(first: 100) { nodes { title } } } }"
COSTLY_BY_VARIABLE = COSTLY.replace("100", "$n")
# As many fields as fit beside what a document is refused for, and dear to compare.
FILLER = (
    'group(slug: "x") { '
    + words("parent { title path } events { nodes { path title } }", 22)
    + ' } article(slug: "x") { body { '
    + "... on RichTextBlock { __typename html text } " * 20
    + "} }"
)
MUTATION = "issueCaptcha { key }"


def after_450_words(text: str, head: str = "", **variables: Any) -> bytes:
    return document(f"{head} {{ {FILLER} {text} }}", **variables)


# By name: the body, and the code that it is refused with. Five milliseconds at most.
HOSTILE: dict[str, tuple[bytes, str]] = {
    "braces, 300 deep": (document("{ a " * 300 + "}" * 300), "DEPTH_LIMIT"),
    "braces, 20,000 deep": (document("{a" * 9_000), "TOKEN_LIMIT"),
    "braces of one's own, 40 deep": (document("{" + "...{" * 40 + "a" + "}" * 41), "DEPTH_LIMIT"),
    "levels of fields": (document("{" + "a{" * 16 + "b" + "}" * 17), "DEPTH_LIMIT"),
    "introspection in a circle": (
        document("{__schema" + "{types{fields{type" * 10 + "{name}" + "}}}" * 10 + "}"),
        "DEPTH_LIMIT",
    ),
    "brackets in an argument": (in_groups("filter: " + "[" * 400 + "]" * 400), "DEPTH_LIMIT"),
    "objects in an argument": (in_groups("filter: " + "{a:" * 60 + "1" + "}" * 60), "DEPTH_LIMIT"),
    "brackets never closed": (in_groups("filter: " + "[" * 25), "GRAPHQL_PARSE_FAILED"),
    "10,000 fields": (document("{" + "a " * 9_900 + "}"), "TOKEN_LIMIT"),
    "900 fields, repeated": (in_site("name " * 900), "FIELD_LIMIT"),
    "490 fields, unknown": (in_site(words("nope%", 490)), "GRAPHQL_VALIDATION_FAILED"),
    "240 objects, unknown": (in_site(words("nope%{x}", 240)), "GRAPHQL_VALIDATION_FAILED"),
    "600 fields of many objects": (in_site(words("n%{a b}", 180)), "FIELD_LIMIT"),
    "300 aliases": (document("{" + words("a%:__typename", 300) + "}"), "ALIAS_LIMIT"),
    "300 aliases of one object": (in_site(words("a%:name", 300)), "ALIAS_LIMIT"),
    "60 times the same object": (
        document("{ group(slug: 1) {" + "parent { title slug path } " * 80 + "} }"),
        "FIELD_LIMIT",
    ),
    "fields with arguments, repeated": (
        document(
            '{ group(slug: "x") {' + "events(first: 1, after: 2) { totalCount } " * 40 + "} }"
        ),
        "FIELD_LIMIT",
    ),
    "300 inline fragments": (in_site("...{name}" * 240), "FIELD_LIMIT"),
    "fragments that double": (
        document(
            "{...F0}"
            + fragments(30, "fragment FTHIS on Query{...FNEXT a:site{name} ...{...FNEXT}}")
            + "fragment F30 on Query{__typename}"
        ),
        "ROOT_FIELD_LIMIT",
    ),
    "fragments in a circle": (
        document(
            "{...F0}"
            + fragments(30, "fragment FTHIS on Query{...FNEXT}")
            + "fragment F30 on Query{...F0}"
        ),
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "60 fragments": (
        document("{...F0}" + fragments(60, "fragment FTHIS on Query{...FNEXT}")),
        "DEFINITION_LIMIT",
    ),
    "fragments that nobody uses": (
        document("{__typename}" + fragments(39, "fragment FTHIS on Query{site{name name}}")),
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "fragments that nobody knows": (
        document("{" + words("...F%", 400) + "}"),
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "fragments that overlap": (
        document(
            "{...A ...B}"
            + " ".join(
                f"fragment {name} on Query {{" + "site{name name name name name}" * 20 + "}"
                for name in "AB"
            )
        ),
        "ROOT_FIELD_LIMIT",
    ),
    "40 operations of one name": (
        document(words("query Q{__typename}", 40)),
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "200 operations": (document(words("query Q%{a}", 190)), "DEFINITION_LIMIT"),
    "a directive, 140 times": (in_site("name" + "@skip(if:true)" * 140), "TOKEN_LIMIT"),
    "a directive, 70 times": (
        in_site("name" + "@skip(if:true)" * 70),
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "directives everywhere": (in_site("name@a " * 200), "DIRECTIVE_LIMIT"),
    "200 variables": (document("query(" + words("$v%:Int", 200) + "){a}"), "VARIABLES_LIMIT"),
    "variables that nobody uses": (
        document("query(" + words("$v%:Int", 49) + "){__typename}"),
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "variables that nobody defines": (
        in_groups("filter:{topic:[" + words("$v%", 180) + "]}"),
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "arguments, unknown": (in_groups(words("a%:1", 120)), "GRAPHQL_VALIDATION_FAILED"),
    "a list of 900": (in_groups("filter:{topic:[" + words("%", 900) + "]}"), "TOKEN_LIMIT"),
    "a number of 19,000 digits": (in_groups("first:" + "9" * 19_000), "LENGTH_LIMIT"),
    "a number of 1,900 digits": (in_groups("first:" + "9" * 1_900), "GRAPHQL_VALIDATION_FAILED"),
    "a float out of bounds": (in_groups("first:1e" + "9" * 1_900), "GRAPHQL_VALIDATION_FAILED"),
    "a name of 19,000 letters": (document("{" + "x" * 19_000 + "}"), "LENGTH_LIMIT"),
    "a text of 19,000 letters": (in_groups('after:"' + "x" * 19_000 + '"'), "LENGTH_LIMIT"),
    "a block of 19,000 letters": (in_groups('after:"""' + "x\n" * 9_000 + '"""'), "LENGTH_LIMIT"),
    "a block never closed": (in_groups('after:"""' + '\\"' * 9_000), "LENGTH_LIMIT"),
    "blocks never closed": (in_groups("after:" + '"' * 18_000), "TOKEN_LIMIT"),
    "texts never closed": (in_groups("after:" + '"\\n' * 6_000), "TOKEN_LIMIT"),
    "a text of escapes": (in_groups('after:"' + "\\u00e5" * 320 + '"'), "BAD_USER_INPUT"),
    "90,000 spaces": (document("{a}" + " " * 90_000), "LENGTH_LIMIT"),
    "19,000 spaces": (document("{a" + " " * 19_000), "GRAPHQL_PARSE_FAILED"),
    "9,000 comments": (document("{a}" + "#\n" * 9_000), "TOKEN_LIMIT"),
    "no GraphQL at all": (document("\x00§{[(" * 200), "GRAPHQL_PARSE_FAILED"),
    "a syntax error at the end": (in_site(words("name%", 490) + "}}}"), "GRAPHQL_PARSE_FAILED"),
    "a cost of a million": (document(f"{{ {COSTLY} }}"), "COST_LIMIT"),
    "a cost of a million, twelve times": (
        document("{" + " ".join(f"a{n}: {COSTLY}" for n in range(12)) + "}"),
        "COST_LIMIT",
    ),
    "a cost of a million after 450 words": (after_450_words(COSTLY), "COST_LIMIT"),
    "a cost of a million by variables": (
        after_450_words(COSTLY_BY_VARIABLE, "query ($n: Int)", n=100),
        "COST_LIMIT",
    ),
    "a cost of a million by a variable with a fraction": (
        after_450_words(COSTLY_BY_VARIABLE, "query ($n: Int)", n=100.0),
        "COST_LIMIT",
    ),
    "a cost of a million by default": (
        after_450_words(COSTLY_BY_VARIABLE, "query ($n: Int! = 100)"),
        "COST_LIMIT",
    ),
    "a cost of a million on condition": (
        after_450_words("... @include(if: true) @skip(if: false) { " + COSTLY + " }"),
        "COST_LIMIT",
    ),
    "a cost of a million on condition of a variable": (
        after_450_words(
            "... @include(if: $yes) @skip(if: $no) { " + COSTLY + " }",
            "query ($yes: Boolean!, $no: Boolean = false)",
            yes=True,
        ),
        "COST_LIMIT",
    ),
    "a cost of a million in one of two operations": (
        json.dumps(
            {
                "query": f"query A {{ {FILLER} }} query B {{ {COSTLY} }}",
                "operationName": "B",
            }
        ).encode(),
        "COST_LIMIT",
    ),
    "depth after 450 words": (
        after_450_words("a{" * 14 + "b" + "}" * 14),
        "DEPTH_LIMIT",
    ),
    "aliases after 450 words": (after_450_words(in_menu(words("a%:title", 61))), "ALIAS_LIMIT"),
    "root fields after 450 words": (
        after_450_words(words("a%:__typename", 11)),
        "ROOT_FIELD_LIMIT",
    ),
    "directives after 450 words": (
        after_450_words(in_menu("title @skip(if: true) " * 51)),
        "DIRECTIVE_LIMIT",
    ),
    "one directive twice after 450 words": (
        after_450_words("menu { title @skip(if: true) @skip(if: true) }"),
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "a circle of fragments after 450 words": (
        document(
            f"{{ {FILLER} ...F0 }}"
            + fragments(30, "fragment FTHIS on Query{...FNEXT}")
            + "fragment F30 on Query{...F0}"
        ),
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "comments after 450 words": (after_450_words("#\n" * 7_000), "TOKEN_LIMIT"),
    "two mutations after 450 words": (
        document(f"query {{ {FILLER} }} mutation {{ a: {MUTATION} b: {MUTATION} }}"),
        "ONE_MUTATION",
    ),
    "a text too long after 450 words": (
        after_450_words('groups(after: "' + "x" * 2_001 + '") { totalCount }'),
        "LENGTH_LIMIT",
    ),
    "variables too many after 450 words": (
        after_450_words("", "query (" + words("$v%: Int", 51) + ")"),
        "VARIABLES_LIMIT",
    ),
    "two mutations": (
        document("mutation{a:issueCaptcha{key} b:issueCaptcha{key}}"),
        "ONE_MUTATION",
    ),
    "variables of 90,000 bytes": (document("{a}", v="x" * 90_000), "VARIABLES_LIMIT"),
    "variables of 20,000 values": (document("{a}", v=[1] * 20_000), "VARIABLES_LIMIT"),
    "variables, 300 deep": (
        b'{"query":"{a}","variables":{"v":' + b"[" * 300 + b"]" * 300 + b"}}",
        "VARIABLES_LIMIT",
    ),
    "an input with unknown fields": (
        document(SUBMIT, i={f"field{n}": "x" * 80 for n in range(250)}),
        "BAD_USER_INPUT",
    ),
    "a JSON of brackets": (b"[" * 99_000, "BAD_REQUEST"),
    "a JSON of objects": (b'{"a":' * 16_000, "BAD_REQUEST"),
    "a JSON number of 90,000 digits": (
        b'{"variables":{"n":' + b"9" * 90_000 + b"}}",
        "BAD_REQUEST",
    ),
    "a JSON of many numbers": (
        b'{"variables":[' + b"9" * 4_000 + b",1" * 40_000 + b"]}",
        "BAD_REQUEST",
    ),
    "a JSON of escapes": (b'{"query":"' + b"\\u00e5" * 16_000 + b'"}', "TOKEN_LIMIT"),
    "a batch of 5,000": (b"[" + b'{"query":"{a}"},' * 5_000 + b"1]", "BAD_REQUEST"),
    "a body of two megabytes": (document(" " * 2_000_000), "PAYLOAD_TOO_LARGE"),
    "a hash that is long": (
        json.dumps({"documentId": "sha256:" + "0" * 90_000}).encode(),
        "PERSISTED_QUERY_NOT_FOUND",
    ),
}

# The same for addresses: what comes after their question mark.
ADDRESSES: dict[str, tuple[str, str]] = {
    "an address of 66,000 letters": ("query=" + "x" * 66_000, "PAYLOAD_TOO_LARGE"),
    "an address of escapes": ("query=" + "%C3%A5" * 4_990, "TOKEN_LIMIT"),
    "an address of no UTF-8": ("query=" + "%FF" * 9_990, "TOKEN_LIMIT"),
    "an address of 990 names": ("&".join(f"a{n}=1" for n in range(990)), "BAD_REQUEST"),
    "an address of 50 long names": ("&".join("%61" * 199 for _ in range(50)), "BAD_REQUEST"),
    "an address of 9,000 names": ("a=&" * 9_000, "BAD_REQUEST"),
    "an address of brackets": ("query={a}&variables=" + "%5B" * 9_980, "BAD_REQUEST"),
}
# And for what says which answers are welcome.
WELCOME = {"8,000 commas": "," * 8_000, "800 media types": "text/html;q=0.1," * 800}

# Within every limit, so that they are parsed; and what they cost at most, in documents of their
# size that are right. Whether fields are in each other's way is looked at last of all.
LARGE = {
    "380 values of a wrong kind": (in_groups("filter:{kind:[" + words("X%", 380) + "]}"), 0.9),
    "a wrong value after 450 words": (after_450_words("groups(first: NOPE) { totalCount }"), 0.9),
    "a wrong type after 450 words": (after_450_words("... on Nope { groups { totalCount } }"), 0.9),
    "no object after 450 words": (after_450_words("menu"), 0.9),
    "a conflict after 450 words": (after_450_words("menu { title title: path }"), 1.3),
}
