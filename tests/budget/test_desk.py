"""Finance's pages: who may, what they say, that nothing typed is lost, and that they stay cheap."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from kwonik.budget.models import Allotment, Spending
from tests.budget.conftest import browser_of
from tests.budget.factories import make_allotment, make_line, make_spending
from tests.factories import make_account, make_centre

VIEW, SPEND, ALLOT = "budget.line:view", "budget.spending:record", "budget.allotment:record"
DOORS = {
    "lines": VIEW,
    "line": VIEW,
    "record-spending": SPEND,
    "record-allotment": ALLOT,
    "spending": VIEW,
    "withdraw-spending": SPEND,
    "reinstate-spending": SPEND,
    "allotment": VIEW,
    "withdraw-allotment": ALLOT,
    "reinstate-allotment": ALLOT,
}


@pytest.fixture
def rows(line):
    spending = make_spending(line)
    return {"line": line, "spending": spending, "allotment": line.allotments.get(), "lines": None}


def address(door, rows) -> str:
    row = rows["line" if door.startswith("record") else door.rpartition("-")[2]]
    return reverse(f"budget:{door}", args=[row.pk] if row else [])


def typed(**fields) -> dict:
    return {
        "form_token": str(uuid4()),
        "spent_on": "2025. 5. 9.",
        "amount_won": "33만",
        "summary": "안내문 인쇄",
        **fields,
    }


def spend(desk, on, **fields):
    return desk.post(reverse("budget:record-spending", args=[on.pk]), typed(**fields))


@pytest.mark.parametrize("door", DOORS)
def test_every_door_asks_who_one_is(client, centre, rows, door):
    at = address(door, rows)
    assert client.get(at).status_code == 302
    assert browser_of(make_account(DOORS[door], VIEW, centre=centre)).get(at).status_code == 200
    others = {VIEW, SPEND, ALLOT} - {DOORS[door]}
    assert browser_of(make_account(*others, centre=centre)).get(at).status_code == 403
    elsewhere = browser_of(make_account("finance", centre=make_centre("elsewhere")))
    assert elsewhere.get(at).status_code == (200 if door == "lines" else 404)


def test_another_centres_lines_are_not_listed(rows):
    elsewhere = browser_of(make_account("finance", centre=make_centre("elsewhere")))
    assert rows["line"].name not in elsewhere.get(reverse("budget:lines")).content.decode()


def test_the_lines_show_their_money_and_the_rate_of_nothing_spent(desk, line):
    make_line(line.centre, allotted_won=0, name="배정 없는 사업")
    html = desk.get(reverse("budget:lines")).content.decode()
    assert "1,000,000원" in html
    assert "0.0%" in html
    make_spending(line, 769_500)
    html = desk.get(reverse("budget:lines")).content.decode()
    assert html.count("77.0%") == 3  # the line, its tier and the total
    assert "230,500원" in html


def test_the_year_is_chosen_and_a_strange_one_ignored(desk, line):
    old = make_line(line.centre, year=2024, name="지난해 사업")
    assert line.name in desk.get(reverse("budget:lines")).content.decode()
    assert old.name in desk.get(reverse("budget:lines"), {"year": "2024"}).content.decode()
    for strange in ("1999", "x", "²", "9" * 40):
        assert line.name in desk.get(reverse("budget:lines"), {"year": strange}).content.decode()


@pytest.mark.parametrize(
    ("amount", "won", "kind"),
    [("330,000", 330_000, "spent"), ("20만원", 200_000, "spent"), ("￦5천", 5_000, "spent")],
)
def test_a_spending_is_booked_as_people_type_it(desk, line, finance, amount, won, kind):
    answer = spend(desk, line, amount_won=amount)
    assert answer.headers["Location"] == reverse("budget:line", args=[line.pk])
    row = Spending.objects.get()
    assert (row.amount_won, row.kind, row.spent_on, row.recorded_by) == (won, kind, date(2025, 5, 9), finance)


def test_money_that_came_back_is_typed_with_a_minus(desk, line):
    make_spending(line, 500_000)
    assert spend(desk, line, amount_won="-20만").status_code == 302
    assert Spending.objects.get(kind="returned").amount_won == -200_000


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount_won": ""}, "금액을 입력하세요."),
        ({"amount_won": "많이"}, "금액으로 읽을 수 없습니다"),
        ({"amount_won": "1,000,001"}, "남은 예산 1,000,000원보다 많습니다"),
        ({"amount_won": "0"}, "0원은 적을 수 없습니다"),
        ({"amount_won": "1e308"}, "금액으로 읽을 수 없습니다"),
        ({"amount_won": "9" * 30}, "너무 큽니다"),
        ({"amount_won": "0.5"}, "1원 미만"),
        ({"spent_on": "2024. 5. 9."}, "2025년의 날짜만"),
        ({"spent_on": "5월"}, "집행일"),
        ({"summary": ""}, "적요를 입력하세요."),
        ({"summary": "홍길동 900101-1234567"}, "주민등록번호"),
        ({"form_token": "x"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(desk, line, fields, said):
    answer = spend(desk, line, payee="한마음인쇄", **fields)
    html = answer.content.decode()
    assert (answer.status_code, Spending.objects.count()) == (422, 0)
    assert said in html
    assert 'value="한마음인쇄"' in html
    if "amount_won" in fields:
        assert f'value="{fields["amount_won"]}"' in html or not fields["amount_won"]


def test_the_same_form_books_once(desk, line):
    form = typed()
    at = reverse("budget:record-spending", args=[line.pk])
    assert [desk.post(at, form).status_code for _ in range(3)] == [302] * 3
    assert desk.post(at, {**form, "amount_won": "5"}).status_code == 422
    assert Spending.objects.count() == 1


def test_what_the_page_sends_is_what_the_form_asks(desk, line):
    """The hidden token of an opened page is enough to post it."""
    html = desk.get(reverse("budget:record-allotment", args=[line.pk])).content.decode()
    token = re.search(r'name="form_token" value="([0-9a-f-]{36})"', html)[1]
    form = {
        "form_token": token,
        "kind": "transfer",
        "decided_on": "20250302",
        "amount_won": "-10만",
        "basis": "",
    }
    assert desk.post(reverse("budget:record-allotment", args=[line.pk]), form).status_code == 302
    assert Allotment.objects.get(kind="transfer").amount_won == -100_000


def test_extra_fields_change_nothing(desk, line):
    other = make_line(make_centre("elsewhere"))
    strange = {"centre": other.centre_id, "line": other.pk, "recorded_by": "1", "withdrawn_at": "2025-01-01"}
    assert spend(desk, line, **strange).status_code == 302
    row = Spending.objects.get()
    assert (row.centre, row.line, row.withdrawn_at) == (line.centre, line, None)


def test_a_spending_is_withdrawn_with_a_reason_and_comes_back(desk, rows):
    row = rows["spending"]
    at = address("withdraw-spending", rows)
    assert desk.post(at, {"reason": ""}).status_code == 422
    assert desk.post(at, {"reason": "다른 과목"}, follow=True).status_code == 200
    html = desk.get(address("spending", rows)).content.decode()
    assert "까닭: 다른 과목" in html
    assert "집행을 철회함" in html
    desk.post(at, {"reason": "또 눌렀음"})
    row.refresh_from_db()
    assert row.withdrawn_reason == "다른 과목"
    assert desk.post(address("reinstate-spending", rows), {"reinstate": "True"}).status_code == 302
    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_what_the_rules_refuse_is_said_on_the_page_that_asks(desk, rows):
    answer = desk.post(address("withdraw-allotment", rows), {"reason": "잘못"})
    assert answer.status_code == 422
    assert "이미 100,000원을 썼습니다" in answer.content.decode()
    assert 'value="잘못"' in answer.content.decode()


@pytest.mark.parametrize("door", ["lines", "line"])
def test_more_rows_cost_no_more_queries(desk, rows, door, assert_constant_queries):
    def grow():
        for _ in range(7):
            line = make_line(rows["line"].centre)
            make_spending(line)
            make_spending(rows["line"], 1_000)
            make_allotment(rows["line"], 1_000, kind="supplementary")

    assert_constant_queries(lambda: desk.get(address(door, rows)), grow)


def test_a_long_list_of_spendings_has_pages(desk, line):
    for _ in range(51):
        make_spending(line, 1_000)
    html = desk.get(reverse("budget:line", args=[line.pk])).content.decode()
    assert "51건" in html
    assert "?page=2" in html
