"""In which forms an edition is kept, and what is written into the audit trail of reports. Data only."""

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class Form(TextChoices):
    """The four forms of a document; one tree makes all of them."""

    HTML = "html", "웹 문서(HTML)"
    PDF = "pdf", "PDF"
    HWPX = "hwpx", "한글(HWPX)"
    XLSX = "xlsx", "엑셀(XLSX)"


class FigureKind(TextChoices):
    COUNTED = "counted", "집계"
    DERIVED = "derived", "계산"
    STATED = "stated", "인용"


class RowMove(TextChoices):
    """What became of a row behind a published number."""

    LATE = "late", "늦게 적음"
    RETURNED = "returned", "다시 셈"
    WITHDRAWN = "withdrawn", "철회함"
    DELETED = "deleted", "지움"
    LEFT = "left", "조건에서 벗어남"
    RECLASSIFIED = "reclassified", "다른 칸으로 옮김"
    AMOUNT = "amount", "값이 바뀜"


audit.declare(
    [
        audit.Event("reports.period.closed", "달을 마감함"),
        audit.Event("reports.period.reopened", "마감을 풂"),
        audit.Event("reports.exception.granted", "마감 예외를 허락함"),
        audit.Event("reports.exception.revoked", "마감 예외를 거둠"),
        audit.Event("reports.edition.published", "보고서를 공표함"),
        audit.Event("reports.edition.corrected", "정정판을 공표함"),
        audit.Event("reports.figure.approved", "수치 정의를 승인함"),
        audit.Event("reports.figure.moved", "공표한 수치가 움직임"),
    ]
)
