"""What waits at the centre: disputes that nobody has taken yet, an adviser's own, and money that waits for people."""

from __future__ import annotations

from datetime import date

from kwonik.escrow import queries
from kwonik.escrow.codes import DepositState, DisputeState, PaymentState, SettlementState
from kwonik.escrow.models import Dispute, Settlement
from kwonik.kernel import queues
from kwonik.kernel.queues import Queue, Todo

from .rows import ADVISE, ASSIGN, MOVE_MONEY, advised

WAITING = "escrow.disputes"


def _unassigned(account, centre, today: date) -> list[Todo]:
    rows = Dispute.objects.filter(centre=centre, state=DisputeState.OPEN).order_by("pk")
    return [
        Todo(
            f"{row.reference} 자문위원 정하기", "escrow:dispute", (row.pk,), turn="센터", since=row.opened_at
        )
        for row in rows
    ]


def _own(account, centre, today: date) -> list[Todo]:
    rows = advised(account, today).filter(centre=centre, state=DisputeState.MEDIATING)
    return [
        Todo(f"{row.reference} 분쟁상담", "escrow:advised", (row.pk,), turn="자문위원", since=row.opened_at)
        for row in rows
    ]


def _suspense(account, centre, today: date) -> list[Todo]:
    rows = queries.paying.deposits_at([centre.pk]).filter(state=DepositState.SUSPENSE).order_by("pk")
    return [
        Todo(
            f"입금 확인 {row.amount_won:,}원",
            "escrow:deposit-at-desk",
            (row.pk,),
            note=row.get_reason_display(),
            turn="센터",
            since=row.taken_at,
        )
        for row in rows
    ]


def _late_cards(account, centre, today: date) -> list[Todo]:
    return [
        Todo(
            f"{row.order.milestone.contract.reference} {row.order.milestone.number}차 카드 결제금 확인",
            "escrow:card-payments",
            (),
            note=f"{row.amount_won - row.fee_won:,}원이 들어오지 않음",
            turn="센터",
            since=row.settles_on,
        )
        for row in queries.paying.late_cards([centre.pk], today)
    ]


def _to_release(account, centre, today: date) -> list[Todo]:
    held = queries.paying.at_centres([centre.pk]).filter(state=PaymentState.HELD).order_by("pk")
    rows = [
        Todo(
            f"지급 {row.amount_won:,}원 확인",
            "escrow:payment",
            (row.pk,),
            note="내가 쓴 지급" if row.writer == f"operator:{account.pk}" else "",
            turn="다른 담당자" if row.writer == f"operator:{account.pk}" else "센터",
            since=row.value_on,
        )
        for row in held
    ]
    papers = Settlement.objects.filter(dispute__centre=centre, state=SettlementState.RECORDED)
    return rows + [
        Todo(
            f"{one.dispute.reference} 조정기관의 결정 확인",
            "escrow:settlement",
            (one.pk,),
            turn="다른 담당자" if one.recorded_by_id == account.pk else "센터",
            since=one.recorded_at,
        )
        for one in papers.select_related("dispute").order_by("pk")
    ]


def _to_write(account, centre, today: date) -> list[Todo]:
    return [
        Todo(
            f"{one.milestone.contract.reference} {one.milestone.number}차 지급 쓰기",
            "escrow:prepare",
            (one.milestone.pk,),
            note="지급되지 않음" if one.failed else f"{one.won:,}원",
            turn="센터",
            since=one.milestone.state_since,
        )
        for one in queries.paying.to_be_written([centre.pk])
    ]


def _lost(account, centre, today: date) -> list[Todo]:
    rows = queries.paying.in_order(queries.paying.at_centres([centre.pk]))
    lost = rows.filter(
        state__in=queries.paying.LOST, replaced=False, source__kind__in=["refundable", "withheld"]
    )
    return [
        Todo(
            f"환불 {row.amount_won:,}원 다시 보내기",
            "escrow:payment",
            (row.pk,),
            note=row.get_state_display(),
            turn="센터",
            since=row.value_on,
        )
        for row in lost
    ]


queues.declare(Queue("escrow.suspense", "입금 확인", MOVE_MONEY, _suspense, "확인할 입금이 없습니다.", 62))
queues.declare(
    Queue("escrow.cards", "늦은 카드 결제금", MOVE_MONEY, _late_cards, "늦은 카드 결제금이 없습니다.", 62)
)
queues.declare(Queue("escrow.held", "두 번째 확인", MOVE_MONEY, _to_release, "확인할 지급이 없습니다.", 63))
queues.declare(Queue("escrow.unwritten", "지급 쓰기", MOVE_MONEY, _to_write, "써야 할 지급이 없습니다.", 64))
queues.declare(
    Queue("escrow.lost", "보내지 못한 환불", MOVE_MONEY, _lost, "보내지 못한 환불이 없습니다.", 65)
)
queues.declare(
    Queue(WAITING, "안심결제 분쟁상담", ASSIGN, _unassigned, "자문위원을 기다리는 분쟁상담이 없습니다.", 60)
)
queues.declare(Queue("escrow.advised", "맡은 분쟁상담", ADVISE, _own, "맡은 분쟁상담이 없습니다.", 61))
