"""Fixtures: users of the admin."""

from tests.pages.conftest import admin_client as admin_client
from tests.pages.conftest import client_of as client_of
