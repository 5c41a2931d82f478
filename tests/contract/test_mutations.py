"""Each mutation of the contract returns its fixture when sent to the demo.

Challenges are random, so fixtures contain a placeholder: its key is zeros, its
question asks for 3 plus 4, and `7` is the right answer.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from captcha.models import CaptchaStore
from django.test import Client
from pytest_django import Settings

from feedback.intake.challenges import issue_challenge
from feedback.models import IncomingSubmission
from tests.contract.conftest import NOW
from tests.contract.files import MUTATIONS, fixtures_of, query_of, read_fixture, recorded

KEY = "0" * 40
QUESTIONS = {"sv": "Vad blir 3 plus 4?", "en": "What is 3 plus 4?"}
RIGHT = "7"


def with_a_challenge(variables: dict[str, Any]) -> dict[str, Any]:
    """Return the variables with an open challenge, and its right answer where they have one."""
    given = dict(variables.get("input", {}))
    if given:
        answers = [given["captchaResponse"]]
        # A fixed wrong answer could be right by chance.
        while given["captchaResponse"] in answers:
            given["captchaKey"] = issue_challenge(NOW).key
            row = CaptchaStore.objects.get(hashkey=given["captchaKey"])
            answers = row.response.split("/")
        if given["captchaResponse"] == RIGHT:
            given["captchaResponse"] = answers[0]
        return {**variables, "input": given}
    return variables


def as_any_challenge(answer: dict[str, Any], language: str) -> dict[str, Any]:
    """Return an answer whose challenge is the placeholder."""
    text = json.dumps(answer, ensure_ascii=False)
    text = re.sub(r'"question": ".*?"', f'"question": "{QUESTIONS[language]}"', text)
    known: dict[str, Any] = json.loads(re.sub(r"[0-9a-f]{40}", KEY, text))
    return known


@pytest.mark.parametrize("path", fixtures_of(MUTATIONS), ids=lambda path: path.stem)
def test_mutation_answers_as_recorded(
    path: Path, settings: Settings, demo_content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given fixed keys for receipts and addresses
    monkeypatch.setattr("feedback.graphql.mutations.can_speak", lambda: True)
    settings.FEEDBACK_KEY = settings.SECRET_KEY = "for fixtures only"
    settings.SITE_URL = "http://localhost:8000"
    fixture = read_fixture(path)
    variables = fixture["variables"]
    before = IncomingSubmission.objects.count()

    # When
    with time_machine.travel(NOW, tick=False):
        response = Client().post(
            "/graphql/",
            {"query": query_of(fixture["operation"]), "variables": with_a_challenge(variables)},
            content_type="application/json",
        )

    # Then
    answer = as_any_challenge(response.json(), variables.get("language", "sv"))
    assert "errors" not in answer
    assert answer == recorded(path, answer)
    is_received = answer["data"].get("submitFeedback", {}).get("received", False)
    assert IncomingSubmission.objects.count() == before + is_received
