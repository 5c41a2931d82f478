"""Hostile text is escaped in every output of the editors' side."""

import csv
import datetime
import io
import json
import zipfile
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse

from feedback.figures import rollups
from feedback.handling.moderation import publish
from feedback.handling.notifications import notify_editors
from feedback.models import (
    ReplyTemplate,
    RetentionRule,
    Service,
    ServiceAnswer,
    Submission,
    SubmissionAnswer,
    SubmissionNote,
    Voice,
)
from feedback.models.exports import Export
from feedback.models.log import FeedbackLogEntry
from pages.roles import set_up_organisation
from tests.factories import ServiceAnswerFactory, SubmissionAnswerFactory, SubmissionFactory
from tests.feedback.files import content_of, csv_rows, xlsx_sheet
from tests.feedback.staff import Staff

pytestmark = [pytest.mark.django_db, pytest.mark.admin_indexes]

APRIL = datetime.date(2026, 4, 1)
# Every text contains a template expression that would render as “14”.
SHOWN = "{{ 7|add:7 }}"
NAME = f"""=A1+</title></script><ond>"' ondattr='1' {SHOWN}{{% now "Y" %}}%(x)s{{0}}<script>ond()"""
TEXT = "\n".join(
    [
        f'=HYPERLINK("http://ond.example","Klicka") {SHOWN} {{% now "Y" %}} %(x)s %s {{0}}',
        "</textarea></script></title>--><ond ondattr=1><script>ond()</script>",
        '<img src=x ondattr=1 onerror="ond()"> <a href="javascript:ond()">javascript:ond()</a>',
        "@SUM(1) +1 -2 \t \u202eond\u2066 o\u200bn\u200bd Z\u0337\u0360\u0321\u0489a",
        "👩‍👩‍👧‍👦" * 100,
    ]
)


@pytest.fixture
def hostile(social: Staff) -> Staff:
    """An administration whose texts are all hostile, including the names of its staff."""
    staff = social
    staff.service.name = NAME
    staff.service.description = staff.service.audience = NAME
    staff.service.save()
    staff.organisation.name = NAME[:120]
    staff.organisation.save()
    staff.user.first_name, staff.user.last_name = NAME[:140], "<ond>"
    staff.user.save()
    set_up_organisation(staff.organisation)
    Submission.objects.filter(pk=staff.submission.pk).update(
        comment=TEXT, assigned_to=staff.user, flags=["phone"]
    )
    SubmissionNote.objects.create(submission=staff.submission, author=staff.user, text=TEXT)
    publish(staff.submission.pk, TEXT, NAME)
    FeedbackLogEntry.objects.log_action(
        staff.submission, "feedback.publish", user=staff.user, data={"reason": NAME}
    )
    answer = SubmissionAnswerFactory(submission=staff.submission, text=TEXT, reason=TEXT)
    to_all = ServiceAnswerFactory(service=staff.service, said=TEXT, done=TEXT, reason=TEXT)
    for each in (answer, to_all):
        each.save_revision(user=staff.user)
        each.get_workflow().start(each, staff.user)
    ReplyTemplate.objects.create(
        administration=staff.organisation, name=NAME[:80], text_sv=TEXT, text_en=TEXT
    )
    RetentionRule.objects.create(
        administration=staff.organisation,
        months_to_keep=1,
        minimum_months=1,
        decision="AN 2026/7",
        decided_on=APRIL,
    )
    SubmissionFactory.create_batch(5, service=staff.service, comment=TEXT, month=APRIL)
    rollups.recount(staff.service.pk)
    return staff


def page_urls(staff: Staff) -> dict[str, str]:
    """Return the admin pages that show a text."""
    one, other = staff.submission, Submission.objects.exclude(pk=staff.submission.pk)[0]
    objects = {
        model: model.objects.get()
        for model in (SubmissionAnswer, ServiceAnswer, ReplyTemplate, Service)
    }
    urls = {
        "home": reverse("wagtailadmin_home"),
        "inbox": reverse("submissions:index"),
        "inbox, searched": f"{reverse('submissions:index')}?q={quote(TEXT)}",
        "answer to another": (
            reverse(SubmissionAnswer.snippet_viewset.get_url_name("add"))
            + f"?submission={other.pk}"
        ),
        "export": f"{reverse('submissions:export_start')}?q={quote(TEXT)}",
        "dashboard": reverse("feedback_dashboard:administration", args=[staff.organisation.pk]),
        "dashboard, service": reverse("feedback_dashboard:service", args=[staff.service.pk]),
        "log": reverse("wagtailadmin_reports:site_history"),
        "account": reverse("wagtailadmin_account"),
    }
    for action in ("status", "assign"):
        bulk = reverse("wagtail_bulk_action", args=["feedback", "submission", action])
        urls[f"bulk, {action}"] = f"{bulk}?id={one.pk}&id={other.pk}"
    for name in ("edit", "inspect", "history", "moderate", "note", "erase"):
        urls[f"submission, {name}"] = reverse(f"submissions:{name}", args=[one.pk])
    for name in ("retention", "retention_rule", "age_out", "package"):
        urls[name] = reverse(f"submissions:{name}", args=[staff.organisation.pk])
    for model, each in objects.items():
        viewset = model.snippet_viewset
        urls[f"{model.__name__}, list"] = reverse(viewset.get_url_name("list"))
        for name in ("edit", "history", "usage"):
            url = reverse(viewset.get_url_name(name), args=[each.pk])
            urls[f"{model.__name__}, {name}"] = url
    for name in ("copy", "poster"):
        url_name = Service.snippet_viewset.get_url_name(name)
        urls[f"Service, {name}"] = reverse(url_name, args=[staff.service.pk])
    return urls


# Pages without any text of users, or only with several administrations.
WITHOUT_TEXT = {"account", "retention_rule", "age_out", "package", "submission, usage"}


@pytest.mark.slow
def test_pages_escape_hostile_text(hostile):
    for name, url in page_urls(hostile).items():
        page = hostile.client.get(url)

        assert page.status_code == 200, name
        soup = BeautifulSoup(page.text, "html.parser")
        assert soup.find("ond") is None, name
        assert not [tag for tag in soup.find_all(True) if "ondattr" in tag.attrs], name
        for attribute in ("href", "src", "action"):
            for tag in soup.select(f"[{attribute}]"):
                assert not tag[attribute].strip().lower().startswith("javascript:ond"), name
        for script in soup.find_all("script"):
            assert "json" in script.get("type", "") or "ond()" not in script.text, name
        assert name in WITHOUT_TEXT or SHOWN in page.text.replace("&quot;", '"'), name


def test_typed_text_is_escaped(hostile):
    # Given forms that are not finished
    add = reverse(SubmissionAnswer.snippet_viewset.get_url_name("add"))
    other = Submission.objects.exclude(pk=hostile.submission.pk)[0]
    one = [hostile.submission.pk]
    forms = {
        reverse("submissions:note", args=one): {"text": TEXT * 5},
        reverse("submissions:moderate", args=one): {"text": TEXT, "reason": "", "do": "publish"},
        reverse("submissions:erase", args=one): {"case": NAME},
        f"{add}?submission={other.pk}": {"text": TEXT, "outcome": "not_possible", "reason": ""},
        reverse("submissions:retention_rule", args=[hostile.organisation.pk]): {"decision": NAME},
    }

    for url, fields in forms.items():
        # When
        page = hostile.client.post(url, fields)

        # Then
        assert page.status_code == 200, url
        assert BeautifulSoup(page.text, "html.parser").find("ond") is None, url
        assert SHOWN in page.text, url


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "\ufffe", "\x0b\x1f"])
def test_unstorable_characters_are_handled(hostile, text):
    one, other = [hostile.submission.pk], Submission.objects.exclude(pk=hostile.submission.pk)[0]
    add = reverse(SubmissionAnswer.snippet_viewset.get_url_name("add"))
    add_all = reverse(ServiceAnswer.snippet_viewset.get_url_name("add"))
    forms = {
        reverse("submissions:note", args=one): {"text": text},
        reverse("submissions:moderate", args=one): {"text": text, "reason": text, "do": "draft"},
        reverse("submissions:erase", args=one): {"case": text, "reason": text},
        f"{add}?submission={other.pk}": {
            "text": text,
            "outcome": "changed",
            "reason": text,
            "answered_on": text,
        },
        add_all: {"service": text, "said": text, "done": text, "month": text},
        reverse(ReplyTemplate.snippet_viewset.get_url_name("add")): {
            "administration": hostile.organisation.pk,
            "name": text,
            "text_sv": text,
        },
    }
    for url, fields in forms.items():
        encoded = "&".join(
            f"{name}={quote(str(value).encode('utf-8', 'surrogatepass'))}"
            for name, value in fields.items()
        )
        response = hostile.client.post(url, encoded, "application/x-www-form-urlencoded")
        assert response.status_code in (200, 302), url
    query = quote(text.encode("utf-8", "surrogatepass"))
    for url in (reverse("submissions:index"), reverse("submissions:export_start")):
        assert (
            hostile.client.get(f"{url}?q={query}&service={query}&month={query}").status_code == 200
        )


def test_mails_escape_hostile_text_and_omit_comments(hostile):
    # Given a mail about an answer that waits for review, and the day's mail
    colleague = Staff("colleague").user
    colleague.first_name = NAME[:140]
    colleague.save()
    colleague.groups.add(hostile.group)
    answer = SubmissionAnswer.objects.get()
    answer.current_workflow_state.cancel(user=hostile.user)
    mail.outbox.clear()

    # When
    answer.get_workflow().start(answer, hostile.user)
    notify_editors(datetime.date(2026, 5, 11))

    # Then
    assert len(mail.outbox) >= 2
    for message in mail.outbox:
        assert "\n" not in message.subject
        for part in (message.body, *(html for html, _type in message.alternatives)):
            assert "HYPERLINK" not in part
            assert "ond.example" not in part
        for html, _type in message.alternatives:
            soup = BeautifulSoup(html, "html.parser")
            assert soup.find("ond") is None
            assert soup.find("script") is None


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_no_cell_of_an_export_is_a_formula_and_numbers_are_numbers(hostile, format):
    # When
    response = hostile.client.post(reverse("submissions:export_start"), {"format": format})

    # Then
    if format == "csv":
        heading, *rows = csv_rows(response)
        assert response.content.startswith(b"\xef\xbb\xbf" + heading[0].encode() + b";")
    else:
        sheet = xlsx_sheet(response)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        types = {tuple(cell.data_type for cell in row[:4]) for row in sheet.iter_rows(min_row=2)}
        assert types == {("s", "s", "n", "s")}
    assert len(rows) == 6
    for row in rows:
        assert row[0] == f"'{NAME}"
        assert row[9].startswith("'=HYPERLINK(")
        assert not [cell for cell in row if str(cell or "").startswith(tuple("=+-@\t\r\n"))]


def test_package_is_verbatim_and_its_table_formula_safe(
    hostile, django_capture_on_commit_callbacks, time_machine
):
    # Given
    time_machine.move_to(datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC))
    months = {"first_month": "2026-04-01", "last_month": "2026-04-01"}

    # When
    with django_capture_on_commit_callbacks(execute=True):
        hostile.client.post(reverse("submissions:package", args=[hostile.organisation.pk]), months)
    file = reverse("submissions:export_file", args=[Export.objects.get().pk])
    package = zipfile.ZipFile(io.BytesIO(content_of(hostile.client.get(file))))

    # Then
    said = [json.loads(line) for line in package.read("submissions.jsonl").decode().splitlines()]
    assert {each["comment"] for each in said} == {TEXT}
    [service] = package.read("services.jsonl").decode().splitlines()
    assert json.loads(service)["name"] == NAME
    assert NAME[:120] in package.read("LAS_MIG.txt").decode()
    table = package.read("submissions.csv").decode("utf-8-sig")
    for row in list(csv.reader(io.StringIO(table, newline=""), delimiter=";"))[1:]:
        assert not [cell for cell in row if cell.startswith(tuple("=+-@\t\r\n"))]


def test_public_text_has_no_direction_marks(hostile):
    # Given
    url = reverse("submissions:moderate", args=[hostile.submission.pk])
    fields = {"text": TEXT, "reason": "Kortad", "do": "publish", "confirmed": "on"}
    assert hostile.client.post(url, fields).status_code == 302
    query = "query ($s: String!) { service(slug: $s) { name voices { nodes { text } } } }"

    # When
    response = Client().post(
        reverse("graphql"),
        {"query": query, "variables": {"s": hostile.service.slug}},
        content_type="application/json",
        headers={"Accept": "application/graphql-response+json"},
    )

    # Then
    assert response["Content-Type"].startswith("application/graphql-response+json")
    told: Any = response.json()["data"]["service"]
    [node] = told["voices"]["nodes"]
    assert told["name"] == NAME
    assert node["text"] == Voice.objects.get().text
    assert SHOWN in node["text"]
    assert not set("\u202e\u2066\x00") & set(node["text"])
