"""What one line of a ledger means, and what is wrong with it beyond its cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from kwonik.ledgers.registry import Context
from kwonik.remedy import rules
from kwonik.remedy.codes import CaseState, Withdrawal

from .columns import DAYS, day_column
from .known import advocate_of


def settled(values: Mapping[str, Any]) -> dict[str, Any]:
    """State and dates as the line means them: what it leaves out follows from what it says."""
    outcome, concluded_on, closed_on = (values.get(name) for name in ("outcome", "concluded_on", "closed_on"))
    state = values.get("state") or _implied(outcome, closed_on, values.get("advocate"))
    withdrawn = state == CaseState.WITHDRAWN
    return {
        "state": str(state),
        "concluded_on": (concluded_on or closed_on) if outcome else None,
        "closed_on": (closed_on or concluded_on) if state == CaseState.CLOSED else None,
        "withdrawn_on": (closed_on or concluded_on or values["opened_on"]) if withdrawn else None,
        "withdrawal": str(Withdrawal.CLIENT) if withdrawn else "",
    }


def _implied(outcome: str | None, closed_on: date | None, advocate: str | None) -> CaseState:
    if closed_on:
        return CaseState.CLOSED
    if outcome:
        return CaseState.CONCLUDED
    return CaseState.ACTIVE if advocate else CaseState.READY


def check(context: Context, values: dict[str, Any]) -> list[str]:
    """What is wrong with a line beyond its cells."""
    end = settled(values)
    state, outcome = end["state"], values.get("outcome")
    ended = state in (CaseState.CONCLUDED, CaseState.CLOSED)
    found = [
        (ended and not outcome, "결과가 비어 있습니다. 끝난 사건에는 결과를 적으세요."),
        (ended and outcome and not end["concluded_on"], "결과일이나 종결일을 적으세요."),
        (
            outcome and not ended and state != CaseState.WITHDRAWN,
            "결과가 있는데 진행상태가 끝나지 않았습니다. 둘 가운데 하나를 고치세요.",
        ),
        (
            outcome and state == CaseState.WITHDRAWN and not end["concluded_on"],
            "결과일이나 종결일을 적으세요.",
        ),
        (values.get("recovered_won") is not None and not outcome, "회수금액이 있으면 결과를 적으세요."),
        ((values.get("recovered_won") or 0) < 0, "회수금액은 0원 이상이어야 합니다."),
        (values.get("phone") and not values.get("name"), "연락처가 있으면 이름을 적으세요."),
    ]
    return (
        [sentence for wrong, sentence in found if wrong]
        + _dates(values, end)
        + _advocate_problems(context, values, state)
    )


def _dates(values: Mapping[str, Any], end: Mapping[str, Any]) -> list[str]:
    today, problems = timezone.localdate(), []
    days = [("접수일", values["opened_on"], None), ("결과일", end["concluded_on"], values["opened_on"])]
    days += [
        ("종결일", end["closed_on"], end["concluded_on"]),
        ("취하일", end["withdrawn_on"], values["opened_on"]),
    ]
    days += [(label, values.get(day_column(matter)), None) for matter, (label, *_) in DAYS.items()]
    for what, day, since in days:
        try:
            if day:
                rules.check_day(what, day, "", today, since=since, from_words="앞선 날짜")
        except rules.Refused as refusal:
            problems.append(str(refusal))
    return problems


def _advocate_problems(context: Context, values: Mapping[str, Any], state: str) -> list[str]:
    name = values.get("advocate")
    if not name:
        return []
    if state in (CaseState.PREPARING, CaseState.READY):
        return ["배정하지 않은 사건에 보호관이 적혀 있습니다. 진행상태를 고치세요."]
    if advocate_of(context, name, values["opened_on"]) is None:
        return [
            f"‘{name}’은(는) 위촉 대장에 없는 보호관이거나 이름이 같은 사람이 여럿입니다. 위촉 대장을 확인하세요."
        ]
    return []
