"""What residents see, judged by axe-core in Chromium at 320 px."""

import uuid

import pytest
from django.db import OperationalError
from django.test import Client

from tests.chromium import barriers
from tests.factories import ServiceFactory
from tests.feedback.answer_states import answer_states
from tests.feedback.resident import Resident

# What a finger has to hit, less than 24 px wide or high; choices count with their label.
SMALL_TARGETS = """
[...document.querySelectorAll('a, button, select, textarea, audio, .choice, #answer')]
  .filter(each => each.offsetParent && !each.matches('.skip'))
  .filter(each => each.offsetWidth < 24 || each.offsetHeight < 24)
  .map(each => each.outerHTML)
"""
COMMENT = "Ring 070-174 06 05. " + "långtordutanslut" * 12

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

Pages = dict[str, str]


@pytest.fixture
def pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> Pages:
    """Every kind of page that a resident meets, by its name."""
    ServiceFactory(
        slug="digidel",
        name="Kvinnobehandlingen",
        contact_phone="042-10 00 11",
        contact_email="kvinnobehandlingen.helsingborg@example.org",
    )
    ServiceFactory(slug="stangd", closes_on="2000-01-01")
    ServiceFactory(slug="sedan", opens_on="2999-01-01")
    found: Pages = {}
    for language, query in (("sv", ""), ("en", "?lang=en")):
        resident = Resident(client, "digidel", query)
        answers = {
            "form": resident.open(),
            "error": resident.post("check", comment="a" * 1_201, **{"aspect-change": "6"}),
            "check": resident.fill_in(comment=COMMENT),
            "wrong answer": resident.send("zzzzz"),
            "thanks": client.get(resident.send()["Location"]),
            "check in crisis": Resident(client, "digidel", query).fill_in(
                comment=f"Jag vill inte leva. {COMMENT}"
            ),
            "sent before": resident.post("check"),
            "closed": client.get(f"/feedback/stangd/{query}"),
            "closed while typing": Resident(client, "stangd", query).post(
                "check", client_id=str(uuid.uuid4()), comment=COMMENT
            ),
            "not yet open": client.get(f"/feedback/sedan/{query}"),
            "not found": client.get(f"/feedback/finns-inte/{query}"),
            "thanks closed": client.get(f"/feedback/digidel/tack/x/{query}"),
            "services": client.get(f"/feedback/{query}"),
        }
        with monkeypatch.context() as patched:
            patched.setattr("feedback.resident.views.find_service", fail)
            resident.fields = {"comment": COMMENT}
            answers["unavailable"] = resident.post("check")
        answers |= answer_states(client, monkeypatch, query)
        found |= {f"{name}, {language}": answer.text for name, answer in answers.items()}
    found["start"] = client.get("/").text
    found["no such page"] = client.get("/feedback/digidel/mer/").text
    return found


def fail(*args: object, **kwargs: object) -> None:
    raise OperationalError


def test_pages_of_residents_have_no_barrier_that_a_program_can_find(pages, shown):
    for name, html in pages.items():
        # When the page is looked at on a small screen
        page = shown(html)

        # Then nothing is wrong, nothing too small to hit, and nobody has to scroll sideways
        assert barriers(page) == [], name
        assert page.evaluate(SMALL_TARGETS) == [], name


def test_barriers_are_found(shown):
    page = shown(
        "<html lang=sv><title>x</title><main><h1 style='width: 400px'>x</h1><input name=comment>"
    )

    assert {name for name, _ in barriers(page)} == {"label", "wide"}
