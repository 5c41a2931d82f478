"""Every page for residents, in every state, is easy to read in Swedish."""

import datetime
import random

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from feedback.captcha.questions import FAMILIES, question_of
from feedback.intake import receipts
from feedback.models import Service
from pages.readability import readability
from tests.factories import ServiceFactory
from tests.feedback.answer_states import answer_states
from tests.feedback.resident import Resident

# Björnsson: below 30 very easy, 30 to 40 easy.
HARDEST = 35
BLOCKS = "p, li, h1, h2, h3, label, legend, dt, dd, button, option, title, td, th"


def text_of(html: str) -> str:
    """Return the text of the page, each block as a sentence."""
    page = BeautifulSoup(html, "html.parser")
    for element in page.select("script, [hidden], [type=hidden], dd.comment, textarea, [lang=en]"):
        element.decompose()
    for block in page.select(BLOCKS):
        block.append("\n")
    lines = (" ".join(line.split()) for line in page.get_text().splitlines())
    # Lines within a block are the template's, not the page's.
    return "\n".join(line for line in lines if line)


@pytest.fixture
def pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the page of each state by name."""
    ServiceFactory(slug="digidel", name="Digidel", description="Hjälp med dator och mobil.")
    ServiceFactory(slug="stangd", name="Digidel", closes_on=datetime.date(2000, 1, 1))
    ServiceFactory(slug="sedan", name="Digidel", opens_on=datetime.date(2999, 1, 1))
    resident = Resident(client, "digidel")
    long = "a" * 1_201
    found = {
        "services": client.get("/feedback/"),
        "form": resident.open(),
        "errors": resident.post("check", comment=long, **{"aspect-change": "6"}),
        "check": resident.fill_in(comment="070-174 06 05, a@example.org"),
        "wrong answer": resident.send("fel"),
        "thanks": client.get(resident.send()["Location"]),
        "sent before": resident.post("check"),
        "check in crisis": Resident(client, "digidel").fill_in(comment="Jag vill inte leva."),
        "closed": client.get("/feedback/stangd/"),
        "not yet open": client.get("/feedback/sedan/"),
        "not found": client.get("/feedback/finns-inte/"),
        "nowhere": client.get("/feedback/digidel/mer/"),
        "thanks closed": client.get("/feedback/digidel/tack/x/"),
        "too much": client.post(
            "/feedback/digidel/",
            "comment=" + "a" * 200_000,
            content_type="application/x-www-form-urlencoded",
        ),
    }
    Service.objects.filter(slug="digidel").update(closes_on=datetime.date(2000, 1, 1))
    found["closed while typing"] = resident.post("check", comment="Hej.")

    def fail(*args: object, **kwargs: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patched:
        patched.setattr("feedback.resident.views.find_service", fail)
        found["unavailable"] = resident.post("check", comment="Hej.")
    found |= answer_states(client, monkeypatch)
    urgent = receipts.seal("1234567812345678", timezone.now(), is_urgent=True)
    found["thanks with help lines"] = client.get(f"/feedback/digidel/tack/{urgent}/")
    return {name: response.text for name, response in found.items()}


@pytest.mark.django_db
def test_every_page_in_swedish_is_easy_to_read(pages):
    hard = {
        name: (lix, text)
        for name, html in pages.items()
        if (lix := readability(text := text_of(html)).lix) >= HARDEST
    }

    assert hard == {}


@pytest.mark.django_db
def test_every_page_has_the_account_and_urgency_notes(pages):
    for name, html in pages.items():
        text = " ".join(BeautifulSoup(html, "html.parser").body.get_text().split())
        assert "Du behöver inget konto" in text, name
        assert "Är någon i fara? Ring 112" in text, name


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_questions_are_easy_to_read(family):
    texts = [question_of(family, random.Random(seed), "sv")[1] for seed in range(20)]

    assert readability("\n".join(texts)).lix < HARDEST
