"""Invented people and workplaces, plausible and nobody's: telephone numbers are 010-0000-...."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kwonik.places.rules import name_key

from .chance import Chance
from .material import material


def kinds(of: str) -> list[str]:
    """Kinds of workplaces: all ("kinds"), those of people with tax questions, those of freelancers."""
    return list(material("persons")[of])


@dataclass(frozen=True)
class Person:
    name: str
    phone: str


@dataclass(frozen=True)
class Work:
    """Where somebody works, as they say it, as what, and under whom."""

    kind: str
    workplace: str
    job: str
    boss: str


def name(chance: Chance, elders_percent: int = 0) -> str:
    stuff = material("persons")
    given = stuff["elder_given" if chance.percent(elders_percent) else "given"]
    return chance.weighed(stuff["surnames"]) + chance.choice(given.split())


def person(chance: Chance) -> Person:
    """Somebody who asks for help, of any age."""
    return Person(name(chance, elders_percent=18), f"010-0000-{chance.randrange(10_000):04}")


def names(chance: Chance, count: int, taken: set[str]) -> list[str]:
    """`count` different names, none of those `taken`, which grows."""
    found: list[str] = []
    while len(found) < count:
        candidate = name(chance)
        if candidate not in taken:
            taken.add(candidate)
            found.append(candidate)
    return found


def workplaces(chance: Chance, count: int, endings: Sequence[str]) -> list[str]:
    """`count` different names of workplaces that end so."""
    fronts, found = material("persons")["fronts"].split(), dict[str, str]()
    while len(found) < count:
        name = chance.choice(fronts) + chance.choice(endings)
        found.setdefault(name_key(name), name)
    return list(found.values())


def work(chance: Chance, kinds: Sequence[str]) -> Work:
    """A job at a workplace of one of these kinds."""
    stuff = material("persons")
    kind = chance.choice(kinds)
    workplace = chance.weighed(stuff["legal_forms"]).format(chance.choice(stuff["fronts"].split()) + kind)
    boss = chance.choice(stuff["bosses"].get(kind) or stuff["bosses"]["default"])
    return Work(kind, workplace, chance.choice(stuff["kinds"][kind]), boss)
