"""Requests, lectures, instructors and videos, with what their pages need already fetched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Avg, Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import ExtractHour, ExtractMinute, TruncWeek

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import LimitKind, Room, Shape
from kwonik.catalogue.models import Service
from kwonik.people.codes import AppointedRole
from kwonik.people.models import Appointment
from kwonik.places.models import Centre, District, standing_on

from .codes import OPEN, TAKEN, RequestState
from .models import Attendee, Lecture, LectureInstructor, Request, Video, VideoReading
from .rules import NEAR, Instructor, Lesson, hours_of

TEACHING = (AppointedRole.INSTRUCTOR, AppointedRole.RIGHTS_ADVOCATE)
"""Who may stand before a class: the instructors, and the rights advocates (공인노무사)."""


def services() -> QuerySet[Service]:
    """The services kept as lectures, in the profile's order."""
    return catalogue.services(Shape.SESSION, Room.EDUCATION)


def service_names() -> dict[str, str]:
    return dict(catalogue.labels(Shape.SESSION, Room.EDUCATION)["service"])


def kind_names() -> dict[str, str]:
    return dict(catalogue.code_labels("kind", Shape.SESSION, Room.EDUCATION))


def district_names() -> dict[str, str]:
    return dict(District.objects.values_list("code", "name"))


def centre_names() -> dict[str, str]:
    return dict(Centre.objects.values_list("code", "name"))


def series_names() -> dict[str, str]:
    names = Lecture.objects.exclude(series="").order_by().values_list("series", flat=True).distinct()
    return {name: name for name in names}


def platforms() -> dict[str, str]:
    names = Video.objects.order_by().values_list("platform", flat=True).distinct()
    return {name: name for name in names}


def timed_lectures() -> QuerySet[Lecture]:
    """Lectures with `minutes` from start to end (NULL where a time is missing) and the Monday of their `week`."""
    starts = ExtractHour("starts_at") * 60 + ExtractMinute("starts_at")
    ends = ExtractHour("ends_at") * 60 + ExtractMinute("ends_at")
    return Lecture.objects.annotate(minutes=ends - starts, week=TruncWeek("held_on"))


def at_least(service: Service, day: date) -> int | None:
    """How many people a group must have on that day, if the service asks that."""
    return catalogue.limit(service, LimitKind.GROUP_AT_LEAST, day)


# -- requests --------------------------------------------------------------------------------------------------


def requests(rows: QuerySet[Request]) -> QuerySet[Request]:
    return rows.select_related("service", "kind", "district", "centre", "withdrawn_by", "contact")


def board(rows: QuerySet[Request]) -> list[tuple[RequestState, list[Request]]]:
    """Requests still alive by state, the earliest wish first; one statement."""
    alive = (*OPEN, RequestState.ACCEPTED, RequestState.ASSIGNED)
    found: dict[str, list[Request]] = defaultdict(list)
    for row in rows.filter(state__in=alive, withdrawn_at__isnull=True).order_by("wished_on", "pk"):
        found[row.state].append(row)
    return [(state, found[state]) for state in alive]


def people_taken(rows: QuerySet[Request]) -> dict[str, int]:
    """How many requests were taken on, and for how many people."""
    return rows.filter(state__in=TAKEN).aggregate(count=Count("pk"), people=Sum("people", default=0))


# -- lectures --------------------------------------------------------------------------------------------------


def lectures(rows: QuerySet[Lecture]) -> QuerySet[Lecture]:
    """Lectures with what a list prints; the instructors in a second statement."""
    return rows.select_related("service", "kind", "district", "centre", "request").prefetch_related(
        "instructors__instructor"
    )


def totals(rows: QuerySet[Lecture]) -> dict[str, Any]:
    """회, 명, 학급 and the mean satisfaction (weighed by who answered) of the lectures held among these rows."""
    held = rows.filter(people_completed__isnull=False, withdrawn_at__isnull=True)
    found = held.order_by().aggregate(
        lectures=Count("pk"),
        people=Sum("people_completed", default=0),
        classes=Sum("classes", default=0),
        weighed=Sum(F("satisfaction") * F("answered"), filter=Q(satisfaction__isnull=False)),
        answered=Sum("answered", filter=Q(satisfaction__isnull=False)),
        plain=Avg("satisfaction"),
    )
    weighed, answered = found.pop("weighed"), found.pop("answered")
    plain = found.pop("plain")
    found["satisfaction"] = weighed / answered if weighed is not None and answered else plain
    return found


def roster(lecture: Lecture) -> QuerySet[Attendee]:
    return lecture.roster.select_related("client", "lecture__centre").order_by("pk")


# -- instructors -----------------------------------------------------------------------------------------------


def instructors(centre: Centre, day: date) -> QuerySet[Appointment]:
    """Whoever may teach at the centre on that day."""
    rows = Appointment.objects.filter(standing_on(day), centre=centre, role__in=TEACHING)
    return rows.order_by("name", "pk")


def pool(rows: QuerySet[Appointment], first_on: date, last_on: date) -> QuerySet[Appointment]:
    """Instructors with what they taught in these days: `given` lectures, `people`, `fees_won`, and `ahead` after them."""
    mine = LectureInstructor.objects.filter(instructor=OuterRef("pk"), stands=True).order_by()

    def of(measure, **only):
        return Subquery(mine.filter(**only).values("instructor").annotate(n=measure).values("n"))

    within = {"lecture__held_on__gte": first_on, "lecture__held_on__lte": last_on}
    return rows.prefetch_related("districts").annotate(
        given=of(Count("pk"), **within),
        people=of(Sum("lecture__people_completed"), **within),
        fees_won=of(Sum("fee_won"), **within),
        ahead=of(Count("pk"), lecture__held_on__gt=last_on),
    )


def lesson(lecture: Lecture) -> Lesson:
    return Lesson(
        on=lecture.held_on,
        kind=lecture.kind.code,
        kind_label=lecture.kind.label,
        district=lecture.district.code if lecture.district else "",
        district_label=lecture.district.name if lecture.district else "",
    )


def candidates(lecture: Lecture) -> dict[int, tuple[Appointment, Instructor]]:
    """Everybody who might give the lecture besides those who do, with what the ranking needs; three statements."""
    day = lecture.held_on
    rows = Appointment.objects.filter(centre=lecture.centre_id, role__in=TEACHING)
    rows = rows.filter(standing_on(day) | Q(from_on__gt=day, from_on__lte=day + timedelta(days=90)))
    rows = rows.exclude(pk__in=lecture.instructors.values("instructor"))
    given, kinds = _near(lecture), kind_names()
    hours = hours_of(day, lecture.starts_at, lecture.ends_at)
    found = {}
    for row in rows.prefetch_related("districts").order_by("pk"):
        others = given.get(row.pk, [])
        same_day = [one for one in others if one.lecture.held_on == day]
        clash = next((one for one in same_day if _meets(one.during, hours)), None)
        found[row.pk] = (
            row,
            Instructor(
                key=row.pk,
                from_on=row.from_on,
                until_on=row.until_on,
                suspended=row.suspended,
                near=len(others),
                specialities=tuple(code for code in row.specialities if code in kinds),
                districts=tuple(sorted(district.code for district in row.districts.all())),
                busy=clash.lecture.title if clash else "",
                same_day=len(same_day),
            ),
        )
    return found


def _near(lecture: Lecture) -> dict[int, list[LectureInstructor]]:
    around = (lecture.held_on - NEAR, lecture.held_on + NEAR)
    rows = LectureInstructor.objects.filter(
        lecture__centre=lecture.centre_id, lecture__held_on__range=around, stands=True
    )
    found: dict[int, list[LectureInstructor]] = defaultdict(list)
    for row in rows.exclude(lecture=lecture.pk).select_related("lecture"):
        found[row.instructor_id].append(row)
    return found


def _meets(during: Any, hours: tuple | None) -> bool:
    return bool(during and hours and during.lower < hours[1] and hours[0] < during.upper)


def clash(instructor: Appointment, hours: tuple, besides: int) -> LectureInstructor | None:
    """What the instructor does already in these hours, apart from one lecture."""
    rows = LectureInstructor.objects.filter(instructor=instructor, stands=True, during__overlap=hours)
    return rows.exclude(lecture=besides).select_related("lecture").first()


# -- videos ----------------------------------------------------------------------------------------------------


def latest_readings(until: date) -> QuerySet[VideoReading]:
    """The ids of each video's latest standing reading up to a day."""
    rows = VideoReading.objects.filter(read_on__lte=until, withdrawn_at__isnull=True)
    return rows.order_by("video_id", "-read_on").distinct("video_id").values("pk")


def videos(rows: QuerySet[Video]) -> QuerySet[Video]:
    """Videos with their latest reading: `views_now`, `read_on`."""
    readings = VideoReading.objects.filter(video=OuterRef("pk"), withdrawn_at__isnull=True).order_by(
        "-read_on"
    )
    return rows.select_related("service", "centre", "withdrawn_by").annotate(
        views_now=Subquery(readings.values("views")[:1]), read_on=Subquery(readings.values("read_on")[:1])
    )


def neighbours(video: Video, day: date, besides: int = 0) -> tuple[int | None, int | None]:
    """The views read last before that day, and first after it."""
    rows = video.readings.filter(withdrawn_at__isnull=True).exclude(pk=besides)
    before = rows.filter(read_on__lt=day).order_by("-read_on").values_list("views", flat=True).first()
    after = rows.filter(read_on__gt=day).order_by("read_on").values_list("views", flat=True).first()
    return before, after


def by_name(rows: Iterable[Appointment]) -> dict[str, list[Appointment]]:
    """Instructors by the name a ledger calls them."""
    found: dict[str, list[Appointment]] = defaultdict(list)
    for row in rows:
        found[row.name].append(row)
    return found
