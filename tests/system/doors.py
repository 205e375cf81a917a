"""Every address of ours as doors.txt lists it, and every address there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.urls import get_resolver, reverse

from kwonik.people.guard import LIBRARY_PAGES

TABLE = Path(__file__).with_name("doors.txt")
PUBLIC, SIGNED_IN, CITIZEN, MACHINES = "public", "signed-in", "citizen", "machines"
MEMBER = "member"
"""Who in the world has signed up as a citizen: the one in `escrow_member`."""
NOWHERE = 2**31 - 5
"""The number of a row that does not exist."""
TOKEN = UUID("8e2f2e8a-9f0d-4f0e-8f8d-3a2f1c0b9a77")

OF_NOBODY = {"escrow:bank-notices"}
"""What a machine posts under a signature of its own: no page has a form for it, no token and no session goes with it."""

OF_ONE_PERSON = {"remedy.offer:answer": "rights_advocate", "wellbeing.course:own": "visiting_counsellor"} | {
    "escrow.dispute:advise": "escrow_adviser",
    CITIZEN: MEMBER,
}
"""Permissions that show a row to the one person it belongs to: the role in the world that has it."""


@dataclass(frozen=True)
class Door:
    """One line of doors.txt."""

    name: str
    permission: str
    arguments: tuple[str, ...]
    query: str
    method: str
    sees: frozenset[str]
    answers: tuple[int, ...]

    def __str__(self) -> str:
        fixed = [word[1:] for word in self.arguments if word.startswith("=")]
        return "-".join([self.name, *fixed])

    @property
    def asks(self) -> frozenset[str]:
        """The permissions without which it answers 403."""
        return (
            frozenset()
            if self.permission in (PUBLIC, SIGNED_IN, MACHINES)
            else frozenset(self.permission.split("+"))
        )

    @property
    def row(self) -> str | None:
        """Which kind of row it shows, if it shows one."""
        return next((word for word in self.arguments if not word.startswith("=")), None)

    def address(self, rows: dict[str, Any], row: Any = None) -> str:
        """The address with these rows; `row` takes the place of the one that it shows."""

        def argument(word: str) -> Any:
            if word == "=token":
                return TOKEN
            return word[1:] if word.startswith("=") else (rows[word].pk if row is None else row)

        return reverse(self.name, args=[argument(word) for word in self.arguments]) + self.query

    def answer(self, permissions: frozenset[str] | None, second_factor: bool = False) -> int:
        """What somebody with these permissions gets to see of a row of their centre; None: not signed in."""
        if permissions is None:
            return self.answers[0] if self.permission in (PUBLIC, MACHINES) else 302
        if not self.asks <= permissions:
            return 403
        if self.sees and not self.sees & permissions:
            return 404
        return self.answers[-1] if second_factor else self.answers[:2][-1]

    def answer_to_a_citizen(self) -> int:
        """What somebody who signed up gets: their own pages, what is public, their password; nothing of the desk."""
        if (
            self.permission in (PUBLIC, CITIZEN, MACHINES)
            or self.name in LIBRARY_PAGES
            or self.name == "stay"
        ):
            return self.answers[:2][-1]
        return 302 if self.name == "today" else 403


def read(line: str) -> Door:
    name, permission, arguments, method, sees, answer = line.split()
    words = () if arguments == "-" or arguments.startswith("?") else tuple(arguments.split(","))
    query = arguments if arguments.startswith("?") else ""
    answers = tuple(int(one) for one in answer.split("/"))
    return Door(name, permission, words, query, method, frozenset(sees.split("|")) - {"-"}, answers)


@cache
def doors() -> tuple[Door, ...]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return tuple(read(line) for line in lines if line.strip() and not line.startswith("#"))


def addresses() -> set[tuple[str, int]]:
    """Name and number of arguments of every address whose view is ours, or the library's and shown by us."""

    def walk(patterns, space="", before="") -> Iterator[tuple[str, int]]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, inside, route)
            elif pattern.callback.__module__.startswith("kwonik.") or pattern.name in LIBRARY_PAGES:
                yield f"{space}{pattern.name}", len(re.findall("<", route))

    return set(walk(get_resolver().url_patterns))
