"""Editions of the world that tests watch, and what is public of them."""

from __future__ import annotations

from itertools import count
from typing import Any

from kwonik.kernel.figures import Ask
from kwonik.people.models import Account
from kwonik.places.models import Centre
from kwonik.portal import actions
from tests.editions import make_edition

ASKS = (
    Ask.of("counselling.legal"),
    Ask.of("counselling.legal", party="worker"),
    Ask.of("budget.spent"),
    Ask.of("budget.execution_rate"),
)
_numbers = count(1)


def releases(by: Account, centre: Centre) -> dict[str, Any]:
    """An edition still inside the house, one that is public, its correction, one taken back."""

    def edition(**more: Any):
        return make_edition(by, centre, *ASKS, code=f"public-figures-{next(_numbers)}", **more)

    first = edition()
    released = actions.release(by=by, edition=first)
    corrected = make_edition(by, centre, *ASKS, corrects=first, code=first.template.code)
    correction = actions.release(by=by, edition=corrected)
    taken_back = actions.release(by=by, edition=edition())
    return {
        "inside_edition": edition(),
        "release": actions.release(by=by, edition=edition()),
        "public_release": released,
        "public_correction": correction,
        "public_figure": released.figures.get(figure__place=1),
        "public_withdrawn": actions.withdraw(by=by, release=taken_back, reason="기준일을 잘못 적음"),
    }
