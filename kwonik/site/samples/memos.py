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

    def fill(self, phrase: str) -> str:
        return _TOKEN.sub(self._word, phrase)

    def _word(self, match: re.Match[str]) -> str:
        slot, wanted = match.groups()
        if slot not in self._facts:
            self._facts[slot] = self._chance.choice(self._slots[slot])
        word = self._facts[slot]
        return word + (particle(word, wanted) if wanted else "")


@dataclass(frozen=True)
class Told:
    """How long, how much, since when: the figures somebody tells, as words and as won owed."""

    words: Mapping[str, str]
    owed_won: int


def told(chance: Chance, job: str, day: date, most_won: int = 9_000_000) -> Told:
    """What a worker with that job says on that day; the sum owed is at most `most_won`."""
    months = chance.around(1, 96)
    years, rest = divmod(months, 12)
    tenure = f"{years}년 {rest}개월" if years and rest else (f"{years}년" if years else f"{rest}개월")
    last = (day.month - 2) % 12 + 1
    unpaid = [(last - back - 1) % 12 + 1 for back in range(chance.choice((1, 1, 2, 2, 3)))][::-1]
    event = day - timedelta(days=chance.randint(3, 60))
    owed = chance.around(40, most_won // 10_000, 5)
    return Told(
        {
            "job": job,
            "tenure": tenure,
            "months": ", ".join(f"{month}월" for month in unpaid),
            "amount": f"{chance.choice(('약 ', '', ''))}{owed:,}만원",
            "pay": f"{chance.around(180, 380, 5)}만원",
            "month_count": str(chance.randint(2, 9)),
            "day": f"{event.month}월 {event.day}일",
        },
        owed * 10_000,
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
    if subject.get("details") and chance.percent(30 if outreach else 60):
        wanted = 2 if chance.percent(20) and not outreach else 1
        said += [note.fill(detail) for detail in chance.sample(subject["details"], wanted)]
    several = len(talk["answer"]) > 1 and chance.percent(35) and not outreach
    said += [subject["answers"][key] for key in chance.sample(talk["answer"], 2 if several else 1)]
    endings = stuff["booth"] if outreach else stuff["endings"].get(values["outcome"], [])
    if endings and chance.percent(20 if values["outcome"] == "advised" and not outreach else 70):
        said.append(chance.choice(endings))
    return " ".join(dict.fromkeys(said))


def case_facts(chance: Chance, subject: str, words: Mapping[str, str]) -> str:
    """사실관계 of a relief case about that subject."""
    stuff = material("remedy")
    note = Note(chance, {**material("legal")["slots"], **stuff["slots"]}, words)
    return note.fill(chance.choice(stuff.get(subject) or stuff["other"]))
