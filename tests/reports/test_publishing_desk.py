"""The doors of closing and publishing: everything a director, the city and a citizen sees of it."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from kwonik.budget.models import Spending
from kwonik.kernel.periods import parse
from kwonik.places.models import LockException, PeriodClosing
from kwonik.reports import actions, queries
from kwonik.reports.models import Edition, Movement
from tests.factories import make_account, make_centre

from .conftest import BODY

REPORT = BODY["code"]
YEAR = parse("2025-01/2025-09")
ASKED = {"first": "2025-01", "last": "2025-09"}


@pytest.fixture
def director(centre):
    return make_account(
        "reports.report:view",
        "reports.figure:explain",
        "reports.edition:publish",
        "reports.period:close",
        "reports.exception:grant",
        "budget.line:view",
        centre=centre,
    )


@pytest.fixture
def city(centre):
    return make_account("reports.report:view", "reports.period:settle", centre=centre)


@pytest.fixture
def clerk(centre):
    return make_account("budget.line:view", "budget.spending:record", centre=centre)


@pytest.fixture
def closed(client, director, city, spendings):
    for who, name in ((director, "close_centre"), (city, "close_city")):
        client.force_login(who)
        assert client.post(reverse(f"reports:{name}"), ASKED).status_code == 302
    client.force_login(director)


def publish(client, **other):
    address = reverse("reports:publish", args=[REPORT])
    days = {
        "first_on": "2025-01-01",
        "last_on": "2025-09-30",
        "as_of": "2025-09-30",
        "dated_on": "2025-10-15",
    }
    return client.post(address, days | {"form_token": str(uuid4())} | other)


def spend(client, line):
    data = {"spent_on": "2025-03-05", "amount_won": "5,000", "summary": "책자", "form_token": str(uuid4())}
    return client.post(reverse("budget:record-spending", args=[line.pk]), data)


@pytest.fixture
def edition(client, closed, template):
    assert publish(client).status_code == 302
    return Edition.objects.get()


def test_the_closing_page_shows_both_steps(client, closed, director, city):
    html = client.get(reverse("reports:closings"), {"year": 2025}).content.decode()

    assert html.count(f" {city}</td>") == html.count(f" {director}</td>") == 9
    assert PeriodClosing.objects.count() == 18


def test_the_city_is_told_who_is_missing(client, city, spendings):
    client.force_login(city)
    answer = client.post(reverse("reports:close_city"), ASKED)

    assert answer.status_code == 422
    assert "센터 마감이 먼저" in answer.content.decode()


def test_before_closing_the_page_says_what_is_to_do(client, director, template, spendings):
    client.force_login(director)

    html = client.get(reverse("reports:publish", args=[REPORT])).content.decode()
    assert "센터 마감을 하지 않은 달이 있습니다: 2025년 1월~9월" in html
    answer = publish(client)
    assert answer.status_code == 422
    assert not Edition.objects.exists()


def test_an_edition_downloads_byte_by_byte_whatever_happens_later(client, edition, template, line, spendings):
    kept = {file.form: bytes(file.content) for file in edition.files.all()}
    template.body = {**template.body, "title": "다른 이름"}
    template.save()

    for form, content in kept.items():
        answer = client.get(reverse("reports:download", args=[edition.pk, form]))
        assert answer.content == content
    assert client.get(reverse("reports:download", args=[edition.pk, "docx"])).status_code == 404
    page = client.get(reverse("reports:edition", args=[edition.pk]), {"verify": 1}).content.decode()
    assert "공표한 그대로입니다" in page and edition.root in page


def test_in_a_closed_month_the_form_says_so_kindly_and_keeps_what_was_typed(client, closed, clerk, line):
    client.force_login(clerk)
    answer = spend(client, line)

    assert answer.status_code == 422
    html = answer.content.decode()
    assert "2025년 3월은 마감한 달" in html and "마감 예외를 청하세요" in html and "책자" in html


def test_an_exception_is_granted_used_and_revoked(client, closed, director, clerk, line):
    asked = {
        "first": "2025-03",
        "last": "2025-03",
        "room": "budget",
        "account": clerk.pk,
        "reason": "늦은 결의서",
    }
    until = str(date.today())
    answer = client.post(reverse("reports:grant_exception"), asked | {"until_on": until})
    assert answer.status_code == 302
    assert "늦은 결의서" in client.get(reverse("reports:exceptions")).content.decode()

    client.force_login(clerk)
    assert spend(client, line).status_code == 302
    assert Spending.objects.filter(summary="책자").exists()

    client.force_login(director)
    (granted,) = LockException.objects.all()
    assert client.get(reverse("reports:revoke_exception", args=[granted.pk])).status_code == 200
    client.post(reverse("reports:revoke_exception", args=[granted.pk]))
    assert LockException.objects.get().revoked_by == director


@pytest.fixture
def late(edition, line, centre, director, city):
    """A row that came after everything was published, the month opened for it."""
    actions.reopen(by=city, centre=centre, period=YEAR, level="city", reason="누락")
    actions.reopen(by=director, centre=centre, period=YEAR, level="centre", reason="누락")
    row = Spending.objects.create(
        centre=centre, line=line, spent_on=date(2025, 5, 5), amount_won=70_000, summary="늦게 적음"
    )
    actions.close(by=director, centre=centre, period=YEAR, level="centre")
    actions.close(by=city, centre=centre, period=YEAR, level="city")
    return row


def test_the_drift_page_names_number_row_and_reason(client, edition, late):
    html = client.get(reverse("reports:drift", args=[edition.pk])).content.decode()

    assert "늦게 적음" in html and "300,000" in html and "370,000" in html
    assert reverse("budget:spending", args=[late.pk]) in html


def test_who_may_not_see_rows_sees_only_the_numbers(client, edition, late, city):
    client.force_login(city)
    html = client.get(reverse("reports:drift", args=[edition.pk])).content.decode()

    assert "370,000" in html and "근거 기록을 볼 권한이 없습니다" in html
    assert reverse("budget:spending", args=[late.pk]) not in html


def test_an_edition_of_another_centre_does_not_exist(client, edition):
    client.force_login(make_account("reports.report:view", centre=make_centre("other")))
    for name in ("edition", "drift"):
        assert client.get(reverse(f"reports:{name}", args=[edition.pk])).status_code == 404


def test_what_moved_is_told_once_and_waits_on_the_first_page(client, edition, late, centre):
    made = actions.notice_movements()

    assert made and not actions.notice_movements()
    assert Movement.objects.count() == len(made)
    html = client.get(reverse("today")).content.decode()
    assert reverse("reports:drift", args=[edition.pk]) in html

    Spending.objects.filter(pk=late.pk)
    assert publish(client, reason="늦은 결의서를 더함").status_code == 302
    assert not queries.moved_editions(centre)


def test_a_number_that_moves_back_is_told_too(edition, late, centre, director, city):
    actions.notice_movements()
    actions.reopen(by=city, centre=centre, period=YEAR, level="city", reason="되돌림")
    actions.reopen(by=director, centre=centre, period=YEAR, level="centre", reason="되돌림")
    late.delete()

    assert actions.notice_movements()
    assert not queries.moved_editions(centre)


def test_the_staff_read_the_corrections_with_reason_and_true_numbers(client, edition, late):
    """What everybody may read of them is the portal's: there people are protected."""
    publish(client, reason="늦은 결의서를 더함")

    html = client.get(reverse("reports:corrections")).content.decode()
    client.logout()

    assert "늦은 결의서를 더함" in html and "300,000 → 370,000" in html
    assert client.get(reverse("reports:corrections")).status_code == 302


def test_the_report_page_tells_how_many_checks_hold(client, director, template, spendings):
    checks = [
        {"id": "one", "is": "T.spent", "sum": ["T.spent"]},
        {"id": "two", "is": "T.spent", "sum": ["T.rate"]},
    ]
    template.body = {**template.body, "checks": checks}
    template.save()
    client.force_login(director)

    html = client.get(reverse("reports:report", args=[REPORT])).content.decode()

    assert "검산 2개 가운데 1개가 맞습니다" in html and "맞지 않음" in html


def test_all_of_it_is_valid_html(client, edition, late, director, assert_valid_html):
    pages = {
        "drift": client.get(reverse("reports:drift", args=[edition.pk])),
        "verified": client.get(reverse("reports:edition", args=[edition.pk]), {"verify": 1}),
        "again": client.get(reverse("reports:publish", args=[REPORT])),
        "closings": client.get(reverse("reports:closings"), {"year": 2025}),
    }
    publish(client, reason="늦은 결의서를 더함")
    pages["editions"] = client.get(reverse("reports:editions"))
    pages["corrections"] = client.get(reverse("reports:corrections"))

    assert_valid_html({name: page.content.decode() for name, page in pages.items()})
