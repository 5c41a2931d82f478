"""Nested lists are paged per parent, with one query per level."""

import datetime

import pytest

from pages.models import (
    EventKind,
    GroupPage,
    OrganisationKind,
    ProjectParticipant,
)
from tests.api.translations import translated
from tests.factories import (
    EVENT_START,
    ArticlePageFactory,
    ContentImageFactory,
    EventPageFactory,
    EventSeriesPageFactory,
    GroupIndexPageFactory,
    GroupPageFactory,
    OrganisationFactory,
    ProjectPageFactory,
    ServiceFactory,
    TopicFactory,
    VenueFactory,
    locale,
)
from tests.renditions import foresee_files

pytestmark = pytest.mark.django_db


def titles(connection):
    return [node["title"] for node in connection["nodes"]]


def test_each_parent_gets_its_own_page_of_a_list(ask):
    # Given
    for group_number in range(3):
        group = GroupPageFactory(title=f"G{group_number}")
        for number in range(group_number * 2):
            EventPageFactory(
                title=f"G{group_number}E{number}",
                group=group,
                starts_at=EVENT_START + datetime.timedelta(days=number),
            )

    # When
    groups = ask(
        """{ groups { nodes { title events(first: 2, orderBy: STARTS_AT_DESC) {
            totalCount nodes { title } pageInfo { hasNextPage endCursor } } } } }"""
    )["groups"]["nodes"]

    # Then
    assert [titles(group["events"]) for group in groups] == [[], ["G1E1", "G1E0"], ["G2E3", "G2E2"]]
    assert [group["events"]["totalCount"] for group in groups] == [0, 2, 4]
    assert [group["events"]["pageInfo"]["hasNextPage"] for group in groups] == [False, False, True]

    # When the next page of one of them is requested
    rest = ask(
        """query ($after: String) { groups { nodes { title events(first: 2, after: $after,
            orderBy: STARTS_AT_DESC) { nodes { title } } } } }""",
        after=groups[2]["events"]["pageInfo"]["endCursor"],
    )["groups"]["nodes"]

    # Then
    assert titles(rest[2]["events"]) == ["G2E1", "G2E0"]


def test_aliases_keep_their_own_arguments(ask):
    group = GroupPageFactory(slug="g")
    EventPageFactory(title="Meeting", group=group)
    EventPageFactory(title="Workshop", group=group, kind=EventKind.WORKSHOP)

    found = ask(
        """query ($yes: Boolean!, $no: Boolean!) { group(slug: "g") {
            all: events { nodes { title } }
            workshops: events(filter: {kind: WORKSHOP}) { nodes { ...T } }
            left: events @include(if: $no) { nodes { title } }
            kept: events(first: 1) @include(if: $yes) { totalCount nodes { kind } }
        } } fragment T on EventPage { title }""",
        yes=True,
        no=False,
    )["group"]

    assert sorted(titles(found["all"])) == ["Meeting", "Workshop"]
    assert titles(found["workshops"]) == ["Workshop"]
    assert found["kept"]["totalCount"] == 2
    assert "left" not in found


def test_lists_of_an_organisation_and_a_project(ask):
    staden = OrganisationFactory(slug="staden", kind=OrganisationKind.ADMINISTRATION)
    project = ProjectPageFactory(
        title="P", slug="p", participants=[ProjectParticipant(organisation=staden)]
    )
    GroupPageFactory(title="G", organisers=[staden])
    event = EventPageFactory(title="E", organisers=[staden], projects=[project])
    EventPageFactory(title="I", invited=[staden])
    EventSeriesPageFactory(title="T", organisers=[staden])
    EventSeriesPageFactory(title="of others")
    ArticlePageFactory(title="A", projects=[project], events=[event])
    ServiceFactory(name="S", administration=staden)

    found = ask(
        """{ organisations { nodes { groups { nodes { title } } projects { nodes { title } }
            events { nodes { title } } invitedTo { nodes { title } } series { nodes { title } }
            services { nodes { name } } } }
            project(slug: "p") { events { nodes { title } } articles { nodes { title } } }
            events(filter: {project: "p"}) { nodes { articles { nodes { title } } } } }"""
    )

    organisation = found["organisations"]["nodes"][0]
    assert titles(organisation["groups"]) == ["G"]
    assert titles(organisation["projects"]) == ["P"]
    assert titles(organisation["events"]) == ["E"]
    assert titles(organisation["invitedTo"]) == ["I"]
    assert titles(organisation["series"]) == ["T"]
    assert organisation["services"]["nodes"] == [{"name": "S"}]
    assert titles(found["project"]["events"]) == ["E"]
    assert titles(found["project"]["articles"]) == ["A"]
    assert titles(found["events"]["nodes"][0]["articles"]) == ["A"]


def test_page_has_the_slug_that_filters_use(ask):
    # Given a group below a section
    section = GroupIndexPageFactory(parent=GroupIndexPageFactory(slug="grupper"), slug="soc")
    EventPageFactory(title="E", group=GroupPageFactory(slug="din-halsa", parent=section))

    # When its slug is read from a list
    (group,) = ask("{ groups { nodes { slug path } } }")["groups"]["nodes"]

    # Then the filter finds its meetings by that slug
    assert group["path"] == "/grupper/soc/din-halsa/"
    query = "query ($group: String) { events(filter: {group: $group}) { nodes { title } } }"
    assert titles(ask(query, group=group["slug"])["events"]) == ["E"]


def test_topic_and_venue_list_their_content(ask):
    # Given content of each type with a topic and a venue, and without
    topic, venue = TopicFactory(slug="bo"), VenueFactory(slug="huset")
    for make in (GroupPageFactory, ProjectPageFactory, EventPageFactory, ArticlePageFactory):
        make(title="About", topics=[topic])
        make(title="Other")
    EventPageFactory(title="There", venue=venue)
    OrganisationFactory(slug="staden", name="Staden")

    found = ask(
        """{ topic(slug: "bo") { groups { nodes { title } } projects { nodes { title } }
          events { nodes { title } } articles(first: 5) { totalCount nodes { title } } }
        venue(slug: "huset") { events { nodes { title } } }
        organisation(slug: "staden") { name }
        none: organisation(slug: "nope") { name } other: topic(slug: "nope") { name } }"""
    )

    for name in ("groups", "projects", "events", "articles"):
        assert titles(found["topic"][name]) == ["About"], name
    assert titles(found["venue"]["events"]) == ["There"]
    assert found["organisation"] == {"name": "Staden"}
    assert found["none"] is found["other"] is None


def test_topic_is_found_by_slug_in_both_languages(ask):
    topic = TopicFactory(slug="bo", name="Att bo")
    english = topic.copy_for_translation(locale("en"))
    english.slug, english.name = "housing", "Housing"
    english.save()

    found = ask(
        """{ sv: topic(slug: "bo") { name } en: topic(slug: "bo", locale: "en") { name }
        own: topic(slug: "housing", locale: "en") { name } not: topic(slug: "housing") { name } }"""
    )

    assert found == {
        "sv": {"name": "Att bo"},
        "en": {"name": "Housing"},
        "own": {"name": "Housing"},
        "not": None,
    }


def test_nodes_and_edges_can_select_different_fields(ask):
    GroupPageFactory(title="Health", purpose="To feel well", image=(image := ContentImageFactory()))
    foresee_files([image])
    EventPageFactory(group=GroupPage.objects.get())

    found = ask(
        """{ groups {
          nodes { image { rendition(preset: CARD) { src } } events { nodes { allDay } } }
          edges { node { image { rendition(preset: HERO) { src } } events { totalCount } } } }
        events { nodes { group { purpose } } edges { node { group { title } } } } }"""
    )

    node, edge = found["groups"]["nodes"][0], found["groups"]["edges"][0]["node"]
    assert node["image"]["rendition"]["src"] != edge["image"]["rendition"]["src"]
    assert node["events"] == {"nodes": [{"allDay": False}]}
    assert edge["events"] == {"totalCount": 1}
    assert found["events"]["nodes"] == [{"group": {"purpose": "To feel well"}}]
    assert found["events"]["edges"] == [{"node": {"group": {"title": "Health"}}}]


@pytest.mark.parametrize("other_groups", [0, 1])
@pytest.mark.parametrize("way", ["first", "last"])
def test_article_about_both_translations_of_a_group_is_listed_once(ask, other_groups, way):
    # Given
    group = GroupPageFactory(title="A", slug="a")
    english = translated(group, title="B", slug="b")
    for number in range(4):
        ArticlePageFactory(title=f"{number}", groups=[group, english])
    for _ in range(other_groups):
        GroupPageFactory(title="C")

    # When
    found = ask(
        f"""{{ groups {{ nodes {{ articles({way}: 2, orderBy: TITLE_ASC) {{
            totalCount nodes {{ title }} pageInfo {{ hasNextPage hasPreviousPage }} }} }} }} }}"""
    )["groups"]["nodes"][0]["articles"]

    # Then
    assert titles(found) == (["0", "1"] if way == "first" else ["2", "3"])
    assert found["totalCount"] == 4
    assert found["pageInfo"] == {
        "hasNextPage": way == "first",
        "hasPreviousPage": way == "last",
    }
