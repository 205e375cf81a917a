"""The one way a relief case moves: guard, lock, change, event and audit in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.kernel import audit, resident_numbers
from kwonik.remedy import access, queries, rules
from kwonik.remedy.codes import Transition
from kwonik.remedy.models import CaseEvent, Offer, ReliefCase, Step
from kwonik.remedy.rules import Refused

UNCHANGED: Final[Any] = object()


class Overtaken(Refused):
    """Somebody else changed the case since the form was opened; `current` is how it stands now."""

    def __init__(self, current: ReliefCase) -> None:
        self.current = current
        super().__init__("쓰는 동안 다른 사람이 이 사건을 고쳤습니다. 두 내용을 견주어 보고 다시 저장하세요.")


@dataclass
class Move:
    """A transition while it happens: `case` is locked; what a change sets here goes into event and audit."""

    case: ReliefCase
    transition: Transition
    by: Any
    reason: str = ""
    turn: str | None = None
    due_on: Any = UNCHANGED
    step: Step | None = None
    offer: Offer | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    changes: list[list[str]] = field(default_factory=list)
    """[label, before, after] in words of what changed beside the case's own head."""


@transaction.atomic
def move(
    case: ReliefCase,
    verb: str,
    *,
    by,
    change: Callable[[Move], None] | None = None,
    reason: str = "",
    token: UUID | None = None,
    version: int | None = None,
) -> ReliefCase:
    """Moves the case by a verb of the table and returns it as it stands then.

    The page sent a second time (same `token`, same person) changes nothing. With `version` the change is an edit:
    it raises Overtaken when the case was edited since. Raises Refused, PermissionDenied.
    """
    stored = locked(case)
    access.require_verb(by, stored, verb)
    if queries.by_token(token, by):
        return stored
    at = Move(stored, rules.require(verb, queries.standing(stored)), by, reason.strip())
    _check_reason(at)
    if version is not None:
        if version != stored.version:
            raise Overtaken(stored)
        stored.version += 1
    before, words = stored.state, queries.words_of(stored)
    if change:
        change(at)
    _settle(at)
    stored.save()
    record(at, before, token, rules.differences(words, queries.words_of(stored)))
    return stored


def locked(case: ReliefCase) -> ReliefCase:
    """The case's row, nobody else's until the transaction ends."""
    rows = queries.with_file(ReliefCase.objects.all()).select_for_update(of=("self",), no_key=True)
    return rows.get(pk=case.pk)


def record(at: Move, before: str, token: UUID | None, changes: Sequence[list[str]] = ()) -> None:
    """The event in the case's history and in the audit trail."""
    case = at.case
    CaseEvent.objects.create(
        case=case,
        code=at.transition.code,
        by=at.by,
        from_state=before,
        to_state=case.state,
        turn=case.turn,
        due_on=case.due_on,
        reason=at.reason,
        changes=[*changes, *at.changes],
        step=at.step,
        offer=at.offer,
        form_token=token,
    )
    links = {name: row.pk for name, row in (("step", at.step), ("offer", at.offer)) if row}
    audit.record(
        f"remedy.case.{at.transition.done}",
        case,
        by=at.by,
        detail={"state": case.state, "turn": case.turn} | links | at.detail,
    )


def _settle(at: Move) -> None:
    """State, turn and due date after the change. A due date belongs to a turn and goes with it."""
    case, transition = at.case, at.transition
    turn = rules.turn_after(transition, case.turn, case.advocate_id is not None, at.turn)
    passed_on = turn != case.turn
    if passed_on:
        case.turn, case.turn_since = turn, timezone.now()
    if at.due_on is not UNCHANGED:
        case.due_on = at.due_on
    elif passed_on:
        case.due_on = None
    if transition.target:
        case.state = transition.target


def _check_reason(at: Move) -> None:
    if at.transition.asks_reason and not at.reason:
        raise Refused("까닭을 적으세요. 사건 이력에 남습니다.", "reason")
    refuse_resident_number(at.reason, "reason")


def refuse_resident_number(text: str, field: str) -> None:
    """Words that are kept in the clear hold no resident registration number. Raises Refused."""
    if resident_numbers.find(text):
        raise Refused("주민등록번호로 보이는 숫자가 있습니다. 저장할 수 없으니 그 숫자를 지우세요.", field)
