"""Closing months in two steps, reopening them with a reason, and letting somebody write in one all the same."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.kernel.periods import Period
from kwonik.people.access import require
from kwonik.people.models import Account
from kwonik.places.codes import ClosingLevel
from kwonik.places.models import Centre, LockException, PeriodClosing
from kwonik.places.rules import Refused
from kwonik.reports import queries
from kwonik.reports.access import CLOSE, EXCEPT, SETTLE
from kwonik.reports.rules import months

MAY_CLOSE = {ClosingLevel.CENTRE: CLOSE, ClosingLevel.CITY: SETTLE}


def _hold(centre: Centre) -> None:
    Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)


@transaction.atomic
def close(*, by, centre: Centre, period: Period, level: str) -> list[PeriodClosing]:
    """Closes the months of the period that stand open at that level: the centre first, then the city.

    The centre's step also closes for the centres below at which nobody works with Kwonik; the city's needs the centre's
    and those of all centres below. Raises Refused.
    """
    step = ClosingLevel(level)
    require(by, MAY_CLOSE[step], centre)
    _hold(centre)
    today = timezone.localdate()
    months.check_over(period, today)
    wanted = queries.unclosed(centre, period, step)
    if not wanted:
        raise Refused("고른 달은 모두 이미 마감했습니다.")
    if step == ClosingLevel.CITY and (missing := queries.unclosed_below(centre, wanted)):
        said = "; ".join(f"{one} {months.named(days)}" for one, days in list(missing.items())[:5])
        raise Refused(f"센터 마감이 먼저입니다. 아직 마감하지 않은 센터: {said}")
    rows = [(centre, month) for month in wanted]
    if step == ClosingLevel.CENTRE:
        rows += [
            (lower, month)
            for month in wanted
            for lower in queries.with_nobody(queries.lower_centres(centre, month), today)
            if month in queries.unclosed(lower, Period(month, month), step)
        ]
    made = [
        PeriodClosing.objects.create(centre=one, month_on=month, level=step, closed_by=by)
        for one, month in rows
    ]
    for closing in made:
        audit.record("reports.period.closed", closing, by=by, detail={"level": str(step)})
    return made


@transaction.atomic
def reopen(*, by, centre: Centre, period: Period, level: str, reason: str) -> list[PeriodClosing]:
    """Opens closed months again, the city's step before the centre's; both stay on record. Raises Refused."""
    step = ClosingLevel(level)
    require(by, MAY_CLOSE[step], centre)
    _hold(centre)
    wanted = months.months(period)
    stand = queries.standing_closings([centre]).filter(month_on__in=wanted)
    if step == ClosingLevel.CENTRE and stand.filter(level=ClosingLevel.CITY).exists():
        raise Refused("시가 마감한 달이 있습니다. 시 마감을 먼저 풀어야 합니다.")
    rows = list(stand.filter(level=step).select_for_update(no_key=True))
    if not rows:
        raise Refused("고른 달 가운데 마감한 달이 없습니다.")
    for closing in rows:
        closing.reopened_at, closing.reopened_by, closing.reopened_reason = timezone.now(), by, reason
        closing.save(update_fields=["reopened_at", "reopened_by", "reopened_reason"])
        audit.record("reports.period.reopened", closing, by=by, detail={"level": str(step)})
    return rows


@transaction.atomic
def grant_exception(
    *, by, centre: Centre, account: Account, room: str, period: Period, until_at: datetime, reason: str
) -> LockException:
    """Lets somebody write in closed months of one room until a moment. Nobody lets themselves. Raises Refused."""
    require(by, EXCEPT, centre)
    if account.pk == by.pk:
        raise Refused("스스로에게는 예외를 줄 수 없습니다. 다른 사람이 허락해야 합니다.")
    if room not in queries.rooms():
        raise Refused("마감이 지키는 업무가 아닙니다. 업무를 다시 고르세요.")
    now = timezone.now()
    if not now < until_at <= now + months.LONGEST_EXCEPTION + timedelta(days=1):
        raise Refused("예외는 지금부터 31일 안에 끝나야 합니다. 날짜를 다시 고르세요.")
    made = LockException.objects.create(
        centre=centre,
        account=account,
        room=room,
        first_on=period.first_on,
        last_on=period.last_on,
        until_at=until_at,
        reason=reason,
        granted_by=by,
    )
    audit.record("reports.exception.granted", made, by=by, detail={"account": account.pk, "room": room})
    return made


@transaction.atomic
def revoke_exception(*, by, exception: LockException) -> LockException:
    """Takes an exception back before its time; it stays on record."""
    require(by, EXCEPT, exception.centre)
    stored = LockException.objects.select_for_update(no_key=True).get(pk=exception.pk)
    if stored.revoked_at is None:
        stored.revoked_at, stored.revoked_by = timezone.now(), by
        stored.save(update_fields=["revoked_at", "revoked_by"])
        audit.record("reports.exception.revoked", stored, by=by)
    return stored
