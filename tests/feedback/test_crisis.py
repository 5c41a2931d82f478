"""Words of crisis are found in inflected forms, and show the editable help lines."""

import re
import time

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from feedback.demo import submissions as demo
from feedback.intake.crisis import crisis_phrases, help_lines
from feedback.models import CrisisWordList, HelpLine, IncomingSubmission
from feedback.permissions import ROLE_PERMISSIONS
from feedback.screening import crisis_defaults
from feedback.screening.comment_text import MAX_CODE_POINTS
from feedback.screening.crisis_words import PhraseBook
from feedback.screening.personal_data import screen
from tests.factories import ServiceFactory
from tests.feedback.resident import Resident, soup

DEFAULTS = PhraseBook(crisis_defaults.WORDS)


def found(text: str, words: str, language: str = "sv") -> list[str]:
    screening = screen(text, PhraseBook({language: words}))
    return [text[each.start : each.end] for each in screening.passages]


@pytest.mark.parametrize(
    "text",
    [
        "Jag vill inte leva.",
        "tankar på SJÄLVMORD",
        "sjalvmordstankar",
        "sja\u0308lvmord",
        "själv\u00admordstankar",
        "han slår mig",
        "han slar ofta mig",
        "jag skär mig",
        "Jag vill bara dö",
        "De misshandlade honom",
        "Barnen far verkligen illa",
        "Hon är rädd\nför mitt liv",
        "I want to die",
        "I don’t want to live",
        "thinking of killing myself",
        "My dad hits me",
        "self-harming",
    ],
)
def test_words_of_crisis_are_urgent(text):
    assert screen(text, DEFAULTS).is_urgent


@pytest.mark.parametrize(
    "text",
    [
        "Jag vill inte ha kaffe.",
        "De lever upp till det.",
        "Bra diet.",
        "Trapets och trapeze",
        "Jag vill att döden tas upp i kursen",
        "",
    ],
)
def test_everyday_words_are_not_urgent(text):
    assert not screen(text, DEFAULTS).is_urgent


def test_demo_comments_have_the_intended_urgency():
    harmless = [text for texts in demo.BY_RATING.values() for text in texts]
    harmless += [text for said in demo.BY_SERVICE.values() for _, text in said]

    assert not [text for text in harmless if screen(text, DEFAULTS).is_urgent]
    assert [screen(text, DEFAULTS).is_urgent for _, text in demo.TO_LOOK_INTO] == [False, True]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("han tog faktiskt mitt liv", "ta mitt liv", ["tog faktiskt mitt liv"]),
        (
            "jag orkar ej, orkar icke, orkar int",
            "orkar inte",
            ["orkar ej", "orkar icke", "orkar int"],
        ),
        ("I dont and I don’t and i do not", "don't/not", ["dont", "don’t", "not"]),
        ("han slår, sparkar mig", "slår/river mig", ["slår, sparkar mig"]),
        (
            "tog nästan en hel karta tabletter",
            "tog ... tabletter",
            ["tog nästan en hel karta tabletter"],
        ),
        ("tog en och en och en tablett", "tog ... tablett", []),
        ("tog. Ta en tablett", "tog ... tablett", ["Ta en tablett"]),
        ("rädd för min farsa", "#nära = pappa/farsa\nrädd för ... #nära", ["rädd för min farsa"]),
        ("det slog mig att han slog mig", "slog mig\n- det slog mig att", ["slog mig"]),
        ("jag orkar inte mer. jag orkar inte mer än så", "orkar inte mer .", ["orkar inte mer"]),
        (
            "tankar på sjelvmord, sjävlmord, självmrd",
            "självmord*",
            ["sjelvmord", "sjävlmord", "självmrd"],
        ),
        ("själv mord och s j ä l v m o r d", "självmord", ["själv", "s j ä l v m o r d"]),
        ("sj4lvm0rd, döööö", "självmord\ndöö", ["sj4lvm0rd", "döööö"]),
        ("får du? far du?", "far", ["far"]),
        ("وانتحار والانتحار", "انتحار", ["وانتحار", "والانتحار"]),
        ("б’є і бʼє", "б'є", ["б’є", "бʼє"]),
        ("Mobbningen, säger jag", "mobbning", ["Mobbningen"]),
        ("mobbar och mobbade", "mobba", ["mobbar", "mobbade"]),
        ("avmobbning", "mobbning", []),
        ("mobbningsplan", "mobbning", []),
        ("mobbningsplan", "mobb*", ["mobbningsplan"]),
        ("han kommer inte hem", "kommer hem", ["kommer inte hem"]),
        ("han kommer nog inte hem", "kommer hem", []),
    ],
)
def test_phrases_match_inflections_and_wildcards(text, words, expected):
    assert found(text, words) == expected


@pytest.mark.parametrize("piece", ["a ", "slår ", "själv", "vill inte ", "a'", "å ", "själv mo"])
def test_time_to_find_words_of_crisis_grows_linearly(piece):
    book = PhraseBook({"sv": "\n".join(f"slår vill ... självmo{'b' * n}*" for n in range(300))})

    def seconds(size: int) -> float:
        text, spent = (piece * size)[:size], []
        for _ in range(3):
            start = time.process_time()
            screen(text, book)
            spent.append(time.process_time() - start)
        return min(spent)

    # Four times the text: a quadratic search would take sixteen times as long.
    assert seconds(MAX_CODE_POINTS // 2) < 9 * seconds(MAX_CODE_POINTS // 8)


# --- As editors keep them -------------------------------------------------------------------------
@pytest.fixture
def editor(db) -> Client:
    """Log an administrator in."""
    codenames = [each.partition(".")[2] for each in ROLE_PERMISSIONS["administrator"]]
    group = Group.objects.create(name="Administratörer")
    group.permissions.set(Permission.objects.filter(codename__in=[*codenames, "access_admin"]))
    user = User.objects.create_user("k", "k@example.org", "x")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def save_words(editor: Client, words: str):
    row, _ = CrisisWordList.objects.get_or_create(
        language="sv", defaults={"words": crisis_defaults.WORDS["sv"]}
    )
    address = reverse(CrisisWordList.snippet_viewset.get_url_name("edit"), args=[row.pk])
    return editor.post(address, {"language": "sv", "words": words})


def save_line(editor: Client, **changes: str):
    fields = {
        "language": "sv",
        "reason": "Ensam",
        "name": "Jourhavande medmänniska",
        "phone": "08-702 16 80",
        "hours": "21–06",
        "url": "",
        **changes,
    }
    return editor.post(reverse(HelpLine.snippet_viewset.get_url_name("add")), fields)


def test_changed_crisis_words_apply_at_once(editor):
    text = "Jag är mobbad."
    assert not screen(text, crisis_phrases()).is_urgent

    response = save_words(editor, "  mobbad \n\n mobbad\nensam   hemma")

    assert response.status_code == 302
    assert CrisisWordList.objects.get(language="sv").words == "mobbad\nensam hemma"
    assert screen(text, crisis_phrases()).is_urgent
    assert not screen("tankar på självmord", crisis_phrases()).is_urgent


@pytest.mark.parametrize(
    "words",
    ["", "\n", "*", "ab", "ab*", "1234", "själv*mord", "a b c d e f g h i", "#okänd slår",
     "... slår", "- ...", "#namn = ", "slår/", "= slår", "(", "<script>",
     "å" * 60_001, "\n".join(f"ord{chr(97 + n // 40)}{chr(97 + n % 40)}" for n in range(1_001))],
)  # fmt: skip
def test_invalid_crisis_words_are_refused_and_kept_in_the_form(editor, words):
    response = save_words(editor, words)

    assert response.status_code == 200
    assert soup(response).select(".error-message")
    if 0 < len(words.strip()) < 100:
        assert soup(response).select_one("[name=words]").text.strip() == words.strip()


def test_default_crisis_words_are_valid(editor):
    for words in crisis_defaults.WORDS.values():
        assert save_words(editor, words).status_code == 302


def test_added_help_line_is_shown_at_once(editor):
    ServiceFactory(slug="digidel")
    resident = Resident(Client(), "digidel")

    assert save_line(editor).status_code == 302

    page = soup(resident.fill_in(comment="Jag vill inte leva."))
    shown = page.select_one(".help-lines").text
    assert "Jourhavande medmänniska" in shown
    assert page.select_one("a[href='tel:087021680']").text == "08-702 16 80"


@pytest.mark.parametrize(
    "changes",
    [
        {"phone": "", "url": ""},
        {"phone": "ring oss"},
        {"phone": "1<b>"},
        {"url": "http://example.org/"},
        {"url": "javascript:alert(1)"},
        {"language": "xx"},
        {"reason": ""},
    ],
)
def test_help_line_without_phone_and_website_is_refused(editor, changes):
    before = HelpLine.objects.count()

    response = save_line(editor, **changes)

    assert response.status_code == 200
    assert soup(response).select(".error-message")
    assert HelpLine.objects.count() == before


def test_crisis_lists_open_and_cannot_be_deleted(editor):
    row, _ = CrisisWordList.objects.get_or_create(language="sv", defaults={"words": "självmord*"})
    names = CrisisWordList.snippet_viewset.get_url_name

    assert editor.get(reverse(HelpLine.snippet_viewset.get_url_name("list"))).status_code == 200
    assert editor.get(reverse(names("list"))).status_code == 200
    assert editor.post(reverse(names("delete"), args=[row.pk])).status_code == 302
    assert CrisisWordList.objects.filter(pk=row.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "en"])
def test_default_help_lines_are_used_if_all_are_deleted(language):
    HelpLine.objects.all().delete()
    CrisisWordList.objects.all().delete()

    assert "112" in [line.phone for line in help_lines(language)]
    assert screen("I want to die. Jag vill dö.", crisis_phrases()).is_urgent


# --- As residents meet them -----------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "word"), [("sv", "nästa dag"), ("en", "next day")])
def test_help_lines_are_on_the_check_and_thank_you_pages(language, word):
    ServiceFactory(slug="digidel")
    resident = Resident(Client(), "digidel", f"?lang={language}")

    check = soup(resident.fill_in(comment="Jag vill inte leva."))
    response = resident.send()
    thanks = soup(resident.client.get(response["Location"]))

    for page in (check, thanks):
        assert page.select_one("a[href='tel:112']")
        assert word in page.select_one(".warning").text
    assert IncomingSubmission.objects.get().urgent
    assert IncomingSubmission.objects.get().flags == ["crisis"]


@pytest.mark.django_db(transaction=True)
def test_thank_you_url_does_not_disclose_help_lines():
    ServiceFactory(slug="digidel")
    lengths = set()
    for comment in ("Jag vill inte leva.", "Bra."):
        resident = Resident(Client(), "digidel")
        resident.fill_in(comment=comment)
        lengths.add(len(resident.send()["Location"]))
        assert not re.search("leva|crisis|urgent", resident.address)

    assert len(lengths) == 1


@pytest.mark.django_db(transaction=True)
def test_ordinary_comment_shows_no_help_lines():
    ServiceFactory(slug="digidel")
    resident = Resident(Client(), "digidel")

    check = soup(resident.fill_in(comment="Bra kurs."))
    thanks = soup(resident.client.get(resident.send()["Location"]))

    assert not check.select(".help-lines")
    assert not thanks.select(".help-lines")
