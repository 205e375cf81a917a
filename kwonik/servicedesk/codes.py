"""States and urgencies of a service request, and what may follow what. Data only."""

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class RequestState(TextChoices):
    RECEIVED = "received", "접수"
    ASSIGNED = "assigned", "배정"
    WORKING = "working", "처리 중"
    DONE = "done", "처리 완료"
    RETURNED = "returned", "반려"
    CANCELLED = "cancelled", "요청 취소"


class Urgency(TextChoices):
    URGENT = "urgent", "긴급"
    NORMAL = "normal", "보통"
    LOW = "low", "여유"


TARGETS: dict[str, tuple[str, int]] = {
    Urgency.URGENT: ("hours", 4),
    Urgency.NORMAL: ("days", 3),
    Urgency.LOW: ("days", 10),
}
"""Until when a request of each urgency is done: hours of work, or working days after the day it came."""

_R = RequestState
MOVES: dict[str, tuple[str, ...]] = {
    _R.RECEIVED: (_R.ASSIGNED, _R.WORKING, _R.DONE, _R.RETURNED, _R.CANCELLED),
    _R.ASSIGNED: (_R.ASSIGNED, _R.WORKING, _R.DONE, _R.RETURNED, _R.CANCELLED),
    _R.WORKING: (_R.ASSIGNED, _R.DONE, _R.RETURNED, _R.CANCELLED),
    _R.DONE: (_R.WORKING,),
    _R.RETURNED: (_R.RECEIVED, _R.CANCELLED),
    _R.CANCELLED: (_R.RECEIVED,),
}
"""What a request in each state may become; the last two and a done one may be taken up again."""

OPEN_STATES = (_R.RECEIVED, _R.ASSIGNED, _R.WORKING)
WITH_REASON = (_R.RETURNED, _R.CANCELLED)

audit.declare(
    [
        audit.Event("servicedesk.request.received", "전산 요청을 접수함"),
        audit.Event("servicedesk.request.amended", "전산 요청을 고침"),
        audit.Event("servicedesk.request.assigned", "담당자를 정함"),
        audit.Event("servicedesk.request.working", "처리를 시작함"),
        audit.Event("servicedesk.request.done", "처리를 마침"),
        audit.Event("servicedesk.request.returned", "요청을 반려함"),
        audit.Event("servicedesk.request.cancelled", "요청을 취소함"),
        audit.Event("servicedesk.request.reopened", "요청을 다시 접수함"),
    ]
)
