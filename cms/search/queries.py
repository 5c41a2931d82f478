"""What somebody typed, as words to look for."""

from dataclasses import dataclass

from cms.search.words import fold, is_stop_word, title_key, words

LONGEST_QUERY = 400
MOST_WORDS = 10
_SHORTEST_PREFIX = 2


@dataclass(frozen=True)
class AskedWord:
    """A word of the question; the last one may not be typed to its end."""

    word: str
    may_go_on: bool = False

    @property
    def folded(self) -> str | None:
        """The word without å, ä, ö, if it has any."""
        return fold(self.word) if fold(self.word) != self.word else None


@dataclass(frozen=True)
class Question:
    """Words that have to be there, and common ones that only add to the rank.

    Everything but letters and digits is left out, so that no sign means anything to a database.
    """

    language: str
    required: tuple[AskedWord, ...]
    optional: tuple[AskedWord, ...]
    title_key: str

    @classmethod
    def of(cls, text: str, language: str) -> "Question":
        """Read a question; of a long one, the beginning."""
        text = text[:LONGEST_QUERY]
        found = list(dict.fromkeys(words(text)))[:MOST_WORDS]
        asked = [
            AskedWord(word, place == len(found) and len(word) >= _SHORTEST_PREFIX)
            for place, word in enumerate(found, start=1)
        ]
        required = [each for each in asked if not is_stop_word(each.word, language)]
        optional = [each for each in asked if each not in required]
        if not required:
            # “Jag kan” is a project, though both words are in nearly every text.
            required, optional = optional, []
        return cls(language, tuple(required), tuple(optional), title_key(text))
