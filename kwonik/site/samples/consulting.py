"""Ledgers of consulting: agreements with partners, and workplaces that were advised, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field

from kwonik.catalogue.rules import Profile
from kwonik.catalogue.rules.profile import Code, Line40, Line80, Line120, Part
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.places.rules import name_key

from . import persons, words
from .chance import Chance, spread
from .education import table
from .education_recipe import Months
from .material import material
from .tables import Table

Count = Annotated[int, Field(ge=1, le=10_000)]


class Accord(Part):
    name: Line120
    partner: Line120
    from_on: date
    until_on: date | None = None


class Advised(Part):
    """`count` workplaces done in these months; `parts`: how many of them had each optional part.

    `state` leaves them undone: 접수, 배정, 신청 (asked for in the months instead). `named` are the workplaces' names.
    """

    count: Count
    months: Months
    parts: dict[Code, Annotated[int, Field(ge=0)]] = {}
    agreement: Line120 | None = None
    names: list[Line80] = []
    form: Line80 | None = None
    industry: Annotated[str, Field(max_length=60)] = ""
    state: Line40 = "완료"
    reason: Annotated[str, Field(max_length=200)] = ""
    employees: tuple[int, int] = Field(default=(2, 29), strict=False)


class Advice(Part):
    """A service's year; nothing in its ledger is later than `until`."""

    service: Code
    file: Line80
    style: Line40 = "titled"
    fees_won: dict[Code, Annotated[int, Field(ge=0)]]
    until: date
    cells: list[Advised] = Field(min_length=1)


class ConsultingRecipe(Part):
    agreements_file: Line80 | None = None
    agreements: list[Accord] = []
    years: list[Advice] = Field(min_length=1)


INDUSTRIES = {
    "식당": "음식점업",
    "카페": "음식점업",
    "마트": "소매업",
    "편의점": "소매업",
    "요양원": "사회복지 서비스업",
    "재가센터": "사회복지 서비스업",
    "어린이집": "사회복지 서비스업",
    "병원": "보건업",
    "학원": "교육 서비스업",
    "봉제": "의류 제조업",
    "인쇄": "인쇄업",
    "주얼리": "귀금속 제조업",
    "소프트": "정보통신업",
    "미디어": "영상 제작업",
    "미용실": "미용업",
    "헬스장": "체육 시설 운영업",
    "출판": "출판업",
    "무역": "도매업",
    "청소용역": "사업시설 관리업",
    "인테리어": "전문 공사업",
    "물류": "운수업",
}


def rows(profile: Profile, recipe: Advice, consultants: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every engagement; each consultant has one before anybody has two, and so on."""
    chance = Chance(profile.head.code, recipe.file)
    labels = words.labels(profile, recipe.service, "part")
    districts = [row.name for row in profile.organisation.districts if row.name.endswith("구")]
    turn = _turns(chance, [row["name"] for row in consultants])
    taken: set[str] = set()
    found = []
    for cell in recipe.cells:
        days = [min(day, recipe.until) for day in spread(chance, cell.count, cell.months)]
        having = {part: set(chance.sample(range(cell.count), count)) for part, count in cell.parts.items()}
        for number, day in enumerate(days):
            name, industry = _workplace(chance, cell, number, taken)
            parts = [part for part in recipe.fees_won if part not in cell.parts or number in having[part]]
            low, high = cell.employees
            row = {
                "workplace": name,
                "industry": industry,
                "district": chance.choice(districts),
                "employees": chance.around(low, high),
                "agreement": cell.agreement or "",
                "parts": ", ".join(labels[part] for part in parts),
                **{f"fee_{part}": None for part in recipe.fees_won},
                **_days(chance, cell, day),
                "ended": cell.state if cell.state in ("거절", "취소", "대기") else "",
                "reason": cell.reason,
            }
            who = persons.person(chance)
            row |= {"name": who.name, "phone": who.phone}
            row["consultant"] = next(turn) if cell.state in ("완료", "배정") else ""
            row["satisfaction"] = ""
            if row["delivered_on"]:
                row |= {f"fee_{part}": recipe.fees_won[part] for part in parts}
                if chance.percent(70):
                    row["satisfaction"] = f"{chance.triangular(3.8, 5, 4.6):.1f}"
            found.append(row)
    return sorted(found, key=lambda row: (row["requested_on"], row["workplace"]))


def _turns(chance: Chance, names: Sequence[str]):
    while True:
        yield from chance.sample(list(names), len(names))


def _workplace(chance: Chance, cell: Advised, number: int, taken: set[str]) -> tuple[str, str]:
    """A name nobody else in the ledger has, and its industry."""
    if cell.names:
        return cell.names[number], cell.industry
    while True:
        if cell.form:
            front = chance.choice(material("persons")["fronts"].split())
            name, industry = cell.form.format(front=front), cell.industry
        else:
            job = persons.work(chance, list(INDUSTRIES))
            name, industry = job.workplace, INDUSTRIES[job.kind]
        if name_key(name) not in taken:
            taken.add(name_key(name))
            return name, industry


def _days(chance: Chance, cell: Advised, day: date) -> dict[str, date | None]:
    """Asked for, accepted, done; `day` is the last of these that happened."""
    if cell.state == "완료":
        accepted = _workday(day - timedelta(days=chance.randint(18, 45)))
        asked = _workday(accepted - timedelta(days=chance.randint(2, 10)))
        return {"requested_on": asked, "accepted_on": accepted, "delivered_on": day}
    if cell.state in ("접수", "배정"):
        asked = _workday(day - timedelta(days=chance.randint(2, 10)))
        return {"requested_on": asked, "accepted_on": day, "delivered_on": None}
    return {"requested_on": day, "accepted_on": None, "delivered_on": None}


def _workday(day: date) -> date:
    working = WorkingCalendar()
    while not working.is_working(day):
        day -= timedelta(days=1)
    return day


def engagement_table(profile: Profile, recipe: Advice, found: Sequence[Mapping[str, Any]]) -> Table:
    labels = words.labels(profile, recipe.service, "part")
    headings = (
        ("신청일자", 12, "requested_on"),
        ("사업장명", 24, "workplace"),
        ("담당자", 10, "name"),
        ("연락처", 15, "phone"),
        ("소재지", 10, "district"),
        ("업종", 18, "industry"),
        ("상시근로자", 10, "employees"),
        ("선정일", 12, "accepted_on"),
        ("협약", 26, "agreement"),
        ("지원 내용", 40, "parts"),
        ("담당노무사", 10, "consultant"),
        ("완료일", 12, "delivered_on"),
        *((f"{labels[part]} 비용", 14, f"fee_{part}") for part in recipe.fees_won),
        ("만족도", 8, "satisfaction"),
        ("상태", 8, "ended"),
        ("사유", 30, "reason"),
    )
    kept = [
        heading for heading in headings if heading[2] != "agreement" or any(row["agreement"] for row in found)
    ]
    return table(recipe.file, kept, found)


AGREEMENT_HEADINGS = (
    ("협약명", 40, "name"),
    ("협약기관", 30, "partner"),
    ("협약일", 12, "from_on"),
    ("종료일", 12, "until_on"),
)


def agreement_table(recipe: ConsultingRecipe) -> Table:
    assert recipe.agreements_file
    return table(recipe.agreements_file, AGREEMENT_HEADINGS, [one.model_dump() for one in recipe.agreements])
