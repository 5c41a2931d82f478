"""Open data: its content, caching, and use in spreadsheets."""

import csv
import datetime
import io

import pytest

from feedback.exports.spreadsheets import formula_safe
from feedback.figures.publication import release_figures
from feedback.resident.open_data import ANSWERS_COLUMNS, FIGURES_COLUMNS
from tests.factories import ServiceFactory, SubmissionFactory
from tests.feedback.resident import soup

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/open-data/",
    "/open-data/feedback.csv",
    "/open-data/feedback-answers.csv",
    "/open-data/feedback.json",
]


def released(*ratings, **fields):
    service = ServiceFactory(aspects=["change"], **fields)
    for rating in ratings:
        SubmissionFactory(service=service, rating=rating, month=datetime.date(2026, 4, 1))
    release_figures(datetime.date(2026, 5, 10))
    return service


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_page_shows_share_and_interval(client):
    # Given ten of twenty who gave 4 or 5
    service = released(*[2] * 10, *[5] * 10, name="Träffpunkt Öst")

    # When the table is read
    [overall, _aspect] = rows_of(client.get("/open-data/feedback.csv"))

    # Then
    assert overall["service"] == service.slug
    assert overall["service_name"] == "Träffpunkt Öst"
    assert (overall["first_month"], overall["last_month"]) == ("", "2026-04")
    assert (overall["question"], overall["submissions"]) == ("overall", "20")
    assert overall["share_at_least"] == overall["share_at_most"] == "0.5000"
    assert (overall["interval_low"], overall["interval_high"]) == ("0.2993", "0.7007")
    assert overall["mean"] == ""


def test_withheld_answers_are_published_as_ranges(client):
    # Given two of twenty who were not satisfied
    released(1, 3, *[5] * 18)

    # When the table is read
    rows = rows_of(client.get("/open-data/feedback-answers.csv"))

    # Then only the range is published
    overall = [row for row in rows if row["question"] == "overall"]
    assert [list(row.values())[-4:] for row in overall] == [
        ["1", "3", "0", "9"],
        ["4", "5", "11", "20"],
    ]


def test_json_contains_both_tables(client):
    # Given fifty, ten of each answer
    released(*[1, 2, 3, 4, 5] * 10)

    # When it is read
    [period] = client.get("/open-data/feedback.json").json()["periods"]

    # Then
    overall = period["questions"][0]
    assert period["submissions"] == 50
    assert overall["mean"] == 3
    assert overall["share"]["at_least"] == 0.4
    assert overall["answers"][0] == {"answers": [1], "at_least": 10, "at_most": 10}


def test_service_below_the_minimum_is_not_in_open_data(client):
    # Given nineteen submissions
    service = released(*[4] * 19, name="Too few")

    # Then no file contains the service
    for address in ADDRESSES:
        content = client.get(address).content.decode()
        assert service.name not in content
        assert service.slug not in content


@pytest.mark.parametrize("address", ADDRESSES)
def test_file_sets_no_cookie_and_has_an_etag(client, address):
    # Given a visitor who has the file
    released(*[4] * 20)
    first = client.get(address)

    # When it is asked for again, before and after another release
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    released(*[4] * 20)
    after = client.get(address, headers={"if-none-match": first["ETag"]})

    # Then it is sent again only if it has changed, and never with a cookie
    assert first.status_code == 200
    assert again.status_code == 304
    assert after.status_code == (304 if address == "/open-data/" else 200)
    assert not first.cookies
    assert not again.cookies
    assert "max-age=3600" in first["Cache-Control"]
    assert "cookie" not in first.get("Vary", "").lower()


@pytest.mark.parametrize("address", ADDRESSES)
def test_file_can_only_be_read(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ADDRESSES[1:3])
def test_csv_is_utf8_without_byte_order_mark(client, address):
    released(*[4] * 20, name="Kärnan")

    response = client.get(address)

    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response.content.startswith(b"service,service_name")
    assert "Kärnan".encode() in response.content


@pytest.mark.parametrize(
    "name",
    ['=HYPERLINK("http://x.example","y")', "+46", "-1", "@SUM(A1)", "\tx", " =1", "＝1"],
)
def test_service_name_is_formula_safe(client, name):
    # Given a service with such a name
    released(*[4] * 20, name=name)

    # Then a spreadsheet shows it as text
    for address in ADDRESSES[1:3]:
        assert rows_of(client.get(address))[0]["service_name"] == "'" + name


def test_ordinary_name_is_unchanged():
    assert formula_safe("Träffpunkt – Öst") == "Träffpunkt – Öst"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_column_is_documented(client, language):
    # Given the header of each table
    released(*[4] * 20)
    page = client.get("/open-data/", {"lang": language}).content.decode()
    tables = zip(ADDRESSES[1:3], (FIGURES_COLUMNS, ANSWERS_COLUMNS), strict=True)

    # Then each of its columns is on the page, in order
    for address, columns in tables:
        header = list(rows_of(client.get(address))[0])
        assert header == [column.name for column in columns]
        assert all(f"<code>{name}</code>" in page for name in header)
    assert f'<html lang="{language}">' in page


@pytest.mark.parametrize("number", [1, 10])
@pytest.mark.parametrize("address", ADDRESSES[1:])
def test_file_takes_one_query(client, address, number, django_assert_num_queries):
    for _ in range(number):
        released(*[4] * 20)

    with django_assert_num_queries(1):
        client.get(address)


def test_excel_csv_has_byte_order_mark_semicolons_and_decimal_commas(client):
    service = released(*[2] * 10, *[5] * 10, name='Träffpunkt Öst; "Hej"')

    response = client.get("/open-data/feedback.csv?excel")

    assert response.content.startswith(b"\xef\xbb\xbf")
    text = response.content.decode("utf-8-sig")
    [overall, _aspect] = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    assert overall["service_name"] == service.name
    assert overall["share_at_least"] == "0,5000"
    assert (overall["submissions"], overall["last_month"]) == ("20", "2026-04")
    # and the page leads there, while programs get commas as before
    assert "/open-data/feedback.csv?excel" in client.get("/open-data/").text
    assert not client.get("/open-data/feedback.csv").content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(("query", "words"), [("", "Titta på siffrorna"), ("?lang=en", "Look at")])
def test_services_page_lists_open_services(client, query, words):
    # Given the list of services that a resident chooses from
    page = soup(client.get(f"/feedback/{query}"))

    # When the link to the figures is followed
    [link] = [each for each in page.find_all("a") if words in each.text]

    # Then they are explained in the language of the page
    answer = client.get(link["href"])
    assert answer.status_code == 200
    assert answer["Content-Language"] == ("en" if query else "sv")
