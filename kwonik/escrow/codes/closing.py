"""The day's close: what a difference between the books and the bank can be, and how two people settle it. Data only."""

from typing import Any

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class BreakClass(TextChoices):
    """How the ledger's custody account and the bank's statement differ (design/escrow.md, Daily reconciliation)."""

    BANK_ONLY = "bank_only", "은행에만 있음"
    LEDGER_ONLY = "ledger_only", "장부에만 있음"
    AMOUNT = "amount", "금액이 다름"
    DATE = "date", "날짜가 다름"
    DUPLICATE = "duplicate", "은행이 두 번 적음"
    RETURN = "return", "되돌아온 돈"
    BALANCE = "balance", "잔액이 맞지 않음"


class BreakState(TextChoices):
    OPEN = "open", "열림"
    ANSWERED = "answered", "다시 맞춰 보니 맞음"
    CORRECTED = "corrected", "장부를 고쳐 정리함"
    EXPLAINED = "explained", "까닭을 적어 정리함"


class Way(TextChoices):
    """What a correction does. Money moves in the ledger only; at the bank nothing is done."""

    SUSPENSE = "suspense", "확인 중인 입금으로 장부에 올리기"
    ADJUSTMENT = "adjustment", "장부를 은행에 맞게 고치기"
    EXPLAINED = "explained", "장부는 그대로 두고 까닭만 적기"


class Gap(TextChoices):
    """Which two balances of the three-way comparison differ."""

    STATEMENT = "statement", "거래명세의 줄을 더해도 마감 잔액이 되지 않음"
    TOLD = "told", "거래명세의 마감 잔액과 은행이 따로 답한 잔액이 다름"
    OPENING = "opening", "거래명세의 첫 잔액이 전날의 마감 잔액과 다름"
    BOOKS = "books", "봉인한 날까지의 장부가 나중에 달라짐"


class RunState(TextChoices):
    """Of several days that are closed in one go."""

    PREPARING = "preparing", "거래명세를 받아 맞추는 중"
    READY = "ready", "첫 번째 사람을 기다림"
    PROPOSED = "proposed", "두 번째 사람을 기다림"
    SEALING = "sealing", "봉인하는 중"
    DONE = "done", "모두 봉인함"
    ENDED = "ended", "그만둠"


WORKING = ("preparing", "sealing")
"""The worker is at it."""
GOING_ON = (*WORKING, "ready", "proposed")
RUN_ENDS = {
    "preparing": ("ready", "ended"),
    "ready": ("proposed", "ended"),
    "proposed": ("sealing", "ended"),
    "sealing": ("done", "ended"),
}
"""From which state of a run to which."""

B: Any = BreakClass
G: Any = Gap
GAP_SIDES = {
    str(G.STATEMENT.value): ("거래명세의 마감 잔액", "첫 잔액에 줄을 더한 금액"),
    str(G.TOLD.value): ("은행이 따로 답한 잔액", "거래명세의 마감 잔액"),
    str(G.OPENING.value): ("거래명세의 첫 잔액", "전날의 마감 잔액"),
    str(G.BOOKS.value): ("봉인한 마감 잔액", "지금 장부의 첫 잔액"),
}
"""What the two amounts of a break of balances are."""
CLASS_WORDS = {
    str(B.BANK_ONLY.value): "은행 거래명세에는 있고 장부에는 없는 줄입니다.",
    str(B.LEDGER_ONLY.value): "장부에는 적혀 있고 은행 거래명세에는 없는 돈입니다.",
    str(B.AMOUNT.value): "같은 거래인데 장부와 은행의 금액이 다릅니다.",
    str(B.DATE.value): "같은 거래인데 장부와 은행이 다른 날에 적었습니다.",
    str(B.DUPLICATE.value): "은행이 같은 거래를 한 번 더 적었습니다.",
    str(B.RETURN.value): "보낸 돈이 되돌아왔는데 장부에는 아직 적혀 있지 않습니다.",
    str(B.BALANCE.value): "잔액끼리 맞지 않습니다.",
}
"""Each class in a sentence that the operator reads."""

audit.declare(
    [
        audit.Event("escrow.day.opened", "하루 마감을 시작함"),
        audit.Event("escrow.day.statement_taken", "은행 거래명세를 받음"),
        audit.Event("escrow.day.confirmed", "첫 번째 사람이 마감을 확인함"),
        audit.Event("escrow.day.unconfirmed", "숫자가 달라져 첫 번째 확인을 물림"),
        audit.Event("escrow.day.sealed", "두 번째 사람이 하루를 봉인함"),
        audit.Event("escrow.run.begun", "여러 날 마감을 준비함"),
        audit.Event("escrow.run.proposed", "첫 번째 사람이 여러 날의 마감을 확인함"),
        audit.Event("escrow.run.confirmed", "두 번째 사람이 여러 날의 마감을 봉인하게 함"),
        audit.Event("escrow.run.stopped", "여러 날 마감을 멈추게 함"),
        audit.Event("escrow.run.ended", "여러 날 마감을 그만둠"),
        audit.Event("escrow.run.done", "여러 날을 모두 봉인함"),
        audit.Event("escrow.break.found", "장부와 은행의 차이를 찾음"),
        audit.Event("escrow.break.answered", "차이가 저절로 풀림"),
        audit.Event("escrow.break.reopened", "풀렸던 차이가 다시 보임"),
        audit.Event("escrow.break.owned", "차이를 맡을 사람을 정함"),
        audit.Event("escrow.break.proposed", "차이를 정리할 방법을 제안함"),
        audit.Event("escrow.break.dropped", "차이를 정리할 방법을 거둠"),
        audit.Event("escrow.break.settled", "두 사람이 차이를 정리함"),
    ]
)
