"""A resident at a browser without JavaScript and cookies."""

from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from captcha.models import CaptchaStore
from django.http import HttpResponse
from django.test import Client

FORM = "application/x-www-form-urlencoded"


class Resident:
    """Fills in the form of one service; `fields` are those of the current page."""

    def __init__(self, client: Client, slug: str, query: str = "", **environ: Any) -> None:
        self.client = client
        self.address = f"/feedback/{slug}/{query}"
        self.environ = environ
        self.fields: dict[str, str] = {}

    def open(self) -> HttpResponse:
        """Open the form."""
        return self._read(self.client.get(self.address, **self.environ))

    def post(self, step: str, **fields: str) -> HttpResponse:
        """Press a button, sending the page's other fields."""
        data = {**self.fields, **fields, "step": step}
        return self._read(
            self.client.post(self.address, urlencode(data), content_type=FORM, **self.environ)
        )

    def fill_in(self, **fields: str) -> HttpResponse:
        """Open the form, fill it in, and continue to the check page."""
        self.open()
        return self.post("check", **{"rating": "4", **fields})

    def send(self, answer: str | None = None, **fields: str) -> HttpResponse:
        """Answer the challenge, correctly by default, and send; some pages have none."""
        if answer is None and "captcha_key" in self.fields:
            answer = right_answer(self.fields["captcha_key"])
        return self.post("send", captcha_response=answer or "", **fields)

    def receipt(self, response: HttpResponse) -> str:
        """Follow the redirect to the thank-you page and return the receipt."""
        page = self.client.get(response["Location"], **self.environ)
        return soup(page).select_one(".receipt").text.replace(" ", "")

    def _read(self, response: HttpResponse) -> HttpResponse:
        if response.headers.get("Content-Type", "").startswith("text/html"):
            self.fields = {
                each["name"]: each.get("value", "")
                for each in soup(response).select("form input[name]:not([type=radio])")
                if each.get("type") != "checkbox" or each.has_attr("checked")
            }
        return response


def soup(response: HttpResponse) -> BeautifulSoup:
    """Return the parsed page."""
    return BeautifulSoup(response.content, "html.parser")


def right_answer(key: str, kind: str = "letters") -> str:
    """Return a correct answer to the challenge: its `letters` or the `number`."""
    letters, _slash, number = CaptchaStore.objects.get(hashkey=key).response.partition("/")
    return letters if kind == "letters" else number


def errors_of(response: HttpResponse) -> list[str]:
    """Return the messages of the error summary."""
    return [item.text.strip() for item in soup(response).select(".summary li")]
