"""Words of crisis are found in inflected forms, and show the editable help lines."""

import re
import time

import pytest
from captcha.models import CaptchaStore
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from feedback.demo import submissions as demo
from feedback.intake.crisis import crisis_phrases, help_lines
from feedback.intake.ladder import FORMS_A_WINDOW
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


def test_every_language_has_a_list_to_edit(editor):
    editor.get(reverse(CrisisWordList.snippet_viewset.get_url_name("list")))

    lists = dict(CrisisWordList.objects.values_list("language", "words"))
    assert set(lists) == set(crisis_defaults.WORDS)
    assert lists["so"] == crisis_defaults.WORDS["so"].strip()


def try_sentence(client: Client, text: str):
    return client.post(reverse(CrisisWordList.snippet_viewset.get_url_name("try")), {"text": text})


def test_editor_sees_what_a_sentence_would_do(editor):
    page = soup(try_sentence(editor, "Det slog mig att du orkr inte leva, mvh Anna"))

    found = page.select("section tbody tr")
    rows = [[cell.text.strip() for cell in row.select("td")] for row in found]
    assert page.select_one(".help-critical")
    assert any(row[0] == "orkr inte leva" and row[3] == "–" for row in rows)
    assert any(row[0] == "slog mig" and "Det slog mig att" in row[3] for row in rows)
    assert page.select_one("mark").text == "Anna"


def test_tried_sentence_without_findings_and_without_text(editor):
    assert not soup(try_sentence(editor, "Bra kaffe")).select(".help-critical")
    assert soup(try_sentence(editor, "")).select(".error-message")


def test_sentences_are_tried_only_by_those_who_edit_the_lists(client, django_user_model):
    user = django_user_model.objects.create_user("x", "x@example.org", "x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    assert try_sentence(client, "Bra kaffe").status_code in {302, 403}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "en"])
def test_default_help_lines_are_used_if_all_are_deleted(language):
    HelpLine.objects.all().delete()
    CrisisWordList.objects.all().delete()

    assert "112" in [line.phone for line in help_lines(language)]
    assert screen("I want to die. Jag vill dö.", crisis_phrases()).is_urgent


# --- As residents meet them -----------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "promise"),
    [
        ("sv", "Det kan ta upp till en vecka innan vi läser det du skriver."),
        ("en", "It can take up to a week before we read what you write."),
    ],
)
def test_help_lines_and_one_promise_are_on_every_page(language, promise):
    ServiceFactory(slug="digidel")
    resident = Resident(Client(), "digidel", f"?lang={language}")

    form = soup(resident.open())
    check = soup(resident.fill_in(comment="Jag vill inte leva."))
    response = resident.send()
    thanks = soup(resident.client.get(response["Location"]))

    for page in (form, check, thanks):
        assert page.select_one("a[href='tel:112']")
        assert " ".join(page.text.split()).count(promise) == 1
    assert check.select(".help-lines")
    assert thanks.select(".help-lines")
    assert IncomingSubmission.objects.get().urgent
    assert IncomingSubmission.objects.get().flags == ["crisis"]


@pytest.mark.django_db(transaction=True)
def test_words_of_crisis_ask_no_challenge():
    ServiceFactory(slug="digidel")
    resident = Resident(Client(), "digidel")

    check = soup(resident.fill_in(comment="Jag vill inte leva."))

    assert not check.select("#challenge, [name=captcha_response], .buttons [value=renew]")
    assert resident.send("").status_code == 303
    assert not CaptchaStore.objects.exists()
    assert not IncomingSubmission.objects.get().read_soon


@pytest.mark.django_db(transaction=True)
def test_resident_can_ask_to_be_read_soon():
    ServiceFactory(slug="digidel")
    resident = Resident(Client(), "digidel")
    resident.fill_in(comment="Jag vill inte leva.")

    again = soup(resident.post("edit", read_soon="yes"))
    check = soup(resident.post("check", rating="4", comment="Jag vill inte leva."))
    resident.send()

    assert again.select_one("[type=hidden][name=read_soon]")
    assert check.select_one("[type=checkbox][name=read_soon]").has_attr("checked")
    assert IncomingSubmission.objects.get().read_soon


@pytest.mark.django_db(transaction=True)
def test_without_words_of_crisis_nobody_skips_the_challenge_or_the_batch():
    ServiceFactory(slug="digidel")
    resident = Resident(Client(), "digidel")
    resident.fill_in(comment="Bra.")

    refused = resident.post("send", captcha_key="", captcha_response="")
    resident.send(read_soon="yes")

    assert refused.status_code == 422
    assert not IncomingSubmission.objects.get().read_soon


@pytest.mark.django_db(transaction=True)
def test_comment_with_words_of_crisis_needs_an_unused_form():
    ServiceFactory(slug="digidel")
    resident = Resident(Client(), "digidel")
    resident.fill_in(comment="Jag vill inte leva.")
    CaptchaStore.objects.all().delete()

    again = soup(resident.send(""))

    assert "Tryck på Skicka en gång till" in again.select_one("[role=alert]").text
    assert not again.select("#challenge")
    assert resident.send("").status_code == 303


@pytest.mark.django_db(transaction=True)
def test_many_submissions_with_words_of_crisis_are_quarantined():
    ServiceFactory(slug="digidel")
    client = Client(REMOTE_ADDR="203.0.113.9")
    for number in range(2 * FORMS_A_WINDOW + 2):
        resident = Resident(client, "digidel")
        resident.fill_in(comment=f"Jag vill inte leva. {number}")
        assert resident.send("").status_code == 303

    assert IncomingSubmission.objects.filter(status="quarantined").count() >= 2


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
