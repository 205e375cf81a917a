"""Where a report's numbers, listings and words come from."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from kwonik.documents import tree
from kwonik.kernel.figures import Ask
from kwonik.kernel.periods import Period


class Resolver(Protocol):
    """Where numbers, listings and words come from."""

    period: Period
    dated_on: date

    def number(self, ask: Ask, id: str, zero: str, unit: str = "") -> tree.Number: ...

    def keep(self, id: str, value: int) -> None: ...

    def lines(self, code: str) -> list[dict]: ...

    def word(self, name: str) -> str: ...
