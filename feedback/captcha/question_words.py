"""The words of the CAPTCHA's questions, in Swedish and English.

Lists of both languages are parallel where a question depends on the place of a word in them.
"""

from typing import NamedTuple


class Words(NamedTuple):
    """The words of one language."""

    conjunction: str
    ordinals: tuple[str, ...]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    # Each kind by its name, then things of that kind, in the plural. No thing is of two kinds.
    kinds: dict[str, tuple[str, ...]]
    # Animals with four legs, and with two.
    four_legs: tuple[str, ...]
    two_legs: tuple[str, ...]
    # Destinations of buses, as “to the hospital”.
    places: tuple[str, ...]
    # A person at work, and who wants to see that person.
    professions: tuple[tuple[str, str], ...]
    # Things in a shop, with an article.
    goods: tuple[str, ...]
    # The wordings of each family.
    templates: dict[str, tuple[str, ...]]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NAMES = _words(
    "Ali Anna Astrid Bo Elsa Eva Fatima Hanna Ida Ivan Karin Lars Leo Lina Maja Maria Nils Nora "
    "Olle Omar Per Rosa Samir Sara Sofia Tuva Ulla Vera Yusuf Zahra"
)


def _kinds(**lists: str) -> dict[str, tuple[str, ...]]:
    return {name.replace("_", " "): tuple(words.split()) for name, words in lists.items()}


SWEDISH = Words(
    conjunction="och",
    ordinals=("första", "andra", "tredje", "fjärde", "femte"),
    weekdays=("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    months=_words(
        "januari februari mars april maj juni juli augusti september oktober november december"
    ),
    kinds=_kinds(
        djur="hundar katter hästar kor grisar kaniner björnar älgar möss getter",
        frukter="äpplen päron bananer apelsiner plommon citroner persikor meloner",
        kläder="tröjor mössor jackor strumpor kjolar skjortor vantar byxor",
        möbler="stolar bord sängar soffor hyllor skåp fåtöljer pallar",
        fordon="bilar bussar tåg cyklar traktorer lastbilar mopeder spårvagnar",
        verktyg="hammare sågar skruvmejslar spadar tänger yxor krattor borrar",
    ),
    four_legs=("hundar", "katter", "hästar", "kor", "får", "älgar"),
    two_legs=("höns", "ankor", "människor", "svanar", "ugglor", "måsar"),
    places=(
        "till sjukhuset",
        "till stranden",
        "till biblioteket",
        "till torget",
        "till skolan",
        "till kyrkan",
    ),
    professions=(
        ("tandläkaren", "har ont i en tand"),
        ("frisören", "vill bli klippt"),
        ("optikern", "behöver nya glasögon"),
        ("läraren", "har en fråga om skolan"),
        ("veterinären", "har en sjuk katt"),
        ("kocken", "undrar över maten"),
    ),
    goods=("en glass", "en kaffe", "en tidning", "en bulle", "en macka", "en juice"),
    templates={
        "older": (
            "{other} är {b} år äldre än {name}, som har fyllt {a}. Hur många år är {other}?",
            "För {b} år sedan var {name} {a} år gammal. Vilken ålder har {name} nu?",
            "{name}, som är {a}, har en storasyster. Det skiljer {b} år. Hur gammal är systern?",
        ),
        "younger": (
            "{name} är {a} och har en lillebror. Det skiljer {b} år. Hur gammal är brodern?",
            "Om {b} år fyller {name} {a}. Vilken ålder har {name} nu?",
            "{other} är {b} år yngre än {name}, som är {a}. Hur många år är {other}?",
        ),
        "heap": (
            "{heap}: det ser {name} från fönstret. Hur många {kind} syns?",
            "På teckningen kan man räkna till {heap}. Hur många {kind} har {name} ritat?",
        ),
        "crowd": (
            "{heap} står i boken. Räkna bara {kind}. Vilket antal blir det?",
            "{name} har drömt om {heap}. Vilket antal {kind} var det?",
        ),
        "table": (
            "Vid bordet sitter {a} personer. {b} går hem och {c} nya kommer. "
            "Hur många sitter där då?",
            "I plånboken låg {a} kronor. {name} gav bort {b} och hittade {c}. "
            "Hur många kronor finns där nu?",
        ),
        "ends": (
            "Filmen börjar klockan {a} och håller på i {b} timmar. När slutar den?",
            "{name} går till jobbet klockan {a}. {b} timmar senare är det rast. Hur dags är det?",
        ),
        "began": (
            "Klockan {c} var mötet slut. Det tog {b} timmar. När började det?",
            "{name} har sovit i {b} timmar och vaknar klockan {c}. Hur dags somnade {name}?",
        ),
        "double": (
            "{name} plockade {a} svampar. {other} hittade två gånger så många. "
            "Vad blev det för {other}?",
            "{name} bakar {a} kakor varje dag. Hur många blir det på två dagar?",
        ),
        "half": (
            "{name} och {other} delar lika på {a} bullar. Hur många får var och en?",
            "Av {a} ägg gick vartannat sönder. Hur många är hela?",
        ),
        "oldest": (
            "I familjen finns {name}, {a}, {other}, {b}, och {third}, {c} år. "
            "Vilken ålder har den som är äldst?",
        ),
        "youngest": (
            "I familjen finns {name}, {a}, {other}, {b}, och {third}, {c} år. "
            "Vilken ålder har den som är yngst?",
        ),
        "row": (
            "{b}, {c}, {d}, {e}, {f}. Vilket av talen är det {ordinal}?",
            "{name} skriver {b}, sedan {c}, {d}, {e} och sist {f}. Vad var det {ordinal} talet?",
        ),
        "legs": (
            "{a} {four} och {b} {two} går på vägen. Hur många ben har de tillsammans?",
            "Räkna benen på {a} {four} och {b} {two}. Hur många är de?",
        ),
        "days": (
            "I dag är det {today}. Om hur många dagar är det {then}?",
            "{name} kommer på {then}. Det är {today} nu. Hur många dagar är det kvar?",
        ),
        "months": (
            "Januari är månad nummer ett. Vilket nummer har {month}?",
            "{name} skriver datum med siffror. Vilken siffra har {month}?",
        ),
        "wheels": (
            "Hur många hjul finns det på {a} vanliga cyklar?",
            "{a} bilar har fyra hjul var. Ta bort alla hjul utom två på varje bil. "
            "Hur många sitter kvar?",
        ),
        "fingers": (
            "{name} håller upp alla fingrar på ena handen och {a} på den andra. "
            "Hur många fingrar är det?",
            "En hand och {a} fingrar till: hur många fingrar är det sammanlagt?",
        ),
        "sorts": (
            "På listan står {list}. Hur många av orden är {kind}?",
            "{list}. Hur många sorters {kind} är med?",
        ),
        "company": (
            "{people} går på bio. Utanför väntar {late}. Hur många är de då?",
            "{people} sitter på en bänk. Hur många får plats om {late} också sätter sig?",
        ),
        "guests": (
            "{name} bjuder hem {a} vänner på middag. {b} av dem kan inte komma. "
            "Hur många äter, med {name} själv?",
            "{name} åker till sjön med {a} kusiner, men {b} kusiner åker hem. "
            "Hur många är kvar, med {name}?",
        ),
        "free": (
            "Av {a} platser är {b} upptagna. Hur många är lediga?",
            "{name} ska läsa {a} sidor och har läst {b}. Hur många är kvar?",
        ),
        "pairs": (
            "{name} tvättar {a} par strumpor. Hur många strumpor är det?",
            "Hur många skor står i hallen, om där står {a} par?",
        ),
        "floor": (
            "{name} bor på våning {a}. {other} bor {b} våningar högre upp. På vilken våning?",
            "Hissen står på våning {a} och åker upp {b} våningar. Var stannar den?",
        ),
        "buses": (
            "Buss {a} går {first}, buss {b} {second} och buss {c} {third_place}. "
            "{name} vill {wanted}. Vilken buss?",
            "{first} tar man buss {a}, {second} buss {b} och {third_place} buss {c}. "
            "Vilken tar man {wanted}?",
        ),
        "rooms": (
            "I rum {a} finns {first}, i rum {b} {second} och i rum {c} {third_place}. "
            "{name} {wanted}. Vilket rum är rätt?",
            "{first} har rum {a}, {second} {b} och {third_place} {c}. "
            "Vart går {name}, som {wanted}?",
        ),
        "prices": (
            "Här kostar {first} {a} kronor, {second} {b} och {third_place} {c}. "
            "Vad kostar {wanted}?",
            "{name} köper {wanted}. {first} kostar {a} kronor, {second} {b} och {third_place} {c}. "
            "Vad betalar {name}?",
        ),
    },
)

ENGLISH = Words(
    conjunction="and",
    ordinals=("first", "second", "third", "fourth", "fifth"),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=_words(
        "January February March April May June July August September October November December"
    ),
    kinds=_kinds(
        animals="dogs cats horses cows pigs rabbits bears goats mice lions",
        fruits="apples pears bananas oranges plums lemons peaches melons",
        clothes="sweaters hats jackets socks skirts shirts gloves dresses",
        pieces_of_furniture="chairs tables beds sofas shelves cupboards stools desks",
        vehicles="cars buses trains bicycles tractors lorries trams vans",
        tools="hammers saws screwdrivers spades pliers axes rakes drills",
    ),
    four_legs=("dogs", "cats", "horses", "cows", "sheep", "goats"),
    two_legs=("hens", "ducks", "people", "swans", "owls", "gulls"),
    places=(
        "to the hospital",
        "to the beach",
        "to the library",
        "to the square",
        "to the school",
        "to the church",
    ),
    professions=(
        ("the dentist", "has a toothache"),
        ("the hairdresser", "wants a haircut"),
        ("the optician", "needs new glasses"),
        ("the teacher", "has a question about school"),
        ("the vet", "has a sick cat"),
        ("the cook", "wonders about the food"),
    ),
    goods=("an ice cream", "a coffee", "a newspaper", "a bun", "a sandwich", "a juice"),
    templates={
        "older": (
            "{other} is {b} years older than {name}, who is {a}. What is the age of {other}?",
            "{b} years ago {name} was {a} years old. How old is {name} today?",
            "{name}, who is {a}, has a big sister. They are {b} years apart. "
            "How old is the sister?",
        ),
        "younger": (
            "{name} is {a} and has a little brother. They are {b} years apart. "
            "How old is the brother?",
            "In {b} years {name} turns {a}. How old is {name} today?",
            "{other} is {b} years younger than {name}, who is {a}. What is the age of {other}?",
        ),
        "heap": (
            "{heap}: that is what {name} sees from the window. How many {kind} can be seen?",
            "One can count {heap} in the drawing. How many {kind} did {name} draw?",
        ),
        "crowd": (
            "The book has {heap}. Count only the {kind}. What number is it?",
            "{name} dreamed of {heap}. What was the number of {kind}?",
        ),
        "table": (
            "{a} people sit at the table. {b} go home and {c} new ones come. "
            "How many sit there then?",
            "There were {a} coins in the purse. {name} gave away {b} and found {c}. "
            "How many coins are there now?",
        ),
        "ends": (
            "The film starts at {a} and goes on for {b} hours. When does it end?",
            "{name} goes to work at {a}. The break is {b} hours later. What time is that?",
        ),
        "began": (
            "The meeting was over at {c}. It took {b} hours. When did it begin?",
            "{name} has slept for {b} hours and wakes up at {c}. When did {name} fall asleep?",
        ),
        "double": (
            "{name} picked {a} mushrooms. {other} found two times as many. "
            "What did {other} end up with?",
            "{name} bakes {a} cakes every day. How many is that in two days?",
        ),
        "half": (
            "{name} and {other} share {a} buns equally. How many does each get?",
            "Of {a} eggs every other one broke. How many are whole?",
        ),
        "oldest": (
            "The family is {name}, {a}, {other}, {b}, and {third}, {c}. "
            "What is the age of the one who is oldest?",
        ),
        "youngest": (
            "The family is {name}, {a}, {other}, {b}, and {third}, {c}. "
            "What is the age of the one who is youngest?",
        ),
        "row": (
            "{b}, {c}, {d}, {e}, {f}. Which of the numbers is the {ordinal}?",
            "{name} writes {b}, then {c}, {d}, {e} and at last {f}. What was the {ordinal} number?",
        ),
        "legs": (
            "{a} {four} and {b} {two} walk on the road. How many legs do they have together?",
            "Count the legs of {a} {four} and {b} {two}. How many are there?",
        ),
        "days": (
            "Today is {today}. In how many days is it {then}?",
            "{name} comes on {then}. Now it is {today}. How many days are left?",
        ),
        "months": (
            "January is month number one. What number is {month}?",
            "{name} writes dates in digits. Which digit is {month}?",
        ),
        "wheels": (
            "How many wheels are there on {a} ordinary bicycles?",
            "{a} cars have four wheels each. Take away all wheels but two of every car. "
            "How many are left?",
        ),
        "fingers": (
            "{name} holds up all fingers of one hand and {a} of the other, thumbs included. "
            "How many fingers is that?",
            "A hand and {a} more fingers: how many fingers is that, thumbs included?",
        ),
        "sorts": (
            "The list says {list}. How many of the words are {kind}?",
            "{list}. How many sorts of {kind} are there?",
        ),
        "company": (
            "{people} go to the cinema. Outside waits {late}. How many are they then?",
            "{people} sit on a bench. How many fit if {late} sits down too?",
        ),
        "guests": (
            "{name} asks {a} friends to dinner. {b} of them cannot come. "
            "How many eat, with {name}?",
            "{name} goes to the lake with {a} cousins, but {b} cousins go home. "
            "How many stay, with {name}?",
        ),
        "free": (
            "Of {a} seats {b} are taken. How many are free?",
            "{name} has to read {a} pages and has read {b}. How many are left?",
        ),
        "pairs": (
            "{name} washes {a} pairs of socks. How many socks is that?",
            "How many shoes are in the hall, if there are {a} pairs?",
        ),
        "floor": (
            "{name} lives on floor {a}. {other} lives {b} floors higher up. On which floor?",
            "The lift is on floor {a} and goes up {b} floors. Where does it stop?",
        ),
        "buses": (
            "Bus {a} goes {first}, bus {b} {second} and bus {c} {third_place}. "
            "{name} wants to go {wanted}. Which bus?",
            "Take bus {a} {first}, bus {b} {second} and bus {c} {third_place}. "
            "Which one goes {wanted}?",
        ),
        "rooms": (
            "Room {a} has {first}, room {b} {second} and room {c} {third_place}. "
            "{name} {wanted}. Which room is right?",
            "{first} has room {a}, {second} {b} and {third_place} {c}. "
            "Where does {name} go, who {wanted}?",
        ),
        "prices": (
            "Here {first} costs {a}, {second} {b} and {third_place} {c}. What does {wanted} cost?",
            "{name} buys {wanted}. {first} costs {a}, {second} {b} and {third_place} {c}. "
            "What does {name} pay?",
        ),
    },
)

WORDS = {"sv": SWEDISH, "en": ENGLISH}
