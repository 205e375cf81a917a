"""Calculations in the order of their subjects, and who prints their worksheets."""

from __future__ import annotations

from kwonik.catalogue import queries as catalogue
from kwonik.labourlaw import CALCULATIONS, Calculation

from .codes import SUBJECTS
from .models import KeptCalculation


def calculations() -> list[Calculation]:
    """Every calculation, those for citizens first, subjects in the order in which people ask."""
    declared = dict.fromkeys(each.subject for each in CALCULATIONS.values())
    place = {subject: at for at, subject in enumerate(dict.fromkeys([*SUBJECTS, *declared]))}
    return sorted(CALCULATIONS.values(), key=lambda each: (not each.public, place[each.subject]))


def stands(kept: KeptCalculation) -> bool:
    """Whether the calculation that was kept is still one of the library's."""
    return kept.calculation in CALCULATIONS


def publisher() -> str:
    """Whose name stands on a worksheet: the installation's own centre, else its service."""
    return str(catalogue.own_centre() or catalogue.setting("service_name", "권익"))
