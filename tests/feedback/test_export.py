"""Exports: their content, formula safety, and permissions."""

import datetime
import io
import random
import zipfile

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from openpyxl import load_workbook

from feedback.exports.spreadsheets import Column, csv_pieces, formula_safe, xlsx_pieces
from feedback.figures import rollups
from feedback.models import FeedbackLogEntry, Submission, SubmissionNote
from feedback.models.exports import Export
from tests.factories import ServiceFactory, SubmissionFactory
from tests.feedback.files import csv_rows, xlsx_sheet

pytestmark = pytest.mark.django_db

START = "/admin/submissions/export/"
HOSTILE = [
    '=HYPERLINK("http://ond.example","Klicka")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\n=1+1",
    "\r=1+1",
    "+46 70",
    "-2+3+cmd|' /C calc'!A0",
    "  =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "\x00=1+1",
    "\x0b=1+1",
    "\ufffe=1+1",
]


def test_csv_has_no_author_and_no_time(social):
    # Given
    row = social.submission
    Submission.objects.filter(pk=row.pk).update(
        aspect_ratings={"treatment": 2}, flags=["phone"], status="answered", comment="Å; ä\noch ö"
    )
    SubmissionNote.objects.create(submission=row, author=social.user, text="Intern anteckning")

    # When
    response = social.client.post(START, {"format": "csv"})

    # Then
    heading, only = csv_rows(response)
    assert heading == [
        "Tjänst",
        "Månad",
        "Betyg",
        "Betyg i ord",
        "Information",
        "Hur du blev bemött",
        "Hur du fick vara med och bestämma",
        "Vad som blev bättre",
        "Lätt att nå och använda",
        "Synpunkt",
        "Status",
        "Språk",
        "Hittat i texten",
        "Besvarad",
    ]
    assert only == [
        "Tjänst hos social",
        "2026-04",
        "4",
        "Bra",
        "",
        "2",
        "",
        "",
        "",
        "Å; ä\noch ö",
        "Besvarad",
        "Svenska",
        "Telefonnummer",
        "Ja",
    ]
    text = response.content.decode()
    for secret in (str(row.pk), row.pk.hex, row.receipt_hash, "Intern", social.user.username + "@"):
        assert secret not in text


def test_file_is_an_uncached_attachment(social):
    for format, media_type in (
        ("csv", "text/csv; charset=utf-8; header=present"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ):
        response = social.client.post(START, {"format": format})

        assert response["Content-Type"] == media_type
        assert "no-store" in response["Cache-Control"]
        assert response["Content-Disposition"].startswith('attachment; filename="synpunkter-')
    assert not Export.objects.exists()


def test_workbook_has_the_same_rows_as_the_table(social):
    for number in range(30):
        SubmissionFactory(service=social.service, comment=f"Rad {number}", rating=number % 5 + 1)

    table = csv_rows(social.client.post(START, {"format": "csv"}))
    sheet = xlsx_sheet(social.client.post(START, {"format": "xlsx"}))

    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
    assert rows[0] == table[0]
    assert sorted(rows[1:]) == sorted(table[1:])
    assert sheet["C2"].data_type == "n"
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("comment", HOSTILE)
def test_exported_text_is_formula_safe(social, comment):
    # Given a row as older versions or imports made it
    if "\x00" in comment:
        comment = comment.replace("\x00", "\x01")
    Submission.objects.filter(pk=social.submission.pk).update(comment=comment)
    forbidden = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

    # When
    _heading, row = csv_rows(social.client.post(START, {"format": "csv"}))
    sheet = xlsx_sheet(social.client.post(START, {"format": "xlsx"}))

    # Then
    cell = sheet["J2"]
    assert cell.data_type == "s"
    for text in (row[9], cell.value):
        assert text.startswith("'")
        assert not text.startswith(forbidden)
        assert text.endswith(comment[-3:])
    with zipfile.ZipFile(
        io.BytesIO(social.client.post(START, {"format": "xlsx"}).content)
    ) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_text_with_xml_and_excel_escapes_is_unchanged():
    texts = ["\x00\x08NUL\ud800\uffff", "<b>&amp;</b>", "  två blanksteg  ", "_x000D_", "a\nb"]

    data = b"".join(xlsx_pieces("Blad", [Column("Text")], [[text] for text in texts]))
    sheet = load_workbook(io.BytesIO(data)).active

    values = [sheet.cell(number, 1).value for number in range(2, 7)]
    # Excel takes the number back to an underscore; openpyxl leaves it.
    assert values == ["NUL", "<b>&amp;</b>", "  två blanksteg  ", "_x005F_x000D_", "a\nb"]
    assert b"".join(csv_pieces([Column("Text")], [["\x00NUL\ud800"]])).decode("utf-8-sig") == (
        "Text\r\nNUL\r\n"
    )


def test_only_possible_formulas_get_an_apostrophe():
    assert formula_safe("Bra – tack = bra") == "Bra – tack = bra"
    assert formula_safe("") == ""


def test_each_file_has_a_new_random_order(social):
    # Given
    for number in range(40):
        SubmissionFactory(service=social.service, comment=f"{number:02}")
    in_order = [f"{number:02}" for number in range(40)]

    # When
    first, second = (
        [
            row[9]
            for row in csv_rows(social.client.post(START, {"format": "csv"}))
            if row[9].isdigit()
        ]
        for _ in range(2)
    )

    # Then
    assert sorted(first) == sorted(second) == in_order
    assert first != second
    assert in_order not in (first, second, first[::-1], second[::-1])
    by_id = [row.comment for row in Submission.objects.order_by("pk") if row.comment.isdigit()]
    assert by_id not in (first, second)


def test_export_has_what_the_inbox_shows(social):
    # Given
    other = ServiceFactory(name="Annan tjänst", administration=social.organisation)
    SubmissionFactory(service=other, comment="Gruppen var bra", rating=5)
    SubmissionFactory(service=other, comment="Gruppen var dålig", rating=1)

    # When
    for query, expected in (
        ("", {"Hemligt om social", "Gruppen var bra", "Gruppen var dålig"}),
        (f"?service={other.pk}", {"Gruppen var bra", "Gruppen var dålig"}),
        (f"?service={other.pk}&rating=5", {"Gruppen var bra"}),
        ("?q=gruppen+dålig", {"Gruppen var dålig"}),
        ("?month=2026-04-01&after=1.2026-04.00000000000000000000000000000000", None),
    ):
        rows = csv_rows(social.client.post(START + query, {"format": "csv"}))[1:]
        found = {row[9] for row in rows}

        # Then
        assert expected is None or found == expected


def test_inbox_links_to_the_export_with_its_filters(social):
    page = social.client.get("/admin/submissions/?rating=4&q=Hemligt").text

    assert f"{START}?rating=4&amp;q=Hemligt" in page
    start = social.client.get(f"{START}?rating=4&q=Hemligt").text
    assert "1 synpunkt" in start
    assert "Hemligt" in start
    # In words, as the inbox says it.
    assert "Bra" in start
    # Wagtail's own parameter leads to the same page.
    response = social.client.get("/admin/submissions/?export=csv&rating=4")
    assert response["Location"] == f"{START}?rating=4"


def test_export_excludes_other_administrations(social, labour):
    rows = csv_rows(social.client.post(START, {"format": "csv"}))
    assert [row[9] for row in rows[1:]] == ["Hemligt om social"]

    # by guessing: a service of the other one, which the filter does not know
    for query in (f"?service={labour.service.pk}", "?q=labour", "?service=999999", "?month=x"):
        response = social.client.post(START + query, {"format": "csv"})
        assert response.status_code == 200
        assert "Hemligt om labour" not in response.text
        assert "Det finns inget att exportera." in response.text


def test_pages_need_permission_to_read_feedback(social, client):
    staff = User.objects.create_user("redaktor", password="x")
    staff.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(staff)

    for name in ("export_start", "exports"):
        assert client.get(reverse(f"submissions:{name}")).status_code == 404
    assert client.post(START, {"format": "csv"}).status_code == 404
    client.logout()
    assert client.get(START).status_code == 302


def test_export_log_has_user_and_rounded_number_without_content(social):
    # Given
    for _ in range(22):
        SubmissionFactory(service=social.service, comment="Hemligt")

    # When
    social.client.post(f"{START}?q=Hemligt&service={social.service.pk}", {"format": "xlsx"})

    # Then
    entry = FeedbackLogEntry.objects.get()
    assert (entry.user, entry.administration) == (social.user, social.organisation)
    assert entry.data == {
        "format": "xlsx",
        "filters": {"service": [social.service.slug], "q": True},
        "rows": "≈ 20",
    }
    page = social.client.get("/admin/reports/site-history/").text
    assert "Exporterade synpunkter: ≈ 20" in page


def test_export_format_is_required(social):
    for fields in ({}, {"format": "zip"}, {"format": "html"}):
        response = social.client.post(START, fields)

        assert response.status_code == 200
        assert response.context["form"].errors
    assert not FeedbackLogEntry.objects.exists()


@pytest.mark.parametrize("rows", [1, 400])
def test_query_count_of_an_export_is_constant(social, rows, django_assert_max_num_queries):
    # Given
    months = [datetime.date(2026, month, 1) for month in (1, 2, 3)]
    Submission.objects.bulk_create(
        SubmissionFactory.build(service=social.service, month=random.Random(n).choice(months))
        for n in range(rows)
    )
    rollups.recount(social.service.pk)
    social.client.post(START, {"format": "csv"})

    # When
    with django_assert_max_num_queries(25) as queries:
        response = social.client.post(START, {"format": "csv"})

    # Then
    assert len(csv_rows(response)) == rows + 2
    counted = [each for each in queries.captured_queries if "feedback_submission" in each["sql"]]
    assert len(counted) <= 6


def test_export_of_two_administrations_is_logged_for_each(social, labour):
    social.user.groups.add(labour.group)

    rows = csv_rows(social.client.post(START, {"format": "csv"}))

    assert {row[9] for row in rows[1:]} == {"Hemligt om social", "Hemligt om labour"}
    assert {entry.administration for entry in FeedbackLogEntry.objects.all()} == {
        social.organisation,
        labour.organisation,
    }
