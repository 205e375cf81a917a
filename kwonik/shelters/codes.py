"""Kinds of shelters, weekdays, sources of counts, states and moves of bookings. Data only."""

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class ShelterKind(TextChoices):
    """What the centre's own staff runs (거점), what stands in a station, and containers without staff."""

    HUB = "hub", "거점쉼터"
    SUBWAY = "subway", "지하철쉼터"
    MINI = "mini", "간이쉼터"


class Source(TextChoices):
    """How people were counted: on the keeper's telephone, by the kiosk at the door, or from a list by hand."""

    COUNTER = "counter", "계수기"
    KIOSK = "kiosk", "무인 계수"
    HAND = "hand", "수기"


class BookingState(TextChoices):
    WAITING = "waiting", "대기"
    REQUESTED = "requested", "신청"
    APPROVED = "approved", "승인"
    REFUSED = "refused", "거절"
    CANCELLED = "cancelled", "취소"
    USED = "used", "이용함"
    NO_SHOW = "no_show", "오지 않음"


HOLDING = (BookingState.REQUESTED, BookingState.APPROVED, BookingState.USED)
"""States in which a booking holds its room: a request that waits for approval holds it too."""

OPEN = (BookingState.WAITING, BookingState.REQUESTED, BookingState.APPROVED)
"""States in which something is still to be done."""

MOVES: dict[str, tuple[frozenset[BookingState], BookingState]] = {
    "approve": (frozenset({BookingState.REQUESTED}), BookingState.APPROVED),
    "refuse": (frozenset({BookingState.REQUESTED, BookingState.WAITING}), BookingState.REFUSED),
    "cancel": (frozenset(OPEN), BookingState.CANCELLED),
    "offer": (frozenset({BookingState.WAITING}), BookingState.REQUESTED),
    "use": (frozenset({BookingState.APPROVED}), BookingState.USED),
    "no_show": (frozenset({BookingState.APPROVED}), BookingState.NO_SHOW),
    "restore": (frozenset({BookingState.REFUSED, BookingState.CANCELLED}), BookingState.REQUESTED),
    "reopen": (frozenset({BookingState.USED, BookingState.NO_SHOW}), BookingState.APPROVED),
}
"""verb -> (from which states, to which state)"""

EVENTS = {
    "approve": "approved",
    "refuse": "refused",
    "cancel": "cancelled",
    "offer": "offered",
    "use": "used",
    "no_show": "missed",
    "restore": "restored",
    "reopen": "reopened",
}
"""verb -> the word of its audit event"""

HOLIDAY = 7
"""The number of the line of hours that holds on public holidays; without it the weekday's hours hold."""

WEEKDAYS = ("월", "화", "수", "목", "금", "토", "일", "공휴일")

audit.declare(
    [
        audit.Event("shelters.shelter.opened", "쉼터를 올림"),
        audit.Event("shelters.shelter.amended", "쉼터를 고침"),
        audit.Event("shelters.hours.set", "운영 시간을 정함"),
        audit.Event("shelters.day.added", "휴관·특별 운영을 올림"),
        audit.Event("shelters.day.withdrawn", "휴관·특별 운영을 거둠"),
        audit.Event("shelters.room.opened", "공간을 올림"),
        audit.Event("shelters.room.amended", "공간을 고침"),
        audit.Event("shelters.visit.counted", "이용자를 셈"),
        audit.Event("shelters.visit.corrected", "이용자 수를 바로잡음"),
        audit.Event("shelters.booking.requested", "대관을 신청함"),
        audit.Event("shelters.booking.waits", "대기로 적음"),
        audit.Event("shelters.booking.offered", "자리가 나서 대기에서 신청이 됨"),
        audit.Event("shelters.booking.approved", "대관을 승인함"),
        audit.Event("shelters.booking.refused", "대관을 거절함"),
        audit.Event("shelters.booking.cancelled", "대관을 취소함"),
        audit.Event("shelters.booking.used", "이용을 확인함"),
        audit.Event("shelters.booking.missed", "오지 않음으로 적음"),
        audit.Event("shelters.booking.restored", "대관을 되살림"),
        audit.Event("shelters.booking.reopened", "이용 확인을 되돌림"),
    ]
)
