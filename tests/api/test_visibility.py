"""Hidden content is not shown through any root, relation or block."""

import datetime
import json
from contextlib import contextmanager
from functools import partial

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site

from pages.models import (
    AgendaItem,
    ArticleDocument,
    EventDocument,
    FeaturedPage,
    GroupMinutes,
    ProjectReport,
    SiteSettings,
)
from pages.registry import PAGE_TYPES
from tests.content import OTHER_TYPES
from tests.factories import (
    ArticlePageFactory,
    ContentDocumentFactory,
    ContentImageFactory,
    EventPageFactory,
    EventSeriesPageFactory,
    GroupPageFactory,
    HomePageFactory,
    ProjectPageFactory,
    StandardPageFactory,
    default_home,
    factory_of,
    locale,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 5, 4, 9, 0, tzinfo=datetime.UTC)
CANARY = "kanariefågel"


def draft(page):
    page.live = False
    page.save()


def expired(page):
    page.expire_at = NOW - datetime.timedelta(seconds=1)
    page.save()


def marked_expired(page):
    page.expired = True
    page.save()


def behind_login(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def behind_password(page):
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")


def under_a_restricted_parent(page):
    section = StandardPageFactory(title="Closed section")
    behind_login(section)
    page.refresh_from_db()
    page.move(section, pos="last-child")


def on_another_site(page):
    home = HomePageFactory(title="Elsewhere")
    Site.objects.create(hostname="elsewhere.example.org", port=80, root_page=home)
    page.refresh_from_db()
    page.move(home, pos="last-child")


def outside_of_all_sites(page):
    home = HomePageFactory(title="Nowhere")
    page.refresh_from_db()
    page.move(home, pos="last-child")


WAYS_TO_HIDE = [
    draft,
    expired,
    marked_expired,
    behind_login,
    behind_password,
    under_a_restricted_parent,
    on_another_site,
    outside_of_all_sites,
]


def body_with_links(page, image=None, document=None):
    """Return raw blocks with every kind of link to a page."""
    return json.dumps(
        [
            {
                "type": "rich_text",
                "id": "1",
                "value": f'<p>Se <a linktype="page" id="{page.pk}">länken</a>.</p>',
            },
            {"type": "call_to_action", "id": "2", "value": {"text": "Läs", "page": page.pk}},
            {
                "type": "related_pages",
                "id": "3",
                "value": {"pages": [{"type": "item", "value": page.pk, "id": "x"}]},
            },
        ]
    )


CARD = "__typename id title path url summary parent { title } breadcrumbs { title path }"
OTHER_LISTS = "\n".join(
    f"{each.page_list.listing.name}(first: 5) {{ totalCount nodes {{ {CARD} }} }}"
    for each in OTHER_TYPES
)
EVERYTHING = f"""
query ($path: String!) {{
  route(path: $path) {{ __typename ... on PageRoute {{ page {{ {CARD} }} }} }}
  menu {{ title path }}
  site {{ privacyPage {{ {CARD} }} accessibilityPage {{ {CARD} }} languages {{ title }} }}
  groups(first: 5) {{ totalCount nodes {{ {CARD} translations {{ title path }}
    events(first: 5) {{ totalCount nodes {{ {CARD} agenda {{ title }} }} edges {{ cursor }} }}
    projects(first: 5) {{ totalCount nodes {{ {CARD} }} }}
    articles(first: 5) {{ totalCount nodes {{ {CARD} }} }}
    minutes {{ title document {{ title }} }} }} }}
  projects(first: 5) {{ totalCount nodes {{ {CARD} groups {{ {CARD} }}
    events(first: 5) {{ totalCount nodes {{ {CARD} }} }} }} }}
  events(first: 5) {{ totalCount nodes {{ {CARD} group {{ {CARD} }} series {{ {CARD} }}
    projects {{ {CARD} }} articles(first: 5) {{ totalCount nodes {{ {CARD} }} }}
    documents {{ title }} }} }}
  articles(first: 5) {{ totalCount nodes {{ {CARD} groups {{ {CARD} }} projects {{ {CARD} }}
    events {{ {CARD} }}
    body {{ __typename
      ... on RichTextBlock {{ html text }}
      ... on CallToActionBlock {{ text href page {{ {CARD} }} }}
      ... on RelatedPagesBlock {{ pages {{ {CARD} }} }} }} }} }}
  {OTHER_LISTS}
  home: route(path: "/") {{
    ... on PageRoute {{ page {{ ... on HomePage {{ featured {{ {CARD} }} }} }} }} }}
}}"""

MAKERS = {
    "group": lambda: GroupPageFactory(title=CANARY, slug="dold"),
    "project": lambda: ProjectPageFactory(title=CANARY, slug="dold"),
    "event": lambda: EventPageFactory(
        title=CANARY,
        slug="dold",
        agenda_items=[AgendaItem(title=CANARY)],
        documents=[EventDocument(title=CANARY, document=ContentDocumentFactory())],
    ),
    "series": lambda: EventSeriesPageFactory(title=CANARY, slug="dold"),
    "article": lambda: ArticlePageFactory(title=CANARY, slug="dold"),
    "standard": lambda: StandardPageFactory(title=CANARY, slug="dold", show_in_menus=True),
    **{
        page_type.page_list.singular: partial(
            factory_of(page_type.model), title=CANARY, slug="dold"
        )
        for page_type in OTHER_TYPES
    },
}
ROOTS = {
    page_type.page_list.singular: page_type.page_list.listing.name
    for page_type in PAGE_TYPES
    if page_type.list and page_type.page_list.singular
}


@pytest.fixture
def everything_leads_to(db):
    """Return a function that makes public pages with every kind of link to a page."""

    def connect(kind, hidden):
        home = default_home()
        featured = FeaturedPage(home=home, page=hidden)
        featured.save()
        settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        if kind == "standard":
            settings.privacy_page = settings.accessibility_page = hidden
            settings.save()
        of = {name: [hidden] if kind == name else [] for name in MAKERS}
        group = hidden if kind == "group" else GroupPageFactory(title="Group")
        event = EventPageFactory(
            title="Event",
            group=group,
            series=hidden if kind == "series" else None,
            projects=of["project"],
        )
        ProjectPageFactory(title="Project", groups=of["group"])
        ArticlePageFactory(
            title="Article",
            groups=[group],
            projects=of["project"],
            events=[event, *of["event"]],
            body=body_with_links(hidden),
        )
        if kind == "event":
            hidden.group = group
            hidden.save()
        return home

    return connect


@contextmanager
def hidden(page, hide):
    """Hide a page in one way, and undo it."""
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        hide(type(page).objects.get(pk=page.pk))
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.mark.parametrize("kind", MAKERS)
def test_hidden_page_is_not_shown(ask, everything_leads_to, kind):
    # Given a public page that is found
    page = MAKERS[kind]()
    everything_leads_to(kind, page)
    path = page.url_path.removeprefix(default_home().url_path.rstrip("/"))

    for hide in WAYS_TO_HIDE:
        # The name keeps answers from being shared between the ways.
        query = EVERYTHING.replace("query", f"query {hide.__name__}", 1)
        with time_machine.travel(NOW, tick=False):
            before = json.dumps(ask(query, path=path), ensure_ascii=False)
        assert CANARY in before
        assert "dold" in before

        # When
        with hidden(page, hide):
            after = ask(query, path=path)

        # Then
        assert_not_shown(after, path)


def assert_not_shown(after, path):
    """Find neither the title nor the path of the hidden page, and no count of it."""
    text = json.dumps(after, ensure_ascii=False)
    assert CANARY not in text
    assert "dold" not in text.replace(json.dumps({"path": path}), "")
    assert after["route"]["__typename"] in {"NotFoundRoute", "GoneRoute"}
    for name in ROOTS.values():
        assert after[name]["totalCount"] == len(after[name]["nodes"])
    body = after["articles"]["nodes"][-1]["body"]
    assert body[0]["html"] == "<p>Se länken.</p>"
    assert body[1] == {
        "__typename": "CallToActionBlock",
        "text": "Läs",
        "href": None,
        "page": None,
    }
    assert body[2]["pages"] == []


@pytest.mark.parametrize("root", ROOTS)
def test_slug_of_a_hidden_page_is_unknown(ask, root):
    many = ROOTS[root]
    page = MAKERS[root]()

    for hide in WAYS_TO_HIDE:
        fields = f'{root}(slug: "dold") {{ title }} {many} {{ totalCount }}'
        query = f"query {hide.__name__} {{ {fields} }}"
        with time_machine.travel(NOW, tick=False):
            assert ask(query) == {root: {"title": CANARY}, many: {"totalCount": 1}}

        with hidden(page, hide):
            assert ask(query) == {root: None, many: {"totalCount": 0}}, hide.__name__


@pytest.mark.parametrize("hide", [draft, behind_login], ids=lambda hide: hide.__name__)
def test_filter_by_a_hidden_page_matches_nothing(ask, hide):
    group = GroupPageFactory(slug="dold")
    EventPageFactory(group=group)
    hide(group)

    # Slugs can be guessed: the filter must not reveal that the page exists.
    found = ask('{ events(filter: {group: "dold"}) { totalCount } }')
    assert found["events"]["totalCount"] == 0


def private_collection():
    root = Collection.get_first_root_node()
    parent = root.add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=parent, restriction_type="login")
    return parent.add_child(name="Below")


def test_private_files_are_not_shown(ask):
    # Given
    collection = private_collection()
    image = ContentImageFactory(description=CANARY, credit=CANARY, collection=collection)
    document = ContentDocumentFactory(title=CANARY, collection=collection)
    blocks = [
        {"type": "image", "id": "1", "value": {"image": image.pk, "caption": "Bild"}},
        {"type": "document", "id": "2", "value": {"document": document.pk}},
        {"type": "gallery", "id": "3", "value": {"images": [{"image": image.pk}]}},
        {
            "type": "rich_text",
            "id": "4",
            "value": f'<p><a linktype="document" id="{document.pk}">filen</a></p>',
        },
    ]
    group = GroupPageFactory(
        archived_minutes=[
            GroupMinutes(held_on=datetime.date(2018, 1, 1), title="Minutes", document=document)
        ]
    )
    ProjectPageFactory(reports=[ProjectReport(title="Report", document=document)])
    EventPageFactory(
        group=group, documents=[EventDocument(title="Programme", document=document)], image=image
    )
    ArticlePageFactory(
        image=image,
        subtitles=document,
        documents=[ArticleDocument(title="Paper", document=document)],
        body=json.dumps(blocks),
    )

    # When
    found = ask(
        """{ groups { nodes { minutes { title document { title url } } } }
          projects { nodes { reports { title document { title url } } } }
          events { nodes { image { alt } seo { image { alt } } documents { document { url } } } }
          articles { nodes { image { alt rendition(preset: CARD) { src } } subtitles { url }
            documents { document { url } }
            body { ... on ImageBlock { caption image { alt } }
              ... on DocumentBlock { document { url } }
              ... on GalleryBlock { images { image { alt } } }
              ... on RichTextBlock { html } } } } }"""
    )

    # Then their surroundings are shown without them
    text = json.dumps(found, ensure_ascii=False)
    assert CANARY not in text
    assert "minutes.pdf" not in text
    assert "blue" not in text
    article = found["articles"]["nodes"][0]
    assert article["body"][0] == {"caption": "Bild", "image": None}
    assert article["body"][3]["html"] == "<p>filen</p>"


def test_pages_are_limited_to_their_site(ask):
    # Given
    default_home()
    home = HomePageFactory(title="Elsewhere", slug="elsewhere")
    Site.objects.create(hostname="elsewhere.example.org", port=443, root_page=home)
    GroupPageFactory(title="Here")
    GroupPageFactory(title="There", parent=home)

    # When
    found = ask(
        """{ here: groups { nodes { title } }
            there: groups(site: "elsewhere.example.org") { nodes { title url } } }"""
    )

    # Then
    assert found["here"]["nodes"] == [{"title": "Here"}]
    assert [node["title"] for node in found["there"]["nodes"]] == ["There"]
    assert found["there"]["nodes"][0]["url"].startswith("https://elsewhere.example.org/")


@pytest.mark.parametrize("host", ["elsewhere.example.org", "Elsewhere.Example.ORG"])
def test_default_site_is_that_of_the_host(client, settings, host):
    settings.ALLOWED_HOSTS = ["elsewhere.example.org"]
    default_home()
    home = HomePageFactory(title="Elsewhere", slug="elsewhere")
    Site.objects.create(
        hostname="elsewhere.example.org", port=80, root_page=home, site_name="Elsewhere"
    )

    response = client.get("/graphql/", {"query": "{ site { name } }"}, headers={"host": host})

    assert response.json() == {"data": {"site": {"name": "Elsewhere"}}}


def test_pages_in_a_language_without_a_start_page_are_hidden(ask):
    english_home = HomePageFactory(title="English", locale=locale("en"), slug="english")
    default_home()
    GroupPageFactory(title="English group", parent=english_home, locale=locale("en"))

    assert ask('{ groups(locale: "en") { totalCount } }')["groups"]["totalCount"] == 0
