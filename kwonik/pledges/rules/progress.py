"""이행률: the weight of the milestones that are done, out of the weight of all. Never typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from kwonik.kernel.rounding import HALF_UP_TENTH, percent

from .quarters import quarters


@dataclass(frozen=True)
class Step:
    """A milestone: its weight, the quarters it is planned for, the quarter in which it was done."""

    weight: int
    first: int
    last: int
    done: int | None = None


class Mark(Enum):
    """What stands in a quarter of the roadmap."""

    NOTHING = ""
    PLANNED = "planned"
    DONE = "done"
    LATE = "late"
    LATE_DONE = "late_done"


def fulfilment(steps: Iterable[Step], until: int) -> Decimal | None:
    """Percent of the weight done by the quarter `until`, half up to a tenth; None without milestones.

    Always divided by the sum of all weights, whatever they are: it cannot exceed 100, and one milestone of weight 1
    does not make the others count alike.
    """
    known = list(steps)
    whole = sum(step.weight for step in known)
    done = sum(step.weight for step in known if step.done is not None and step.done <= until)
    return percent(done, whole, HALF_UP_TENTH)


def marks(step: Step, shown: Sequence[int], until: int) -> list[Mark]:
    """The milestone's marks for the quarters shown, as known at the end of the quarter `until`.

    A milestone that is not done slips through every quarter after its last planned one, up to `until`.
    """
    done = step.done if step.done is not None and step.done <= until else None
    planned = set(quarters(step.first, step.last))
    slipped = {quarter for quarter in quarters(step.last, done or until) if quarter > step.last}
    found = []
    for quarter in shown:
        if quarter == done:
            found.append(Mark.DONE if quarter <= step.last else Mark.LATE_DONE)
        elif quarter in planned:
            found.append(Mark.PLANNED)
        else:
            found.append(Mark.LATE if quarter in slipped else Mark.NOTHING)
    return found


def in_words(step: Step, until: int) -> str:
    """Where a milestone stands: "마침", "2분기 늦게 마침", "3분기 늦음", "예정"."""
    if step.done is not None and step.done <= until:
        late = len(list(quarters(step.last, step.done))) - 1
        return f"{late}분기 늦게 마침" if late > 0 else "마침"
    late = len(list(quarters(step.last, until))) - 1
    return f"{late}분기 늦음" if late > 0 else "예정"
