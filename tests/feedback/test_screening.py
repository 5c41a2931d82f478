"""What screening finds in a comment, also through disguises, and what it leaves alone."""

import pytest

from feedback.comment_text import clean_comment, visible_length
from feedback.enums import ScreeningFlag
from feedback.screening import screen


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
    ],
)
def test_identity_number_is_found(number):
    assert found(f"Jag heter så, {number}, sa hon.", ScreeningFlag.IDENTITY_NUMBER) == [number]


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


@pytest.mark.parametrize("text", ["kl 13:30–15:30", "2026-05-11", "rum 0517", "112", "08.15"])
def test_times_and_rooms_are_not_phone_numbers(text):
    assert found(text, ScreeningFlag.PHONE) == []


@pytest.mark.parametrize("address", ["a.b@example.org", "a@å.se", "namn (at) example.org"])
def test_email_address_is_found(address):
    assert found(f"Skriv till {address} sen", ScreeningFlag.EMAIL) == [address]


@pytest.mark.parametrize("link", ["https://example.org/x?y", "www.example.org", "example.se"])
def test_link_is_found(link):
    assert found(f"Se {link} sen", ScreeningFlag.LINK) == [link]


def test_sentences_without_a_blank_are_not_links():
    assert found("Det var bra.Sedan gick jag.", ScreeningFlag.LINK) == []


@pytest.mark.parametrize(
    "text",
    [
        "Jag vill inte leva.",
        "tankar på SJÄLVMORD",
        "han slår mig",
        "I want to die",
        "My dad hits me",
        "självmords\u00adtankar",
    ],
)
def test_words_of_crisis_are_urgent(text):
    assert screen(text).is_urgent


@pytest.mark.parametrize(
    "text", ["Jag vill inte ha kaffe.", "De lever upp till det.", "Bra diet.", ""]
)
def test_everyday_words_are_not(text):
    assert not screen(text).is_urgent


def test_a_passage_belongs_to_one_kind():
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
def test_length_is_what_a_reader_sees(text, length):
    assert visible_length(text) == length


def test_line_ends_are_line_feeds_and_accents_are_composed():
    assert clean_comment(" a\r\nb\rc\ta\u030a ") == "a\nb\nc\tå"
