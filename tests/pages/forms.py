"""Admin forms as the browser sends them, and their error messages."""

from typing import Any

from bs4 import BeautifulSoup
from wagtail.models import Page


def form_data(html: bytes | str) -> dict[str, Any]:
    """Return what a browser would send of the page's main form, had nobody touched it.

    A body of blocks is sent empty, since the browser builds its fields by script.
    """
    soup = BeautifulSoup(html, "html.parser")
    form = soup.select_one("form[data-edit-form]") or soup.select_one("main form[method=post i]")
    assert form is not None, "There is no form on the page."
    data: dict[str, Any] = {f"{body['id']}-count": "0" for body in form.select("[data-block]")}
    for field in form.select("input[name], select[name], textarea[name]"):
        name, kind = field["name"], field.get("type")
        if kind in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                data.setdefault(name, []).append(field.get("value", "on"))
        elif field.name == "select":
            data[name] = [option["value"] for option in field.select("option[selected]")]
        elif field.name == "textarea":
            data[name] = field.text.removeprefix("\n")
        elif kind not in {"submit", "file"}:
            data[name] = field.get("value", "")
    return data


def errors_at(html: bytes | str, name: str) -> list[str]:
    """Return the error messages at the field with this name."""
    field = BeautifulSoup(html, "html.parser").select_one(f'[name="{name}"]')
    assert field is not None, f"There is no field {name}."
    place = field.find_parent(attrs={"data-field-wrapper": True})
    assert place is not None, f"{name} has no place for messages."
    return [message.get_text(" ", strip=True) for message in place.select(".error-message")]


def edit_address(page: Page) -> str:
    """Return the URL of the page's edit view."""
    return f"/admin/pages/{page.pk}/edit/"
