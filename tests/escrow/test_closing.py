"""The day's close with the ledger and a bank: what differs is found, settled by two, and the day sealed by two."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from kwonik.escrow import actions, queries
from kwonik.escrow.bank.port import Kind, NoAnswer
from kwonik.escrow.models import BankStatement, Break, BusinessDay, Correction, StatementLine
from kwonik.escrow.rules import NotAllowed
from kwonik.people.models import SealedText
from tests.escrow import factories
from tests.escrow.books import CrookedBank, Ours, balance, post, stand
from tests.factories import make_account

pytestmark = pytest.mark.django_db
ALL = ("escrow.day:view", "escrow.day:seal", "escrow.break:correct")
REFUSED = DatabaseError
BY_RULE = {"P0001", "23505", "23514"}  # a trigger, a key, a check; never a mistyped statement


@pytest.fixture
def centre(db):
    stand()
    return factories.make_installation()


@pytest.fixture
def bank(centre) -> CrookedBank:
    return CrookedBank()


@pytest.fixture
def ours(bank) -> Ours:
    return Ours(bank)


@pytest.fixture
def people(centre):
    """Two who may do all of it."""
    return [make_account(*ALL, centre=centre) for _ in range(2)]


@pytest.fixture
def sealable(monkeypatch):
    """The chain seals committed transactions only, and a test is one that never is: see test_sealing."""
    books = queries.closing.books
    monkeypatch.setattr(queries.closing, "books", lambda until: replace(books(until), loose=0))


def close(bank: CrookedBank, on: date) -> BusinessDay:
    actions.take_statement(bank=bank, on=on, now=bank.at)
    return actions.reconcile(on=on)


def kinds(day: BusinessDay, state: str = "open") -> Counter:
    return Counter(day.breaks.filter(state=state).values_list("kind", flat=True))


def seal(day: BusinessDay, people) -> BusinessDay:
    actions.seal_first(by=people[0], day=day)
    return actions.seal_second(by=people[1], day=day)


def a_day(ours: Ours) -> date:
    """A day with deposits and a payout, written down on both sides, and over."""
    on = ours.bank.at.date()
    for won in (500_000, 300_000, 200_000):
        ours.deposit(won)
    ours.pay_out(450_000)
    ours.bank.next_day()
    return on


# -- a day that agrees ----------------------------------------------------------------------------------------------


def test_a_day_that_agrees_is_sealed_by_two(ours, people, sealable):
    day = close(ours.bank, a_day(ours))

    assert kinds(day) == {}
    assert (day.opening_won, day.credits_won, day.debits_won, day.closing_won) == (
        0,
        1_000_000,
        450_000,
        550_000,
    )
    assert day.ledger_closing_won == day.told_won == 550_000 == -balance("custody")
    assert queries.closing.unsealed_since(ours.bank.at.date()) == day.dated_on
    assert queries.closing.sealed_until() is None

    sealed = seal(day, people)

    assert (sealed.first_by, sealed.second_by, len(sealed.chain_root)) == (*people, 64)
    assert queries.closing.sealed_until() == day.dated_on
    assert queries.closing.unsealed_since(ours.bank.at.date()) is None
    assert queries.closing.unsealed_since(ours.bank.at.date() + timedelta(days=1)) == ours.bank.at.date()


def test_one_person_cannot_seal_alone_nor_before_the_first(ours, people, sealable):
    day = close(ours.bank, a_day(ours))

    with pytest.raises(NotAllowed, match="첫 번째 사람이 먼저"):
        actions.seal_second(by=people[0], day=day)
    actions.seal_first(by=people[0], day=day)
    with pytest.raises(NotAllowed, match="다른 사람이 봉인"):
        actions.seal_second(by=people[0], day=day)
    with pytest.raises(NotAllowed, match="이미 확인"):
        actions.seal_first(by=people[1], day=day)
    actions.seal_second(by=people[1], day=day)
    for act in (actions.seal_first, actions.seal_second):
        with pytest.raises(NotAllowed, match="이미 봉인"):
            act(by=people[0], day=day)


def test_who_may_not_seal_may_not(ours, centre, sealable):
    day = close(ours.bank, a_day(ours))
    for act in (actions.seal_first, actions.seal_second):
        with pytest.raises(PermissionDenied):
            act(by=make_account("escrow.day:view", centre=centre), day=day)


def test_again_changes_nothing(ours, people, django_assert_max_num_queries):
    on = a_day(ours)
    ours.bank.stray(on, 5000)
    close(ours.bank, on)

    def standing():
        tables = (BankStatement, StatementLine, BusinessDay, Break, Correction, SealedText)
        return [list(table.objects.order_by("pk").values()) for table in tables]

    before = standing()
    close(ours.bank, on)
    assert standing() == before


def test_days_are_sealed_in_order_without_a_gap(ours, people, sealable):
    first = a_day(ours)
    second = a_day(ours)
    third = a_day(ours)
    days = [close(ours.bank, on) for on in (first, second, third)]

    with pytest.raises(NotAllowed, match="아직 봉인하지 않았습니다"):
        actions.seal_first(by=people[0], day=days[1])
    seal(days[0], people)
    with pytest.raises(NotAllowed, match="아직 봉인하지 않았습니다"):
        actions.seal_first(by=people[0], day=days[2])
    seal(days[1], people)
    seal(days[2], people)
    with pytest.raises(NotAllowed, match="앞선 날"):
        close(ours.bank, first - timedelta(days=1))


def test_a_gap_between_days_keeps_the_later_one_open(ours, people, sealable):
    first = a_day(ours)
    ours.bank.next_day()
    later = a_day(ours)
    seal(close(ours.bank, first), people)

    with pytest.raises(NotAllowed, match="앞의 날이 비어 있습니다"):
        actions.seal_first(by=people[0], day=close(ours.bank, later))
    actions.morning(bank=ours.bank, now=ours.bank.at)
    for day in BusinessDay.objects.filter(sealed_at=None).order_by("dated_on"):
        seal(day, people)
    assert queries.closing.sealed_until() == later


# -- what differs -----------------------------------------------------------------------------------------------------


def test_every_class_is_found_by_its_name(ours):
    on = a_day(ours)
    lines = {line.amount_won: line for line in ours.bank.lines}
    bank = ours.bank
    bank.stray(on, 5000)
    bank.missing.add(lines[500_000].number)
    bank.altered[lines[300_000].number] = 1
    bank.repeated.add(lines[200_000].number)
    bank.stray(on, 450_000, Kind.RETURNED, lines[450_000].bank_tran_id)

    day = close(bank, on)

    assert kinds(day) == {
        "bank_only": 1,
        "ledger_only": 1,
        "amount": 1,
        "duplicate": 1,
        "return": 1,
        "balance": 1,
    }
    assert day.open_breaks == 6


def test_another_date_is_found_on_both_days(ours):
    on = a_day(ours)
    late = a_day(ours)
    moved = next(line for line in ours.bank.lines if line.value_on == on)
    ours.bank.moved[moved.number] = late

    days = [close(ours.bank, each) for each in (on, late)]
    days[0] = actions.reconcile(on=on)

    assert [kinds(day)["date"] for day in days] == [1, 1]
    assert [one.difference_won for day in days for one in day.breaks.filter(kind="date")] == [
        -500_000,
        500_000,
    ]


@pytest.mark.parametrize("seed", range(5))
def test_random_breaks_are_all_found_and_none_invented(ours, seed):
    chance = random.Random(seed)
    bank, expected = ours.bank, Counter()
    on = bank.at.date()
    for _ in range(20):
        ours.deposit(chance.randint(1, 9) * 1000)
    payouts = [ours.pay_out(chance.randint(1, 3) * 1000) for _ in range(5)]
    bank.next_day()
    lines = [line for line in bank.lines if line.value_on == on]
    chance.shuffle(lines)
    for _ in range(chance.randint(0, 3)):
        bank.stray(on, 1000)
        expected["bank_only"] += 1
    for number in payouts[: chance.randint(0, 3)]:
        bank.stray(on, 1000, Kind.RETURNED, number)
        expected["return"] += 1
    for what, knob in (("ledger_only", bank.missing), ("amount", bank.altered), ("duplicate", bank.repeated)):
        for _ in range(chance.randint(0, 4)):
            number = lines.pop().number
            knob.add(number) if isinstance(knob, set) else knob.update({number: 7})
            expected[what] += 1
    if bank.statement(on).gap_won:
        expected["balance"] += 1

    assert kinds(close(bank, on)) == +expected


def test_a_break_closes_itself_when_the_bank_mends_its_statement(ours, people, sealable):
    on = a_day(ours)
    ours.bank.missing.add(ours.bank.lines[0].number)
    day = close(ours.bank, on)
    with pytest.raises(NotAllowed, match="정리하지 않은 차이가 2건"):
        actions.seal_first(by=people[0], day=day)

    ours.bank.behave()
    day = close(ours.bank, on)

    assert (kinds(day), kinds(day, "answered")) == ({}, {"ledger_only": 1, "balance": 1})
    assert BankStatement.objects.filter(dated_on=on).count() == 2
    seal(day, people)


def test_a_break_closes_itself_when_the_books_catch_up(ours, people, sealable):
    on = a_day(ours)
    ours.bank.at -= timedelta(hours=20)
    ours.bank.pay("56200000000001", 70_000, "의뢰인", "110-000-000001")
    ours.bank.next_day()
    assert kinds(close(ours.bank, on)) == {"bank_only": 1}

    ours.keep()
    day = actions.reconcile(on=on)

    assert (kinds(day), day.open_breaks) == ({}, 0)
    seal(day, people)


def test_a_payout_that_came_back_is_settled_by_its_own_history(ours, people, sealable):
    """Nobody corrects by hand what the payment's own step says."""
    on = ours.bank.at.date()
    ours.deposit(500_000)
    ours.bank.return_next()
    ours.pay_out(400_000)
    ours.bank.next_day()
    seal(close(ours.bank, on), people)
    on = ours.bank.at.date()
    ours.bank.next_day()
    day = close(ours.bank, on)
    (found,) = day.breaks.filter(state="open")
    assert found.kind == "return"
    with pytest.raises(NotAllowed, match="그렇게 정리할 수 없습니다"):
        actions.propose_correction(by=people[0], found=found, way="suspense", words="되돌아옴")

    ours.keep()

    seal(actions.reconcile(on=on), people)
    assert balance("payable", "m1") == 400_000


def test_a_statement_that_does_not_agree_with_the_banks_own_answer(ours, people, sealable):
    on = a_day(ours)
    ours.bank.told[on] = 0
    actions.take_statement(bank=ours.bank, on=on, now=ours.bank.at)
    BankStatement.objects.filter(dated_on=on).count()
    actions.reconcile(on=on)

    class Lying(CrookedBank):
        def statement(self, day):
            true = super().statement(day)
            return replace(true, closing_won=true.closing_won + 1)

    ours.bank.__class__ = Lying
    day = close(ours.bank, on)

    assert sorted(one.about for one in day.breaks.filter(kind="balance")) == ["statement", "told"]
    with pytest.raises(NotAllowed, match=r"은행이 1원 더 많습니다.*따로 답한 잔액"):
        actions.seal_first(by=people[0], day=day)


def test_whoever_writes_behind_a_sealed_day_is_seen(ours, people, sealable):
    on = a_day(ours)
    seal(close(ours.bank, on), people)
    later = a_day(ours)
    post("form:x", "deposited", [("custody", "bank", "escrow", "m1", 1)], on)

    day = close(ours.bank, later)

    assert [one.about for one in day.breaks.filter(state="open")] == ["books"]
    with pytest.raises(NotAllowed, match="장부의 첫 잔액과 은행의 첫 잔액이 다릅니다"):
        actions.seal_first(by=people[0], day=day)


# -- two people settle --------------------------------------------------------------------------------------------------


def strange_deposit(ours: Ours, won: int = 70_000) -> Break:
    on = a_day(ours)
    ours.bank.at -= timedelta(hours=20)
    ours.bank.pay("56200000000001", won, "모르는 사람", "110-000-000009")
    ours.bank.next_day()
    (found,) = close(ours.bank, on).breaks.filter(state="open")
    return found


def test_money_that_only_the_bank_knows_goes_to_suspense_by_two(ours, people, sealable):
    found = strange_deposit(ours)
    proposed = actions.propose_correction(by=people[0], found=found, way="suspense", words="누구인지 모름")
    assert balance("suspense", f"b{found.pk}") == 0
    with pytest.raises(NotAllowed, match="다른 사람이 확인"):
        actions.confirm_correction(by=people[0], correction=proposed)

    actions.confirm_correction(by=people[1], correction=proposed)

    assert balance("suspense", f"b{found.pk}") == 70_000
    found.refresh_from_db()
    assert found.state == "corrected"
    seal(found.day, people)
    with pytest.raises(NotAllowed, match="이미 봉인"):
        actions.own_break(by=people[0], found=found, owner=people[0])


def test_what_only_the_books_have_is_taken_out_by_two(ours, people, sealable):
    on = ours.bank.at.date()
    ours.deposit(10_000)
    post("line:77", "deposited", [("custody", "bank", "escrow", "m1", 3000)], on)
    ours.bank.next_day()
    (found,) = close(ours.bank, on).breaks.filter(state="open")
    proposed = actions.propose_correction(by=people[0], found=found, way="adjustment", words="잘못 올림")
    actions.confirm_correction(by=people[1], correction=proposed)

    assert (balance("custody"), balance("adjustment")) == (-10_000, -3000)
    day = seal(found.day, people)
    assert (day.credits_won, day.debits_won, day.closing_won) == (13_000, 3000, 10_000)


def test_a_correction_that_turns_out_wrong_is_a_break_of_its_own(ours, people):
    """The deposit is written down after all: the correction is then what only the books have."""
    found = strange_deposit(ours)
    proposed = actions.propose_correction(by=people[0], found=found, way="suspense", words="누구인지 모름")
    actions.confirm_correction(by=people[1], correction=proposed)
    ours.keep()

    day = actions.reconcile(on=found.day.dated_on)

    assert kinds(day) == {"ledger_only": 1}
    assert day.breaks.get(state="open").difference_won == -70_000


def test_an_error_of_the_statement_is_explained_by_two_and_moves_nothing(ours, people, sealable):
    on = a_day(ours)
    ours.bank.stray(on, 5000)
    day = close(ours.bank, on)
    before = balance("custody")
    for found in day.breaks.filter(state="open"):
        proposed = actions.propose_correction(
            by=people[0], found=found, way="explained", words="은행이 잘못 적었다고 확인함"
        )
        actions.confirm_correction(by=people[1], correction=proposed)

    assert balance("custody") == before
    day = actions.reconcile(on=on)
    assert kinds(day, "explained") == {"bank_only": 1, "balance": 1}
    seal(day, people)


def test_an_explanation_seals_no_day_that_differs_in_truth(ours, people, sealable):
    found = strange_deposit(ours)
    proposed = actions.propose_correction(by=people[0], found=found, way="explained", words="넘어가자")
    actions.confirm_correction(by=people[1], correction=proposed)

    with pytest.raises(NotAllowed, match="은행이 70,000원 더 많습니다"):
        actions.seal_first(by=people[0], day=found.day)


def test_the_same_form_twice_is_one_proposal_and_one_stands(ours, people):
    from uuid import uuid4

    found, token = strange_deposit(ours), uuid4()
    facts = {"found": found, "way": "suspense", "words": "모름", "token": token}
    one = actions.propose_correction(by=people[0], **facts)
    assert actions.propose_correction(by=people[0], **facts) == one
    with pytest.raises(NotAllowed, match="이미 제안한"):
        actions.propose_correction(by=people[1], **{**facts, "token": uuid4()})
    actions.drop_correction(by=people[1], correction=one)
    with pytest.raises(NotAllowed, match="거둔 제안"):
        actions.confirm_correction(by=people[1], correction=one)
    other = actions.propose_correction(by=people[1], **{**facts, "token": uuid4()})
    actions.confirm_correction(by=people[0], correction=other)
    with pytest.raises(NotAllowed):
        actions.confirm_correction(by=people[0], correction=other)
    assert balance("suspense", f"b{found.pk}") == 70_000


@pytest.mark.parametrize(
    "words, way", [("", "suspense"), ("800101-1234567", "suspense"), ("모름", "adjustment")]
)
def test_what_is_not_said_properly_is_refused(ours, people, words, way):
    with pytest.raises(NotAllowed):
        actions.propose_correction(by=people[0], found=strange_deposit(ours), way=way, words=words)


def test_a_break_is_owned_by_somebody_who_may_settle_it(ours, people, centre):
    found = strange_deposit(ours)
    assert actions.own_break(by=people[0], found=found, owner=people[1]).owner == people[1]
    with pytest.raises(NotAllowed, match="권한이 있는 사람만"):
        actions.own_break(by=people[0], found=found, owner=make_account("escrow.day:view", centre=centre))
    with pytest.raises(PermissionDenied):
        actions.own_break(
            by=make_account("escrow.day:view", "escrow.day:seal", centre=centre), found=found, owner=people[1]
        )


def test_what_the_first_person_confirmed_lapses_when_the_books_move(ours, people, sealable):
    on = a_day(ours)
    day = close(ours.bank, on)
    actions.seal_first(by=people[0], day=day)
    post("line:99", "deposited", [("custody", "bank", "escrow", "m1", 1)], on)

    with pytest.raises(NotAllowed, match="정리하지 않은 차이가 1건"):
        actions.seal_second(by=people[1], day=day)
    day.refresh_from_db()
    assert (day.first_by, day.open_breaks) == (None, 1)


# -- what the database itself refuses ---------------------------------------------------------------------------------


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


# -- the bank and the clock ----------------------------------------------------------------------------------------------


def test_a_day_that_is_not_over_has_no_statement(ours):
    with pytest.raises(NotAllowed, match="끝나지 않은"):
        actions.take_statement(bank=ours.bank, on=ours.bank.at.date(), now=ours.bank.at)


def test_a_statement_of_a_sealed_day_does_not_change(ours, people, sealable):
    on = a_day(ours)
    seal(close(ours.bank, on), people)
    close(ours.bank, on)
    ours.bank.stray(on, 1)
    with pytest.raises(NotAllowed, match="이미 봉인한 날의 거래명세가 달라졌습니다"):
        close(ours.bank, on)


def test_names_stay_in_the_vault(ours):
    on = a_day(ours)
    close(ours.bank, on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(l::text, ' ') FROM escrow_statementline l")
        (text,) = cursor.fetchone()
    assert "의뢰인" not in text
    assert "56200000000001" not in text
    assert BankStatement.objects.get().raw is not None


def test_the_morning_catches_up_with_days_that_nobody_reconciled(ours):
    first = a_day(ours)
    actions.morning(bank=ours.bank, now=ours.bank.at)
    for _ in range(3):
        a_day(ours)

    days = actions.morning(bank=ours.bank, now=ours.bank.at)

    assert [day.dated_on for day in days] == [first + timedelta(days=place) for place in range(4)]
    assert {day.open_breaks for day in days} == {0}


def test_a_bank_that_does_not_answer_leaves_the_day_open(ours, people, monkeypatch):
    on = a_day(ours)

    def silent(day):
        raise NoAnswer

    monkeypatch.setattr(ours.bank, "statement", silent)
    with pytest.raises(NoAnswer):
        actions.morning(bank=ours.bank, now=ours.bank.at)
    day = actions.reconcile(on=on)
    assert day.ledger_closing_won == 550_000
    with pytest.raises(NotAllowed, match="거래명세를 아직 받지 못했습니다"):
        actions.seal_first(by=people[0], day=day)
