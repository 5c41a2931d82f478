"""Shared by several types: text fields, contacts, calendar and feed URLs, type lookup."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import graphene
from django.db import models
from grapple.registry import registry

from cms.graphql.fields import ApiField, Call
from pages.syndication.feed_urls import calendar_url, feed_url
from pages.visibility import SiteTrees

# Always the same thunk for a model, because connection types are cached by thunk.
_THUNKS: dict[Any, Callable[[], Any]] = {}


def type_of(model: type[models.Model]) -> Callable[[], Any]:
    """Return a thunk for the type that wagtail-grapple builds for a model."""
    return _THUNKS.setdefault(model, lambda: registry.models[model])


def text(description: str) -> ApiField:
    """Return a non-null string field."""
    return ApiField(graphene.String, description=description)


def optional_text(name: str, description: str) -> ApiField:
    """Return a string field that is null when the model's field is empty."""
    return ApiField(
        graphene.String,
        required=False,
        description=description,
        source=lambda parent, _: getattr(parent, name) or None,
        columns=(name,),
    )


def flag(description: str) -> ApiField:
    """Return a non-null boolean field."""
    return ApiField(graphene.Boolean, description=description)


@dataclass(frozen=True, slots=True, eq=False)
class ContactDetails:
    """The contact fields of a page or a site."""

    role: str | None
    email: str | None
    phone: str | None


class Contact(graphene.ObjectType):
    """Contact details: a role, not a private person."""

    role = ApiField(
        graphene.String,
        required=False,
        description=("Role and organisation, such as “developer, social services”."),
    )
    email = ApiField(graphene.String, required=False, description="Shared e-mail address.")
    phone = ApiField(graphene.String, required=False, description="Phone number.")


class _AddressLoader:
    """Computes a URL from the parent and the site; costs no query."""

    columns = ()

    def __init__(self, address: Callable[[Any, SiteTrees], str | None]) -> None:
        self.address = address

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[str | None]:
        """Return each parent's URL."""
        return [self.address(parent, call.scope) for parent in parents]


def calendar_field() -> ApiField:
    """Return the field with the URL of a page's calendar."""
    return ApiField(
        graphene.String,
        required=False,
        description="URL of an iCalendar subscription.",
        loader=_AddressLoader(calendar_url),
    )


def feed_field() -> ApiField:
    """Return the field with the URL of an Atom feed."""
    return ApiField(
        graphene.String,
        required=False,
        description="URL of an Atom feed of articles.",
        loader=_AddressLoader(feed_url),
    )


def contact_field() -> ApiField:
    """Return the field for `ContactFields`; null if no contact is given."""
    return ApiField(
        Contact,
        required=False,
        description="Contact for questions; null if none is given.",
        source=_contact,
        columns=("contact_role", "contact_email", "contact_phone"),
    )


def _contact(page: Any, _context: Any) -> ContactDetails | None:
    values = (page.contact_role, page.contact_email, page.contact_phone)
    if not any(values):
        return None
    return ContactDetails(*(value or None for value in values))
