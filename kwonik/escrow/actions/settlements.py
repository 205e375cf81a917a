"""A dispute that was handed over comes back with the other body's paper: one person records it, another confirms it.

Confirmed it is a split that stands, as if both parties had signed it; the money follows by `divide`.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.escrow import access, rules
from kwonik.escrow.codes import Actor, DisputeState, MilestoneState, SettlementState
from kwonik.escrow.models import Dispute, Milestone, Settlement, Split
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.access import require

from .disputes import locked_dispute, note_dispute, shares_of, write_split
from .moves import refuse_resident_number
from .running import Upload

S = SettlementState


def _frozen(dispute: Dispute) -> Milestone:
    """The milestone of a locked dispute whose money still waits for the other body. Raises NotAllowed."""
    milestone = dispute.milestone
    if milestone is None or dispute.state != DisputeState.HANDED_OVER:
        raise rules.NotAllowed("조정기관에 넘긴 분쟁상담이 아닙니다.")
    if milestone.state != MilestoneState.DISPUTED:
        raise rules.Overtaken("이미 나눈 차수입니다.")
    return milestone


@transaction.atomic
def record_settlement(
    *,
    by: Any,
    dispute: Dispute,
    decided_on: date,
    freelancer_won: int,
    note: str,
    paper: Upload,
    token: UUID | None = None,
) -> Settlement:
    """조정기관의 결정 적기: the paper is sealed, its digest kept; a second person confirms. Raises NotAllowed."""
    stored = locked_dispute(dispute)
    require(by, access.MOVE_MONEY, stored.centre)
    if token and (found := Settlement.objects.filter(form_token=token).first()):
        return found
    milestone = _frozen(stored)
    if stored.settlements.exclude(state=S.REFUSED).exists():
        raise rules.NotAllowed("이미 적은 결정이 있습니다. 그것을 확인하거나 되돌린 뒤 다시 적으세요.")
    if decided_on > timezone.localdate():
        raise rules.NotAllowed("결정한 날이 오늘보다 뒤입니다.", "decided_on")
    if decided_on < timezone.localdate(stored.opened_at):
        raise rules.NotAllowed("결정한 날이 분쟁상담을 신청한 날보다 앞섭니다.", "decided_on")
    shares_of(milestone, freelancer_won)
    rules.persons.check_file(paper.name, paper.content)
    made = Settlement.objects.create(
        dispute=stored,
        decided_on=decided_on,
        freelancer_won=freelancer_won,
        note=refuse_resident_number(note, "note"),
        paper=vault.seal_file(paper.content, centre=stored.centre),
        paper_name=paper.name[-120:],
        paper_sha256=rules.persons.file_digest(paper.content),
        recorded_by=by,
        form_token=token,
    )
    audit.record("escrow.settlement.recorded", made, by=by)
    return made


def _answered(by: Any, settlement: Settlement, state: SettlementState) -> tuple[Dispute, Settlement]:
    """The settlement, answered by somebody other than who recorded it; locked. Raises NotAllowed, PermissionDenied."""
    dispute = locked_dispute(settlement.dispute)
    require(by, access.MOVE_MONEY, dispute.centre)
    stored = Settlement.objects.select_for_update().get(pk=settlement.pk)
    if stored.recorded_by_id == by.pk:
        raise rules.NotAllowed("결정을 적은 사람이 아닌 다른 담당자가 확인해야 합니다.")
    if stored.state == S.RECORDED:
        stored.state, stored.answered_by, stored.answered_at = state, by, timezone.now()
        stored.save(update_fields=["state", "answered_by", "answered_at"])
        audit.record(f"escrow.settlement.{state.value}", stored, by=by)
    elif stored.state != state:
        raise rules.Overtaken("그 사이에 다른 담당자가 처리했습니다. 화면을 새로 열어 확인하세요.")
    return dispute, stored


@transaction.atomic
def confirm_settlement(*, by: Any, settlement: Settlement) -> Split:
    """The second person has read the paper: the split stands. Twice is once. Raises NotAllowed, Overtaken."""
    dispute, stored = _answered(by, settlement, S.CONFIRMED)
    if known := Split.objects.filter(settlement=stored).first():
        return known
    milestone = _frozen(dispute)
    split = write_split(
        dispute,
        milestone,
        stored.freelancer_won,
        stored.note,
        paper_sha256=stored.paper_sha256,
        proposed_by=stored.recorded_by,
        agreed_at=timezone.now(),
        settlement=stored,
    )
    parts = {"freelancer_won": split.freelancer_won, "commissioner_won": split.commissioner_won}
    said = f"프리랜서 {split.freelancer_won:,}원, 의뢰인 {split.commissioner_won:,}원. {stored.note}"
    note_dispute(dispute, "settled", str(Actor.OPERATOR), by, said, {"sha256": split.sha256, **parts})
    return split


@transaction.atomic
def refuse_settlement(*, by: Any, settlement: Settlement) -> Settlement:
    """The second person found something wrong: it is recorded anew. Raises NotAllowed, Overtaken."""
    return _answered(by, settlement, S.REFUSED)[1]
