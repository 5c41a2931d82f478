"""Lists have one language; relations follow translations."""

import pytest

from pages.models import HomePage
from tests.api.translations import translated
from tests.factories import (
    EventPageFactory,
    GroupPageFactory,
    ProjectPageFactory,
    ServiceFactory,
    TopicFactory,
    VenueFactory,
    default_home,
    locale,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_groups():
    """Return a group with a translation and one without, each with such events."""
    home = default_home()
    HomePage.objects.filter(pk=home.pk).update(slug="hem")
    both = GroupPageFactory(title="Hälsa", slug="halsa")
    only = GroupPageFactory(title="Ledning", slug="ledning")
    translated(both, title="Health", slug="health")
    for group, name in ((both, "Yoga"), (only, "Möte")):
        event = EventPageFactory(title=f"{name} 1", slug=f"{name[0]}-1".lower(), group=group)
        translated(event, title=f"{name} one", slug=f"{name[0]}-one".lower())
        EventPageFactory(title=f"{name} 2", slug=f"{name[0]}-2".lower(), group=group)
    return both, only


def test_lists_are_strict(ask, two_groups):
    found = ask(
        """{ sv: groups { nodes { title locale path } }
            en: groups(locale: "en") { totalCount nodes { title locale path } } }"""
    )

    assert [node["title"] for node in found["sv"]["nodes"]] == ["Hälsa", "Ledning"]
    assert found["en"] == {
        "totalCount": 1,
        "nodes": [{"title": "Health", "locale": "en", "path": "/en/grupper/health/"}],
    }


def test_english_group_lists_english_and_untranslated_meetings(ask, two_groups):
    # When
    events = ask(
        """{ group(slug: "health", locale: "en") { events(orderBy: TITLE_ASC) {
            totalCount nodes { title locale group { title } } } } }"""
    )["group"]["events"]

    # Then each meeting is listed once
    assert events["totalCount"] == 2
    assert events["nodes"] == [
        {"title": "Yoga 2", "locale": "sv", "group": {"title": "Hälsa"}},
        {"title": "Yoga one", "locale": "en", "group": {"title": "Health"}},
    ]


def test_swedish_group_lists_no_english_meetings(ask, two_groups):
    events = ask('{ group(slug: "halsa") { events(orderBy: TITLE_ASC) { nodes { title } } } }')[
        "group"
    ]["events"]

    assert [node["title"] for node in events["nodes"]] == ["Yoga 1", "Yoga 2"]


def test_english_event_of_an_untranslated_group_has_the_swedish_group(ask, two_groups):
    event = ask('{ event(slug: "m-one", locale: "en") { locale group { title locale } } }')["event"]

    assert event == {"locale": "en", "group": {"title": "Ledning", "locale": "sv"}}


def test_parents_are_loaded_in_their_own_language(ask, two_groups):
    # When English events are listed, one of them of a group without translation
    events = ask(
        """{ events(locale: "en", orderBy: TITLE_ASC) { nodes { title group { title
            events(orderBy: TITLE_ASC) { totalCount nodes { title } } } } } }"""
    )["events"]["nodes"]

    # Then
    assert [
        (e["group"]["title"], [n["title"] for n in e["group"]["events"]["nodes"]]) for e in events
    ] == [("Ledning", ["Möte 1", "Möte 2"]), ("Health", ["Yoga 2", "Yoga one"])]
    assert [e["group"]["events"]["totalCount"] for e in events] == [2, 2]


@pytest.mark.parametrize(
    ("slug", "code", "title"),
    [
        ("halsa", "sv", "Hälsa"),
        ("halsa", "en", "Health"),
        ("health", "en", "Health"),
        ("ledning", "en", "Ledning"),
        ("health", "sv", None),
        ("nope", "en", None),
    ],
)
def test_slug_finds_the_translation(ask, two_groups, slug, code, title):
    found = ask(
        "query ($s: String!, $l: String) { group(slug: $s, locale: $l) { title } }", s=slug, l=code
    )

    assert (found["group"] or {}).get("title") == title


def test_page_has_its_lookup_slug(ask, two_groups):
    # Given
    told = ask('{ groups(locale: "en") { nodes { slug path } } }')["groups"]["nodes"]
    assert told == [{"slug": "health", "path": "/en/grupper/health/"}]

    # When
    found = ask(
        """query ($slug: String!) {
            group(slug: $slug, locale: "en") { title }
            events(filter: { group: $slug }, locale: "en") { nodes { title } }
            start: group(slug: "halsa") { parent { parent { path slug } } } }""",
        slug=told[0]["slug"],
    )

    # Then
    assert found["group"] == {"title": "Health"}
    assert found["events"]["nodes"] == [{"title": "Yoga one"}]
    # And the slug of a start page, which is in no path, is null
    assert found["start"]["parent"]["parent"] == {"path": "/", "slug": ""}


def test_hidden_translation_is_not_used(ask, two_groups):
    both, _ = two_groups
    english = both.get_translation(locale("en"))
    english.live = False
    english.save()

    assert ask('{ group(slug: "halsa", locale: "en") { title } }')["group"]["title"] == "Hälsa"
    event = ask('{ event(slug: "y-one", locale: "en") { group { title } translations { path } } }')
    assert event["event"]["group"]["title"] == "Hälsa"


def test_relation_to_a_hidden_original_returns_its_translation(ask, two_groups):
    # Given an English event that points at the hidden Swedish group
    both, _ = two_groups
    both.live = False
    both.save()

    # Then
    event = ask('{ event(slug: "y-one", locale: "en") { group { title locale } } }')["event"]
    assert event["group"] == {"title": "Health", "locale": "en"}


def test_translations_list_the_other_languages(ask, two_groups):
    group = ask('{ group(slug: "halsa") { translations { locale path title } } }')["group"]

    assert group["translations"] == [
        {"locale": "en", "path": "/en/grupper/health/", "title": "Health"}
    ]


def test_snippets_follow_the_language_of_their_page(ask):
    # Given
    venue, topic = VenueFactory(name="Huset"), TopicFactory(name="Bo", slug="bo")
    for snippet, name in ((venue, "The house"), (topic, "Living")):
        copy = snippet.copy_for_translation(locale("en"))
        copy.name = name
        copy.save()
    event = EventPageFactory(slug="e", venue=venue, topics=[topic])
    translated(event, slug="e-en")

    # When
    found = ask(
        """{ sv: event(slug: "e") { venue { name locale } topics { name } }
            en: event(slug: "e", locale: "en") { venue { name locale } topics { name } }
            filtered: events(locale: "en", filter: {topic: ["bo"]}) { totalCount } }"""
    )

    # Then
    assert found["sv"] == {"venue": {"name": "Huset", "locale": "sv"}, "topics": [{"name": "Bo"}]}
    assert found["en"] == {
        "venue": {"name": "The house", "locale": "en"},
        "topics": [{"name": "Living"}],
    }
    assert found["filtered"]["totalCount"] == 1


def test_service_is_translated(ask):
    default_home()
    service = ServiceFactory(name="Boendestöd", slug="boendestod")
    copy = service.copy_for_translation(locale("en"))
    copy.name, copy.slug = "Housing support", "housing-support"
    copy.save()

    found = ask(
        """{ en: service(slug: "boendestod", locale: "en") { name ratings { label } }
            sv: service(slug: "boendestod") { name }
            list: services(locale: "en") { nodes { name } } }"""
    )

    assert found["en"]["name"] == "Housing support"
    assert found["en"]["ratings"][0] == {"label": "Very bad"}
    assert found["sv"]["name"] == "Boendestöd"
    assert found["list"]["nodes"] == [{"name": "Housing support"}]


def test_many_to_many_relations_follow_translations(ask):
    project = ProjectPageFactory(title="Projekt", slug="projekt-a")
    translated(project, title="Project", slug="project-a")
    event = EventPageFactory(slug="e", projects=[project])
    translated(event, slug="e-en")

    found = ask(
        """{ event(slug: "e", locale: "en") { projects { title } }
            project(slug: "project-a", locale: "en") { events { totalCount nodes { locale } } } }"""
    )

    assert found["event"]["projects"] == [{"title": "Project"}]
    assert found["project"]["events"] == {"totalCount": 1, "nodes": [{"locale": "en"}]}
