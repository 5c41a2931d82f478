"""Finds names of people: by given names, and where the text says that a name follows."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from feedback.screening.given_names import AMBIGUOUS_NAMES, NAMES
from feedback.screening.word_sets import word_set

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LONGEST_NAME = 4
_PARTICLES = word_set(
    """
    von af de da del la le van der den al el ben bin abu ibn
    """
)
# Words of a relation or a profession, which a name may follow.
_PEOPLE = word_set(
    """
    son sonen dotter dottern pojke pojken flicka flickan barn barnet barnbarn barnbarnet
    mamma mamman pappa pappan mor far mormor morfar farmor farfar morsan farsan bror brodern
    brorsan syster systern syrran lillebror storebror lillasyster storasyster moster faster
    morbror farbror kusin kusinen man make maken maka makan hustru hustrun fru frun sambo
    sambon särbo pojkvän pojkvännen flickvän flickvännen exman exmannen exfru exet ex
    styvpappa styvmamma granne grannen vän vännen väninna väninnan kompis kompisen kollega
    kollegan kille killen tjej tjejen klasskamrat brukare brukaren patient patienten elev
    eleven handläggare handläggaren socialsekreterare socialsekreteraren biståndshandläggare
    biståndshandläggaren lärare läraren lärarinna lärarinnan fröken magister magistern
    mentor mentorn rektor rektorn biträdande förskollärare förskolläraren pedagog pedagogen
    fritidsledare fritidsledaren ledare ledaren tränare tränaren kurator kuratorn psykolog
    psykologen terapeut terapeuten sköterska sköterskan sjuksköterska sjuksköterskan
    undersköterska undersköterskan läkare läkaren doktor doktorn dr tandläkare tandläkaren
    barnmorska barnmorskan logoped logopeden chef chefen enhetschef enhetschefen områdeschef
    verksamhetschef verksamhetschefen avdelningschef gruppchef chaufför chauffören
    busschaufför busschauffören förare föraren vaktmästare vaktmästaren bibliotekarie
    bibliotekarien receptionist receptionisten inspektör inspektören handledare handledaren
    coach coachen assistent assistenten boendestödjare boendestödjaren kontaktperson
    kontaktpersonen god-man förvaltare förvaltaren advokat advokaten polis polisen präst
    prästen kyrkoherde ordförande ordföranden kommunalråd kommunalrådet ordningsvakt vakten
    värd värden hyresvärd hyresvärden städerska städerskan kock kocken volontär volontären
    herr fru fröken professor husmor namn namnet teacher nurse doctor mr mrs ms son daughter
    husband wife brother sister neighbour neighbor manager mies vaimo poika tytär opettaja
    lääkäri naapuri
    """
)
_SUBJECTS = _PEOPLE | word_set(
    """
    jag ja han hon hen kvinnan mannen person personen någon tanten gubben
    anställd anställda ansvarig ansvariga i he she my
    """
)
_CALLED = word_set(
    """
    heter hette heta kallas kallad hetat vid-namn called named
    """
)
_GREETINGS = word_set(
    """
    mvh vh hälsningar hälsning hälsn hälsar vänligen kram kramar kramisar hälsningen regards
    sincerely terveisin ystävällisesti undertecknad undertecknat tecknat undertecknar
    """
)
# What is named after a person; also as the end of a word.
_PLACES = word_set(
    """
    skola skolan gata gatan väg vägen torg torget plats platsen park parken kyrka kyrkan
    gård gården hem hemmet hus huset gränd gränden stig stigen backe backen kulle allé allén
    bro bron kulturhus bibliotek biblioteket badet bad hallen hall stiftelse stiftelsen fond
    fonden förskola förskolan gymnasium gymnasiet museum museet staty statyn stipendiet
    församling kapell kafé café konditori restaurang bageri salong centrum kommun stad
    staden station stationen kajen kaj dag dagen afton dop mässan priset festival vård
    vården klinik kliniken boende slott slottet fästning teater teatern rum rummet sal salen
    scen scenen läger lägret kvällen
    """
)
_PLACE_WORDS = frozenset(_PLACES)
_PLACE_ENDS = tuple(each for each in _PLACES if len(each) > 3)
_FAMOUS = frozenset(
    """
    astrid lindgren|selma lagerlöf|greta thunberg|greta garbo|august strindberg|karin boye|
    karl gerhard|carl larsson|evert taube|olof palme|anna lindh|alfred nobel|carl von|
    camilla läckberg|henning mankell|tove jansson|elsa beskow|kalle anka|pippi långstrump|
    harry potter|nils holgersson|nils dacke|gustav vasa|gustav adolf|karl johan|carl gustaf|
    sven nordqvist|emil i|alfons åberg|ronja rövardotter|håkan hellgren|håkan hellström|
    gunilla bergström|martin widmark|elsa andersson|albert einstein|martin luther|nelson mandela|
    anna kåver|frans g|carl bellman
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_NOT_A_NAME = word_set(
    """
    inte ju nog så det den de vi ni du och att som en ett i på för med av till vad hur något
    någonting annat samma rätt fel likadant ungefär numera nu då redan också bara faktiskt
    egentligen hemlig anonym
    """
)


_CLAUSE_END = frozenset(".,!?;\n")


class _Word(NamedTuple):
    text: str
    lower: str
    start: int
    end: int


def names(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of names of people in a normalised text."""
    words = [_Word(match[0], match[0].casefold(), *match.span()) for match in _WORD.finditer(text)]
    free_from = 0
    for place in range(len(words)):
        if place < free_from:
            continue
        end = _end_of_name(text, words, place)
        if end > place:
            free_from = end
            yield words[place].start, words[end - 1].end


def _end_of_name(text: str, words: list[_Word], place: int) -> int:
    """Return the index after the last word of a name that begins at `place`; `place` if none."""
    word = words[place]
    is_given, is_sure = _is_given(word.lower)
    is_capital = _is_capital(word.text)
    if (
        not is_given
        and not is_capital
        and (
            not place or words[place - 1].lower not in _CALLED or not _is_called(text, words, place)
        )
    ):
        return place
    end = _end_of_run(text, words, place) if is_capital else _lower_run(text, words, place)
    if is_capital and _is_of_a_place(text, words, place, end):
        return place
    announced = _is_announced(text, words, place, end, is_given=is_given)
    if announced and not (is_capital or is_given or _is_called(text, words, place)):
        return place
    if announced:
        return end
    if not is_capital or not is_given:
        return place
    following = words[place + 1].lower.partition("-")[0] if place + 1 < len(words) else ""
    if f"{word.lower} {following.removesuffix('s')}" in _FAMOUS:
        return place
    if end > place + 1:
        # "Per dag" has no capital; "Maj Elevhälsan" is no name.
        return end if is_sure or _is_surname(words[end - 1].lower) else place
    return end if is_sure else place


def _is_given(lower: str) -> tuple[bool, bool]:
    """Return whether a word is a given name, also in the genitive, and whether it is no other."""
    for form in (lower, lower[:-1] if lower.endswith("s") else lower):
        if form in NAMES or (form.partition("-")[0] in NAMES and form.partition("-")[2] in NAMES):
            return True, True
        if form in AMBIGUOUS_NAMES:
            return True, False
    return False, False


def _is_capital(text: str) -> bool:
    return text[0].isupper() and not (len(text) > 1 and text.isupper())


def _gap(text: str, words: list[_Word], place: int) -> str:
    """Return the text between a word and the one before it."""
    return text[words[place - 1].end : words[place].start] if place else "\n"


def _is_next(text: str, words: list[_Word], place: int) -> bool:
    return place < len(words) and _gap(text, words, place) in {" ", "  ", ". "}


def _end_of_run(text: str, words: list[_Word], place: int) -> int:
    end = place + 1
    while end < min(len(words), place + _LONGEST_NAME) and _is_next(text, words, end):
        if _gap(text, words, end) == ". " and len(words[end - 1].text) > 1:
            break
        if words[end].lower in _PARTICLES and end + 1 < len(words) and words[end].text.islower():
            if not (_is_next(text, words, end + 1) and _is_capital(words[end + 1].text)):
                break
        elif not _is_capital(words[end].text):
            break
        end += 1
    return end


def _lower_run(text: str, words: list[_Word], place: int) -> int:
    """Return the index after a name in lower case: with the next word if it is a surname."""
    following = place + 1
    if _is_next(text, words, following) and _is_surname(words[following].lower):
        return following + 1
    return following


_SURNAME_ENDS = (
    "sson", "berg", "ström", "gren", "qvist", "kvist", "lund", "blad", "dahl", "stedt", "strand",
    "mark", "holm", "sten", "löf", "ander", "feldt", "hjelm", "nen", "lainen", "ović", "ovic",
    "enko", "vic", "zadeh", "oglu", "blom", "mar", "rup", "sköld", "ek", "by",
)  # fmt: skip


def _is_surname(lower: str) -> bool:
    return len(lower) > 4 and lower.endswith(_SURNAME_ENDS)


def _is_of_a_place(text: str, words: list[_Word], place: int, end: int) -> bool:
    """Return whether the words are the name of a school, a street, a church and so on."""
    if any(each.lower.endswith(_PLACE_ENDS) for each in words[place:end]):
        return True
    if (
        words[place - 1].lower in {"sankt", "sankta", "s:t", "kung", "drottning"}
        if place
        else False
    ):
        return True
    return _is_next(text, words, end) and (
        words[end].lower in _PLACE_WORDS or words[end].lower.endswith(_PLACE_ENDS)
    )


def _is_called(text: str, words: list[_Word], place: int) -> bool:
    """Return whether "jag heter" precedes, or another person who "heter"."""
    if place == 0 or len(words[place].text) < 2 or words[place].lower in _NOT_A_NAME:
        return False
    if _gap(text, words, place).strip(' :"”') or words[place - 1].lower not in _CALLED:
        return False
    before = {each.lower for each in words[max(0, place - 4) : place - 1]}
    clause = text[words[max(0, place - 4)].start : words[place - 1].start]
    return bool(before & _SUBJECTS) and "inte" not in before and not set(clause) & _CLAUSE_END


def _is_announced(text: str, words: list[_Word], place: int, end: int, *, is_given: bool) -> bool:
    """Return whether the text says that a name begins at `place`."""
    if _is_called(text, words, place):
        return True
    word = words[place]
    gap = _gap(text, words, place)
    is_capital = _is_capital(word.text)
    if _is_signature(text, words, place, end, is_given=is_given):
        return True
    if place == 0 or len(word.text) < 2 or word.lower in _NOT_A_NAME:
        return False
    before = words[place - 1].lower
    if gap in {" ", "  ", ": ", ", ", ". "} and before in _PEOPLE:
        if gap in {", ", ". "}:
            return is_given and is_capital and (gap == ", " or before in {"dr", "mr", "mrs", "ms"})
        return is_capital or is_given
    if (
        before in {"är", "is"}
        and place > 1
        and gap == " "
        and words[place - 2].lower
        in {
            "jag",
            "namn",
            "namnet",
            "handläggaren",
            "name",
            "här",
        }
    ):
        return is_given or (is_capital and end > place + 1)
    if before in {"am", "im"}:
        return is_capital and (is_given or end > place + 1)
    return False


def _is_signature(text: str, words: list[_Word], place: int, end: int, *, is_given: bool) -> bool:
    """Return whether a greeting precedes, or a slash before the last words of the text."""
    word = words[place]
    is_capital = _is_capital(word.text)
    is_last = not text[words[end - 1].end : words[end - 1].end + 40].strip(" .!\n)-")
    before = text[max(0, word.start - 2) : word.start].strip()
    if before.endswith("/") and is_last and len(word.text) > 1:
        return is_given or is_capital
    if place == 0 or len(_gap(text, words, place).strip(" ,.!:\n-/")) > 0:
        return False
    near = [each.lower for each in words[max(0, place - 2) : place]]
    if near[-1] == "från":
        near.pop()
    if not near or near[-1] not in _GREETINGS:
        return False
    if is_given:
        return True
    return (
        is_capital
        and (end > place + 1 or is_last)
        and not word.lower.endswith(
            (
                "na",
                "gruppen",
                "föreningen",
                "föräldrar",
                "föräldern",
                "boende",
                "are",
                "klubben",
                "rådet",
                "laget",
                "nämnden",
            )
        )
    )
