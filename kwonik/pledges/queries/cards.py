"""The parts of a card as pages show them, and what does not agree on it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BinaryField, BooleanField, QuerySet, Sum

from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import Period
from kwonik.places.models import Centre
from kwonik.places.queries import overseen
from kwonik.pledges import rules
from kwonik.pledges.codes import Funding, FundSource, MoneyStage
from kwonik.pledges.models import Happening, Money, Part, Pledge, Score

HIDDEN = {"id", "pledge", "centre", "form_token", "import_batch", "import_key", "position", "recorded_by"}
HIDDEN |= {"recorded_at", "withdrawn_at", "withdrawn_by", "withdrawn_reason", "after_term", "image"}


def parts(pledge: Pledge, kind: str) -> QuerySet[Any]:
    """The rows of one kind, withdrawn ones included; pictures without their bytes."""
    rows = getattr(pledge, f"{kind}s").all()
    return rows.defer("image") if kind == "picture" else rows


def facts(row: Part) -> list[tuple[str, Any]]:
    """What a row says, by the names of its fields."""
    found = []
    for field in row._meta.concrete_fields:
        if field.name in HIDDEN or isinstance(field, BinaryField):
            continue
        value: Any = getattr(row, field.name)
        if field.choices:
            value = getattr(row, f"get_{field.name}_display")()
        elif isinstance(field, BooleanField):
            value = "예" if value else "아니오"
        elif field.name.endswith("_quarter"):
            value = rules.quarter_in_words(value)
        elif field.name.endswith("_won"):
            value = f"{value:,}원"
        found.append((str(field.verbose_name), "-" if value in (None, "", {}) else value))
    return found


def events(pledge: Pledge) -> QuerySet[Happening]:
    """Everything that happened to the pledge, the latest first."""
    rows = pledge.events.select_related("recorded_by", "other", "request", "decision")
    return rows.order_by("-decided_on", "-pk")


def scores(pledge: Pledge) -> QuerySet[Score]:
    return pledge.scores.filter(withdrawn_at__isnull=True).select_related("panel")


# -- money -----------------------------------------------------------------------------------------------------


def cells(pledge: Pledge, stage: str) -> dict[rules.Cell, int]:
    """Won by year and source."""
    rows = pledge.moneys.filter(withdrawn_at__isnull=True, stage=stage).order_by()
    sums = rows.values("year", "source").annotate(won=Sum("amount_won"))
    return {(row["year"], row["source"]): row["won"] for row in sums}


@dataclass(frozen=True)
class OfLine:
    """What a card says was executed on a budget line, and what that line's ledger says."""

    line: Any
    on_card_won: int
    in_ledger_won: int

    @property
    def off_won(self) -> int:
        return self.on_card_won - self.in_ledger_won


def lines_of(pledge: Pledge, as_of: date) -> list[OfLine]:
    """The budget lines behind the executed money, compared with their ledgers through the figure of the budget."""
    rows = pledge.moneys.filter(withdrawn_at__isnull=True, line__isnull=False).select_related("line")
    found: dict[Any, int] = defaultdict(int)
    for row in rows:
        found[row.line] += row.amount_won
    return [OfLine(line, won, in_ledger(line, as_of)) for line, won in found.items()]


def in_ledger(line: Any, as_of: date) -> int:
    """Won spent from a budget line by that day, as the figure of the budget counts it."""
    year = Period(date(line.year, 1, 1), date(line.year, 12, 31))
    ask = Ask.of("budget.spent", line=line.code)
    return int(
        figures.compute(Window((line.centre_id,), year, min(as_of, year.last_on)), [ask])[ask].value or 0
    )


def problems(pledge: Pledge, as_of: date) -> list[str]:
    """What does not agree on a card, in Korean sentences; nothing when all is well."""
    said = [
        f"{year}년 {FundSource(source).label}: 집행이 확보보다 {won:,}원 많습니다. 확보를 먼저 적거나 금액을 확인하세요."
        for (year, source), won in rules.over_secured(
            cells(pledge, MoneyStage.SECURED), cells(pledge, MoneyStage.EXECUTED)
        )
    ]
    for one in lines_of(pledge, as_of):
        if one.off_won:
            said.append(
                f"{one.line.year}년 {one.line.name}: 카드의 집행 {one.on_card_won:,}원이"
                f" 예산 장부의 {one.in_ledger_won:,}원과 다릅니다. 장부에 맞추어 적으세요."
            )
    if pledge.funding == Funding.NONE and pledge.moneys.filter(withdrawn_at__isnull=True).exists():
        said.append("비예산 공약인데 금액이 적혀 있습니다. 재원을 예산으로 고치거나 금액을 철회하세요.")
    return said


def budget_lines(centre: Centre) -> QuerySet:
    """Budget lines of the organisation and of the centres it oversees, for money that a ledger stands behind."""
    lines = Money._meta.get_field("line").related_model._default_manager
    return lines.filter(centre__in=(centre.pk, *overseen(centre)), retired_on__isnull=True)
