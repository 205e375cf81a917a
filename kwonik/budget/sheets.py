"""The two ledgers of finance: what was allotted, what was spent. A line of the budget is found by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, once, too_long
from kwonik.spreadsheets import Column

from . import queries, rules
from .codes import AllotmentKind, SpendingKind
from .models import Allotment, BudgetLine, Spending

LINE = "line"


def _own_lines(context: Context) -> dict[tuple[int, str], BudgetLine]:
    """The centre's lines by year and code, with what stands on them."""

    def find() -> dict[tuple[int, str], BudgetLine]:
        found = queries.lines(BudgetLine.objects.filter(centre=context.centre, retired_on__isnull=True))
        return {(line.year, line.code): line for line in found}

    return once(context, "lines", find)


def _names(context: Context) -> dict[str, str]:
    """Every name a line goes by -> its code, the same in every year; first its own, which wins over another's alias."""
    lines = list(_own_lines(context).values())
    own = {line.name: line.code for line in lines}
    return own | {name: line.code for line in lines for name in line.aliases if name not in own}


def _line_column(context: Context) -> Column:
    aliases = ("예산과목", "과목", "사업명", "세부사업명", "예산 과목명")
    return Column(LINE, "세부사업", "choice", required=True, aliases=aliases, choices=_names(context))


def _line_of(context: Context, values: dict[str, Any]) -> BudgetLine | None:
    return _own_lines(context).get((_year(values), values[LINE]))


def _year(values: dict[str, Any]) -> int:
    """회계연도: spending belongs to the year of its day; an allotment may be decided the year before."""
    day: date = values.get("spent_on") or values["decided_on"]
    return values.get("year") or day.year


def _moved(context: Context) -> tuple[Counter[tuple[int, str]], Counter[tuple[int, str]]]:
    """What the ledger itself gives to and takes from each line so far: allotted, spent."""
    return context.memo.setdefault("moved", (Counter(), Counter()))


def _check(context: Context, values: dict[str, Any], lengths: dict[str, int]) -> list[str]:
    said = []
    if _line_of(context, values) is None:
        said.append(f"{_year(values)}년 예산에 이 세부사업이 없습니다. 날짜와 세부사업을 확인하세요.")
    if values["amount_won"] == 0:
        said.append("0원입니다. 금액을 적거나 줄을 지우세요.")
    return said + too_long(values, lengths)


def review(context: Context) -> list[str]:
    """Lines that would have spent more than they hold, or returned more than was spent, with the whole ledger in."""
    said = []
    allotted, spent = _moved(context)
    for key in sorted({*allotted, *spent}, key=lambda key: _own_lines(context)[key].position):
        line = _own_lines(context)[key]
        after = rules.Balance(line.allotted_won + allotted[key], line.spent_won + spent[key])
        said += [f"{line.year}년 {line.name}: {sentence}" for sentence in rules.what_is_off(after)]
    return said


# -- allotments -----------------------------------------------------------------------------------------------

DECIDED = ("배정일", "교부일", "결정 일자", "일자", "날짜")
ALLOTTED = ("소요예산", "예산액", "배정액", "교부액")


def allotment_columns(context: Context) -> tuple[Column, ...]:
    kinds = {label: code for code, label in AllotmentKind.choices}
    return (
        Column("decided_on", "결정일", "date", required=True, aliases=DECIDED),
        _line_column(context),
        Column(
            "kind", "구분", "choice", aliases=("예산구분",), choices=kinds, help="비워 두면 본예산입니다."
        ),
        Column(
            "amount_won", "금액", "won", required=True, aliases=ALLOTTED, help="줄이는 금액은 -로 적습니다."
        ),
        Column("basis", "근거", aliases=("비고", "사유")),
        Column(
            "year", "회계연도", "int", aliases=("연도", "예산연도"), help="비워 두면 결정일이 든 해입니다."
        ),
    )


def check_allotment(context: Context, values: dict[str, Any]) -> list[str]:
    said = _check(context, values, {"basis": 200})
    if values["amount_won"] < 0 and _kind(values) == AllotmentKind.ORIGINAL:
        said.append("본예산은 줄일 수 없습니다. 구분에 추가경정이나 전용을 적으세요.")
    if not said:
        _moved(context)[0][_year(values), values[LINE]] += values["amount_won"]
    return said


def store_allotments(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    queries.hold(_own_lines(context).values())
    Allotment.objects.bulk_create(
        Allotment(
            centre=context.centre,
            line=_line_of(context, line.values),
            kind=_kind(line.values),
            decided_on=line.values["decided_on"],
            amount_won=line.values["amount_won"],
            basis=line.values["basis"] or "",
            recorded_by=context.by,
            import_batch=batch,
            import_key=line.key,
        )
        for line in lines
    )


def _kind(values: dict[str, Any]) -> str:
    return values["kind"] or str(AllotmentKind.ORIGINAL)


def allotment_example(context: Context) -> list[dict[str, Any]]:
    year = timezone.localdate().year
    return [
        {
            "decided_on": date(year, 1, 2),
            LINE: next(iter(_names(context).values()), ""),
            "kind": AllotmentKind.ORIGINAL.value,
            "amount_won": 10_000_000,
            "basis": f"{year}년 보조금 교부 결정",
            "year": year,
        }
    ]


# -- spendings ------------------------------------------------------------------------------------------------

SPENT = ("지출일", "지급일", "집행 일자", "일자", "날짜")


def spending_columns(context: Context) -> tuple[Column, ...]:
    wants = ("집행내역", "지출내역", "내역", "내용")
    amounts = ("집행액", "지출액", "지급액")
    return (
        Column("spent_on", "집행일", "date", required=True, aliases=SPENT),
        _line_column(context),
        Column("summary", "적요", required=True, aliases=wants),
        Column("amount_won", "금액", "won", required=True, aliases=amounts, help="반납은 -로 적습니다."),
        Column("payee", "거래처", aliases=("지급처", "업체명", "받는 곳")),
        Column("voucher", "결의서 번호", aliases=("지출결의서", "결의번호", "증빙번호")),
    )


def check_spending(context: Context, values: dict[str, Any]) -> list[str]:
    said = _check(context, values, {"summary": 200, "payee": 120, "voucher": 40})
    if values["spent_on"] > timezone.localdate():
        said.append("집행일이 오늘보다 뒤입니다. 날짜를 확인하세요.")
    if not said:
        _moved(context)[1][_year(values), values[LINE]] += values["amount_won"]
    return said


def store_spendings(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    queries.hold(_own_lines(context).values())
    Spending.objects.bulk_create(
        Spending(
            centre=context.centre,
            line=_line_of(context, line.values),
            kind=SpendingKind.SPENT if line.values["amount_won"] > 0 else SpendingKind.RETURNED,
            spent_on=line.values["spent_on"],
            amount_won=line.values["amount_won"],
            summary=line.values["summary"],
            payee=line.values["payee"] or "",
            voucher=line.values["voucher"] or "",
            recorded_by=context.by,
            import_batch=batch,
            import_key=line.key,
        )
        for line in lines
    )


def spending_example(context: Context) -> list[dict[str, Any]]:
    year = timezone.localdate().year
    return [
        {
            "spent_on": date(year, 1, 2),
            LINE: next(iter(_names(context).values()), ""),
            "summary": "상담 안내문 인쇄",
            "amount_won": 330_000,
            "payee": "한마음인쇄",
            "voucher": f"{year}-001",
        }
    ]


registry.declare(
    Sheet(
        code="budget.allotments",
        label="예산 배정 대장",
        permission="budget.allotment:record",
        model=Allotment,
        columns=allotment_columns,
        check=check_allotment,
        review=review,
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
        review=review,
        store=store_spendings,
        example=spending_example,
    )
)
