"""The index on PostgreSQL: a `tsvector` with the stemmers of `SEARCH_STEMMERS`.

Uses its own dictionaries: the built-in ones drop stop words, but “Jag kan”, the name of a
project, consists of stop words.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

from cms.search.query import ParsedQuery, QueryWord
from cms.search.sql import Sql, joined
from cms.search.terms import Terms, is_part, part_of_compound
from cms.search.words import STEMMERS, fold, stem, stemmable

CREATE = [
    *(
        statement
        for language, stemmer in STEMMERS.items()
        for statement in (
            f"CREATE TEXT SEARCH DICTIONARY search_{stemmer}"
            f" (TEMPLATE = snowball, LANGUAGE = {stemmer})",
            f"CREATE TEXT SEARCH CONFIGURATION search_{language} (COPY = pg_catalog.{stemmer})",
            f"ALTER TEXT SEARCH CONFIGURATION search_{language}"
            f" ALTER MAPPING REPLACE pg_catalog.{stemmer}_stem WITH search_{stemmer}",
        )
    ),
    "ALTER TABLE search_entry ADD COLUMN terms tsvector",
    # The planner needs word frequencies to choose between indexes: keep statistics for 10,000 words
    # instead of 1,000.
    "ALTER TABLE search_entry ALTER COLUMN terms SET STATISTICS 1000",
    "CREATE INDEX search_entry_terms ON search_entry USING gin (terms)",
]
# In a later migration.
CREATE_RECENT = [
    # Store texts and terms outside the row, so that many rows fit into few pages.
    "ALTER TABLE search_entry SET (toast_tuple_target = 256)",
    # Terms are always read completely; compression costs more than it saves.
    "ALTER TABLE search_entry ALTER COLUMN terms SET STORAGE EXTERNAL",
    "ALTER TABLE search_entry ADD COLUMN recent boolean NOT NULL DEFAULT true",
    "CREATE INDEX search_entry_recent ON search_entry USING gin (terms) WHERE recent",
    "CREATE INDEX search_entry_recent_id ON search_entry (id) WHERE recent",
]
DROP_RECENT = ["ALTER TABLE search_entry DROP COLUMN recent"]
DROP = [
    "ALTER TABLE search_entry DROP COLUMN terms",
    *(
        statement
        for language, stemmer in STEMMERS.items()
        for statement in (
            f"DROP TEXT SEARCH CONFIGURATION search_{language}",
            f"DROP TEXT SEARCH DICTIONARY search_{stemmer}",
        )
    ),
]

# A GIN index returns all matches of a word without order. This partial index of recent and lasting
# entries is small, but has enough matches for common words.
RECENT = 2_000
# Ids above this belong to lasting sources: see `indexing.entry_id`.
_LASTING = 1 << 52

# Weights of the labels D, C, B, A: near words and words of the body, near words and words of the
# title.
_WEIGHTS = "'{0.05, 0.1, 0.5, 1.0}'"
# Prefixes of terms. Labels in the query would do, but PostgreSQL would recheck the terms of every
# matching row: ten times as long for a common word.
_IN_TITLE, _NEAR = "qt", "qn"


def write(rows: Iterable[tuple[int, Terms, Sequence[str]]]) -> None:
    """Replace the terms of entries, given by id, with their languages."""
    with connection.cursor() as cursor:
        for entry_id, terms, languages in rows:
            pieces = [piece for language in languages for piece in _vectors(terms, language)]
            pieces.append(_vector("simple", "B", [*terms.typed_title, *_titled(terms.typed_title)]))
            sql, values = joined(" || ", pieces)
            cursor.execute(
                f"UPDATE search_entry SET terms = {sql} WHERE id = %s",  # noqa: S608
                [*values, entry_id],
            )
        cursor.execute(
            """
            UPDATE search_entry SET recent = false WHERE recent AND id < (
                SELECT id FROM search_entry WHERE recent AND id < %s
                ORDER BY id DESC OFFSET %s LIMIT 1
            )
            """,
            [_LASTING, RECENT - 1],
        )


def remove(entry_ids: Iterable[int]) -> None:
    """Do nothing: the terms are a column of the entry."""


def matching(
    parsed: ParsedQuery, condition: Sql, *, in_title: bool, match_any: bool, limit: str
) -> Sql:
    """Return a statement for the ids and ranks of matching entries, highest ids first.

    They meet `condition` and contain all words of the query or, with `match_any`, one of them.
    `limit` is SQL without parameters; with 0, nothing is searched.
    """
    form = _title_form if in_title else _any_form
    required = [form(asked, parsed.language) for asked in parsed.required]
    optional = [form(asked, parsed.language) for asked in parsed.optional]
    match, match_values = joined(" || " if match_any else " && ", required)
    # Combined with OR, so that ranks add up; with AND, ts_rank would weigh the distance of words
    # more than their labels. 1: divide by the logarithm of the text's length.
    ranked, ranked_values = joined(" || ", [*required, *optional])
    newest, newest_values = _matches("recent", (match, match_values), condition)
    older, older_values = _matches("NOT recent", (match, match_values), condition)
    return (
        f"""
        SELECT id, ts_rank({_WEIGHTS}, terms, ({ranked}), 1) AS rank
        FROM (
            WITH newest AS MATERIALIZED ({newest} LIMIT {limit})
            SELECT id, terms FROM newest
            UNION ALL ({older} LIMIT {limit} - (SELECT COUNT(*) FROM newest))
        ) AS candidate
        """,  # noqa: S608 - made of constants and Django's SQL
        [*ranked_values, *newest_values, *older_values],
    )


def _matches(which: str, match: Sql, condition: Sql) -> Sql:
    """Return a statement for entries in descending order of ids, without LIMIT."""
    (query, query_values), (where, where_values) = match, condition
    # Force the planner to use the index of terms: it underestimates the cost of reading the terms
    # of each row, which took a second with 30,000 events. The subselect hides the query, and `+ 0`
    # hides the index in this order. OFFSET 0 separates the levels: first matches in order, then
    # visibility, until there are enough.
    return (
        f"""
        SELECT id, terms
        FROM (
            SELECT id, kind, object_id, terms FROM search_entry
            WHERE {which} AND terms @@ (SELECT {query}) ORDER BY id + 0 DESC OFFSET 0
        ) AS search_entry
        WHERE {where}
        """,  # noqa: S608 - made of constants and Django's SQL
        [*query_values, *where_values],
    )


def _vectors(terms: Terms, language: str) -> list[Sql]:
    configuration = _configuration(language)
    near_title = [_near(word, language) for word in terms.near_title]
    return [
        _vector(configuration, "A", [_known(word, language) for word in terms.title]),
        _vector("simple", "A", _titled(stem(word, language) for word in terms.title)),
        _vector("simple", "B", [*near_title, *_titled(near_title)]),
        _vector(configuration, "C", [_known(word, language) for word in terms.body]),
        _vector("simple", "D", [_near(word, language) for word in terms.near_body]),
    ]


def _vector(configuration: str, label: str, words: Iterable[str]) -> Sql:
    return f"setweight(to_tsvector('{configuration}', %s), '{label}')", [" ".join(words)]


def _titled(words: Iterable[str]) -> list[str]:
    return [_IN_TITLE + word for word in words]


def _near(word: str, language: str) -> str:
    return word if is_part(word) else _NEAR + stem(word, language)


def _any_form(asked: QueryWord, language: str) -> Sql:
    """Return a query for a word anywhere."""
    sql = f"(to_tsquery('{_configuration(language)}', %s) || to_tsquery('simple', %s))"
    return sql, [_known(asked.word, language), " | ".join(_marked_forms(asked, language))]


def _title_form(asked: QueryWord, language: str) -> Sql:
    """Return a query for a word in a title."""
    forms = [stem(asked.word, language), *_marked_forms(asked, language)]
    return "to_tsquery('simple', %s)", [" | ".join(_titled(forms))]


def _marked_forms(asked: QueryWord, language: str) -> list[str]:
    without_dots = fold(asked.word)
    forms = [_NEAR + stem(without_dots, language)]
    if part := part_of_compound(asked.word, language):
        forms.append(part)
    if asked.is_incomplete:
        # Not stemmed: the stem of “moten” would match “motion”.
        forms += [f"{asked.word}:*", f"{_NEAR}{without_dots}:*"]
    return forms


def _configuration(language: str) -> str:
    return f"search_{language}" if language in STEMMERS else "simple"


def _known(word: str, language: str) -> str:
    """Return a word in a form that PostgreSQL's stemmer handles, which does not undouble
    letters.
    """
    word = stemmable(word, language)
    shorter = stem(word, language)
    is_undoubled = language == "sv" and word.startswith((f"{shorter}m", f"{shorter}n"))
    return shorter if is_undoubled else word
