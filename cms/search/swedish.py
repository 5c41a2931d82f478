"""Swedish word forms that the Snowball stemmer does not reduce to one stem."""

_SHORTEST_WITH_ENDING = 5
# Irregular words, without accents: idén, kafé.
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


def stemmable(word: str) -> str:
    """Return a word in a form for Snowball's stemmer, so that all its forms have the same stem.

    Snowball alone would stem `bostad` and `bostaden` differently, and also `projektet` and
    `projekt`, `hälsan` and `hälsa`, `regler` and `regel`.
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < _SHORTEST_WITH_ENDING:
        return word
    for form in (word, word.removesuffix("s")):
        for ending, replacement in _ENDINGS:
            if form.endswith(ending):
                return form.removesuffix(ending) + replacement
    return word


def undouble(stem: str) -> str:
    """Return a stem without a doubled m or n at its end, as in gemensamma and gemensam."""
    return stem[:-1] if stem.endswith(("mm", "nn")) else stem
