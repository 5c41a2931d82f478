"""What screening finds in a comment, including disguises, and what it ignores."""

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.demo import submissions as demo
from feedback.enums import ScreeningFlag
from feedback.screening.comment_text import MAX_CODE_POINTS, clean_comment, visible_length
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
     "www.", "8112189876 ", "070-", "a\u0301", "http:", "[at]", "punkt se "],
)  # fmt: skip
def test_hostile_text_is_screened_quickly(piece):
    text = (piece * MAX_CODE_POINTS)[:MAX_CODE_POINTS]
    start = time.process_time()

    screen(text)

    # Some 50 ms; what reads on and on would take minutes.
    assert time.process_time() - start < 2


def test_demo_comments_have_the_intended_flags():
    harmless = [text for texts in demo.BY_RATING.values() for text in texts]
    harmless += [text for said in demo.BY_SERVICE.values() for _, text in said]

    assert not [text for text in harmless if screen(text).passages]
    assert [screen(text).flags for _, text in demo.TO_LOOK_INTO] == [["phone"], []]


@pytest.mark.parametrize(
    "text",
    [
        "811218-9875",
        "811340-9876",
        "2026-05-11",
        "Det kostade 1 234 567 890 kronor",
        "1234567890123456",
    ],
)
def test_other_numbers_are_not_identity_numbers(text):
    assert found(text, ScreeningFlag.IDENTITY_NUMBER) == []


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
