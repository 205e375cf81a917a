"""How contracts move money, with one guard taken away: some attack must go through that was refused before."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from tests.escrow.asking import answer
from tests.escrow.attacked import Town, town
from tests.escrow.attacks import ATTACKS

pytestmark = pytest.mark.django_db

LESS = (
    ("obstacle", "AND member.account_id = account", ""),
    (
        "obstacle",
        "CASE actor WHEN 'freelancer' THEN one.freelancer ELSE one.commissioner END",
        "one.commissioner",
    ),
    ("obstacle", "CASE actor WHEN 'freelancer' THEN one.freelancer ELSE one.commissioner END", "member.id"),
    ("obstacle", " AND NOT known.is_citizen", ""),
    ("obstacle", " AND number.milestone_id = one.id", ""),
    (
        "obstacle",
        "(known.amount_won, known.fee_won) = (one.deposit_won - one.card_fee_won, one.card_fee_won)",
        "known.fee_won = one.card_fee_won",
    ),
    (
        "obstacle",
        "(known.amount_won, known.fee_won) = (one.deposit_won - one.card_fee_won, one.card_fee_won)",
        "known.amount_won = one.deposit_won - one.card_fee_won",
    ),
    ("obstacle", "CASE verb WHEN 'match' THEN 'suspense' ELSE 'matched' END", "known.state"),
    ("obstacle", "known.milestone_id = one.id AND known.ended_at IS NULL", "false"),
    ("obstacle", "one.accept_by IS NULL OR value_on <= one.accept_by", "false"),
    ("obstacle", "value_on <= one.accept_by", "value_on < one.accept_by"),
    ("obstacle", "one.started_on IS NOT NULL OR ", ""),
    (
        "obstacle",
        " OR EXISTS (SELECT FROM public.escrow_delivery AS known WHERE known.milestone_id = one.id)",
        "",
    ),
    ("obstacle", " AND known.at >= one.state_since", ""),
    ("obstacle", " AND known.actor <> obstacle.actor", ""),
    ("obstacle", "(SELECT count(*) FROM ledger.agreed_split(one.id)) <> 1", "false"),
    ("move_milestone", " AND known.from_state = one.state AND", " AND"),
    ("move_milestone", " AND known.actor = move_milestone.actor", ""),
    ("move_milestone", "IF against IS NOT NULL THEN", "IF false THEN"),
    ("say", "AND known.event_kind NOT IN ('sent', 'done', 'failed', 'returned', 'unanswered')", ""),
    ("event_of_request", "first.request_hash <> event_of_request.request_hash", "false"),
    ("send_payout", "verb NOT IN ('send_payout', 'resend')", "false"),
    ("send_payout", "ON contract.freelancer_id = known.member_id", "ON true"),
    ("send_payout", " AND known.verified_at IS NOT NULL", ""),
    ("send_payout", " AND known.usable_from <= said_at", ""),
    ("send_payout", "IF held AND actor = 'clock' THEN", "IF false THEN"),
    ("send_payout", "ledger.balance_of('payable', reference) = 0", "false"),
    ("send_payout", "ledger.fault_of(before.id) = 'account'", "false"),
    ("correct", "credit_kind = 'suspense'", "false"),
    ("take_found", "known.request_key = 'line:' || take_found.line", "false"),
    ("take_found", "IF deposit IS NULL THEN", "IF false THEN"),
    ("send_refund", "kind IN ('refundable', 'withheld')", "true"),
    ("send_refund", " AND known.state <> 'matched'", ""),
    ("send_refund", "IF lies = 0 THEN", "IF false THEN"),
    ("step", "known.steps > seen", "false"),
    ("guard_milestone", "NEW.state NOT IN ('awaiting_deposit', 'direct')", "false"),
    ("guard_milestone", "current_user <> 'kwonik_ledger'", "false"),
    ("guard_deposit", "current_user <> 'kwonik_ledger'", "false"),
    ("guard_deposit", "TG_OP = 'UPDATE' AND to_jsonb", "to_jsonb(1) IS NOT NULL OR to_jsonb"),
)
"""What the functions ask before they act, each question taken away: (function, its words, what stands there instead)."""
TRIGGERS = (("ledger_moves_money", "escrow_milestone"), ("ledger_takes_deposits", "escrow_deposit"))


@pytest.fixture
def here() -> Town:
    return town()


def test_every_attack_is_refused_with_its_word(here):
    assert {name: answer(here, one) for name, one in ATTACKS.items()} == dict.fromkeys(ATTACKS)


def test_no_guard_is_missed_by_nobody(here):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end would hold the tables' form
        changes = [_reworded(cursor, *one) for one in LESS]
    changes += [f"DROP TRIGGER {trigger} ON {table}" for trigger, table in TRIGGERS]
    changes += [f"GRANT {verb} ON escrow_contractevent TO kwonik_app" for verb in ("UPDATE", "DELETE")]
    unmissed = [change for change in changes if not _noticed(here, change)]
    assert unmissed == []


def _reworded(cursor, function: str, old: str, new: str) -> str:
    cursor.execute(
        "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace AND proname = %s",
        [function],
    )
    ((stands,),) = cursor.fetchall()
    assert stands.count(old) == 1, f"{function} does not say once: {old}"
    return stands.replace(old, new)


def _noticed(here: Town, change: str) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
        transaction.set_rollback(True)
        return any(answer(here, one) for one in ATTACKS.values())
