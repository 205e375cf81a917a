"""The two registers of people: who sits on the posts (현원), who is appointed from outside (위촉)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from kwonik.catalogue.rules import Profile
from kwonik.people.codes import AppointedRole, Grade, Qualification

from . import persons, words
from .chance import Chance
from .material import material
from .recipe import Appointments, Staff
from .tables import Heading, Table

UNSURE_OF_DISTRICT = 30
"""Percent of advocates who are active in the whole city."""


def staff_rows(profile: Profile, recipe: Staff, named: Mapping[str, str]) -> list[dict[str, Any]]:
    """One row per stretch in office; `named` gives the names of people with an account, by role."""
    chance = Chance(profile.head.code, recipe.file)
    units = {
        number: unit.name
        for unit in profile.organisation.units
        for block in unit.posts
        for number in range(block.first, block.last + 1)
    }
    taken = set(named.values())
    found: list[dict[str, Any]] = []
    for grade in recipe.grades:
        label = Grade(grade.grade).label
        seats = [post for post in grade.posts if post not in grade.vacant]
        moved = set(chance.sample(seats, grade.left))
        for post in seats:
            known = named.get(grade.login or "") if post == seats[0] else None
            who = known or persons.names(chance, 1, taken)[0]
            since = grade.since
            if post in moved:
                since = grade.since + timedelta(days=chance.randint(60, 420))
                before = persons.names(chance, 1, taken)[0]
                found.append(_staff(post, units[post], label, before, grade.since, since - timedelta(days=1)))
            found.append(_staff(post, units[post], label, who, since, None))
    return sorted(found, key=lambda row: (row["post"], row["from_on"]))


def _staff(
    post: int, unit: str, grade: str, who: str, from_on: date, until_on: date | None
) -> dict[str, Any]:
    return {"post": post, "unit": unit, "grade": grade, "name": who, "from_on": from_on, "until_on": until_on}


STAFF_HEADINGS = (
    ("부서", 16, "unit"),
    ("직급", 16, "grade"),
    ("성명", 10, "name"),
    ("임용일", 12, "from_on"),
    ("퇴직일", 12, "until_on"),
)


def appointment_rows(profile: Profile, recipe: Appointments) -> list[dict[str, Any]]:
    """Everybody appointed, group by group; names are different within the register."""
    chance = Chance(profile.head.code, recipe.file)
    labels = words.specialities(profile)
    districts = [row.name for row in profile.organisation.districts]
    taken = {name for group in recipe.groups for name in group.named}
    found = []
    for group in recipe.groups:
        everybody = [*group.named, *persons.names(chance, group.count - len(group.named), taken)]
        for who in everybody:
            specialities: list[str] = []
            while group.specialities and len(specialities) < chance.choice((1, 2, 2, 3)):
                code = chance.weighed(group.specialities)
                if labels[code] not in specialities:
                    specialities.append(labels[code])
            everywhere = chance.percent(UNSURE_OF_DISTRICT)
            near = (
                []
                if everywhere
                else sorted(chance.sample(districts, min(len(districts), chance.randint(2, 5))))
            )
            found.append(
                {
                    "role": AppointedRole(group.role).label,
                    "term": group.term,
                    "name": who,
                    "qualification": Qualification(group.qualification).label,
                    "firm": _firm(chance, group.qualification),
                    "specialities": ", ".join(specialities),
                    "districts": ", ".join(near),
                    "capacity": chance.randint(*group.capacity),
                    "from_on": group.from_on,
                    "until_on": group.until_on,
                }
            )
    return found


def _firm(chance: Chance, qualification: str) -> str:
    if qualification == Qualification.OTHER:
        return ""
    ending = {
        Qualification.LABOUR_ATTORNEY: ("노무법인 {}", "{} 노동법률사무소", "공인노무사 {} 사무소"),
        Qualification.LAWYER: ("법무법인 {}", "{} 법률사무소"),
        Qualification.TAX_ACCOUNTANT: ("세무법인 {}", "{} 세무회계"),
        Qualification.COUNSELLOR: ("{} 심리상담센터",),
    }.get(Qualification(qualification), ("{}",))
    return chance.choice(ending).format(chance.choice(material("persons")["fronts"].split()))


APPOINTMENT_HEADINGS = (
    ("구분", 14, "role"),
    ("기수", 6, "term"),
    ("성명", 10, "name"),
    ("자격", 12, "qualification"),
    ("소속", 22, "firm"),
    ("전문분야", 30, "specialities"),
    ("활동 자치구", 30, "districts"),
    ("동시 사건 수", 11, "capacity"),
    ("위촉일", 12, "from_on"),
    ("해촉일", 12, "until_on"),
)


def table(title: str, headings: Sequence[tuple[str, int, str]], rows: Sequence[Mapping[str, Any]]) -> Table:
    return Table(
        title=title.rsplit(".", 1)[0],
        headings=[Heading(label, width=width) for label, width, _ in headings],
        rows=[[row[key] for *_, key in headings] for row in rows],
    )
