"""Cases of a ledger stored in bulk, and taken away again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pgtrigger
from django.utils import timezone

from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Refused
from kwonik.people import vault
from kwonik.people.models import Appointment
from kwonik.places.actions import reserve, workplaces
from kwonik.remedy import rules
from kwonik.remedy.codes import IMPORTED, CaseState, Turn
from kwonik.remedy.models import CaseEvent, CriticalDate, MatterDate, ReliefCase

from .checking import settled
from .days import store_days
from .known import advocate_of, codes_of, districts_of, service

BULK = 1000


def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    """Creates the cases of the lines with their clients, facts and first events; a constant number of statements per 1,000."""
    for first in range(0, len(lines), BULK):
        _store(context, lines[first : first + BULK], batch)


def _store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    rows = [line.values | settled(line.values) for line in lines]
    clients = _clients(context, rows)
    facts = _facts(context, rows, clients)
    places = workplaces(values["workplace"] for values in rows if values.get("workplace"))
    numbers = _references(context, rows)
    now = timezone.now()
    cases = [
        ReliefCase(
            **_case(context, values, places),
            centre=context.centre,
            service=service(context),
            reference=reference,
            client_id=clients[at],
            facts_id=facts[at],
            turn_since=now,
            recorded_by=context.by,
            import_batch=batch,
            import_key=line.key,
        )
        for at, (line, values, reference) in enumerate(zip(lines, rows, numbers, strict=True))
    ]
    ReliefCase.objects.bulk_create(cases)
    told = store_days(context, list(zip(cases, rows, strict=True)))
    CaseEvent.objects.bulk_create(
        CaseEvent(
            case=case,
            code=IMPORTED,
            by=context.by,
            to_state=case.state,
            turn=case.turn,
            changes=told.get(case.pk, []),
        )
        for case in cases
    )


def _case(context: Context, values: Mapping[str, Any], places: Mapping[str, Any]) -> dict[str, Any]:
    codes, state = codes_of(context), values["state"]
    advocate = advocate_of(context, values.get("advocate"), values["opened_on"])
    return {
        "opened_on": values["opened_on"],
        "client_group": codes["client_group"][values["client_group"]],
        "issue": codes["issue"][values["issue"]],
        "forum": codes["forum"][values["forum"]],
        "instruments": sorted(values.get("instruments") or ()),
        "workplace": places.get(values.get("workplace") or ""),
        "district": districts_of(context).get(values.get("district") or ""),
        "advocate": advocate,
        "outcome": codes["outcome"].get(values.get("outcome") or ""),
        "recovered_won": values.get("recovered_won"),
        "turn": _turn(state, advocate),
        **{
            name: values[name]
            for name in ("state", "concluded_on", "closed_on", "withdrawn_on", "withdrawal")
        },
    }


def _turn(state: str, advocate: Appointment | None) -> str:
    if state in (CaseState.CLOSED, CaseState.WITHDRAWN):
        return str(Turn.NOBODY)
    return str(Turn.ADVOCATE if state == CaseState.ACTIVE and advocate else Turn.CENTRE)


def _clients(context: Context, rows: Sequence[Mapping[str, Any]]) -> list[int | None]:
    """Client ids by line; nobody where no name stands."""
    named = [at for at, values in enumerate(rows) if values.get("name")]
    people = [(rows[at]["name"], rows[at].get("phone") or "") for at in named]
    found: list[int | None] = [None] * len(rows)
    for at, client_id in zip(named, vault.client_ids(context.centre, people), strict=True):
        found[at] = client_id
    return found


def _facts(
    context: Context, rows: Sequence[Mapping[str, Any]], clients: Sequence[int | None]
) -> list[int | None]:
    told = [at for at, values in enumerate(rows) if values.get("facts")]
    numbers = vault.text_ids("facts", context.centre, [(rows[at]["facts"], clients[at]) for at in told])
    found: list[int | None] = [None] * len(rows)
    for at, number in zip(told, numbers, strict=True):
        found[at] = number
    return found


def _references(context: Context, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Numbers in the order of the lines, one reservation per year."""
    kind = service(context)
    years = Counter(values["opened_on"].year for values in rows)
    following = {
        year: reserve(context.centre, kind.code, year, count) for year, count in sorted(years.items())
    }
    found = []
    for values in rows:
        year = values["opened_on"].year
        found.append(rules.reference(kind.prefix, year, following[year]))
        following[year] += 1
    return found


def prepare_undo(batch: ImportBatch) -> None:
    """Takes away what hangs on the batch's cases. Raises Refused when somebody has worked on one of them."""
    cases = ReliefCase.objects.filter(import_batch=batch)
    events = CaseEvent.objects.filter(case__in=cases)
    worked = events.exclude(code=IMPORTED).values_list("case__reference", flat=True).distinct()[:3]
    if worked:
        raise Refused(
            f"가져온 뒤에 진행한 사건이 있어 되돌릴 수 없습니다: {', '.join(worked)}. 잘못 가져온 사건은 하나씩 취하하세요."
        )
    kept = ("CaseEvent:append_only", "CriticalDate:never_deleted", "MatterDate:never_deleted")
    with pgtrigger.ignore(*(f"remedy.{trigger}" for trigger in kept)):
        for rows in (events, CriticalDate.objects.filter(case__in=cases)):
            rows.delete()
        MatterDate.objects.filter(case__in=cases).delete()
