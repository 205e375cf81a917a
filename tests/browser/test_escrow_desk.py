"""The operator's day: who and what there is, a payout for which two people are needed, and a day closed by two or kept open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kwonik.escrow import tasks
from kwonik.escrow.models import BusinessDay, Payment
from tests.escrow import factories
from tests.escrow.bank.worlds import on
from tests.escrow.factories import deliver

from .escrow_steps import DESKTOP, PHONE, Hand, Street, acting

pytestmark = pytest.mark.django_db(transaction=True)

WON = 500_000
LARGE, LARGE_NET = 6_000_000, 5_802_000
"""Above the first policy's limit (5,000,000 won), and less 3.3 %."""
DESK = (
    "escrow.member:view",
    "escrow.member:suspend",
    "escrow.contract:view",
    "escrow.money:view",
    "escrow.money:move",
    "escrow.day:view",
    "escrow.day:seal",
    "escrow.break:correct",
    "escrow.policy:view",
    "escrow.message:view",
)


@pytest.fixture
def two(street: Street) -> tuple[Hand, Hand]:
    """Two people of the centre who may do all of it."""
    return street.hand(DESKTOP, street.operator(*DESK)), street.hand(DESKTOP, street.operator(*DESK))


def morning(street: Street, monkeypatch) -> None:
    """The next day at ten; at five the worker held the books against the bank's statement."""
    street.move_to(on(street.today + timedelta(days=1), 10))
    with acting():
        tasks.reconcile(timestamp=0)
    street.minute()
    street.seal(monkeypatch)


def test_an_operator_looks_through_the_day_and_a_second_person_lets_a_large_payout_out(street: Street, two):
    first, second = two
    one, other = street.freelancer(), factories.commissioner(name="나무출판")
    contract = street.signed(one, other, LARGE)
    milestone = deliver(street.paid_in(contract.milestones.get()))
    payer = street.hand(DESKTOP, other.account)
    payer.go("contract", contract.pk).sure("확정하기")
    street.minute(2)
    assert not Payment.objects.filter(source__kind="payable").exists()

    first.go("members").sees(one.reference, other.reference).misses("나무출판", one.told["name"])
    first.press(other.reference).sees("나○○○", contract.reference).press(contract.reference)
    first.sees("6,000,000원", "대금이 맡겨짐", "결과물을 확정함")
    first.open("계약").sees(contract.reference)
    first.open("입금 확인").sees("확인할 입금이 없습니다").press("모든 입금").sees(
        "6,000,000원", "계약에 예치함"
    )
    first.open("지급").sees("지급 쓰기를 기다리는 차수", "5,000,000원을 넘거나")
    first.press("지급 쓰기").sees(f"{LARGE_NET:,}원").press("지급 쓰기").sees("두 번째 사람의 확인 기다림")
    payment = Payment.objects.get(source__kind="payable")
    first.go("payment", payment.pk).sees("다른 담당자의 확인을 기다립니다")
    assert not first.offers("내보내기")
    first.go("payment-say", payment.pk, "release").sees("내가 쓴 지급입니다")
    street.minute()
    payment.refresh_from_db()
    assert payment.state == "held" and street.sandbox.balance(one.account_number) == 0
    payer.go("contract", contract.pk).sees("담당자 두 사람이 확인하고 있습니다")

    second.go("payments").press_row(contract.reference).sees("신한은행").press("내보내기")
    second.press("지급 내보내기").sees("지급을 내보냈습니다")
    street.minute(2)
    second.again().sees("이체됨")
    assert street.sandbox.balance(one.account_number) == LARGE_NET
    payer.go("contract", contract.pk).sees("지급 완료")
    assert milestone.contract_id == contract.pk


def test_a_day_is_sealed_by_two_and_counts_from_then_on(street: Street, two, monkeypatch):
    first, second = two
    first.go("days").sees("아직 마감할 날이 없습니다")
    contract = street.signed(street.freelancer(), factories.commissioner(), WON)
    street.paid_in(contract.milestones.get())
    morning(street, monkeypatch)

    first.go("contracts").sees("잠정")
    first.open("하루 마감").press_row("열림").sees("차이가 없습니다", "500,000원").misses("다름")
    first.press("첫 번째 사람으로 확인하기").sees("이제 다른 사람이 봉인해야 합니다")
    assert not first.offers("두 번째 사람으로 봉인하기")
    second.go("days").sees("두 번째 사람을 기다림").press_row("두 번째 사람을 기다림")
    second.press("두 번째 사람으로 봉인하기").sees("하루를 봉인했습니다")
    day = BusinessDay.objects.get()
    assert day.sealed_at and day.first_by_id != day.second_by_id
    assert second.take("보고서(PDF)").startswith(b"%PDF")
    second.open("하루 마감").sees("봉인함").misses("부터 봉인하지 않았습니다")


def test_a_day_that_does_not_reconcile_stays_open_and_says_why(street: Street, two, monkeypatch):
    first, second = two
    contract = street.signed(street.freelancer(), factories.commissioner(), WON, 300_000)
    street.paid_in(contract.milestones.get(number=1))
    street.sandbox.turn("statement_missing", next=1)
    morning(street, monkeypatch)
    first.go("days").sees("차이가 있음").press_row("차이가 있음")
    first.sees("아직 봉인할 수 없습니다", "정리하지 않은 차이가")
    assert not first.offers("첫 번째 사람으로 확인하기")
    first.open("장부 차이").sees("500,000원")
    first.press_row("500,000원").press("맡을 사람 정하기").press("정하기")
    assert first.term("맡은 사람") == first.account.name
    first.press("정리할 방법 제안하기").choose("은행의 거래명세가 잘못되었을 때만")
    first.fill(words="은행에 물으니 명세가 잘못되었다고 합니다.").press("제안하기").sees(
        "다른 사람이 확인해야"
    )
    assert not first.offers("확인하고 정리하기")
    second.go("breaks").press_row("500,000원").press("확인하고 정리하기").sees("차이를 정리했습니다")
    second.open("하루 마감").press_row("차이가 있음").sees(
        "아직 봉인할 수 없습니다", "정리하지 않은 차이가 1건"
    )
    assert BusinessDay.objects.get().sealed_at is None

    street.sandbox.behave()  # the bank mends its statement
    second.press("다시 맞춰 보기").misses("아직 봉인할 수 없습니다").press("첫 번째 사람으로 확인하기")
    first.open("하루 마감").press_row("두 번째 사람을 기다림").press("두 번째 사람으로 봉인하기")
    first.sees("하루를 봉인했습니다")


def test_whoever_practises_turns_the_banks_knobs_by_the_page(street: Street):
    """In a try-out only: a fault, a play deposit, the bank's own clock."""
    contract = street.signed(street.freelancer(), factories.commissioner(name="나무출판"), WON)
    payer = street.hand(PHONE, contract.commissioner.account)
    payer.go("deposit", contract.milestones.get().pk).press("가상계좌 받기")
    desk = street.hand(DESKTOP, street.operator("escrow.sandbox:turn", "escrow.money:view"))
    desk.go("sandbox").sees("고객이 이만큼(원) 모자라게 넣습니다")
    desk.open_at("sandbox-knob", "deposit_short").fill(next="1").press("연습 은행에 알리기")
    desk.sees("연습 은행에 알렸습니다").press("입금해 보기")
    desk.page.locator("main [name='virtual_account']").select_option(index=0)
    desk.fill(amount_won="500000", name="나무출판").press("입금하기").sees("입금했습니다")
    street.hear()
    desk.go("suspense").sees("계약보다 적은 금액", "499,000원")
