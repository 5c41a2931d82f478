"""The values of fields: blocks, rich text, images, dates and empty fields."""

import datetime
import json

import pytest

from pages.models import (
    AgendaItem,
    EventDocument,
    GroupLink,
    GroupMinutes,
    PossibleDate,
    ProjectChange,
    ProjectParticipant,
    ProjectRole,
    Recording,
    RegistrationMethod,
    RegistrationState,
    ScheduleItem,
    Speaker,
)
from pages.renditions import keep_renditions
from tests.factories import (
    EVENT_START,
    ArticlePageFactory,
    ContentDocumentFactory,
    ContentImageFactory,
    EventPageFactory,
    GroupPageFactory,
    OrganisationFactory,
    ProjectPageFactory,
    ServiceFactory,
    TopicFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def test_event_has_all_fields(ask):
    # Given
    university = OrganisationFactory(name="Lunds universitet", slug="lu")
    EventPageFactory(
        slug="frukost",
        starts_at=EVENT_START,
        ends_at=None,
        venue=VenueFactory(name="Mindpark", step_free=None),
        topics=[TopicFactory(name="Återhämtning", slug="aterhamtning")],
        organisers=[university],
        agenda_items=[
            AgendaItem(title="Ej klart", is_tentative=True, sort_order=1),
            AgendaItem(title="Välkomna", description="Kaffe finns.", sort_order=0),
        ],
        schedule_items=[
            ScheduleItem(title="Frukost", starts_at=EVENT_START),
            ScheduleItem(title="Föreläsning", starts_at=EVENT_START + HOUR, location="Auditoriet"),
        ],
        speakers=[Speaker(name="Lektor", organisation=university, subject="Återhämtning")],
        possible_dates=[PossibleDate(starts_at=EVENT_START + 24 * HOUR, withdrawn=True)],
        documents=[
            EventDocument(title="Program", kind="programme", document=ContentDocumentFactory())
        ],
        recordings=[Recording(title="Film", url="https://example.org/f", transcript="<p>Hej</p>")],
        registration_state=RegistrationState.WAITING_LIST,
        registration_method=RegistrationMethod.MAIL,
        registration_email="anmalan@example.org",
        registration_deadline=EVENT_START - 24 * HOUR,
        registration_is_binding=True,
        price="120.50",
        registration_data_use="Namn sparas i en vecka.",
    )

    # When
    event = ask(
        """{ event(slug: "frukost") { startsAt endsAt notice
            venue { name stepFree } topics { name } organisers { name slug }
            agenda { title description isTentative }
            schedule { title startsAt endsAt location }
            speakers { name title subject organisation { name } }
            possibleDates { startsAt endsAt withdrawn }
            documents { kind title document { title fileType filename url size language } }
            recordings { title url transcript subtitles { url } }
            registration { state method email url deadline isBinding price dataUse }
            contact { role } } }"""
    )["event"]

    # Then
    assert event["startsAt"] == "2026-05-11T13:30:00+02:00"
    assert event["endsAt"] is None
    assert event["notice"] is None
    assert event["contact"] is None
    assert event["venue"] == {"name": "Mindpark", "stepFree": None}
    assert event["topics"] == [{"name": "Återhämtning"}]
    assert event["organisers"] == [{"name": "Lunds universitet", "slug": "lu"}]
    assert event["agenda"] == [
        {"title": "Välkomna", "description": "Kaffe finns.", "isTentative": False},
        {"title": "Ej klart", "description": None, "isTentative": True},
    ]
    assert event["schedule"][1] == {
        "title": "Föreläsning",
        "startsAt": "2026-05-11T14:30:00+02:00",
        "endsAt": None,
        "location": "Auditoriet",
    }
    assert event["speakers"] == [
        {
            "name": "Lektor",
            "title": None,
            "subject": "Återhämtning",
            "organisation": {"name": "Lunds universitet"},
        }
    ]
    assert event["possibleDates"] == [
        {"startsAt": "2026-05-12T13:30:00+02:00", "endsAt": None, "withdrawn": True}
    ]
    document = event["documents"][0]
    assert document["kind"] == "PROGRAMME"
    assert document["document"]["title"] == "Program"
    assert document["document"]["fileType"] == "PDF"
    assert document["document"]["url"].startswith("http")
    assert event["recordings"] == [
        {
            "title": "Film",
            "url": "https://example.org/f",
            "transcript": "<p>Hej</p>",
            "subtitles": None,
        }
    ]
    assert event["registration"] == {
        "state": "WAITING_LIST",
        "method": "MAIL",
        "email": "anmalan@example.org",
        "url": None,
        "deadline": "2026-05-10T13:30:00+02:00",
        "isBinding": True,
        "price": 120.5,
        "dataUse": "Namn sparas i en vecka.",
    }


def test_winter_time_has_the_winter_offset(ask):
    EventPageFactory(
        slug="vinter", starts_at=datetime.datetime(2026, 12, 1, 12, 30, tzinfo=datetime.UTC)
    )

    event = ask('{ event(slug: "vinter") { startsAt } }')["event"]

    assert event == {"startsAt": "2026-12-01T13:30:00+01:00"}


def test_project_has_approximate_dates(ask):
    organisation = OrganisationFactory(name="ESF", slug="esf")
    ProjectPageFactory(
        slug="p",
        starts_on=datetime.date(2018, 9, 1),
        starts_on_precision="month",
        changes=[ProjectChange(title="Smalnade av", decided_on=None)],
        participants=[ProjectParticipant(organisation=organisation, role=ProjectRole.FUNDER)],
    )

    project = ask(
        """{ project(slug: "p") { startsOn { date precision } endsOn { date }
            changes { title decidedOn { date } } participants { role organisation { name } } } }"""
    )["project"]

    assert project == {
        "startsOn": {"date": "2018-09-01", "precision": "MONTH"},
        "endsOn": None,
        "changes": [{"title": "Smalnade av", "decidedOn": None}],
        "participants": [{"role": "FUNDER", "organisation": {"name": "ESF"}}],
    }


def test_minutes_of_events_and_archive_are_merged(ask):
    # Given
    document = ContentDocumentFactory()
    group = GroupPageFactory(
        slug="g",
        links=[GroupLink(text="Facebook", url="https://example.org/")],
        archived_minutes=[
            GroupMinutes(held_on=datetime.date(2017, 3, 16), title="Mars", document=document)
        ],
    )
    EventPageFactory(
        group=group,
        starts_at=datetime.datetime(2018, 1, 10, 23, 30, tzinfo=datetime.UTC),
        documents=[
            EventDocument(title="Januari", kind="minutes", document=document),
            EventDocument(title="Bilder", kind="presentation", document=document),
        ],
    )

    # When
    query = (
        'query ($y: Int) { group(slug: "g") { links { text } minutes(year: $y) { heldOn title } } }'
    )
    both, one = ask(query)["group"], ask(query, y=2017)["group"]

    # Then the day is that of the Swedish time zone
    assert both["links"] == [{"text": "Facebook"}]
    assert both["minutes"] == [
        {"heldOn": "2018-01-11", "title": "Januari"},
        {"heldOn": "2017-03-16", "title": "Mars"},
    ]
    assert one["minutes"] == [{"heldOn": "2017-03-16", "title": "Mars"}]


def test_body_has_every_block(ask):
    # Given
    page = GroupPageFactory(title="Gruppen", slug="gruppen")
    image = ContentImageFactory(description="Ett blått hus.", credit="Fotograf")
    document = ContentDocumentFactory(title="Protokoll")
    rich_text = (
        f'<p data-block-key="x1">Se <a linktype="page" id="{page.pk}">gruppen</a>, '
        f'<a linktype="document" id="{document.pk}">filen</a>, '
        '<a href="https://example.org/?a=1&amp;b=2">sajten</a>, '
        '<a href="javascript:alert(1)">fällan</a> &amp; <b>mer</b>.</p><ul><li>Ett</li></ul>'
    )
    blocks = [
        {"type": "heading", "id": "1", "value": "Rubrik"},
        {"type": "rich_text", "id": "2", "value": rich_text},
        {
            "type": "image",
            "id": "3",
            "value": {"image": image.pk, "alt_text": "Här", "caption": ""},
        },
        {"type": "quote", "id": "4", "value": {"text": "Bra!", "attribution": ""}},
        {"type": "fact_box", "id": "5", "value": {"heading": "Fakta", "text": "<p>A</p>"}},
        {"type": "document", "id": "6", "value": {"document": document.pk, "description": ""}},
        {
            "type": "video",
            "id": "7",
            "value": {
                "video": "https://www.youtube.com/watch?v=abcdefgh",
                "title": "Film",
                "thumbnail": image.pk,
                "transcript": "",
            },
        },
        {"type": "call_to_action", "id": "8", "value": {"text": "Gå", "page": page.pk, "url": ""}},
        {
            "type": "call_to_action",
            "id": "9",
            "value": {"text": "Ut", "url": "https://example.org"},
        },
        {
            "type": "gallery",
            "id": "10",
            "value": {
                "heading": "",
                "images": [{"type": "item", "id": "a", "value": {"image": image.pk}}],
            },
        },
        {"type": "related_pages", "id": "11", "value": {"heading": "Mer", "pages": [page.pk]}},
    ]
    ArticlePageFactory(slug="a", body=json.dumps(blocks))

    # When
    body = ask(
        """{ article(slug: "a") { body { __typename
            ... on HeadingBlock { id text }
            ... on RichTextBlock { html text }
            ... on ImageBlock { image { alt isDecorative credit } caption }
            ... on QuoteBlock { text attribution }
            ... on FactBoxBlock { title html text }
            ... on DocumentBlock { document { title } description }
            ... on VideoBlock { title url provider embedUrl transcript thumbnail { alt } }
            ... on CallToActionBlock { text href page { title } }
            ... on GalleryBlock { heading images { image { alt } } }
            ... on RelatedPagesBlock {
              heading pages { title ... on GroupPage { purpose } } } } } }"""
    )["article"]["body"]

    # Then
    assert body[0] == {"__typename": "HeadingBlock", "id": "1", "text": "Rubrik"}
    assert body[1]["html"].startswith(
        '<p>Se <a href="/grupper/gruppen/">gruppen</a>, <a href="http'
    )
    assert (
        '<a href="https://example.org/?a=1&amp;b=2">sajten</a>, fällan &amp; <b>mer</b>'
        in (body[1]["html"])
    )
    assert body[1]["text"] == "Se gruppen, filen, sajten, fällan & mer.\nEtt"
    assert body[2]["image"] == {"alt": "Här", "isDecorative": False, "credit": "Fotograf"}
    assert body[2]["caption"] is None
    assert body[3] == {"__typename": "QuoteBlock", "text": "Bra!", "attribution": None}
    assert body[4] == {
        "__typename": "FactBoxBlock",
        "title": "Fakta",
        "html": "<p>A</p>",
        "text": "A",
    }
    assert body[5]["document"] == {"title": "Protokoll"}
    assert body[6]["provider"] == "youtube.com"
    assert body[6]["embedUrl"] == "https://www.youtube-nocookie.com/embed/abcdefgh"
    assert body[6]["transcript"] is None
    assert body[6]["thumbnail"] == {"alt": "Ett blått hus."}
    assert body[7]["href"] == "/grupper/gruppen/"
    assert body[7]["page"] == {"title": "Gruppen"}
    assert body[8]["href"] == "https://example.org"
    assert body[8]["page"] is None
    assert body[9] == {
        "__typename": "GalleryBlock",
        "heading": None,
        "images": [{"image": {"alt": "Ett blått hus."}}],
    }
    assert body[10]["pages"] == [{"title": "Gruppen", "purpose": page.purpose}]


def test_image_in_a_preset(ask):
    image = ContentImageFactory(
        file__width=1000, file__height=1000, focal_point_x=250, focal_point_y=500
    )
    ArticlePageFactory(slug="a", image=image)
    keep_renditions(image.pk)

    found = ask(
        """{ article(slug: "a") { image { alt width height focalPoint { x y }
            card: rendition(preset: CARD) { src width height sources { type srcset } }
            thumbnail: rendition(preset: THUMBNAIL) { width height } } } }"""
    )["article"]["image"]

    assert (found["width"], found["height"]) == (1000, 1000)
    assert found["focalPoint"] == {"x": 0.25, "y": 0.5}
    assert (found["card"]["width"], found["card"]["height"]) == (400, 225)
    assert (found["thumbnail"]["width"], found["thumbnail"]["height"]) == (160, 160)
    assert [each["type"] for each in found["card"]["sources"]] == [
        "image/avif",
        "image/webp",
        "image/jpeg",
    ]
    assert found["card"]["sources"][0]["srcset"].count("w") >= 2
    assert found["card"]["src"].endswith(".jpg")
    assert found["card"]["src"].startswith("http")


def test_small_image_has_one_width(ask):
    image = ContentImageFactory()
    ArticlePageFactory(slug="a", image=image)
    keep_renditions(image.pk)

    rendition = ask(
        '{ article(slug: "a") { image { rendition(preset: FULL) { sources { srcset } } } } }'
    )

    for source in rendition["article"]["image"]["rendition"]["sources"]:
        assert source["srcset"].endswith(" 80w")
        assert "," not in source["srcset"]


def test_decorative_image_has_an_empty_alt_text(ask):
    ArticlePageFactory(slug="a", image=ContentImageFactory(description="", is_decorative=True))

    image = ask('{ article(slug: "a") { image { alt isDecorative } } }')["article"]["image"]

    assert image == {"alt": "", "isDecorative": True}


def test_readability_counts_all_text(ask):
    blocks = [{"type": "rich_text", "id": "1", "value": "<p>Vi ses i morgon. Kom gärna.</p>"}]
    ArticlePageFactory(slug="a", summary="Ett möte.", body=json.dumps(blocks))

    found = ask('{ article(slug: "a") { readability { lix words minutes } } }')["article"]

    # 8 words in 3 sentences, none of more than six letters
    assert found["readability"] == {"lix": 3, "words": 8, "minutes": 1}


def test_service_has_the_data_of_its_form(ask, settings):
    settings.SITE_URL = "https://cms.example.org"
    ServiceFactory(slug="s", aspects=["information", "change"], closes_on=None)

    from tests.factories import default_home

    default_home()
    service = ask(
        """{ service(slug: "s") { isOpen formUrl ratings { value label } aspects { value label }
            administration { kind } description } }"""
    )["service"]

    assert service["isOpen"] is True
    assert service["formUrl"] == "https://cms.example.org/feedback/s/"
    assert [each["value"] for each in service["ratings"]] == [1, 2, 3, 4, 5]
    assert [each["value"] for each in service["aspects"]] == ["INFORMATION", "CHANGE"]
    assert service["administration"] == {"kind": "ADMINISTRATION"}


def test_page_id_is_stable_when_edited_and_moved(ask):
    page = GroupPageFactory(slug="g")
    before = ask('{ group(slug: "g") { id } }')["group"]["id"]

    page.title, page.slug = "Nytt namn", "h"
    page.save()

    assert ask('{ group(slug: "h") { id } }')["group"]["id"] == before
