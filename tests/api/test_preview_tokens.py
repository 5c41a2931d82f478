"""A token opens one draft for fifteen minutes while its maker may edit the page."""

import datetime
import json

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.signing import Signer
from wagtail.models import PageLogEntry

from pages.models import PreviewGrant, StandardPage
from pages.previews.grants import create_preview_grant, revoke, share_draft
from pages.previews.tokens import make_token
from pages.roles import EDITORS, set_up_roles
from tests.api.drafts import NOW, PREVIEW, drafted, never_saved
from tests.factories import StandardPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.mark.parametrize("minutes", [15, 16, 24 * 60, -2, -24 * 60])
def test_token_expires_after_fifteen_minutes(read, maker, page, minutes):
    token = share_draft(page, maker, NOW)

    with time_machine.travel(NOW + datetime.timedelta(minutes=14, seconds=59), tick=False):
        assert read(token)["page"]["title"] == "Utkast"
    with time_machine.travel(NOW + datetime.timedelta(minutes=minutes), tick=False):
        assert read(token) is None


def test_use_does_not_extend_a_token(read, maker, page):
    # Given an editor who repeats the preview of a page
    first = create_preview_grant(page, maker, NOW, is_being_edited=True)
    later = NOW + datetime.timedelta(minutes=10)
    second = create_preview_grant(page, maker, later, is_being_edited=True)

    # Then
    with time_machine.travel(NOW + datetime.timedelta(minutes=16), tick=False):
        assert read(first) is None
        assert read(second)["page"]["title"] == "Utkast"


def test_tokens_of_one_edit_show_the_latest_input(read, maker, page):
    first = create_preview_grant(page, maker, NOW, is_being_edited=True)
    page.title = "Senare"
    create_preview_grant(page, maker, NOW, is_being_edited=True)

    assert read(first)["page"]["title"] == "Senare"
    assert PreviewGrant.objects.count() == 1


def test_shared_link_shows_the_latest_draft(read, maker, page):
    token = share_draft(page, maker, NOW)
    drafted(page, title="Sparat efteråt")

    assert read(token)["page"]["title"] == "Sparat efteråt"


def test_revoked_token_opens_nothing(read, maker, page):
    token, other = share_draft(page, maker, NOW), share_draft(page, maker, NOW)
    assert read(token) is not None

    revoke(PreviewGrant.objects.get(pk=token[:32]), maker)

    assert read(token) is None
    assert read(other) is not None


def test_token_opens_only_its_page(read, maker, page):
    other = drafted(StandardPageFactory(), title="Ett annat utkast")
    tokens = {each.title: share_draft(each, maker, NOW) for each in (page, other)}

    assert {title: read(token)["page"]["title"] for title, token in tokens.items()} == {
        "Utkast": "Utkast",
        "Ett annat utkast": "Ett annat utkast",
    }


def test_invalid_tokens_get_the_same_answer(client, settings, maker, page):
    # Given
    token = share_draft(page, maker, NOW)
    value, _, signature = token.rpartition(".")
    revoked = share_draft(page, maker, NOW)
    revoke(PreviewGrant.objects.get(pk=revoked[:32]), maker)
    with_other_key = Signer(key="another", salt="medskap.pages.preview", sep=".").sign(value)
    bad = {
        "empty": "",
        "unknown": make_token(PreviewGrant().pk, NOW),
        "run out": make_token(PreviewGrant.objects.get().pk, NOW - datetime.timedelta(minutes=15)),
        "revoked": revoked,
        "changed grant": f"{'0' * 32}{value[32:]}.{signature}",
        "changed time": f"{value[:32]}{int(value[32:], 16) + 60:08x}.{signature}",
        "changed signature": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "without signature": value,
        "of another key": with_other_key,
        "of another purpose": Signer(salt="medskap.graphql.cursor", sep=".").sign(value),
        "signed nonsense": Signer(salt="medskap.pages.preview", sep=".").sign("page 7"),
        "not ASCII": "é" * 84,
        "long": "a" * 20_000,
    }

    # When
    answers = {
        why: client.post(
            "/graphql/",
            json.dumps({"query": PREVIEW, "variables": {"token": each}}),
            content_type="application/json",
        )
        for why, each in bad.items()
    }

    # Then
    assert {
        why: (each.status_code, each.content) for why, each in answers.items()
    } == dict.fromkeys(bad, (200, b'{"data":{"preview":null}}'))
    assert PageLogEntry.objects.filter(action="pages.preview_read").count() == 0


def test_tokens_of_another_secret_key_open_nothing(read, settings, maker, page):
    token = share_draft(page, maker, NOW)

    settings.SECRET_KEY = "another key that is long enough to sign with, say"

    assert read(token) is None


def test_token_ends_with_its_makers_permission(read, page):
    # Given an editor who may edit their own pages
    set_up_roles()
    editor = get_user_model().objects.create_user("editor", "editor@example.org", "secret")
    editor.groups.add(Group.objects.get(name=EDITORS))
    own = StandardPageFactory(owner=editor, live=False)
    shared, unsaved = (
        share_draft(own, editor, NOW),
        create_preview_grant(never_saved(StandardPage), editor, NOW),
    )
    assert read(shared) is not None
    assert read(unsaved) is not None

    # When
    editor.groups.clear()

    # Then
    assert read(shared) is None
    assert read(unsaved) is None


def test_token_requires_permission_to_edit(read, page):
    set_up_roles()
    editor = get_user_model().objects.create_user("editor", "editor@example.org", "secret")
    editor.groups.add(Group.objects.get(name=EDITORS))

    assert read(share_draft(page, editor, NOW)) is None


def test_tokens_of_a_deactivated_user_open_nothing(read, maker, page):
    token = share_draft(page, maker, NOW)

    maker.is_active = False
    maker.save()

    assert read(token) is None


def test_token_of_a_deleted_page_opens_nothing(read, maker, page):
    token = share_draft(page, maker, NOW)

    page.delete()

    assert read(token) is None
    assert not PreviewGrant.objects.exists()


def test_token_under_a_deleted_parent_opens_nothing(read, maker, page):
    token = create_preview_grant(never_saved(StandardPage, page), maker, NOW)
    assert read(token) is not None

    page.delete()

    assert read(token) is None
