"""From a record back to the figures: where it counts, where not, because of which condition."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When

from .declaring import Figure, Window
from .registering import registry


@dataclass(frozen=True)
class Standing:
    """Whether one record counts in a figure; `reasons` holds (condition's words, holds?) in order."""

    figure: Figure
    counted: bool
    reasons: tuple[tuple[str, bool], ...]

    @property
    def because(self) -> list[str]:
        return [words for words, holds in self.reasons if not holds]


def standings(record, window: Window) -> list[Standing]:
    """In which figures the record counts, and where not, because of which condition. One statement per figure."""
    return [_standing(figure, record, window) for figure in registry.behind(type(record))]


def _standing(figure: Figure, record, window: Window) -> Standing:
    tests = {
        f"holds{i}": Case(
            When(condition.test(window), then=Value(1)), default=Value(0), output_field=IntegerField()
        )
        for i, condition in enumerate(figure.conditions)
    }
    found = figure.source().filter(pk=record.pk).annotate(**tests).values_list(*tests).first()
    holds = found or (0,) * len(tests)
    reasons = tuple((c.words, bool(h)) for c, h in zip(figure.conditions, holds, strict=True))
    return Standing(figure, all(held for _, held in reasons), reasons)
