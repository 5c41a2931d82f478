"""Fixtures: users of the admin."""

from tests.pages.conftest import admin_client as admin_client
from tests.pages.conftest import client_of as client_of
from tests.pages.conftest import labour as labour
from tests.pages.conftest import social as social
