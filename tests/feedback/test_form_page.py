"""The feedback form, without JavaScript and cookies."""

import datetime

import pytest
from captcha.models import CaptchaStore
from django.test import Client

from feedback.models import IncomingSubmission
from tests.factories import ServiceFactory, locale
from tests.feedback.resident import Resident, errors_of, right_answer, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def resident(client: Client) -> Resident:
    ServiceFactory(slug="digidel", name="Digidel")
    return Resident(client, "digidel")


def test_resident_sends_and_gets_a_receipt(resident):
    # Given
    resident.fill_in(rating="2", comment="De lyssnade.\r\nTack!", **{"aspect-treatment": "5"})

    # When
    response = resident.send()

    # Then
    assert response.status_code == 303
    receipt = resident.receipt(response)
    assert len(receipt) == 16
    assert receipt.isdigit()
    stored = IncomingSubmission.objects.get()
    assert (stored.rating, stored.comment, stored.aspect_ratings, stored.language) == (
        2,
        "De lyssnade.\nTack!",
        {"treatment": 5},
        "sv",
    )


def test_question_can_be_answered_instead_of_the_letters(resident):
    resident.fill_in()

    answer = right_answer(resident.fields["captcha_key"], "number")

    assert resident.send(answer).status_code == 303


def test_letters_count_in_any_case_and_with_blanks_around(resident):
    resident.fill_in()
    answer = right_answer(resident.fields["captcha_key"]).upper()

    assert resident.send(f"  {answer} ").status_code == 303


def test_no_rating_is_preselected(resident):
    page = soup(resident.open())

    ratings = page.select("input[name=rating]")
    assert [rating["value"] for rating in ratings] == ["1", "2", "3", "4", "5"]
    assert not any(rating.has_attr("checked") for rating in ratings)


def test_challenge_is_asked_on_the_last_step_only(resident):
    resident.open()
    assert not CaptchaStore.objects.exists()

    page = soup(resident.post("check", rating="3"))

    assert CaptchaStore.objects.count() == 1
    assert page.select_one("#answer")


def test_wrong_answer_keeps_the_form_and_issues_a_new_challenge(resident):
    # Given
    resident.fill_in(comment="Allt gick bra.", **{"aspect-change": "1"})
    burnt = resident.fields["captcha_key"]

    # When
    response = resident.send("fel svar")

    # Then
    assert response.status_code == 422
    assert errors_of(response) == ["Det var inte rätt svar. Här är en ny bild och en ny fråga."]
    assert resident.fields["comment"] == "Allt gick bra."
    assert resident.fields["aspect-change"] == "1"
    assert resident.fields["captcha_key"] != burnt
    assert not CaptchaStore.objects.filter(hashkey=burnt).exists()
    assert not IncomingSubmission.objects.exists()
    assert resident.send().status_code == 303


def test_error_summary_has_focus_and_links_to_the_field(resident):
    resident.open()

    page = soup(resident.post("check", comment="Bra."))

    summary = page.select_one(".summary")
    assert summary.has_attr("autofocus")
    target = summary.select_one("a")["href"].removeprefix("#")
    assert page.find(id=target)["name"] == "rating"
    assert page.title.text.strip().startswith("Fel:")
    assert page.select_one("textarea[name=comment]").text.strip() == "Bra."


def test_resident_goes_back_to_change_what_was_written(resident):
    resident.fill_in(rating="5", comment="Först.", **{"aspect-information": "2"})

    page = soup(resident.post("edit"))

    assert page.select_one("textarea[name=comment]").text.strip() == "Först."
    assert page.select_one("input[name=rating][checked]")["value"] == "5"
    assert page.select_one("#aspect-information option[selected]")["value"] == "2"


def test_renewing_the_challenge_keeps_the_form(resident):
    resident.fill_in(comment="Bra.")
    first = resident.fields["captcha_key"]

    response = resident.post("renew")

    assert response.status_code == 200
    assert resident.fields["captcha_key"] != first
    assert resident.fields["comment"] == "Bra."


def test_sending_twice_gives_one_row_and_the_same_receipt(resident):
    resident.fill_in()
    answer = right_answer(resident.fields["captcha_key"])
    fields = dict(resident.fields)

    first = resident.receipt(resident.send(answer))
    resident.fields = fields
    second = resident.receipt(resident.send(answer))

    assert first == second
    assert IncomingSubmission.objects.count() == 1


def test_check_page_marks_personal_data(resident):
    page = soup(resident.fill_in(comment="Ring 070-123 45 67 eller a@example.org."))

    assert [mark.text for mark in page.select("mark")] == ["070-123 45 67", "a@example.org"]
    assert "Telefonnummer" in page.select_one(".warning").text


def test_words_of_crisis_show_help_lines_before_sending(resident):
    page = soup(resident.fill_in(comment="Jag vill inte leva."))

    assert {"tel:112", "tel:90101"} <= {link["href"] for link in page.select("a[href^=tel]")}
    assert "upp till en vecka" in page.select_one(".warning").text


def test_typed_markup_is_escaped(resident):
    response = resident.fill_in(comment="<script>alert(1)</script>{{ 7 }}{% load x %}")

    assert b"<script>" not in response.content
    assert (
        soup(response).select_one(".comment").text == "<script>alert(1)</script>{{ 7 }}{% load x %}"
    )


def test_honeypot_quarantines_with_the_usual_thank_you_page(resident):
    resident.fill_in(homepage="http://spam.example")

    response = resident.send()

    assert response.status_code == 303
    assert IncomingSubmission.objects.get().status == "quarantined"


def test_form_speaks_english_and_uses_the_translation(client):
    # Given
    service = ServiceFactory(slug="digidel", name="Digidel", description="Hjälp med teknik.")
    english = service.copy_for_translation(locale("en"))
    english.name, english.slug = "Digital help", "digital-help"
    english.save()
    resident = Resident(client, "digidel", "?lang=en")

    # When
    page = soup(resident.fill_in())
    response = resident.send()

    # Then
    assert page.html["lang"] == "en"
    assert "Digital help" in page.text
    assert response["Location"].endswith("?lang=en")
    stored = IncomingSubmission.objects.get()
    assert stored.language == "en"
    assert stored.service == service


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "sentence"),
    [
        (datetime.date(2999, 1, 1), None, "Tjänsten tar inte emot synpunkter än."),
        (None, datetime.date(2000, 1, 1), "Tjänsten tar inte emot synpunkter längre."),
    ],
)
def test_closed_service_shows_a_message(client, opens_on, closes_on, sentence):
    ServiceFactory(slug="digidel", opens_on=opens_on, closes_on=closes_on)

    response = client.get("/feedback/digidel/")

    assert response.status_code == 200
    assert sentence in response.text
    assert not soup(response).select("form")


def test_service_closed_while_typing_keeps_the_text(resident):
    resident.fill_in(comment="Det jag ville säga.")
    service = ServiceFactory._meta.model.objects.get()
    service.closes_on = datetime.date(2000, 1, 1)
    service.save()

    response = resident.send()

    assert response.status_code == 409
    assert "Det jag ville säga." in soup(response).textarea.text
    assert not IncomingSubmission.objects.exists()


def test_list_has_open_services_only(client):
    ServiceFactory(name="Öppen", slug="oppen")
    ServiceFactory(name="Stängd", slug="stangd", closes_on=datetime.date(2000, 1, 1))

    page = soup(client.get("/feedback/"))

    assert [link["href"] for link in page.select(".services a")] == ["/feedback/oppen/"]


def test_thank_you_page_closes_after_fifteen_minutes(resident, time_machine):
    time_machine.move_to("2026-05-11T10:00:00+00:00", tick=False)
    resident.fill_in()
    address = resident.send()["Location"]

    time_machine.move_to("2026-05-11T10:14:59+00:00", tick=False)
    early = resident.client.get(address)
    time_machine.move_to("2026-05-11T10:15:02+00:00", tick=False)
    late = resident.client.get(address)

    assert (early.status_code, late.status_code) == (200, 410)
    assert not soup(late).select(".receipt")


def test_thank_you_page_opens_when_the_clock_was_set_back_a_day(resident, time_machine):
    time_machine.move_to("2026-05-11T10:00:00+00:00", tick=False)
    resident.fill_in()
    response = resident.send()

    time_machine.move_to("2026-05-10T10:00:00+00:00", tick=False)

    assert resident.receipt(response)


def test_editing_a_sent_form_offers_a_choice_and_keeps_the_text(resident):
    # Given the form again, from the browser's history
    resident.open()
    form = dict(resident.fields)
    resident.fill_in(comment="Först.", client_id=form["client_id"])
    receipt = resident.receipt(resident.send())

    # When
    resident.fields = form
    response = resident.post("check", rating="1", comment="En sak till.")

    # Then
    page = soup(response)
    assert response.status_code == 409
    assert "En sak till." in page.textarea.text
    thanks = resident.client.get(page.select_one("main p > a")["href"])
    assert soup(thanks).select_one(".receipt").text.replace(" ", "") == receipt
    assert IncomingSubmission.objects.count() == 1

    # and when it is sent as well
    resident.post("check")
    second = resident.receipt(resident.send())

    # Then
    assert second != receipt
    assert sorted(IncomingSubmission.objects.values_list("rating", "comment")) == [
        (1, "En sak till."),
        (4, "Först."),
    ]


def test_error_links_to_its_aspect(client):
    ServiceFactory(slug="digidel", aspects=["treatment", "change"])

    page = soup(Resident(client, "digidel").fill_in(**{"aspect-change": "6"}))

    target = page.select_one(".summary a")["href"].removeprefix("#")
    assert page.find(id=target)["name"] == "aspect-change"


def test_thank_you_url_does_not_contain_the_receipt(resident):
    resident.fill_in()
    client_id = resident.fields["client_id"]
    response = resident.send()

    assert resident.receipt(response) not in response["Location"]
    assert client_id not in response["Location"]


def test_responses_forbid_cookies_caching_referrers_and_foreign_code(resident):
    # Given
    steps = [resident.client.get("/feedback/"), resident.fill_in()]

    # When
    picture = resident.client.get(f"/feedback/captcha/{resident.fields['captcha_key']}.png")
    wrong = resident.send("fel")
    sent = resident.send()
    thanks = resident.client.get(sent["Location"])

    # Then
    for response in [*steps, picture, wrong, sent, thanks]:
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


@pytest.mark.parametrize(
    "address",
    [
        "/feedback/å/",
        "/feedback/digidel",
        "/feedback/digidel/mer/",
        "/feedback/captcha/x.png",
        "/feedback/captcha/",
        "/feedback/finns-inte/",
        "/feedback/digidel/tack/x/",
        "/feedback/?lang=%00",
    ],
)
def test_unknown_urls_log_nothing_either(resident, address):
    # Given a visitor with cookies
    resident.client.cookies["sessionid"] = "0" * 32
    resident.client.cookies["csrftoken"] = "broken"

    # When
    response = resident.client.get(address)

    # Then
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_pages_have_no_inline_or_third_party_content(resident):
    for response in (resident.open(), resident.fill_in()):
        page = soup(response)
        assert not page.select("script:not([src]), style, [style], [onclick], iframe")
        assert not any(script.text for script in page.select("script"))
        for element in page.select("[src], link[href]"):
            assert element.get("src", element.get("href")).startswith("/")


def test_form_and_picture_weigh_less_than_60_kilobytes(resident):
    page = resident.fill_in(comment="å" * 1_200)
    picture = resident.client.get(f"/feedback/captcha/{resident.fields['captcha_key']}.png")
    from django.contrib.staticfiles import finders

    with open(finders.find("feedback/form.css"), "rb") as style:
        weight = len(page.content) + len(picture.content) + len(style.read())

    assert weight < 60_000


def test_form_works_for_a_visitor_with_an_admin_session(resident, admin_client):
    resident.client = admin_client
    resident.fill_in()

    response = resident.send()

    assert response.status_code == 303
    assert not response.cookies
