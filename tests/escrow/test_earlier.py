"""이전 플랫폼의 계약: brought in through the spreadsheet door, looked at, and in no sum of ours."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from kwonik.escrow import queries
from kwonik.escrow.models import EarlierContract
from kwonik.ledgers.actions import bring_in, open_findings, undo
from tests.escrow import factories
from tests.escrow.test_portal import at, said
from tests.factories import make_account, make_centre

pytestmark = pytest.mark.django_db

HEAD = ("계약 번호", "계약일자", "계약금액", "진행상태", "분야")
ROW = ("2025-0417", "2025. 4. 17.", "545,000원", "완료", "번역")


@pytest.fixture
def worker():
    centre = factories.make_installation()
    return make_account("escrow.contract:view", "escrow.earlier:import", "ledgers.batch:bring", centre=centre)


@pytest.fixture
def bring(worker):
    def bring(*rows):
        text = io.StringIO()
        csv.writer(text).writerows([HEAD, *rows])
        content = text.getvalue().encode("cp949")
        return bring_in(
            by=worker,
            centre=worker.centre,
            sheet="escrow.earlier",
            variant="",
            filename="계약.csv",
            content=content,
        )

    return bring


def test_a_ledger_comes_in_is_looked_at_and_counts_nowhere(bring, worker):
    browser = Client()
    browser.force_login(worker)
    assert "옮겨 온 계약이 없습니다" in said(browser.get(at("earlier")))
    batch = bring(ROW, ("2025-0418", "2025-04-18", "0", "취소", ""))
    row = EarlierContract.objects.get(reference="2025-0417")
    assert (row.amount_won, row.state, row.trade) == (545_000, "완료", "번역")
    page = said(browser.get(at("earlier")))
    assert "545,000원" in page and "보호되는 대금이나 실적에 더하지 않습니다" in page
    assert "2025-0418" not in said(browser.get(at("earlier"), {"q": "0417"}))
    assert queries.money.balance("custody", "bank") == 0
    bring(ROW)  # the same line again is known
    assert EarlierContract.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        EarlierContract.objects.update(amount_won=1)
    undo(by=worker, batch=batch)
    assert not EarlierContract.objects.exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("2025-1", (date.today() + timedelta(days=3)).isoformat(), "1", "완료", ""), "오늘보다 뒤"),
        (("2025-1", "2025-01-01", "1", "900509-1234567", ""), "주민등록번호"),
    ],
)
def test_what_cannot_be_is_told_and_not_taken(bring, worker, row, words):
    batch = bring(row)
    problems = open_findings(by=worker, batch=batch)["problems"]
    assert words in json.dumps(problems, ensure_ascii=False)
    assert not EarlierContract.objects.exists()


def test_the_list_is_for_whoever_sees_contracts_of_the_centre(bring):
    bring(ROW)
    for permission, centre, status in (
        ("escrow.contract:view", "elsewhere", 200),
        ("escrow.member:view", "main", 403),
    ):
        browser = Client()
        browser.force_login(make_account(permission, centre=make_centre(centre)))
        answer = browser.get(at("earlier"))
        assert answer.status_code == status and "2025-0417" not in said(answer)
