"""The figure registry: a printed number is a query, and the query is the list behind the number.

An area declares each published number once, in its `figures.py`:

    figures.declare(Figure(
        code="counselling.{service}", label="상담 건수", unit="건", measure=Count(), dated="occurred_on",
        source=consultations, conditions=(Condition("기간 안에 이루어짐", lambda w: Q(occurred_on__range=...)), ...),
        by=(Cut("party", "구분", "party", labels), ...), family=Cut("service", ...)))

`records(window)` is source + every condition: number, drill-down list and spreadsheet are that one QuerySet, and the
page of any record can say which condition kept it out. Reports ask with `Ask`s and get them all from `compute`:
additive measures of one figure come from one grouped statement; distinct ones are asked per cut, never added up.
"""

from .asking import Answer, Ask, check, compute, inputs
from .checking import BadDefinition, cuts_of
from .declaring import (
    AnyFigure,
    CodeLists,
    Column,
    Condition,
    Cut,
    Derived,
    Elsewhen,
    Figure,
    Listing,
    Ratio,
    UndeclaredFigure,
    Window,
    difference,
    growth,
    just_before,
    mean,
    rate,
    year_earlier,
)
from .measures import Count, Distinct, Highest, Measure, Number, Sum
from .registering import Registry, declare, declare_listing, registry
from .standing import Standing, standings

__all__ = [
    "Answer",
    "AnyFigure",
    "Ask",
    "BadDefinition",
    "CodeLists",
    "Column",
    "Condition",
    "Count",
    "Cut",
    "Derived",
    "Distinct",
    "Elsewhen",
    "Figure",
    "Highest",
    "Listing",
    "Measure",
    "Number",
    "Ratio",
    "Registry",
    "Standing",
    "Sum",
    "UndeclaredFigure",
    "Window",
    "check",
    "compute",
    "cuts_of",
    "declare",
    "declare_listing",
    "difference",
    "growth",
    "inputs",
    "just_before",
    "mean",
    "rate",
    "registry",
    "standings",
    "year_earlier",
]
