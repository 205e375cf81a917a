"""The ledger against its probes, and each of its guards taken away in turn: a suite that stays green then is no guard."""

from __future__ import annotations

import pytest

from .mutations import CATALOGUE, changes, judge, set_back
from .probes import PROBES

pytestmark = pytest.mark.xdist_group("ledger")


@pytest.mark.parametrize("probe", PROBES)
def test_holds(probe, ledger):
    assert PROBES[probe](ledger) is None


@pytest.mark.parametrize("what", CATALOGUE)
def test_no_guard_is_missed_by_nobody(what, server, template):
    """Every trigger, check, key and right is taken away (and every right too many given): some probe must turn red."""
    found = changes(what, server, template)
    assert len(found) >= 5
    noticed = judge(found, server, template, PROBES)
    assert [made for made, name in noticed.items() if name is None] == []


def test_a_ledger_set_back_holds(ledger):
    """Setting back breaks no probe: what turns red above is the change."""
    for name, act in PROBES.items():
        assert (name, act(ledger)) == (name, None)
        set_back(ledger)
