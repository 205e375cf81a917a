"""What the ledgers look up, once for a whole file: service, kinds, districts, instructors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.models import Code, Service
from kwonik.education import queries
from kwonik.ledgers.registry import Context, once
from kwonik.people.models import Appointment
from kwonik.places.queries import districts
from kwonik.spreadsheets import Column


def service_of(context: Context) -> Service:
    return once(context, "service", lambda: catalogue.service(context.variant))


def kinds(context: Context) -> dict[str, Code]:
    return once(
        context,
        "kinds",
        lambda: {code.code: code for code in catalogue.codes(service_of(context), "kind")},
    )


def kind_of(context: Context, values: Mapping[str, Any]) -> Code:
    """The line's kind; a service of one kind need not name it."""
    known = kinds(context)
    return known[values.get("kind") or next(iter(known))]


def kind_column(context: Context, *aliases: str) -> Column:
    labels = {code.label: code.code for code in kinds(context).values()}
    spelt = {
        alias: code.code for code in kinds(context).values() for alias in code.aliases if alias not in labels
    }
    return Column(
        "kind",
        "종류",
        "choice",
        required=len(labels) > 1,
        aliases=("교육 종류", "교육종류", "과정", "구분", "분야", *aliases),
        choices=labels | spelt,
    )


def districts_by_code(context: Context) -> dict[str, Any]:
    return once(context, "districts", lambda: {row.code: row for row in districts()})


def district_column(context: Context) -> Column:
    """ "종로구" and "종로" alike, but 중구 has no short name."""
    rows = districts_by_code(context).values()
    short = {row.name[:-1]: row.code for row in rows if len(row.name) > 2 and row.name[-1] in "구시군"}
    return Column(
        "district",
        "자치구",
        "choice",
        aliases=("지역", "구", "소재지", "소재 자치구"),
        choices={row.name: row.code for row in rows} | short,
    )


def district_of(context: Context, values: Mapping[str, Any]) -> Any:
    return districts_by_code(context).get(values.get("district") or "")


def instructors(context: Context) -> dict[str, list[Appointment]]:
    """Whoever ever might teach here, by name."""

    def find() -> dict[str, list[Appointment]]:
        rows = Appointment.objects.filter(centre=context.centre, role__in=queries.TEACHING)
        return queries.by_name(rows.order_by("role", "-from_on", "pk"))

    return once(context, "instructors", find)


def instructor_called(context: Context, name: str, day: date) -> Appointment | str:
    """The instructor in force that day, or a sentence that says why there is none."""
    standing = [
        row
        for row in instructors(context).get(name, [])
        if row.from_on <= day and (row.until_on is None or row.until_on >= day)
    ]
    if not standing:
        return f"'{name}' 님은 그날 위촉된 강사가 아닙니다. 이름을 확인하거나 위촉 대장에 먼저 올리세요."
    role = standing[0].role
    if sum(row.role == role for row in standing) > 1:
        return f"'{name}' 님이 여럿입니다. 이 줄의 강사는 비우고 화면에서 배정하세요."
    return standing[0]


def below_zero(values: Mapping[str, Any], words: Mapping[str, str]) -> list[str]:
    return [
        f"{label}은(는) 0 이상입니다: {values[key]}"
        for key, label in words.items()
        if values.get(key) is not None and values[key] < 0
    ]
