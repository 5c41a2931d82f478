"""What screening finds in a comment, including disguises, and what it ignores."""

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.demo import submissions as demo
from feedback.enums import ScreeningFlag
from feedback.screening.comment_text import MAX_CODE_POINTS, clean_comment, visible_length
from feedback.screening.crisis_words import PhraseBook
from feedback.screening.personal_data import screen

KEYCAP = "\ufe0f\u20e3"
DIGITS = ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⓪①②③④⑤⑥⑦⑧⑨"]
GAPS = ["", " ", "-", "–", "−", "－", "\u00a0", "\u2009", " - ", "."]
UNSEEN = ["", "", "", "\u200b", "\u00ad", "\u2060", "\ufeff", "\u0336", KEYCAP]


def found(text: str, flag: ScreeningFlag) -> list[str]:
    return [text[each.start : each.end] for each in screen(text).passages if each.flag == flag]


@pytest.mark.parametrize(
    "number",
    [
        "811218-9876",
        "8112189876",
        "19811218-9876",
        "198112189876",
        "19811218 9876",
        "811218+9876",
        # Coordination numbers: the day plus sixty.
        "811278-9873",
        # Disguises.
        "８１１２１８－９８７６",
        "811218–9876",
        "8112\u200b18-98\u200d76",
        "81 12 18-98 76",
        "1981.12.18.9876",
        "811218_9876",
        "811218 - 9876",
        "811218−9876",
        "8·1·1·2·1·8·9·8·7·6",
        "８\u03361\u03361\u0336218-9876",
    ],
)
def test_identity_number_is_found(number):
    assert found(f"Jag heter så, {number}, sa hon.", ScreeningFlag.IDENTITY_NUMBER) == [number]


@pytest.mark.parametrize("after", [" 2 gånger", ", 070", "x", ". 15 maj", "/19"])
def test_identity_number_is_found_before_any_text(after):
    assert found(f"nr811218-9876{after}", ScreeningFlag.IDENTITY_NUMBER) == ["811218-9876"]


@st.composite
def identity_numbers(draw) -> str:
    """Draw a personal or coordination number of any day since 1900, in short or long form."""
    born = draw(st.dates(datetime.date(1900, 1, 1), datetime.date(2025, 12, 31)))
    day = born.day + (60 if draw(st.booleans()) else 0)
    nine = f"{born:%y%m}{day:02}{draw(st.integers(1, 999)):03}"
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(nine))
    check = -sum(number // 10 + number % 10 for number in doubled) % 10
    return f"{draw(st.sampled_from(['', f'{born:%Y}'[:2]]))}{nine}{check}"


@st.composite
def disguised(draw, numbers: st.SearchStrategy[str]) -> str:
    """Draw a number with digits of any script, gaps, and invisible characters."""
    shapes, gaps = draw(st.sampled_from(DIGITS)), draw(st.lists(st.sampled_from(GAPS), max_size=3))
    number = draw(numbers)
    places = draw(st.lists(st.integers(1, len(number) - 1), max_size=3))
    # As people do: a gap here and there, the same digits throughout.
    between = dict(zip(places, gaps, strict=False))
    digits = (shapes[int(each)] if each.isdigit() else each for each in number)
    return "".join(
        between.get(place, "") + digit + (draw(st.sampled_from(UNSEEN)) if place else "")
        for place, digit in enumerate(digits)
    )


@given(
    disguised(identity_numbers()), st.sampled_from(["", "Jag är ", "nr:", "(", "1a ", "å\u0308"])
)
def test_every_disguised_identity_number_is_found_with_its_position(number, before):
    text = f"{before}{number} står det"

    passages = [text[each.start : each.end] for each in screen(text).passages]

    assert passages == [number]


@given(
    disguised(
        st.builds(
            lambda start, rest: f"{start}{rest:07}",
            st.sampled_from(["070", "072", "073", "076", "079", "+4670", "004673"]),
            st.integers(0, 9_999_999),
        )
    )
)
def test_every_mobile_number_is_found_in_every_disguise(number):
    text = f"Ring {number} i kväll"

    [passage] = screen(text).passages

    assert text[passage.start : passage.end] == number


@given(st.text(max_size=80))
def test_passages_are_ordered_disjoint_and_within_the_text(text):
    end = 0
    for passage in screen(text).passages:
        assert end <= passage.start < passage.end <= len(text)
        end = passage.end


@pytest.mark.parametrize(
    "piece",
    ["a", "a.", "a-", "a@", "a at ", "x dot ", "0", "0 ", "+", "1. ", "250 07 ", "Aagatan ", "(",
     "www.", "8112189876 ", "070-", "a\u0301", "http:", "[at]", "punkt se ", "Anna ", "A. ",
     "jag heter ", "mvh ", "konto a b ", "SE12 ", "dnr 1", "jag bor på A ", "noll ", "född den ",
     "insta är ", "jag har ", "ABC123 ", "o0", "gatan tjugo ", "swish a "],
)  # fmt: skip
def test_screening_time_grows_linearly(piece):
    def seconds(size: int) -> float:
        text, spent = (piece * size)[:size], []
        for _ in range(3):
            start = time.process_time()
            screen(text)
            spent.append(time.process_time() - start)
        return min(spent)

    # Four times the text: a quadratic search would take sixteen times as long.
    assert seconds(MAX_CODE_POINTS // 2) < 9 * seconds(MAX_CODE_POINTS // 8)


def test_demo_comments_have_the_intended_flags():
    harmless = [text for texts in demo.BY_RATING.values() for text in texts]
    harmless += [text for said in demo.BY_SERVICE.values() for _, text in said]

    assert not [text for text in harmless if screen(text).passages]
    assert [screen(text).flags for _, text in demo.TO_LOOK_INTO] == [["phone"], []]


@pytest.mark.parametrize(
    "text",
    [
        "556016-0680",
        "2026-05-11",
        "Det kostade 1 234 567 890 kronor",
        "1234567890123456",
    ],
)
def test_other_numbers_are_not_identity_numbers(text):
    assert found(text, ScreeningFlag.IDENTITY_NUMBER) == []


@pytest.mark.parametrize(
    "number",
    ["811218-9875", "811318-9876", "19811218-9875", "198112189875", "811218 - 9875"],
)
def test_identity_number_with_a_wrong_digit_is_found(number):
    assert found(f"Jag är {number} i ert system", ScreeningFlag.IDENTITY_NUMBER) == [number]


def test_ten_digits_with_a_wrong_digit_need_a_word_that_says_what_they_are():
    flag = ScreeningFlag.IDENTITY_NUMBER

    assert found("Mitt personnummer är 8112189875", flag) == ["8112189875"]
    assert found("Fakturan på 8112189875 kr", flag) == []


@pytest.mark.parametrize(
    "number",
    [
        "070-123 45 67",
        "0701234567",
        "+46 70 123 45 67",
        "042-10 50 00",
        "0046701234567",
        "(070) 123 45 67",
    ],
)
def test_phone_number_is_found(number):
    [passage] = found(f"Ring {number} i kväll", ScreeningFlag.PHONE)

    assert passage.strip("()") in number


@pytest.mark.parametrize(
    "text", ["kl 13:30–15:30", "2026-05-11", "rum 0517", "112", "08.15", "1 050 kr"]
)
def test_times_and_rooms_are_not_phone_numbers(text):
    assert found(text, ScreeningFlag.PHONE) == []


@pytest.mark.parametrize(
    "address",
    [
        "a.b@example.org",
        "a@å.se",
        "namn (at) example.org",
        "namn [at] example [dot] org",
        "namn snabel-a example punkt se",
        "namn＠example.se",
        "na\u200bmn@exam\u00adple.se",
    ],
)
def test_email_address_is_found(address):
    assert found(f"Skriv till {address} sen", ScreeningFlag.EMAIL) == [address]


@pytest.mark.parametrize(
    "link",
    ["https://example.org/x?y", "www.example.org", "example.se", "hxxps://x.y/z",
     "min.example.com/a?b", "example (punkt) se"],
)  # fmt: skip
def test_link_is_found(link):
    assert found(f"Se {link} sen", ScreeningFlag.LINK) == [link]


@pytest.mark.parametrize(
    "text", ["Det var bra.Sedan gick jag.", "Bra.Nu går jag.", "vid den punkten"]
)
def test_missing_space_after_a_sentence_is_not_a_link(text):
    assert found(text, ScreeningFlag.LINK) == []


@pytest.mark.parametrize(
    "address",
    [
        "Storgatan 12 B",
        "Södra vägen 5",
        "S:t Jörgens plats 1".removeprefix("S:t "),
        "252 67 Helsingborg",
        "SE-252 67 Helsingborg",
        "Box 123",
        "Norra\u00a0Långvinkels\u00adgatan 7".removeprefix("Norra\u00a0"),
    ],
)
def test_postal_address_is_found(address):
    assert found(f"Jag bor på {address}, du", ScreeningFlag.ADDRESS) == [address]


@pytest.mark.parametrize(
    "text", ["plan 3", "våningsplan 3", "på väg 2 gånger", "kostar 250 00 kronor", "gatan var bra"]
)
def test_floors_and_prices_are_not_addresses(text):
    assert found(text, ScreeningFlag.ADDRESS) == []


@pytest.mark.parametrize(
    ("text", "flag", "expected"),
    [
        ("Kontot är SE35 5000 0000 0549 1000 0003", "account", ["SE35 5000 0000 0549 1000 0003"]),
        ("Koden SE36 5000 0000 0549 1000 0003", "account", []),
        ("bg 5050-1055", "account", ["5050-1055"]),
        ("swisha mig på 123 456 78 90", "account", ["123 456 78 90"]),
        ("bilen MLB 42D", "vehicle", ["MLB 42D"]),
        ("bil abc 123 och ABC 124", "vehicle", ["abc 123", "ABC 124"]),
        ("rum ABC 123", "vehicle", []),
        ("Ärende SN 2025/01234", "case_number", ["SN 2025/01234"]),
        ("läsåret 2025/2026 och SFS 2010:800", "case_number", []),
        ("född den 9 juli 1985", "birth_date", ["9 juli 1985"]),
        ("insta @anna_sv82", "handle", ["@anna_sv82"]),
        ("min son Liam Ekblad går", "name", ["Liam Ekblad"]),
        ("jag heter fatuma", "name", ["fatuma"]),
        ("Mvh Anna-Lena", "name", ["Anna-Lena"]),
        ("Maria torg, Per person, kursen heter Datorn", "name", []),
        ("Min dotter har autism", "health", ["autism"]),
        ("en grupp för personer med autism", "health", []),
        ("Vi gick på Strandvägen 4 gånger", "address", []),
        ("bor på storgatan nr 4", "address", ["storgatan nr 4"]),
        ("bor på kullavägen tjugotvå", "address", ["kullavägen tjugotvå"]),
        ("se helsingborg.se", "link", []),
        ("07o-174 o6 o5", "phone", ["07o-174 o6 o5"]),
        ("noll sju noll ett sju fyra noll sex", "phone", ["noll sju noll ett sju fyra noll sex"]),
        ("anna @ gmail . com", "email", ["anna @ gmail . com"]),
    ],
)
def test_kinds_of_personal_data(text, flag, expected):
    assert found(text, ScreeningFlag(flag)) == expected


def test_words_of_crisis_inside_personal_data_stay_urgent():
    book = PhraseBook({"sv": "självmord"})
    screening = screen("www.självmord.se", book)

    assert screening.is_urgent
    assert screening.flags == ["link", "crisis"]


def test_passages_do_not_overlap():
    screening = screen("Skriv a@example.org eller ring 811218-9876")

    assert screening.flags == ["identity_number", "email"]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("abc", 3),
        ("å", 1),
        ("a\u030a", 1),
        ("👩‍👩‍👧‍👦", 1),
        ("🇸🇪🇫🇮", 2),
        ("👍🏽", 1),
        ("a\u200bb", 2),
        ("", 0),
    ],
)
def test_length_counts_visible_characters(text, length):
    assert visible_length(text) == length


def test_line_ends_are_line_feeds_and_accents_are_composed():
    assert clean_comment(" a\r\nb\rc\ta\u030a ") == "a\nb\nc\tå"
