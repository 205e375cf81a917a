"""States of an import. Data only."""

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class BatchState(TextChoices):
    CHECKING = "checking", "읽는 중"
    CHECKED = "checked", "확인 대기"
    APPLYING = "applying", "반영하는 중"
    APPLIED = "applied", "반영됨"
    STOPPED = "stopped", "멈춤"
    UNDOING = "undoing", "되돌리는 중"
    UNDONE = "undone", "되돌림"
    DISCARDED = "discarded", "버림"


OPEN = (BatchState.CHECKED, BatchState.STOPPED)
"""An officer may still choose columns, confirm or throw it away."""

RUNNING = {
    BatchState.CHECKING: BatchState.STOPPED,
    BatchState.APPLYING: BatchState.STOPPED,
    BatchState.UNDOING: BatchState.APPLIED,
}
"""What the worker does, and where the batch stands again when that comes to nothing."""

HOLDING = (BatchState.APPLYING, BatchState.APPLIED, BatchState.UNDOING)
"""The file counts as brought in: the same one is refused meanwhile."""

audit.declare(
    [
        audit.Event("ledgers.batch.uploaded", "대장 파일을 올림"),
        audit.Event("ledgers.batch.chosen", "열을 다시 맞춤"),
        audit.Event("ledgers.batch.applied", "대장을 반영함"),
        audit.Event("ledgers.batch.stopped", "작업을 멈춤"),
        audit.Event("ledgers.batch.undone", "가져오기를 되돌림"),
        audit.Event("ledgers.batch.discarded", "올린 파일을 버림"),
    ]
)
