"""What the database itself refuses, whoever asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kwonik.escrow import actions
from kwonik.escrow.models import Break, BusinessDay, Correction

from .days import a_day, close, strange_deposit

pytestmark = pytest.mark.django_db

REFUSED = DatabaseError
BY_RULE = {"P0001", "23505", "23514"}  # a trigger, a key, a check; never a mistyped statement


def refuses(statement: str, *given) -> None:
    with pytest.raises(REFUSED) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)
    assert refusal.value.__cause__.sqlstate in BY_RULE, refusal.value


def test_the_database_keeps_a_sealed_day_as_it_is(ours, people, sealable):
    on = a_day(ours)
    ours.bank.stray(on, 5000)
    day = close(ours.bank, on)
    refuses(
        "UPDATE escrow_businessday SET sealed_at = now(), second_by_id = %s, first_by_id = %s, first_at = now()",
        *(p.pk for p in people),
    )
    refuses("UPDATE escrow_break SET state = 'explained', ended_at = now()")
    refuses("UPDATE escrow_break SET difference_won = 0")
    refuses("DELETE FROM escrow_break")
    refuses("UPDATE escrow_statementline SET won = 0")
    refuses("UPDATE escrow_bankstatement SET closing_won = 0")
    ours.bank.behave()
    day = close(ours.bank, on)
    actions.seal_first(by=people[0], day=day)
    refuses("UPDATE escrow_businessday SET closing_won = closing_won + 1")
    root = "0" * 64
    refuses(
        "UPDATE escrow_businessday SET sealed_at = now(), second_by_id = first_by_id, chain_root = %s", root
    )
    refuses("UPDATE escrow_businessday SET sealed_at = now(), second_by_id = %s", people[1].pk)
    day = actions.seal_second(by=people[1], day=day)

    for change in (
        "sealed_at = NULL",
        "closing_won = closing_won + 1",
        "chain_root = repeat('0', 64)",
        "open_breaks = 1",
    ):
        refuses(f"UPDATE escrow_businessday SET {change}")
    refuses("DELETE FROM escrow_businessday")
    refuses("UPDATE escrow_break SET state = 'open', ended_at = NULL")
    with pytest.raises(REFUSED), transaction.atomic():
        Break.objects.create(day=day, key="x", kind="amount", difference_won=1, opened_on=on)
    with pytest.raises(REFUSED), transaction.atomic():
        BusinessDay.objects.create(centre=day.centre, dated_on=on - timedelta(days=1))


SEAL = """
    UPDATE escrow_businessday SET open_breaks = 0, sealed_at = now(), second_by_id = %s, chain_root = repeat('0', 64) WHERE id = %s
"""


def confirmed(day, who) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE escrow_businessday SET first_by_id = %s, first_at = now() WHERE id = %s", [who.pk, day.pk]
        )


def test_no_statement_seals_a_day_out_of_order_or_with_an_open_break(ours, people):
    one, other = a_day(ours), a_day(ours)
    ours.bank.stray(one, 5000)
    days = [close(ours.bank, on) for on in (one, other)]
    for day in days:
        confirmed(day, people[0])

    refuses(SEAL, people[1].pk, days[1].pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE escrow_businessday SET first_by_id = NULL, first_at = NULL, open_breaks = 0")
    for day in days:
        confirmed(day, people[0])
    with pytest.raises(REFUSED, match="sealed in order"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SEAL, [people[1].pk, days[1].pk])
    with pytest.raises(REFUSED, match="open break"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SEAL, [people[1].pk, days[0].pk])


def test_lines_breaks_and_statements_stand_once(ours):
    on = a_day(ours)
    ours.bank.stray(on, 5000)
    close(ours.bank, on)
    for table, columns in (
        ("escrow_statementline", "statement_id, digest, times, number, kind, value_on, booked_at, won, bank_tran_id, account_index"),
        ("escrow_break", "day_id, key, kind, number, bank_tran_id, difference_won, about, state, opened_on"),
        ("escrow_bankstatement", "centre_id, dated_on, number, opening_won, closing_won, told_won, digest, taken_at"),
    ):  # fmt: skip
        refuses(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} LIMIT 1")


def test_the_database_wants_two_people_and_the_exact_won_for_a_correction(ours, people):
    found = strange_deposit(ours)
    with pytest.raises(REFUSED), transaction.atomic():
        Correction.objects.create(break_of=found, way="suspense", won=1, words="x", proposed_by=people[0])
    one = actions.propose_correction(by=people[0], found=found, way="suspense", words="모름")
    same = "UPDATE escrow_correction SET confirmed_by_id = proposed_by_id, confirmed_at = now(), event = 1"
    refuses(same)
    refuses("UPDATE escrow_correction SET confirmed_by_id = %s, confirmed_at = now()", people[1].pk)
    actions.drop_correction(by=people[0], correction=one)
    refuses("UPDATE escrow_correction SET dropped_at = NULL")
