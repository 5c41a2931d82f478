"""People who use the admin, and forms as the browser sends them."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page

from tests.factories import default_home


@pytest.fixture
def client_of(db: None) -> Callable[..., Client]:
    """Return a function that logs a new member of the given user groups in."""

    def log_in(*groups: Group, username: str = "someone", superuser: bool = False) -> Client:
        user = get_user_model().objects.create_user(
            username, f"{username}@example.org", "secret", is_superuser=superuser
        )
        user.groups.add(*groups)
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def admin_client(client_of: Callable[..., Client]) -> Client:
    """A superuser who is logged in; the site has a start page."""
    default_home()
    return client_of(username="root", superuser=True)


def form_data(html: bytes | str) -> dict[str, Any]:
    """Return what a browser would send of the page's main form, had nobody touched it."""
    soup = BeautifulSoup(html, "html.parser")
    form = soup.select_one("form#page-edit-form, form[data-edit-form], main form[method=post i]")
    assert form is not None, "There is no form on the page."
    data: dict[str, Any] = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        name, kind = field["name"], field.get("type")
        if field.find_parent("template") or field.name == "button" or kind == "submit":
            continue
        if kind in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                data.setdefault(name, []).append(field.get("value", "on"))
        elif field.name == "select":
            data[name] = [option["value"] for option in field.select("option[selected]")]
        elif field.name == "textarea":
            data[name] = field.text.removeprefix("\n")
        else:
            data[name] = field.get("value", "")
    return data


def errors_in(html: bytes | str) -> list[str]:
    """Return the messages that stand at fields."""
    soup = BeautifulSoup(html, "html.parser")
    return [message.get_text(" ", strip=True) for message in soup.select(".error-message")]


def edit_address(page: Page) -> str:
    """Return where the page is edited."""
    return f"/admin/pages/{page.pk}/edit/"
