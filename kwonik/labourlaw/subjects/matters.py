"""What happens in a matter (dismissal, last pay day, accident, a ruling received), and which deadlines follow from it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .deadlines import Term, terms


@dataclass(frozen=True)
class Follows:
    """One deadline that a matter brings. Its event lies `after` days after the matter's day (퇴직한 날의 다음 날).

    `issues`, `forums`: the claims and procedures for which it is proposed unasked; none means always. `usual` False:
    it is only offered. `five_or_more`: it exists only where five or more people are ordinarily employed (근로기준법 제11조).
    """

    term: str
    after: int = 0
    issues: tuple[str, ...] = ()
    forums: tuple[str, ...] = ()
    usual: bool = True
    five_or_more: bool = False

    @property
    def kind(self) -> Term:
        return terms()[self.term]

    def event_date(self, day: date) -> date:
        return day + timedelta(days=self.after)

    def applies(self, issue: str, forum: str) -> bool:
        """Whether it is proposed unasked for a case of that issue before that forum."""
        return (
            self.usual
            and (not self.issues or issue in self.issues)
            and (not self.forums or forum in self.forums)
        )


@dataclass(frozen=True)
class Matter:
    """A day of a matter from which deadlines run. `first`: asked when a case is opened."""

    code: str
    label: str
    ask: str
    follows: tuple[Follows, ...]
    note: str = ""
    first: bool = False


@lru_cache(maxsize=1)
def matters() -> Mapping[str, Matter]:
    """Every matter by its code, as `matters.toml` has them. Raises ValueError for a term that does not exist."""
    tables = tomllib.loads((Path(__file__).parent.parent / "matters.toml").read_text())["matter"]
    found = {table["code"]: Matter(**{**table, "follows": _follows(table["follows"])}) for table in tables}
    unknown = {one.term for matter in found.values() for one in matter.follows} - set(terms())
    if unknown or len(found) != len(tables):
        raise ValueError(f"matters.toml: unknown terms {sorted(unknown)}, or a code twice")
    return MappingProxyType(found)


def _follows(lines: list[dict[str, Any]]) -> tuple[Follows, ...]:
    for line in lines:
        line.update({name: tuple(line[name]) for name in ("issues", "forums") if name in line})
    return tuple(Follows(**line) for line in lines)
