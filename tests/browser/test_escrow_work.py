"""Handing over, asking for changes, approving, silence; and each way in which a bank pays: both read plain words all along."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from kwonik.escrow.models import DeliveredFile, Milestone
from tests.escrow import factories
from tests.escrow.bank.worlds import on
from tests.escrow.factories import PDF

from .escrow_steps import DESKTOP, PASSWORD, PHONE, Hand, Street

pytestmark = pytest.mark.django_db(transaction=True)

WON, NET = 500_000, 483_500
"""500,000 won less 3 % and 10 % of that (소득세법 제129조)."""


def other_width(width: int) -> int:
    return PHONE if width == DESKTOP else DESKTOP


class Deal:
    """A contract of one milestone that is paid in, and both its people at their pages."""

    def __init__(self, street: Street, width: int = PHONE) -> None:
        self.street = street
        self.freelancer, self.commissioner = street.freelancer(), factories.commissioner(name="나무출판")
        self.contract = street.signed(self.freelancer, self.commissioner, WON)
        self.milestone: Milestone = street.paid_in(self.contract.milestones.get())
        self.worker = street.hand(width, self.freelancer.account)
        self.payer = street.hand(other_width(width), self.commissioner.account)

    def both(self, *words: str) -> None:
        for hand in (self.worker, self.payer):
            hand.go("contract", self.contract.pk).sees(*words).misses("차례 차례")

    def deliver(self, words: str = "첫 시안입니다.", content: bytes = PDF) -> None:
        self.worker.go("contract", self.contract.pk).press("결과물 넘기기")
        self.worker.fill(statement=words)
        file = {"name": "시안.pdf", "mimeType": "application/pdf", "buffer": content}
        self.worker.field("files").set_input_files([file])
        self.worker.press("넘기기").sees("결과물을 넘겼습니다")

    def approve(self) -> None:
        self.payer.go("contract", self.contract.pk).press("확정하기").sees("되돌릴 수 없습니다").press(
            "확정하기"
        ).sees("결과물을 확정했습니다")

    def new_account(self, number: str, status: str = "open") -> None:
        """The freelancer names another account, which may be paid to a day later."""
        name = self.freelancer.told["name"]
        self.street.sandbox.open_account(number, name, status)
        self.worker.go("me").open_at("account")
        self.worker.page.locator("main [name='bank']").select_option(value="088")
        self.worker.fill(account_number=number, holder=name).press("저장")
        self.worker.sees("바꾼 계좌는 24시간 뒤부터 쓸 수 있습니다")


def test_changes_are_asked_by_a_clause_and_what_is_approved_is_paid_and_withheld(street: Street, width: int):
    deal = Deal(street, width)
    worker, payer = deal.worker, deal.payer
    worker.go("account")
    worker.page.locator("main [name='bank']").select_option(value="088")
    worker.fill(account_number=deal.freelancer.account_number, holder=deal.freelancer.told["name"])
    worker.fill(resident_number="900509-1234567").press("저장")
    deal.deliver()
    digest = hashlib.sha256(PDF).hexdigest()
    deal.both("첫 시안입니다.", "시안.pdf", digest[:16], "검수 기다림", "자동으로 확정됩니다")

    assert payer.take("시안.pdf") == PDF

    payer.press("고쳐 달라고 하기").fill(text="글자가 빠졌습니다.").press("알리기")
    assert payer.page.locator(".kw-error-summary").is_visible()
    assert payer.field("text").input_value() == "글자가 빠졌습니다."
    payer.choose("제2조").press("알리기").sees("고쳐 달라고 알렸습니다")
    deal.both("고쳐 달라고 함(제2조): 글자가 빠졌습니다.", "예치됨")
    deal.deliver("글자를 넣었습니다.", PDF + b"2")
    assert DeliveredFile.objects.count() == 2
    deal.both("2번째 결과물", "글자를 넣었습니다.")
    deal.approve()
    deal.both("결과물이 확정되었습니다", "은행 차례")
    assert not payer.page.locator(".kw-turn-due").count()  # the days of acceptance are over

    street.minute(3)

    deal.both(
        "지급 완료",
        "프리랜서의 계좌로 지급했습니다",
        f"{NET:,}원",
        "세금을 납부하도록 의뢰인에게 돌려주는 금액",
    )
    assert street.sandbox.balance(deal.freelancer.account_number) == NET
    assert street.sandbox.books()["custody_won"] == 0
    payer.go("home").press("원천징수").press(f"{street.today.year}년 {street.today.month}월")
    payer.sees("500,000원", "15,000원", "1,500원").fill(password=PASSWORD)
    rows = [row for row in _rows(payer.take("엑셀 내려받기")) if row[0] == deal.freelancer.told["name"]]
    assert [row[4:7] for row in rows] == [(500_000, 15_000, 1_500)]
    assert rows[0][1] == "900509-1234567"


def _rows(content: bytes) -> list[tuple]:
    book = openpyxl.load_workbook(BytesIO(content))
    return [row for sheet in book for row in sheet.iter_rows(values_only=True)]


def test_silence_is_warned_of_three_times_and_then_accepts(street: Street, width: int):
    deal = Deal(street, width)
    deal.deliver()
    milestone = factories.fresh(deal.milestone)
    for before in (7, 3, 1):
        street.move_to(on(milestone.accept_by - timedelta(days=before + 1), 10))
        street.night()
        deal.both("검수 기간이 곧 끝남을 두 사람에게 알림")
    street.night()
    deal.both("검수 기다림")  # the whole last day is still the commissioner's
    assert deal.payer.offers("확정하기")
    street.night()
    street.minute(2)

    deal.both("검수 기간이 지나 자동으로 확정됨", "지급 완료")
    assert deal.worker.page.get_by_text("검수 기간이 곧 끝남을 두 사람에게 알림").count() == 3
    assert street.sandbox.balance(deal.freelancer.account_number) == NET
    desk = street.hand(DESKTOP, street.operator("escrow.message:view"))
    desk.go("messages").sees("검수 기간이 곧 끝남", deal.freelancer.reference)
    assert not desk.page.locator("main tbody a").count()  # whom they may not open is no door


def test_what_a_closed_account_refused_goes_to_the_new_one_a_day_later(street: Street, width: int):
    deal = Deal(street, width)
    deal.deliver()
    street.sandbox.open_account(deal.freelancer.account_number, deal.freelancer.told["name"], "closed")
    deal.approve()
    street.minute(2)
    deal.both("지급되지 않음", "돈은 은행에 그대로 있습니다", "프리랜서가")
    deal.worker.sees("내 차례")

    deal.new_account("220987654321")
    street.minute(2)
    deal.both("지급되지 않음")
    deal.payer.sees("받을 계좌가 바뀌었습니다")
    assert street.sandbox.balance("220987654321") == 0
    street.wait(hours=25)
    street.minute(3)

    deal.both("지급 완료", "확인한 새 계좌로 다시 보냄")
    assert street.sandbox.balance("220987654321") == NET


def test_a_silent_bank_is_asked_and_never_told_twice(street: Street, width: int):
    deal = Deal(street, width)
    deal.deliver()
    deal.approve()
    street.sandbox.turn("drop_response", share=1.0)
    street.minute()
    deal.both("은행 답 확인 중", "같은 돈이 두 번 나가지 않게", "은행의 답을 확인 중입니다")
    street.minute()
    deal.both("은행 답 확인 중")
    street.sandbox.behave()
    street.minute()
    deal.both("지급 완료")
    assert street.sandbox.balance(deal.freelancer.account_number) == NET


def test_what_the_bank_gives_back_the_next_day_is_told_and_sent_again(street: Street, width: int):
    deal = Deal(street, width)
    deal.deliver()
    deal.approve()
    street.sandbox.turn("return_next_day", next=1)
    street.minute()
    deal.both("지급 완료")
    street.move_to(on(street.today + timedelta(days=1), 10))
    street.hear()

    deal.both("지급되지 않음", "보낸 돈이 은행으로 되돌아왔습니다", "지급한 돈이 은행에서 되돌아옴")
    deal.new_account("220987654321")
    street.wait(hours=25)
    street.minute(3)
    deal.both("지급 완료")
    assert street.sandbox.balance("220987654321") == NET


def test_nobody_hands_over_nothing(street: Street):
    deal = Deal(street)
    deal.worker.go("contract", deal.contract.pk).press("결과물 넘기기").fill(statement="그냥").press("넘기기")
    assert deal.worker.page.locator(".kw-error-summary").is_visible()
    assert deal.worker.field("statement").input_value() == "그냥"
    assert isinstance(deal.worker, Hand)
