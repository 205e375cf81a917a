"""The ledger of relief cases: opened in their months, led by an advocate of the term, ended as such cases end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from kwonik.catalogue.codes import Behaviour
from kwonik.catalogue.rules import Profile
from kwonik.people.codes import Qualification
from kwonik.remedy.codes import LAWYERS_FORUMS, CaseState, Instrument

from . import memos, persons
from .chance import Chance, spread
from .consultations import Helped
from .recipe import CaseCell, CaseLedger
from .tables import Heading, Table
from .words import Words, words_of

FREELANCE = "platform_freelancer"
SHARES = {"granted": (100, 100), "partly_granted": (40, 80), "settled": (55, 95)}
"""Percent of what was owed that the client got back, by outcome; any other outcome brings nothing."""

SOON = timedelta(days=25)
DAYS = {"review": (3, 20), "small_claim": (40, 150), "lawsuit": (120, 300)}
USUAL_DAYS = (35, 140)


class Drawing:
    """Draws the rows of one ledger of cases; `advocates` are rows of the register.

    Most cases are of people whom the consultation ledgers already know (`helped`): the talk came first.
    """

    def __init__(
        self,
        profile: Profile,
        ledger: CaseLedger,
        advocates: Sequence[Mapping[str, Any]],
        helped: Sequence[Helped] = (),
    ) -> None:
        self.chance = Chance(profile.head.code, ledger.file)
        self.ledger, self.advocates = ledger, advocates
        self.helped = sorted(helped, key=lambda one: one.day)
        self.words: Words = words_of(profile, ledger.service)

    def rows(self) -> list[dict[str, Any]]:
        drawn = []
        for cell in self.ledger.cells:
            days = spread(self.chance, cell.count, cell.months or self.ledger.months)
            still_open = set(range(cell.count - cell.open_count, cell.count))
            drawn += [self._row(cell, day, at in still_open) for at, day in enumerate(days)]
        return sorted(drawn, key=lambda row: row["opened_on"])

    def _row(self, cell: CaseCell, day: date, is_open: bool) -> dict[str, Any]:
        chance = self.chance
        group, issue = cell.fixed["client_group"], cell.fixed.get("issue", "other")
        forum, outcome = chance.weighed(cell.forum), chance.weighed(cell.outcome)
        behaviour = self.words.codes["forum"][forum].behaviour
        who, work = self._somebody(day, persons.kinds("freelance_kinds" if group == FREELANCE else "kinds"))
        subject = "small_claim" if behaviour == Behaviour.SMALL_CLAIM else issue
        facts, owed_won = memos.case_facts(chance, subject, memos.told(chance, work, day))
        review = behaviour == Behaviour.REVIEW_ONLY
        return {
            "opened_on": day,
            "name": who.name,
            "phone": who.phone,
            "client_group": self.words.codes["client_group"][group].label,
            "issue": self.words.spelt(chance, "issue", issue),
            "forum": self.words.spelt(chance, "forum", forum),
            "instruments": Instrument(chance.weighed(cell.instruments)).label if cell.instruments else "",
            "workplace": work.workplace,
            "district": chance.choice(list(self.words.districts.values())),
            "advocate": "" if review else self._advocate(issue, forum),
            "facts": facts,
            **self._end(cell, day, is_open, outcome, "review" if review else forum, owed_won),
        }

    def _end(
        self, cell: CaseCell, day: date, is_open: bool, outcome: str, forum: str, owed_won: int
    ) -> dict[str, Any]:
        """How and when it ended; what is still open, or would have ended after the ledger was written, goes on."""
        concluded_on = day + timedelta(days=self.chance.around(*DAYS.get(forum, USUAL_DAYS)))
        if is_open or concluded_on > self.ledger.as_of:
            return {
                "state": CaseState.ACTIVE.label,
                "outcome": "",
                "concluded_on": None,
                "recovered_won": None,
                "closed_on": None,
            }
        closed_on = concluded_on + timedelta(days=self.chance.randint(2, 20))
        share = self.chance.randint(*SHARES.get(outcome, (0, 0)))
        won = min(max(cell.won[0], owed_won * share // 100), cell.won[1]) // 10_000 * 10_000
        closed = closed_on <= self.ledger.as_of
        return {
            "state": (CaseState.CLOSED if closed else CaseState.CONCLUDED).label,
            "outcome": self.words.spelt(self.chance, "outcome", outcome),
            "concluded_on": concluded_on,
            "recovered_won": won if share else None,
            "closed_on": closed_on if closed else None,
        }

    def _somebody(self, day: date, kinds: Sequence[str]) -> tuple[persons.Person, persons.Work]:
        """Somebody who was counselled in the weeks before, if there is one with such a job; else a new person."""
        for at, one in enumerate(self.helped):
            if day - SOON <= one.day <= day and one.work.kind in kinds:
                del self.helped[at]
                return one.who, one.work
        return persons.person(self.chance), persons.work(self.chance, kinds)

    def _advocate(self, issue: str, forum: str) -> str:
        """Somebody for the issue; before a court a lawyer (민사소송법 제87조)."""
        label = self.words.codes["issue"][issue].label
        court = forum in LAWYERS_FORUMS or self.words.codes["forum"][forum].behaviour == Behaviour.SMALL_CLAIM
        wanted = Qualification.LAWYER if court else Qualification.LABOUR_ATTORNEY
        able = [row for row in self.advocates if row["qualification"] == wanted.label] or self.advocates
        fitting = [row["name"] for row in able if label in row["specialities"]]
        return self.chance.choice(fitting or [row["name"] for row in able])


HEADINGS = (
    ("연번", 6, None),
    ("접수일", 12, "opened_on"),
    ("성명", 9, "name"),
    ("연락처", 15, "phone"),
    ("노동자 구분", 20, "client_group"),
    ("사건유형", 12, "issue"),
    ("구제절차", 20, "forum"),
    ("소송 방법", 14, "instruments"),
    ("사업장명", 18, "workplace"),
    ("자치구", 10, "district"),
    ("담당 보호관", 11, "advocate"),
    ("사건 내용", 60, "facts"),
    ("진행상태", 10, "state"),
    ("처리결과", 14, "outcome"),
    ("결과일", 12, "concluded_on"),
    ("회수금액(원)", 13, "recovered_won"),
    ("종결일", 12, "closed_on"),
)


def table(ledger: CaseLedger, rows: Sequence[Mapping[str, Any]]) -> Table:
    numbered = [
        [number if key is None else row[key] for *_, key in HEADINGS] for number, row in enumerate(rows, 1)
    ]
    return Table(
        title=ledger.file.rsplit(".", 1)[0],
        headings=[Heading(label, width=width) for label, width, _ in HEADINGS],
        rows=numbered,
        dated=1,
        remarks=(f"※ {ledger.as_of.year}. {ledger.as_of.month}. {ledger.as_of.day}. 기준",),
    )
