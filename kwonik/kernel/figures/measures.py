"""What is measured on the rows of a figure, and whether it may be added up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count as CountRows
from django.db.models import Max, Q
from django.db.models import Sum as SumOf

Number = int | Decimal | None


@dataclass(frozen=True)
class Count:
    """Rows."""

    additive = True

    def aggregate(self, only: Q | None = None):
        return CountRows("*", filter=only)


@dataclass(frozen=True)
class Sum:
    """The sum of a number on the rows (won, people, square metres); nothing adds up to 0."""

    path: str
    additive = True

    def aggregate(self, only: Q | None = None):
        return SumOf(self.path, filter=only, default=0)


@dataclass(frozen=True)
class Distinct:
    """Different people or places: never added up, every total is asked for itself."""

    path: str
    additive = False

    def aggregate(self, only: Q | None = None):
        return CountRows(self.path, filter=only, distinct=True)


@dataclass(frozen=True)
class Highest:
    """The highest value, such as the running term of appointments (제5기)."""

    path: str
    additive = False

    def aggregate(self, only: Q | None = None):
        return Max(self.path, filter=only)


Measure = Count | Sum | Distinct | Highest
