"""What may be written down, who may be supported, what an application may become. Facts come in as arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kwonik.catalogue.codes import Counting, LimitKind, Shape
from kwonik.kernel import resident_numbers
from kwonik.people.rules import Refused, Stale

from .codes import DAY, DONE, MOVES, ONE, Move, State

__all__ = ["NotAllowed", "Stale"]

MOST = 1_000_000
SCORES = range(1, 6)
LENGTHS = {
    "title": 120,
    "partner": 120,
    "subject": 80,
    "recipient": 120,
    "donor": 120,
    "applicant": 120,
    "note": 300,
}
COUNTED = ("people", "quantity", "employees", "count")
RESIDENT_NUMBER = "주민등록번호로 보이는 숫자가 있습니다. 저장할 수 없으니 그 숫자를 지우세요."


class NotAllowed(Refused):
    """Something that cannot be done as things stand; the message is Korean and says what to do instead."""


@dataclass(frozen=True)
class Asked:
    """What a service asks of a record besides kind and day."""

    field: str
    label: str
    required: bool = False
    help: str = ""


def asked(said: Sequence[Mapping[str, Any]]) -> tuple[Asked, ...]:
    """The service's `asks`, in the order of the page."""
    return tuple(
        Asked(one["field"], one["label"], bool(one.get("required")), one.get("help", "")) for one in said
    )


def one(words: Mapping[str, str], shape: str) -> str:
    """How a record of the service is called: "캠페인"."""
    return words.get("one") or ONE[Shape(shape)]


def day_word(words: Mapping[str, str], shape: str) -> str:
    return words.get("day") or DAY[Shape(shape)]


def reference(prefix: str, year: int, number: int) -> str:
    """The number people say to each other: "CP-2025-0006"."""
    return f"{prefix}-{year}-{number:04}"


# -- a record ---------------------------------------------------------------------------------------------------


def problems(
    shape: str, facts: Mapping[str, Any], asks: Sequence[Asked], today: date, counting: str = Counting.FLOW
) -> list[tuple[str, str]]:
    """(field, Korean sentence) for everything that keeps a record from being stored; every door asks the same."""
    found: list[tuple[str, str]] = []
    day = facts.get("day")
    if day and day > today:
        found.append(("day", "날짜가 오늘보다 뒤입니다. 날짜를 다시 확인하세요."))
    starts_at, ends_at = facts.get("starts_at"), facts.get("ends_at")
    if starts_at and ends_at and ends_at <= starts_at:
        found.append(("ends_at", "마친 시각이 시작 시각보다 앞섭니다. 시각을 다시 확인하세요."))
    for name in COUNTED:
        number = facts.get(name)
        if number is not None and not 0 <= number <= MOST:
            found.append((name, f"0부터 {MOST:,} 사이의 수를 적으세요."))
    found += _missing(shape, facts, asks, counting)
    texts = {name: str(facts.get(name) or "") for name in LENGTHS}
    for name, text in texts.items():
        if len(text) > LENGTHS[name]:
            found.append((name, f"글이 너무 깁니다. {LENGTHS[name]}자까지 적을 수 있습니다."))
    texts |= {
        f"q_{code}": text for code, text in (facts.get("answers") or {}).items() if isinstance(text, str)
    }
    found += [
        (name, RESIDENT_NUMBER) for name, text in texts.items() if resident_numbers.find(text, today.year)
    ]
    return found


def _missing(
    shape: str, facts: Mapping[str, Any], asks: Sequence[Asked], counting: str
) -> list[tuple[str, str]]:
    found = []
    if shape == Shape.HANDOUT and not facts.get("quantity"):
        found.append(("quantity", "나눈 수량을 1 이상으로 적으세요."))
    if shape == Shape.TALLY:
        if facts.get("count") is None:
            found.append(("count", "센 수를 적으세요."))
        elif facts["count"] == 0 and counting == Counting.FLOW:
            found.append(("count", "0은 더할 것이 없습니다. 센 수를 적거나 적지 마세요."))
    for ask in asks:
        name = "starts_at" if ask.field == "hours" else ask.field
        empty = facts.get(name) in (None, "") and not (ask.field == "client" and facts.get("name"))
        if ask.required and empty:
            found.append((name, f"'{ask.label}'을(를) 적으세요."))
    return found


def check_owner(owner: int | None, centre: int) -> None:
    """Raises NotAllowed for a service that another centre made for itself."""
    if owner not in (None, centre):
        raise NotAllowed("다른 센터가 만든 사업에는 적을 수 없습니다.")


def pressed(before: int, by: int) -> int:
    """What a counter shows after a press. Raises NotAllowed."""
    if by not in (1, -1):
        raise NotAllowed("한 번에 하나씩만 셉니다.")
    if before + by < 0:
        raise NotAllowed("오늘 센 것이 없어 뺄 수 없습니다.")
    return before + by


# -- an application -----------------------------------------------------------------------------------------------


def after(state: str, move: str) -> State:
    """The state an application has after `move` (a key of MOVES). Raises NotAllowed."""
    found = MOVES[move]
    if state not in found.sources:
        raise NotAllowed(
            f"이 신청은 지금 '{State(state).label}' 상태라 '{found.button}'을(를) 할 수 없습니다. 화면을 새로 고쳐 확인하세요."
        )
    return found.target


def moves_from(state: str) -> list[Move]:
    """What may be done with an application now, the usual next thing first."""
    return [move for move in MOVES.values() if state in move.sources]


def check_eligible(limits: Mapping[str, int | None], employees: int | None, people: int | None) -> None:
    """Refuses what the programme is not for, by its limits on the day of the decision (30인 미만 사업장). Raises NotAllowed.

    `limits` are by LimitKind; the Seoul centre's guideline for small workplaces holds those "below" a number, not at it.
    """
    below = limits.get(LimitKind.EMPLOYEES_BELOW)
    if below is not None:
        if employees is None:
            raise NotAllowed(f"고용 인원을 먼저 적으세요. {below}인 미만 사업장만 지원합니다.")
        if employees >= below:
            raise NotAllowed(f"고용 인원이 {employees}명입니다. {below}인 미만 사업장만 지원할 수 있습니다.")
    least = limits.get(LimitKind.GROUP_AT_LEAST)
    if least is not None and (people or 0) < least:
        raise NotAllowed(f"인원이 {people or 0}명입니다. {least}명 이상일 때 지원할 수 있습니다.")


def seats(people: int | None) -> int:
    """How many places of a round an application takes: as many as people, one where nobody counted them."""
    return people or 1


def has_room(capacity: int, taken: int, people: int | None) -> bool:
    return taken + seats(people) <= capacity


def check_delivered(requested_on: date, delivered_on: date, today: date) -> None:
    """Raises NotAllowed for a day before the application or after today."""
    if delivered_on < requested_on:
        raise NotAllowed("마친 날이 신청한 날보다 앞섭니다. 날짜를 다시 확인하세요.")
    if delivered_on > today:
        raise NotAllowed("마친 날이 오늘보다 뒤입니다. 날짜를 다시 확인하세요.")


def wrong_ending(
    state: str, requested_on: date, delivered_on: date | None, reason: str, score: int | None, today: date
) -> list[str]:
    """What does not fit together in how an application of a ledger stands, in Korean sentences."""
    label, refused = State(state).label, state in (State.REFUSED, State.WITHDRAWN)
    found = {
        "마친 신청에는 마친 날이 있어야 합니다. 적거나 상태를 바꾸세요.": state in DONE
        and delivered_on is None,
        f"마친 날이 있는데 상태가 '{label}'입니다. 둘 가운데 하나를 고치세요.": state not in DONE
        and delivered_on is not None,
        f"'{label}'에는 까닭을 적으세요.": refused and not reason,
        "까닭은 지원하지 않았거나 취소한 신청에만 적습니다. 다른 것은 메모에 적으세요.": reason
        and not refused,
        "만족도는 마친 신청에 1점부터 5점까지 적습니다.": (state == State.EVALUATED) != (score is not None)
        or (score is not None and score not in SCORES),
    }
    said = [sentence for sentence, wrong in found.items() if wrong]
    if delivered_on is not None:
        try:
            check_delivered(requested_on, delivered_on, today)
        except NotAllowed as not_allowed:
            said.append(str(not_allowed))
    return said


@dataclass(frozen=True)
class Change:
    """One field that two states of a record have differently, in words."""

    label: str
    before: str
    after: str
