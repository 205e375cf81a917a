"""What waits at the centre: disputes that nobody has taken yet, and an adviser's own."""

from __future__ import annotations

from datetime import date

from kwonik.escrow.codes import DisputeState
from kwonik.escrow.models import Dispute
from kwonik.kernel import queues
from kwonik.kernel.queues import Queue, Todo

from .rows import ADVISE, ASSIGN, advised

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


queues.declare(
    Queue(WAITING, "안심결제 분쟁상담", ASSIGN, _unassigned, "자문위원을 기다리는 분쟁상담이 없습니다.", 60)
)
queues.declare(Queue("escrow.advised", "맡은 분쟁상담", ADVISE, _own, "맡은 분쟁상담이 없습니다.", 61))
