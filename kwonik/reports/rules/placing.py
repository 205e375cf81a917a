"""Where a document prints which number: the heading above it, and its id in the source document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kwonik.documents import tree
from kwonik.kernel.figures import Ask
from kwonik.kernel.periods import Period

from .compose import Recording, build
from .spec import ReportSpec


@dataclass(frozen=True)
class Spot:
    """One number of a document: what is asked, under which heading, and what the source document calls it."""

    ask: Ask
    id: str
    heading: str


@dataclass
class Noting(Recording):
    """Remembers with each number the id it is printed under."""

    ids: list[str] = field(default_factory=list)

    def number(self, ask: Ask, id: str, zero: str, unit: str = "") -> tree.Number:
        self.ids.append(id)
        return super().number(ask, id, zero, unit)


def spots(spec: ReportSpec, listings: dict[str, list[dict]], period: Period) -> Iterator[Spot]:
    """Every number of the document in its order."""
    noting, heading = Noting(period, listings), ""
    for block in spec.blocks:
        before = len(noting.asks)
        for made in build(spec.model_copy(update={"blocks": (block,)}), noting).blocks:
            heading = tree.plain(made.text) if isinstance(made, tree.Heading) else heading
        for ask, id in zip(noting.asks[before:], noting.ids[before:], strict=True):
            yield Spot(ask, id, heading)
