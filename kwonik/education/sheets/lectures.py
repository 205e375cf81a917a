"""교육 대장: what was held, by whom, and how many came to the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from kwonik.education import queries, rules
from kwonik.education.models import Lecture, LectureInstructor, Request
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, once, too_long
from kwonik.people.models import Appointment
from kwonik.spreadsheets import Column

from . import lookups

LENGTHS = {"title": 200, "series": 80, "audience": 120, "place": 120, "note": 300}
NUMBERS = {
    "people_registered": "신청 인원",
    "people_completed": "수료 인원",
    "fee_won": "강사비",
    "answered": "응답 인원",
}
MOST = 100_000
_PARTED = re.compile(r"[,/·、\n]+")


def columns(context: Context) -> list[Column]:
    people = (
        "수료인원",
        "수료자",
        "참여인원",
        "참여 인원",
        "참석인원",
        "교육인원",
        "인원",
        "수강인원",
        "수료",
    )
    return [
        Column("held_on", "교육일", "date", required=True, aliases=("교육일자", "교육 일자", "일자", "날짜", "일시")),
        Column("starts_at", "시작 시각", "time", aliases=("시작시간", "시작", "교육시작")),
        Column("ends_at", "마친 시각", "time", aliases=("종료시간", "종료", "마침", "교육종료")),
        lookups.kind_column(context),
        Column("title", "교육 이름", required=True, aliases=("교육명", "강의명", "강좌명", "주제", "제목", "과목")),
        Column("series", "강좌", aliases=("기획 강좌", "시리즈", "과정명")),
        Column("audience", "들은 곳", aliases=("교육 대상", "대상", "대상 기관", "기관명", "학교명", "단체명", "신청기관")),
        Column("place", "장소", aliases=("교육장소", "교육 장소")),
        lookups.district_column(context),
        Column("classes", "학급", "int", aliases=("학급 수", "학급수", "반", "반 수"), help="비워 두면 1입니다."),
        Column("people_registered", "신청 인원", "int", aliases=("신청인원", "접수인원", "모집인원")),
        Column(
            "people_completed",
            "수료 인원",
            "int",
            aliases=people,
            help="끝까지 참여한 사람입니다. 아직 하지 않은 교육은 비워 두세요.",
        ),
        Column("instructors", "강사", aliases=("강사명", "담당 강사", "파견 강사"), help="여럿이면 쉼표로 나눕니다."),
        Column("fee_won", "강사비", "won", aliases=("강사료", "강의료"), help="강사 한 사람의 금액입니다."),
        Column("satisfaction", "만족도", "decimal", aliases=("만족도 평균", "만족도(5점)"), help="5점 만점입니다."),
        Column("answered", "만족도 응답", "int", aliases=("응답자", "응답인원", "설문 응답")),
        Column("request", "신청 번호", aliases=("신청번호", "접수번호")),
        Column("note", "메모", aliases=("비고", "특이사항")),
    ]  # fmt: skip


def names(values: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(name for part in _PARTED.split(values.get("instructors") or "") if (name := part.strip())))  # fmt: skip


def check(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, LENGTHS) + lookups.below_zero(values, NUMBERS)
    day, today = values["held_on"], timezone.localdate()
    try:
        rules.check_hours(values["starts_at"], values["ends_at"])
    except rules.Refused as refused:
        return [*said, str(refused)]
    if values["people_completed"] is not None and day > today:
        said.append("아직 오지 않은 날의 교육에 수료 인원이 있습니다. 날짜를 확인하거나 인원을 비우세요.")
    if values["people_completed"] is None and day <= today:
        said.append("수료 인원을 적으세요. 하지 않은 교육이면 줄을 지우세요.")
    if values["satisfaction"] is not None and not 0 <= values["satisfaction"] <= 5:
        said.append("만족도는 0부터 5까지입니다.")
    if values["classes"] is not None and not 1 <= values["classes"] <= 1000:
        said.append("학급은 1 이상입니다.")
    said += [f"{word}이(가) 너무 큽니다." for key, word in NUMBERS.items() if key != "fee_won" and (values[key] or 0) > MOST]  # fmt: skip
    if values["request"] and values["request"] not in _requests(context):
        said.append(f"'{values['request']}' 신청이 없습니다. 신청 대장을 먼저 가져오거나 번호를 지우세요.")
    for name in names(values):
        found = lookups.instructor_called(context, name, day)
        if isinstance(found, str):
            said.append(found)
        elif clash := _clash(context, found, rules.hours_of(day, values["starts_at"], values["ends_at"])):
            said.append(
                f"'{name}' 님은 그 시각({clash:%H:%M}부터)에 다른 교육이 있습니다. 시각이나 강사를 확인하세요."
            )
    return said


def _requests(context: Context) -> dict[str, int]:
    def find() -> dict[str, int]:
        rows = Request.objects.filter(centre=context.centre, service=lookups.service_of(context))
        return dict(rows.values_list("reference", "pk"))

    return once(context, "requests", find)


def _clash(context: Context, who: Appointment, hours: tuple[datetime, datetime] | None) -> datetime | None:
    """When the instructor's other lecture in these hours begins, in the books or in this ledger."""
    if hours is None:
        return None

    def find() -> dict[int, list[tuple[datetime, datetime]]]:
        rows = LectureInstructor.objects.filter(centre=context.centre, stands=True, during__isnull=False)
        busy: dict[int, list[tuple[datetime, datetime]]] = {}
        for instructor, during in rows.values_list("instructor", "during"):
            busy.setdefault(instructor, []).append((during.lower, during.upper))
        return busy

    mine = once(context, "busy", find).setdefault(who.pk, [])
    for begins, ends in mine:
        if begins < hours[1] and hours[0] < ends:
            return timezone.localtime(begins)
    mine.append(hours)
    return None


def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    rows = Lecture.objects.bulk_create([_lecture(context, line, batch) for line in lines])
    LectureInstructor.objects.bulk_create(
        LectureInstructor(
            centre=context.centre,
            lecture=row,
            instructor=instructor,
            fee_won=line.values["fee_won"],
            during=rules.hours_of(row.held_on, row.starts_at, row.ends_at),
        )
        for row, line in zip(rows, lines, strict=True)
        for name in names(line.values)
        if isinstance(instructor := lookups.instructor_called(context, name, row.held_on), Appointment)
    )


def _lecture(context: Context, line: Line, batch: ImportBatch) -> Lecture:
    values = line.values
    return Lecture(
        centre=context.centre,
        service=lookups.service_of(context),
        kind=lookups.kind_of(context, values),
        request_id=_requests(context)[values["request"]] if values["request"] else None,
        title=values["title"],
        series=values["series"] or "",
        audience=values["audience"] or "",
        held_on=values["held_on"],
        starts_at=values["starts_at"],
        ends_at=values["ends_at"],
        place=values["place"] or "",
        district=lookups.district_of(context, values),
        classes=values["classes"] or 1,
        people_registered=values["people_registered"],
        people_completed=values["people_completed"],
        satisfaction=values["satisfaction"],
        answered=values["answered"],
        note=values["note"] or "",
        recorded_by=context.by,
        import_batch=batch,
        import_key=line.key,
    )


def example(context: Context) -> list[dict[str, Any]]:
    day = timezone.localdate().replace(day=1)
    teacher = queries.instructors(context.centre, day).first()
    return [
        {
            "held_on": date(day.year, 1, 15),
            "starts_at": time(14),
            "ends_at": time(16),
            "kind": next((code.label for code in lookups.kinds(context).values()), ""),
            "title": "일터에서 알아야 할 노동법",
            "audience": "한마음복지관",
            "place": "한마음복지관 2층 교육실",
            "classes": 1,
            "people_registered": 30,
            "people_completed": 27,
            "instructors": teacher.name if teacher and teacher.from_on <= date(day.year, 1, 15) else "",
            "satisfaction": "4.6",
            "answered": 25,
        }
    ]
