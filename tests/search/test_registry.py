"""Registering what can be found."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.search import registry
from cms.search.registry import SearchSource
from feedback.models import Service
from pages.models import Organisation, Topic, Venue


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start each test with nothing registered."""
    monkeypatch.setattr(registry, "_sources", {})
    monkeypatch.setattr(registry, "_kinds", {})


def _source(kind: str, model: type, description: str = "") -> SearchSource:
    return SearchSource(
        kind, model, lambda _: None, lambda _: model.objects.none(), description=description
    )


def test_sources_keep_the_order_of_registration_and_share_kinds():
    registry.register(_source("place", Venue, "A place."), _source("body", Organisation))
    registry.register(_source("place", Topic, "Not shown."))

    assert [source.model for source in registry.sources()] == [Venue, Organisation, Topic]
    assert list(registry.kinds().items()) == [("place", "A place."), ("body", "")]
    assert registry.source_of(Topic).kind == "place"
    assert registry.source_of(Service) is None


def test_a_model_is_registered_only_once():
    registry.register(_source("place", Venue))

    with pytest.raises(ImproperlyConfigured, match=r"pages\.Venue is registered twice"):
        registry.register(_source("site", Venue))


def test_more_kinds_than_an_entry_id_can_hold_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registry, "MAX_KINDS", 2)
    registry.register(_source("place", Venue), _source("body", Organisation))
    registry.register(_source("place", Topic))

    with pytest.raises(ImproperlyConfigured, match="room for 2 kinds"):
        registry.register(_source("service", Service))
