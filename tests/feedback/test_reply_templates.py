"""Reply templates: limited to the administration, and no typed text is lost."""

import pytest
from bs4 import BeautifulSoup

from feedback.models import ReplyTemplate, Submission, SubmissionAnswer
from tests.feedback.answering import ANSWER, TEXT, add_url, begin, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def template(social):
    return ReplyTemplate.objects.create(
        administration=social.organisation,
        name="Öppettider",
        outcome="planned",
        text_sv="Tack. Vi ser över tiderna.",
        text_en="Thank you. We look at the hours.",
    )


def use(staff, template, how="ask", **fields):
    data = {**ANSWER, "text": "", "outcome": "", **fields}
    data |= {"reply_template": getattr(template, "pk", template), "use_template": how}
    return staff.client.post(add_url(staff.submission), data)


def field(response, name):
    found = BeautifulSoup(response.content, "html.parser").select_one(f"[name={name}]")
    if found.name == "select":
        chosen = found.select_one("option[selected]")
        return chosen["value"] if chosen else ""
    return found.text.strip() if found.name == "textarea" else found.get("value", "")


@pytest.mark.parametrize(
    ("language", "text"),
    [("sv", "Tack. Vi ser över tiderna."), ("en", "Thank you. We look at the hours.")],
)
def test_template_is_inserted_in_the_language_of_the_comment(social, template, language, text):
    Submission.objects.update(language=language)

    page = use(social, template, reason="Därför")

    assert page.status_code == 200
    assert field(page, "text") == text
    assert field(page, "outcome") == "planned"
    assert field(page, "reason") == "Därför"
    assert not SubmissionAnswer.objects.exists()


def test_typed_text_is_not_overwritten_without_confirmation(social, template):
    asked = use(social, template, text="Mitt eget.", outcome="changed")
    after = use(social, template, "after", text="Mitt eget.", outcome="changed")
    replaced = use(social, template, "replace", text="Mitt eget.", outcome="changed")

    assert field(asked, "text") == "Mitt eget."
    assert "Du har redan skrivit något" in asked.text
    assert field(asked, "reply_template") == str(template.pk)
    assert field(after, "text") == "Mitt eget.\n\nTack. Vi ser över tiderna."
    assert field(replaced, "text") == "Tack. Vi ser över tiderna."
    assert {field(page, "outcome") for page in (asked, after, replaced)} == {"changed"}


def test_foreign_or_missing_template_changes_nothing(social, labour, template):
    for chosen in (template, "", "x", 999_999, "\x00"):
        page = use(labour, chosen)
        assert page.status_code == 200
        assert field(page, "text") == ""
        assert "Öppettider" not in page.text


def test_template_can_be_inserted_into_a_draft(social, template):
    answer = begin(social)
    data = {**ANSWER, "reply_template": template.pk, "use_template": "after"}

    page = social.client.post(url_of("edit", answer.pk), data)

    assert field(page, "text") == f"{TEXT}\n\nTack. Vi ser över tiderna."
    answer.refresh_from_db()
    assert answer.text == TEXT


def test_editor_writes_templates_of_the_own_administration(social, labour, template):
    add = url_of("add", model=ReplyTemplate)
    data = {"name": "Ny", "text_sv": "Hej.", "text_en": "", "outcome": ""}

    own_one = social.client.post(add, {**data, "administration": social.organisation.pk})
    for_others = social.client.post(add, {**data, "administration": labour.organisation.pk})

    assert own_one.status_code == 302
    assert for_others.status_code == 200
    assert ReplyTemplate.objects.count() == 2
    edit = url_of("edit", template.pk, model=ReplyTemplate)
    assert social.client.get(edit).status_code == 200
    assert labour.client.get(edit).status_code == 404
    assert labour.client.post(edit, data).status_code == 404
    delete = url_of("delete", template.pk, model=ReplyTemplate)
    assert labour.client.post(delete).status_code == 404
    assert "Öppettider" not in labour.client.get(url_of("list", model=ReplyTemplate)).text
