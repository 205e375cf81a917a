"""When a shelter is open, to which day a visit belongs, which booking a room may take. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.periods import SEOUL
from kwonik.people.rules import Refused

from .codes import HOLIDAY, MOVES, BookingState

LINGERING = timedelta(hours=2)
"""Who is counted so long after closing still belongs to the opening that ended."""


class NotAllowed(Refused):
    """What the shelter's rules do not allow; the Korean message says what to do instead. `on`: the field it is about."""

    def __init__(self, words: str, on: str | None = None) -> None:
        super().__init__(words)
        self.on = on


class Taken(NotAllowed):
    """The room is held by somebody else at that time: whoever asked may wait."""

    def __init__(self) -> None:
        super().__init__(
            "그 시간은 방금 다른 모임이 잡았습니다. 다른 시간이나 공간을 고르거나 대기로 신청하세요.",
            "starts",
        )


# -- hours ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hours:
    """One opening: 13:00~06:00 runs past midnight; equal times are a whole day."""

    opens_at: time
    closes_at: time

    def on(self, day: date) -> tuple[datetime, datetime]:
        """First instant and the instant after the last of the opening that begins on `day`."""
        starts = datetime.combine(day, self.opens_at, SEOUL)
        ends = datetime.combine(day, self.closes_at, SEOUL)
        return starts, ends if ends > starts else ends + timedelta(days=1)

    def __str__(self) -> str:
        if self.opens_at == self.closes_at:
            return "24시간"
        past = "익일 " if self.closes_at < self.opens_at else ""
        return f"{self.opens_at:%H:%M}~{past}{self.closes_at:%H:%M}"


def hours(opens_at: time | None, closes_at: time | None) -> Hours | None:
    """No times: closed."""
    return None if opens_at is None or closes_at is None else Hours(opens_at, closes_at)


@dataclass(frozen=True)
class Regular:
    """The hours of one weekday (7: public holidays) from a day on; None: closed."""

    weekday: int
    from_on: date
    until_on: date | None
    hours: Hours | None


@dataclass(frozen=True)
class Special:
    """Days on which other hours hold, or none."""

    from_on: date
    until_on: date
    hours: Hours | None
    reason: str


@dataclass(frozen=True)
class Timetable:
    """When one shelter is open. Where no hours were ever written down nothing is known, and nothing is refused."""

    regular: tuple[Regular, ...] = ()
    special: tuple[Special, ...] = ()
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)

    @property
    def known(self) -> bool:
        return bool(self.regular)

    def exception(self, day: date) -> Special | None:
        return next((one for one in self.special if one.from_on <= day <= one.until_on), None)

    def on(self, day: date) -> Hours | None:
        """The opening that begins on that day; None: closed."""
        if special := self.exception(day):
            return special.hours
        held = {
            one.weekday: one
            for one in self.regular
            if one.from_on <= day and (one.until_on is None or day <= one.until_on)
        }
        if HOLIDAY in held and self.calendar.holiday(day):
            return held[HOLIDAY].hours
        usual = held.get(day.weekday())
        return usual.hours if usual else None

    def business_day(self, at: datetime) -> date:
        """The day whose opening holds the instant; a visit at 02:00 belongs to the evening before.

        Outside any opening: the one that closed less than two hours ago, else the calendar's day.
        """
        at = at.astimezone(SEOUL)
        today, before = at.date(), at.date() - timedelta(days=1)
        for lingering in (timedelta(), LINGERING):
            for day in (today, before):
                opening = self.on(day)
                if opening:
                    starts, ends = opening.on(day)
                    if starts <= at < ends + lingering:
                        return day
        return today

    def holds(self, starts_at: datetime, ends_at: datetime, narrower: Hours | None = None) -> bool:
        """Whether one opening, or the room's own hours within it, holds the whole time."""
        if not self.known:
            return True
        first = starts_at.astimezone(SEOUL).date()
        return any(
            starts <= starts_at and ends_at <= ends
            for day in (first, first - timedelta(days=1))
            if (opening := self.on(day))
            for starts, ends in [opening.on(day)]
        ) and _in_room_hours(starts_at, ends_at, narrower)


def _in_room_hours(starts_at: datetime, ends_at: datetime, own: Hours | None) -> bool:
    if own is None:
        return True
    first = starts_at.astimezone(SEOUL).date()
    spans = (own.on(day) for day in (first, first - timedelta(days=1)))
    return any(starts <= starts_at and ends_at <= ends for starts, ends in spans)


# -- counts -----------------------------------------------------------------------------------------------------


def check_correction(total: int, people: int) -> None:
    """A day's people never fall below none."""
    if people == 0:
        raise NotAllowed("지금 적힌 수와 같습니다. 맞는 수를 적으세요.")
    if total + people < 0:
        raise NotAllowed(f"그날 적힌 사람은 {total:,}명입니다. {total:,}명까지만 뺄 수 있습니다.")


# -- bookings ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RoomRules:
    """What a room asks of a booking."""

    seats: int
    hours: Hours | None = None
    ahead_days: int = 60
    notice_hours: int = 0
    longest_hours: int = 6
    monthly_limit: int | None = None


@dataclass(frozen=True)
class Wish:
    starts_at: datetime
    ends_at: datetime
    heads: int


def check_wish(room: RoomRules, timetable: Timetable, wish: Wish, now: datetime, booked: int = 0) -> None:
    """Raises NotAllowed with the first rule that the wish breaks. `booked`: the group's bookings of that month."""
    for broken, on, words in (
        (wish.ends_at <= wish.starts_at, "ends", "끝나는 시각이 시작보다 앞섭니다. 시각을 다시 확인하세요."),
        (
            wish.ends_at - wish.starts_at > timedelta(hours=room.longest_hours),
            "ends",
            f"한 번에 {room.longest_hours}시간까지 쓸 수 있습니다. 시간을 줄이세요.",
        ),
        (
            wish.heads > room.seats,
            "heads",
            f"이 공간은 {room.seats}명까지 쓸 수 있습니다. 인원을 줄이거나 더 큰 공간을 고르세요.",
        ),
        (
            wish.starts_at < now,
            "day",
            "지난 시간은 신청할 수 없습니다. 지난 대관은 대관 대장으로 가져오세요.",
        ),
        (
            wish.starts_at < now + timedelta(hours=room.notice_hours),
            "starts",
            f"시작 {room.notice_hours}시간 전까지 신청할 수 있습니다. 더 늦은 시간을 고르세요.",
        ),
        (
            wish.starts_at > now + timedelta(days=room.ahead_days),
            "day",
            f"{room.ahead_days}일 뒤까지만 신청할 수 있습니다. 더 이른 날을 고르세요.",
        ),
        (
            not timetable.holds(wish.starts_at, wish.ends_at, room.hours),
            "starts",
            "쉼터가 열려 있지 않은 시간이 들어 있습니다. 운영 시간과 휴관일을 확인하세요.",
        ),
        (
            room.monthly_limit is not None and booked >= room.monthly_limit,
            "group",
            f"한 모임은 이 공간을 한 달에 {room.monthly_limit}번까지 쓸 수 있습니다. 다른 달을 고르세요.",
        ),
    ):
        if broken:
            raise NotAllowed(words, on)


def after(state: str, verb: str) -> BookingState:
    """The state that a move leads to. Raises NotAllowed from any other state than the move's own."""
    allowed, result = MOVES[verb]
    if state not in allowed:
        raise NotAllowed(
            f"지금은 '{BookingState(state).label}' 상태라 할 수 없습니다. 화면을 새로 열어 확인하세요."
        )
    return result


def moves_from(state: str) -> list[str]:
    return [verb for verb, (allowed, _) in MOVES.items() if state in allowed]


def group_key(name: str) -> str:
    """One group however its name is spaced."""
    return "".join(name.split()).casefold()


# -- the month's table ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MonthRow:
    """One day of the month's table: people by shelter, None where nobody was counted."""

    day: date
    cells: tuple[tuple[int, int | None], ...]

    @property
    def total(self) -> int:
        return sum(people or 0 for _, people in self.cells)


def month_rows(
    days: Iterable[date], shelters: Iterable[int], counted: Mapping[tuple[int, date], int]
) -> list[MonthRow]:
    shelters = list(shelters)
    return [
        MonthRow(day, tuple((shelter, counted.get((shelter, day))) for shelter in shelters)) for day in days
    ]
