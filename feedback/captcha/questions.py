"""Questions in words, as an alternative to the CAPTCHA's picture.

A question is a short story with numbers, names and things drawn at random. It is stored as a
specification without language, such as `older:7:5:812` (the last number selects the wording), and
put into words when it is shown. To answer, one has to understand the words: what is a fruit, who is
older. Every answer is a whole number from 1 to 99, in digits or words.
"""

import random
from collections.abc import Callable
from typing import NamedTuple

from feedback.captcha.numbers import LARGEST_IN_WORDS, in_words

_NAMES = (
    "Ali Anna Astrid Bo Elsa Eva Fatima Hanna Ida Ivan Karin Lars Leo Lina Maja Maria Nils Nora "
    "Olle Omar Per Rosa Samir Sara Sofia Tuva Ulla Vera Yusuf Zahra"
)
# Each kind by its name, then things of that kind, in the plural. No thing is of two kinds.
_KINDS = {
    "sv": {
        "djur": "hundar katter hästar kor grisar kaniner björnar älgar möss getter",
        "frukter": "äpplen päron bananer apelsiner plommon citroner persikor meloner",
        "kläder": "tröjor mössor jackor strumpor kjolar skjortor vantar byxor",
        "möbler": "stolar bord sängar soffor hyllor skåp fåtöljer pallar",
        "fordon": "bilar bussar tåg cyklar traktorer lastbilar mopeder spårvagnar",
        "verktyg": "hammare sågar skruvmejslar spadar tänger yxor krattor borrar",
    },
    "en": {
        "animals": "dogs cats horses cows pigs rabbits bears goats mice lions",
        "fruits": "apples pears bananas oranges plums lemons peaches melons",
        "clothes": "sweaters hats jackets socks skirts shirts gloves dresses",
        "pieces of furniture": "chairs tables beds sofas shelves cupboards stools desks",
        "vehicles": "cars buses trains bicycles tractors lorries trams vans",
        "tools": "hammers saws screwdrivers spades pliers axes rakes drills",
    },
}
_ORDINALS = {
    "sv": ("första", "andra", "tredje", "fjärde", "femte"),
    "en": ("first", "second", "third", "fourth", "fifth"),
}
_AND = {"sv": "och", "en": "and"}


class Family(NamedTuple):
    """A kind of question: how its numbers are drawn, its answer, and its wordings by language."""

    draw: Callable[[random.Random], tuple[int, ...]]
    answer: Callable[..., int]
    words: dict[str, tuple[str, ...]]
    # The first `wanted` numbers count things of the kind asked for.
    wanted: int = 0


def _older(rng: random.Random) -> tuple[int, ...]:
    return rng.randint(6, 70), rng.randint(2, 9)


def _younger(rng: random.Random) -> tuple[int, ...]:
    return rng.randint(16, 90), rng.randint(2, 9)


def _heap(rng: random.Random) -> tuple[int, ...]:
    return tuple(rng.sample(range(2, 11), 4))


def _crowd(rng: random.Random) -> tuple[int, ...]:
    return tuple(rng.sample(range(2, 20), 5))


def _bus(rng: random.Random) -> tuple[int, ...]:
    there, off, on = rng.randint(8, 30), rng.randint(2, 6), rng.randint(2, 9)
    return there, off, on + (off == on)


def _hours(rng: random.Random) -> tuple[int, ...]:
    return rng.randint(1, 7), rng.randint(2, 5)


def _half(rng: random.Random) -> tuple[int, ...]:
    return (2 * rng.randint(3, 20),)


def _double(rng: random.Random) -> tuple[int, ...]:
    return (rng.randint(3, 20),)


def _ages(rng: random.Random) -> tuple[int, ...]:
    return tuple(rng.sample(range(11, 95), 3))


def _row(rng: random.Random) -> tuple[int, ...]:
    place = rng.randint(2, 4)
    return (place, *rng.sample(range(6, 100), 5))


FAMILIES = {
    "older": Family(
        _older,
        lambda age, more: age + more,
        {
            "sv": (
                "{name} är {a} år. {other} är {b} år äldre. Hur gammal är {other}?",
                "{name} fyller {a} år i dag. Hur gammal blir {name} om {b} år?",
            ),
            "en": (
                "{name} is {a} years old. {other} is {b} years older. How old is {other}?",
                "{name} turns {a} today. How old will {name} be in {b} years?",
            ),
        },
    ),
    "younger": Family(
        _younger,
        lambda age, less: age - less,
        {
            "sv": (
                "{name} är {a} år. {other} är {b} år yngre. Hur gammal är {other}?",
                "{name} fyller {a} år i dag. Hur gammal var {name} för {b} år sedan?",
            ),
            "en": (
                "{name} is {a} years old. {other} is {b} years younger. How old is {other}?",
                "{name} turns {a} today. How old was {name} {b} years ago?",
            ),
        },
    ),
    "heap": Family(
        _heap,
        lambda one, two, *strangers: one + two,
        {
            "sv": (
                "{name} ser {heap} på en bild. Hur många {kind} är det?",
                "{name} ritar {heap}. Hur många {kind} blir det?",
                "På en bild finns {heap}. Hur många {kind} finns det?",
            ),
            "en": (
                "{name} sees {heap} in a picture. How many {kind} are there?",
                "{name} draws {heap}. How many {kind} is that?",
                "In a picture there are {heap}. How many {kind} are there?",
            ),
        },
        wanted=2,
    ),
    "crowd": Family(
        _crowd,
        lambda wanted, *strangers: wanted,
        {
            "sv": (
                "På en bild finns {heap}. Hur många {kind} finns det?",
                "{name} har sett {heap}. Hur många {kind} har {name} sett?",
            ),
            "en": (
                "In a picture there are {heap}. How many {kind} are there?",
                "{name} has seen {heap}. How many {kind} has {name} seen?",
            ),
        },
        wanted=1,
    ),
    "bus": Family(
        _bus,
        lambda there, off, on: there - off + on,
        {
            "sv": (
                "På bussen sitter {a} personer. Vid hållplatsen går {b} av och {c} på. "
                "Hur många är på bussen nu?",
                "{name} har {a} kronor, köper kaffe för {b} och får {c} av {other}. "
                "Hur många kronor har {name} nu?",
            ),
            "en": (
                "There are {a} people on the bus. At the stop {b} get off and {c} get on. "
                "How many are on the bus now?",
                "{name} has {a} coins, spends {b} on coffee and gets {c} from {other}. "
                "How many coins does {name} have now?",
            ),
        },
    ),
    "hours": Family(
        _hours,
        lambda hour, later: hour + later,
        {
            "sv": ("Klockan är {a}. Vad är klockan om {b} timmar?",),
            "en": ("It is {a} o'clock. What time is it in {b} hours?",),
        },
    ),
    "double": Family(
        _double,
        lambda number: 2 * number,
        {
            "sv": (
                "{name} har {a} böcker. {other} har dubbelt så många. Hur många har {other}?",
                "{name} har {a} böcker och {other} lika många. Hur många har de tillsammans?",
            ),
            "en": (
                "{name} has {a} books. {other} has twice as many. How many does {other} have?",
                "{name} has {a} books and {other} just as many. How many do they have together?",
            ),
        },
    ),
    "half": Family(
        _half,
        lambda number: number // 2,
        {
            "sv": ("{name} har {a} böcker. {other} har hälften. Hur många har {other}?",),
            "en": ("{name} has {a} books. {other} has half. How many does {other} have?",),
        },
    ),
    "oldest": Family(
        _ages,
        lambda *ages: max(ages),
        {
            "sv": ("{name} är {a} år, {other} {b} och {third} {c}. Hur gammal är den äldsta?",),
            "en": ("{name} is {a}, {other} is {b} and {third} is {c}. How old is the oldest?",),
        },
    ),
    "youngest": Family(
        _ages,
        lambda *ages: min(ages),
        {
            "sv": ("{name} är {a} år, {other} {b} och {third} {c}. Hur gammal är den yngsta?",),
            "en": ("{name} is {a}, {other} is {b} and {third} is {c}. How old is the youngest?",),
        },
    ),
    "row": Family(
        _row,
        lambda place, *numbers: numbers[place - 1],
        {
            "sv": ("Vilket är det {ordinal} talet i raden: {b}, {c}, {d}, {e}, {f}?",),
            "en": ("Which is the {ordinal} number in the row: {b}, {c}, {d}, {e}, {f}?",),
        },
    ),
}


def draw_question(rng: random.Random) -> tuple[str, int]:
    """Return a specification of at most 24 characters, and its answer."""
    name = rng.choice(sorted(FAMILIES))
    numbers = FAMILIES[name].draw(rng)
    wording = rng.randrange(1_000)
    return ":".join([name, *map(str, numbers), str(wording)]), FAMILIES[name].answer(*numbers)


def question_text(specification: str, language: str) -> str:
    """Return the question of a specification in words; Swedish for an unknown language.

    The same specification always gives the same words.
    """
    name, *texts = specification.split(":")
    *numbers, wording = map(int, texts)
    family = FAMILIES[name]
    language = language if language in _KINDS else "sv"
    rng = random.Random(wording)  # noqa: S311 (chooses words, hides nothing)
    template = rng.choice(family.words[language])
    first, other, third = rng.sample(_NAMES.split(), 3)
    shown = [_shown(number, language, rng) for number in numbers]
    kind, heap = _heap_of(shown, family.wanted, language, rng)
    return template.format(
        name=first,
        other=other,
        third=third,
        ordinal=_ORDINALS[language][min(numbers[0], len(_ORDINALS[language])) - 1],
        kind=kind,
        heap=heap,
        **dict(zip("abcdef", shown, strict=False)),
    )


def _shown(number: int, language: str, rng: random.Random) -> str:
    """Return a number in digits, or, mostly if it is small, as a word."""
    as_word = number <= LARGEST_IN_WORDS and rng.random() < 0.7
    return in_words(number, language) if as_word else str(number)


def _heap_of(numbers: list[str], wanted: int, language: str, rng: random.Random) -> tuple[str, str]:
    """Return a kind, and a list in words of `numbers` things, the first `wanted` of that kind."""
    kinds = _KINDS[language]
    kind = rng.choice(sorted(kinds))
    others = [thing for each in sorted(kinds) if each != kind for thing in kinds[each].split()]
    things = rng.sample(kinds[kind].split(), wanted) + rng.sample(others, len(numbers) - wanted)
    counted = [f"{number} {thing}" for number, thing in zip(numbers, things, strict=True)]
    rng.shuffle(counted)
    return kind, f"{', '.join(counted[:-1])} {_AND[language]} {counted[-1]}"
