"""Relief cases for tests, moved by the very actions that staff use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from kwonik.catalogue.models import Service
from kwonik.kernel import audit
from kwonik.people.models import Account, Appointment
from kwonik.places.models import Centre
from kwonik.remedy import actions
from kwonik.remedy.actions import Conclusion, Doing, Particulars
from kwonik.remedy.models import CaseEvent, CriticalDate, Offer, ReliefCase, Step
from tests.factories import code_of, make_account, make_appointment, make_centre, make_client, make_service

STAFF = (
    "remedy.case:view",
    "remedy.case:open",
    "remedy.case:edit",
    "remedy.case:assign",
    "remedy.case:progress",
    "remedy.case:close",
    "remedy.case:import",
    "remedy.date:view",
    "remedy.date:settle",
    "people.client:register",
)
ADVOCATE = (
    "remedy.case:view_assigned",
    "remedy.case:progress",
    "remedy.offer:answer",
    "remedy.date:view",
    "remedy.date:settle",
)


@dataclass
class World:
    """One centre with an officer, a rights advocate with an account, and the relief service."""

    centre: Centre
    service: Service
    officer: Account
    advocate: Account
    appointment: Appointment

    def code(self, field: str, code: str):
        return code_of(self.service, field, code)


def make_world(centre: Centre | None = None) -> World:
    centre = centre or make_centre("main")
    advocate = make_account(*ADVOCATE, centre=centre)
    return World(
        centre,
        make_service("remedy"),
        make_account(*STAFF, centre=centre),
        advocate,
        make_appointment(centre=centre, account=advocate, specialities=["unpaid_wages"]),
    )


def particulars(world: World, **fields: Any) -> Particulars:
    """Unpaid wages by a petition, opened today; codes may be given by their names."""
    defaults: dict[str, Any] = {
        "opened_on": timezone.localdate(),
        "client_group": "general",
        "issue": "unpaid_wages",
        "forum": "labour_petition",
        "workplace": "가람상사",
    }
    given = {**defaults, **fields}
    if "client" not in given and "name" not in given:
        given["client"] = make_client(world.centre)
    for field in ("client_group", "issue", "forum"):
        if isinstance(given[field], str):
            given[field] = world.code(field, given[field])
    return Particulars(**given)


def open_case(world: World, facts: str = "석 달치 임금을 받지 못함", **fields: Any) -> ReliefCase:
    return actions.open_case(
        by=world.officer,
        centre=world.centre,
        service=world.service,
        particulars=particulars(world, **fields),
        facts=facts,
    )


def offer_of(case: ReliefCase) -> Offer:
    return Offer.objects.select_related("case__centre", "advocate").filter(case=case).latest("pk")


def conclusion(world: World, **fields: Any) -> Conclusion:
    defaults = {"outcome": "recovered", "concluded_on": timezone.localdate(), "recovered_won": 3_000_000}
    given = {**defaults, **fields}
    return Conclusion(**{**given, "outcome": world.code("outcome", given["outcome"])})


def doing(world: World, **fields: Any) -> Doing:
    given = {"kind": "filed", "done_on": timezone.localdate(), "next_turn": "forum", **fields}
    return Doing(**{**given, "kind": world.code("step", given["kind"])})


def assigned(world: World, case: ReliefCase) -> ReliefCase:
    return actions.assign(
        by=world.officer, case=case, advocate=world.appointment, choice_reason="다른 사건과 이어짐"
    )


def accepted(world: World, case: ReliefCase) -> ReliefCase:
    actions.clear(by=world.advocate, offer=offer_of(case))
    return actions.accept(by=world.advocate, offer=offer_of(case))


def make_case(world: World, state: str = "preparing", **fields: Any) -> ReliefCase:
    """A case brought to `state` through every state before it."""
    case = open_case(world, **fields)
    staff = world.officer
    moves = {
        "ready": lambda: actions.ready(by=staff, case=case),
        "offered": lambda: assigned(world, case),
        "active": lambda: accepted(world, case),
        "concluded": lambda: actions.conclude(
            by=staff,
            case=case,
            conclusion=conclusion(world, concluded_on=fields.get("opened_on", date.today())),
        ),
        "closed": lambda: actions.close(by=staff, case=case),
    }
    if state == "withdrawn":
        return actions.withdraw(by=staff, case=case, kind="client", reason="내담자가 원하지 않음")
    if state == "preparing":
        return case
    for name, move in moves.items():
        case = move()
        if name == state:
            return case
    raise ValueError(state)


def dated(
    world: World, days_ago: int = 10, state: str = "preparing", matter: str = "dismissal", **fields: Any
) -> CriticalDate:
    """The first date that follows from something that happened so many days ago, as proposed."""
    case = make_case(world, state, **fields)
    day = today() - timedelta(days=days_ago)
    actions.record_matters(by=world.officer, case=case, dates=[(matter, day)])
    return case.critical_dates.select_related("case").earliest("pk")


def with_dates(world: World, case: ReliefCase) -> None:
    """What happened on its first day: a date proposed, and one that was dropped."""
    dates = [("dismissal", case.opened_on), ("pay_day", case.opened_on)]
    actions.record_matters(by=world.officer, case=case, dates=dates)
    actions.drop(by=world.officer, critical_date=case.critical_dates.latest("pk"), reason="모두 받음")


def confirmed(world: World, *args: Any, **fields: Any) -> CriticalDate:
    """The same, confirmed."""
    found = dated(world, *args, **fields)
    actions.confirm(by=world.officer, case=found.case, dates=[found.pk])
    found.refresh_from_db()
    return found


def today() -> date:
    """The day in Seoul."""
    return timezone.localdate()


def events(case: ReliefCase) -> list[str]:
    """The verbs of its history."""
    return list(CaseEvent.objects.filter(case=case).order_by("pk").values_list("code", flat=True))


def audited(case: ReliefCase) -> list[str]:
    """The codes of its audit trail."""
    return [event.code for event in audit.history(case)]


def ready_for(world: World, state: str) -> ReliefCase:
    """A case in `state` that lacks nothing, with a step where one can have been made."""
    case = make_case(world, state)
    if state == "offered":
        actions.clear(by=world.advocate, offer=offer_of(case))
    Step.objects.create(
        case=case, done_on=case.opened_on, kind=world.code("step", "filed"), recorded_by=world.officer
    )
    return case


def head(**fields: Any) -> dict[str, Any]:
    """What the page on which a case is opened sends."""
    return {
        "form_token": str(uuid4()),
        "name": "김새로",
        "phone": "010-9999-0000",
        "opened_on": str(timezone.localdate()),
        "client_group": "general",
        "issue": "unpaid_wages",
        "forum": "labour_petition",
        "workplace": "가람상사",
        "facts": "임금을 받지 못함",
        **fields,
    }
