"""What becomes of an engagement: taken on, given to somebody, done, evaluated, or not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from kwonik.consulting import queries, rules
from kwonik.consulting.codes import MOVES
from kwonik.consulting.models import Engagement
from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.people.codes import AppointedRole
from kwonik.people.models import Appointment

DECIDE = "consulting.engagement:decide"
EVENTS = {
    "review": "reviewed",
    "wait": "waiting",
    "refuse": "refused",
    "cancel": "cancelled",
    "reopen": "reopened",
    "resume": "resumed",
}
"""The verbs of `decide`; the others ask for more and have functions of their own."""


@transaction.atomic
def decide(*, by, engagement: Engagement, verb: str, reason: str = "") -> Engagement:
    """A verb that asks for no more than a reason. Raises Refused."""
    stored = _locked(by, engagement)
    stored.state = rules.check_move(verb, stored.state, reason)
    stored.reason = reason if MOVES[verb].reason and verb != "resume" else ""
    if verb == "resume":
        stored.delivered_on, stored.satisfaction = None, None
        stored.parts.update(done_on=None, fee_won=None)
    elif verb in ("review", "wait", "reopen"):
        stored.accepted_on, stored.employees_accepted, stored.exception = None, None, ""
        stored.consultant = None
    return _kept(by, stored, EVENTS[verb])


@transaction.atomic
def accept(*, by, engagement: Engagement, employees: int, exception: str = "") -> Engagement:
    """Taken on today with so many employees. Raises Refused when they are too many and no exception is given."""
    stored = _locked(by, engagement)
    target = rules.check_move("accept", stored.state)
    today = timezone.localdate()
    large = rules.too_many(employees, queries.below(stored.service, today))
    if large and not exception:
        raise rules.Refused(large)
    stored.state, stored.accepted_on, stored.employees_accepted = target, today, employees
    stored.exception = exception if large else ""
    return _kept(by, stored, "accepted")


@transaction.atomic
def assign(*, by, engagement: Engagement, consultant: Appointment) -> Engagement:
    """Gives it to a rights advocate in office. Raises Refused."""
    stored = _locked(by, engagement)
    stored.state = rules.check_move("assign", stored.state)
    day = timezone.localdate()
    if consultant.centre_id != stored.centre_id or consultant.role != AppointedRole.RIGHTS_ADVOCATE:
        raise rules.Refused("이 센터의 노동권리보호관이 아닙니다. 목록에서 고르세요.")
    if consultant.suspended or consultant.from_on > day or (consultant.until_on or day) < day:
        raise rules.Refused("위촉 중이 아니거나 배정을 멈춘 사람입니다. 다른 사람을 고르세요.")
    stored.consultant = consultant
    return _kept(by, stored, "assigned", consultant=consultant.pk)


@transaction.atomic
def deliver(*, by, engagement: Engagement, delivered_on: date, fees: Mapping[str, int | None]) -> Engagement:
    """Done: which parts, and for how much (`fees` by the part's code). Raises Refused."""
    stored = _locked(by, engagement)
    target = rules.check_move("deliver", stored.state)
    if stored.consultant_id is None:
        raise rules.Refused("맡은 사람이 없습니다. 맡을 사람부터 정하세요.")
    rules.check_delivery(delivered_on, stored.accepted_on, timezone.localdate())
    parts = {row.part.code: row for row in stored.parts.select_related("part")}
    always = [code.code for code in queries.mandatory(queries.parts(stored.service))]
    rules.check_parts(parts, fees, always)
    for code, row in parts.items():
        row.done_on, row.fee_won = (delivered_on, fees[code]) if code in fees else (None, None)
        row.save(update_fields=["done_on", "fee_won"])
    stored.state, stored.delivered_on = target, delivered_on
    return _kept(by, stored, "delivered", parts=sorted(fees))


@transaction.atomic
def evaluate(*, by, engagement: Engagement, satisfaction: Decimal) -> Engagement:
    """What the workplace thinks of it. Raises Refused."""
    stored = _locked(by, engagement)
    stored.state = rules.check_move("evaluate", stored.state)
    stored.satisfaction = satisfaction
    return _kept(by, stored, "evaluated")


def _locked(by, engagement: Engagement) -> Engagement:
    require(by, DECIDE, engagement.centre)
    rows = Engagement.objects.select_for_update(of=("self",)).select_related("service")
    stored = rows.get(pk=engagement.pk)
    if stored.withdrawn_at:
        raise rules.Refused("철회한 신청입니다. 철회를 되돌린 뒤 다시 하세요.")
    return stored


def _kept(by, stored: Engagement, event: str, **detail) -> Engagement:
    stored.version += 1
    stored.save()
    audit.record(f"consulting.engagement.{event}", stored, by=by, detail=detail)
    return stored
