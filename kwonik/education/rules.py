"""When a request is taken, whether an instructor is free, who is asked first, and what a reading of views may say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kwonik.kernel.periods import SEOUL
from kwonik.places.rules import Refused
from kwonik.scheduling.matching import Placement, Reason

from .codes import MOVES, RequestState

NEAR = timedelta(days=30)
"""How far around a lecture an instructor's other lectures count as load."""


def check_move(verb: str, state: str, reason: str = "") -> RequestState:
    """The state a verb leads to. Raises Refused when the request is not where the verb begins, or no reason is given."""
    move = MOVES[verb]
    if state not in move.sources:
        now = RequestState(state).label
        raise Refused(
            f"지금 상태({now})에서는 '{move.label}'(으)로 바꿀 수 없습니다. 화면을 새로 열어 확인하세요."
        )
    if move.reason and not reason:
        raise Refused("까닭을 적으세요. 처리 이력에 남습니다.")
    return move.target


def too_few(people: int | None, at_least: int | None) -> str:
    """Why a group is too small for the service, kindly; "" when it is not."""
    if at_least is None or (people is not None and people >= at_least):
        return ""
    said = "신청 인원이 적혀 있지 않습니다" if people is None else f"신청 인원이 {people}명입니다"
    return (
        f"{said}. 이 교육은 {at_least}명 이상의 모임에 갑니다. 이웃한 모임과 함께 신청하도록 안내하거나, "
        "그래도 받으려면 까닭을 적으세요."
    )


def hours_of(day: date, starts_at: time | None, ends_at: time | None) -> tuple[datetime, datetime] | None:
    """From when to when somebody is busy; None while the hours are not known."""
    if starts_at is None or ends_at is None:
        return None
    return datetime.combine(day, starts_at, SEOUL), datetime.combine(day, ends_at, SEOUL)


def check_hours(starts_at: time | None, ends_at: time | None) -> None:
    """Raises Refused for an end without a beginning, or before it."""
    if ends_at and not starts_at:
        raise Refused("시작 시각도 적으세요.")
    if starts_at and ends_at and ends_at <= starts_at:
        raise Refused("마친 시각이 시작 시각보다 앞섭니다. 시각을 다시 확인하세요.")


def check_reading(views: int, before: int | None, after: int | None) -> None:
    """조회수 never falls: what was read earlier is no more, what was read later no less. Raises Refused."""
    if views < 0:
        raise Refused("조회수는 0 이상입니다. 숫자를 확인하세요.")
    if before is not None and views < before:
        raise Refused(f"앞서 읽은 조회수 {before:,}회보다 적습니다. 영상과 숫자를 확인하세요.")
    if after is not None and views > after:
        raise Refused(f"뒤에 읽은 조회수 {after:,}회보다 많습니다. 날짜와 숫자를 확인하세요.")


# -- who is asked first ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lesson:
    """A lecture to be given: codes decide, labels are for the reasons."""

    on: date
    kind: str
    kind_label: str
    district: str = ""
    district_label: str = ""


@dataclass(frozen=True)
class Instructor:
    """One appointed instructor as of the lecture's day; `near` are their other lectures within a month of it."""

    key: int
    from_on: date
    until_on: date | None = None
    suspended: bool = False
    near: int = 0
    capacity: int = 5
    specialities: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    busy: str = ""
    same_day: int = 0


KIND, DISTRICT, LOAD, SAME_DAY = 20, 6, 4, 8


def _term(asked: Lesson, one: Instructor) -> str | None:
    if one.from_on > asked.on:
        return f"위촉이 {_day(one.from_on)}에 시작함"
    if one.until_on and one.until_on < asked.on:
        return f"위촉이 {_day(one.until_on)}에 끝남"
    return None


BARS: dict[str, Callable[[Lesson, Instructor], str | None]] = {
    "term": _term,
    "suspended": lambda asked, one: "배정을 멈춘 상태임" if one.suspended else None,
    "busy": lambda asked, one: f"같은 시각에 다른 교육이 있음: {one.busy}" if one.busy else None,
}


def _kind(asked: Lesson, one: Instructor) -> tuple[str, int] | None:
    if asked.kind in one.specialities:
        return f"전문 분야 맞음: {asked.kind_label}", 0
    if not one.specialities:
        return "전문 분야가 등록되지 않음", KIND // 2
    return f"전문 분야 아님: {asked.kind_label}", KIND


def _district(asked: Lesson, one: Instructor) -> tuple[str, int] | None:
    if not asked.district:
        return None
    if asked.district in one.districts:
        return f"활동 자치구 맞음: {asked.district_label}", 0
    if not one.districts:
        return "활동 자치구가 등록되지 않음", DISTRICT // 2
    return f"활동 자치구 아님: {asked.district_label}", DISTRICT


def _load(asked: Lesson, one: Instructor) -> tuple[str, int] | None:
    """(n + 1)² - n²: every further lecture costs more than the last, so that they are shared out."""
    return f"앞뒤 한 달에 맡은 교육 {one.near}회", LOAD * (2 * one.near + 1)


def _same_day(asked: Lesson, one: Instructor) -> tuple[str, int] | None:
    return (f"같은 날 다른 시각에 교육 {one.same_day}회", SAME_DAY) if one.same_day else None


COSTS: dict[str, Callable[[Lesson, Instructor], tuple[str, int] | None]] = {
    "kind": _kind,
    "district": _district,
    "load": _load,
    "same_day": _same_day,
}


def rank(asked: Lesson, instructors: Iterable[Instructor]) -> list[Placement]:
    """Instructors from the first to ask to the last, then those who cannot; as scheduling.matching ranks advocates."""
    free, barred = [], []
    for one in instructors:
        bars = tuple(Reason(code, words) for code, bar in BARS.items() if (words := bar(asked, one)))
        if bars:
            barred.append(Placement(one.key, None, None, bars))
            continue
        said = ((code, cost(asked, one)) for code, cost in COSTS.items())
        reasons = tuple(Reason(code, *found) for code, found in said if found)
        free.append((sum(reason.points for reason in reasons), one.near, one.key, reasons))
    placed = [
        Placement(key, place, cost, reasons)
        for place, (cost, _, key, reasons) in enumerate(sorted(free, key=lambda row: row[:3]), 1)
    ]
    return [*placed, *sorted(barred, key=lambda placement: placement.key)]


def _day(day: date) -> str:
    return f"{day.year}. {day.month}. {day.day}."
