"""Looks an answer up by receipt, on the page and by the API."""

import json
from urllib.parse import urlencode

from django.test import Client

from tests.feedback.resident import FORM, soup

PAGE = "/feedback/svar/"
QUERY = """query Read($receipt: String!) { feedbackAnswer(receipt: $receipt) {
    serviceName serviceSlug outcome text reason answeredOn language } }"""
ANSWERED, WAITING, UNKNOWN = "1111222233334444", "5555666677778888", "9999888877776666"
LIMIT = 3


def ask(number, client=None, query="", **fields):
    data = urlencode({"receipt": number, "step": "show", **fields})
    return (client or Client()).post(PAGE + query, data, content_type=FORM)


def ask_api(number, client=None, query=QUERY, **options):
    body = {"query": query, "variables": {"receipt": number}}
    return (client or Client()).post(
        "/graphql/", data=json.dumps(body), content_type="application/json", **options
    )


def api_answer(number):
    response = ask_api(number)
    assert response.status_code == 200, response.content
    return response.json()["data"]["feedbackAnswer"]


def heading(response):
    return soup(response).h1.text.strip()
