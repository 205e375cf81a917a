"""Relief cases in every state, for tests that walk through all pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kwonik.catalogue.models import Service
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.reckoned import Correction
from kwonik.remedy import actions as remedy
from kwonik.remedy.actions import Conclusion, Doing, OwnTerm, Particulars
from kwonik.remedy.models import Redating
from tests.factories import code_of

MOVED_ON = date(2027, 3, 3)
"""A working day; every place that is filled has a date on it, moved once and back by the next correction."""


def cases(one: Any, day: date, memo: str) -> dict[str, Any]:
    """A case in every state; `case` is in the advocate's hands, `offer` waits for the answer."""
    service, by, advocate = Service.objects.get(code="remedy"), one.officer, one.people["rights_advocate"]

    def open_case():
        return remedy.open_case(
            by=by,
            centre=one.centre,
            service=service,
            consultation=one.rows["consultation"],
            particulars=Particulars(
                opened_on=day,
                client_group=code_of(service, "client_group", "general"),
                issue=code_of(service, "issue", "unpaid_wages"),
                forum=code_of(service, "forum", "labour_petition"),
                client=one.rows["client"],
                workplace="다온물류",
            ),
            facts=memo,
        )

    def offered():
        case = remedy.ready(by=by, case=open_case())
        return remedy.assign(
            by=by, case=case, advocate=one.rows["advocate"], choice_reason="다른 사건과 이어짐"
        )

    def active():
        offer = offered().offers.get()
        remedy.clear(by=advocate, offer=offer)
        return remedy.accept(by=advocate, offer=offer)

    def doing(days: int) -> Doing:
        return Doing(
            kind=code_of(service, "step", "filed"),
            done_on=day + timedelta(days=days),
            note=memo,
            next_turn="forum",
        )

    def concluded():
        conclusion = Conclusion(
            outcome=code_of(service, "outcome", "granted"), concluded_on=day, recovered_won=3_000_000
        )
        return remedy.conclude(by=by, case=active(), conclusion=conclusion)

    cleared = offered().offers.get()
    remedy.clear(by=advocate, offer=cleared)
    case = active()
    for days in (1, 2, 3):
        case = remedy.add_step(by=advocate, case=case, doing=doing(days))
    wrong, *_, last = case.steps.order_by("pk")
    case = remedy.strike(by=by, step=wrong, reason="다른 사건의 것")
    return {
        **dates(one, case, day),
        "preparing": open_case(),
        "ready": remedy.ready(by=by, case=open_case()),
        "offered": offered(),
        "offer": offered().offers.get(),
        "cleared_offer": cleared,
        "case": case,
        "step": last,
        "concluded": concluded(),
        "closed": remedy.close(by=by, case=concluded()),
        "withdrawn_case": remedy.withdraw(by=by, case=open_case(), kind="client", reason="원하지 않음"),
    }


def dates(one: Any, case: Any, day: date) -> dict[str, Any]:
    """What happened when in the case: a date proposed, one confirmed, one kept, one that a holiday moved."""
    by = one.officer
    matters = [("dismissal", day), ("pay_day", day), ("harassment", day)]
    remedy.record_matters(by=by, case=case, dates=matters)
    _, confirmed, kept = case.critical_dates.order_by("pk")
    remedy.confirm(by=by, case=case, dates=[confirmed.pk, kept.pk])
    remedy.meet(by=by, critical_date=kept, met_on=day + timedelta(days=5))
    remedy.add_term(by=by, case=case, term=OwnTerm(name="이유서 제출", amount=0), event_on=MOVED_ON)
    holiday = Correction(MOVED_ON, "임시공휴일")
    remedy.redate(one.people["centre_director"], holiday, WorkingCalendar({MOVED_ON: holiday.name}))
    return {
        "critical_date": confirmed,
        "met_date": kept,
        "matter_date": case.matter_dates.earliest("pk"),
        "redating": Redating.objects.filter(centre=one.centre).latest("pk"),
    }


def another_step(by: Any, case: Any, day: date, memo: str) -> None:
    """A brief filed that day, which waits for the client."""
    step = Doing(kind=code_of(case.service, "step", "brief"), done_on=day, note=memo, next_turn="client")
    remedy.add_step(by=by, case=case, doing=step)
