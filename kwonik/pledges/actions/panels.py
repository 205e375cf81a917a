"""The panel of citizens: its seats, who was drawn for which group, what it gave each pledge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kwonik.kernel import audit
from kwonik.places.models import Centre
from kwonik.pledges.access import RECORD_PANEL
from kwonik.pledges.models import Panel, PanelMember, Score
from kwonik.pledges.rules import Refused

from .holding import guard, locked, sent_before


@transaction.atomic
def record_panel(*, by, centre: Centre, facts: Mapping[str, Any], form_token: UUID | None = None) -> Panel:
    """A panel with its seats; what groups are owed may not be more than there are. Raises Refused."""
    guard(by, RECORD_PANEL, centre)
    if known := sent_before(Panel, form_token, name=facts["name"]):
        return known
    if facts["until_on"] < facts["from_on"]:
        raise Refused("끝나는 날이 시작하는 날보다 앞섭니다. 날짜를 확인하세요.")
    if sum(facts["quota"].values()) > facts["seats"]:
        raise Refused("집단별 자리를 더하면 모든 자리보다 많습니다. 자리 수를 확인하세요.")
    panel = Panel(centre=centre, recorded_by=by, form_token=form_token, **facts)
    panel.save(force_insert=True)
    audit.record("pledges.panel.recorded", panel, by=by)
    return panel


@transaction.atomic
def record_member(
    *, by, panel: Panel, facts: Mapping[str, Any], form_token: UUID | None = None
) -> PanelMember:
    """Who was chosen for a seat, within what the group is owed. Raises Refused."""
    guard(by, RECORD_PANEL, panel.centre)
    stored = locked(panel)
    if known := sent_before(PanelMember, form_token, panel=stored, seat=facts["seat"]):
        return known
    sitting = PanelMember.objects.standing().filter(panel=stored)
    if not 1 <= facts["seat"] <= stored.seats:
        raise Refused(f"자리는 1번부터 {stored.seats}번까지입니다.")
    if sitting.filter(seat=facts["seat"]).exists():
        raise Refused("그 자리에는 다른 위원이 있습니다. 다른 자리를 고르세요.")
    groups = Counter(sitting.values_list("group", flat=True))
    owed = stored.quota.get(facts["group"])
    if stored.quota and owed is None:
        raise Refused(
            f"'{facts['group']}' 집단은 이 평가단에 없습니다. {', '.join(stored.quota)} 가운데 고르세요."
        )
    if owed is not None and groups[facts["group"]] >= owed:
        raise Refused(f"'{facts['group']}' 집단의 자리 {owed}개가 모두 찼습니다.")
    member = PanelMember(panel=stored, centre=stored.centre, recorded_by=by, form_token=form_token, **facts)
    member.save(force_insert=True)
    audit.record("pledges.panelmember.recorded", member, by=by, detail={"panel": stored.pk})
    return member


@transaction.atomic
def record_score(*, by, panel: Panel, facts: Mapping[str, Any], form_token: UUID | None = None) -> Score:
    """What the panel gave a pledge by a criterion. Raises Refused."""
    guard(by, RECORD_PANEL, panel.centre)
    stored = locked(panel)
    if known := sent_before(Score, form_token, panel=stored, criterion=facts["criterion"]):
        return known
    if facts["people"] > stored.seats:
        raise Refused(f"평가한 사람이 자리 {stored.seats}개보다 많습니다. 수를 확인하세요.")
    if facts["pledge"].centre_id != stored.centre_id:
        raise Refused("다른 기관의 공약입니다. 같은 기관의 공약을 고르세요.")
    score = Score(panel=stored, centre=stored.centre, recorded_by=by, form_token=form_token, **facts)
    score.save(force_insert=True)
    audit.record("pledges.score.recorded", score, by=by, detail={"pledge": score.pledge_id})
    return score
