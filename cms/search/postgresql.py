"""The index on PostgreSQL: a `tsvector` with its Swedish and English stemmers.

With dictionaries of our own, since the stock ones leave out common words, and “Jag kan”, a project,
consists of such.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

from cms.search.queries import AskedWord, Question
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
    # How common a word is decides between its index and the rows in their order: PostgreSQL is to
    # know that of 10,000 words instead of 1,000.
    "ALTER TABLE search_entry ALTER COLUMN terms SET STATISTICS 1000",
    "CREATE INDEX search_entry_terms ON search_entry USING gin (terms)",
]
# Later than the rest: see the migration.
CREATE_RECENT = [
    # Texts and terms stand apart, so that thousands of matches are in a few pages.
    "ALTER TABLE search_entry SET (toast_tuple_target = 256)",
    # Terms are read whole, so that the little that compression saves costs more than it brings.
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

# An index holds all matches of a word in no order. In that of so many entries, beside those that
# last, enough of a common word are found without reading all that there are.
RECENT = 2_000
# Above this, ids are those of what lasts: see `indexing.entry_id`.
_LASTING = 1 << 52

# Of a body's near words, its words, a title's near words, its words: what labels D, C, B, A mean.
_WEIGHTS = "'{0.05, 0.1, 0.5, 1.0}'"
# Marks of terms. A query by label would do without them, but then PostgreSQL reads the terms of
# every row that it found once more: ten times as long for a common word.
_IN_TITLE, _NEAR = "qt", "qn"


def write(rows: Iterable[tuple[int, Terms, Sequence[str]]]) -> None:
    """Keep the terms of entries, by id, with their languages, instead of those they had."""
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


def forget(entry_ids: Iterable[int]) -> None:
    """Do nothing: the terms are in the entry's own row."""


def matching(
    question: Question, condition: Sql, *, in_title: bool, loosely: bool, limit: str
) -> Sql:
    """Return a statement for the ids and ranks of entries, those with the highest ids.

    They meet the condition and hold all words of the question or, `loosely`, one of them. `limit`
    is SQL without values; where it is 0, nothing is looked for.
    """
    form = _title_form if in_title else _any_form
    required = [form(asked, question.language) for asked in question.required]
    optional = [form(asked, question.language) for asked in question.optional]
    match, match_values = joined(" || " if loosely else " && ", required)
    # Of alternatives, whose ranks add up: of words that must meet, ts_rank weighs their distance
    # more than where they stand. 1: divided by the logarithm of the text's length.
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
    """Return a statement for entries in order, the highest ids first, without its LIMIT."""
    (query, query_values), (where, where_values) = match, condition
    # The planner is to take the index of terms: it believes that reading the terms of row after row
    # costs little, which took a second at 30,000 events. So it is told neither the query, by a
    # SELECT of its own, nor, by `+ 0`, that there is an index in this order.
    # OFFSET 0 keeps the levels apart: first what matches, in order, then whether it may be seen,
    # until there are enough.
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


def _any_form(asked: AskedWord, language: str) -> Sql:
    """Return a query for a word anywhere."""
    sql = f"(to_tsquery('{_configuration(language)}', %s) || to_tsquery('simple', %s))"
    return sql, [_known(asked.word, language), " | ".join(_marked_forms(asked, language))]


def _title_form(asked: AskedWord, language: str) -> Sql:
    """Return a query for a word in a title."""
    forms = [stem(asked.word, language), *_marked_forms(asked, language)]
    return "to_tsquery('simple', %s)", [" | ".join(_titled(forms))]


def _marked_forms(asked: AskedWord, language: str) -> list[str]:
    without_dots = fold(asked.word)
    forms = [_NEAR + stem(without_dots, language)]
    if part := part_of_compound(asked.word, language):
        forms.append(part)
    if asked.may_go_on:
        # Not stemmed: the stem of “moten” would go on as “motion”.
        forms += [f"{asked.word}:*", f"{_NEAR}{without_dots}:*"]
    return forms


def _configuration(language: str) -> str:
    return f"search_{language}" if language in STEMMERS else "simple"


def _known(word: str, language: str) -> str:
    """Return a word in a form that PostgreSQL's stemmer knows.

    It knows nothing of doubled letters, as `cms.search.words` does.
    """
    word = stemmable(word, language)
    shorter = stem(word, language)
    is_undoubled = language == "sv" and word.startswith((f"{shorter}m", f"{shorter}n"))
    return shorter if is_undoubled else word
