"""The list of all that was declared."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from .checking import faults, refuse
from .declaring import AnyFigure, Figure, Listing, UndeclaredFigure, Window


def _about(listing: Listing, one: str, window: Window) -> list[dict[str, Any]]:
    return listing.lines(window, one)


class Registry:
    """All declared figures. Declaring a code twice raises, so does a definition that leaves something open
    (BadDefinition); asking an unknown one raises UndeclaredFigure."""

    def __init__(self) -> None:
        self._by_code: dict[str, AnyFigure] = {}
        self._listings: dict[str, Listing] = {}

    def declare_listing(self, listing: Listing) -> Listing:
        if listing.code in self._listings:
            raise ValueError(f"listing declared twice: {listing.code}")
        self._listings[listing.code] = listing
        return listing

    def listings(self) -> list[Listing]:
        return sorted(self._listings.values(), key=lambda listing: listing.code)

    def listing(self, code: str) -> Listing:
        """The listing of that code; "pledges.goals/labour" is the one of goals, about that one pledge."""
        name, _, one = code.partition("/")
        found = self._listings.get(name)
        if found is None or found.of_one != bool(one):
            raise UndeclaredFigure(f"'{code}'(이)라는 목록은 없습니다. 선언된 목록 이름을 확인하세요.")
        return replace(found, lines=partial(_about, found, one)) if one else found

    def declare(self, figure: AnyFigure) -> AnyFigure:
        if figure.code in self._by_code:
            raise ValueError(f"figure declared twice: {figure.code}")
        refuse(figure)
        self._by_code[figure.code] = figure
        return figure

    def all(self) -> list[AnyFigure]:
        return sorted(self._by_code.values(), key=lambda figure: figure.code)

    def faults(self) -> list[str]:
        """What does not fit together among all of them, in Korean."""
        return faults(self.all(), self.find)

    def counted(self) -> list[Figure]:
        return [figure for figure in self.all() if isinstance(figure, Figure)]

    def counted_as(self, code: str) -> Figure:
        """The counted figure declared under exactly this code (a family by its pattern)."""
        figure = self._by_code[code]
        assert isinstance(figure, Figure)
        return figure

    def find(self, code: str) -> tuple[AnyFigure, tuple[tuple[str, str], ...]]:
        """The figure of a code, and the cut that the code itself fixes: "counselling.tax" -> service=tax.

        Raises UndeclaredFigure. Whether a family has that member is for `check` and `compute` to ask.
        """
        if code in self._by_code and "{" not in code:
            return self._by_code[code], ()
        area, _, member = code.partition(".")
        for figure in self._by_code.values():
            if (
                isinstance(figure, Figure)
                and figure.family
                and figure.code == f"{area}.{{{figure.family.key}}}"
            ):
                return figure, ((figure.family.key, member),)
        raise UndeclaredFigure(f"'{code}'(이)라는 수치는 없습니다. 선언된 수치 이름을 확인하세요.")

    def behind(self, model) -> list[Figure]:
        """The figures that count rows of `model`: what a record's page lists under "이 기록이 들어간 수치"."""
        return [figure for figure in self.counted() if figure.source().model is model]


registry = Registry()
declare = registry.declare
declare_listing = registry.declare_listing
