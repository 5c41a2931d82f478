"""The index on PostgreSQL: a `tsvector` with its Swedish and English stemmers.

With dictionaries of our own, since the stock ones leave out common words, and “Jag kan”, a project,
consists of such.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, FloatField, QuerySet
from django.db.models.expressions import RawSQL

from cms.search.questions import AskedWord, Question
from cms.search.terms import Terms, part_of_compound
from cms.search.words import STEMMERS, stem, stemmable

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
    "CREATE INDEX search_entry_terms ON search_entry USING gin (terms)",
]
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

# What a query that is the whole title adds; other ranks stay below.
WHOLE_TITLE_BONUS = 1000.0
# Labels of title, near_title, body, near_body, and their weights in the order D, C, B, A.
_LABELS = "ABCD"
_WEIGHTS = "'{0.05, 0.1, 0.5, 1.0}'"


def write(rows: Iterable[tuple[int, Terms, Sequence[str]]]) -> None:
    """Keep the terms of entries, by id, with their languages, instead of those they had."""
    with connection.cursor() as cursor:
        for entry_id, terms, languages in rows:
            columns = (terms.title, terms.near_title, terms.body, terms.near_body)
            parts, values = [], []
            for language in languages:
                for label, words in zip(_LABELS, columns, strict=True):
                    parts.append(
                        f"setweight(to_tsvector('{_configuration(language)}', %s), '{label}')"
                    )
                    values.append(" ".join(_known(word, language) for word in words))
            cursor.execute(
                f"UPDATE search_entry SET terms = {' || '.join(parts)} WHERE id = %s",  # noqa: S608
                [*values, entry_id],
            )


def forget(entry_ids: Iterable[int]) -> None:
    """Do nothing: the terms are in the entry's own row."""


def matching(
    entries: QuerySet[Any], question: Question, *, in_title: bool, loosely: bool
) -> QuerySet[Any]:
    """Return the ids and ranks of entries that answer the question.

    With all its words or, `loosely`, with one of them; anywhere or in the title alone.
    """
    labels = "AB" if in_title else _LABELS
    required = [_any_form(asked, question.language, labels) for asked in question.required]
    optional = [_any_form(asked, question.language, labels) for asked in question.optional]
    sql, values = _joined(" || " if loosely else " && ", required)
    matches = RawSQL(  # noqa: S611 - made of constants; what was asked is a parameter
        f"search_entry.terms @@ ({sql})", values, output_field=BooleanField()
    )
    # Of alternatives, whose ranks add up: of words that must meet, ts_rank weighs their distance
    # more than where they stand. 1: divided by the logarithm of the text's length.
    sql, values = _joined(" || ", [*required, *optional])
    rank = RawSQL(  # noqa: S611
        f"ts_rank({_WEIGHTS}, search_entry.terms, ({sql}), 1)", values, output_field=FloatField()
    )
    return entries.filter(matches).annotate(rank=rank).order_by("-pk").values("id", "rank")


def _joined(operator: str, parts: list[tuple[str, list[str]]]) -> tuple[str, list[str]]:
    return operator.join(sql for sql, _ in parts), [each for _, values in parts for each in values]


def _any_form(asked: AskedWord, language: str, labels: str) -> tuple[str, list[str]]:
    near = "".join(label for label in labels if label in "BD")
    forms = [f"{_known(asked.word, language)}:{labels}"]
    if asked.folded:
        forms.append(f"{_known(asked.folded, language)}:{near}")
    if part := part_of_compound(asked.word, language):
        forms.append(f"{part}:B")
    sql = f"to_tsquery('{_configuration(language)}', %s)"
    values = [" | ".join(forms)]
    if asked.may_go_on:
        # Not stemmed: the stem of “moten” would go on as “motion”.
        sql += " || to_tsquery('simple', %s)"
        values.append(f"{asked.word}:*{labels}")
    return f"({sql})", values


def _configuration(language: str) -> str:
    return f"search_{language}" if language in STEMMERS else "simple"


def _known(word: str, language: str) -> str:
    """Return a word in a form that PostgreSQL's stemmer knows.

    Its Snowball is older than the one in Python: it leaves `mötet` and `huset` as they are.
    """
    word = stemmable(word, language)
    without_article = word.removesuffix("s").removesuffix("et")
    return without_article if stem(word, language) == without_article else word
