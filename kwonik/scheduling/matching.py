"""Who should take a matter: experts ranked when it arrives, each with reasons a person can read.

A matter arrives by itself (about three a week), so it is ranked on arrival and not in a batch. What it would cost
to give it to an expert is match + marginal load + a price on lawyers where no lawyer is needed; the cheapest is
asked first (docs/rules/advocate-ranking.md has the table and what it was measured against). Load is priced by
its square, so every further case costs more than the last. Conflict of interest and other bars are hard: a barred
expert has no rank at all.

    rank(matter, experts)             -> placements, best first, barred ones last
    snapshot(matter, experts, weights) -> plain JSON; replay(snapshot) gives the same placements again
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any, Literal

LAWYER = "lawyer"
USUAL_CAPACITY = 5

Conflict = Literal["", "workplace", "firm"]


@dataclass(frozen=True)
class Weights:
    """What each mismatch costs, in points; `version` names the set on every stored ranking."""

    version: str = "2026-1"
    issue: int = 20
    forum: int = 6
    district: int = 6
    load: int = 4
    scarcity: int = 15
    ending: int = 12
    declined: int = 40
    case_days: int = 180


@dataclass(frozen=True)
class Matter:
    """The case to give away, on the day it is given. Codes decide, labels are for the reasons."""

    on: date
    issue: str
    issue_label: str
    forum: str
    forum_label: str
    district: str = ""
    district_label: str = ""
    lawyer_only: bool = False


@dataclass(frozen=True)
class Expert:
    """One appointed expert as of the matter's day; `load` counts matters in hand and questions still open.

    `conflict` is "workplace" (acted for or against this employer) or "firm" (somebody of the same firm did).
    """

    key: int
    qualification: str
    from_on: date
    load: int = 0
    capacity: int = USUAL_CAPACITY
    specialities: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    until_on: date | None = None
    suspended: bool = False
    conflict: Conflict = ""
    declined_on: date | None = None
    last_asked_on: date | None = None


@dataclass(frozen=True)
class Reason:
    """Why an expert stands where they stand. `points` is what it costs; a bar costs nothing, it forbids."""

    code: str
    words: str
    points: int = 0


@dataclass(frozen=True)
class Placement:
    """One expert's place: `rank` counts from 1; a barred expert has neither rank nor cost."""

    key: int
    rank: int | None
    cost: int | None
    reasons: tuple[Reason, ...]

    @property
    def barred(self) -> bool:
        return self.rank is None


# -- hard bars -----------------------------------------------------------------------------------------------

CONFLICTS = {
    "workplace": "이 사업장과 이해충돌이 있음",
    "firm": "같은 사무소에 이 사업장과 이해충돌이 있는 사람이 있음",
}


def _conflict(matter: Matter, expert: Expert) -> str | None:
    return CONFLICTS[expert.conflict] if expert.conflict else None


def _term(matter: Matter, expert: Expert) -> str | None:
    if expert.from_on > matter.on:
        return f"위촉이 {_day(expert.from_on)}에 시작함"
    if expert.until_on and expert.until_on < matter.on:
        return f"위촉이 {_day(expert.until_on)}에 끝남"
    return None


def _suspended(matter: Matter, expert: Expert) -> str | None:
    return "배정을 멈춘 상태임" if expert.suspended else None


def _qualification(matter: Matter, expert: Expert) -> str | None:
    """Courts hear lawyers only (민사소송법 제87조), save whom the centre registered for that procedure."""
    if matter.lawyer_only and expert.qualification != LAWYER and matter.forum not in expert.specialities:
        return f"변호사만 맡을 수 있는 절차임: {matter.forum_label}"
    return None


def _full(matter: Matter, expert: Expert) -> str | None:
    if expert.load >= expert.capacity:
        return f"맡은 사건이 {expert.load}건으로 가득 참(최대 {expert.capacity}건)"
    return None


BARS: dict[str, Callable[[Matter, Expert], str | None]] = {
    "conflict": _conflict,
    "term": _term,
    "suspended": _suspended,
    "qualification": _qualification,
    "full": _full,
}

# -- costs ---------------------------------------------------------------------------------------------------


def _issue(matter: Matter, expert: Expert, weights: Weights) -> tuple[str, int] | None:
    if matter.issue in expert.specialities:
        return f"전문 분야 맞음: {matter.issue_label}", 0
    if not expert.specialities:
        return "전문 분야가 등록되지 않음", weights.issue // 2
    return f"전문 분야 아님: {matter.issue_label}", weights.issue


def _forum(matter: Matter, expert: Expert, weights: Weights) -> tuple[str, int] | None:
    if matter.forum in expert.specialities:
        return f"전문 절차 맞음: {matter.forum_label}", 0
    return f"전문 절차로 등록되지 않음: {matter.forum_label}", weights.forum


def _district(matter: Matter, expert: Expert, weights: Weights) -> tuple[str, int] | None:
    if not matter.district:
        return None
    if matter.district in expert.districts:
        return f"활동 자치구 맞음: {matter.district_label}", 0
    if not expert.districts:
        return "활동 자치구가 등록되지 않음", weights.district // 2
    return f"활동 자치구 아님: {matter.district_label}", weights.district


def _load(matter: Matter, expert: Expert, weights: Weights) -> tuple[str, int] | None:
    """(n + 1)² - n² = 2n + 1, scaled to the expert's capacity: an even share costs least altogether."""
    points = weights.load * (2 * expert.load + 1) * USUAL_CAPACITY // max(expert.capacity, 1)
    return f"지금 맡은 사건 {expert.load}건(최대 {expert.capacity}건)", points


def _scarcity(matter: Matter, expert: Expert, weights: Weights) -> tuple[str, int] | None:
    if expert.qualification == LAWYER and not matter.lawyer_only:
        return "변호사는 소송과 소액소송을 위해 아껴 둠", weights.scarcity
    return None


def _ending(matter: Matter, expert: Expert, weights: Weights) -> tuple[str, int] | None:
    if expert.until_on and expert.until_on < matter.on + timedelta(days=weights.case_days):
        return f"위촉이 {_day(expert.until_on)}에 끝나 도중에 다시 배정해야 할 수 있음", weights.ending
    return None


def _declined(matter: Matter, expert: Expert, weights: Weights) -> tuple[str, int] | None:
    if expert.declined_on:
        return f"이 사건을 {_day(expert.declined_on)}에 거절함", weights.declined
    return None


COSTS: dict[str, Callable[[Matter, Expert, Weights], tuple[str, int] | None]] = {
    "issue": _issue,
    "forum": _forum,
    "district": _district,
    "load": _load,
    "scarcity": _scarcity,
    "ending": _ending,
    "declined": _declined,
}

# -- ranking -------------------------------------------------------------------------------------------------


def rank(matter: Matter, experts: Iterable[Expert], weights: Weights | None = None) -> list[Placement]:
    """Experts from the first to ask to the last, then the barred ones by key, whatever order they come in.

    Equal costs go to who has less in hand, then to who was asked longest ago, then to the lower key.
    """
    weights = weights or Weights()
    free, barred = [], []
    for expert in experts:
        bars = tuple(Reason(code, words) for code, bar in BARS.items() if (words := bar(matter, expert)))
        if bars:
            barred.append(Placement(expert.key, None, None, bars))
        else:
            free.append((_costs(matter, expert, weights), expert))
    free.sort(key=lambda pair: _order(*pair))
    placed = [
        Placement(expert.key, place, _total(reasons), reasons)
        for place, (reasons, expert) in enumerate(free, 1)
    ]
    return [*placed, *sorted(barred, key=lambda placement: placement.key)]


def _costs(matter: Matter, expert: Expert, weights: Weights) -> tuple[Reason, ...]:
    found = ((code, cost(matter, expert, weights)) for code, cost in COSTS.items())
    return tuple(Reason(code, *said) for code, said in found if said)


def _order(reasons: tuple[Reason, ...], expert: Expert) -> tuple[int, int, date, int]:
    return _total(reasons), expert.load, expert.last_asked_on or date.min, expert.key


def _total(reasons: Iterable[Reason]) -> int:
    return sum(reason.points for reason in reasons)


def _day(day: date) -> str:
    return f"{day.year}. {day.month}. {day.day}."


# -- a stored decision ---------------------------------------------------------------------------------------


def snapshot(matter: Matter, experts: Iterable[Expert], weights: Weights | None = None) -> dict[str, Any]:
    """The inputs of a ranking as plain JSON values: keys, codes, numbers and ISO dates, nobody's name."""
    return {
        "weights": asdict(weights or Weights()),
        "matter": _plain(matter),
        "experts": [_plain(expert) for expert in sorted(experts, key=lambda expert: expert.key)],
    }


def replay(stored: dict[str, Any]) -> list[Placement]:
    """The placements that a stored snapshot led to."""
    experts = [_read(Expert, values) for values in stored["experts"]]
    return rank(_read(Matter, stored["matter"]), experts, Weights(**stored["weights"]))


def _plain(record: Matter | Expert) -> dict[str, Any]:
    def value_of(value: Any) -> Any:
        return (
            value.isoformat()
            if isinstance(value, date)
            else list(value)
            if isinstance(value, tuple)
            else value
        )

    return {name: value_of(value) for name, value in asdict(record).items()}


def _read(kind: type, values: dict[str, Any]) -> Any:
    def value_of(name: str, value: Any) -> Any:
        if (name == "on" or name.endswith("_on")) and isinstance(value, str):
            return date.fromisoformat(value)
        return tuple(value) if isinstance(value, list) else value

    return kind(**{field.name: value_of(field.name, values[field.name]) for field in fields(kind)})
