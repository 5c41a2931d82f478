"""Uses of preview tokens are logged; the tokens are not stored."""

import datetime
import json
import logging

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from pages.models import PreviewGrant, StandardPage
from pages.previews.grants import create_preview_grant, share_draft
from tests.api.drafts import NOW, PREVIEW, never_saved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_each_use_of_a_token_is_logged(read, ask, maker, page):
    # Given
    token = share_draft(page, maker, NOW)

    # When it is read twice, the second time under two aliases
    read(token)
    ask(
        """query ($t: String!) {
          a: preview(token: $t) { savedAt } b: preview(token: $t) { savedAt } }""",
        t=token,
    )

    # Then
    entries = PageLogEntry.objects.filter(page=page.pk, action="pages.preview_read")
    assert [entry.user for entry in entries] == [maker, maker]


def test_preview_of_an_unsaved_page_is_logged_at_its_parent(read, maker, page):
    read(create_preview_grant(never_saved(StandardPage, page, title="Osparat"), maker, NOW))

    entry = PageLogEntry.objects.get(action="pages.preview_read")
    assert entry.page_id == page.pk
    assert "Osparat" in entry.message


def test_token_is_not_stored(read, maker, page, caplog):
    # Given
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as captured:
        token = share_draft(page, maker, NOW)
        other = create_preview_grant(page, maker, NOW)
        read(token)
        read(other)

    # Then neither the token nor its signature is stored
    said = "".join(record.getMessage() for record in caplog.records)
    asked = "".join(query["sql"] for query in captured.captured_queries)
    for secret in (token, token.rpartition(".")[2], other, other.rpartition(".")[2]):
        assert secret not in said
        assert secret not in asked


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (PREVIEW, {"token": ["{}"]}),
        ('{{ preview(token: ["{}"]) {{ savedAt }} }}', {}),
        ('{{ preview("{}") {{ savedAt }} }}', {}),
        ('{{ preview(token: "{}", again: "{}") {{ savedAt }} }}', {}),
        ('{{ events(after: "{}") {{ totalCount }} }}', {}),
    ],
)
def test_refusals_do_not_repeat_tokens(client, maker, page, query, variables):
    token = share_draft(page, maker, NOW)
    body = {
        "query": query if variables else query.format(token, token),
        "variables": {name: [token] for name in variables},
    }

    response = client.post("/graphql/", json.dumps(body), content_type="application/json")

    assert response.json()["errors"]
    assert token not in response.content.decode()


def test_expired_previews_are_deleted(maker, page):
    create_preview_grant(page, maker, NOW)
    later = NOW + datetime.timedelta(minutes=10)
    share_draft(page, maker, later)

    with time_machine.travel(NOW + datetime.timedelta(minutes=15), tick=False):
        call_command("prune_previews", verbosity=0)

    assert [grant.content for grant in PreviewGrant.objects.all()] == [None]
