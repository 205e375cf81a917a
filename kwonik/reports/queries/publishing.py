"""What stands between a composed document and its publication."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from kwonik.catalogue.models import ReportTemplate
from kwonik.kernel import journal
from kwonik.places.codes import ClosingLevel
from kwonik.places.models import Centre
from kwonik.reports.models import Edition
from kwonik.reports.rules.checks import Checked
from kwonik.reports.rules.months import named

from .closings import unclosed
from .composing import Composed
from .editions import latest_edition


@contextmanager
def writing_snapshot() -> Iterator[int]:
    """One REPEATABLE READ transaction that may write; gives the journal's exact position.

    Inside a transaction that runs already, its own snapshot must do.
    """
    fresh = not connection.in_atomic_block
    with transaction.atomic():
        if fresh:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield journal.position()


@dataclass(frozen=True)
class Readiness:
    """What keeps a document from being published, each in words that say what to do."""

    months: dict[ClosingLevel, list[date]]
    checks: tuple[Checked, ...]
    missing: tuple[str, ...]
    unfounded: tuple[str, ...]
    before: Edition | None

    @property
    def failing(self) -> list[Checked]:
        return [one for one in self.checks if not one.holds and not one.waits]

    @property
    def waiting(self) -> list[Checked]:
        return [one for one in self.checks if one.waits]

    @property
    def obstacles(self) -> list[str]:
        found = [
            f"{level.label}을 하지 않은 달이 있습니다: {named(days)}"
            for level, days in self.months.items()
            if days
        ]
        if self.failing:
            found.append(f"맞지 않는 검산이 있습니다: {', '.join(one.id for one in self.failing)}")
        if self.waiting:
            found.append(f"아직 할 수 없는 검산이 있습니다: {', '.join(one.id for one in self.waiting)}")
        if self.missing:
            found.append(f"아직 세지 않는 수가 있습니다: {', '.join(self.missing)}")
        if self.unfounded:
            found.append(f"밝히는 문서가 없는 수가 있습니다: {', '.join(self.unfounded)}")
        return found


def readiness(template: ReportTemplate, centre: Centre, composed: Composed) -> Readiness:
    """Closed in both steps, every check holds, nothing is missing that may not be."""
    period = composed.window.period
    return Readiness(
        {level: unclosed(centre, composed.window.counted, level) for level in ClosingLevel},
        composed.checks,
        tuple(composed.spec.not_to_miss),
        tuple(
            placed.ref or placed.answer.figure.label
            for placed in composed.placed
            if placed.answer.figure.kind == "stated" and not placed.answer.value
        ),
        latest_edition(template, centre, period, composed.spec.subject),
    )
