"""What the bank's words mean: codes, outcomes, lines. An answer that does not say so plainly means nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

from kwonik.escrow.bank.port import CardPaid, Done, Failed, Kind, Line, NoAnswer, Outcome, Unknown, Why

KOREA = timezone(timedelta(hours=9))
CARRIED_OUT, WRONG_NAME = "000", "815"
FAILURES = {
    "412": "없는 계좌번호입니다.",
    "415": "해지된 계좌입니다.",
    "416": "입금을 받을 수 없는 계좌입니다.",
    "419": "사고 신고가 된 계좌입니다.",
    "420": "거래가 정지된 계좌입니다.",
    "499": "은행이 이 이체를 처리하지 못했습니다.",
    "702": "은행이 그날 이 이체를 받지 못했습니다.",
    WRONG_NAME: "예금주 이름이 다릅니다.",
}
NEVER_HAD = "702"
WHYS = {"400": Why.IN_PROCESS, "701": Why.NOT_FOUND, "703": Why.ALREADY_SENT}
KINDS = {"입금": Kind.DEPOSIT, "지급": Kind.PAYOUT, "환불": Kind.REFUND, "반환": Kind.RETURNED}


def read_outcome(told: dict[str, Any], bank_tran_id: str, amount_won: int) -> Outcome:
    """What the bank's code means, if the answer speaks of our transfer at all."""
    try:
        code = told["bank_rsp_code"]
        if told["bank_tran_id"] != bank_tran_id:
            return Unknown(Why.UNREADABLE)
        if code in WHYS:
            return Unknown(WHYS[code])
        if told["tran_amt"] != str(amount_won) and code != NEVER_HAD:
            return Unknown(Why.UNREADABLE)
        if code == CARRIED_OUT:
            return Done(bank_tran_id, read_moment(told["bank_tran_date"], told["bank_tran_time"]))
        return Failed(code, FAILURES[code])
    except (KeyError, TypeError, ValueError):
        return Unknown(Why.UNREADABLE)


def read_line(told: dict[str, Any]) -> Line:
    """A line of the transaction list. Raises KeyError or ValueError."""
    moment = read_moment(told["tran_date"], told["tran_time"])
    return Line(
        number=told["tran_no"],
        kind=KINDS.get(told["tran_type"], Kind.OTHER),
        value_on=moment.date(),
        booked_at=moment,
        incoming={"입금": True, "출금": False}[told["inout_type"]],
        amount_won=int(told["tran_amt"]),
        bank_tran_id=told["bank_tran_id"],
        virtual_account=told["vaccount_num"],
        depositor=told["print_content"],
        fee_won=int(told["fee_amt"]),
    )


def read_card(told: dict[str, Any]) -> CardPaid | None:
    """What became of a card order. Raises KeyError or ValueError."""
    if not {"Y": True, "N": False}[told["paid_yn"]]:
        return None
    return CardPaid(
        paid_at=read_moment(told["tran_date"], told["tran_time"]),
        amount_won=int(told["tran_amt"]),
        fee_won=int(told["fee_amt"]),
        settles_on=datetime.strptime(told["settle_date"], "%Y%m%d").date(),
    )


def read_moment(day: str, time: str) -> datetime:
    return datetime.strptime(day + time, "%Y%m%d%H%M%S").replace(tzinfo=KOREA)


def write_moment(instant: datetime) -> str:
    """tran_dtime: 20261123142530, in Korea."""
    return instant.astimezone(KOREA).strftime("%Y%m%d%H%M%S")


@contextmanager
def reading() -> Iterator[None]:
    """Around reading an answer to a question: one that lacks what it must hold is no answer."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError) as trouble:
        raise NoAnswer("은행의 답을 읽을 수 없습니다.") from trouble
