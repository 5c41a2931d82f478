"""Questions in words, as an alternative to the CAPTCHA's picture.

A question is a short story with numbers, names and things drawn at random. It is stored as a
specification without language, eight hexadecimal digits from which everything is drawn again, and
put into words when it is shown. To answer, one has to understand the words: what is a fruit, who is
older, how many legs a horse has. Every answer is a whole number from 1 to 99.

A program with enough patience answers them all: they are the way for people who cannot see the
picture, and `feedback.intake.ladder` stands behind them.
"""

import random
import re
from collections.abc import Callable
from typing import Any

from feedback.captcha.numbers import LARGEST_IN_WORDS, in_words
from feedback.captcha.question_words import NAMES, WORDS, Words

# The answer, and the values that the wordings of the family use. Draws from the generator what
# the answer depends on before anything that depends on the language.
Family = Callable[[random.Random, Words], tuple[int, dict[str, Any]]]
_FURTHEST_CLOCK = 12
_SENTENCE_START = re.compile(r"(?:^|(?<=[.:?] ))[^\W\d_]")


def _older(rng: random.Random, _words: Words) -> tuple[int, dict[str, Any]]:
    a, b = rng.randint(6, 70), rng.randint(2, 9)
    return a + b, {"a": a, "b": b}


def _younger(rng: random.Random, _words: Words) -> tuple[int, dict[str, Any]]:
    a, b = rng.randint(16, 90), rng.randint(2, 9)
    return a - b, {"a": a, "b": b}


def _heap(rng: random.Random, words: Words) -> tuple[int, dict[str, Any]]:
    numbers = rng.sample(range(2, 11), 4)
    return numbers[0] + numbers[1], _counted(numbers, 2, rng, words)


def _crowd(rng: random.Random, words: Words) -> tuple[int, dict[str, Any]]:
    numbers = rng.sample(range(2, 20), 5)
    return numbers[0], _counted(numbers, 1, rng, words)


def _table(rng: random.Random, _words: Words) -> tuple[int, dict[str, Any]]:
    there, left, came = rng.randint(8, 30), rng.randint(2, 6), rng.randint(2, 9)
    came += left == came
    return there - left + came, {"a": there, "b": left, "c": came}


def _ends(rng: random.Random, _words: Words) -> tuple[int, dict[str, Any]]:
    hour, later = rng.randint(1, 7), rng.randint(2, 5)
    return hour + later, {"a": hour, "b": later}


def _began(rng: random.Random, _words: Words) -> tuple[int, dict[str, Any]]:
    end, earlier = rng.randint(7, _FURTHEST_CLOCK), rng.randint(2, 6)
    return end - earlier, {"b": earlier, "c": end}


def _double(rng: random.Random, _words: Words) -> tuple[int, dict[str, Any]]:
    number = rng.randint(3, 20)
    return 2 * number, {"a": number}


def _half(rng: random.Random, _words: Words) -> tuple[int, dict[str, Any]]:
    number = rng.randint(6, 30)
    return number, {"a": 2 * number}


def _ages(choose: Callable[[list[int]], int]) -> Family:
    def draw(rng: random.Random, _words: Words) -> tuple[int, dict[str, Any]]:
        ages = rng.sample(range(11, 95), 3)
        return choose(ages), dict(zip("abc", ages, strict=True))

    return draw


def _row(rng: random.Random, words: Words) -> tuple[int, dict[str, Any]]:
    place, numbers = rng.randint(2, 4), rng.sample(range(6, 100), 5)
    ordinal = words.ordinals[place - 1]
    return numbers[place - 1], {**dict(zip("bcdef", numbers, strict=True)), "ordinal": ordinal}


def _legs(rng: random.Random, words: Words) -> tuple[int, dict[str, Any]]:
    a, b = rng.randint(2, 5), rng.randint(2, 6)
    four, two = rng.choice(words.four_legs), rng.choice(words.two_legs)
    return 4 * a + 2 * b, {"a": a, "b": b, "four": four, "two": two}


def _days(rng: random.Random, words: Words) -> tuple[int, dict[str, Any]]:
    today, later = rng.randrange(7), rng.randint(1, 6)
    week = words.weekdays
    return later, {"today": week[today], "then": week[(today + later) % 7]}


def _months(rng: random.Random, words: Words) -> tuple[int, dict[str, Any]]:
    number = rng.randint(2, 12)
    return number, {"month": words.months[number - 1]}


def _fingers(rng: random.Random, _words: Words) -> tuple[int, dict[str, Any]]:
    number = rng.randint(1, 5)
    return 5 + number, {"a": number}


def _sorts(rng: random.Random, words: Words) -> tuple[int, dict[str, Any]]:
    wanted, others = rng.randint(2, 5), rng.randint(2, 4)
    kind = rng.randrange(len(words.kinds))
    things, strangers = _things(kind, rng, words)
    found = things[:wanted] + strangers[:others]
    rng.shuffle(found)
    return wanted, {"list": _list(found, words), "kind": list(words.kinds)[kind]}


def _company(rng: random.Random, words: Words) -> tuple[int, dict[str, Any]]:
    number = rng.randint(2, 5)
    people = rng.sample(NAMES, number + 1)
    return number + 1, {"people": _list(people[:-1], words), "late": people[-1]}


def _guests(rng: random.Random, _words: Words) -> tuple[int, dict[str, Any]]:
    a, b = rng.randint(6, 15), rng.randint(2, 4)
    return a - b + 1, {"a": a, "b": b}


def _free(rng: random.Random, _words: Words) -> tuple[int, dict[str, Any]]:
    a, b = rng.randint(12, 60), rng.randint(2, 9)
    return a - b, {"a": a, "b": b}


def _floor(rng: random.Random, _words: Words) -> tuple[int, dict[str, Any]]:
    a, b = rng.randint(1, 9), rng.randint(2, 6)
    return a + b, {"a": a, "b": b}


def _choice(list_of: Callable[[Words], tuple[Any, ...]]) -> Family:
    """Return a family that asks for the number of one of three named things."""

    def draw(rng: random.Random, words: Words) -> tuple[int, dict[str, Any]]:
        numbers = rng.sample(range(11, 99), 3)
        asked = rng.randrange(3)
        shown = rng.sample(range(len(list_of(words))), 3)
        entries = [list_of(words)[place] for place in shown]
        # A pair is the name, and a description of who or what is looked for.
        names = [entry if isinstance(entry, str) else entry[0] for entry in entries]
        wanted = names[asked] if isinstance(entries[asked], str) else entries[asked][1]
        first, second, third_place = names
        return numbers[asked], {
            **dict(zip("abc", numbers, strict=True)),
            "first": first,
            "second": second,
            "third_place": third_place,
            "wanted": wanted,
        }

    return draw


FAMILIES: dict[str, Family] = {
    "older": _older,
    "younger": _younger,
    "heap": _heap,
    "crowd": _crowd,
    "table": _table,
    "ends": _ends,
    "began": _began,
    "double": _double,
    "half": _half,
    "oldest": _ages(max),
    "youngest": _ages(min),
    "row": _row,
    "legs": _legs,
    "days": _days,
    "months": _months,
    "wheels": _double,
    "fingers": _fingers,
    "sorts": _sorts,
    "company": _company,
    "guests": _guests,
    "free": _free,
    "pairs": _double,
    "floor": _floor,
    "buses": _choice(lambda words: words.places),
    "rooms": _choice(lambda words: words.professions),
    "prices": _choice(lambda words: words.goods),
}


def draw_question(rng: random.Random) -> tuple[str, int]:
    """Return a specification of eight characters, and its answer."""
    specification = f"{rng.getrandbits(32):08x}"
    answer, _text = _question(specification, "sv")
    return specification, answer


def question_text(specification: str, language: str) -> str:
    """Return the question of a specification in words; Swedish for an unknown language.

    The same specification always gives the same words.
    """
    _answer, text = _question(specification, language)
    return text


def question_of(family: str, rng: random.Random, language: str) -> tuple[int, str]:
    """Return a question of one family: its answer, and its words in `sv` or `en`."""
    words = WORDS[language]
    answer, values = FAMILIES[family](rng, words)
    template = rng.choice(words.templates[family])
    first, other, third = rng.sample(NAMES, 3)
    shown = {
        name: _shown(value, language, rng) if isinstance(value, int) else value
        for name, value in values.items()
    }
    text = template.format(**{"name": first, "other": other, "third": third} | shown)
    return answer, _SENTENCE_START.sub(lambda match: match[0].upper(), text)


def _question(specification: str, language: str) -> tuple[int, str]:
    rng = random.Random(int(specification, 16))  # noqa: S311 (the seed is drawn from `secrets`)
    family = rng.choice(sorted(FAMILIES))
    return question_of(family, rng, language if language in WORDS else "sv")


def _shown(number: int, language: str, rng: random.Random) -> str:
    """Return a number in digits, or, mostly if it is small, as a word."""
    as_word = number <= LARGEST_IN_WORDS and rng.random() < 0.7
    return in_words(number, language) if as_word else str(number)


def _counted(numbers: list[int], wanted: int, rng: random.Random, words: Words) -> dict[str, Any]:
    """Return a kind, and a list in words of `numbers` things, the first `wanted` of that kind."""
    kind = rng.randrange(len(words.kinds))
    things, strangers = _things(kind, rng, words)
    found = things[:wanted] + strangers[: len(numbers) - wanted]
    language = next(name for name, each in WORDS.items() if each is words)
    counted = [
        f"{_shown(number, language, rng)} {thing}"
        for number, thing in zip(numbers, found, strict=True)
    ]
    rng.shuffle(counted)
    return {"heap": _list(counted, words), "kind": list(words.kinds)[kind]}


def _things(kind: int, rng: random.Random, words: Words) -> tuple[list[str], list[str]]:
    """Return the things of a kind and those of all others, both shuffled."""
    kinds = list(words.kinds.values())
    others = [thing for number, each in enumerate(kinds) if number != kind for thing in each]
    return rng.sample(kinds[kind], len(kinds[kind])), rng.sample(others, len(others))


def _list(parts: list[str], words: Words) -> str:
    return f"{', '.join(parts[:-1])} {words.conjunction} {parts[-1]}"
