"""The dashboard: correct figures, and none about fewer than five submissions."""

import datetime
import random
import re
from html.parser import HTMLParser

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.figures import rollups
from feedback.figures.dashboard import Question
from feedback.models import MonthlyRollup, Submission
from tests.factories import OrganisationFactory, ServiceFactory, SubmissionAnswerFactory, locale
from tests.feedback.staff import Staff

pytestmark = pytest.mark.django_db
SPANS = ("12-months", "this-year", "all")
CHANGE, TREATMENT = "Vad som blev bättre", "Hur du blev bemött"


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel("2026-06-15T12:00:00+02:00", tick=False):
        yield


@pytest.fixture
def social(social: Staff) -> Staff:
    """Return the administration without feedback."""
    Submission.objects.all().delete()
    social.service.name = "Digidel"
    social.service.save()
    return social


def heard(service, month, ratings, aspects=None):
    """Store as many ratings per step as `ratings` says; the first of them rate `aspects`."""
    rated = [step for step, times in ratings.items() for _ in range(times)]
    asked = [{} for _ in rated]
    for name, steps in (aspects or {}).items():
        for place, step in enumerate(steps):
            asked[place][name] = step
    rollups.add(
        Submission.objects.bulk_create(
            Submission(
                service=service,
                month=datetime.date.fromisoformat(f"{month}-01"),
                rating=rating,
                aspect_ratings=given,
                language="sv",
                receipt_hash=f"{place:064x}",
            )
            for place, (rating, given) in enumerate(zip(rated, asked, strict=True))
        )
    )


class Words(HTMLParser):
    """The text of a page with titles and labels, without what depends on the URL."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(" ".join(data.split()))


def figures_of(page: str) -> str:
    """Return the part of the page with the figures."""
    return page[page.index('<div class="figures">') : page.index('<section class="figures__expl')]


def words(page: str) -> list[str]:
    parser = Words()
    parser.feed(figures_of(page))
    return parser.words


def of_service(staff, service=None, span="12-months"):
    pk = (service or staff.service).pk
    url = reverse("feedback_dashboard:service", args=[pk])
    return staff.client.get(f"{url}?period={span}")


def of_administration(staff, span="12-months"):
    url = reverse("feedback_dashboard:administration", args=[staff.organisation.pk])
    return staff.client.get(f"{url}?period={span}")


def row_of(page, month):
    """Return the cells of a month in the table."""
    said = words(page)
    table = said[said.index("Månad") :]
    start = table.index(month)
    return table[start : start + 6]


def test_page_shows_count_share_and_mean_with_intervals(social):
    # Given ten answers in April, of which seven are 4 or 5
    heard(social.service, "2026-04", {1: 2, 3: 1, 4: 3, 5: 4})

    # When
    said = words(of_service(social).text)

    # Then the page shows them in words, and by month
    sentence = (
        "10 synpunkter. 70\xa0% gav 4 eller 5, osäkerhet 40–89\xa0%. "
        "Medelvärdet är 3,7 av 5, osäkerhet 2,4–4,5."
    )
    assert " ".join(sentence.split()) in said
    assert row_of(of_service(social).text, "april 2026") == [
        "april 2026",
        "10",
        "70 %",
        "40–89 %",
        "3,7",
        "2,4–4,5",
    ]


def test_distribution_has_every_rating_with_its_count(social):
    heard(social.service, "2026-04", {1: 2, 3: 1, 4: 3, 5: 4})

    said = words(of_service(social).text)

    table = said[said.index("Betyg") + 3 : said.index("Månad för månad")]
    assert table == [
        *("Mycket bra", "4", "40 %"),
        *("Bra", "3", "30 %"),
        *("Varken bra eller dåligt", "1", "10 %"),
        *("Dåligt", "0", "0 %"),
        *("Mycket dåligt", "2", "20 %"),
    ]


@pytest.mark.parametrize(("rating", "mean"), [(5, "5,0"), (1, "1,0")])
def test_unanimous_answers_have_an_interval(social, rating, mean):
    # Given five who all say the same
    heard(social.service, "2026-04", {rating: 5})

    # When
    row = row_of(of_service(social).text, "april 2026")

    # Then the interval is wide all the same
    assert row[1] == "5"
    assert row[3] == {5: "57–100 %", 1: "0–43 %"}[rating]
    assert row[4] == mean


@pytest.mark.parametrize("page", [of_service, of_administration])
def test_page_does_not_distinguish_zero_from_four(social, page):
    # Given no submissions
    before = [figures_of(page(social, span=span).text) for span in SPANS]
    assert all("färre än 5" in each for each in before)

    # When one arrives, and then three more
    for times in (1, 3):
        heard(social.service, "2026-05", {1: times}, {"change": [1] * times})

        # Then the page is unchanged
        assert [figures_of(page(social, span=span).text) for span in SPANS] == before


@pytest.mark.parametrize("page", [of_service, of_administration])
def test_incomplete_months_do_not_disclose_their_split(social, page):
    # Given eleven answers in February and March, of which February has none, one or four
    pages = set()
    for in_february in (0, 1, 4):
        MonthlyRollup.objects.all().delete()
        Submission.objects.all().delete()
        heard(social.service, "2026-01", {4: 10})
        heard(social.service, "2026-02", {2: in_february})
        heard(social.service, "2026-03", {2: 4 - in_february, 5: 7})
        heard(social.service, "2026-04", {3: in_february})

        # When
        said = page(social).text
        assert row_of(said, "februari 2026")[1] in {"färre än 5", "för få svar"}
        pages.add(figures_of(said))

    # Then no page discloses how many wrote in February or April
    assert len(pages) == 1


def test_incomplete_month_is_joined_with_the_next_one(social):
    # Given four in February, none in March, one in April
    heard(social.service, "2026-01", {5: 6})
    heard(social.service, "2026-02", {1: 4})
    heard(social.service, "2026-04", {5: 1})

    # When
    page = of_service(social).text

    # Then there is a gap of two months, and April has all five
    assert row_of(page, "februari 2026")[1] == "färre än 5"
    assert row_of(page, "mars 2026")[1] == "färre än 5"
    assert row_of(page, "april 2026")[:3] == ["april 2026", "med dem sedan februari 2026", "5"]
    assert "11 synpunkter." in page


@pytest.mark.parametrize("seed", range(5))
def test_every_derivable_count_is_of_five_or_more(seed):
    # Given random months
    rng = random.Random(seed)
    by_month = {
        datetime.date(2020 + n // 12, n % 12 + 1, 1): tuple(rng.choices((0, 0, 0, 1, 2, 5), k=5))
        for n in range(60)
    }

    # When they are grouped
    told = Question.of(by_month).counts

    # Then any months between two ends have nobody or five and more, and no answer counts twice
    assert all(sum(counts) >= 5 for counts in told.values())
    left = sum(map(sum, by_month.values())) - sum(map(sum, told.values()))
    assert 0 <= left < 5


def test_aspects_have_their_own_counts(social):
    # Given ten answers of which five rate what became better, and four how they were met
    heard(
        social.service,
        "2026-04",
        {4: 10},
        {"change": [1, 1, 1, 5, 5], "treatment": [2, 2, 2, 2]},
    )

    # When
    said = words(of_service(social).text)
    table = said[said.index("Område") :]

    # Then only the five are shown
    row = table.index(CHANGE)
    assert table[row + 1 : row + 4] == ["5", "40 %", "12–77 %"]
    assert table[table.index(TREATMENT) + 1] == "för få svar"


def test_incomplete_aspect_cannot_be_derived_from_periods(social):
    # Given an aspect that two rated last year, and six this year, of ten each time
    heard(social.service, "2025-11", {4: 10}, {"change": [1, 1]})
    heard(social.service, "2026-04", {4: 10}, {"change": [5] * 6})

    # When both periods are shown
    counts = []
    for span in SPANS:
        said = words(of_service(social, span=span).text)
        table = said[said.index("Område") :]
        counts.append(table[table.index(CHANGE) + 1])

    # Then both show the same eight
    assert counts == ["8", "8", "8"]


def test_aspect_does_not_disclose_an_incomplete_month(social):
    # Given five in January and four in February, and four of each who rate an aspect
    heard(social.service, "2026-01", {4: 5}, {"change": [1] * 4})
    heard(social.service, "2026-02", {4: 4}, {"change": [1] * 4})

    # When
    said = words(of_service(social).text)
    table = said[said.index("Område") :]

    # Then the aspect is withheld too: eight would disclose the four in February
    assert table[table.index(CHANGE) + 1] == "för få svar"


def test_periods_are_whole_months_that_end_with_the_current_one(social):
    heard(social.service, "2024-01", {5: 7})
    heard(social.service, "2025-06", {5: 8})
    heard(social.service, "2025-07", {5: 9})
    heard(social.service, "2026-01", {5: 10})
    heard(social.service, "2026-06", {5: 11})

    pages = {span: of_service(social, span=span).text for span in SPANS}

    assert "30 synpunkter." in pages["12-months"]
    assert "juli 2025 – juni 2026" in " ".join(words(pages["12-months"]))
    assert "21 synpunkter." in pages["this-year"]
    assert "januari 2026 – juni 2026" in " ".join(words(pages["this-year"]))
    assert "45 synpunkter." in pages["all"]
    assert "januari 2024 – juni 2026" in " ".join(words(pages["all"]))


@pytest.mark.parametrize("span", ["", "2026-01", "x" * 5_000, "\x00", "1-month"])
def test_unknown_period_is_the_last_year(social, span):
    heard(social.service, "2025-12", {5: 7})

    page = of_service(social, span=span)

    assert page.status_code == 200
    assert "7 synpunkter." in page.text


def test_administration_figures_are_the_sum_of_its_services_groups(social):
    # Given a service with ten, and one with four
    quiet = ServiceFactory(name="Carnot", administration=social.organisation)
    heard(social.service, "2026-04", {5: 10})
    heard(quiet, "2026-04", {1: 4})

    # When
    page = of_administration(social).text

    # Then the four are in no sum
    assert "10 synpunkter. 100\xa0%" in page
    said = words(page)
    assert said[said.index("Carnot") + 1] == "färre än 5"


def test_incomplete_month_does_not_disclose_its_size(social):
    # Given four in each of two services, beside a complete month
    other = ServiceFactory(name="Carnot", administration=social.organisation)
    heard(social.service, "2026-04", {5: 10})
    heard(social.service, "2026-05", {5: 4})
    heard(other, "2026-05", {5: 4})

    # When
    page = of_administration(social).text

    # Then
    assert row_of(page, "maj 2026")[1] == "för få svar"
    assert "I en randig månad har ingen tjänst 5 synpunkter." in " ".join(words(page))


def test_services_are_in_alphabetical_order(social):
    for name, rating in (("Öppen dörr", 5), ("Ångest", 1), ("Bostad", 3)):
        service = ServiceFactory(name=name, administration=social.organisation)
        heard(service, "2026-04", {rating: 9})

    said = words(of_administration(social).text)
    names = [word for word in said if word in {"Öppen dörr", "Ångest", "Bostad", "Digidel"}]

    assert names == ["Bostad", "Digidel", "Ångest", "Öppen dörr"]
    assert "ordering" not in of_administration(social).text


def test_charts_have_a_name_gaps_and_a_table_of_numbers(social):
    heard(social.service, "2026-01", {5: 6})
    heard(social.service, "2026-03", {4: 6})
    heard(social.service, "2026-04", {4: 6})

    page = figures_of(of_service(social).text)

    for svg in re.findall(r"<svg.*?</svg>", page, re.S):
        labels = re.search(r'role="img"\s+aria-labelledby="([^"]+)"', svg)
        assert labels, svg[:200]
        assert all(f'id="{each}"' in page for each in labels[1].split())
    share = page[page.index('id="share-title"') : page.index('id="mean-title"')]
    # A month by itself is a dot; two that follow are a line with a band.
    assert share.count("<circle") == 3
    assert share.count("<polygon") == 1
    assert share.count("url(#share-gap)") == 9
    assert "style=" not in page


def test_recount_excludes_quarantined_and_keeps_aged_out(social):
    # Given six that count, and six in quarantine
    heard(social.service, "2026-04", {5: 6})
    Submission.objects.bulk_create(
        Submission(
            service=social.service,
            rating=1,
            month=datetime.date(2026, 4, 1),
            language="sv",
            status="quarantined",
            receipt_hash="0" * 64,
        )
        for _ in range(6)
    )

    # When the months age out
    rollups.settle([social.service.pk], datetime.date(2026, 5, 1))
    Submission.objects.all().delete()

    # Then the figures stay
    assert "6 synpunkter. 100\xa0%" in of_service(social).text


def test_page_shows_answered_share_and_wait(social):
    # Given ten submissions of April, of which five were answered, in May or in July
    heard(social.service, "2026-04", {5: 10})
    for submission, month in zip(Submission.objects.all(), (5, 5, 5, 7, 7), strict=False):
        SubmissionAnswerFactory(
            submission=submission,
            first_published_at=datetime.datetime(2026, month, 4, 9, tzinfo=datetime.UTC),
        )

    # When
    said = words(of_service(social).text)

    # Then
    place = said.index("Besvarade")
    assert said[place : place + 5] == ["Besvarade", "50 %", "5 av 10", "Månader till svar", "1"]
    row = words(of_administration(social).text)
    assert row.count("efter 1 mån.") == 1


def test_wait_needs_five_answers(social):
    heard(social.service, "2026-04", {5: 10})
    for submission in Submission.objects.all()[:4]:
        SubmissionAnswerFactory(submission=submission)

    said = words(of_service(social).text)

    assert said[said.index("Månader till svar") + 1 :][:2] == ["–", "färre än 5 är besvarade"]


@pytest.mark.parametrize("page", ["administration", "service"])
def test_figures_of_another_administration_are_not_found(social, labour, page):
    heard(labour.service, "2026-04", {5: 123})
    pk = {"administration": labour.organisation.pk, "service": labour.service.pk}[page]

    for address in (pk, 10**9, 10**30):
        response = social.client.get(reverse(f"feedback_dashboard:{page}", args=[address]))

        assert response.status_code == 404
        assert "123" not in response.text
        assert labour.service.name not in response.text


def test_only_administration_is_shown_directly(social):
    response = social.client.get(reverse("feedback_dashboard:index"), follow=True)

    assert response.redirect_chain[-1][0].startswith(
        reverse("feedback_dashboard:administration", args=[social.organisation.pk])
    )


def test_administrator_can_choose_every_administration(social, labour, admin_client):
    page = admin_client.get(reverse("feedback_dashboard:index")).text

    for staff in (social, labour):
        url = reverse("feedback_dashboard:administration", args=[staff.organisation.pk])
        assert url in page
        assert admin_client.get(url).status_code == 200


def test_figures_need_permission_to_read_feedback(social):
    user = User.objects.create_user("editor", "editor@example.org", "x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)

    for url in (
        reverse("feedback_dashboard:index"),
        reverse("feedback_dashboard:service", args=[social.service.pk]),
    ):
        assert client.get(url).status_code == 302
    assert reverse("feedback_dashboard:index") not in client.get("/admin/").text
    assert Client().get(reverse("feedback_dashboard:index")).status_code == 302


def test_user_without_administration_gets_instructions(social):
    social.organisation.staff = None
    social.organisation.save()

    page = social.client.get(reverse("feedback_dashboard:index"))

    assert "Du hör inte till någon förvaltning än." in page.text


def test_administration_without_services_shows_a_message(social):
    social.service.delete()
    MonthlyRollup.objects.all().delete()

    assert "inga tjänster än" in of_administration(social).text


def test_translation_links_to_the_figures_of_its_original(social):
    heard(social.service, "2026-04", {5: 6})
    english = social.service.copy_for_translation(locale("en"))
    english.save()

    assert "6 synpunkter." in of_service(social, english).text
    assert of_administration(social).text.count("figures__spark") == 1


def queries_of(page, *args):
    page(*args)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert page(*args).status_code == 200
    return len(queries)


def test_query_count_is_constant(social):
    # Given one service with ten submissions
    heard(social.service, "2026-04", {5: 10})
    before = queries_of(of_service, social), queries_of(of_administration, social)

    # When there are thirty services and a thousand submissions
    heard(social.service, "2026-05", {4: 1_000})
    for n in range(29):
        service = ServiceFactory(name=f"Nummer {n}", administration=social.organisation)
        heard(service, "2026-05", {4: 6})

    # Then
    assert (queries_of(of_service, social), queries_of(of_administration, social)) == before


def test_page_queries_no_submission(social):
    heard(social.service, "2026-04", {5: 10})

    for page in (of_service, of_administration):
        with CaptureQueriesContext(connection) as queries:
            page(social)
        assert not [each for each in queries if '"feedback_submission"' in each["sql"]]


def test_pages_load_no_third_party_content_and_need_no_script(social):
    heard(social.service, "2026-04", {5: 10})

    page = figures_of(of_service(social).text)

    assert "http" not in page
    assert "<script" not in page


def test_sums_exclude_other_administrations(social, labour):
    OrganisationFactory(name="Tredje", kind="administration")
    heard(social.service, "2026-04", {5: 10})
    heard(labour.service, "2026-04", {1: 90})

    page = of_administration(social).text

    assert "10 synpunkter. 100\xa0%" in page
    assert labour.service.name not in page
