"""The admin's dashboard and lists, and its language."""

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
from tests.pages.desks import Desk

pytestmark = pytest.mark.django_db
WEEK = datetime.timedelta(days=7)


def panel(html: bytes) -> str:
    found = BeautifulSoup(html, "html.parser").select_one("#to-do-section")
    assert found is not None
    return found.get_text(" ", strip=True)


def test_admin_opens_in_swedish(admin_client):
    # When an editor who chose no language opens the admin
    html = admin_client.get("/admin/").content.decode()

    # Then it is in Swedish
    assert '<html lang="sv"' in html
    assert "Sidor" in html


def test_time_zone_is_not_a_user_setting(admin_client):
    # Times are entered in the city's time zone.
    html = admin_client.get(reverse("wagtailadmin_account")).content.decode()

    assert "preferred_language" in html
    assert "current_time_zone" not in html


def test_dashboard_lists_meetings_without_an_agenda(admin_client):
    # Given upcoming meetings of a group: one without agenda, one with, one cancelled, one far off
    group = GroupPageFactory()
    EventPageFactory(title="Oförberett", group=group)
    EventPageFactory(title="Förberett", group=group, agenda_items=[AgendaItem(title="Fritid")])
    EventPageFactory(title="Inställt", group=group, status=EventStatus.CANCELLED)
    EventPageFactory(title="Avlägset", group=group, starts_at=EVENT_START + 10 * WEEK)

    # When the dashboard is opened the week before
    with time_machine.travel(EVENT_START - WEEK, tick=False):
        text = panel(admin_client.get("/admin/").content)

    # Then only the first is listed
    assert "Oförberett" in text
    assert not any(other in text for other in ("Förberett", "Inställt", "Avlägset"))


def test_dashboard_lists_meetings_without_minutes(admin_client):
    # Given two past meetings, one with a report
    group = GroupPageFactory()
    EventPageFactory(title="Temamöte", group=group)
    EventPageFactory(title="Skildrat", group=group, report=[("heading", "Så blev det")])

    # When the dashboard is opened the week after
    with time_machine.travel(EVENT_START + WEEK, tick=False):
        text = panel(admin_client.get("/admin/").content)

    # Then the one without a report is listed
    assert "Temamöte" in text
    assert "Skildrat" not in text


def test_dashboard_lists_drafts_or_an_empty_message(admin_client):
    # Given nothing to do, and then a draft
    with time_machine.travel(EVENT_START, tick=False):
        empty = panel(admin_client.get("/admin/").content)
        article = ArticlePageFactory(title="Utkastet", live=False)
        article.save_revision()
        text = panel(admin_client.get("/admin/").content)

    # Then the panel is never empty without a message
    assert "Utkastet" not in empty
    assert len(empty) > len("Att göra")
    assert "Utkastet" in text


def test_dashboard_of_a_communicator_is_limited_to_its_sections(client_of):
    # Given drafts in two administrations
    social = Desk("Socialförvaltningen", "social", client_of)
    labour = Desk("Arbetsmarknadsförvaltningen", "labour", client_of)
    for desk in (social, labour):
        ArticlePageFactory(
            title=f"Utkast {desk.organisation.slug}", parent=desk.section, live=False
        ).save_revision()

    # When one communicator opens the dashboard
    text = panel(social.client.get("/admin/").content)

    # Then only the draft of its own section is listed
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
def test_admin_list_shows_distinguishing_columns(admin_client, address, factory, column):
    # Given a page of the type
    page = factory()

    # When its list is opened
    html = admin_client.get(f"/admin/content/{address}/").content.decode()

    # Then the page is listed with its main columns
    assert page.title in html
    assert column(page) in html


def test_events_are_listed_latest_first_and_can_be_filtered(admin_client):
    # Given two events
    EventPageFactory(title="Äldre")
    EventPageFactory(title="Yngre", starts_at=EVENT_START + WEEK, status=EventStatus.CANCELLED)

    # When the list is opened, unfiltered and filtered
    whole = admin_client.get("/admin/content/events/").content.decode()
    narrowed = admin_client.get("/admin/content/events/?status=cancelled").content.decode()

    # Then the later one is first, and the filter shows the cancelled one only
    assert whole.index("Yngre") < whole.index("Äldre")
    assert "Yngre" in narrowed
    assert "Äldre" not in narrowed


def test_content_models_pass_the_system_checks():
    # When the system checks run
    found = run_checks(tags=["pages"])

    # Then every field has a help text and every page type is restricted
    assert not found, found
