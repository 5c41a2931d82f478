"""Drafts come out to the holder of a token, and to nobody else."""

import datetime
import json
import logging

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.signing import Signer
from django.db import connection
from django.db.models import BooleanField
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry, PageViewRestriction, Site

from pages.graphql.sources.pages import PAGE_MODELS
from pages.models import (
    AgendaItem,
    ArticlePage,
    EventPage,
    EventSeriesPage,
    FeaturedPage,
    GroupIndexPage,
    GroupMinutes,
    GroupPage,
    HomePage,
    PreviewGrant,
    ProjectPage,
    ProjectParticipant,
    Speaker,
    StandardPage,
)
from pages.preview_tokens import make_token
from pages.previews import lend_version, revoke, share_draft
from pages.roles import EDITORS, set_up_roles
from tests.api.translations import translated
from tests.api.whole_selections import everything_of, pieces_of
from tests.factories import (
    EVENT_START,
    ArticlePageFactory,
    ContentDocumentFactory,
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
    locale,
    section,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 5, 4, 9, 0, tzinfo=datetime.UTC)
CANARY = "kanariefågel"
PREVIEW = """
query ($token: String!) { preview(token: $token) {
  expiresAt savedAt isPublished problems { field message }
  page { __typename id title path url locale breadcrumbs { title path } parent { title } } } }
"""


@pytest.fixture(autouse=True)
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def maker():
    """The editor who makes previews."""
    return get_user_model().objects.create_superuser("maker", "maker@example.org", "secret")


@pytest.fixture
def read(ask):
    """Return a function that opens a preview."""

    def post(token, query=PREVIEW):
        return ask(query, token=token)["preview"]

    return post


def drafted(page, **changes):
    """Save a newer draft of a page and return it."""
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(clean=False)
    return page


def never_saved(model, parent=None, **fields):
    """Return a page as the form for a new one has it."""
    page = model(**{"title": "Osparad", "slug": "osparad", **fields})
    page.future_parent = parent or default_home()
    page.url_path = f"{page.future_parent.url_path}{page.slug}/"
    return page


def spread(model, fields):
    return f"""query ($token: String!) {{ preview(token: $token) {{ problems {{ message }}
      page {{ ... on {model.__name__} {{ {fields} }} }} }} }}"""


# --- What comes out -----------------------------------------------------------------------------


@pytest.mark.parametrize("model", PAGE_MODELS, ids=lambda model: model.__name__)
def test_every_field_of_a_page_that_was_never_saved_can_be_asked_for(read, maker, model):
    # given
    dates = {EventPage: {"starts_at": EVENT_START}, ArticlePage: {"published_at": NOW}}
    page = never_saved(model, **dates.get(model, {}))

    # when
    found = read(lend_version(page, maker, NOW), spread(model, everything_of(model.__name__)))

    # then
    assert found["problems"] == []
    assert found["page"]["title"] == "Osparad"
    assert found["page"]["path"] == "/osparad/"
    assert [each["path"] for each in found["page"]["breadcrumbs"]] == ["/"]
    assert found["page"]["translations"] == []


def test_draft_that_was_never_published_is_shown_by_its_token_alone(read, ask, maker):
    # given
    event = EventPageFactory(title="Utkast", slug="utkast", live=False)
    drafted(event, title="Nyare utkast")

    # when
    found = read(share_draft(event, maker, NOW))

    # then
    assert found["page"]["title"] == "Nyare utkast"
    assert found["isPublished"] is False
    assert found["savedAt"] == "2026-05-04T11:00:00+02:00"
    assert found["expiresAt"] == "2026-05-04T11:15:00+02:00"
    assert ask('{ event(slug: "utkast") { title } events { totalCount } }') == {
        "event": None,
        "events": {"totalCount": 0},
    }


def test_newer_draft_of_a_published_page_stands_beside_what_readers_see(read, ask, maker):
    # given
    group = GroupPageFactory(title="Som den är", slug="halsa")
    event = EventPageFactory(group=group)
    drafted(group, title="Som den blir", slug="ny-halsa")

    # when
    found = read(
        share_draft(group, maker, NOW),
        spread(GroupPage, "title path calendarUrl events { nodes { slug: path group { title } } }"),
    )

    # then
    assert found["page"]["title"] == "Som den blir"
    assert found["page"]["path"] == "/grupper/ny-halsa/"
    assert "ny-halsa" in found["page"]["calendarUrl"]
    assert found["page"]["events"]["nodes"] == [
        {"slug": f"/kalender/{event.slug}/", "group": {"title": "Som den är"}}
    ]
    assert ask('{ group(slug: "halsa") { title } }')["group"]["title"] == "Som den är"
    assert ask('{ group(slug: "ny-halsa") { title } }')["group"] is None


def test_lists_and_relations_of_the_draft_are_those_of_the_draft(read, ask, maker):
    # given: a published event, and a draft of it with other rows
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

    # when
    found = read(share_draft(event, maker, NOW), spread(EventPage, fields))["page"]

    # then
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


def test_rows_that_are_in_no_table_come_out_of_a_page_that_was_never_saved(read, maker):
    # given
    calendar = section(GroupIndexPage, "grupper", "Grupper")
    page = never_saved(
        GroupPage,
        calendar,
        archived_minutes=[
            GroupMinutes(
                held_on=EVENT_START.date(), title="Möte", document=ContentDocumentFactory()
            )
        ],
        organisers=[OrganisationFactory(name="Värd")],
    )
    home = never_saved(HomePage, featured_pages=[FeaturedPage(page=GroupPageFactory(title="G"))])

    # when
    group = read(
        lend_version(page, maker, NOW),
        spread(GroupPage, "path minutes { title } organisers { name } events { totalCount }"),
    )["page"]
    start = read(lend_version(home, maker, NOW), spread(HomePage, "featured { title }"))["page"]

    # then
    assert group == {
        "path": "/grupper/osparad/",
        "minutes": [{"title": "Möte"}],
        "organisers": [{"name": "Värd"}],
        "events": {"totalCount": 0},
    }
    assert start == {"featured": [{"title": "G"}]}


def test_english_draft_is_read_in_english(read, maker):
    # given
    group = GroupPageFactory(title="Grupp", slug="grupp")
    translated(group, title="Group")
    event = EventPageFactory(title="Möte", slug="mote", group=group)
    draft = drafted(translated(event), title="Meeting, draft")

    # when
    found = read(
        share_draft(draft, maker, NOW),
        spread(EventPage, "title locale path group { title } translations { title }"),
    )["page"]

    # then
    assert found == {
        "title": "Meeting, draft",
        "locale": "en",
        "path": "/en/kalender/mote/",
        "group": {"title": "Group"},
        "translations": [{"title": "Möte"}],
    }


def test_alias_shows_what_is_published_of_it(read, maker):
    # given: an alias has no draft of its own
    event = EventPageFactory(title="Källa", agenda_items=[AgendaItem(title="Punkt")])
    alias = event.create_alias(update_slug="alias")
    drafted(event, title="Utkast till källan")

    # when
    found = read(share_draft(alias, maker, NOW), spread(EventPage, "title path agenda { title }"))

    # then
    assert found["page"] == {
        "title": "Källa",
        "path": "/kalender/alias/",
        "agenda": [{"title": "Punkt"}],
    }


def test_draft_of_a_start_page_with_a_new_slug_keeps_its_address(read, maker):
    home = drafted(default_home(), slug="nytt", title="Ny start")

    found = read(share_draft(home, maker, NOW))["page"]

    assert (found["title"], found["path"], found["breadcrumbs"]) == ("Ny start", "/", [])


def test_private_page_is_shown_to_the_holder_and_its_parent_is_not(read, maker):
    # given
    closed = StandardPageFactory(title=CANARY)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    page = drafted(StandardPageFactory(parent=closed, title="Inuti"), title="Utkast inuti")

    # when
    found = read(share_draft(page, maker, NOW))["page"]

    # then
    assert found["title"] == "Utkast inuti"
    assert found["parent"] is None
    assert [each["title"] for each in found["breadcrumbs"]] == [default_home().title]


def test_draft_of_another_site_has_the_addresses_of_that_site(read, maker):
    # given
    home = HomePageFactory(title="Annorstädes")
    Site.objects.create(hostname="other.example.org", port=443, root_page=home)
    page = drafted(StandardPageFactory(parent=home, slug="om"), title="Där borta")

    # when: asked at the host of the default site
    found = read(share_draft(page, maker, NOW))["page"]

    # then
    assert found["url"] == "https://other.example.org/om/"
    assert [each["title"] for each in found["breadcrumbs"]] == ["Annorstädes"]


def test_other_drafts_do_not_come_out_with_one(ask, maker):
    # given: a draft that leads to hidden pages in every way there is, saved and not
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

    # when
    for page in pages:
        token = share_draft(page, maker, NOW) if page.pk else lend_version(page, maker, NOW)
        for piece in pieces_of(type(page).__name__, depth=3):
            answer = ask(spread(type(page), piece), token=token)

            # then
            assert answer["preview"]["page"]
            assert CANARY not in json.dumps(answer, ensure_ascii=False)


def test_lists_never_hold_a_draft_beside_its_preview(ask, maker):
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


# --- What a draft may lack ----------------------------------------------------------------------


def test_draft_that_lacks_what_the_contract_promises_says_what(read, maker):
    # given
    event = never_saved(EventPage, kind="", price=None)

    # when
    found = read(lend_version(event, maker, NOW))

    # then
    assert found["page"] is None
    assert {each["field"] for each in found["problems"]} == {"Sort", "Börjar", "Pris"}
    assert "”Börjar” är inte ifyllt." in [each["message"] for each in found["problems"]]


def test_what_an_english_draft_lacks_is_said_in_english(read, maker):
    english = locale("en")
    home = translated(default_home())
    page = never_saved(EventPage, home, locale=english)

    found = read(lend_version(page, maker, NOW))

    assert found["problems"] == [{"field": "Starts", "message": "“Starts” is not filled in."}]


def test_row_of_a_draft_without_what_it_needs_is_named(read, maker):
    page = never_saved(ProjectPage, participants=[ProjectParticipant(role="")])

    found = read(lend_version(page, maker, NOW))

    assert found["page"] is None
    assert {each["field"] for each in found["problems"]} == {
        "Organisation i projektet 1: Uppgift",
        "Organisation i projektet 1: Organisation",
    }


@pytest.mark.parametrize("model", PAGE_MODELS, ids=lambda model: model.__name__)
def test_nothing_that_can_be_left_empty_breaks_a_preview(read, maker, model):
    # given: a page and one row of each list in which nothing is filled in
    page = never_saved(model)
    for field in model._meta.concrete_fields:
        is_own = field.editable and field.model is model and not field.primary_key
        if is_own and not isinstance(field, BooleanField):
            setattr(page, field.attname, field.get_default() if field.blank else None)
    for relation in model._meta.related_objects:
        if relation.related_model._meta.app_label == "pages" and hasattr(
            relation.related_model, "panels"
        ):
            setattr(page, relation.get_accessor_name(), [relation.related_model()])

    # when: no error either, or `ask` would have failed
    found = read(lend_version(page, maker, NOW), spread(model, everything_of(model.__name__)))

    # then
    assert (found["page"] is None) == bool(found["problems"])


def test_reference_that_is_lost_since_leaves_the_draft_whole(read, maker):
    # given: a draft of a project whose participant was deleted afterwards
    kept, lost = OrganisationFactory(name="Kvar"), OrganisationFactory(name="Borta")
    project = ProjectPageFactory()
    project.participants = [
        ProjectParticipant(organisation=kept),
        ProjectParticipant(organisation=lost),
    ]
    drafted(project)
    token = share_draft(project, maker, NOW)
    lost.delete()

    # when
    found = read(token, spread(ProjectPage, "participants { organisation { name } }"))

    # then
    assert found["page"] == {"participants": [{"organisation": {"name": "Kvar"}}]}


# --- Who may, and how long ----------------------------------------------------------------------


@pytest.fixture
def page():
    return drafted(StandardPageFactory(title="Publicerad"), title="Utkast")


@pytest.mark.parametrize("minutes", [15, 16, 24 * 60, -2, -24 * 60])
def test_token_works_for_fifteen_minutes_by_any_clock(read, maker, page, minutes):
    token = share_draft(page, maker, NOW)

    with time_machine.travel(NOW + datetime.timedelta(minutes=14, seconds=59), tick=False):
        assert read(token)["page"]["title"] == "Utkast"
    with time_machine.travel(NOW + datetime.timedelta(minutes=minutes), tick=False):
        assert read(token) is None


def test_looking_again_does_not_prolong_a_token(read, maker, page):
    # given: an editor who goes on looking at the same page
    first = lend_version(page, maker, NOW, is_being_edited=True)
    later = NOW + datetime.timedelta(minutes=10)
    second = lend_version(page, maker, later, is_being_edited=True)

    # then
    with time_machine.travel(NOW + datetime.timedelta(minutes=16), tick=False):
        assert read(first) is None
        assert read(second)["page"]["title"] == "Utkast"


def test_tokens_of_one_editing_show_what_was_typed_last(read, maker, page):
    first = lend_version(page, maker, NOW, is_being_edited=True)
    page.title = "Senare"
    lend_version(page, maker, NOW, is_being_edited=True)

    assert read(first)["page"]["title"] == "Senare"
    assert PreviewGrant.objects.count() == 1


def test_two_pages_that_were_never_saved_are_not_taken_for_one_another(read, maker):
    # given: two forms of one editor for a new page at the same place
    first, second = (
        lend_version(never_saved(StandardPage, title=title), maker, NOW, is_being_edited=True)
        for title in ("Den ena", "Den andra")
    )

    assert read(first) is None
    assert read(second)["page"]["title"] == "Den andra"


def test_shared_link_shows_the_latest_saved_draft(read, maker, page):
    token = share_draft(page, maker, NOW)
    drafted(page, title="Sparat efteråt")

    assert read(token)["page"]["title"] == "Sparat efteråt"


def test_revoked_token_opens_nothing(read, maker, page):
    token, other = share_draft(page, maker, NOW), share_draft(page, maker, NOW)
    assert read(token) is not None

    revoke(PreviewGrant.objects.get(pk=token[:32]), maker)

    assert read(token) is None
    assert read(other) is not None


def test_token_opens_the_page_it_was_made_for(read, maker, page):
    other = drafted(StandardPageFactory(), title="Ett annat utkast")
    tokens = {each.title: share_draft(each, maker, NOW) for each in (page, other)}

    assert {title: read(token)["page"]["title"] for title, token in tokens.items()} == {
        "Utkast": "Utkast",
        "Ett annat utkast": "Ett annat utkast",
    }


def test_all_other_tokens_are_answered_alike(client, settings, maker, page):
    # given
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

    # when
    answers = {
        why: client.post(
            "/graphql/",
            json.dumps({"query": PREVIEW, "variables": {"token": each}}),
            content_type="application/json",
        )
        for why, each in bad.items()
    }

    # then
    assert {
        why: (each.status_code, each.content) for why, each in answers.items()
    } == dict.fromkeys(bad, (200, b'{"data":{"preview":null}}'))
    assert PageLogEntry.objects.filter(action="pages.preview_read").count() == 0


def test_tokens_of_another_secret_key_open_nothing(read, settings, maker, page):
    token = share_draft(page, maker, NOW)

    settings.SECRET_KEY = "another key that is long enough to sign with, say"

    assert read(token) is None


def test_tokens_end_with_the_rights_of_who_made_them(read, page):
    # given: an editor, who may edit pages of their own
    set_up_roles()
    editor = get_user_model().objects.create_user("editor", "editor@example.org", "secret")
    editor.groups.add(Group.objects.get(name=EDITORS))
    own = StandardPageFactory(owner=editor, live=False)
    shared, unsaved = (
        share_draft(own, editor, NOW),
        lend_version(never_saved(StandardPage), editor, NOW),
    )
    assert read(shared) is not None
    assert read(unsaved) is not None

    # when
    editor.groups.clear()

    # then
    assert read(shared) is None
    assert read(unsaved) is None


def test_nobody_lends_what_they_may_not_edit(read, page):
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
    token = lend_version(never_saved(StandardPage, page), maker, NOW)
    assert read(token) is not None

    page.delete()

    assert read(token) is None


# --- What is kept -------------------------------------------------------------------------------


def test_every_use_is_noted_in_the_history_of_the_page(read, ask, maker, page):
    # given
    token = share_draft(page, maker, NOW)

    # when: read twice, the second time under two names at once
    read(token)
    ask(
        """query ($t: String!) {
          a: preview(token: $t) { savedAt } b: preview(token: $t) { savedAt } }""",
        t=token,
    )

    # then
    entries = PageLogEntry.objects.filter(page=page.pk, action="pages.preview_read")
    assert [entry.user for entry in entries] == [maker, maker]


def test_reading_a_page_that_was_never_saved_is_noted_at_its_parent(read, maker, page):
    read(lend_version(never_saved(StandardPage, page, title="Osparat"), maker, NOW))

    entry = PageLogEntry.objects.get(action="pages.preview_read")
    assert entry.page_id == page.pk
    assert "Osparat" in entry.message


def test_token_is_kept_nowhere(read, maker, page, caplog):
    # given
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as captured:
        token = share_draft(page, maker, NOW)
        other = lend_version(page, maker, NOW)
        read(token)
        read(other)

    # then: neither the whole, nor what signs it
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
def test_no_refusal_repeats_a_token(client, maker, page, query, variables):
    token = share_draft(page, maker, NOW)
    body = {
        "query": query if variables else query.format(token, token),
        "variables": {name: [token] for name in variables},
    }

    response = client.post("/graphql/", json.dumps(body), content_type="application/json")

    assert response.json()["errors"]
    assert token not in response.content.decode()


def test_what_has_run_out_is_deleted_with_what_was_typed(maker, page):
    lend_version(page, maker, NOW)
    later = NOW + datetime.timedelta(minutes=10)
    share_draft(page, maker, later)

    with time_machine.travel(NOW + datetime.timedelta(minutes=15), tick=False):
        call_command("prune_previews", verbosity=0)

    assert [grant.content for grant in PreviewGrant.objects.all()] == [None]


# --- How it is asked ----------------------------------------------------------------------------


def test_preview_is_answered_to_post_only_and_kept_by_no_cache(client, maker, page):
    token = share_draft(page, maker, NOW)
    body = {"query": PREVIEW, "variables": {"token": token}}

    got = client.get("/graphql/", {"query": PREVIEW, "variables": json.dumps({"token": token})})
    posted = client.post("/graphql/", json.dumps(body), content_type="application/json")

    assert got.status_code == 405
    assert got.json()["errors"][0]["extensions"]["code"] == "POST_ONLY"
    assert posted.json()["data"]["preview"]["page"]["title"] == "Utkast"
    assert posted["Cache-Control"] == got["Cache-Control"] == "no-store"


def test_queries_do_not_grow_with_the_rows_of_a_draft(read, maker):
    # given: drafts of one event with one row of each kind, and with ten
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


def test_series_without_events_is_shown(read, maker):
    page = never_saved(EventSeriesPage)

    found = read(lend_version(page, maker, NOW), spread(EventSeriesPage, "events { totalCount }"))

    assert found["page"] == {"events": {"totalCount": 0}}
