"""The commissioner pays in at the bank's own page; the bank's notice comes by itself. What is not just what was signed goes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from kwonik.escrow.models import BankNotice, Deposit
from tests.escrow import factories
from tests.escrow.bank.worlds import on

from .escrow_steps import DESKTOP, PHONE, Hand, Street

pytestmark = pytest.mark.django_db(transaction=True)


def number_of(hand: Hand, milestone: str) -> str:
    """The number to pay into, as the commissioner reads it."""
    hand.press("예치하기", within=milestone)
    if hand.offers("가상계좌 받기"):
        hand.press("가상계좌 받기")
    hand.sees("금액과 이름이 계약과 똑같아야 예치됩니다")
    return hand.term("가상계좌")


def test_the_commissioner_pays_in_and_both_see_it_protected(street: Street, width: int):
    one, other = street.freelancer(), factories.commissioner(name="나무출판")
    contract = street.signed(one, other, 300_000, 700_000)
    payer, worker = street.hand(width, other.account), street.hand(_other(width), one.account)
    worker.go("home").press("봄 행사 포스터").sees("아직 보호되는 돈이 없으니", "의뢰인 차례").misses(
        "보호 중"
    )
    payer.go("home").sees("내 차례").press("봄 행사 포스터")
    number = number_of(payer, "1차")
    assert payer.term("보낼 금액") == "300,000원" and payer.term("은행") == "연습 은행"

    street.pays(number, 300_000, "나무출판", width)

    assert BankNotice.objects.filter(kind="deposit", handled_at__isnull=False).count() == 1
    for hand in (payer, worker):
        hand.go("contract", contract.pk).sees("은행에 300,000원이 맡겨져 있습니다", "예치됨", "대금이 맡겨짐")
        assert "보호 중" in hand.card("1차").inner_text()
        assert "보호 중" not in hand.card("2차").inner_text()
    worker.sees("내 차례")
    payer.go("deposit", contract.milestones.get(number=1).pk).sees("이미 예치했거나 끝난 차수입니다")
    assert street.sandbox.books()["custody_won"] == 300_000


def test_what_is_not_what_was_signed_waits_for_a_person_and_goes_back(street: Street, width: int):
    one, other = street.freelancer(), factories.commissioner(name="나무출판")
    contract = street.signed(one, other, 300_000, 200_000, 400_000, 100_000)
    payer, worker = street.hand(width, other.account), street.hand(_other(width), one.account)
    numbers = []
    for at in range(1, 5):
        payer.go("contract", contract.pk)
        numbers.append(number_of(payer, f"{at}차"))
    street.pays(numbers[0], 299_000, "나무출판")
    street.pays(numbers[1], 201_000, "나무출판")
    street.pays(numbers[2], 400_000, "박대신")
    street.move_to(on(street.today + timedelta(days=30), 23))
    street.pays(
        numbers[3], 100_000, "나무출판", heard=False
    )  # the worker sleeps over the end of the last day
    street.night()
    street.hear()

    told = (
        "299,000원이 들어왔지만 계약보다 적은 금액이라 예치되지 않았습니다",
        "201,000원이 들어왔지만 계약보다 많은 금액이라 예치되지 않았습니다",
        "400,000원이 들어왔지만 보낸 이름이 의뢰인과 달라 예치되지 않았습니다",
        "100,000원이 들어왔지만 예치할 날이 지나 예치되지 않았습니다",
    )
    for hand in (payer, worker):
        hand.go("contract", contract.pk).sees(*told, "담당자가 확인하고 있습니다")
        hand.misses("보호 중", "박대신").sees("정한 날까지 예치되지 않아 끝났습니다")
    desk = street.hand(
        DESKTOP, street.operator("escrow.money:view", "escrow.money:move", "escrow.contract:view")
    )
    desk.go("suspense").sees(
        "계약보다 적은 금액", "계약보다 많은 금액", "의뢰인과 다른 이름", "예치 기한이 지남", "4건"
    )
    desk.misses("박대신")
    desk.page.goto(reverse("today"))
    desk.look().sees("입금 확인 299,000원", "입금 확인 400,000원")
    words = {
        "short": "나누어 받지 않으니",
        "over": "일부만 맡을 수 없으니",
        "name": "보낸 사람의 이름이 의뢰인과 다릅니다",
        "late": "예치할 마지막 날이 지나서",
    }
    for deposit in Deposit.objects.order_by("pk"):
        desk.go("deposit-at-desk", deposit.pk).sees(words[deposit.reason])
        assert not desk.offers("맞추기")
        desk.sure_of("돌려보내기", "입금 돌려보내기").sees("들어온 곳으로 돌려보냅니다")
    desk.go("suspense").sees("확인할 입금이 없습니다")
    payer.again().sees("들어온 곳으로 돌려보내고 있습니다")
    street.minute(2)
    for hand in (payer, worker):
        hand.again().sees("들어온 곳으로 돌려보냈습니다").misses("담당자가 확인하고", "돌려보내고 있습니다")
    desk.open("지급").sees("이체됨", "확인하던 입금을 보낸 곳으로 돌려보내는 금액")
    assert set(Deposit.objects.values_list("state", flat=True)) == {"refunded"}
    assert street.sandbox.books()["custody_won"] == 0
    for name, won in (("나무출판", 299_000 + 201_000 + 100_000), ("박대신", 400_000)):
        assert street.sandbox.balance_of(name) == won
    desk.press("모든 입금") if desk.offers("모든 입금") else desk.go("deposits")
    desk.sees("돌려보냄")


def _other(width: int) -> int:
    return PHONE if width == DESKTOP else DESKTOP
