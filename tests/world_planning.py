"""The plans, targets and statements of the world that tests watch."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from kwonik.people.models import Account
from kwonik.places.models import Centre
from kwonik.planning import actions, queries
from kwonik.planning.actions import PlanFacts, StatementFacts

_numbers = count(1)


def plans(by: Account, centre: Centre, day: date) -> dict[str, Any]:
    """A plan in every state, a target, a statement; one of each withdrawn."""

    def plan():
        told = PlanFacts(
            queries.programmes(centre)[0], f"특강 {next(_numbers)}", day, day, count=2, unit="회"
        )
        return actions.record_plan(by=by, centre=centre, facts=told)

    def statement():
        told = StatementFacts(f"얼음물 배포 {next(_numbers)}", 100_000, "병", "협조 공문", day, about=True)
        return actions.record_statement(by=by, centre=centre, facts=told)

    return {
        "plan": plan(),
        "done_plan": actions.finish_plan(by=by, plan=plan(), done_on=day),
        "dropped_plan": actions.drop_plan(by=by, plan=plan(), dropped_on=day, reason="예산 없음"),
        "withdrawn_plan": actions.withdraw(by=by, row=plan(), reason="잘못 적음"),
        "target": aim(by, centre, day),
        "statement": statement(),
        "withdrawn_statement": actions.withdraw(by=by, row=statement(), reason="잘못 적음"),
    }


def aim(by: Account, centre: Centre, day: date):
    """A target of a figure that every installation has; each new one takes the place of the one before."""
    return actions.set_target(
        by=by,
        centre=centre,
        figure="people.rights_advocates",
        cut={},
        year=day.year,
        value=next(_numbers),
        decided_on=day,
        reason="사업계획서",
    )
