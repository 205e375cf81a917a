"""마감: two people settle what differs, and two people seal the day. A refusal says why."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from kwonik.escrow import access, queries, rules
from kwonik.escrow.access.closing import CORRECT, SEAL
from kwonik.escrow.codes import BreakState, Way
from kwonik.escrow.models import Break, BusinessDay, Correction
from kwonik.escrow.rules.closing import DayFacts, obstacles, trouble_of_books
from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.people.models import Account

from .ledger import tell
from .moves import refuse_resident_number
from .reconciling import locked_day, reconciled

SEALED = "이미 봉인한 날입니다."

# -- what differs -------------------------------------------------------------------------------------------------


def _locked(found: Break) -> Break:
    """The day first, then the break: everybody locks in this order. Raises NotAllowed for what is over."""
    day = locked_day(found.day.dated_on)
    stored = Break.objects.select_for_update(of=("self",)).get(pk=found.pk)
    stored.day = day
    if day.sealed_at:
        raise rules.NotAllowed(SEALED)
    if stored.state != BreakState.OPEN:
        raise rules.NotAllowed("이미 풀린 차이입니다.")
    return stored


@transaction.atomic
def own_break(*, by: Account, found: Break, owner: Account) -> Break:
    """Who looks after it. Raises NotAllowed, PermissionDenied."""
    require(by, CORRECT, found.day.centre)
    stored = _locked(found)
    if owner not in access.closing.correctors(stored.day.centre):
        raise rules.NotAllowed("차이를 정리할 권한이 있는 사람만 맡을 수 있습니다.", "owner")
    stored.owner = owner
    stored.save(update_fields=["owner"])
    audit.record("escrow.break.owned", stored, by=by, detail={"owner": owner.pk})
    return stored


def ways_of(found: Break) -> tuple[Way, ...]:
    """How this break may be settled by two people; none where it settles itself or only the bank can."""
    known = bool(queries.closing.payments_known([found.bank_tran_id]))
    free = bool(found.number) and not queries.closing.stands_in_books(found.number)
    return rules.reconciling.ways(found.kind, found.difference_won, found.about, known, free)


@transaction.atomic
def propose_correction(
    *, by: Account, found: Break, way: str, words: str, token: UUID | None = None
) -> Correction:
    """The first of two people says how the break is settled, and why. Raises NotAllowed, PermissionDenied."""
    require(by, CORRECT, found.day.centre)
    if token and (again := Correction.objects.filter(form_token=token).first()):
        return again
    stored = _locked(found)
    if way not in ways_of(stored):
        raise rules.NotAllowed("이 차이는 그렇게 정리할 수 없습니다.", "way")
    if not words.strip():
        raise rules.NotAllowed("까닭을 적으세요.", "words")
    refuse_resident_number(words, "words")
    if queries.closing.standing_correction(stored):
        raise rules.NotAllowed("이미 제안한 방법이 있습니다. 먼저 확인하거나 거두세요.")
    made = Correction.objects.create(
        break_of=stored,
        way=way,
        won=stored.difference_won,
        words=words.strip(),
        proposed_by=by,
        form_token=token or uuid4(),
    )
    audit.record("escrow.break.proposed", stored, by=by, detail={"correction": made.pk, "way": way})
    return made


def _standing(correction: Correction) -> tuple[Break, Correction]:
    stored = _locked(correction.break_of)
    found = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if found.dropped_at or found.confirmed_at:
        raise rules.NotAllowed("이미 확인하거나 거둔 제안입니다.")
    return stored, found


@transaction.atomic
def drop_correction(*, by: Account, correction: Correction) -> Correction:
    """Either of them takes the proposal back. Raises NotAllowed, PermissionDenied."""
    require(by, CORRECT, correction.break_of.day.centre)
    stored, found = _standing(correction)
    found.dropped_at, found.dropped_by = timezone.now(), by
    found.save(update_fields=["dropped_at", "dropped_by"])
    audit.record("escrow.break.dropped", stored, by=by, detail={"correction": found.pk})
    return found


@transaction.atomic
def confirm_correction(*, by: Account, correction: Correction) -> Correction:
    """The second person confirms: the ledger moves by exactly the difference, and the day is held against the bank again.

    Raises NotAllowed (the same person, not open any more), PermissionDenied.
    """
    require(by, CORRECT, correction.break_of.day.centre)
    stored, found = _standing(correction)
    if found.proposed_by_id == by.pk:
        raise rules.NotAllowed("제안한 사람이 아닌 다른 사람이 확인해야 합니다.")
    if found.way not in ways_of(stored):
        raise rules.NotAllowed("이 차이는 이제 그렇게 정리할 수 없습니다. 제안을 거두고 다시 보세요.")
    explained = found.way == Way.EXPLAINED
    found.event = None if explained else _post(stored, found, by)
    found.confirmed_by, found.confirmed_at = by, timezone.now()
    found.save(update_fields=["event", "confirmed_by", "confirmed_at"])
    stored.state = BreakState.EXPLAINED if explained else BreakState.CORRECTED
    stored.ended_at = timezone.now()
    stored.save(update_fields=["state", "ended_at"])
    audit.record("escrow.break.settled", stored, by=by, detail={"correction": found.pk, "way": found.way})
    reconciled(stored.day, by)
    return found


def _post(found: Break, correction: Correction, by: Account) -> int:
    """The ledger's event: custody is brought to what the bank has, on the day that differs."""
    key, said = (
        f"form:{correction.form_token}",
        {"actor": f"operator:{by.pk}", "value_on": found.day.dated_on},
    )
    if correction.way == Way.SUSPENSE:
        return tell("take_found", key, **said, **_found(found)).number
    custody, other = ("custody", "bank"), ("adjustment", "bank")
    debit, credit = (custody, other) if correction.won > 0 else (other, custody)
    told = tell(
        "correct",
        key,
        **said,
        debit_kind=debit[0],
        debit_reference=debit[1],
        credit_kind=credit[0],
        credit_reference=credit[1],
        amount_won=abs(correction.won),
    )
    return told.number


def _found(found: Break) -> dict[str, Any]:
    """The deposit that money of the statement alone becomes: its own line, and the virtual account that it names."""
    line = queries.closing.line_of(found)
    if line is None:
        raise rules.NotAllowed("이 돈의 줄이 지금 거래명세에 없습니다. 제안을 거두고 다시 맞춰 보세요.")
    number = queries.closing.paid_into(found.day.centre_id, line.account_index)
    return {
        "line": line.number,
        "virtual_account": number.pk if number else None,
        "amount_won": line.won,
        "line_value_on": line.value_on,
        "booked_at": line.booked_at,
    }


# -- the day ------------------------------------------------------------------------------------------------------


def facts_of(day: BusinessDay, trouble: list[str] | None = None) -> DayFacts:
    """The day as `rules.closing` judges it."""
    before = queries.closing.before(day)
    return DayFacts(
        day=day.dated_on,
        has_statement=day.statement_id is not None,
        open_breaks=day.open_breaks,
        closing_won=day.closing_won,
        told_won=day.told_won,
        ledger_closing_won=day.ledger_closing_won,
        opening_won=day.opening_won,
        ledger_opening_won=day.ledger_opening_won,
        is_first=before is None,
        previous_on=before.dated_on if before else None,
        previous_sealed=bool(before and before.sealed_at),
        previous_closing_won=before.closing_won if before else 0,
        trouble=trouble or [],
    )


def _judged(day: BusinessDay, by: Account) -> tuple[list[str], str]:
    """Why the day cannot be sealed now, all looked at anew, and the chain's root."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger.seal()")
    reconciled(day, by)
    books = queries.closing.books(day.dated_on)
    trouble = trouble_of_books(books.unequal, books.held_won, books.owed_won, books.broken, books.loose)
    return obstacles(facts_of(day, trouble)), books.root


def seal_first(*, by: Account, day: BusinessDay) -> BusinessDay:
    """The first person confirms the figures. Raises NotAllowed (says why), PermissionDenied."""
    require(by, SEAL, day.centre)
    with transaction.atomic():  # what was found out stays, whether it may be sealed or not
        stored = locked_day(day.dated_on)
        if stored.sealed_at:
            raise rules.NotAllowed(SEALED)
        why, _ = _judged(stored, by)
        if not why and stored.first_by_id:
            why = ["첫 번째 사람이 이미 확인했습니다. 다른 사람이 봉인하면 됩니다."]
        if not why:
            stored.first_by, stored.first_at = by, timezone.now()
            stored.save()
            audit.record("escrow.day.confirmed", stored, by=by)
    _refuse(why)
    return stored


def seal_second(*, by: Account, day: BusinessDay) -> BusinessDay:
    """Another person seals it: from now on the day stays as it is. Raises NotAllowed (says why), PermissionDenied."""
    require(by, SEAL, day.centre)
    with transaction.atomic():
        stored = locked_day(day.dated_on)
        if stored.sealed_at:
            raise rules.NotAllowed(SEALED)
        why, root = _judged(stored, by)
        if not why and not stored.first_by_id:
            why = ["첫 번째 사람이 먼저 확인해야 합니다. 확인한 뒤 숫자가 달라지면 다시 확인합니다."]
        if not why and stored.first_by_id == by.pk:
            why = ["첫 번째로 확인한 사람이 아닌 다른 사람이 봉인해야 합니다."]
        if not why:
            stored.second_by, stored.sealed_at, stored.chain_root = by, timezone.now(), root
            stored.save()
            audit.record("escrow.day.sealed", stored, by=by, detail={"root": root})
    _refuse(why)
    return stored


def _refuse(why: list[str]) -> None:
    if why:
        raise rules.NotAllowed(" ".join(why))
