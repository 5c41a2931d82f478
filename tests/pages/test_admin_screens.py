"""The screens of the admin that we add, and the language it speaks."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.checks import run_checks
from django.urls import reverse

from pages.models import AgendaItem, EventStatus
from tests.factories import (
    EVENT_START,
    ArticlePageFactory,
    EventPageFactory,
    GroupPageFactory,
    ProjectPageFactory,
)
from tests.pages.test_roles import Desk

pytestmark = pytest.mark.django_db
WEEK = datetime.timedelta(days=7)


def panel(html: bytes) -> str:
    found = BeautifulSoup(html, "html.parser").select_one("#to-do-section")
    assert found is not None
    return found.get_text(" ", strip=True)


def test_admin_opens_in_swedish(admin_client):
    # When an editor who chose no language opens the admin
    html = admin_client.get("/admin/").content.decode()

    # Then it speaks Swedish
    assert '<html lang="sv"' in html
    assert "Sidor" in html


def test_no_editor_chooses_another_time_zone(admin_client):
    # A time typed for a meeting is the city's.
    html = admin_client.get(reverse("wagtailadmin_account")).content.decode()

    assert "preferred_language" in html
    assert "current_time_zone" not in html


def test_dashboard_names_meetings_without_an_agenda(admin_client):
    # Given meetings of a group that come soon, one of them prepared, one called off, one far off
    group = GroupPageFactory()
    EventPageFactory(title="Oförberett", group=group)
    EventPageFactory(title="Förberett", group=group, agenda_items=[AgendaItem(title="Fritid")])
    EventPageFactory(title="Inställt", group=group, status=EventStatus.CANCELLED)
    EventPageFactory(title="Avlägset", group=group, starts_at=EVENT_START + 10 * WEEK)

    # When the dashboard is opened the week before
    with time_machine.travel(EVENT_START - WEEK, tick=False):
        text = panel(admin_client.get("/admin/").content)

    # Then the one is named
    assert "Oförberett" in text
    assert not any(other in text for other in ("Förberett", "Inställt", "Avlägset"))


def test_dashboard_names_meetings_without_minutes(admin_client):
    # Given two meetings that were held, of which one has a report
    group = GroupPageFactory()
    EventPageFactory(title="Temamöte", group=group)
    EventPageFactory(title="Skildrat", group=group, report=[("heading", "Så blev det")])

    # When the dashboard is opened the week after
    with time_machine.travel(EVENT_START + WEEK, tick=False):
        text = panel(admin_client.get("/admin/").content)

    # Then it asks for what was said at the other
    assert "Temamöte" in text
    assert "Skildrat" not in text


def test_dashboard_names_drafts_and_says_when_nothing_waits(admin_client):
    # Given nothing at first, and then a draft
    with time_machine.travel(EVENT_START, tick=False):
        empty = panel(admin_client.get("/admin/").content)
        article = ArticlePageFactory(title="Utkastet", live=False)
        article.save_revision()
        text = panel(admin_client.get("/admin/").content)

    # Then the panel is never a riddle
    assert "Utkastet" not in empty
    assert len(empty) > len("Att göra")
    assert "Utkastet" in text


def test_dashboard_of_a_communicator_tells_only_of_its_sections(client_of):
    # Given drafts in two administrations
    social = Desk("Socialförvaltningen", "social", client_of)
    labour = Desk("Arbetsmarknadsförvaltningen", "labour", client_of)
    for desk in (social, labour):
        ArticlePageFactory(
            title=f"Utkast {desk.organisation.slug}", parent=desk.section, live=False
        ).save_revision()

    # When one communicator opens the dashboard
    text = panel(social.client.get("/admin/").content)

    # Then only its own waits for it
    assert "Utkast social" in text
    assert "Utkast labour" not in text


@pytest.mark.parametrize(
    ("address", "factory", "column"),
    [
        ("events", EventPageFactory, lambda page: "2026-05-11 13:30"),
        ("articles", ArticlePageFactory, lambda page: "2026-05-04"),
        ("groups", GroupPageFactory, lambda page: page.get_kind_display()),
        ("projects", ProjectPageFactory, lambda page: page.get_status_display()),
    ],
)
def test_list_of_a_kind_shows_what_tells_its_pages_apart(admin_client, address, factory, column):
    # Given a page of the kind
    page = factory()

    # When its list is opened
    html = admin_client.get(f"/admin/content/{address}/").content.decode()

    # Then the page is in it with what matters
    assert page.title in html
    assert column(page) in html


def test_events_are_listed_latest_first_and_can_be_filtered(admin_client):
    # Given two events
    EventPageFactory(title="Äldre")
    EventPageFactory(title="Yngre", starts_at=EVENT_START + WEEK, status=EventStatus.CANCELLED)

    # When the list is opened, whole and narrowed
    whole = admin_client.get("/admin/content/events/").content.decode()
    narrowed = admin_client.get("/admin/content/events/?status=cancelled").content.decode()

    # Then the later one is first, and alone among the cancelled
    assert whole.index("Yngre") < whole.index("Äldre")
    assert "Yngre" in narrowed
    assert "Äldre" not in narrowed


def test_content_models_keep_the_house_rules():
    # When the checks look at them
    found = run_checks(tags=["pages"])

    # Then every field explains itself and no page may stand just anywhere
    assert not found, found
