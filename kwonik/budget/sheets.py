"""The two ledgers of finance: what was allotted, what was spent. A line of the budget is found by its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet
from kwonik.spreadsheets import Column

from . import rules
from .codes import AllotmentKind, SpendingKind
from .models import Allotment, BudgetLine, Spending
from .queries import lines as with_totals

LINE = "line"


def _lines(context: Context) -> dict[tuple[int, str], BudgetLine]:
    """The centre's lines by year and code, with what stands on them; counted on as the ledger is read."""
    if LINE not in context.memo:
        found = with_totals(BudgetLine.objects.filter(centre=context.centre, retired_on__isnull=True))
        context.memo[LINE] = {(line.year, line.code): line for line in found}
    return context.memo[LINE]


def _names(context: Context) -> dict[str, str]:
    """Every name a line goes by -> its code."""
    return {name: line.code for line in _lines(context).values() for name in (line.name, *line.aliases)}


def _line_column(context: Context) -> Column:
    return Column(
        LINE,
        "세부사업",
        "choice",
        required=True,
        aliases=("예산과목", "과목", "사업명", "세부사업명", "예산 과목명"),
        choices=_names(context),
    )


def _labels(choices: Sequence[tuple[str, str]]) -> dict[str, str]:
    return {label: code for code, label in choices}


def _found(context: Context, values: dict[str, Any], day: date) -> BudgetLine | None:
    return _lines(context).get((day.year, values[LINE]))


def _missing(day: date) -> str:
    return f"{day.year}년 예산에 이 세부사업이 없습니다. 날짜와 세부사업을 확인하세요."


# -- allotments -----------------------------------------------------------------------------------------------


def allotment_columns(context: Context) -> tuple[Column, ...]:
    return (
        Column(
            "decided_on",
            "결정일",
            "date",
            required=True,
            aliases=("배정일", "교부일", "결정 일자", "일자", "날짜"),
        ),
        _line_column(context),
        Column("kind", "구분", "choice", aliases=("예산구분",), choices=_labels(AllotmentKind.choices)),
        Column(
            "amount_won", "금액", "won", required=True, aliases=("소요예산", "예산액", "배정액", "교부액")
        ),
        Column("basis", "근거", "text", aliases=("비고", "사유")),
    )


def check_allotment(context: Context, values: dict[str, Any]) -> list[str]:
    line = _found(context, values, values["decided_on"])
    if line is None:
        return [_missing(values["decided_on"])]
    amount = values["amount_won"]
    if amount < 0 and (values["kind"] or AllotmentKind.ORIGINAL) == AllotmentKind.ORIGINAL:
        return ["본예산은 줄일 수 없습니다. 구분에 추가경정이나 전용을 적으세요."]
    return ["0원입니다. 금액을 적거나 줄을 지우세요."] if amount == 0 else []


def store_allotments(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    Allotment.objects.bulk_create(
        Allotment(
            centre=context.centre,
            line=_found(context, line.values, line.values["decided_on"]),
            kind=line.values["kind"] or AllotmentKind.ORIGINAL,
            decided_on=line.values["decided_on"],
            amount_won=line.values["amount_won"],
            basis=line.values["basis"] or "",
            recorded_by=context.by,
            import_batch=batch,
            import_key=line.key,
        )
        for line in lines
    )
    _keep_in_balance(context, lines)


def allotment_example(context: Context) -> list[dict[str, Any]]:
    year = timezone.localdate().year
    return [
        {
            "decided_on": date(year, 1, 2),
            LINE: next(iter(_names(context).values()), ""),
            "kind": AllotmentKind.ORIGINAL.value,
            "amount_won": 10_000_000,
            "basis": f"{year}년 보조금 교부 결정",
        }
    ]


# -- spendings ------------------------------------------------------------------------------------------------


def spending_columns(context: Context) -> tuple[Column, ...]:
    return (
        Column(
            "spent_on",
            "집행일",
            "date",
            required=True,
            aliases=("지출일", "지급일", "집행 일자", "일자", "날짜"),
        ),
        _line_column(context),
        Column("summary", "적요", "text", required=True, aliases=("집행내역", "지출내역", "내역", "내용")),
        Column(
            "amount_won",
            "금액",
            "won",
            required=True,
            aliases=("집행액", "지출액", "지급액"),
            help="반납은 -로 적습니다.",
        ),
        Column("payee", "거래처", "text", aliases=("지급처", "업체명", "받는 곳")),
        Column("voucher", "결의서 번호", "text", aliases=("지출결의서", "결의번호", "증빙번호")),
    )


def check_spending(context: Context, values: dict[str, Any]) -> list[str]:
    line = _found(context, values, values["spent_on"])
    if line is None:
        return [_missing(values["spent_on"])]
    if values["amount_won"] == 0:
        return ["0원입니다. 금액을 적거나 줄을 지우세요."]
    if values["spent_on"] > timezone.localdate():
        return ["집행일이 오늘보다 뒤입니다. 날짜를 확인하세요."]
    return []


def store_spendings(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    Spending.objects.bulk_create(
        Spending(
            centre=context.centre,
            line=_found(context, line.values, line.values["spent_on"]),
            kind=SpendingKind.SPENT if line.values["amount_won"] > 0 else SpendingKind.RETURNED,
            spent_on=line.values["spent_on"],
            amount_won=line.values["amount_won"],
            summary=line.values["summary"][:200],
            payee=(line.values["payee"] or "")[:120],
            voucher=(line.values["voucher"] or "")[:40],
            recorded_by=context.by,
            import_batch=batch,
            import_key=line.key,
        )
        for line in lines
    )
    _keep_in_balance(context, lines)


def spending_example(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "spent_on": timezone.localdate(),
            LINE: next(iter(_names(context).values()), ""),
            "summary": "상담 안내문 인쇄",
            "amount_won": 330_000,
            "payee": "한마음인쇄",
            "voucher": "2025-001",
        }
    ]


def _keep_in_balance(context: Context, lines: Sequence[Line]) -> None:
    """Refuses the whole ledger when a line would hold less than was spent from it; the lines are locked meanwhile."""
    touched = {(_day(line).year, line.values[LINE]) for line in lines}
    held = [_lines(context)[key].pk for key in touched]
    list(BudgetLine.objects.select_for_update().filter(pk__in=held).order_by("pk"))
    over = defaultdict(int)
    for line in with_totals(BudgetLine.objects.filter(pk__in=held)):
        balance = rules.Balance(line.allotted_won, line.spent_won)
        if balance.unspent_won < 0:
            over[str(line)] = -balance.unspent_won
    if over:
        said = ", ".join(f"{name} {won:,}원" for name, won in sorted(over.items()))
        raise registry.Refused(
            f"집행액이 예산보다 많아지는 과목이 있습니다: {said}. 예산 배정부터 가져오거나 금액을 확인하세요."
        )


def _day(line: Line) -> date:
    return line.values.get("spent_on") or line.values["decided_on"]


registry.declare(
    Sheet(
        code="budget.allotments",
        label="예산 배정 대장",
        permission="budget.spending:import",
        model=Allotment,
        columns=allotment_columns,
        check=check_allotment,
        store=store_allotments,
        example=allotment_example,
    )
)
registry.declare(
    Sheet(
        code="budget.spendings",
        label="집행 대장",
        permission="budget.spending:import",
        model=Spending,
        columns=spending_columns,
        check=check_spending,
        store=store_spendings,
        example=spending_example,
    )
)
