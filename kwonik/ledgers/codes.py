"""States of an import. Data only."""

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class BatchState(TextChoices):
    CHECKING = "checking", "읽는 중"
    CHECKED = "checked", "확인 대기"
    APPLYING = "applying", "반영하는 중"
    APPLIED = "applied", "반영됨"
    STOPPED = "stopped", "멈춤"
    UNDONE = "undone", "되돌림"
    DISCARDED = "discarded", "버림"


audit.declare(
    [
        audit.Event("ledgers.batch.uploaded", "대장 파일을 올림"),
        audit.Event("ledgers.batch.applied", "대장을 반영함"),
        audit.Event("ledgers.batch.undone", "가져오기를 되돌림"),
        audit.Event("ledgers.batch.discarded", "가져오기를 버림"),
    ]
)
