"""Fixtures: users of the admin."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from tests.factories import default_home
from tests.pages.desks import Desk


@pytest.fixture
def client_of(db: None) -> Callable[..., Client]:
    """Return a function that creates a user in the given groups and returns a logged-in client."""

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
    """A logged-in client of a superuser; the site has a start page."""
    default_home()
    return client_of(username="root", superuser=True)


@pytest.fixture
def social(client_of: Callable[..., Client]) -> Desk:
    """Socialförvaltningen."""
    return Desk("Socialförvaltningen", "social", client_of)


@pytest.fixture
def labour(client_of: Callable[..., Client]) -> Desk:
    """Arbetsmarknadsförvaltningen."""
    return Desk("Arbetsmarknadsförvaltningen", "labour", client_of)
