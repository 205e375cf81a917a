"""The dated rows by which the escrow goes: days of acceptance, warnings, the card's fee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.escrow import queries, rules
from kwonik.escrow.models import Policy
from kwonik.kernel import audit
from kwonik.people.access import require


@transaction.atomic
def set_policy(
    *,
    by: Any,
    from_on: date,
    acceptance_days: int,
    shortest_days: int,
    longest_days: int,
    warning_days: Sequence[int],
    card_basis_points: int,
) -> Policy:
    """What holds from a day to come; the row before ends the day before, and one that has not begun yet is written over.

    What was signed keeps what it says. Raises NotAllowed, PermissionDenied.
    """
    centre = catalogue.own_centre()
    if centre is None:
        raise rules.NotAllowed("아직 안심결제를 열지 않았습니다.")
    require(by, "escrow.policy:set", centre)
    if from_on <= timezone.localdate():
        raise rules.NotAllowed(
            "내일이나 그 뒤의 날부터 정할 수 있습니다. 지난 기준은 바꾸지 않습니다.", "from_on"
        )
    if not shortest_days <= acceptance_days <= longest_days:
        raise rules.NotAllowed(
            "기본 검수 기간은 가장 짧은 기간과 가장 긴 기간 사이여야 합니다.", "acceptance_days"
        )
    rows = queries.policies().select_for_update()
    last = rows.first()
    if last and last.from_on > from_on:
        raise rules.NotAllowed(
            f"{last.from_on:%Y. %-m. %-d.}부터 쓸 기준이 이미 있습니다. 그날이나 그 뒤로 정하세요.", "from_on"
        )
    facts = {
        "acceptance_days": acceptance_days,
        "shortest_days": shortest_days,
        "longest_days": longest_days,
        "warning_days": sorted(set(warning_days), reverse=True),
        "card_basis_points": card_basis_points,
    }
    if last and last.from_on == from_on:
        made = last
        for name, value in facts.items():
            setattr(made, name, value)
        made.save()
    else:
        if last:
            last.until_on = from_on - timedelta(days=1)
            last.save()
        made = Policy.objects.create(from_on=from_on, **facts)
    audit.record("escrow.policy.set", made, by=by, detail={"from_on": from_on.isoformat()})
    return made
