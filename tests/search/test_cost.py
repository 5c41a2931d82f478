"""The number of statements of a search does not depend on its hits."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.search.indexing import rebuild
from cms.search.models import SearchEntry
from cms.search.registry import SearchScope
from cms.search.searching import search
from pages.models import AgendaItem, EventPage
from pages.visibility import Environment
from tests.factories import EventPageFactory, ServiceFactory
from tests.search.asking import titles

pytestmark = pytest.mark.django_db


def test_search_is_one_statement():
    for first, events in ((0, 1), (1, 50)):
        for number in range(first, events):
            EventPageFactory(title=f"Träff {number}", agenda_items=[AgendaItem(title="Tema")])
        environment = Environment(timezone.now())
        site = environment.sites[0]
        environment.visibility(site)

        for query in ("träff", "träff ingenstans"):
            with CaptureQueriesContext(connection) as seen:
                found = search(query, SearchScope("sv", site, environment))
                shown = [hit.title_html + hit.snippet_html for hit in found.hits]

            assert len(shown) == events
            assert len(seen) == 1


def test_rebuilt_index_finds_the_same():
    EventPageFactory(title="Träff", agenda_items=[AgendaItem(title="Bemötande")])
    ServiceFactory(name="Rådgivningen")
    before = list(SearchEntry.objects.values_list("kind", "object_id", "title", "body"))

    call_command("rebuild_search", verbosity=0)

    after = list(SearchEntry.objects.values_list("kind", "object_id", "title", "body"))
    assert sorted(after) == sorted(before)
    assert titles("bemötande") == ["Träff"]


def test_statements_of_a_rebuild_do_not_depend_on_events():
    counts = []
    for _ in range(2):
        for number in range(10):
            EventPageFactory(title=f"Träff {number}", agenda_items=[AgendaItem(title="Tema")])
        with CaptureQueriesContext(connection) as seen:
            rebuild()
        counts.append(sum(query["sql"].startswith("SELECT") for query in seen))

    assert counts[0] == counts[1] < 30


def test_rebuild_corrects_rows_changed_without_signals():
    page = EventPageFactory(title="Gammalt namn")
    EventPage.objects.filter(pk=page.pk).update(title="Nytt namn")
    assert titles("nytt") == []

    assert rebuild() == SearchEntry.objects.count()

    assert titles("nytt") == ["Nytt namn"]
    assert titles("gammalt") == []
