"""What becomes of an application: reviewed, decided, given to somebody, delivered, evaluated, cancelled, taken back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from kwonik.activities import queries, rules
from kwonik.activities.codes import MOVES, State
from kwonik.activities.models import Application
from kwonik.activities.rules import NotAllowed
from kwonik.people.access import require
from kwonik.people.models import Appointment

from .entries import locked, moved
from .rounds import has_room


def _held(by, application: Application, move: str) -> tuple[Application, State]:
    """The application, held, and the state the move leads to. Raises NotAllowed, PermissionDenied."""
    require(by, MOVES[move].permission, application.centre)
    stored: Application = locked(application)
    if stored.withdrawn_at:
        raise NotAllowed("철회한 기록입니다. 먼저 철회를 되돌리세요.")
    return stored, rules.after(stored.state, move)


def _go(stored: Application, state: State, move: str, by) -> Application:
    stored.state = state
    return moved(stored, MOVES[move].done, by, state=str(state))


@transaction.atomic
def review(*, by, application: Application) -> Application:
    """The papers are looked through."""
    stored, state = _held(by, application, "review")
    return _go(stored, state, "review", by)


@transaction.atomic
def accept(*, by, application: Application, decided_on: date | None = None) -> Application:
    """Decides for it, if the programme is for such as it on that day; in a full round it waits instead.

    Raises NotAllowed: not eligible, or still no place for one that waits.
    """
    stored, state = _held(by, application, "accept")
    day = decided_on or timezone.localdate()
    if day > timezone.localdate() or day < stored.requested_on:
        raise NotAllowed("결정한 날은 신청한 날부터 오늘까지입니다. 날짜를 다시 확인하세요.")
    rules.check_eligible(queries.limits(stored.service, day), stored.employees, stored.people)
    if has_room(stored):
        stored.decided_on = day
        return _go(stored, state, "accept", by)
    if stored.state == State.WAITING:
        raise NotAllowed("아직 자리가 없습니다. 정원을 늘리거나 자리가 날 때까지 기다리세요.")
    return _go(stored, MOVES["wait"].target, "wait", by)


@transaction.atomic
def wait(*, by, application: Application) -> Application:
    """Puts it on the waiting list, behind those that came before it."""
    stored, state = _held(by, application, "wait")
    return _go(stored, state, "wait", by)


@transaction.atomic
def refuse(*, by, application: Application, reason: str) -> Application:
    """Decides against it, with the reason that the applicant is told."""
    stored, state = _held(by, application, "refuse")
    stored.reason, stored.decided_on = _reason(reason), timezone.localdate()
    return _go(stored, state, "refuse", by)


@transaction.atomic
def assign(*, by, application: Application, appointee: Appointment) -> Application:
    """Gives it to somebody appointed at the centre."""
    stored, state = _held(by, application, "assign")
    if not queries.appointees(stored.centre, timezone.localdate()).filter(pk=appointee.pk).exists():
        raise NotAllowed("지금 위촉되어 있는 사람만 고를 수 있습니다.")
    stored.appointee = appointee
    return _go(stored, state, "assign", by)


@transaction.atomic
def deliver(*, by, application: Application, delivered_on: date, people: int | None = None) -> Application:
    """What was asked for was given on that day, to so many. How anybody's examination came out is never kept."""
    stored, state = _held(by, application, "deliver")
    rules.check_delivered(stored.requested_on, delivered_on, timezone.localdate())
    stored.delivered_on = delivered_on
    if people is not None:
        if not 1 <= people <= rules.MOST:
            raise NotAllowed("인원은 1명 이상으로 적으세요.")
        stored.people = people
    return _go(stored, state, "deliver", by)


@transaction.atomic
def evaluate(*, by, application: Application, score: int, remark: str = "") -> Application:
    """How content they were, from 1 to 5, and what they said."""
    stored, state = _held(by, application, "evaluate")
    if score not in rules.SCORES:
        raise NotAllowed("만족도는 1점부터 5점까지입니다.")
    stored.score, stored.remark = score, remark
    return _go(stored, state, "evaluate", by)


@transaction.atomic
def cancel(*, by, application: Application, reason: str) -> Application:
    """The applicant does not want it any more; a place it held is free again."""
    stored, state = _held(by, application, "cancel")
    stored.reason = _reason(reason)
    return _go(stored, state, "cancel", by)


@transaction.atomic
def reopen(*, by, application: Application) -> Application:
    """Takes a decision or a cancellation back: it stands as it came in."""
    stored, state = _held(by, application, "reopen")
    stored.reason, stored.decided_on = "", None
    return _go(stored, state, "reopen", by)


@transaction.atomic
def undo(*, by, application: Application) -> Application:
    """It was not delivered after all; what was said of it goes too, and stays in the history."""
    stored, state = _held(by, application, "undo")
    stored.delivered_on, stored.score, stored.remark = None, None, ""
    return _go(stored, state, "undo", by)


def _reason(reason: str) -> str:
    if not (reason := reason.strip()):
        raise NotAllowed("까닭을 적으세요.")
    return reason
