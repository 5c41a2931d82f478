"""Splits texts into words, normalises and stems them.

Both databases get the same words. å, ä and ö are kept, since they distinguish words in Swedish
(kör, kor); `fold` removes them for keyboards without them.
"""

import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer

from cms.search.stop_words import STOP_WORDS

STEMMERS = {"sv": "swedish", "en": "english"}
LONGEST_WORD = 40

_WORD = re.compile(r"[^\W_]+")
_HYPHENATED = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
_SHORTEST_WITH_ENDING = 5
# Without accents: idén, kafé.
_IRREGULAR = {
    "män": "man",
    "iden": "ide",
    "kafe": "kafee",
    "cafe": "cafee",
    "öppna": "öppen",
    "vuxna": "vuxen",
    "gammal": "gamla",
    "gammalt": "gamla",
    "lilla": "liten",
    "säkra": "säker",
    "säkert": "säker",
    "stort": "stor",
    "svårt": "svår",
    "klart": "klar",
    "kallt": "kall",
    # Too short for a rule on endings.
    **dict.fromkeys(("nya", "nytt"), "ny"),
    **dict.fromkeys(("fria", "fritt"), "fri"),
    **dict.fromkeys(("åren", "året", "årets"), "år"),
    **dict.fromkeys(("byn", "byar", "byarna"), "by"),
    **dict.fromkeys(("bron", "broar", "broarna"), "bro"),
    **dict.fromkeys(("sjön", "sjöar", "sjöarna"), "sjö"),
    "bion": "bio",
}
# Endings of Swedish words and their replacements before stemming; the first match counts.
_ENDINGS = (
    # Changed vowel.
    *(
        (plural + article, singular)
        for plural, singular in (
            ("städer", "stad"),
            ("böcker", "bok"),
            ("händer", "hand"),
            ("länder", "land"),
            ("nätter", "natt"),
            ("ledamöter", "ledamot"),
            ("fötter", "fot"),
            ("tänder", "tand"),
            ("mödrar", "mor"),
            ("fäder", "far"),
            ("döttrar", "dotter"),
            ("söner", "son"),
            ("bröder", "bror"),
        )
        for article in ("na", "")
    ),
    ("männen", "man"),
    ("män", "man"),
    # Not endings.
    *((end, end) for end in ("het", "itet", "ultet", "ietet", "internet", "budget")),
    *((f"else{end}", "else") for end in ("rna", "r", "n")),
    # The stemmer would cut more off the base form than off the others: lektor, bostad, resultat,
    # kurs.
    *((f"or{end}", "or") for end in ("erna", "er", "et", "en", "n")),
    *((f"ad{end}", "ad") for end in ("erna", "er", "en", "s")),
    *((f"at{end}", "at") for end in ("et", "en")),
    *((f"s{end}", "s") for end in ("erna", "er", "en")),
    # Dropped vowel: regel, regler; enkel, enkla; förälder, föräldrar; nummer, numret.
    *(
        (f"{letters}el{end}", f"{letters}l")
        for letters in ("g", "k", "b", "t", "mp", "nn")
        for end in ("n", "t", "")
    ),
    *(
        (f"{start}er{end}", f"{start}r")
        for start in (
            *("äld", "åld", "hind", "väd", "fing", "läg"),
            *("teat", "vint", "syst", "fönst", "mönst", "minist", "regist", "semest"),
        )
        for end in ("n", "")
    ),
    ("nummer", "numr"),
    ("papperet", "pappr"),
    ("papper", "pappr"),
    ("sommaren", "somr"),
    ("sommar", "somr"),
    *((f"medel{end}", "medl") for end in ("n", "")),
    ("eln", "el"),
    # Doubled consonant: workshop, workshoppen.
    *((f"shopp{end}", "shop") for end in ("arna", "ar", "en", "")),
    # Adjectives in the neuter: digitalt, nationellt, aktivt, gemensamt, hållbart, särskilt.
    *((f"{end}lt", f"{end}l") for end in ("ia", "ita", "ota", "ka", "ma", "na", "ra", "el")),
    ("vt", "v"),
    ("samt", "sam"),
    ("bart", "bara"),
    ("bar", "bara"),
    ("skilt", "skild"),
    ("ium", "i"),
    ("eum", "ee"),
    *(
        (word + end, word)
        for word in ("radio", "studio", "video", "foto", "konto")
        for end in "nrt"
    ),
    ("vjun", "vju"),
    ("menyn", "meny"),
    # Definite forms in the singular and of möten; the s in the genitive plural.
    ("ena", "e"),
    ("et", "e"),
    ("an", "a"),
    *((end, end[:-1]) for end in ("omin", "atin", "erin", "orin", "ogin", "apin", "trin", "rgin")),
    *((end, end[:-1]) for end in ("ars", "ors", "ers", "ares")),
    # inbjudan, inbjudningar (invitation).
    *(
        (verb + end, verb + "a")
        for verb in ("anmäl", "inbjud", "ansök")
        for end in ("ningarna", "ningar", "ningen", "ning")
    ),
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_KEPT = "åäö"
_SAME_AS = str.maketrans({"æ": "ä", "ø": "ö", "ß": "ss", "þ": "th", "ð": "d", "ł": "l", "đ": "d"})
_FOLDED = str.maketrans("åäö", "aao")


def words(text: str) -> list[str]:
    """Return the normalised words of a text, in order."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(normalise(text))]


def joined_words(text: str) -> list[str]:
    """Return hyphenated words as one word, normalised: `e-tjänst` as `etjänst`."""
    return [
        re.sub(r"[-‐‑]", "", word)[:LONGEST_WORD] for word in _HYPHENATED.findall(normalise(text))
    ]


def title_key(text: str) -> str:
    """Return the normalised words of a title as one string."""
    return " ".join(words(text))[:255]


def normalise(text: str) -> str:
    """Return a text in lower case, without invisible characters and accents except in å, ä, ö."""
    if text.isascii():
        return text.lower()
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).casefold()
    return "".join(map(_plain_letter, composed.translate(_SAME_AS)))


def fold(word: str) -> str:
    """Return a word with å, ä, ö replaced by a, a, o."""
    return word.translate(_FOLDED)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return the stem that the inflected forms of a word share, such as `gruppernas` and
    `grupp`.
    """
    if language not in STEMMERS:
        return word
    found = _stemmer(language)(stemmable(word, language))
    # Swedish doubles m and n only inside a word: gemensamma, gemensam.
    return found[:-1] if language == "sv" and found.endswith(("mm", "nn")) else found


def stemmable(word: str, language: str) -> str:
    """Return a word in a form for the Swedish stemmers, so that all its forms have the same stem.

    Snowball alone would stem `bostad` and `bostaden` differently, and also `projektet` and
    `projekt`, `hälsan` and `hälsa`, `regler` and `regel`.
    """
    if language != "sv":
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < _SHORTEST_WITH_ENDING:
        return word
    for form in (word, word.removesuffix("s")):
        for ending, known in _ENDINGS:
            if form.endswith(ending):
                return form.removesuffix(ending) + known
    return word


def is_stop_word(word: str, language: str) -> bool:
    """Return whether a word is too common in its language to be decisive."""
    return word in STOP_WORDS.get(language, ())


@cache
def _stemmer(language: str):  # type: ignore[no-untyped-def]
    return snowballstemmer.stemmer(STEMMERS[language]).stemWord


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    if letter in _KEPT or letter.isascii():
        return letter
    base = "".join(
        part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part)
    )
    return base or letter
