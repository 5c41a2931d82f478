"""The demo content: completeness, dates, loading and resetting."""

import datetime
import json
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pikepdf
import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.html import strip_tags
from modelcluster.models import get_all_child_relations
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, PageLogEntry, ReferenceIndex, Site

from cms.environment import BASE_DIR
from pages.demo import dates as calendar
from pages.demo import loader as loading
from pages.demo import media, source
from pages.demo.accounts import DEMO_PASSWORD, DEMO_USERS
from pages.management.commands.load_demo_content import Command as LoadDemoContent
from pages.models import (
    ArticlePage,
    ContentDocument,
    ContentImage,
    EventPage,
    GroupPage,
    HomePage,
    IndexPage,
    Organisation,
    ProjectPage,
    Topic,
    Venue,
)
from pages.registry import PAGE_TYPES, page_models
from tests.factories import GroupPageFactory, default_home

LISTED = [page_type.model for page_type in PAGE_TYPES if page_type.list]
# Minimum numbers of objects in Swedish.
AT_LEAST = [
    (GroupPage, 4),
    (ProjectPage, 9),
    (EventPage, 25),
    (ArticlePage, 20),
    (Organisation, 15),
    (Venue, 8),
]
MONTHS_AND_SEASONS = re.compile(
    r"\b(januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    r"|(vår|sommar|höst|vinter)(en|ens|terminen)?|January|February|March|April|June|July|August"
    r"|September|October|November|December|20[012]\d)\b"
)


def load(**options) -> str:
    output = StringIO()
    call_command("load_demo_content", renditions=False, stdout=output, **options)
    return output.getvalue()


def test_demo_has_enough_content_in_both_languages(demo_content):
    for model, number in AT_LEAST:
        in_swedish = model.objects.all()
        if hasattr(model, "locale"):
            in_swedish = in_swedish.filter(locale__language_code="sv")
        assert in_swedish.count() >= number, model
    for model in LISTED:
        swedish = model.objects.filter(locale__language_code="sv")
        english = model.objects.filter(locale__language_code="en")
        assert swedish.count() / 3 <= english.count() < swedish.count(), model
        keys = english.values_list("translation_key")
        assert set(keys) < set(swedish.values_list("translation_key")), model


def test_six_upcoming_meetings_on_every_day_of_the_week():
    for weekday in range(7):
        # Given the events in the files, loaded on a day of the week
        today = datetime.date(2027, 8, 2) + datetime.timedelta(days=weekday)
        demo = calendar.DemoCalendar(today)
        starts = [
            demo.moved_time(event.fields["starts_at"], event.seen_from).date()
            for event in source.entries("events").values()
        ]

        # Then six meetings are between tomorrow and half a year later
        soon = [day for day in starts if today < day < today + datetime.timedelta(days=180)]
        assert len(soon) >= 6, today


def test_shifted_dates_keep_weekday_and_time_across_dst():
    # Given a meeting in winter and a demo in summer
    demo = calendar.DemoCalendar(datetime.date(2026, 7, 15))
    written = datetime.datetime(2018, 1, 11, 13, 30)

    moved = demo.moved_time(written, datetime.date(2018, 1, 8))

    assert moved.isoformat() == "2026-07-16T13:30:00+02:00"
    assert moved.weekday() == written.weekday()


def test_every_demo_page_passes_validation(demo_content):
    for page in (page for model in page_models() for page in model.objects.all()):
        page.full_clean()
        for name in ("body", "report"):
            if hasattr(page, name):
                field = page._meta.get_field(name)
                field.stream_block.clean(getattr(page, name))
        for relation in get_all_child_relations(type(page)):
            for child in getattr(page, relation.get_accessor_name()).all():
                child.full_clean()


def test_demo_texts_and_date_fields_agree(demo_content):
    # Given the meeting that was moved by a week
    event = EventPage.objects.get(slug="ledningsgrupp-andrat-datum")
    text = strip_tags(str(event.body))

    # Then its text mentions both dates, one week apart
    assert event.starts_at - event.previous_starts_at == datetime.timedelta(days=7)
    for moment in (event.starts_at, event.previous_starts_at):
        assert calendar.format_date(timezone.localtime(moment), "EEEE d MMMM", "sv") in text


def test_demo_texts_name_no_fixed_month():
    # Given all texts, with placeholders replaced
    for language in ("sv", "en"):
        for path in sorted((source.CONTENT / language).glob("*.toml")):
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.startswith("#") or re.match(r"\w+ = \d", line):
                    continue
                words = re.sub(r"\{[^{}]*:\w+\}|\w+_(at|on|deadline) = \S+", "", line)
                assert not MONTHS_AND_SEASONS.search(words), f"{path.name}: {line}"


def test_no_placeholder_or_markup_remains(demo_content):
    for page in Page.objects.specific().filter(depth__gt=1):
        body = json.dumps(page.body.get_prep_value()) if hasattr(page, "body") else ""
        shown = f"{page.title} {page.summary} {body}"
        assert ":::" not in shown
        assert "**" not in shown
        assert not calendar.PLACEHOLDER.search(shown), page.title


def test_demo_addresses_are_reserved_for_examples():
    for path in source.CONTENT.rglob("*.toml"):
        text = path.read_text(encoding="utf-8")
        for host in re.findall(r"(?:https?://|@)([\w.-]+)", text):
            assert host.rstrip(".").endswith("example.org"), f"{path.name}: {host}"


def test_demo_pages_have_revisions_and_references(demo_content):
    event = EventPage.objects.get(slug="workshop-om-fritid")

    assert event.live_revision == event.latest_revision
    assert event.first_published_at < event.starts_at < event.last_published_at
    actions = PageLogEntry.objects.filter(page=event).values_list("action", flat=True)
    assert sorted(actions) == ["wagtail.create", "wagtail.publish"]
    assert event.latest_revision.user.username == "kommunikator-social"
    assert ReferenceIndex.get_references_to(event.venue).exists()
    assert event in EventPage.objects.search("fritid").get_queryset()


def test_latest_revision_of_a_translation_is_in_english(demo_content):
    page = GroupPage.objects.get(slug="joint-development-group")
    assert page.revisions.count() == 1
    assert page.get_latest_revision_as_object().title == "The Joint Development Group"
    assert page.draft_title == page.title
    assert not page.has_unpublished_changes


def test_parents_of_english_pages_are_english(demo_content):
    for page in Page.objects.filter(locale__language_code="en", depth__gt=2):
        parent = page.get_parent()
        assert parent.locale == page.locale
        assert page.url_path == f"{parent.url_path}{page.slug}/"


def test_demo_site_is_configured_for_a_front_end(demo_content):
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.site_name) == ("localhost", "Medskap")
    menu = site.root_page.get_children().live().in_menu()
    sections = [
        entry.fields.get("slug", key)
        for key, entry in source.pages().items()
        if issubclass(source.model_of(entry), IndexPage)
        and entry.fields.get("parent", "start") == "start"
    ]
    assert sections[:4] == ["grupper", "projekt", "kalender", "nyheter"]
    assert [page.slug for page in menu] == ["om-medskap", "grundregler", *sections]
    assert Page.find_problems() == ([], [], [], [], [])
    assert Redirect.objects.filter(old_path="/tematraffar", site=site).exists()


def test_demo_images_have_descriptions_and_documents_open(demo_content):
    assert not ContentImage.objects.filter(description="").exists()
    for document in ContentDocument.objects.all():
        assert document.file.size == document.file_size > 0
    names = set(Collection.objects.filter(depth=2).values_list("name", flat=True))
    assert {"Socialförvaltningen", "Arbetsmarknadsförvaltningen"} <= names


def test_demo_minutes_are_tagged_pdfs_with_language_and_title():
    titles = {entry.fields["title"] for entry in source.entries("documents").values()}

    paths = list(media.FILES.glob("*.pdf"))
    assert paths
    for path in paths:
        with pikepdf.open(path) as pdf:
            assert pdf.Root.StructTreeRoot.K, path
            assert pdf.Root.MarkInfo.Marked, path
            assert str(pdf.Root.Lang) == "sv", path
            assert str(pdf.docinfo["/Title"]) in titles, path
            assert pdf.Root.ViewerPreferences.DisplayDocTitle, path


def test_demo_images_have_files_for_lists_and_page_headers(demo_content):
    # Given one image and one logo
    kept = ContentImage.objects.filter(title__in=["H22", "Helsam"])
    ContentImage.objects.exclude(pk__in=kept).delete()

    LoadDemoContent(stdout=StringIO()).make_renditions()

    widths = {image.title: set(image.renditions.values_list("width", flat=True)) for image in kept}
    assert widths["H22"] >= {160, 320, 400, 800, 1200}
    assert widths["Helsam"] >= {100, 200}


def test_demo_users_log_in_to_a_swedish_admin(demo_content, client):
    for demo_user in DEMO_USERS:
        assert client.login(username=demo_user.username, password=DEMO_PASSWORD)
        response = client.get("/admin/")
        assert 'lang="sv"' in response.content.decode()


def test_second_demo_load_changes_nothing(demo_content):
    # Given an editor's change
    page = ArticlePage.objects.get(slug="dikt-troskeln")
    page.title = "Dörren"
    page.save_revision().publish()
    number = Page.objects.count()

    # When the demo is loaded again
    said = load()

    # Then it reports that the demo is loaded, and the change is kept
    assert "already loaded" in said
    assert Page.objects.count() == number
    assert ArticlePage.objects.get(pk=page.pk).title == "Dörren"


def test_reset_asks_for_confirmation(demo_content, monkeypatch, settings):
    settings.DEBUG = True
    number = Page.objects.count()
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: "")

    with pytest.raises(CommandError, match="Nothing was deleted"):
        load(reset=True)

    assert Page.objects.count() == number


def test_reset_without_a_terminal_requires_yes(demo_content, monkeypatch, settings):
    settings.DEBUG = True
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(CommandError, match="--yes"):
        load(reset=True)
    assert EventPage.objects.exists()


def test_reset_without_debug_requires_yes(demo_content, monkeypatch, settings):
    settings.DEBUG = False
    monkeypatch.setattr("builtins.input", lambda question: "y")
    with pytest.raises(CommandError, match="--yes"):
        load(reset=True)
    assert EventPage.objects.exists()


@pytest.mark.slow
def test_reset_reloads_the_demo_and_lists_what_is_deleted(demo_content):
    # Given changes to the demo, and a topic that an editor created
    GroupPage.objects.update(title="Changed")
    Topic.objects.create(name="Own", slug="own", locale_id=Topic.objects.first().locale_id)
    before = set(Page.objects.values_list("translation_key", "locale__language_code"))

    said = load(reset=True, yes=True, today=datetime.date(2026, 3, 9))

    assert re.search(r"\d+ sidor", said)
    assert not GroupPage.objects.filter(title="Changed").exists()
    assert Topic.objects.filter(slug="own").exists()
    assert set(Page.objects.values_list("translation_key", "locale__language_code")) == before


@pytest.mark.slow
def test_queued_tasks_of_an_old_demo_delete_no_new_files(tmp_path):
    # Given an installation whose demo is loaded again
    surroundings = {
        **os.environ,
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3",
        "CACHE_URL": "locmemcache://",
        "MEDIA_ROOT": str(tmp_path / "media"),
    }

    def manage(*arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=BASE_DIR, env=surroundings, check=True, capture_output=True, text=True
        )
        return done.stdout

    manage("migrate")
    manage("load_demo_content", "--no-renditions")
    manage("load_demo_content", "--no-renditions", "--reset", "--yes")
    # Without making the files of 43 images twice, which takes minutes
    others = (
        "from django_tasks_db.models import DBTaskResult as T; "
        "T.objects.exclude(task_path__startswith='wagtail.').delete()"
    )
    manage("shell", "--no-imports", "-c", others)

    # When the worker has run the queued tasks
    manage("db_worker", "--batch", "--no-startup-delay")

    # Then every image file exists
    missing = (
        "from pages.models import ContentImage as I; rows = I.objects.all(); "
        "print(rows.count(), [r.file.name for r in rows if not r.file.storage.exists(r.file.name)])"
    )
    assert manage("shell", "--no-imports", "-c", missing).strip() == "43 []"


@pytest.mark.django_db
def test_demo_load_refuses_a_site_with_other_content():
    # Given a site with other content
    GroupPageFactory(title="Ours")

    with pytest.raises(CommandError, match="empty database"):
        load()

    assert GroupPage.objects.get().title == "Ours"
    assert default_home().live


@pytest.mark.django_db
def test_failed_demo_load_is_rolled_back(monkeypatch, settings):
    # Given an error after the images were saved
    def fail(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("pages.demo.page_dates.Publisher.prepare", fail)

    with pytest.raises(KeyboardInterrupt):
        load()

    assert not HomePage.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_no_demo_accounts_without_debug(settings, monkeypatch):
    settings.DEBUG = False
    monkeypatch.setattr(loading, "load", lambda *arguments: None)

    said = load()

    assert "createsuperuser" in said
    assert not get_user_model().objects.exists()
