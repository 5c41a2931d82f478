"""Finds what a comment says about the health of one person.

A diagnosis or a drug counts only with a person who has it: "min son har autism", but not "en grupp
för personer med autism".
"""

import re
from collections.abc import Iterator

from feedback.screening.word_sets import word_set

_PERSON = word_set(
    """
    jag ja han hon hen vi min mitt mina vår vårt sonen dottern mamma pappa mannen frun maken
    hustrun brukaren patienten eleven barnet pojken flickan brorsan syrran mormor morfar
    farmor farfar i my he she grannen sambon
    """
)
_HAS = word_set(
    """
    har hade haft fick fått får lider led har-fått diagnosticerad diagnostiserad diagnos
    diagnosen diagnoserna drabbats drabbades är var blev blivit sjuk med går gick gått på
    äter åt ätit tar tog tagit medicinerar medicineras behandlas behandlats lever have has
    had am is take takes utreds utredd väntar insjuknade insjuknat
    """
)
# Words between the person and the diagnosis that make it somebody else's, or a subject.
_OTHERS = word_set(
    """
    om kring för mot personer dem de andra människor folk alla anhöriga grupp gruppen kurs
    kursen boende föreläsning information forskning jobbar arbetar arbetat utbildning elever
    föreningen vill önskar hör hört läst inga inte ej som
    """
)
_TREATED = frozenset(
    ["behandlas", "behandlats", "sjukskriven", "medicinerar", "medicineras", "opererats"]
)
_DIAGNOSES = word_set(
    """
    schizofren schizoaffektiv autism autist adhd asperger downs bipolär depression
    deprimerad utbränd utmattningssyndrom demens dement demenssjuk alzheimer parkinson
    epilepsi epileptisk diabetes diabetiker cancer bröstcancer prostatacancer leukemi tumör
    hiv aids stroke psykos psykotisk anorexi bulimi ätstörning ptsd borderline tvångssyndrom
    ocd cp-skad utvecklingsstör intellektuell missbruk missbrukar alkoholist alkoholberoende
    drogberoende njursvikt fibromyalgi hepatit crohns kronisk reumat afasi afatiker
    hjärnskad hjärtinfarkt hjärtsvikt hjärtfel blodcancer huntington tourette dyslexi
    könsdysfori transsexuell gravid missfall abort herpes klamydia könssjukdom blind döv
    synskadad hörselskadad rullstolsburen psykisk-sjukdom panikångest ångestsyndrom
    social-fobi personlighetsstörning narkoleps endometrios cystisk lungcancer astma kol ms
    als ibs add skizofren mastocytos kateter stomi dialys cellgifter strålbehandling
    autism-spektrum npf neuropsykiatrisk schizophrenia bipolar dementia epilepsy diabetic
    pregnant
    """
)
_DRUGS = word_set(
    """
    leponex ritalin concerta elvanse medikinet strattera metadon subutex buprenorfin zyprexa
    olanzapin litium sertralin citalopram escitalopram cipralex zoloft lergigan propavan
    theralen abilify risperdal seroquel haldol insulin metformin waran morfin oxycontin
    oxikodon tramadol antabus lamotrigin lyrica cisordinol xeplion trevicta aripiprazol
    quetiapin prozac fluoxetin mirtazapin venlafaxin voxra antidepressiva neuroleptika
    kortison cellgift aricept memantin
    """
)
_SHORT = frozenset(each for each in (*_DIAGNOSES, *_DRUGS) if len(each) <= 4)
_LONG = tuple(each for each in (*_DIAGNOSES, *_DRUGS) if len(each) > 4)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[.!?;\n]")
_REACH = 7


def health(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of diagnoses and drugs that a normalised text ascribes to a person."""
    before: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        if word in {".", "!", "?", ";", "\n"}:
            before = []
            continue
        is_short = word.partition("-")[0].removesuffix("s") in _SHORT or word in _SHORT
        if (is_short or word.startswith(_LONG)) and _is_of_a_person(before):
            yield match.span()
        before = [*before[1 - _REACH :], word]


def _is_of_a_person(before: list[str]) -> bool:
    """Return whether the words before a diagnosis name a person and say that they have it."""
    place = max((n for n, word in enumerate(before) if word in _PERSON), default=None)
    if place is None:
        return False
    between = before[place + 1 :]
    # "Behandlas för ångest" is somebody's own, "en kurs för anhöriga" is not.
    if len(between) > 1 and between[-1] == "för" and between[-2] in _TREATED:
        return True
    return any(word in _HAS for word in between) and not any(word in _OTHERS for word in between)
