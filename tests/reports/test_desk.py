import io
import zipfile
from datetime import date
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from django.urls import reverse

from kwonik.budget.models import Spending
from tests.factories import make_account, make_centre

REPORT = "budget-report"


@pytest.fixture
def opened(client, director, template, spendings):
    client.force_login(director)
    return client.get(reverse("reports:report", args=[REPORT]))


def links(html: str) -> list[str]:
    return [
        part.split('"')[0].replace("&amp;", "&")
        for part in html.split('href="')[1:]
        if "/reports/rows/" in part[:40]
    ]


def test_the_report_prints_what_was_spent_by_the_as_of_date(opened):
    html = opened.content.decode()

    assert "300,000" in html
    assert "37.5" in html
    assert "집계 전" in html


def test_every_number_leads_to_its_rows_and_the_rows_add_up(client, opened):
    found = links(opened.content.decode())
    assert len(found) >= 6
    for link in found:
        answer = client.get(link)
        assert answer.status_code == 200, link

    spent = next(link for link in found if "budget.spent" in link)
    html = client.get(spent).content.decode()
    assert "집행액 300,000원" in html
    assert "100,000원어치" in html
    assert "200,000원어치" in html
    assert "50,000원어치" not in html
    assert "잘못 적음" not in html


def test_a_derived_number_shows_its_formula_and_its_parts(client, opened):
    rate = next(link for link in links(opened.content.decode()) if "execution_rate" in link)

    html = client.get(rate).content.decode()

    assert "소수 둘째 자리에서 반올림" in html
    assert "300,000원" in html
    assert "800,000원" in html
    assert len(links(html)) == 2


def test_rows_download_as_numbers(client, opened):
    spent = next(link for link in links(opened.content.decode()) if "budget.spent" in link)

    answer = client.get(spent + "&format=xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    amounts = [row[4] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert sorted(amounts) == [100_000, 200_000]
    assert "집행액" in parse_disposition(answer)


def parse_disposition(answer) -> str:
    return parse_qs("n=" + answer["Content-Disposition"].split("utf-8''")[-1])["n"][0]


@pytest.mark.parametrize(
    ("extension", "begins"),
    [("pdf", b"%PDF-"), ("hwpx", b"PK"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE html>")],
)
def test_the_same_report_downloads_in_every_form(client, director, template, spendings, extension, begins):
    client.force_login(director)

    answer = client.get(reverse("reports:report", args=[REPORT]), {"format": extension})

    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert parse_disposition(answer) == f"예산 보고 2025-09-30.{extension}"
    if extension == "hwpx":
        assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist()[0] == "mimetype"


def test_another_as_of_date_counts_other_rows(client, director, template, spendings):
    client.force_login(director)

    html = client.get(
        reverse("reports:report", args=[REPORT]), {"last_on": "2025-12-31", "as_of": "2025-10-31"}
    ).content.decode()

    assert "350,000" in html
    assert "43.8" in html


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first_on": "2025-09-30", "last_on": "2025-01-01"}, "앞섭니다"),
        ({"as_of": "2024-12-31"}, "기준일"),
        ({"as_of": "어제"}, "날짜"),
    ],
)
def test_a_wrong_period_is_said_and_what_was_typed_stays(client, director, template, asked, said):
    client.force_login(director)

    answer = client.get(reverse("reports:report", args=[REPORT]), asked)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_who_may_not_see_rows_sees_the_number_and_why(client, city_officer, template, spendings):
    client.force_login(city_officer)
    link = next(
        link
        for link in links(client.get(reverse("reports:report", args=[REPORT])).content.decode())
        if "budget.spent" in link
    )

    html = client.get(link).content.decode()

    assert "집행액 300,000원" in html
    assert "권한이 없습니다" in html
    assert "100,000원어치" not in html
    assert client.get(link + "&format=xlsx")["Content-Type"].startswith("text/html")


def test_rows_are_those_of_the_working_centre_whatever_the_address_says(
    client, director, template, spendings
):
    stranger = make_account(
        "reports.report:view", "reports.figure:explain", "budget.line:view", centre=make_centre("other")
    )
    client.force_login(stranger)

    html = client.get(
        reverse("reports:rows"), {"figure": "budget.spent", "period": "2025", "as_of": "2025-09-30"}
    ).content.decode()

    assert "집행액 0원" in html
    assert "100,000원어치" not in html


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"figure": "budget.spent"},
        {"figure": "nothing.here", "period": "2025", "as_of": "2025-09-30"},
        {"figure": "budget.spent", "period": "2025", "as_of": "heute"},
        {"figure": "budget.spent", "period": "2025", "as_of": "2025-09-30", "cut.line": "unknown"},
        {"figure": "budget.spent", "period": "2025", "as_of": "2025-09-30", "cut.colour": "red"},
    ],
)
def test_an_address_that_names_no_number_is_not_found(client, director, template, line, query):
    client.force_login(director)

    assert client.get(reverse("reports:rows"), query).status_code == 404


def standing(client, row, **asked):
    return client.get(reverse("reports:standing", args=["budget.spending", row.pk]), asked)


def test_a_record_says_where_it_counts_and_why_not(client, director, template, spendings):
    client.force_login(director)
    asked = {"first_on": "2025-01-01", "last_on": "2025-09-30", "as_of": "2025-09-30"}
    counted, _, later, withdrawn = spendings

    assert "들어감" in standing(client, counted, **asked).content.decode()
    assert "기준일까지 집행됨" in standing(client, later, **asked).content.decode()
    assert "철회되지 않음" in standing(client, withdrawn, **asked).content.decode()
    assert "다음 조건에 맞지 않습니다" in standing(client, withdrawn, **asked).content.decode()


def test_the_standing_of_other_peoples_records_is_not_told(
    client, director, city_officer, template, spendings
):
    other = make_centre("other")
    stranger = make_account("reports.figure:explain", "budget.line:view", centre=other)
    for account, status in ((stranger, 404), (city_officer, 404), (director, 200)):
        client.force_login(account)
        assert standing(client, spendings[0]).status_code == status

    client.force_login(director)
    for model in ("budget.nothing", "people.account", "nonsense"):
        assert client.get(reverse("reports:standing", args=[model, 1])).status_code == 404


@pytest.mark.parametrize("name", ["reports:reports", "reports:rows"])
def test_reports_ask_for_their_permission(client, centre, name):
    assert client.get(reverse(name)).status_code == 302
    client.force_login(make_account("budget.line:view", centre=centre))
    assert client.get(reverse(name)).status_code == 403


def test_pages_ask_as_many_queries_with_more_rows(
    client, director, template, line, spendings, assert_constant_queries
):
    client.force_login(director)
    addresses = [
        reverse("reports:report", args=[REPORT]),
        f"{reverse('reports:rows')}?figure=budget.spent&period=2025-01/2025-09&as_of=2025-09-30",
        reverse("reports:standing", args=["budget.spending", spendings[0].pk]),
    ]

    def grow():
        Spending.objects.bulk_create(
            Spending(centre=line.centre, line=line, spent_on=date(2025, 4, 1), amount_won=n, summary=f"{n}")
            for n in range(1, 41)
        )

    for address in addresses:
        assert_constant_queries(lambda address=address: client.get(address), grow)


def test_links_keep_period_as_of_and_cut(opened):
    link = next(link for link in links(opened.content.decode()) if "cut.line=legal_aid" in link)

    query = parse_qs(urlsplit(link).query)

    assert query["period"] == ["2025-01-01/2025-09-30"]
    assert query["as_of"] == ["2025-09-30"]
