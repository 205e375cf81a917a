"""원천징수 자료: the rows of a commissioner's 간이지급명세서 of one month, with the resident numbers that the law asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from kwonik.documents import workbook
from kwonik.documents.workbook import Column, RowList
from kwonik.escrow import queries, rules
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.codes import Purpose

from .members import own

COLUMNS = (
    Column("성명", width=14),
    Column("주민등록번호", width=18),
    Column("지급월", width=10),
    Column("업종코드", width=12),
    Column("지급액", "won"),
    Column("소득세", "won"),
    Column("지방소득세", "won"),
)
HOW = (
    "성명, 주민등록번호, 지급액, 소득세, 지방소득세는 은행이 지급을 마친 계약에서 나온 값입니다.",
    "업종코드는 비어 있습니다. 국세청이 정한 업종코드를 프리랜서가 한 일에 맞게 적으세요.",
    "주민등록번호가 비어 있으면 프리랜서가 적지 않았거나 탈퇴한 경우입니다. 프리랜서에게 직접 받아 적으세요.",
    "이 파일에는 주민등록번호가 있습니다. 신고를 마치면 지우고, 다른 사람에게 보내지 마세요.",
)


@transaction.atomic
def take_withholding(*, by: Any, month: date) -> bytes:
    """The month's rows as XLSX; who took it, and of which month, is kept. Raises NotAllowed (nothing was paid in the month)."""
    member = own(by)
    lines = queries.withholding.by_freelancer(
        queries.withholding.in_month(queries.withholding.withheld(member), month)
    )
    if not lines:
        raise rules.NotAllowed("이 달에 원천징수한 지급이 없습니다.")
    sealed = [pk for one in lines for pk in (one.freelancer.name_id, one.freelancer.number_id) if pk]
    texts = vault.read(sealed, by=by, purpose=Purpose.ESCROW, action="escrow.withholding.print")
    audit.record(
        "escrow.withholding.taken", member, by=by, detail={"month": f"{month:%Y-%m}", "people": len(lines)}
    )
    rows = [
        (
            texts.get(one.freelancer.name_id or 0, "(탈퇴한 회원)"),
            _hyphened(texts.get(one.freelancer.number_id or 0, "")),
            f"{month:%Y-%m}",
            "",
            one.gross_won,
            one.income_tax_won,
            one.local_tax_won,
        )
        for one in lines
    ]
    today = timezone.localdate()
    made = RowList(
        f"{month.year}년 {month.month}월 원천징수(사업소득)",
        COLUMNS,
        rows,
        today,
        remark=f"지급월 {month:%Y-%m}, {today} 내려받음",
        instructions=HOW,
    )
    return workbook.write(made)


def _hyphened(number: str) -> str:
    return f"{number[:6]}-{number[6:]}" if len(number) == 13 else number
