"""Counting who comes: every press is a row, every correction too. The same press sent again counts once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.people.actions.submissions import once
from kwonik.shelters import queries, rules
from kwonik.shelters.codes import Source
from kwonik.shelters.models import Shelter, VisitCount
from kwonik.shelters.rules import NotAllowed

COUNT, CORRECT = "shelters.visit:count", "shelters.visit:correct"
LATEST = timedelta(days=2)
"""How long a telephone without connection may keep its presses."""
MOST_AT_ONCE = 100


def count_visits(
    *,
    by,
    shelter: Shelter,
    people: int,
    pressed_at: datetime | None = None,
    form_token: UUID | None = None,
) -> VisitCount:
    """`people` more came, when the button was pressed; it goes to that instant's business day. Raises NotAllowed."""
    require(by, COUNT, shelter.centre)
    if not 1 <= people <= MOST_AT_ONCE:
        raise NotAllowed(f"한 번에 1명부터 {MOST_AT_ONCE}명까지 더할 수 있습니다.")
    at = _pressed(pressed_at)

    def make() -> VisitCount:
        day = _day(shelter, at)
        _check_standing(shelter, day)
        return _add(by, shelter, day, people, hour=_hour(at), form_token=form_token)

    return _once(shelter, form_token, make)


def take_back(
    *, by, shelter: Shelter, pressed_at: datetime | None = None, form_token: UUID | None = None
) -> VisitCount:
    """Undoes this account's last press of the business day. Raises NotAllowed when there is none left."""
    require(by, COUNT, shelter.centre)
    at = _pressed(pressed_at)

    def make() -> VisitCount:
        _hold(shelter)
        day = _day(shelter, at)
        last = queries.last_press(shelter, day, by)
        if last is None:
            raise NotAllowed("되돌릴 것이 없습니다. 내가 오늘 누른 것만 되돌릴 수 있습니다.")
        facts = {"hour": last.hour, "form_token": form_token, "correction_of": last, "reason": "되돌리기"}
        return _add(by, shelter, day, -last.people, **facts)

    return _once(shelter, form_token, make)


def correct_visit(
    *, by, visit: VisitCount, right: int, reason: str, form_token: UUID | None = None
) -> VisitCount:
    """This count should have been `right` people: the difference becomes a row of its own. Raises NotAllowed."""
    require(by, CORRECT, visit.centre)
    reason = _reason(reason)

    def make() -> VisitCount:
        _hold(visit.shelter)
        first = visit.correction_of or visit
        stands = first.people + first.corrections.aggregate(n=Sum("people", default=0))["n"]
        rules.check_correction(queries.people_on(first.shelter, first.day), right - stands)
        return _correct(by, first.shelter, first.day, right - stands, reason, form_token, first)

    return _once(visit.shelter, form_token, make)


def correct_day(
    *, by, shelter: Shelter, day: date, right: int, reason: str, form_token: UUID | None = None
) -> VisitCount:
    """On that day `right` people came in all: the difference becomes a row of its own. Raises NotAllowed."""
    require(by, CORRECT, shelter.centre)
    reason = _reason(reason)
    if day > timezone.localdate():
        raise NotAllowed("오지 않은 날은 적을 수 없습니다. 날짜를 확인하세요.")
    _check_standing(shelter, day)

    def make() -> VisitCount:
        _hold(shelter)
        total = queries.people_on(shelter, day)
        rules.check_correction(total, right - total)
        return _correct(by, shelter, day, right - total, reason, form_token)

    return _once(shelter, form_token, make)


def _once(shelter: Shelter, form_token: UUID | None, make: Callable[[], VisitCount]) -> VisitCount:
    """What `make` stores; what the same press or form stored already, though the numbers have moved since."""
    if form_token:
        known = VisitCount.objects.filter(centre=shelter.centre_id, form_token=form_token).first()
        if known:
            return known
    return once(VisitCount, shelter.centre, form_token, make)


def _reason(text: str) -> str:
    if not (text := text.strip()):
        raise NotAllowed("바로잡는 까닭을 적으세요. 예: 무인 계수기 숫자와 맞춤")
    return text


def _check_standing(shelter: Shelter, day: date) -> None:
    if day < shelter.from_on or (shelter.until_on and day > shelter.until_on):
        raise NotAllowed("그날에는 이 쉼터를 운영하지 않았습니다. 날짜와 쉼터를 확인하세요.")


def _hold(shelter: Shelter) -> None:
    """The shelter's counts, until the transaction ends: two corrections never see the same sum."""
    Shelter.objects.select_for_update(of=("self",), no_key=True).get(pk=shelter.pk)


def _pressed(at: datetime | None) -> datetime:
    now = timezone.now()
    at = min(at or now, now)
    if at < now - LATEST:
        raise NotAllowed("너무 오래전에 센 수입니다. 월별 표에서 그날의 수를 바로잡으세요.")
    return at


def _hour(at: datetime) -> int:
    return timezone.localtime(at).hour


def _day(shelter: Shelter, at: datetime) -> date:
    return queries.timetable(shelter).business_day(at)


@transaction.atomic
def _correct(by, shelter, day, people, reason, form_token, first=None) -> VisitCount:
    facts = {"source": Source.HAND, "correction_of": first, "reason": reason, "form_token": form_token}
    return _add(by, shelter, day, people, event="corrected", **facts)


def _add(by, shelter: Shelter, day: date, people: int, event: str = "counted", **facts) -> VisitCount:
    facts.setdefault("source", Source.COUNTER)
    row = VisitCount(
        centre_id=shelter.centre_id, shelter=shelter, day=day, people=people, recorded_by=by, **facts
    )
    row.save(force_insert=True)
    audit.record(f"shelters.visit.{event}", row, by=by, detail={"people": people})
    return row
