"""A result that a citizen kept."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from kwonik.calculators import actions
from kwonik.labourlaw import CALCULATIONS


def kept_results() -> dict[str, Any]:
    """Its address stands in the place of a number."""
    calculation = CALCULATIONS["severance_pay"]
    inputs = dict(calculation.example)
    kept = actions.keep(by=None, result=calculation(**inputs), inputs=inputs)
    return {"kept": SimpleNamespace(pk=kept.token)}
