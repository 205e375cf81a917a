"""Whether a report file can be computed at all; asked when the profile is loaded."""

from __future__ import annotations

from kwonik.kernel import figures, periods

from .checks import unknown_ids
from .compose import asks_of, listings_of
from .inline import BadTemplate
from .spec import read


def problems(data: dict) -> list[str]:
    """What is wrong with a report file, in Korean; nothing when it can be computed. Asks the registry, so that a
    misspelt figure, cut or listing is refused when the profile is loaded and not when the report is due."""
    try:
        spec = read(data)
        for code in listings_of(spec):
            figures.registry.listing(code)
        figures.check(asks_of(spec, {}))
        if unknown := unknown_ids(spec.checks, data, spec.awaited):
            return [f"검산이 묻는 수가 보고서에 없습니다: {', '.join(unknown)}"]
    except (BadTemplate, figures.UndeclaredFigure, periods.BadPeriod) as problem:
        return [str(problem)]
    return figures.registry.faults()
