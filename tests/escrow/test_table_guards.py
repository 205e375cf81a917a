"""Each check, unique and trigger over the escrow's tables refuses what it is there for, alone; none stands without an attack.

Take one away, and its test turns red: it is named here, and no other guard can speak in its place.
"""

from __future__ import annotations

import re

import pytest

from .alone import HASH, Tables, asked, refusal, undone
from .table_guards import (
    APPEND_ONLY,
    BESIDE,
    CHECKS,
    MOVES,
    NEVER_DELETED,
    ONCE,
    ONCE_WHILE,
    OVER,
    PROTECTED,
    SAYS,
)

pytestmark = pytest.mark.django_db
PROTECTS = re.compile("pgtrigger: Cannot (update|delete|update or delete) rows from")
MOVED = "pgtrigger: Invalid transition"
ASKED_BY_THE_LEDGER = {("businessday", "ledger_closes_sealed_days")}
"""Triggers that call a function of the ledger, which asks."""
OURS = "starts_with({}::regclass::text, 'escrow_')"


@pytest.fixture
def tables() -> Tables:
    return Tables()


def test_no_guard_stands_without_an_attack():
    checks = asked(f"SELECT conname FROM pg_constraint WHERE contype = 'c' AND {OURS.format('conrelid')}")
    once = asked(
        f"SELECT indexrelid::regclass::text FROM pg_index WHERE indisunique AND NOT indisprimary AND {OURS.format('indrelid')}"
    )
    assert {name for (name,) in checks} == CHECKS.keys()
    assert {name for (name,) in once} == ONCE.keys() | ONCE_WHILE.keys()
    known = {
        *((table, "append_only") for table in APPEND_ONLY.split()),
        *((table, "never_deleted") for table in NEVER_DELETED.split()),
        *((table, name) for table, (name, _) in PROTECTED.items()),
        *OVER, *MOVES, *SAYS,
    }  # fmt: skip
    tables = Tables()
    found = {
        (table.removeprefix("escrow_"), name)
        for table in tables.names()
        for name in tables.triggers(table).values()
    }
    assert found == known


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_refuses_alone(tables, name):
    short, broken = CHECKS[name]
    table = f"escrow_{short}"
    with undone():
        tables.only(table, name)
        assert refusal(tables.new(table, **broken)) == name
    with undone():
        tables.only(table)
        assert refusal(tables.new(table, **broken)) == ""


@pytest.mark.parametrize("name", [*ONCE, *ONCE_WHILE])
def test_what_stands_once_stands_once(tables, name):
    short, columns, going_on, over = ONCE_WHILE.get(name) or (*ONCE[name], BESIDE.get(name, {}), None)
    table = f"escrow_{short}"
    same = {column: tables.other(table, column) for column in columns.split()}
    tables.only(table)
    tables.row(table, **same, **going_on)
    assert refusal(tables.new(table, **same, **going_on)) == name
    for column in same:  # in each of them it may differ
        other = same | {column: tables.other(table, column)}
        assert refusal(tables.new(table, **other, **going_on)) == ""
    if over is not None:
        assert refusal(tables.new(table, **same, **over)) == ""


@pytest.mark.parametrize("short", APPEND_ONLY.split())
def test_what_was_added_stays(tables, short):
    table = f"escrow_{short}"
    tables.only(table)
    row = tables.row(table)
    tables.arm(table, "append_only")
    assert PROTECTS.match(refusal(tables.change(table, row, id=row)))
    assert PROTECTS.match(refusal(tables.remove(table, row)))


@pytest.mark.parametrize("short", NEVER_DELETED.split())
def test_nothing_goes_away(tables, short):
    table = f"escrow_{short}"
    tables.only(table)
    row = tables.row(table)
    tables.arm(table, "never_deleted")
    assert PROTECTS.match(refusal(tables.remove(table, row)))
    assert refusal(tables.change(table, row, id=row)) == ""


@pytest.mark.parametrize("short", PROTECTED)
def test_what_was_written_down_does_not_change(tables, short):
    table, (trigger, protected) = f"escrow_{short}", PROTECTED[short]
    tables.only(table)
    row = tables.row(table)
    tables.arm(table, trigger)
    said = {
        column: refusal(tables.change(table, row, **{column: tables.other(table, column)}))
        for column in tables.columns(table)
    }
    assert {column for column, words in said.items() if PROTECTS.match(words)} == set(protected.split())
    assert {column for column, words in said.items() if not words} == said.keys() - set(protected.split())


@pytest.mark.parametrize(("short", "trigger"), OVER)
def test_what_is_over_is_over(tables, short, trigger):
    table, (over, going_on) = f"escrow_{short}", OVER[short, trigger]
    tables.only(table)
    row = tables.row(table, **over)
    other = None if going_on is None else tables.row(table, **going_on)
    tables.arm(table, trigger)
    assert PROTECTS.match(refusal(tables.change(table, row, id=row)))
    if other is not None:
        assert refusal(tables.change(table, other, id=other)) == ""


@pytest.mark.parametrize(("short", "trigger"), MOVES)
def test_a_state_moves_along_its_table(tables, short, trigger):
    table, moves = f"escrow_{short}", set(MOVES[short, trigger].split())
    states = {state for move in moves for state in move.split(":")}
    tables.only(table)
    rows = {state: tables.row(table, state=state) for state in states}
    tables.arm(table, trigger)
    for state, row in rows.items():
        for other in states - {state}:
            said = refusal(tables.change(table, row, state=other))
            assert said.startswith(MOVED) != (f"{state}:{other}" in moves), (state, other)


@pytest.mark.parametrize(
    ("short", "trigger", "words"), [(*key, words) for key, said in SAYS.items() for words in said]
)
def test_a_trigger_asks_every_question_alone(tables, short, trigger, words):
    table = f"escrow_{short}"
    for each in tables.names():
        tables.only(each)
    with undone():
        assert refusal(SAYS[short, trigger][words](tables)) == ""
    with undone():
        attack = SAYS[short, trigger][words](tables)
        tables.arm(table, trigger)
        assert re.fullmatch(words, refusal(attack))


def test_every_question_of_a_trigger_is_asked():
    rows = asked(
        f"""SELECT tgrelid::regclass::text, tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE NOT tgisinternal AND {OURS.format("tgrelid")}"""
    )
    for table, full, source in rows:
        key = table.removeprefix("escrow_"), (HASH.match(full) or [full, full])[1]
        if key in SAYS and key not in ASKED_BY_THE_LEDGER:
            asks = re.findall(r"RAISE EXCEPTION '([^']*)'", source)
            shapes = [re.sub("%", ".*", re.escape(words).replace(re.escape("%"), "%")) for words in asks]
            assert len(shapes) == len(SAYS[key]), key
            assert all(any(re.fullmatch(shape, words) for words in SAYS[key]) for shape in shapes), key
