"""Whatever changes what readers see is seen with the next request; nothing else costs anything."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    PageViewRestriction,
    Site,
    Workflow,
    WorkflowTask,
)

from cms.models import Heartbeat
from pages.models import EventDocument, GroupPage, SiteSettings, Topic
from tests.factories import (
    ContentDocumentFactory,
    ContentImageFactory,
    EventPageFactory,
    GroupPageFactory,
    OrganisationFactory,
    ServiceAnswerFactory,
    ServiceFactory,
    StandardPageFactory,
    SubmissionFactory,
    TopicFactory,
    VenueFactory,
    default_home,
    locale,
)
from tests.response_cache.visitor import Visitor

pytestmark = pytest.mark.django_db

GROUPS = """{ groups { totalCount nodes {
    title path image { alt focalPoint { x } rendition(preset: CARD) { src } } topics { name }
} } }"""
ENGLISH = "{ site { languages { path } } }"
EVENTS = """{ events { nodes {
    venue { name } organisers { name } documents { document { url language } }
} } }"""
MENU = "{ menu { title } }"
ROUTE = '{ route(path: "/gammal/") { __typename } }'
SEARCH = '{ search(query: "cykelverkstad") { totalCount } }'
SERVICES = "{ services { nodes { name answers { done } } } }"
SITE = "{ site { name hostname tagline } }"
TOPICS = "{ topics { nodes { name } } }"


class Content:
    """Something of everything."""

    def __init__(self) -> None:
        self.home = default_home()
        self.collection = Collection.get_first_root_node().add_child(name="Möten")
        self.image = ContentImageFactory(collection=self.collection)
        self.document = ContentDocumentFactory(collection=self.collection)
        self.organisation = OrganisationFactory()
        self.topic = TopicFactory()
        self.venue = VenueFactory()
        self.group = GroupPageFactory(title="Din hälsa", image=self.image)
        self.group.topics.add(self.topic)
        self.group.save()
        self.about, _ = (
            StandardPageFactory(title=title, show_in_menus=True)
            for title in ("Om oss", "Tillgänglighet")
        )
        self.closed = GroupPageFactory(title="Sluten")
        PageViewRestriction.objects.create(page=self.closed, restriction_type="login")
        self.home.refresh_from_db()
        self.draft = GroupPageFactory(title="Utkast", live=False)
        self.event = EventPageFactory(venue=self.venue)
        self.event.organisers.add(self.organisation)
        self.event.documents.add(EventDocument(title="Anteckningar", document=self.document))
        self.event.save()
        self.service = ServiceFactory()

    def publish(self) -> None:
        self.draft.save_revision().publish()

    def edit(self) -> None:
        self.group.title = "Vår hälsa"
        self.group.save_revision().publish()

    def move(self) -> None:
        section = type(self.group.get_parent().specific)(title="Fler", slug="fler")
        self.home.refresh_from_db()
        self.home.add_child(instance=section)
        self.group.refresh_from_db()
        self.group.move(section, "last-child")

    def reorder(self) -> None:
        last = self.home.get_children().last()
        last.move(self.home.get_children().first(), "left")

    def translate(self) -> None:
        self.home.refresh_from_db()
        self.home.copy_for_translation(locale("en")).save_revision().publish()

    def rename_in_the_index(self) -> None:
        self.group.summary = "Vi öppnar en cykelverkstad."
        self.group.save_revision().publish()

    def approve(self) -> None:
        self.group.title = "Granskad"
        self.group.save_revision()
        author, reviewer = (get_user_model().objects.create_superuser(name) for name in "ar")
        task = GroupApprovalTask.objects.create(name="Granskning")
        workflow = Workflow.objects.create(name="Granskning")
        WorkflowTask.objects.create(workflow=workflow, task=task)
        workflow.start(self.group, author).current_task_state.approve(user=reviewer)

    def publish_on_time(self) -> None:
        self.draft.go_live_at = timezone.now() + datetime.timedelta(hours=1)
        self.draft.save_revision().publish()
        with time_machine.travel(self.draft.go_live_at + datetime.timedelta(seconds=1)):
            call_command("publish_scheduled")

    def hide_the_folder(self) -> None:
        private = Collection.get_first_root_node().add_child(name="Internt")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        self.collection.refresh_from_db()
        self.collection.move(private, "sorted-child")

    def save(self, thing: Any, **values: Any) -> None:
        for name, value in values.items():
            setattr(thing, name, value)
        thing.save()

    def write_past_the_models(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE pages_topic SET name = 'Annat'")


CHANGES: dict[str, tuple[str, Callable[[Content], Any]]] = {
    "publish": (GROUPS, Content.publish),
    "publish a change": (GROUPS, Content.edit),
    "unpublish": (GROUPS, lambda c: c.group.unpublish()),
    "move": (GROUPS, Content.move),
    "reorder": (MENU, Content.reorder),
    "delete": (GROUPS, lambda c: c.group.delete()),
    "copy": (GROUPS, lambda c: c.group.copy(update_attrs={"title": "Två", "slug": "tva"})),
    "new translation": (ENGLISH, Content.translate),
    "image": (GROUPS, lambda c: c.save(c.image, description="En röd cirkel.")),
    "focal point": (
        GROUPS,
        lambda c: c.save(
            c.image,
            focal_point_x=1,
            focal_point_y=1,
            focal_point_width=2,
            focal_point_height=2,
        ),
    ),
    "review that ends in a publication": (GROUPS, Content.approve),
    "publication on its time": (GROUPS, Content.publish_on_time),
    "collection moved into a private one": (GROUPS, Content.hide_the_folder),
    "document": (EVENTS, lambda c: c.save(c.document, language="en")),
    "document deleted from its event": (EVENTS, lambda c: c.event.documents.all().delete()),
    "private collection": (
        GROUPS,
        lambda c: CollectionViewRestriction.objects.create(
            collection=c.collection, restriction_type="login"
        ),
    ),
    "private page": (
        GROUPS,
        lambda c: PageViewRestriction.objects.create(page=c.group, restriction_type="login"),
    ),
    "private page opened": (
        GROUPS,
        lambda c: PageViewRestriction.objects.filter(page=c.closed).delete(),
    ),
    "taken out of the menu": (MENU, lambda c: c.save(c.about, show_in_menus=False)),
    "redirect": (ROUTE, lambda c: Redirect.objects.create(old_path="/gammal", redirect_link="/ny")),
    "site": (SITE, lambda c: Site.objects.update(site_name="Ny")),
    "setting": (
        SITE,
        lambda c: SiteSettings.objects.create(site=Site.objects.get(), tagline="Hej"),
    ),
    "organisation": (EVENTS, lambda c: c.save(c.organisation, name="Föreningen")),
    "venue": (EVENTS, lambda c: c.save(c.venue, name="Biblioteket")),
    "topic": (GROUPS, lambda c: c.save(c.topic, name="Hälsa")),
    "topic added to a page": (TOPICS, lambda c: TopicFactory()),
    "service": (SERVICES, lambda c: c.save(c.service, name="Fritidsbanken")),
    "answer to feedback": (SERVICES, lambda c: ServiceAnswerFactory(service=c.service)),
    "search index": (SEARCH, Content.rename_in_the_index),
    "update of rows": (GROUPS, lambda c: GroupPage.objects.update(title="Alla")),
    "bulk creation": (
        TOPICS,
        lambda c: Topic.objects.bulk_create([Topic(name="Ö", slug="o", locale=locale())]),
    ),
    "statement of its own": (TOPICS, Content.write_past_the_models),
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda name: name.replace(" ", "_"))
def test_change_is_visible_in_the_next_request(
    visitor: Visitor, client: Client, change: str
) -> None:
    # Given an answer that is kept
    query, make = CHANGES[change]
    content = Content()
    before = visitor.get(query)
    assert visitor.get(query).how == "hit"
    # When content changes
    make(content)
    # Then the next answer is what Django answers now, and another one
    after = visitor.get(query)
    assert after.body == client.get("/graphql/", {"query": query}).content
    assert after.body != before.body
    # And that one is kept
    assert visitor.get(query).how == "hit"


def save_a_draft(content: Content) -> None:
    content.group.title = "Ännu inte"
    content.group.save_revision()


def give_up(content: Content) -> None:
    with transaction.atomic():
        Topic.objects.create(name="Q", slug="q", locale=locale())
        transaction.set_rollback(True)


UNSEEN: dict[str, Callable[[Content], Any]] = {
    "a draft is saved": save_a_draft,
    "a resident writes": lambda content: SubmissionFactory(service=content.service),
    "a resident asks for a challenge": lambda c: Client().post(
        "/graphql/",
        {"query": "mutation { issueCaptcha { key } }"},
        content_type="application/json",
    ),
    "a process shows that it lives": lambda c: Heartbeat.objects.create(
        name="worker", seen_at=timezone.now()
    ),
    "somebody gets an account": lambda c: get_user_model().objects.create_user("anna"),
    "nothing is found to update": lambda c: Topic.objects.filter(name="?").update(name="!"),
}


@pytest.mark.parametrize("event", UNSEEN, ids=lambda name: name.replace(" ", "_"))
def test_invisible_events_invalidate_nothing(visitor: Visitor, event: str) -> None:
    # Given an answer that is kept
    content = Content()
    visitor.get(GROUPS)
    # When something happens that no reader may see
    UNSEEN[event](content)
    # Then it is still handed out
    assert visitor.get(GROUPS).how == "hit"
    assert visitor.computed == 1


def test_rolled_back_change_leaves_the_answer(visitor: Visitor) -> None:
    # Given content, and somebody who reads within a transaction
    content = Content()
    before = visitor.get(TOPICS)
    # When a change is undone
    give_up(content)
    # Then the answer is as it was
    assert visitor.get(TOPICS).body == before.body


def test_change_after_a_rolled_back_savepoint_is_visible(visitor: Visitor) -> None:
    # Given a transaction, in which a part is rolled back
    content = Content()
    visitor.get(TOPICS)
    with transaction.atomic():
        give_up(content)
        # When another part changes something
        Topic.objects.update(name="Till sist")
    # Then that is seen
    assert visitor.get(TOPICS).data["topics"]["nodes"] == [{"name": "Till sist"}]
