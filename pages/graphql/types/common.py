"""What several types share: text fields, contacts, links, dates, and types by their model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import graphene
from django.db import models
from grapple.registry import registry

from cms.graphql.fields import ApiField, Call
from pages.syndication.feed_urls import calendar_url, feed_url
from pages.visibility import SiteTrees

# The same thunk for the same model, since connection types are kept by it.
_THUNKS: dict[Any, Callable[[], Any]] = {}


def type_of(model: type[models.Model]) -> Callable[[], Any]:
    """Return a thunk for the type that wagtail-grapple builds from a model."""
    return _THUNKS.setdefault(model, lambda: registry.models[model])


def text(description: str) -> ApiField:
    """Return a text that is always filled in."""
    return ApiField(graphene.String, description=description)


def optional_text(name: str, description: str) -> ApiField:
    """Return a text that is null where the editor left it empty."""
    return ApiField(
        graphene.String,
        required=False,
        description=description,
        source=lambda parent, _: getattr(parent, name) or None,
        columns=(name,),
    )


def flag(description: str) -> ApiField:
    """Return a yes or no that is always known."""
    return ApiField(graphene.Boolean, description=description)


@dataclass(frozen=True, slots=True, eq=False)
class ContactDetails:
    """A role and the ways to reach it."""

    role: str | None
    email: str | None
    phone: str | None


class Contact(graphene.ObjectType):
    """Whom to ask."""

    class Meta:
        description = "Whom to ask: a role, not a private person."

    role = ApiField(graphene.String, required=False, description="Role and where it belongs.")
    email = ApiField(graphene.String, required=False, description="A shared e-mail address.")
    phone = ApiField(graphene.String, required=False, description="Phone number.")


class _AddressLoader:
    """Finds addresses that follow from the page and the site; costs no query."""

    columns = ()

    def __init__(self, address: Callable[[Any, SiteTrees], str | None]) -> None:
        self.address = address

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[str | None]:
        """Return each parent's address."""
        return [self.address(parent, call.scope) for parent in parents]


def calendar_field() -> ApiField:
    """Return the field of a page with a calendar to subscribe to."""
    return ApiField(
        graphene.String,
        required=False,
        description="Calendar to subscribe to (iCalendar).",
        loader=_AddressLoader(calendar_url),
    )


def feed_field() -> ApiField:
    """Return the field of what has a feed of news to subscribe to."""
    return ApiField(
        graphene.String,
        required=False,
        description="Feed of news to subscribe to (Atom).",
        loader=_AddressLoader(feed_url),
    )


def contact_field() -> ApiField:
    """Return the field of `ContactFields`; null where nothing is filled in."""
    return ApiField(
        Contact,
        required=False,
        description="Whom to ask.",
        source=_contact,
        columns=("contact_role", "contact_email", "contact_phone"),
    )


def _contact(page: Any, _context: Any) -> ContactDetails | None:
    values = (page.contact_role, page.contact_email, page.contact_phone)
    if not any(values):
        return None
    return ContactDetails(*(value or None for value in values))
