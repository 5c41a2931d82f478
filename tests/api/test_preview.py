"""A preview shows one draft with its own relations, and no other drafts."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from pages.models import (
    AgendaItem,
    EventPage,
    FeaturedPage,
    GroupPage,
    HomePage,
    ProjectPage,
    ProjectParticipant,
    Speaker,
)
from pages.previews.grants import create_preview_grant, share_draft
from tests.api.drafts import CANARY, NOW, PREVIEW, drafted, never_saved, spread
from tests.api.translations import translated
from tests.api.whole_selections import everything_of, pieces_of
from tests.factories import (
    ArticlePageFactory,
    ContentImageFactory,
    EventPageFactory,
    GroupPageFactory,
    HomePageFactory,
    OrganisationFactory,
    ProjectPageFactory,
    StandardPageFactory,
    TopicFactory,
    VenueFactory,
    default_home,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_unpublished_draft_is_shown_only_by_token(read, ask, maker):
    # Given
    event = EventPageFactory(title="Utkast", slug="utkast", live=False)
    drafted(event, title="Nyare utkast")

    # When
    found = read(share_draft(event, maker, NOW))

    # Then
    assert found["page"]["title"] == "Nyare utkast"
    assert found["isPublished"] is False
    assert found["savedAt"] == "2026-05-04T11:00:00+02:00"
    assert found["expiresAt"] == "2026-05-04T11:15:00+02:00"
    assert ask('{ event(slug: "utkast") { title } events { totalCount } }') == {
        "event": None,
        "events": {"totalCount": 0},
    }


def test_draft_of_a_published_page_leaves_the_page_unchanged(read, ask, maker):
    # Given
    group = GroupPageFactory(title="Som den är", slug="halsa")
    event = EventPageFactory(group=group)
    drafted(group, title="Som den blir", slug="ny-halsa")

    # When
    found = read(
        share_draft(group, maker, NOW),
        spread(GroupPage, "title path calendarUrl events { nodes { slug: path group { title } } }"),
    )

    # Then
    assert found["page"]["title"] == "Som den blir"
    assert found["page"]["path"] == "/grupper/ny-halsa/"
    assert "ny-halsa" in found["page"]["calendarUrl"]
    assert found["page"]["events"]["nodes"] == [
        {"slug": f"/kalender/{event.slug}/", "group": {"title": "Som den är"}}
    ]
    assert ask('{ group(slug: "halsa") { title } }')["group"]["title"] == "Som den är"
    assert ask('{ group(slug: "ny-halsa") { title } }')["group"] is None


def test_preview_has_lists_and_relations_of_the_draft(read, ask, maker):
    # Given a published event and a draft with other rows
    old, new = TopicFactory(name="Gammalt"), TopicFactory(name="Nytt")
    project = ProjectPageFactory(title="Projekt")
    event = EventPageFactory(
        slug="mote", topics=[old], agenda_items=[AgendaItem(title="Förra punkten")]
    )
    event.topics = [new]
    event.projects = [project]
    event.organisers = [OrganisationFactory(name="Värd")]
    event.agenda_items = [AgendaItem(title="B", sort_order=2), AgendaItem(title="A", sort_order=1)]
    event.speakers = [Speaker(name="Talare", organisation=OrganisationFactory(name="Högskola"))]
    event.venue = VenueFactory(name="Gula rummet")
    event.image = ContentImageFactory(description="En duva")
    event.body = [("rich_text", f'<p><a linktype="page" id="{project.pk}">länk</a></p>')]
    drafted(event)
    fields = """topics { name } projects { title } organisers { name } agenda { title }
        speakers { name organisation { name } } venue { name } image { alt } seo { jsonLd }
        body { ... on RichTextBlock { html } }"""

    # When
    found = read(share_draft(event, maker, NOW), spread(EventPage, fields))["page"]

    # Then
    said = found.pop("seo")["jsonLd"]
    assert all(name in said for name in ("Nytt", "Värd", "Talare", "Högskola", "Gula rummet"))
    assert found == {
        "topics": [{"name": "Nytt"}],
        "projects": [{"title": "Projekt"}],
        "organisers": [{"name": "Värd"}],
        "agenda": [{"title": "A"}, {"title": "B"}],
        "speakers": [{"name": "Talare", "organisation": {"name": "Högskola"}}],
        "venue": {"name": "Gula rummet"},
        "image": {"alt": "En duva"},
        "body": [{"html": f'<p><a href="/projekt/{project.slug}/">länk</a></p>'}],
    }
    live = ask('{ event(slug: "mote") { topics { name } agenda { title } venue { name } } }')
    assert live["event"] == {
        "topics": [{"name": "Gammalt"}],
        "agenda": [{"title": "Förra punkten"}],
        "venue": None,
    }


def test_english_draft_is_previewed_in_english(read, maker):
    # Given
    group = GroupPageFactory(title="Grupp", slug="grupp")
    translated(group, title="Group")
    event = EventPageFactory(title="Möte", slug="mote", group=group)
    draft = drafted(translated(event), title="Meeting, draft")

    # When
    found = read(
        share_draft(draft, maker, NOW),
        spread(EventPage, "title locale path group { title } translations { title }"),
    )["page"]

    # Then
    assert found == {
        "title": "Meeting, draft",
        "locale": "en",
        "path": "/en/kalender/mote/",
        "group": {"title": "Group"},
        "translations": [{"title": "Möte"}],
    }


def test_alias_is_previewed_as_published(read, maker):
    # Given an alias, which has no draft
    event = EventPageFactory(title="Källa", agenda_items=[AgendaItem(title="Punkt")])
    alias = event.create_alias(update_slug="alias")
    drafted(event, title="Utkast till källan")

    # When
    found = read(share_draft(alias, maker, NOW), spread(EventPage, "title path agenda { title }"))

    # Then
    assert found["page"] == {
        "title": "Källa",
        "path": "/kalender/alias/",
        "agenda": [{"title": "Punkt"}],
    }


def test_start_page_draft_with_a_new_slug_keeps_its_path(read, maker):
    home = drafted(default_home(), slug="nytt", title="Ny start")

    found = read(share_draft(home, maker, NOW))["page"]

    assert (found["title"], found["path"], found["breadcrumbs"]) == ("Ny start", "/", [])


def test_preview_shows_a_private_page_without_its_parent(read, maker):
    closed = StandardPageFactory(title=CANARY)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    page = drafted(StandardPageFactory(parent=closed, title="Inuti"), title="Utkast inuti")

    found = read(share_draft(page, maker, NOW))["page"]

    assert found["title"] == "Utkast inuti"
    assert found["parent"] is None
    assert [each["title"] for each in found["breadcrumbs"]] == [default_home().title]


def test_preview_uses_the_urls_of_the_drafts_site(read, maker):
    # Given
    home = HomePageFactory(title="Annorstädes")
    Site.objects.create(hostname="other.example.org", port=443, root_page=home)
    page = drafted(StandardPageFactory(parent=home, slug="om"), title="Där borta")

    # When the default site's host is asked
    found = read(share_draft(page, maker, NOW))["page"]

    # Then
    assert found["url"] == "https://other.example.org/om/"
    assert [each["title"] for each in found["breadcrumbs"]] == ["Annorstädes"]


@pytest.mark.slow
def test_preview_shows_no_other_drafts(ask, maker):
    # Given saved and unsaved drafts with every kind of link to hidden pages
    hidden = {
        "group": GroupPageFactory(title=CANARY, live=False),
        "project": ProjectPageFactory(title=CANARY, live=False),
        "event": EventPageFactory(title=CANARY, live=False),
        "article": ArticlePageFactory(title=CANARY, live=False),
    }
    group = GroupPageFactory(title="Grupp")
    drafted(group, title=CANARY)
    for name in ("event", "article"):
        drafted(hidden[name], title=f"{CANARY} igen")
    links = [
        ("rich_text", f'<p><a linktype="page" id="{hidden["group"].pk}">x</a></p>'),
        ("call_to_action", {"text": "Läs", "page": hidden["project"], "url": ""}),
    ]
    pages = [
        never_saved(
            EventPage,
            starts_at=NOW,
            group=hidden["group"],
            projects=[hidden["project"]],
            body=links,
        ),
        drafted(EventPageFactory(group=group), projects=[hidden["project"]], body=links),
        drafted(
            ArticlePageFactory(groups=[group]),
            groups=[group, hidden["group"]],
            events=[hidden["event"]],
        ),
        drafted(ProjectPageFactory(), groups=[hidden["group"], group]),
        never_saved(HomePage, featured_pages=[FeaturedPage(page=hidden["article"])]),
    ]

    # When
    for page in pages:
        token = share_draft(page, maker, NOW) if page.pk else create_preview_grant(page, maker, NOW)
        for piece in pieces_of(type(page).__name__, depth=3):
            answer = ask(spread(type(page), piece), token=token)

            # Then
            assert answer["preview"]["page"]
            assert CANARY not in json.dumps(answer, ensure_ascii=False)


def test_lists_contain_no_drafts_during_a_preview(ask, maker):
    event = drafted(EventPageFactory(slug="mote", title="Levande"), title=CANARY)
    token = share_draft(event, maker, NOW)

    answer = ask(
        """query ($token: String!) {
          preview(token: $token) { page { title } }
          events { nodes { title } edges { cursor node { title } } }
          event(slug: "mote") { title }
          route(path: "/kalender/mote/") { ... on PageRoute { page { title } } } }""",
        token=token,
    )

    assert answer.pop("preview") == {"page": {"title": CANARY}}
    assert CANARY not in json.dumps(answer, ensure_ascii=False)
    assert json.dumps(answer, ensure_ascii=False).count("Levande") == 4


def test_deleted_reference_does_not_break_a_preview(read, maker):
    # Given a draft of a project whose participant was deleted afterwards
    kept, lost = OrganisationFactory(name="Kvar"), OrganisationFactory(name="Borta")
    project = ProjectPageFactory()
    project.participants = [
        ProjectParticipant(organisation=kept),
        ProjectParticipant(organisation=lost),
    ]
    drafted(project)
    token = share_draft(project, maker, NOW)
    lost.delete()

    # When
    found = read(token, spread(ProjectPage, "participants { organisation { name } }"))

    # Then
    assert found["page"] == {"participants": [{"organisation": {"name": "Kvar"}}]}


def test_preview_requires_post_and_is_not_cached(client, maker, page):
    token = share_draft(page, maker, NOW)
    body = {"query": PREVIEW, "variables": {"token": token}}

    got = client.get("/graphql/", {"query": PREVIEW, "variables": json.dumps({"token": token})})
    posted = client.post("/graphql/", json.dumps(body), content_type="application/json")

    assert got.status_code == 405
    assert got.json()["errors"][0]["extensions"]["code"] == "POST_ONLY"
    assert posted.json()["data"]["preview"]["page"]["title"] == "Utkast"
    assert posted["Cache-Control"] == got["Cache-Control"] == "no-store"


def test_query_count_of_a_preview_does_not_depend_on_rows(read, maker):
    # Given drafts of an event with one and with ten rows of each kind
    query = spread(EventPage, everything_of("EventPage"))

    def queries(rows):
        event = EventPageFactory()
        event.agenda_items = [AgendaItem(title="A") for _ in range(rows)]
        event.speakers = [
            Speaker(name="S", organisation=OrganisationFactory()) for _ in range(rows)
        ]
        event.topics = [TopicFactory() for _ in range(rows)]
        event.projects = [ProjectPageFactory() for _ in range(rows)]
        token = share_draft(drafted(event), maker, NOW)
        read(token, query)
        with CaptureQueriesContext(connection) as captured:
            read(token, query)
        return len(captured)

    assert queries(1) == queries(10)


def test_plain_body_has_no_link_to_a_hidden_page(read, maker):
    # Given a draft with a link to another draft
    hidden = StandardPageFactory(title="Hidden", slug="dold", live=False)
    link = f'<p><a linktype="page" id="{hidden.pk}">the page</a></p>'
    page = StandardPageFactory(title="Page")
    drafted(page, body=[{"type": "rich_text", "value": link}])

    # When
    found = read(
        share_draft(page, maker, NOW),
        "query ($token: String!) { preview(token: $token) {"
        " plain { body { ... on RichTextBlock { html } } } } }",
    )

    # Then
    assert found["plain"]["body"] == [{"html": "<p>the page</p>"}]
