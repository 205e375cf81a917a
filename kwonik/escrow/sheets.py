"""이전 플랫폼 계약 대장: what an earlier service knew of its contracts, brought in to be looked at. No money of ours follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from kwonik.kernel import resident_numbers
from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, column, once, too_long
from kwonik.spreadsheets import Column

from . import queries
from .access import IMPORT_EARLIER
from .models import EarlierContract

LENGTHS = {"reference": 40, "state": 40, "trade": 60}


def columns(context: Context) -> tuple[Column, ...]:
    return (
        column("reference", "계약번호", "계약 번호|번호|거래번호", required=True),
        column("signed_on", "계약일", "계약일자|계약체결일|체결일", "date", required=True),
        column("amount_won", "금액", "계약금액|계약 금액|거래금액|대금", "won", required=True),
        column("state", "상태", "계약상태|진행상태|처리상태", required=True),
        column("trade", "업종", "분야|직종|업무분야"),
    )


def check(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, LENGTHS)
    if values["signed_on"] > timezone.localdate():
        said.append("계약일이 오늘보다 뒤입니다. 날짜를 확인하세요.")
    if values["amount_won"] < 0:
        said.append("금액이 0원보다 작습니다. 금액을 확인하세요.")
    if any(resident_numbers.find(values.get(key) or "") for key in LENGTHS):
        said.append("주민등록번호로 보이는 숫자가 있습니다. 그 숫자를 지우고 다시 올리세요.")
    known = once(context, "references", lambda: queries.earlier_references(context.centre))
    if values["reference"] in known:
        said.append("같은 계약번호가 이미 있습니다. 두 번 적었는지 확인하세요.")
    known.add(values["reference"])
    return said


def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    EarlierContract.objects.bulk_create(
        EarlierContract(
            centre=context.centre,
            reference=line.values["reference"],
            signed_on=line.values["signed_on"],
            amount_won=line.values["amount_won"],
            state=line.values["state"],
            trade=line.values.get("trade") or "",
            import_batch=batch,
            import_key=line.key,
        )
        for line in lines
    )


def example(context: Context) -> list[dict[str, Any]]:
    day = date(timezone.localdate().year - 1, 4, 11)
    return [
        {
            "reference": "2025-0001",
            "signed_on": day,
            "amount_won": 550_000,
            "state": "완료",
            "trade": "디자인",
        }
    ]


registry.declare(
    Sheet(
        code="escrow.earlier",
        label="이전 플랫폼 계약 대장",
        permission=IMPORT_EARLIER,
        model=EarlierContract,
        columns=columns,
        check=check,
        store=store,
        example=example,
    )
)
