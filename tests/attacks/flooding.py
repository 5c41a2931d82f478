"""A program that sends as much feedback as it can, and an honest visitor for comparison.

Both know the answers to all challenges: only what stands behind the CAPTCHA is measured.
"""

import itertools
import json
import uuid
from typing import Any

from django.http import HttpResponse
from django.test import Client

from feedback.models import IncomingSubmission
from tests.feedback.resident import Resident, right_answer

ISSUE = "mutation { issueCaptcha { key } }"
SUBMIT = """mutation ($input: SubmitFeedbackInput!) {
  submitFeedback(input: $input) { received errors { code } }
}"""
_numbers = itertools.count()


def is_accepted(response: HttpResponse) -> bool:
    """Return whether the page says that the feedback was received."""
    return response.status_code == 303


def visit(client: Client, address: str, slug: str = "digidel", **fields: str) -> bool:
    """Open the form, fill it in and send it; return whether it was accepted."""
    form = Resident(client, slug, REMOTE_ADDR=address)
    form.fill_in(comment=f"Synpunkt {next(_numbers)}", **fields)
    return is_accepted(form.send())


def prepare(client: Client, address: str, slug: str = "digidel") -> Resident:
    """Go as far as the last step of the form, to send it later."""
    form = Resident(client, slug, REMOTE_ADDR=address)
    form.fill_in(comment=f"Synpunkt {next(_numbers)}")
    return form


def ask(client: Client, address: str, query: str, **variables: Any) -> dict[str, Any]:
    """Send a GraphQL document and return its data."""
    response = client.post(
        "/graphql/",
        json.dumps({"query": query, "variables": variables}),
        content_type="application/json",
        REMOTE_ADDR=address,
    )
    return response.json()["data"]


def mutation_input(client: Client, address: str, slug: str = "digidel") -> dict[str, Any]:
    """Return the input of a mutation with an answered challenge."""
    key = ask(client, address, ISSUE)["issueCaptcha"]["key"]
    return {
        "service": slug,
        "rating": 1,
        "comment": f"Synpunkt {next(_numbers)}",
        "captchaKey": key,
        "captchaResponse": right_answer(key),
        "clientId": str(uuid.uuid4()),
    }


def mutate(client: Client, address: str, slug: str = "digidel") -> bool:
    """Send by the mutation; return whether it was received."""
    fields = mutation_input(client, address, slug)
    return ask(client, address, SUBMIT, input=fields)["submitFeedback"]["received"]


def reached_new() -> int:
    """Return the number of submissions that are not quarantined."""
    return IncomingSubmission.objects.filter(status="new").count()
