"""Consultations, booths, calls and referrals with defaults; straight to the tables unless the name says otherwise."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from kwonik.calculators import actions as calculators
from kwonik.calculators.models import KeptCalculation
from kwonik.catalogue.models import ProfileLoad
from kwonik.counselling import actions
from kwonik.counselling.actions import Intake, Wanted
from kwonik.counselling.models import BoothSession, Consultation, Contact, OtherIssue, Referral, Request
from kwonik.counselling.rules import Caller
from kwonik.labourlaw import CALCULATIONS
from kwonik.people import vault
from kwonik.people.codes import SealedKind
from tests.factories import code_of, make_account, make_centre, make_hotline, make_service, make_site

_numbers = count(1)
A_DAY = date(2025, 5, 9)


def make_consultation(
    centre=None, service=None, *, channel="phone", issue="", outcome="", others=(), memo="", **fields: Any
) -> Consultation:
    """An anonymous worker's talk by telephone on 2025-05-09; give `client` for somebody named."""
    centre, service = centre or make_centre("main"), service or make_service("legal")
    issue = issue or ("unpaid_wages" if service.code == "legal" else "comprehensive_income")
    defaults: dict[str, Any] = {
        "occurred_on": A_DAY,
        "party": "worker",
        "anonymous": "client" not in fields,
        "reference": f"{service.prefix}-2025-9{next(_numbers):05}",
    }
    sealed = vault.seal(SealedKind.MEMO, memo, centre=centre, client=fields.get("client")) if memo else None
    row = Consultation.objects.create(
        centre=centre,
        service=service,
        channel=code_of(service, "channel", channel),
        issue=code_of(service, "issue", issue),
        outcome=code_of(service, "outcome", outcome) if outcome else None,
        memo=sealed,
        **{**defaults, **fields},
    )
    OtherIssue.objects.bulk_create(
        OtherIssue(consultation=row, issue=code_of(service, "issue", code), position=at)
        for at, code in enumerate(others, 1)
    )
    return row


def make_intake(
    service=None, *, channel="phone", issues=("unpaid_wages",), outcome="", **fields: Any
) -> Intake:
    """What somebody writes down, for actions."""
    service = service or make_service("legal")
    defaults: dict[str, Any] = {"occurred_on": A_DAY, "party": "worker"}
    return Intake(
        channel=code_of(service, "channel", channel),
        issues=[code_of(service, "issue", code) for code in issues],
        outcome=code_of(service, "outcome", outcome) if outcome else None,
        **{**defaults, **fields},
    )


def make_booth(centre=None, site=None, **fields: Any) -> BoothSession:
    defaults = {"held_on": A_DAY, "kind": "regular"}
    return BoothSession.objects.create(
        centre=centre or make_centre("main"), site=site or make_site(), **{**defaults, **fields}
    )


def make_network(*codes: str) -> list:
    """Centres that answer one hotline."""
    hotline = make_hotline()
    return [make_centre(code, hotline=hotline) for code in codes]


def make_contact(centre=None, caller: Caller | None = None, **fields: Any) -> Contact:
    centre = centre or make_network("main")[0]
    note = vault.seal(SealedKind.NOTE, caller.packed(), centre=centre) if caller else None
    defaults = {"received_at": timezone.now(), "recorded_by": make_account(centre=centre)}
    return Contact.objects.create(hotline=centre.hotline, centre=centre, note=note, **{**defaults, **fields})


def make_referral(
    consultation: Consultation, to_centre, told: Caller | None = None, **fields: Any
) -> Referral:
    told = told or Caller(text="도와주세요")
    message = vault.seal(SealedKind.REFERRAL, told.packed(), centre=consultation.centre)
    defaults = {"consented": True, "offered_by": make_account(centre=consultation.centre)}
    snapshot = {
        "service": "노동법률상담",
        "occurred_on": "2025-05-09",
        "party": "노동자",
        "issue": "임금체불",
        "district": "",
    }
    return Referral.objects.create(
        centre=consultation.centre,
        to_centre=to_centre,
        consultation=consultation,
        message=message,
        snapshot=snapshot,
        **{**defaults, **fields},
    )


def make_installation(centre) -> None:
    """The profile that names this centre as the installation's own."""
    ProfileLoad.objects.create(profile=centre.code, settings={"centre": centre.code, "service_name": "권익"})


ASKING = Caller("김민수", "010-1234-5678", "두 달 치 임금")


def make_request(service=None, caller: Caller = ASKING, **fields: Any) -> Request:
    """Somebody asks, through the action; the installation's own centre is there."""
    service = service or make_service("legal")
    options = {name: fields.pop(name) for name in ("token", "address", "calculations") if name in fields}
    issues = [code_of(service, "issue", code) for code in fields.pop("issues", ("unpaid_wages",))]
    wanted = Wanted(**{"service": service, "issues": issues, "party": "worker", "wish": "call", **fields})
    return actions.make_request(wanted=wanted, caller=caller, consented=True, **{"token": uuid4(), **options})


def make_kept(name: str = "severance_pay", by=None) -> KeptCalculation:
    """A result that somebody kept, of the calculation's own example."""
    given = dict(CALCULATIONS[name].example)
    return calculators.keep(by=by, result=CALCULATIONS[name](**given), inputs=given)


def asked(**boxes: Any) -> dict[str, Any]:
    """The boxes of the public request as a telephone posts them."""
    return {
        "form_token": str(uuid4()),
        "issues": ["legal:unpaid_wages"],
        "party": "worker",
        "wish": "call",
        "phone": "010-1234-5678",
        "consented": "on",
        **boxes,
    }


def typed(**boxes: Any) -> dict[str, Any]:
    """The boxes of the intake page as a browser posts them: an anonymous worker by telephone about unpaid wages."""
    return {
        "party": "worker",
        "channel": "phone",
        "issue": "unpaid_wages",
        "whose": "anonymous",
        "occurred_on": "2025. 5. 9.",
        **boxes,
    }


def token() -> str:
    return str(uuid4())
