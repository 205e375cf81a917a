"""Shelters as of a day, their timetables, the people counted by day, bookings with what their pages print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Case, DecimalField, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, ExtractHour, ExtractMinute
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import Room as Keeper
from kwonik.catalogue.codes import Shape
from kwonik.catalogue.models import Code
from kwonik.kernel.periods import SEOUL
from kwonik.places.codes import SiteKind
from kwonik.places.models import Centre, District, Facility, Site

from . import rules
from .codes import HOLDING, BookingState, Source
from .models import Booking, OpeningHours, Room, Shelter, SpecialDay, VisitCount
from .rules import Regular, RoomRules, Special, Timetable

# -- registers ------------------------------------------------------------------------------------------------


def with_places(rows: QuerySet[Shelter]) -> QuerySet[Shelter]:
    return rows.select_related("centre", "site", "facility", "district")


def standing(rows: QuerySet[Shelter], day: date) -> QuerySet[Shelter]:
    """Shelters in force on that day, in the register's order."""
    return rows.as_of(day).order_by("position", "pk")


def opening_lengths() -> QuerySet[OpeningHours]:
    """Rows of hours with how many `hours` the shelter is open that day; from ten to ten is around the clock."""
    opens = ExtractHour("opens_at") * 60 + ExtractMinute("opens_at")
    closes = ExtractHour("closes_at") * 60 + ExtractMinute("closes_at")
    minutes = Case(When(open_minutes=0, then=Value(1440)), default="open_minutes")
    rows = OpeningHours.objects.annotate(open_minutes=(closes - opens + 1440) % 1440)
    number = DecimalField(max_digits=6, decimal_places=2)
    return rows.annotate(hours=Cast(minutes, number) / Value(60, output_field=number))


def sites() -> QuerySet[Site]:
    """Places where a shelter may stand, shelters first."""
    found = Site.objects.filter(retired_on__isnull=True, kind__in=[SiteKind.SHELTER, SiteKind.OTHER])
    return found.order_by("-kind", "name")


def facilities(centre: Centre) -> QuerySet[Facility]:
    return Facility.objects.as_of(timezone.localdate()).filter(centre=centre)


def districts() -> QuerySet[District]:
    return District.objects.filter(retired_on__isnull=True)


def rooms(shelters: Iterable[Shelter], day: date) -> QuerySet[Room]:
    """Rooms of these shelters that stand on that day."""
    found = Room.objects.as_of(day).filter(shelter__in=shelters)
    return found.select_related("shelter", "centre").order_by("shelter__position", "shelter", "name")


def hours_in_force(shelter: Shelter, day: date) -> QuerySet[OpeningHours]:
    return OpeningHours.objects.as_of(day).filter(shelter=shelter).order_by("weekday")


def special_days(shelter: Shelter) -> QuerySet[SpecialDay]:
    """Closures and other hours, newest first; those taken back too."""
    return shelter.special_days.select_related("recorded_by").order_by("-from_on", "pk")


def purposes() -> list[Code]:
    """What a room may be booked for."""
    found = (
        catalogue.codes(service, "purpose") for service in catalogue.services(Shape.TALLY, Keeper.SHELTERS)
    )
    return list({code.pk: code for codes in found for code in codes}.values())


def timetables(shelters: Sequence[Shelter]) -> dict[int, Timetable]:
    """When each of the shelters is open; three statements."""
    regular: dict[int, list[Regular]] = defaultdict(list)
    special: dict[int, list[Special]] = defaultdict(list)
    for row in OpeningHours.objects.filter(shelter__in=shelters):
        hours = rules.hours(row.opens_at, row.closes_at)
        regular[row.shelter_id].append(Regular(row.weekday, row.from_on, row.until_on, hours))
    for day in SpecialDay.objects.filter(shelter__in=shelters, withdrawn_at__isnull=True):
        hours = rules.hours(day.opens_at, day.closes_at)
        special[day.shelter_id].append(Special(day.from_on, day.until_on, hours, day.reason))
    calendar = catalogue.working_calendar()
    return {one.pk: Timetable(tuple(regular[one.pk]), tuple(special[one.pk]), calendar) for one in shelters}


def timetable(shelter: Shelter) -> Timetable:
    return timetables([shelter])[shelter.pk]


# -- people ---------------------------------------------------------------------------------------------------


def people_on(shelter: Shelter, day: date) -> int:
    return VisitCount.objects.filter(shelter=shelter, day=day).aggregate(n=Sum("people", default=0))["n"]


def counted(shelters: Iterable[Shelter], first: date, last: date) -> dict[tuple[int, date], int]:
    """People by shelter and day; one statement."""
    rows = VisitCount.objects.filter(shelter__in=shelters, day__range=(first, last)).order_by()
    found = rows.values_list("shelter_id", "day").annotate(n=Sum("people"))
    return {(shelter, day): n for shelter, day, n in found}


def counts_of(shelter: Shelter, day: date) -> QuerySet[VisitCount]:
    """Every count and correction of one shelter's day, in the order in which they were written down."""
    rows = VisitCount.objects.filter(shelter=shelter, day=day)
    return rows.select_related("recorded_by", "correction_of").order_by("pk")


def last_press(shelter: Shelter, day: date, by) -> VisitCount | None:
    """The counter's last press of this account that was not taken back."""
    rows = VisitCount.objects.filter(shelter=shelter, day=day, recorded_by=by, source=Source.COUNTER)
    return rows.filter(correction_of__isnull=True, corrections__isnull=True).order_by("pk").last()


# -- bookings -------------------------------------------------------------------------------------------------


def with_words(rows: QuerySet[Booking]) -> QuerySet[Booking]:
    """Bookings with everything a list prints, in one statement."""
    return rows.select_related("room__shelter", "purpose", "centre", "contact", "recorded_by")


def between(rows: QuerySet[Booking], first: date, last: date) -> QuerySet[Booking]:
    """Bookings that touch these days, by time."""
    starts = datetime.combine(first, datetime.min.time(), SEOUL)
    ends = datetime.combine(last + timedelta(days=1), datetime.min.time(), SEOUL)
    found = with_words(rows.filter(starts_at__lt=ends, ends_at__gt=starts))
    return found.order_by("starts_at", "room__shelter__position", "pk")


def overlapping(room: Room, starts_at: datetime, ends_at: datetime) -> QuerySet[Booking]:
    """Bookings of the room in any state that touch the time."""
    return Booking.objects.filter(room=room, starts_at__lt=ends_at, ends_at__gt=starts_at)


def holders(room: Room, starts_at: datetime, ends_at: datetime) -> QuerySet[Booking]:
    """Who holds the room at that time."""
    return with_words(overlapping(room, starts_at, ends_at).filter(state__in=HOLDING))


def waiting(room: Room, starts_at: datetime, ends_at: datetime) -> QuerySet[Booking]:
    """Who waits for a time that touches this one, the longest waiting first."""
    return (
        overlapping(room, starts_at, ends_at).filter(state=BookingState.WAITING).order_by("recorded_at", "pk")
    )


def booked_by_group(room: Room, group: str, day: date) -> int:
    """How often the group holds this room in that month."""
    rows = Booking.objects.filter(
        room=room, group_key=rules.group_key(group), held_on__year=day.year, held_on__month=day.month
    )
    return rows.filter(state__in=HOLDING).count()


def room_rules(room: Room) -> RoomRules:
    return RoomRules(
        seats=room.seats,
        hours=rules.hours(room.opens_at, room.closes_at),
        ahead_days=room.ahead_days,
        notice_hours=room.notice_hours,
        longest_hours=room.longest_hours,
        monthly_limit=room.monthly_limit,
    )


def purpose_rows() -> QuerySet[Code]:
    """The same as rows, for a form to choose from."""
    ids = [code.pk for code in purposes()]
    return Code.objects.filter(pk__in=ids).order_by("position", "pk")
