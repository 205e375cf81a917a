"""위촉 대장: the experts of the centre and what assignment ranks them by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kwonik.people import access, rules
from kwonik.people.codes import AppointedRole, Qualification
from kwonik.people.models import Appointment
from kwonik.places.queries import districts
from kwonik.spreadsheets import Column

_ROLES: dict[str, str] = {
    **{label: code for code, label in AppointedRole.choices},
    "권리보호관": "rights_advocate",
    "보호관": "rights_advocate",
    "심리상담사": "visiting_counsellor",
    "세무사": "tax_counsellor",
}
_QUALIFICATIONS: dict[str, str] = {
    **{label: code for code, label in Qualification.choices},
    "노무사": "labour_attorney",
}
_LONGEST = {"name": 60, "firm": 80}
_MOST = 200  # cases at once


def columns(context: Any) -> list[Column]:
    return [
        Column(
            "role", "역할", "choice", required=True, aliases=("구분", "위촉 구분", "직책"), choices=_ROLES
        ),
        Column("term_number", "기수", "int", aliases=("기", "위촉 기수")),
        Column("name", "이름", required=True, aliases=("성명", "성함")),
        Column(
            "qualification",
            "자격",
            "choice",
            required=True,
            aliases=("직종", "자격증"),
            choices=_QUALIFICATIONS,
        ),
        Column("firm", "사무소", aliases=("소속", "법인", "사무소명", "노무법인")),
        Column(
            "specialities",
            "전문 분야",
            "choices",
            aliases=("전문분야", "분야"),
            choices={label: code for code, label in access.specialities().items()},
        ),
        Column(
            "districts",
            "활동 자치구",
            "choices",
            aliases=("자치구", "활동지역", "지역"),
            choices=_districts(context)[1],
        ),
        Column("from_on", "위촉일", "date", required=True, aliases=("시작일", "위촉 시작일", "위촉일자")),
        Column("until_on", "만료일", "date", aliases=("끝난 날", "종료일", "위촉 종료일", "해촉일")),
        Column("capacity", "동시 사건 수", "int", aliases=("동시에 맡는 사건 수", "최대 사건 수")),
    ]


def _districts(context: Any) -> tuple[dict[str, int], dict[str, str]]:
    """(code -> row number, spelling -> code); "종로구" and "종로", but 중구 has no short name."""
    if "districts" not in context.memo:
        rows = list(districts())
        short = {row.name[:-1]: row.code for row in rows if len(row.name) > 2 and row.name[-1] in "구시군"}
        spellings = {row.name: row.code for row in rows} | short
        context.memo["districts"] = ({row.code: row.pk for row in rows}, spellings)
    return context.memo["districts"]


def check(context: Any, values: dict[str, Any]) -> list[str]:
    said = [
        f"글이 너무 깁니다. {most}자까지 적을 수 있습니다."
        for key, most in _LONGEST.items()
        if len(values.get(key) or "") > most
    ]
    if values.get("until_on") and values["until_on"] < values["from_on"]:
        said.append("만료일이 위촉일보다 앞섭니다. 날짜를 다시 확인하세요.")
    for key, least, most in (("term_number", 1, 99), ("capacity", 0, _MOST)):
        if values.get(key) is not None and not least <= values[key] <= most:
            said.append(f"{least}부터 {most}까지의 수를 적으세요: {values[key]}")
    known, who = _known(context), _who(values)
    if who in known:
        said.append("같은 날 같은 역할로 이미 위촉한 분입니다. 두 번 적었는지 확인하세요.")
    known.add(who)
    return said


def _known(context: Any) -> set[tuple]:
    if "appointed" not in context.memo:
        rows = Appointment.objects.filter(centre=context.centre)
        context.memo["appointed"] = set(rows.values_list("role", "name", "firm", "from_on"))
    return context.memo["appointed"]


def _who(values: dict[str, Any]) -> tuple[str, str, str, date]:
    return values["role"], rules.tidy(values["name"]), rules.tidy(values.get("firm") or ""), values["from_on"]


def store(context: Any, lines: Sequence[Any], batch: Any) -> None:
    rows = Appointment.objects.bulk_create(_appointment(context, line, batch) for line in lines)
    ids = _districts(context)[0]
    through = Appointment.districts.through
    through.objects.bulk_create(
        through(appointment_id=row.pk, district_id=ids[code])
        for row, line in zip(rows, lines, strict=True)
        for code in dict.fromkeys(line.values.get("districts") or ())
    )


def _appointment(context: Any, line: Any, batch: Any) -> Appointment:
    role, name, firm, from_on = _who(line.values)
    capacity = line.values.get("capacity")
    return Appointment(
        centre=context.centre,
        role=role,
        name=name,
        firm=firm,
        from_on=from_on,
        until_on=line.values.get("until_on"),
        term_number=line.values.get("term_number"),
        qualification=line.values["qualification"],
        specialities=list(line.values.get("specialities") or ()),
        import_batch_id=batch.pk,
        import_key=line.key,
        **({} if capacity is None else {"capacity": capacity}),
    )


def example(context: Any) -> list[dict[str, Any]]:
    return [
        {
            "role": AppointedRole.RIGHTS_ADVOCATE.value,
            "term_number": 5,
            "name": "홍길동",
            "qualification": Qualification.LABOUR_ATTORNEY.value,
            "firm": "가람노무법인",
            "from_on": date(2025, 1, 1),
            "until_on": date(2026, 12, 31),
            "capacity": 5,
        }
    ]


SHEET: dict[str, Any] = {
    "code": "people.appointments",
    "label": "위촉 대장",
    "permission": "people.appointment:import",
    "model": Appointment,
    "columns": columns,
    "check": check,
    "store": store,
    "example": example,
}
