"""Every address of the admin, requested by every role, for the objects of one administration.

`access.toml` says who is let in. Everybody else gets a refusal, to GET and to POST, and no row
changes.
"""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test import Client
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from pages.roles import ADMINISTRATORS, EDITORS
from tests.admin.addresses import Address, admin_addresses
from tests.admin.world import World
from tests.factories import locale
from tests.pages.desks import Desk

ACCESS: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parent / "access.toml").read_text(encoding="utf-8")
)
ROLES = ("editor", "other", "own", "administrator")
WHAT_TO_DO = (
    "Add the address to tests/admin/access.toml, under the roles that may use it for objects of "
    "the administration in tests/admin/world.py: editor, other (a communicator of another "
    "administration), own (one of its communicators), administrator."
)
# Written by requests that are refused, too: who is logged in, and who has a page open.
BESIDE = ("django_session", "wagtailadmin_editingsession", "django_tasks", "search_", "modelsearch")
SENT = {
    "title": "Kapad",
    "name": "Kapad",
    "slug": "kapad",
    "language": "sv",
    "comment": "Kapad",
    "status": "archived",
    "reason": "Kapad",
    "next": "/admin/",
    "action-publish": "1",
    "confirm": "on",
    "understood": "on",
    "mark_as_active": "False",
    "restriction_type": "login",
    "new_title": "Kapad",
    "new_slug": "kapad",
    "files[]": "",
}


class Target(NamedTuple):
    """An address with what distinguishes it: bulk actions have one address for all."""

    key: str
    address: Address
    bulk: tuple[str, str, str] | None = None


def targets() -> list[Target]:
    """Return every address; each bulk action counts as one."""
    found: list[Target] = []
    for address in admin_addresses():
        name = address.name or address.route
        if address.name == "wagtail_bulk_action":
            found += [Target(f"bulk {'.'.join(each)}", address, each) for each in _bulk_actions()]
            continue
        if address.route in {target.address.route for target in found}:
            # Another view of ours stands in front of Wagtail's.
            continue
        keys = {target.key for target in found}
        key = name if name not in keys else f"{name} {' '.join(address.arguments)}"
        found.append(Target(key, address))
    return found


def _bulk_actions() -> list[tuple[str, str, str]]:
    bulk_action_registry._scan_for_bulk_actions()
    return [
        (app_label, model_name, action)
        for app_label, models in sorted(bulk_action_registry.actions.items())
        for model_name, actions in sorted(models.items())
        for action in sorted(actions)
    ]


def entries() -> dict[str, set[str]]:
    """Return the roles of each key."""
    return {
        key: set() if roles == "nobody" else set(ROLES) if roles == "all" else set(roles.split())
        for roles, keys in ACCESS.items()
        for key in keys
    }


def test_every_address_has_an_entry():
    # When the admin's addresses are compared with the entries
    found, known = {target.key for target in targets()}, set(entries())

    # Then none is new and none is gone
    assert sorted(found - known) == [], WHAT_TO_DO
    assert sorted(known - found) == [], "Remove these entries from tests/admin/access.toml."
    assert sum(map(len, ACCESS.values())) == len(known), "An address is listed twice."


# --- Requests -------------------------------------------------------------------------------------
@pytest.fixture
def world(client_of: Callable[..., Client]) -> World:
    locale("en")
    return World(Desk("Arbetsmarknadsförvaltningen", "labour", client_of))


@pytest.fixture
def client_as(world: World, client_of: Callable[..., Client]) -> Callable[[str], Client]:
    """Return a function that logs in a demo role."""

    def log_in(role: str) -> Client:
        if role == "own":
            return world.desk.client
        if role == "other":
            return Desk("Socialförvaltningen", "social", client_of).client
        group = {"editor": EDITORS, "administrator": ADMINISTRATORS}[role]
        return client_of(Group.objects.get(name=group), username=role)

    return log_in


@contextmanager
def written() -> Iterator[set[str]]:
    """Collect the tables that are written to."""
    tables: set[str] = set()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        first, *rest = sql.split(maxsplit=3)
        if first in ("INSERT", "UPDATE", "DELETE"):
            table = rest[0 if first == "UPDATE" else 1].strip('"')
            if not table.startswith(BESIDE):
                tables.add(table)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield tables


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every table that requests do not change on their way."""
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if not model._meta.db_table.startswith(BESIDE) and model._meta.managed
    }


def is_let_in(client: Client, url: str, tables: set[str]) -> tuple[bool, list[int]]:
    """Send GET and POST, and undo what they do; return whether one was answered or wrote."""
    statuses, inside = [], False
    for method, data in (("get", {}), ("post", SENT)):
        with transaction.atomic():
            answer = getattr(client, method)(url, data if method == "post" else None)
            transaction.set_rollback(True)
        statuses.append(answer.status_code)
        to = answer.headers.get("Location", "")
        refused = answer.status_code in (301, 302) and (
            to in ("/admin/", "") or to.startswith("/admin/login/")
        )
        inside |= answer.status_code < 400 and not refused
    return inside or bool(tables), statuses


def results(world: World, client: Client) -> dict[str, tuple[bool, list[int], set[str]]]:
    """Request every address; return what each answered, and what it wrote."""
    found = {}
    cookies = client.cookies.copy()
    for target in targets():
        # As before the address that logs out.
        client.cookies = cookies.copy()
        if not target.address.name:
            continue
        url = world.url(target.address) if not target.bulk else world.bulk_url(*target.bulk)
        with written() as tables:
            inside, statuses = is_let_in(client, url, tables)
        found[target.key] = (inside, statuses, tables)
    return found


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.admin_indexes
@pytest.mark.parametrize("role", ROLES)
def test_only_these_roles_are_let_in(world: World, client_as: Callable[[str], Client], role: str):
    # Given a user of the role
    client = client_as(role)
    before = rows()

    # When they request every address
    found = results(world, client)

    # Then nobody else is let in or writes, nothing fails, and no row has changed
    known = entries()
    may = {key for key, roles in known.items() if role in roles}
    inside = {key for key, (answered, _, _) in found.items() if answered}
    assert {key: found[key][1:] for key in sorted(inside - may)} == {}
    assert sorted(may & found.keys() - inside) == [], "access.toml promises more than there is."
    failed = {key: statuses for key, (_, statuses, _) in found.items() if max(statuses) >= 500}
    assert failed == {}
    assert rows() == before
