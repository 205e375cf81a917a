"""Ledgers of consultations: so many of each kind in each month, each with its day, people, place and note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kwonik.catalogue.codes import Behaviour
from kwonik.catalogue.rules import Profile

from . import memos, persons
from .chance import Chance, spread
from .persons import Person
from .recipe import Cell, ConsultationLedger, Consultations
from .tables import Heading, Table
from .words import words_of

NAMED_PERCENT = {"phone": 62, "visit": 92, "online": 70}
PARTIES = {"worker": ("노동자", "노동자", "노동자", "근로자"), "employer": ("사용자", "사용자", "사업주")}


@dataclass(frozen=True)
class Helped:
    """Somebody whose talk led to a relief case: the cases' ledger takes it up with the same person."""

    day: date
    who: Person
    work: persons.Work


BoothDays = Mapping[str, Sequence[tuple[date, str]]]
"""Booth kind -> the days and stations on which the own centre stands there."""


class Drawing:
    """The rows of one ledger: `drawn` in order of days, the cells' counts exact; `helped` went on to a case."""

    def __init__(
        self,
        profile: Profile,
        recipe: Consultations,
        ledger: ConsultationLedger,
        booths: BoothDays,
        counsellors: Sequence[str],
    ) -> None:
        self.chance = Chance(profile.head.code, ledger.file)
        self.recipe, self.ledger, self.booths, self.counsellors = recipe, ledger, booths, counsellors
        self.words = words_of(profile, ledger.service)
        self.known: list[tuple[Person, persons.Work]] = []
        self.helped: list[Helped] = []
        self.kinds = persons.kinds("tax_kinds" if ledger.service == "tax" else "kinds")

        rows = [row for cell in ledger.cells for row in self._cell(cell)]
        self.drawn = sorted(rows, key=lambda row: row["occurred_on"])

    def _cell(self, cell: Cell) -> list[dict[str, Any]]:
        months = cell.months or self.ledger.months
        kinds = [name for name in cell.at if name in self.booths]
        if kinds:
            places = self._at_booths(cell.count, kinds, months)
        else:
            days = spread(self.chance, cell.count, months)
            sites = [self.words.sites[code] for code in cell.at]
            places = [(day, self.chance.choice(sites) if sites else "") for day in days]
        return [self._row(cell, day, place) for day, place in places]

    def _at_booths(
        self, count: int, kinds: Sequence[str], months: Mapping[str, int]
    ) -> list[tuple[date, str]]:
        """`count` days and stations of the own booths, the months by their weight."""
        stood = [slot for kind in kinds for slot in self.booths[kind] if months.get(f"{slot[0]:%Y-%m}")]
        each = Counter(f"{day:%Y-%m}" for day, _ in stood)
        weights = [months[f"{day:%Y-%m}"] / each[f"{day:%Y-%m}"] for day, _ in stood]
        return sorted(self.chance.choices(stood, weights=weights, k=count))

    def _row(self, cell: Cell, day: date, place: str) -> dict[str, Any]:
        chance, mix = self.chance, self.recipe.mixes[cell.mix]
        values = {field: chance.weighed(weights) for field, weights in mix.items()} | cell.fixed
        channel = self.words.codes["channel"][values["channel"]]
        outreach = channel.behaviour == Behaviour.OUTREACH
        if outreach and not place:
            place = chance.choice(
                [name for code, name in self.words.sites.items() if not code.endswith("-station")]
            )
        talk = memos.pick_talk(chance, self.ledger.service, values["party"], values["issue"])
        who, work, again = self._somebody(values, talk.get("kinds") or self.kinds)
        words = memos.told(chance, work, day).words
        memo = memos.memo(chance, self.ledger.service, values, talk, words, outreach=outreach, again=again)
        if who and values["outcome"] == "opens_case":
            self.helped.append(Helped(day, who, work))
        return {
            "occurred_on": day,
            "party": chance.choice(PARTIES[values["party"]]),
            "channel": self.words.spelt(chance, "channel", values["channel"]),
            "issues": self._issues(values["issue"], mix["issue"]),
            "name": who.name if who else chance.choice(("", "익명")),
            "phone": who.phone if who else "",
            "workplace": work.workplace if chance.percent(58) else "",
            "district": self._district(),
            "place": place,
            "memo": memo,
            "outcome": self.words.spelt(chance, "outcome", values["outcome"]),
            "minutes": chance.around(5, 25, 5) if outreach else chance.around(5, 60, 5),
            "counsellor": self._counsellor(day),
        }

    def _somebody(
        self, values: Mapping[str, str], kinds: Sequence[str]
    ) -> tuple[Person | None, persons.Work, bool]:
        """Who it was, if they said so, and whether they have been here before."""
        if values["party"] == "worker" and self.known and self.chance.percent(self.ledger.repeat_percent):
            who, work = self.chance.choice(self.known)
            if work.kind in kinds:
                return who, work, True
        work = persons.work(self.chance, kinds)
        named = 92 if values["outcome"] == "opens_case" else NAMED_PERCENT.get(values["channel"], 35)
        if not self.chance.percent(named):
            return None, work, False
        who = persons.person(self.chance)
        if values["party"] == "worker":
            self.known.append((who, work))
        return who, work, False

    def _issues(self, main: str, weights: Mapping[str, int]) -> str:
        """The main issue first, in a fifth of the talks with another one."""
        label = self.words.spelt(self.chance, "issue", main)
        others = {code: weight for code, weight in weights.items() if code != main and weight}
        if not others or not self.chance.percent(20):
            return label
        second = self.words.codes["issue"][self.chance.weighed(others)].label
        return f"{label}, {second}"

    def _district(self) -> str:
        chance = self.chance
        if chance.percent(22):
            return ""
        near = chance.percent(30) and self.words.own
        code = chance.choice(self.words.own) if near else chance.choice(list(self.words.districts))
        return self.words.districts[code]

    def _counsellor(self, day: date) -> str:
        """요일별 윤번제: on each weekday the same few are on duty."""
        on_duty = [name for at, name in enumerate(self.counsellors) if at % 5 == day.weekday()]
        return self.chance.choice(on_duty or list(self.counsellors))


HEADINGS = (
    ("연번", "", 6, None),
    ("상담일자", "", 12, "occurred_on"),
    ("구분", "내담자", 9, "party"),
    ("성명", "내담자", 9, "name"),
    ("연락처", "내담자", 15, "phone"),
    ("사업장명", "내담자", 18, "workplace"),
    ("자치구", "내담자", 10, "district"),
    ("상담방법", "상담", 12, "channel"),
    ("상담유형", "상담", 16, "issues"),
    ("장소", "상담", 16, "place"),
    ("상담내용", "상담", 60, "memo"),
    ("상담시간(분)", "상담", 10, "minutes"),
    ("처리결과", "", 14, "outcome"),
    ("상담자", "", 10, "counsellor"),
)


def table(profile: Profile, ledger: ConsultationLedger, rows: Sequence[Mapping[str, Any]]) -> Table:
    """The rows under the headings of a centre's own ledger, numbered."""
    numbered = [
        [number if key is None else row[key] for *_, key in HEADINGS] for number, row in enumerate(rows, 1)
    ]
    service = words_of(profile, ledger.service)
    offered = [(name, [code.label for code in codes.values()]) for name, codes in service.codes.items()]
    return Table(
        title=ledger.file.rsplit(".", 1)[0],
        headings=[Heading(label, group, width) for label, group, width, _ in HEADINGS],
        rows=numbered,
        dated=1,
        remarks=("※ 익명 상담은 성명을 비워 둠", f"작성: {profile.head.name}"),
        words=offered,
    )
