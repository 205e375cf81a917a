"""Attacks on how contracts move money: each asks the database for what it must refuse, and with which word it must.

`ATTACKS` holds while every guard stands; tests/escrow/test_contract_guards.py takes the guards away one by one and asks which attack notices.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils import timezone

from kwonik.escrow.models import Deposit
from tests.escrow.asking import (
    ATTACKS,
    attack,
    but_first,
    call,
    number_of,
    payee_of,
    payout,
    refund,
    say,
    step,
)
from tests.escrow.attacked import Town
from tests.escrow.moneys import WON

__all__ = ["ATTACKS"]


# -- who -------------------------------------------------------------------------------------------------------------


@attack("KW403")
def another_commissioner_approves(town):
    return say("approve", town.delivered, "commissioner", town.stranger.account)


@attack("KW403")
def the_other_party_approves(town):
    return say("approve", town.delivered, "commissioner", town.delivered.contract.freelancer.account)


@attack("KW403")
def the_freelancer_approves(town):
    return say("approve", town.delivered, "freelancer", town.delivered.contract.freelancer.account)


@attack("KW403")
def somebody_else_calls_it_off_as_the_freelancer(town):
    return say("cancel_together", town.asked, "freelancer", town.stranger.account)


@attack("KW403")
def a_citizen_matches_money(town):
    milestone = town.suspense.virtual_account.milestone
    return say("match", milestone, "operator", town.stranger.account, town.suspense.pk)


# -- when ------------------------------------------------------------------------------------------------------------


@attack("KW409")
def a_state_that_does_not_know_the_verb(town):
    return say("approve", town.held, "commissioner", town.held.contract.commissioner.account)


@attack("KW403")
def silence_on_its_last_day(town):
    return say("accept_silently", town.delivered, "clock", value_on=town.delivered.accept_by)


@attack("KW403")
def approval_while_a_dispute_is_open(town):
    by = town.quarrel.contract.commissioner.account
    return but_first(
        "UPDATE escrow_milestone SET state = 'delivered', delivered_on = current_date, accept_by = current_date WHERE id = %s",
        say("approve", town.quarrel, "commissioner", by),
        town.quarrel.pk,
    )


@attack("KW403")
def alone_after_work_has_begun(town):
    return say("cancel_before_work", town.begun, "commissioner", town.begun.contract.commissioner.account)


@attack("KW403")
def alone_after_something_was_handed_over(town):
    return but_first(
        "UPDATE escrow_milestone SET state = 'funded', started_on = NULL WHERE id = %s",
        say(
            "cancel_before_work", town.delivered, "commissioner", town.delivered.contract.commissioner.account
        ),
        town.delivered.pk,
    )


@attack("KW403")
def together_with_oneself(town):
    return say("cancel_together", town.asked, "freelancer", town.asked.contract.freelancer.account)


@attack("KW403")
def together_long_ago(town):
    return but_first(
        "UPDATE escrow_milestone SET state_since = now() + interval '1 hour' WHERE id = %s",
        say("cancel_together", town.asked, "commissioner", town.asked.contract.commissioner.account),
        town.asked.pk,
    )


@attack("KW403")
def a_split_that_nobody_signed(town):
    return say("split", town.quarrel, "operator", town.clerk)


@attack("KW403")
def a_payment_said_without_a_payment(town):
    return say("pay", town.paying, "bank")


@attack("KW422")
def the_key_of_another_request(town):
    return but_first(
        "INSERT INTO ledger.event (request_key, request_hash, kind, actor, value_on)"
        " VALUES ('form:approve', sha256('x'), 'approved', 'x', current_date)",
        say("approve", town.delivered, "commissioner", town.delivered.contract.commissioner.account),
    )


# -- which money -----------------------------------------------------------------------------------------------------


@attack("KW403")
def a_short_deposit_is_matched(town):
    return say("match", town.short.virtual_account.milestone, "operator", town.clerk, town.short.pk)


@attack("KW403")
def a_deposit_of_another_contract_is_matched(town):
    return say("match", town.awaiting, "operator", town.clerk, town.suspense.pk)


@attack("KW403")
def a_deposit_that_is_being_given_back_is_matched(town):
    return but_first(
        "UPDATE escrow_deposit SET state = 'refund_sent' WHERE id = %s",
        say("match", town.suspense.virtual_account.milestone, "operator", town.clerk, town.suspense.pk),
        town.suspense.pk,
    )


def deposit(town: Town, **changed: Any) -> tuple[str, list[Any]]:
    return call("take_deposit", {
        "request_key": "line:new", "request_hash": bytes(32), "line": "new", "virtual_account": number_of(town.awaiting),
        "amount_won": WON, "fee_won": 0, "value_on": timezone.localdate(), "booked_at": timezone.now(), "said_at": timezone.now(),
        "reason": "", "depositor": None, **changed,
    })  # fmt: skip


@attack("KW403")
def a_short_deposit_is_taken(town):
    return deposit(town, amount_won=WON - 1)


@attack("KW403")
def a_deposit_with_a_fee_nobody_signed(town):
    return deposit(town, fee_won=10)


@attack("23505")
def a_deposit_into_a_number_that_was_paid(town):
    return deposit(town, virtual_account=number_of(town.held))


# -- what goes out -----------------------------------------------------------------------------------------------------


@attack("KW403")
def paid_to_somebody_elses_account(town):
    return payout("send_payout", town.due, "operator", payee_of(town.held), town.clerk)


@attack("KW403")
def paid_to_an_account_nobody_verified(town):
    payee = payee_of(town.due)
    return but_first(
        "UPDATE escrow_payeeaccount SET verified_at = NULL WHERE id = %s",
        payout("send_payout", town.due, "operator", payee, town.clerk),
        payee,
    )


@attack("KW403")
def paid_to_an_account_on_hold(town):
    payee = payee_of(town.due)
    return but_first(
        "UPDATE escrow_payeeaccount SET usable_from = now() + interval '1 hour' WHERE id = %s",
        payout("send_payout", town.due, "operator", payee, town.clerk),
        payee,
    )


@attack("KW403")
def more_than_the_limit_by_the_clock(town):
    return but_first(
        "UPDATE escrow_policy SET payout_limit_won = 1000",
        payout("send_payout", town.due, "clock", payee_of(town.due)),
    )


@attack("KW403")
def a_verb_that_pays_nobody(town):
    return payout("approve", town.delivered, "commissioner", payee_of(town.delivered))


@attack("KW409")
def paid_twice(town):
    return payout("send_payout", town.paying, "operator", payee_of(town.paying), town.clerk)


@attack("KW409")
def paid_again_while_the_first_is_under_way(town):
    return but_first(
        "UPDATE escrow_milestone SET state = 'payout_failed' WHERE id = %s",
        payout("resend", town.paying, "operator", payee_of(town.paying), town.clerk),
        town.paying.pk,
    )


@attack("KW403")
def held_money_is_given_back(town):
    return refund("escrow", f"m{town.held.pk}")


@attack("KW409")
def given_back_though_nothing_is(town):
    return refund("refundable", f"m{town.held.pk}")


@attack("KW403")
def a_matched_deposit_is_given_back_from_suspense(town):
    known = Deposit.objects.get(virtual_account__milestone=town.held)
    return refund("suspense", f"d{known.pk}")


@attack("KW422")
def the_key_of_a_payment_for_a_refund(town):
    return but_first(
        "INSERT INTO ledger.event (request_key, request_hash, kind, actor, value_on)"
        " VALUES ('form:refund', sha256('x'), 'sent', 'x', current_date)",
        refund("suspense", f"d{town.suspense.pk}"),
    )


@attack("KW409")
def an_answer_that_was_overtaken(town):
    with connection.cursor() as cursor:
        cursor.execute(*step(town, "send", 0, "form:first"))
    return step(town, "put_off", 0, "form:second")


@attack("KW403")
def sent_again_to_an_account_that_takes_no_money(town):
    with connection.cursor() as cursor:
        cursor.execute(*step(town, "send", 0, "form:first"))
        cursor.execute(*step(town, "fail", 1, "form:second", answer="412"))
    return payout("resend", town.paying, "operator", payee_of(town.paying), town.clerk)


# -- put right by hand ----------------------------------------------------------------------------------------------------


@attack("KW403")
def money_corrected_into_suspense(town):
    return (
        "SELECT ledger.correct('k', sha256('x'), 'operator:1', current_date, 'custody', 'bank', 'suspense', 'd9', 9)",
        [],
    )


def found(line: str, key: str) -> tuple[str, list[Any]]:
    return (
        "SELECT ledger.take_found(%s, sha256('x'), 'operator:1', current_date, %s, NULL, 9, current_date, now(), now())",
        [key, line],
    )


@attack("KW409")
def a_deposit_found_once_more(town):
    return but_first(
        "DELETE FROM ledger.event WHERE request_key = %s",
        found(town.short.line, "k"),
        f"line:{town.short.line}",
    )


@attack("KW409")
def a_line_found_that_did_something_else(town):
    event = (
        "INSERT INTO ledger.event (request_key, request_hash, kind, actor, value_on) "
        "VALUES ('line:z', sha256('y'), 'returned', 'x', current_date)"
    )
    return but_first(event, found("z", "k"))


@attack("KW422")
def the_key_of_another_finding(town):
    event = (
        "INSERT INTO ledger.event (request_key, request_hash, kind, actor, value_on) "
        "VALUES ('k', sha256('y'), 'corrected', 'x', current_date)"
    )
    return but_first(event, found("z", "k"))


# -- past the verbs ------------------------------------------------------------------------------------------------------


@attack("KW901", "kwonik_app")
def a_state_by_hand(town):
    return "UPDATE escrow_milestone SET state = 'approved' WHERE id = %s", [town.delivered.pk]


@attack("KW901", "kwonik_app")
def born_with_money(town):
    return (
        """INSERT INTO escrow_milestone (number, state, state_since, contract_id, terms_id)
        SELECT 9, 'funded', now(), contract_id, terms_id FROM escrow_milestone WHERE id = %s""",
        [town.held.pk],
    )


@attack("KW901", "kwonik_app")
def a_deposit_by_hand(town):
    return (
        """INSERT INTO escrow_deposit (line, amount_won, fee_won, value_on, booked_at, taken_at, reason, state, settled_at)
        VALUES ('x', 1, 0, current_date, now(), now(), '', 'matched', now())""",
        [],
    )


@attack("KW901", "kwonik_app")
def a_deposit_settled_by_hand(town):
    return "UPDATE escrow_deposit SET state = 'refunded', settled_at = now() WHERE id = %s", [
        town.suspense.pk
    ]


IGNORED = "SELECT set_config('pgtrigger.ignore', '{escrow_contractevent}', true); "


@attack("42501", "kwonik_app")
def the_timeline_rewritten(town):
    return f"{IGNORED} UPDATE escrow_contractevent SET note = 'x' WHERE milestone_id = {town.held.pk}", []


@attack("42501", "kwonik_app")
def the_timeline_shortened(town):
    return f"{IGNORED} DELETE FROM escrow_contractevent WHERE milestone_id = {town.held.pk}", []
