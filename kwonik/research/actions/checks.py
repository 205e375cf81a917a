"""Checking an organisation: on paper first, on the spot afterwards, one of each in a round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue.models import Service
from kwonik.kernel import audit
from kwonik.places import actions as places
from kwonik.places.models import Centre
from kwonik.research import queries, rules
from kwonik.research.codes import CheckState
from kwonik.research.models import ComplianceCheck
from kwonik.research.rules import Refused

from .keeping import guard, hold_centre, keep, locked, refuse_twin, sent_before


@dataclass(frozen=True)
class CheckFacts:
    """What a check found. `results` says of each indicator (question code) whether it is met; open ones are left out."""

    state: str
    checked_on: date | None = None
    results: Mapping[str, bool] = field(default_factory=dict)
    follow_up: str = ""
    follow_up_on: date | None = None


@transaction.atomic
def record_check(
    *,
    by,
    centre: Centre,
    service: Service,
    year: int,
    number: int,
    organisation: str,
    stage: str,
    facts: CheckFacts,
    form_token: UUID | None = None,
) -> ComplianceCheck:
    """One stage of one organisation in a round, planned or done. Raises Refused."""
    guard(by, ComplianceCheck, centre)
    hold_centre(centre)
    workplace = places.workplace(organisation)
    if known := sent_before(ComplianceCheck, form_token, organisation_id=workplace.pk, stage=stage):
        return known[0]
    check = ComplianceCheck(
        centre=centre,
        service=service,
        year=year,
        number=number,
        organisation=workplace,
        stage=stage,
        form_token=form_token,
    )
    refuse_twin(check)
    return keep(_found(check, facts), by)


@transaction.atomic
def amend_check(*, by, check: ComplianceCheck, facts: CheckFacts) -> ComplianceCheck:
    """What a check found, told anew: a planned one is done, an improvement confirmed. Raises Refused."""
    guard(by, ComplianceCheck, check.centre)
    hold_centre(check.centre)
    stored = locked(check)
    if stored.withdrawn_at:
        raise Refused("철회한 점검은 고칠 수 없습니다. 먼저 철회를 되돌리세요.")
    _found(stored, facts).save()
    audit.record("research.compliancecheck.amended", stored, by=by, detail={"state": facts.state})
    return stored


def _found(check: ComplianceCheck, facts: CheckFacts) -> ComplianceCheck:
    if facts.state == CheckState.PLANNED:
        check.checked_on, check.results = None, {}
    elif facts.checked_on is None:
        raise Refused("점검일을 적으세요. 아직 점검하지 않았으면 상태를 '예정'으로 고르세요.")
    else:
        rules.check_day(facts.checked_on, timezone.localdate(), "점검일")
        known = set(queries.indicators(check.service).values_list("code", flat=True))
        check.checked_on = facts.checked_on
        check.results = {code: met for code, met in facts.results.items() if code in known}
    score = rules.score(check.results)
    check.score = None if score is None else int(score)
    check.state, check.follow_up, check.follow_up_on = facts.state, facts.follow_up, facts.follow_up_on
    others = queries.same_round(check).select_for_update(no_key=True).exclude(pk=check.pk)
    rules.check_stages([*queries.stages(others), *queries.stages([check])])
    return check
