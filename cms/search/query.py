"""Parses search queries."""

from dataclasses import dataclass

from cms.search.words import fold, is_stop_word, title_key, words

LONGEST_QUERY = 400
MOST_WORDS = 10
_SHORTEST_PREFIX = 2


@dataclass(frozen=True)
class QueryWord:
    """A word of the query; the last one may be incomplete."""

    word: str
    is_incomplete: bool = False

    @property
    def folded(self) -> str | None:
        """The word without å, ä, ö, or None if it has none."""
        return fold(self.word) if fold(self.word) != self.word else None


@dataclass(frozen=True)
class ParsedQuery:
    """Required words, and common words that only affect the rank.

    Contains only letters and digits, so that no character is special in a database.
    """

    language: str
    required: tuple[QueryWord, ...]
    optional: tuple[QueryWord, ...]
    title_key: str

    @classmethod
    def of(cls, text: str, language: str) -> "ParsedQuery":
        """Parse a query; long ones are truncated."""
        text = text[:LONGEST_QUERY]
        found = list(dict.fromkeys(words(text)))[:MOST_WORDS]
        asked = [
            QueryWord(word, place == len(found) and len(word) >= _SHORTEST_PREFIX)
            for place, word in enumerate(found, start=1)
        ]
        required = [each for each in asked if not is_stop_word(each.word, language)]
        optional = [each for each in asked if each not in required]
        if not required:
            # “Jag kan” is the name of a project, although both are stop words.
            required, optional = optional, []
        return cls(language, tuple(required), tuple(optional), title_key(text))
