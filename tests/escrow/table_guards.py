"""Every check, unique and trigger over the escrow's tables, each with what it alone refuses.

Checks by what breaks them, uniques by the columns that stand once, triggers by the columns they protect, the rows that are over
for good, the moves they know, and the words of every question they ask.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from tests.escrow.alone import A_DAY, AT, Tables

SHA = "a" * 64

CHECKS: dict[str, tuple[str, dict[str, Any]]] = {
    "escrow_notice_kind": ("banknotice", {"kind": "sent"}),
    "escrow_notice_has_its_id": ("banknotice", {"notice_id": ""}),
    "escrow_open_break_goes_on": ("break", {"state": "open", "ended_at": AT}),
    "escrow_sealed_day_is_whole": ("businessday", {"sealed_at": AT, "second_by_id": 2, "first_by_id": 1}),
    "escrow_confirmed_at_an_instant": ("businessday", {"first_by_id": 1}),
    "escrow_card_paid_something": ("cardpayment", {"amount_won": 100, "fee_won": 100}),
    "escrow_change_names_a_clause": ("changerequest", {"clause": 0}),
    "escrow_run_of_two_people": ("closingrun", {"state": "sealing", "first_by_id": 1, "second_by_id": 1}),
    "escrow_run_of_at_least_a_day": ("closingrun", {"from_on": "2026-05-05", "until_on": A_DAY}),
    "escrow_run_ends_once": ("closingrun", {"state": "done"}),
    "escrow_run_seen_at_an_instant": ("closingrun", {"first_by_id": 1}),
    "escrow_ended_with_day": ("contract", {"state": "closed"}),
    "escrow_in_force_is_signed": ("contract", {"state": "active"}),
    "escrow_never_both_parties": ("contract", {"freelancer_id": 1, "commissioner_id": 1}),
    "escrow_corrected_by_two": (
        "correction",
        {"way": "posted", "won": 5, "event": 1, "proposed_by_id": 1, "confirmed_by_id": 1, "confirmed_at": AT},
    ),
    "escrow_file_size": ("deliveredfile", {"size": 0}),
    "escrow_deposit_of_something": ("deposit", {"amount_won": 0}),
    "escrow_deposit_waits_for_a_reason": ("deposit", {"reason": "", "state": "suspense"}),
    "escrow_deposit_held_on_a_day": ("deposit", {"state": "matched"}),
    "escrow_deposit_settled_once": ("deposit", {"state": "matched"}),
    "escrow_handed_over_to_somebody": ("dispute", {"state": "handed_over", "outside_body": ""}),
    "escrow_dispute_ends_once": ("dispute", {"state": "open", "ended_at": AT}),
    "escrow_mediated_by_somebody": ("dispute", {"state": "mediating"}),
    "escrow_earlier_amount": ("earliercontract", {"amount_won": -1}),
    "escrow_identity_check_ends_once": ("identitycheck", {"state": "begun", "ended_at": AT}),
    "escrow_verified_is_somebody": ("member", {"state": "active", "verified_at": AT}),
    "escrow_suspended_with_reason": ("member", {"state": "suspended", "suspended_at": AT, "suspended_reason": ""}),
    "escrow_left_is_nobody": ("member", {"state": "left", "left_at": AT, "phone_id": 1}),
    "escrow_member_is_something": ("member", {"is_freelancer": False, "is_commissioner": False}),
    "escrow_sent_was_tried": ("message", {"state": "sent", "tries": 0, "ended_at": AT}),
    "escrow_only_codes_are_secret": ("message", {"kind": "event", "secret_id": 1}),
    "escrow_message_ends_empty": ("message", {"state": "sent", "ended_at": AT, "to_id": 1}),
    "escrow_delivered_has_a_term": ("milestone", {"state": "delivered"}),
    "escrow_terms_possible": ("milestoneterms", {"gross_won": 0}),
    "escrow_terms_gross_is_whole": (
        "milestoneterms",
        {"gross_won": 10, "net_won": 8, "income_tax_won": 1, "local_tax_won": 0},
    ),
    "escrow_phone_check_five_tries": ("phonecheck", {"tries": 6}),
    "escrow_new_number_to_change": ("phonecheck", {"purpose": "join", "phone_id": 1}),
    "escrow_recovered_by_a_right_code": ("phonecheck", {"purpose": "recovery", "done_at": AT}),
    "escrow_policy_dates": ("policy", {"from_on": "2026-05-05", "until_on": A_DAY}),
    "escrow_policy_possible": ("policy", {"acceptance_days": 15, "longest_days": 14}),
    "escrow_settlement_by_two": (
        "settlement",
        {"state": "confirmed", "recorded_by_id": 1, "answered_by_id": 1, "answered_at": AT},
    ),
    "escrow_settlement_possible": ("settlement", {"freelancer_won": -1, "paper_sha256": SHA}),
    "escrow_split_shares_possible": ("split", {"payout_won": 11, "freelancer_won": 10}),
    "escrow_split_is_whole": ("split", {"gross_won": 10, "freelancer_won": 5, "commissioner_won": 4}),
    "escrow_agreed_split_stands": ("split", {"lapsed_at": AT, "agreed_at": AT}),
    "escrow_line_written": ("statementline", {"times": 0}),
    "escrow_version_gross_is_whole": ("version", {"gross_won": 10, "net_won": 8, "income_tax_won": 1, "local_tax_won": 0}),
    "escrow_agreed_is_a_document": ("version", {"state": "agreed", "agreed_at": AT}),
    "escrow_card_order_has_a_page": ("virtualaccount", {"way": "card", "amount_won": 100, "address": ""}),
    **{
        f"escrow_{table}_{column}_check": (table, {column: -1})
        for table, columns in {
            "businessday": ("open_breaks",),
            "changerequest": ("clause",),
            "closingrun": ("progress",),
            "deliveredfile": ("size",),
            "delivery": ("number",),
            "dispute": ("frozen_days",),
            "identitycheck": ("tries",),
            "message": ("tries",),
            "milestone": ("number",),
            "milestoneterms": ("number",),
            "phonecheck": ("tries",),
            "policy": ("card_basis_points", "acceptance_days", "shortest_days", "longest_days"),
            "split": ("number",),
            "statementline": ("times",),
            "version": ("number", "acceptance_days"),
        }.items()
        for column in columns
    },
}  # fmt: skip

FORM_TOKENS = (
    "certificate contract contractevent correction dispute member payeeaccount settlement split talk"
)
ONCE: dict[str, tuple[str, str]] = {
    "escrow_banknotice_notice_id_key": ("banknotice", "notice_id"),
    "escrow_break_once": ("break", "day_id key"),
    "escrow_businessday_dated_on_key": ("businessday", "dated_on"),
    "escrow_cardpayment_order_id_key": ("cardpayment", "order_id"),
    "escrow_certificate_number_once": ("certificate", "centre_id reference"),
    "escrow_certificate_token_key": ("certificate", "token"),
    "escrow_changerequest_delivery_id_key": ("changerequest", "delivery_id"),
    "escrow_contract_number_once": ("contract", "centre_id reference"),
    "escrow_correction_event_key": ("correction", "event"),
    "escrow_delivery_once": ("delivery", "milestone_id number"),
    "escrow_line_taken_once": ("deposit", "line"),
    "escrow_dispute_number_once": ("dispute", "centre_id reference"),
    "escrow_earlier_contract_import": ("earliercontract", "centre_id import_key"),
    "escrow_earlier_contract_once": ("earliercontract", "centre_id reference"),
    "escrow_identitycheck_transaction_digest_key": ("identitycheck", "transaction_digest"),
    "escrow_member_account_id_key": ("member", "account_id"),
    "escrow_member_number_once": ("member", "centre_id reference"),
    "escrow_one_person_one_member": ("member", "centre_id person_digest"),
    "escrow_told_once": ("message", "event_id member_id kind"),
    "escrow_milestone_once": ("milestone", "contract_id number"),
    "escrow_milestone_terms_id_key": ("milestone", "terms_id"),
    "escrow_terms_once": ("milestoneterms", "version_id number"),
    "escrow_policy_once": ("policy", "from_on"),
    "escrow_signed_once": ("signature", "version_id party"),
    "escrow_split_once": ("split", "dispute_id number"),
    "escrow_split_settlement_id_key": ("split", "settlement_id"),
    "escrow_split_signed_once": ("splitsignature", "split_id party"),
    "escrow_line_once": ("statementline", "statement_id digest"),
    "escrow_version_once": ("version", "contract_id number"),
    "escrow_virtualaccount_number_key": ("virtualaccount", "number"),
    **{f"escrow_{table}_form_token_key": (table, "form_token") for table in FORM_TOKENS.split()},
}

ONCE_WHILE: dict[str, tuple[str, str, dict[str, Any], dict[str, Any]]] = {
    "escrow_one_statement_a_day": ("bankstatement", "dated_on", {}, {"replaced_at": AT}),
    "escrow_one_closing_run": ("closingrun", "centre_id", {"state": "ready"}, {"state": "done"}),
    "escrow_one_standing_correction": ("correction", "break_of_id", {}, {"dropped_at": AT}),
    "escrow_one_deposit_a_milestone": (
        "deposit",
        "virtual_account_id",
        {"state": "matched"},
        {"state": "suspense"},
    ),
    "escrow_one_open_dispute": ("dispute", "milestone_id", {"state": "mediating"}, {"state": "withdrawn"}),
    "escrow_one_payee_account": ("payeeaccount", "member_id", {}, {"replaced_at": AT}),
    "escrow_one_standing_settlement": (
        "settlement",
        "dispute_id",
        {"state": "recorded"},
        {"state": "refused"},
    ),
    "escrow_one_standing_split": ("split", "dispute_id", {}, {"lapsed_at": AT}),
    "escrow_one_pending_version": ("version", "contract_id", {"state": "offered"}, {"state": "signed"}),
    "escrow_one_virtual_account": ("virtualaccount", "milestone_id", {"way": "transfer"}, {"way": "card"}),
}
"""Columns that stand once among the rows that go on; such a row, and one that does not."""  # fmt: skip

BESIDE = {"escrow_split_once": {"lapsed_at": AT}}
"""What two rows hold besides, so that nothing else stands once of them."""

APPEND_ONLY = "cardpayment changerequest contractevent deliveredfile delivery signature splitsignature statementline talk"
NEVER_DELETED = (
    "banknotice bankstatement break businessday certificate closingrun contract correction deposit dispute member message"
    " milestone payeeaccount settlement split version virtualaccount"
)

PROTECTED = {
    "banknotice": ("stays", "notice_id kind line on received_at"),
    "bankstatement": ("stays_as_taken", "id centre_id dated_on number opening_won closing_won told_won digest raw_id taken_at"),
    "break": (
        "stays_as_found",
        "id day_id key kind number bank_tran_id bank_won ledger_won difference_won event about opened_on",
    ),
    "certificate": ("stays_as_issued", "id centre_id member_id reference token body sha256 issued_on issued_at form_token"),
    "closingrun": ("stays_as_begun", "centre_id from_on begun_by_id begun_at"),
    "contract": ("parties_stay", "centre_id reference freelancer_id commissioner_id custody"),
    "correction": ("stays_as_proposed", "id break_of_id way won words proposed_by_id proposed_at form_token"),
    "message": ("stays_as_written", "member_id kind event_id made_at"),
    "milestone": ("stays_in_its_contract", "contract_id number"),
    "payeeaccount": ("stays_as_bound", "id member_id bank tail number_digest made_at usable_from form_token"),
    "settlement": (
        "stays_as_recorded",
        "id dispute_id decided_on freelancer_won note paper_id paper_name paper_sha256 recorded_by_id recorded_at form_token",
    ),
    "split": (
        "stays_as_proposed",
        "id dispute_id number gross_won freelancer_won commissioner_won payout_won withheld_won refund_won card_fee_won reason"
        " document sha256 proposed_by_id proposed_at settlement_id form_token",
    ),
    "virtualaccount": ("stays_as_issued", "milestone_id way bank number holder_digest issued_at"),
}  # fmt: skip
"""By table the trigger and the columns that never change; all others may."""

OVER: dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any] | None]] = {
    ("bankstatement", "replaced_for_good"): ({"replaced_at": AT}, {}),
    ("correction", "over_for_good"): ({"dropped_at": AT}, {}),
    ("dispute", "over_for_good"): ({"ended_at": AT}, {}),
    ("identitycheck", "answered_once"): ({"state": "done"}, {"state": "begun"}),
    ("member", "nobody_comes_back"): ({"state": "left"}, {"state": "active"}),
    ("settlement", "answered_once"): ({"state": "confirmed"}, {"state": "recorded"}),
    ("earliercontract", "stays_as_brought"): ({}, None),
}
"""Rows to which nothing happens any more, and what goes on; None where nothing ever does."""

MOVES = {
    ("break", "along_the_table"): "open:answered answered:open open:corrected open:explained",
    ("closingrun", "along_the_table"): (
        "preparing:ready preparing:ended ready:proposed ready:ended proposed:sealing proposed:ended sealing:done sealing:ended"
    ),
    (
        "message",
        "never_sent_twice",
    ): "waiting:sending waiting:given_up sending:waiting sending:sent sending:given_up",
    ("milestone", "along_the_table"): (
        "approved:payout_sent awaiting_deposit:cancelled awaiting_deposit:expired awaiting_deposit:funded cancelled:awaiting_deposit"
        " cancelled:direct delivered:approved delivered:disputed delivered:funded direct:cancelled direct:direct_delivered"
        " direct_delivered:direct direct_delivered:direct_done disputed:delivered disputed:funded disputed:resolved funded:delivered"
        " funded:disputed funded:refund_sent paid:payout_failed payout_failed:payout_sent payout_sent:paid payout_sent:payout_failed"
        " payout_sent:payout_unknown payout_unknown:paid payout_unknown:payout_failed refund_sent:refunded refunded:refund_sent"
        " resolved:payout_sent resolved:refund_sent"
    ),
}
"""The moves of a state that a trigger knows; every other is refused."""

Attack = Callable[[], object]


def _day(tables: Tables, **given: Any) -> int:
    return tables.row("escrow_businessday", **given)


def _sealing(tables: Tables, day: int) -> Attack:
    return tables.change("escrow_businessday", day, sealed_at=AT)


def _with_an_open_break(tables: Tables) -> Attack:
    day = _day(tables)
    tables.row("escrow_break", day_id=day, state="open")
    return _sealing(tables, day)


def _out_of_order(tables: Tables) -> Attack:
    _day(tables, dated_on="2026-05-03", closing_won=5, sealed_at=AT)
    return _sealing(tables, _day(tables, dated_on=A_DAY, opening_won=6))


def _before_a_sealed(tables: Tables) -> Attack:
    _day(tables, dated_on=A_DAY, sealed_at=AT)
    return tables.new("escrow_businessday", dated_on="2026-05-03")


def _more_than_moved(tables: Tables) -> Attack:
    return _sealing(tables, _day(tables, credits_won=1, debits_won=0))


def _of_another_amount(tables: Tables) -> Attack:
    version = tables.row("escrow_version", state="offered", document=b"x", sha256=sha256(b"x").hexdigest())
    return tables.change("escrow_version", version, state="agreed")


def _signed_with_one(tables: Tables) -> Attack:
    version = tables.row("escrow_version", state="agreed", sha256=SHA)
    tables.row("escrow_signature", version_id=version, sha256=SHA, party="freelancer")
    return tables.change("escrow_version", version, state="signed")


def _soon_usable(tables: Tables) -> Attack:
    tables.row("escrow_payeeaccount", member_id=1, replaced_at=AT)
    return tables.new("escrow_payeeaccount", member_id=1, made_at=AT, usable_from=AT)


def _agreed_with_one(tables: Tables) -> Attack:
    split = tables.row("escrow_split", sha256=SHA)
    tables.row("escrow_splitsignature", split_id=split, sha256=SHA, party="freelancer")
    return tables.change("escrow_split", split, agreed_at=AT)


def _of_another_sum(tables: Tables) -> Attack:
    break_ = tables.row("escrow_break", state="open", difference_won=5)
    return tables.new("escrow_correction", break_of_id=break_, won=6)


def _rewritten(tables: Tables) -> Attack:
    return tables.change("escrow_deposit", tables.row("escrow_deposit"), amount_won=1)


SAYS: dict[tuple[str, str], dict[str, Callable[[Tables], Attack]]] = {
    ("break", "of_an_open_day"): {
        "a sealed day takes nothing new": lambda tables: tables.new("escrow_break", day_id=_day(tables, sealed_at=AT)),
        "a break is settled by two people": lambda tables: tables.new(
            "escrow_break", day_id=_day(tables), state="corrected"
        ),
    },
    ("businessday", "seals_in_order"): {
        "a day begins open": lambda tables: tables.new("escrow_businessday", sealed_at=AT),
        "no day comes before a sealed one": _before_a_sealed,
        "a sealed day stays as it is, and a day stays that day": lambda tables: tables.change(
            "escrow_businessday", _day(tables), dated_on=A_DAY
        ),
        "what the first person confirmed does not change under the second": lambda tables: tables.change(
            "escrow_businessday", _day(tables, first_by_id=1), closing_won=1
        ),
        "two people, one after the other": lambda tables: tables.change(
            "escrow_businessday", _day(tables), first_by_id=1, sealed_at=AT
        ),
        "a day with an open break stays open": _with_an_open_break,
        "days are sealed in order, each from the closing before": _out_of_order,
    },
    ("businessday", "ledger_closes_sealed_days"): {"the books of .* moved by 0 and not by 1": _more_than_moved},
    ("correction", "of_an_open_break"): {"a correction is of an open break, to the won": _of_another_sum},
    ("deposit", "ledger_takes_deposits"): {"a deposit is taken by the ledger": _rewritten},
    ("milestone", "ledger_moves_money"): {
        "a milestone begins without money": lambda tables: tables.new("escrow_milestone", state="funded"),
        "milestone .*: from funded to refund_sent only by the ledger": lambda tables: tables.change(
            "escrow_milestone", tables.row("escrow_milestone", state="funded"), state="refund_sent"
        ),
    },
    ("milestoneterms", "only_in_a_draft"): {
        "only a draft is written": lambda tables: tables.change(
            "escrow_milestoneterms",
            tables.row("escrow_milestoneterms", version_id=tables.row("escrow_version", state="offered")),
            net_won=1,
        ),
    },
    ("payeeaccount", "a_change_waits_a_day"): {"a changed account waits for 24 hours": _soon_usable},
    ("settlement", "of_what_was_handed_over"): {
        "only a dispute that was handed over comes back settled": lambda tables: tables.new(
            "escrow_settlement",
            state="recorded",
            dispute_id=tables.row("escrow_dispute", state="open", milestone_id=1),
        ),
    },
    ("signature", "of_the_standing_document"): {
        "not the document that stands to be signed": lambda tables: tables.new(
            "escrow_signature", version_id=tables.row("escrow_version", state="agreed", sha256=SHA), sha256="b" * 64
        ),
    },
    ("split", "agreed_by_both_or_settled"): {"neither both parties nor another body agreed on split .*": _agreed_with_one},
    ("splitsignature", "of_the_standing_split"): {
        "not the split that stands to be signed": lambda tables: tables.new(
            "escrow_splitsignature", split_id=tables.row("escrow_split", sha256=SHA, lapsed_at=AT), sha256=SHA
        ),
    },
    ("version", "stands_once_agreed"): {
        "a version begins as a draft": lambda tables: tables.new("escrow_version", state="offered"),
        "version .* stands for good": lambda tables: tables.change(
            "escrow_version", tables.row("escrow_version", state="signed"), title="다른 일"
        ),
        "version .* is being signed": lambda tables: tables.change(
            "escrow_version", tables.row("escrow_version", state="agreed"), title="다른 일"
        ),
        "version .* has not the digest of its document": lambda tables: tables.change(
            "escrow_version", tables.row("escrow_version", state="offered", document=b"x", sha256=SHA), state="agreed"
        ),
        "the milestones of version .* are not its amount": _of_another_amount,
        "version .* lacks a signature": _signed_with_one,
    },
}  # fmt: skip
"""Every question a trigger asks, by its words, with an attack that it alone refuses."""
