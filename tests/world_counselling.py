"""Requests for counselling in every state at a centre, and worksheets on them and on a consultation."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from kwonik.calculators import actions as calculators
from kwonik.catalogue.models import Service
from kwonik.counselling import actions
from kwonik.counselling.actions.calculations import attach_to_consultation
from kwonik.counselling.rules import Caller
from kwonik.labourlaw import CALCULATIONS
from kwonik.people.models import Account
from tests.factories import code_of


def asked_for(one: Any, sealed: dict[str, str]) -> dict[str, Any]:
    """Each is asked for without login and handed to this centre, if it is not the installation's own."""
    legal, by = Service.objects.get(code="legal"), one.officer
    wanted = actions.Wanted(
        service=legal,
        issues=[code_of(legal, "issue", "unpaid_wages")],
        party="worker",
        wish="call",
    )
    caller = Caller(sealed["name"], sealed["phone"], sealed["memo"])

    def ask(calculations: Any = ()) -> Any:
        row = actions.make_request(
            wanted=wanted, caller=caller, consented=True, token=uuid4(), calculations=calculations
        )
        return _moved(row, one)

    waiting, closed = ask([_kept()]), ask()
    actions.close_request(by=by, request=closed, reason="no_need")
    talk = one.rows["consultation"]
    talk.refresh_from_db()
    on, off = (_attached(one, talk) for _ in range(2))
    return {
        "asking": waiting,
        "request_sheet": waiting.calculations.get(),
        "taken_asking": actions.take_request(by=by, request=ask()),
        "closed_asking": closed,
        "calculation": on,
        "detached_calculation": actions.detach_calculation(by=by, calculation=off),
    }


def _moved(row: Any, one: Any) -> Any:
    """Without a district it came to the installation's own centre."""
    if row.centre_id == one.centre.pk:
        return row
    there = Account.objects.filter(grants__role__code="programme_officer", grants__centre=row.centre).first()
    return actions.transfer_request(by=there, request=row, to=one.centre)


def _kept(by: Any = None) -> Any:
    calculation = CALCULATIONS["severance_pay"]
    inputs = dict(calculation.example)
    return calculators.keep(by=by, result=calculation(**inputs), inputs=inputs)


def _attached(one: Any, talk: Any) -> Any:
    attach_to_consultation(talk, [_kept(one.officer)], one.officer)
    return talk.calculations.latest("pk")
