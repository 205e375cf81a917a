"""Handing over, silence, disputes, career: what both parties see, and what nobody may do."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from kwonik.escrow import access, actions, queries
from kwonik.escrow.actions import Upload
from kwonik.escrow.models import Contract, Milestone
from kwonik.escrow.rules import MoneyNeeded, NotAllowed, NotYours, deadlines, persons, terms
from kwonik.kernel.calendar import WorkingCalendar
from tests.escrow import factories
from tests.escrow.factories import PDF, approved, deliver, funded, paid_in, sent
from tests.factories import LONG_AGO, make_account, make_appointment

database = pytest.mark.django_db


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def at(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9))


# -- rules -----------------------------------------------------------------------------------------------------------

WON = st.integers(min_value=1_000, max_value=1_000_000_000)


@given(WON, st.sampled_from(["none", "deposit_gross", "deposit_net"]), st.integers(0, 1000))
def test_gross_is_always_net_and_taxes_and_the_payout_is_never_below_zero(gross, mode, points):
    money = terms.Money(mode, "card" if points else "transfer", points)
    line = terms.milestone(1, "balance", "일", gross, date(2026, 11, 23), money)

    assert line.gross_won == line.net_won + line.income_tax_won + line.local_tax_won
    assert line.income_tax_won % 10 == line.local_tax_won % 10 == 0
    assert line.deposit_won == (line.net_won if mode == "deposit_net" else line.gross_won)
    assert 0 < line.payout_won <= line.net_won


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=5))
def test_the_same_words_are_the_same_bytes_in_whatever_order(words):
    turned = dict(reversed(words.items()))

    assert terms.canonical(words) == terms.canonical(turned)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.integers(1, 60))
def test_silence_ends_on_a_working_day_never_early(day, days):
    calendar = WorkingCalendar()
    last = deadlines.accepted_on(day, days, calendar)

    assert last >= day + timedelta(days=days)
    assert calendar.is_working(last)
    assert not deadlines.has_passed(last, last)
    assert deadlines.has_passed(last, last + timedelta(days=1))
    assert all(day < warned < last for warned in deadlines.warned_on(last, day, [7, 3, 1]).values())


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.exe", b"MZ"), ("a", b"x"), ("a.pdf", b""), ("a.pdf", b"<html>"), ("a.png", PDF), ("a.svg", b"<svg")],
)
def test_a_file_is_what_it_says_or_is_not_taken(name, content):
    with pytest.raises(NotAllowed):
        persons.check_file(name, content)


# -- handing over ----------------------------------------------------------------------------------------------------


@database
def test_a_delivery_starts_the_clock_and_leaves_its_digest_in_the_timeline():
    milestone = deliver(funded())
    today = timezone.localdate()
    file = milestone.deliveries.get().files.get()

    assert milestone.state == "delivered"
    assert milestone.accept_by >= today + timedelta(days=14)
    event = milestone.events.last()
    assert event.detail == {"sha256": [file.sha256]}
    for member in (milestone.contract.freelancer, milestone.contract.commissioner):
        found = access.get_own_file(member.account, file.pk)
        assert access.open_content(member.account, found.content, action="escrow.test") == PDF
    from django.http import Http404

    with pytest.raises(Http404):
        access.get_own_file(factories.freelancer().account, file.pk)


@database
def test_a_delivery_needs_a_statement_a_file_and_money():
    contract = factories.signed()
    by, milestone = contract.freelancer.account, contract.milestones.get(number=1)
    upload = Upload("시안.pdf", PDF)

    def act(**given):
        told = {"by": by, "milestone": milestone, "statement": "시안", "uploads": [upload], **given}
        return actions.deliver(**told)

    for wrong in ({"statement": " "}, {"uploads": []}, {"uploads": [upload] * 6}, {}):
        with pytest.raises(NotAllowed):
            act(**wrong)
    with pytest.raises(NotAllowed, match="주민등록번호"):
        act(statement="900509-1234567")
    paid_in(milestone)
    with pytest.raises(NotYours):
        act(by=contract.commissioner.account)
    assert act().state == "delivered"


@database
def test_changes_name_a_clause_and_stop_the_clock():
    milestone = deliver(funded())
    by = milestone.contract.commissioner.account
    for clause, text in ((0, "고칠 것"), (9, "고칠 것"), (1, " ")):
        with pytest.raises(NotAllowed):
            actions.ask_changes(by=by, milestone=milestone, clause=clause, text=text)
    moved = actions.ask_changes(by=by, milestone=milestone, clause=2, text="글자가 빠졌습니다.")

    assert (moved.state, moved.accept_by) == ("funded", None)
    assert moved.deliveries.get().change_request.clause == 2
    assert deliver(moved).deliveries.count() == 2


@database
def test_nothing_that_moves_money_is_said_without_the_ledger():
    milestone = deliver(funded())
    locked = actions.locked_milestone(milestone)
    by = milestone.contract.commissioner.account
    with pytest.raises(MoneyNeeded), transaction.atomic():
        actions.move_milestone(locked, "approve", actor="commissioner", by=by)
    with pytest.raises(DatabaseError, match="only by the ledger"), transaction.atomic():
        Milestone.objects.filter(pk=milestone.pk).update(state="approved")
    assert approved(milestone).state == "approved"


# -- the clock -------------------------------------------------------------------------------------------------------


@database
def test_both_are_warned_once_each_and_silence_counts_on_the_day_after():
    milestone = deliver(funded())
    last = milestone.accept_by
    for day in (last - timedelta(days=8), last - timedelta(days=7), last - timedelta(days=7)):
        actions.warn_of_silence(now=at(day))
    actions.warn_of_silence(now=at(last - timedelta(days=2)))
    actions.warn_of_silence(now=at(last))

    told = milestone.events.filter(code="milestone.warn").values_list("detail__days", flat=True)
    assert list(told) == [7, 3, 1]
    assert not actions.due_in_silence(last).exists()
    assert list(actions.due_in_silence(last + timedelta(days=1))) == [milestone]


@database
def test_what_nobody_deposited_for_expires_and_the_contract_ends():
    contract = factories.signed()
    day = contract.milestones.first().terms.due_on
    assert actions.expire_overdue(now=at(day)) == 0
    with mock.patch(
        "django.utils.timezone.localdate", lambda now=None, timezone=None: day + timedelta(days=1)
    ):
        assert actions.expire_overdue(now=at(day + timedelta(days=1))) == 2

    assert {row.state for row in contract.milestones.all()} == {"expired"}
    assert fresh(contract).state == "cancelled"


# -- disputes --------------------------------------------------------------------------------------------------------


def panel(contract: Contract):
    """An adviser of the centre's panel, with an account."""
    account = make_account("escrow.dispute:advise", centre=contract.centre)
    return make_appointment(
        "escrow_adviser", contract.centre, account=account, qualification="lawyer", from_on=LONG_AGO
    )


def mediated(milestone: Milestone):
    contract = milestone.contract
    dispute = actions.open_dispute(by=contract.freelancer.account, milestone=milestone, text="대금 다툼")
    adviser = panel(contract)
    operator = make_account("escrow.dispute:assign", "escrow.dispute:view", centre=contract.centre)
    return actions.assign(by=operator, dispute=dispute, adviser=adviser), adviser.account


@database
@pytest.mark.parametrize("party", ["freelancer", "commissioner"])
def test_a_dispute_freezes_at_once_and_days_that_were_left_run_on(party):
    milestone = deliver(funded())
    by = getattr(milestone.contract, party).account
    dispute = actions.open_dispute(by=by, milestone=milestone, text="결과물이 다름")
    frozen = fresh(milestone)

    assert (frozen.state, frozen.accept_by) == ("disputed", None)
    assert not actions.due_in_silence(timezone.localdate() + timedelta(days=99)).exists()
    for verb in ("approve", "ask_changes"):
        with pytest.raises(NotAllowed), transaction.atomic():
            actions.move_milestone(
                actions.locked_milestone(frozen),
                verb,
                actor="commissioner",
                by=by,
            )
    other = {"freelancer": "commissioner", "commissioner": "freelancer"}[party]
    with pytest.raises(NotAllowed, match="신청한 사람"):
        actions.take_back_dispute(by=getattr(milestone.contract, other).account, dispute=dispute)
    actions.take_back_dispute(by=by, dispute=dispute)

    assert fresh(milestone).state == "delivered"
    assert fresh(milestone).accept_by >= timezone.localdate() + timedelta(days=14)


@database
def test_only_an_adviser_of_the_standing_panel_is_given_a_dispute_and_only_that_one_sees_it():
    milestone = deliver(funded())
    contract = milestone.contract
    dispute = actions.open_dispute(by=contract.freelancer.account, milestone=milestone, text="대금 다툼")
    operator = make_account("escrow.dispute:assign", centre=contract.centre)
    past = make_appointment(
        "escrow_adviser", contract.centre, from_on=LONG_AGO, until_on=timezone.localdate() - timedelta(days=1)
    )
    for nobody in (past, make_appointment("rights_advocate", contract.centre)):
        with pytest.raises(NotAllowed, match="위촉된"):
            actions.assign(by=operator, dispute=dispute, adviser=nobody)
    with pytest.raises(PermissionDenied):
        actions.assign(by=make_account(centre=contract.centre), dispute=dispute, adviser=panel(contract))
    one, two = panel(contract), panel(contract)
    actions.assign(by=operator, dispute=dispute, adviser=one)
    file = milestone.deliveries.get().files.get()

    assert access.advised(one.account).get() == dispute
    assert access.get_advised_file(one.account, file.pk) == file
    assert not access.advised(two.account).exists()
    with pytest.raises(NotYours):
        actions.note_talk(
            by=two.account, dispute=dispute, kind="call", held_on=timezone.localdate(), note="통화"
        )


@database
def test_a_split_is_agreed_on_by_two_signatures_over_one_digest():
    milestone = deliver(funded())
    contract = milestone.contract
    dispute, adviser = mediated(milestone)
    actions.note_talk(
        by=adviser, dispute=dispute, kind="call", held_on=timezone.localdate(), note="두 분과 통화함"
    )
    first = actions.propose_split(by=adviser, dispute=dispute, freelancer_won=100_000, reason="절반")
    second = actions.propose_split(by=adviser, dispute=dispute, freelancer_won=200_000, reason="셋에 둘")
    one, other = contract.freelancer.account, contract.commissioner.account

    def sign(by, split):
        return actions.sign_split(
            by=by, split=split, sha256=split.sha256, address=None, authentication="비밀번호"
        )

    with pytest.raises(NotAllowed, match="바뀌었습니다"):
        sign(one, first)
    sign(one, second)
    sign(one, second)
    assert fresh(dispute).state == "mediating"
    assert sign(other, second).agreed_at

    assert fresh(dispute).state == "agreed"
    assert fresh(milestone).state == "disputed"  # the ledger divides: no money moved here
    assert second.commissioner_won == 100_000
    with pytest.raises(DatabaseError), transaction.atomic():
        type(second).objects.filter(pk=second.pk).update(freelancer_won=300_000)
    codes = [event.code for event in queries.timeline(contract)]
    assert codes[-5:] == [
        "dispute.proposed",
        "dispute.proposed",
        "dispute.split_signed",
        "dispute.split_signed",
        "dispute.agreed",
    ]


@database
def test_handed_over_it_stays_frozen():
    milestone = funded()
    dispute, adviser = mediated(milestone)
    actions.hand_over(by=adviser, dispute=dispute, body="fair_trade", note="조정 신청을 도움")

    assert fresh(dispute).outside_body == "fair_trade"
    assert fresh(milestone).state == "disputed"
    with pytest.raises(NotAllowed):
        actions.note_talk(by=adviser, dispute=dispute, kind="call", held_on=timezone.localdate(), note="통화")


@database
def test_a_freelancer_without_any_contract_asks_the_panel():
    member = factories.confirmed()
    dispute = actions.ask_panel(by=member.account, text="다른 곳에서 못 받은 돈")
    operator = make_account("escrow.dispute:assign", centre=member.centre)
    adviser = panel(dispute)
    actions.assign(by=operator, dispute=dispute, adviser=adviser)
    with pytest.raises(NotAllowed, match="나눌 대금"):
        actions.propose_split(by=adviser.account, dispute=dispute, freelancer_won=1, reason="-")
    actions.finish(by=adviser.account, dispute=dispute, note="지급명령을 안내함")

    assert fresh(dispute).state == "advised"
    assert list(queries.own_disputes(member)) == [dispute]


# -- career ----------------------------------------------------------------------------------------------------------


def complete(**fields) -> Contract:
    contract = factories.signed(wishes=factories.wishes(500_000), **fields)
    milestone = contract.milestones.get()
    if fields.get("custody") == "direct":
        deliver(milestone)
        actions.take_over(by=contract.commissioner.account, milestone=milestone)
    else:
        sent(approved(deliver(paid_in(milestone))))
    return fresh(contract)


@database
def test_direct_pay_is_recorded_and_never_called_protected():
    one, other = factories.freelancer(), factories.commissioner()
    direct, protected = complete(one=one, other=other, custody="direct"), complete(one=one, other=other)
    factories.signed(one=one, other=other)
    record = queries.career(one)

    assert [(each.reference, each.protected) for each in record.contracts] == [
        (direct.reference, False),
        (protected.reference, True),
    ]
    assert (record.custody_won, record.direct_won) == (500_000, 500_000)
    made = actions.issue(by=one.account, address_of=lambda token: f"https://town.example/{token}")
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(_content(made, one))).pages)
    assert made.reference in words and "보호 대상 아님" in words.replace("\n", " ")
    assert terms.digest(terms.canonical(made.body)) == made.sha256
    assert access.certificate_at(made.token) == made
    with pytest.raises(DatabaseError), transaction.atomic():
        type(made).objects.filter(pk=made.pk).update(body={})


def _content(certificate, member):
    return access.open_content(member.account, certificate.paper, action="escrow.test")


@database
def test_nothing_completed_is_nothing_to_certify():
    with pytest.raises(NotAllowed, match="아직"):
        actions.issue(by=factories.freelancer().account, address_of=str)
