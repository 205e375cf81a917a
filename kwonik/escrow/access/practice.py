"""The practice bank's back room, for whoever may turn its knobs: in a try-out only."""

from __future__ import annotations

from django.http import Http404

from kwonik.escrow.bank import practice_bank
from kwonik.escrow.bank.practice import Practice


def get_practice_bank() -> Practice:
    """The practice bank, or Http404 where the installation's bank is a real one or there is none."""
    found = practice_bank()
    if found is None:
        raise Http404
    return found


def is_practising() -> bool:
    """Whether this installation's bank is one to practise with."""
    return practice_bank() is not None
