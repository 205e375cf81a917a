"""여러 날 마감: after a long holiday the days are made ready in one go, seen by one person, and sealed by another.

Every day is still sealed by itself, by `closing.seal_second`: the same rules, the same trigger, the root of the chain as it is then.
Each is a transaction of its own, so that a run may be stopped, or its worker may die, at any moment: what is sealed stays sealed,
the rest stays open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from kwonik.catalogue import queries as catalogue
from kwonik.escrow import queries, rules
from kwonik.escrow.access.closing import SEAL
from kwonik.escrow.bank.port import Bank, BankError
from kwonik.escrow.codes import GOING_ON, RunState
from kwonik.escrow.models import BusinessDay, ClosingRun
from kwonik.escrow.rules.closing import day_words, obstacles
from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.people.models import Account

from .closing import facts_of, seal_second
from .reconciling import reconcile, take_statement

QUEUE = "escrow"
LONGEST = 500
DIED = "작업이 도중에 끊겼습니다. 봉인한 날은 그대로이니 다시 시작하세요."
R = RunState


def begin_run(*, by: Account) -> ClosingRun:
    """Has every day that is over and not sealed made ready by the worker; the run that is going on already, if there is one.

    Raises NotAllowed (nothing to do), PermissionDenied.
    """
    centre = catalogue.own_centre()
    require(by, SEAL, centre)
    if known := queries.runs.going_on():
        return known
    found = queries.runs.unsealed_days(timezone.localdate())
    if found is None or centre is None:
        raise rules.NotAllowed("봉인하지 않은 지난 날이 없습니다.")
    try:
        with transaction.atomic():
            made = ClosingRun.objects.create(centre=centre, from_on=found[0], until_on=found[1], begun_by=by)
            audit.record("escrow.run.begun", made, by=by)
            _hand_over("escrow.prepare_run", made, run_id=made.pk)
    except IntegrityError as quicker:
        if known := queries.runs.going_on():
            return known
        raise rules.Overtaken("방금 다른 사람이 시작했습니다.") from quicker
    return made


def prepare_run(*, run: ClosingRun, bank: Bank | None) -> ClosingRun:
    """The worker's part: takes each day's statement and holds it against the books. At the first day that could not be sealed the run
    ends before it, and says why."""
    if run.state != R.PREPARING:
        return run
    why = ""
    for on in _days(run):
        if _stop_asked(run):
            break
        if why := _unready(run, on, bank):
            break
        _note(run, run.progress + 1)
    if not run.progress:
        return _end(run, R.ENDED, trouble=why)
    with transaction.atomic():
        run.state, run.stop_asked = R.READY, False
        run.until_on, run.trouble = run.reached_on, why[:LONGEST]
        run.save()
    return run


def _unready(run: ClosingRun, on: date, bank: Bank | None) -> str:
    """Why this day stops the run, in words; "" when it is ready. The days before it count as sealed: the run seals them first."""
    try:
        if bank is not None:
            take_statement(bank=bank, on=on, by=run.begun_by)
        day = reconcile(on=on, by=run.begun_by)
    except (BankError, rules.NotAllowed) as trouble:
        why = [str(trouble)]
    else:
        why = _against(run, day)
    return f"{day_words(on)} {' '.join(why)}" if why else ""


def _against(run: ClosingRun, day: BusinessDay) -> list[str]:
    facts = facts_of(day)
    return obstacles(replace(facts, previous_sealed=facts.previous_sealed or day.dated_on > run.from_on))


def propose_run(*, by: Account, run: ClosingRun) -> ClosingRun:
    """The first person has looked at the figures of all of its days. Raises NotAllowed (says which day and why), PermissionDenied."""
    require(by, SEAL, run.centre)
    with transaction.atomic():
        stored = _locked(run, R.READY)
        days = list(queries.runs.days_of(stored).select_for_update(of=("self",)))
        if [day.dated_on for day in days] != list(_days(stored)):
            raise rules.NotAllowed("날이 빠져 있습니다. 그만두고 다시 준비하세요.")
        for day in days:
            if why := _against(stored, day):
                raise rules.NotAllowed(f"{day_words(day.dated_on)} {' '.join(why)}")
        now = timezone.now()
        rows = queries.runs.days_of(stored)
        rows.filter(first_by__isnull=False).update(first_by=None, first_at=None)
        rows.update(first_by=by, first_at=now)
        stored.state, stored.first_by, stored.first_at = R.PROPOSED, by, now
        stored.save()
        audit.record("escrow.run.proposed", stored, by=by, detail={"days": len(days)})
    return stored


def confirm_run(*, by: Account, run: ClosingRun) -> ClosingRun:
    """The second person lets the worker seal the days, one after another. Raises NotAllowed, PermissionDenied."""
    require(by, SEAL, run.centre)
    with transaction.atomic():
        stored = _locked(run, R.PROPOSED)
        if stored.first_by_id == by.pk:
            raise rules.NotAllowed("첫 번째로 확인한 사람이 아닌 다른 사람이 봉인해야 합니다.")
        lapsed = queries.runs.days_of(stored).exclude(first_by=stored.first_by).first()
        if lapsed is not None:
            raise rules.NotAllowed(
                f"{day_words(lapsed.dated_on)} 숫자가 그 사이에 달라졌습니다. 그만두고 다시 준비하세요."
            )
        stored.state, stored.second_by, stored.progress = R.SEALING, by, 0
        stored.save()
        audit.record("escrow.run.confirmed", stored, by=by)
        _hand_over("escrow.seal_run", stored, run_id=stored.pk)
    return stored


def seal_run(*, run: ClosingRun) -> ClosingRun:
    """The worker's part: every day is sealed as the second person would by hand. What cannot be sealed stops the run, which says why."""
    if run.state != R.SEALING or run.second_by is None:
        return run
    for day in queries.runs.days_of(run):
        if _stop_asked(run):
            return _end(
                run, R.ENDED, trouble=f"멈추게 해서 {day_words(day.dated_on)}부터는 봉인하지 않았습니다."
            )
        if day.sealed_at is None:
            try:
                seal_second(by=run.second_by, day=day)
            except (rules.NotAllowed, PermissionDenied) as refused:
                return _end(run, R.ENDED, trouble=f"{day_words(day.dated_on)} {refused}")
        _note(run, run.progress + 1)
    return _end(run, R.DONE)


def stop_run(*, by: Account, run: ClosingRun) -> ClosingRun:
    """그만두기: what the worker is at ends after the day it is at; what waits for people is given up. Raises NotAllowed, PermissionDenied."""
    require(by, SEAL, run.centre)
    with transaction.atomic():
        stored = _locked(run, *GOING_ON)
        audit.record("escrow.run.stopped", stored, by=by)
        job = queries.runs.waiting_job(stored) if stored.working else None
        if stored.working and not (job and app.job_manager.cancel_job_by_id(job.pk, delete_job=True)):
            stored.stop_asked = True
            stored.save(update_fields=["stop_asked"])
            return stored
        return _end(stored, R.ENDED)


def recover_run(run: ClosingRun) -> ClosingRun:
    """A run whose worker died is over: what it sealed stays."""
    return _end(run, R.ENDED, trouble=DIED) if run.working and not queries.runs.is_worked_on(run) else run


# -- its row ------------------------------------------------------------------------------------------------------


def _days(run: ClosingRun) -> Iterator[date]:
    return (run.from_on + timedelta(days=place) for place in range(run.days))


def _locked(run: ClosingRun, *states: str) -> ClosingRun:
    stored = queries.runs.runs().select_for_update(of=("self",)).get(pk=run.pk)
    if stored.state not in states:
        raise rules.Overtaken("그 사이에 상태가 바뀌었습니다. 화면을 새로 열어 지금 상태를 보세요.")
    return stored


def _note(run: ClosingRun, done: int) -> None:
    """How far it is: seen at once, for every day is a transaction of its own."""
    run.progress = done
    ClosingRun.objects.filter(pk=run.pk).update(progress=done)


def _stop_asked(run: ClosingRun) -> bool:
    return ClosingRun.objects.filter(pk=run.pk, stop_asked=True).exists()


@transaction.atomic
def _end(run: ClosingRun, state: RunState, trouble: str = "") -> ClosingRun:
    """The run is over. What the first person confirmed for it and nobody sealed is open again."""
    stored = _locked(run, *GOING_ON)
    left = queries.runs.days_of(stored).filter(
        sealed_at=None, first_by__isnull=False, first_by=stored.first_by
    )
    left.update(first_by=None, first_at=None)
    stored.state, stored.trouble, stored.stop_asked = state, trouble[:LONGEST], False
    stored.ended_at = timezone.now()
    stored.save()
    code = "escrow.run.done" if state == R.DONE else "escrow.run.ended"
    audit.record(code, stored, by=stored.second_by or stored.begun_by, detail={"days": stored.progress})
    return stored


def _hand_over(task: str, run: ClosingRun, **arguments: int) -> None:
    """The worker does it once this transaction is committed."""
    app.configure_task(task, queue=QUEUE, queueing_lock=queries.runs.job_name(run)).defer(**arguments)
