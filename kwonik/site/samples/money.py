"""The two ledgers of finance: allotments as decided, and vouchers that add up to the won."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from kwonik.budget.codes import AllotmentKind
from kwonik.catalogue.rules import Profile
from kwonik.kernel.rounding import share_out

from .chance import Chance, working_days
from .money_recipe import BudgetRecipe, Money, Voucher
from .tables import Heading, Table


def _names(profile: Profile) -> dict[str, str]:
    return {line.code: line.name for year in profile.budget for line in year.lines}


def allotment_rows(profile: Profile, recipe: BudgetRecipe) -> list[dict[str, Any]]:
    """The original allotment of each line, then the later changes in the order of their days."""
    names = _names(profile)
    found = [
        {
            "decided_on": money.decided_on or recipe.decided_on,
            "line": names[money.line],
            "kind": AllotmentKind.ORIGINAL.label,
            "amount_won": money.allotted_won - sum(change.amount_won for change in money.changes),
            "basis": recipe.basis,
        }
        for money in recipe.lines
    ]
    later: list[dict[str, Any]] = [
        {
            "decided_on": change.decided_on,
            "line": names[money.line],
            "kind": AllotmentKind(change.kind).label,
            "amount_won": change.amount_won,
            "basis": change.basis,
        }
        for money in recipe.lines
        for change in money.changes
    ]
    return found + sorted(later, key=lambda row: row["decided_on"])


def spending_rows(profile: Profile, recipe: BudgetRecipe) -> list[dict[str, Any]]:
    """Vouchers of every line: up to the report's day they add up to what it says was spent, then some after it."""
    names, rows = _names(profile), []
    for money in recipe.lines:
        chance = Chance(profile.head.code, recipe.spendings_file, money.line)
        for row in _line(chance, money, recipe):
            rows.append({**row, "line": names[money.line]})
    rows.sort(key=lambda row: (row["spent_on"], row["line"], row["summary"]))
    for number, row in enumerate(rows, 1):
        row["voucher"] = f"{row['spent_on'].year}-{number:04}"
    return rows


def _line(chance: Chance, money: Money, recipe: BudgetRecipe) -> list[dict[str, Any]]:
    paid = money.spent_won + money.returned_won
    shares = share_out(paid, [voucher.share for voucher in money.vouchers]) if paid else []
    found = [
        row
        for voucher, share in zip(money.vouchers, shares, strict=False)
        for row in _vouchers(chance, voucher, share, money.months or recipe.months)
    ]
    if money.returned_won:
        last = max(found, key=lambda row: row["spent_on"])
        day = working_days(recipe.months[-1])[-1]
        text = {"summary": f"{last['summary']} 정산 반납", "payee": last["payee"]}
        found.append({"spent_on": day, "amount_won": -money.returned_won, **text})
    if money.after_won:
        later = money.vouchers[0]
        found += _vouchers(chance, later, money.after_won, recipe.after_months, recipe.after_until_on)
    return found


def _vouchers(
    chance: Chance, voucher: Voucher, total: int, months: Sequence[str], until_on: date | None = None
) -> list[dict[str, Any]]:
    """The spendings of one kind: every month, or so many times in the year, adding up to `total`."""
    if voucher.monthly:
        days = [_pay_day(month, until_on) for month in months]
    else:
        open_days = [
            day for month in months for day in working_days(month) if not until_on or day <= until_on
        ]
        days = _evenly(chance, open_days, min(voucher.times, len(open_days)))
    amounts = chance.split(total, len(days), spread=3 if voucher.monthly else 40)
    return [
        {
            "spent_on": day,
            "summary": voucher.summary.format(month=f"{day.month}월"),
            "payee": voucher.payee,
            "amount_won": amount,
        }
        for day, amount in zip(days, amounts, strict=True)
    ]


def _pay_day(month: str, until_on: date | None) -> date:
    """The 25th or the working day before it, never after `until_on`."""
    year, number = map(int, month.split("-"))
    last = date(year, number, min(25, calendar.monthrange(year, number)[1]))
    days = [day for day in working_days(month) if day <= last and (not until_on or day <= until_on)]
    return days[-1]


def _evenly(chance: Chance, days: Sequence[date], count: int) -> list[date]:
    """One day out of each of `count` equal stretches of the days."""
    edges = [len(days) * at // count for at in range(count + 1)]
    return [days[chance.randrange(first, last)] for first, last in pairwise(edges)]


ALLOTMENT_HEADINGS = (
    ("결정일", 12, "decided_on"),
    ("세부사업", 28, "line"),
    ("예산구분", 10, "kind"),
    ("배정액(원)", 16, "amount_won"),
    ("근거", 36, "basis"),
)
SPENDING_HEADINGS = (
    ("지출결의서", 12, "voucher"),
    ("지출일", 12, "spent_on"),
    ("예산과목", 28, "line"),
    ("지출내역", 42, "summary"),
    ("거래처", 24, "payee"),
    ("지출액(원)", 16, "amount_won"),
)


def table(title: str, headings: Sequence[tuple[str, int, str]], rows: Sequence[Mapping[str, Any]]) -> Table:
    lines = [[row[key] for *_, key in headings] for row in rows]
    dated = next(at for at, heading in enumerate(headings) if heading[2] in ("spent_on", "decided_on"))
    return Table(
        title=title.rsplit(".", 1)[0],
        headings=[Heading(label, width=width) for label, width, _ in headings],
        rows=lines,
        dated=dated,
    )
