"""Which calculations are offered, and in what order a citizen finds them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kwonik.labourlaw import Calculation


def folded(text: str) -> str:
    """Blanks, dots and case make no difference to who searches."""
    return re.sub(r"[\s·ㆍ.,()]", "", text).casefold()


def matching(calculations: Iterable[Calculation], wanted: str) -> list[Calculation]:
    """Those whose words hold every wanted word, the best first: by the whole title, in the title, anywhere."""
    words = [folded(word) for word in wanted.split() if folded(word)]
    if not words:
        return list(calculations)
    found = [each for each in calculations if all(word in _words(each) for word in words)]
    whole = folded(wanted)

    def rank(calculation: Calculation) -> tuple[bool, bool, bool]:
        title = folded(calculation.title)
        return title != whole, whole not in title, not all(word in title for word in words)

    return sorted(found, key=rank)


def _words(calculation: Calculation) -> str:
    labels = (asked.fact.label for asked in calculation.asks.values())
    told = (calculation.title, calculation.subject, calculation.says, calculation.law, calculation.name)
    return folded(" ".join([*told, *labels]))


def by_subject(calculations: Iterable[Calculation]) -> list[tuple[str, list[Calculation]]]:
    """(subject, its calculations) in the order in which they come."""
    found: dict[str, list[Calculation]] = {}
    for each in calculations:
        found.setdefault(each.subject, []).append(each)
    return list(found.items())
