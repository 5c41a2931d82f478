"""A walk through the whole schema finds nothing of what is hidden, by whatever it asks.

Every page, file and draft that is hidden has a canary in all its texts. The walk goes from the
roots to every type, and selects every field there, with arguments that lead to what is hidden.
"""

import base64
import binascii
import datetime
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from cms.schema import schema
from tests.api.operations_from_schema import OperationWriter, edges_of
from tests.api.translations import translated
from tests.content import Row, lead_home_to, lead_to, make_row
from tests.factories import (
    EVENT_START,
    ContentDocumentFactory,
    ContentImageFactory,
    HomePageFactory,
    StandardPageFactory,
    SubmissionFactory,
)

NOW = EVENT_START - datetime.timedelta(days=7)
CANARY = "zkanarie"


def draft(page: Page) -> None:
    page.live = False
    page.save()


def expired(page: Page) -> None:
    page.expire_at = NOW - datetime.timedelta(seconds=1)
    page.save()


def not_yet_live(page: Page) -> None:
    page.live, page.go_live_at = False, NOW + datetime.timedelta(days=1)
    page.save()


def behind_login(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def behind_password(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="password", password=CANARY)


def for_some_groups(page: Page) -> None:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name=f"{CANARY}{page.pk}"))


def below_a_private_page(page: Page) -> None:
    section = StandardPageFactory(title=f"{CANARY} section", slug=f"section-{page.pk}")
    behind_login(section)
    page.move(section, pos="last-child")


def on_another_site(page: Page) -> None:
    site = Site.objects.filter(hostname="elsewhere.example.org").first()
    if site is None:
        home = HomePageFactory(title=f"{CANARY} home", slug="elsewhere")
        site = Site.objects.create(hostname="elsewhere.example.org", port=80, root_page=home)
    page.move(Page.objects.get(pk=site.root_page_id), pos="last-child")


def deleted(page: Page) -> None:
    Redirect.objects.create(old_path=f"/gone-{page.pk}", redirect_page=page)
    page.delete()


HIDINGS: list[Callable[[Page], None]] = [
    draft,
    expired,
    not_yet_live,
    behind_login,
    behind_password,
    for_some_groups,
    below_a_private_page,
    on_another_site,
    deleted,
]


def private_files(word: str) -> dict[str, Any]:
    """Return a picture and a document below a private collection."""
    root = Collection.get_first_root_node()
    private = root.get_children().filter(name=f"{CANARY} private").first()
    if private is None:
        private = root.add_child(name=f"{CANARY} private")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    below = private.add_child(name=f"{word} below")
    document = ContentDocumentFactory(title=word, collection=below)
    document.file.save(f"{word}.pdf", ContentFile(b"%PDF-1.7\n%%EOF\n"))
    image = ContentImageFactory(title=word, description=word, credit=word, collection=below)
    return {"document": document, "image": image}


@pytest.fixture
def hidden(db: None) -> Row:
    """Make a public row that leads to hidden ones, and return it."""
    public = make_row(0, "public")
    lead_home_to(public)
    english = [translated(page, title=f"English {page.pk}") for page in public.pages]
    assert english
    for number, hide in enumerate(HIDINGS, 1):
        word = f"{CANARY}{hide.__name__}"
        like = type("Things", (), {**vars(public), **private_files(word)})
        row = make_row(number, word, first=public, like=like)
        for page in public.pages:
            lead_to(page, [*row.pages, public.event], public, "public")
        public.article.groups.add(row.group)
        public.article.projects.add(row.project)
        public.article.events.add(row.event)
        public.article.save()
        public.project.groups.add(row.group)
        public.project.save()
        for page in row.pages:
            page.refresh_from_db()
            hide(page)
    for page in public.pages:
        # An editor is at work on what is public.
        page.refresh_from_db()
        page.title = f"{CANARY} draft of a live page"
        page.slug = f"{CANARY}-slug"
        page.seo_title = page.search_description = page.summary = CANARY
        page.save_revision(log_action=True)
    Redirect.objects.create(old_path="/moved-0", redirect_page=public.group)
    StandardPageFactory(slug="was-public").delete()
    SubmissionFactory(service=public.service, comment=f"{CANARY} comment", status="new")
    return public


def word_in(slug: str) -> list[str]:
    """Return slugs of a kind: the public one, and those of what is hidden."""
    return [f'"{slug}-{number}"' for number in range(len(HIDINGS) + 1)]


PATHS = [
    "/",
    "/grupper/",
    "/kalender/",
    "/nyheter/",
    "/projekt/",
    "/grupper/group-0/",
    "/kalender/event-0/",
    "/nyheter/article-0/",
    "/projekt/project-0/",
    "/standard-0/",
    "/kalender/series-0/",
    "/moved-0/",
    "/was-public/",
    "/unknown/",
    *[f"/grupper/group-{number}/" for number in range(1, len(HIDINGS) + 1)],
    *[f"/standard-{number}/" for number in range(1, len(HIDINGS) + 1)],
    "/GRUPPER/GROUP-1",
    "/grupper/%67roup-1/",
    "/gone-1",
    f"/{CANARY}-slug/",
]
PUBLIC_PATHS = PATHS.index("/unknown/") + 1
PUBLIC = {
    "Query.group.slug": ['"group-0"'],
    "Query.project.slug": ['"project-0"'],
    "Query.event.slug": ['"event-0"'],
    "Query.article.slug": ['"article-0"'],
    "Query.service.slug": ['"service-0"'],
    "Query.route.path": [json.dumps(path) for path in PATHS[:PUBLIC_PATHS]],
    "Query.search.query": ['"public"'],
    "Query.preview.token": ['"x"'],
    "Query.feedbackAnswer.receipt": ['"1234567890123456"'],
    **{key: [""] for key in ["after", "before", "last", "site", "locale", "types", "filter"]},
    "first": ["20"],
}
HOSTILE = {
    **PUBLIC,
    "locale": ["", '"sv"', '"en"'],
    "site": ["", "", '"localhost"'],
    "first": ["100", "3", ""],
    "Query.group.slug": word_in("group"),
    "Query.project.slug": word_in("project"),
    "Query.event.slug": word_in("event"),
    "Query.article.slug": word_in("article"),
    "Query.route.path": [json.dumps(path) for path in PATHS],
    "Query.search.query": [
        f'"{CANARY}"',
        f'"{CANARY[:5]}"',
        *[f'"{CANARY}{hide.__name__}"' for hide in HIDINGS],
    ],
    "Query.events.filter": [
        *[f"{{group: {slug}}}" for slug in word_in("group")],
        *[f"{{project: {slug}}}" for slug in word_in("project")],
        *[f"{{series: {slug}}}" for slug in word_in("series")],
        "{when: UPCOMING}",
        "{when: PAST}",
        '{topic: ["topic-0"]}',
        '{organisation: "organisation-0"}',
    ],
    "Query.articles.filter": [f"{{project: {slug}}}" for slug in word_in("project")],
    "Query.projects.filter": [f"{{group: {slug}}}" for slug in word_in("group")],
}
# Answered to holders of a secret only; tests of their own show what they answer.
ELSEWHERE = {"PagePreview", "PreviewProblem", "FeedbackAnswer"}


class Walk:
    """Asks, and keeps what was reached and what came out that should not have."""

    def __init__(self) -> None:
        self.client = Client()
        self.reached: set[tuple[str, str]] = set()
        self.found: dict[str, str] = {}
        self.operations = 0

    def ask(self, query: str) -> None:
        """Ask one query; look for canaries in everything that comes back."""
        self.operations += 1
        response = self.client.post(
            "/graphql/", json.dumps({"query": query}), content_type="application/json"
        )
        payload = response.json()
        codes = {each["extensions"]["code"] for each in payload.get("errors", [])}
        assert codes <= {"COST_LIMIT", "BAD_USER_INPUT", "DEPTH_LIMIT"}, (query, payload["errors"])
        self._note(payload.get("data"))
        self.look_at(response.content.decode(), query)

    def look_at(self, text: str, asked: str) -> None:
        """Keep what was asked if a canary is in the answer, beyond the question's own words."""
        for each in (text, *cursors_in(text)):
            if CANARY in each.lower():
                place = each.lower().index(CANARY)
                self.found[asked] = each[max(0, place - 80) : place + 80]

    def _note(self, value: Any) -> None:
        if isinstance(value, list):
            for each in value:
                self._note(each)
        elif isinstance(value, dict):
            name = value.get("__typename", "Query")
            self.reached |= {(name, key.removesuffix(f"Of{name}")) for key in value}
            for each in value.values():
                self._note(each)


def cursors_in(text: str) -> Iterator[str]:
    """Return what is in the cursors of an answer."""
    for found in re.findall(r'"[Cc]ursor":"([^".]+)\.', text):
        try:
            yield base64.urlsafe_b64decode(found + "=" * (-len(found) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError):
            yield found


def roots() -> list[str]:
    """Return the fields of the root."""
    assert schema.query_type is not None
    return sorted(schema.query_type.fields)


def fields_there_are() -> set[tuple[str, str]]:
    """Return every field of the schema that a query can lead to."""
    mutation = {"Mutation", "CaptchaChallenge", "SubmitFeedbackPayload", "FeedbackError"}
    return {(name, field) for name, field in edges_of(schema) if name not in mutation | ELSEWHERE}


def ways(writer: OperationWriter) -> dict[str, list[Any]]:
    """Return a path to each object type: from `route` to pages, from the nearest root to others."""
    found: dict[str, list[Any]] = {}
    for root in ["route", *roots()]:
        for name, path in writer.paths_from(root).items():
            is_page = name.endswith("Page")
            if name not in found or (not is_page and len(path) < len(found[name])):
                found[name] = path
    return found


@pytest.mark.django_db
def test_every_type_shows_all_its_fields_and_nothing_that_is_hidden(hidden: Row) -> None:
    walk = Walk()
    with time_machine.travel(NOW, tick=False):
        for path in ways(OperationWriter(schema, PUBLIC)).values():
            for place in range(PUBLIC_PATHS if path[0].field == "route" else 1):
                walk.ask(
                    OperationWriter(schema, PUBLIC).whole_type(
                        path, lambda values, place=place: values[place % len(values)]
                    )
                )

    assert not walk.found, walk.found
    assert fields_there_are() - walk.reached == set()
