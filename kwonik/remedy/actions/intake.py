"""Opening a case, its facts, and correcting what was written at the beginning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import Behaviour
from kwonik.catalogue.models import Code, Service
from kwonik.counselling.models import Consultation
from kwonik.people import vault
from kwonik.people.access import require
from kwonik.people.actions import register_client
from kwonik.people.codes import Purpose
from kwonik.people.models import Client, SealedText
from kwonik.places.actions import next_reference, workplace
from kwonik.places.models import Centre, District
from kwonik.remedy import queries, rules
from kwonik.remedy.codes import TRANSITIONS, CaseState, Turn
from kwonik.remedy.models import ReliefCase
from kwonik.remedy.rules import Refused

from .dates import write_matters
from .moves import Move, move, record, refuse_resident_number

FACTS = "facts"


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What stands at the head of a case. Who it is for: `client` when known, else `name` (and `phone`)."""

    opened_on: date
    client_group: Code
    issue: Code
    forum: Code
    instruments: list[str] = field(default_factory=list)
    client: Client | None = None
    name: str = ""
    phone: str = ""
    workplace: str = ""
    district: District | None = None
    claimed_won: int | None = None
    due_on: date | None = None
    dates: Sequence[tuple[str, date]] = ()
    """What of the matter happened when: codes of matters with their days."""


@transaction.atomic
def open_case(
    *,
    by,
    centre: Centre,
    service: Service,
    particulars: Particulars,
    consultation: Consultation | None = None,
    facts: str = "",
    token: UUID | None = None,
) -> ReliefCase:
    """Opens a case under the next number, from a consultation or without one; the same form again returns it.

    Raises Refused, ResidentNumberRefused, PermissionDenied.
    """
    transition = TRANSITIONS["open"]
    require(by, transition.permission, centre)
    if token:
        _one_at_a_time(token)
        if stored := queries.by_token(token, by):
            return stored
    if consultation and consultation.centre_id != centre.pk:
        raise Refused("다른 센터의 상담에서는 사건을 열 수 없습니다.")
    _check(particulars, centre, service)
    year = particulars.opened_on.year
    case = ReliefCase(
        centre=centre,
        service=service,
        reference=rules.reference(service.prefix, year, next_reference(centre, service.code, year)),
        consultation=consultation,
        state=CaseState.PREPARING,
        turn=Turn.CENTRE,
        turn_since=timezone.now(),
        recorded_by=by,
        **_head(particulars, by, centre),
    )
    case.facts = _sealed(case, facts)
    case.save(force_insert=True)
    at = Move(case, transition, by, detail={"consultation": consultation.pk} if consultation else {})
    write_matters(at, particulars.dates)
    record(at, "", token)
    return case


def set_facts(*, by, case: ReliefCase, facts: str, version: int, token: UUID | None = None) -> ReliefCase:
    """Writes the facts (sealed). What stood there before stays where the history points. Raises Overtaken."""

    def change(at: Move) -> None:
        if not facts.strip():
            raise Refused("사실관계를 적으세요.", FACTS)
        at.case.facts = _sealed(at.case, facts)

    return move(case, "facts", by=by, change=change, version=version, token=token)


def amend(
    *, by, case: ReliefCase, particulars: Particulars, version: int, token: UUID | None = None
) -> ReliefCase:
    """Corrects the head of a case that stood at `version` when the form was opened. Raises Overtaken."""

    def change(at: Move) -> None:
        stored = at.case
        _check(particulars, stored.centre, stored.service, stored)
        review = particulars.forum.behaviour == Behaviour.REVIEW_ONLY
        if review and (stored.advocate_id or stored.state == CaseState.OFFERED):
            raise Refused("보호관이 있는 사건은 자료 검토로 바꿀 수 없습니다. 먼저 배정을 푸세요.", "forum")
        ended_on = stored.concluded_on or stored.withdrawn_on
        if ended_on and particulars.opened_on > ended_on:
            raise Refused("접수일이 결과가 난 날보다 뒤입니다. 날짜를 바꿔 넣으세요.", "opened_on")
        head = _head(particulars, by, stored.centre)
        at.due_on = head.pop("due_on")
        other_client = head["client"].pk != stored.client_id
        for name, value in head.items():
            setattr(stored, name, value)
        if other_client and stored.facts_id:
            stored.facts = _bound_to_client(at)

    return move(case, "amend", by=by, change=change, version=version, token=token)


def ready(*, by, case: ReliefCase, token: UUID | None = None) -> ReliefCase:
    """사실관계를 마침: from now on the case can be given to an advocate or handled by the centre."""
    return move(case, "ready", by=by, token=token)


# -- shared ---------------------------------------------------------------------------------------------------


def _one_at_a_time(token: UUID) -> None:
    """Two submissions of one form wait for each other here; the unique column behind it is the last word."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [token.int & (2**63 - 1)])


def _check(given: Particulars, centre: Centre, service: Service, stored: ReliefCase | None = None) -> None:
    """Every door's rules: real days, this centre's client, this service's codes, an instrument for a small claim."""
    rules.check_day("접수일", given.opened_on, "opened_on", timezone.localdate())
    refuse_resident_number(given.workplace, "workplace")
    if given.client is None and not given.name.strip():
        raise Refused("내담자의 이름을 적거나 찾아 고르세요.", "name")
    if given.client and given.client.centre_id != centre.pk:
        raise Refused("다른 센터의 내담자는 고를 수 없습니다.", "name")
    if given.claimed_won is not None and given.claimed_won <= 0:
        raise Refused("청구액은 1원 이상으로 적거나 비워 두세요.", "claimed_won")
    if given.forum.behaviour == Behaviour.SMALL_CLAIM and not given.instruments:
        raise Refused("소액소송 방법을 하나 이상 고르세요.", "instruments")
    check_codes(service, stored, client_group=given.client_group, issue=given.issue, forum=given.forum)


def check_codes(service: Service, stored: ReliefCase | None = None, **chosen: Code) -> None:
    """The codes are the service's own and in force, or stood on the case before. Raises Refused."""
    offered = catalogue.codes_by_field(service)
    for name, code in chosen.items():
        kept = getattr(stored, f"{name}_id", None) == code.pk
        if not kept and code.pk not in {one.pk for one in offered.get(name, [])}:
            raise Refused(f"‘{code.label}’은(는) 이 사업에서 쓰지 않는 분류입니다. 다시 고르세요.", name)


def _head(given: Particulars, by, centre: Centre) -> dict[str, Any]:
    small_claim = given.forum.behaviour == Behaviour.SMALL_CLAIM
    return {
        "opened_on": given.opened_on,
        "client": given.client or register_client(by=by, centre=centre, name=given.name, phone=given.phone),
        "client_group": given.client_group,
        "issue": given.issue,
        "forum": given.forum,
        "instruments": sorted(given.instruments) if small_claim else [],
        "workplace": workplace(given.workplace, given.district) if given.workplace.strip() else None,
        "district": given.district,
        "claimed_won": given.claimed_won,
        "due_on": given.due_on,
    }


def _sealed(case: ReliefCase, text: str) -> SealedText | None:
    """The facts as a new sealed row."""
    if not text.strip():
        return None
    return vault.seal(FACTS, text, centre=case.centre, client=case.client)


def _bound_to_client(at: Move) -> SealedText | None:
    """The same facts under the client the case has now: a sealed text says whom it concerns."""
    facts = at.case.facts
    said = vault.read([facts], by=at.by, purpose=Purpose.CORRECTION, action="remedy.case.amend")
    return _sealed(at.case, said[facts.pk])
