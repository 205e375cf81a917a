"""Counselling notes that read like notes: put together from the facts of one talk, each fact the same throughout.

The material stands in `phrases/*.yaml`; `{job|으로}` is filled and takes the particle that fits its last sound.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .chance import Chance
from .material import material
from .persons import Work

PARTICLES = {"은": "은는", "이": "이가", "을": "을를", "과": "과와"}
_TOKEN = re.compile(r"\{(\w+)(?:\|([가-힣]+))?\}")
_HANGUL, _FINALS, _RIEUL = 0xAC00, 28, 8
_DIGITS_WITH_FINAL = "013678"


def particle(word: str, wanted: str) -> str:
    """The form of 은/이/을/과/으로 that follows `word`: ("퇴사", "을") -> "를", ("서울", "으로") -> "로"."""
    last = word.rstrip(")”’\"' ")[-1:]
    hangul = "가" <= last <= "힣"
    final = (ord(last) - _HANGUL) % _FINALS if hangul else int(last in _DIGITS_WITH_FINAL)
    if wanted == "으로":
        return "로" if final in (0, _RIEUL) else "으로"
    return PARTICLES[wanted][0 if final else 1]


class Note:
    """One talk's facts: a slot keeps the word it was first given."""

    def __init__(self, chance: Chance, slots: Mapping[str, Sequence[str]], facts: Mapping[str, str]) -> None:
        self._chance, self._slots, self._facts = chance, slots, dict(facts)
        self._said: set[str] = set()

    def fill(self, phrase: str) -> str:
        return _TOKEN.sub(self._word, phrase)

    def repeats(self, phrase: str) -> bool:
        """Whether the phrase would say again what the note has said."""
        return any(slot in self._said for slot, _ in _TOKEN.findall(phrase))

    def _word(self, match: re.Match[str]) -> str:
        slot, wanted = match.groups()
        self._said.add(slot)
        if slot not in self._facts:
            self._facts[slot] = self._chance.choice(self._slots[slot])
        word = self._facts[slot]
        return word + (particle(word, wanted) if wanted else "")


@dataclass(frozen=True)
class Told:
    """What somebody says of their job on the telephone: as words, and in won what they are owed."""

    words: Mapping[str, str]
    wages_won: int
    severance_won: int

    def owed_won(self, phrase: str) -> int:
        """The sum that a phrase speaks of."""
        return self.severance_won if "{severance" in phrase else self.wages_won


def told(chance: Chance, work: Work, day: date) -> Told:
    """The figures of one worker on that day; sums follow from the pay, the months owed and the years worked."""
    months, pay = chance.around(13, 96), chance.around(180, 380, 5)
    years, rest = divmod(months, 12)
    last = (day.month - 2) % 12 + 1
    unpaid = [(last - back - 1) % 12 + 1 for back in range(chance.choice((1, 1, 2, 2, 3)))][::-1]
    event = day - timedelta(days=chance.randint(3, 60))
    wages, severance = pay * len(unpaid) * chance.randint(70, 100) // 500 * 5, pay * months // 60 * 5
    about = chance.choice(("약 ", "", ""))
    return Told(
        {
            "job": work.job,
            "boss": work.boss,
            "tenure": f"{years}년 {rest}개월" if rest else f"{years}년",
            "months": ", ".join(f"{month}월" for month in unpaid),
            "amount": f"{about}{wages:,}만원",
            "severance": f"{about}{severance:,}만원",
            "deduction": f"{chance.around(20, 90, 5)}만원",
            "pay": f"{pay}만원",
            "month_count": str(chance.randint(2, 9)),
            "day": f"{event.month}월 {event.day}일",
        },
        wages * 10_000,
        severance * 10_000,
    )


def pick_talk(chance: Chance, service: str, party: str, issue: str) -> Mapping[str, Any]:
    """What was asked: a question with the answers that fit it, and the workplaces it comes from, if not any."""
    return chance.choice(_subject(service, party, issue)["talks"])


def _subject(service: str, party: str, issue: str) -> Mapping[str, Any]:
    stuff = material(service)
    return stuff[party].get(issue) or stuff["worker"].get(issue) or stuff["worker"]["other"]


def memo(
    chance: Chance,
    service: str,
    values: Mapping[str, str],
    talk: Mapping[str, Any],
    words: Mapping[str, str],
    *,
    outreach: bool,
    again: bool,
) -> str:
    """What was asked, what else was told, what was answered, and how it ended; shorter when out among people."""
    stuff, subject = material(service), _subject(service, values["party"], values["issue"])
    note = Note(chance, stuff["slots"], words)
    said = [chance.choice(stuff["again"])] if again else []
    said.append(note.fill(talk["ask"]))
    details = [detail for detail in subject.get("details", ()) if not note.repeats(detail)]
    if details and chance.percent(30 if outreach else 60):
        said.append(note.fill(chance.choice(details)))
    several = len(talk["answer"]) > 1 and chance.percent(35) and not outreach
    said += [subject["answers"][key] for key in chance.sample(talk["answer"], 2 if several else 1)]
    endings = stuff["booth"] if outreach else stuff["endings"].get(values["outcome"], [])
    if endings and chance.percent(20 if values["outcome"] == "advised" and not outreach else 70):
        said.append(chance.choice(endings))
    return " ".join(dict.fromkeys(said))


def case_facts(chance: Chance, subject: str, figures: Told) -> tuple[str, int]:
    """사실관계 of a relief case about that subject, and the won it is about."""
    stuff = material("remedy")
    phrase = chance.choice(stuff.get(subject) or stuff["other"])
    note = Note(chance, {**material("legal")["slots"], **stuff["slots"]}, figures.words)
    return note.fill(phrase), figures.owed_won(phrase)
