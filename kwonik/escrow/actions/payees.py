"""The account a member is paid to: a changed one waits a day, and everybody it concerns hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.escrow import queries, rules
from kwonik.escrow.codes import BANKS, MessageKind, Standing
from kwonik.escrow.models import Member, PayeeAccount
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.codes import SealedKind
from kwonik.people.rules import tidy

from .messages import noted, post, tell
from .phones import own, read

HOLD_HOURS = 24
"""How long a changed account waits before anything is paid to it: time for its owner to hear of it (also in the database)."""


@transaction.atomic
def bind_account(
    *,
    by: Any,
    bank: str,
    account_number: str,
    holder: str,
    resident_number: str = "",
    form_token: UUID | None = None,
) -> PayeeAccount:
    """The account that contracts agreed on from now on are bound to; those agreed on before keep theirs.

    The first may be used at once; one that takes another's place waits HOLD_HOURS and is announced. An individual's resident
    number is kept only for the commissioner's withholding (소득세법 제164조). Raises NotAllowed.
    """
    member = own(by)
    if form_token and (known := PayeeAccount.objects.filter(form_token=form_token).first()):
        return known
    if not member.may_begin:
        raise rules.NotAllowed("본인 확인을 먼저 마치세요.")
    if bank not in BANKS:
        raise rules.NotAllowed("은행을 고르세요.", "bank")
    digits, centre, now = rules.persons.account_digits(account_number), member.centre, timezone.now()
    changed = member.payee_accounts.exists()
    PayeeAccount.objects.filter(member=member, replaced_at=None).update(replaced_at=now)
    made = PayeeAccount.objects.create(
        member=member,
        bank=bank,
        number=vault.seal_number(digits, centre=centre),
        holder=vault.seal(SealedKind.MEMBER, tidy(holder), centre=centre),
        tail=digits[-3:],
        number_digest=vault.number_digest("account", centre.pk, bank + digits),
        usable_from=now + timedelta(hours=HOLD_HOURS, minutes=1) if changed else now,
        form_token=form_token,
    )
    if resident_number and member.standing == Standing.INDIVIDUAL:
        _keep_resident_number(member, resident_number)
    audit.record("escrow.member.account_bound", member, by=by, detail={"account": made.pk})
    if changed:
        _announce(by, member, made)
    return made


def _keep_resident_number(member: Member, resident_number: str) -> None:
    number, old = rules.persons.resident_digits(resident_number), member.number
    member.number = vault.seal_number(number, centre=member.centre)
    member.number_digest = vault.number_digest("resident", member.centre_id, number)
    member.save()
    if old:
        old.delete()


def _announce(by: Any, member: Member, account: PayeeAccount) -> None:
    """To the member, to the number they had until lately, and to the commissioner of every running contract: in each timeline, and by one message."""
    post(member, MessageKind.ACCOUNT_CHANGED)
    former = read(by, member.former_phone_id, "escrow.member.account_changed")
    if former:
        post(member, MessageKind.ACCOUNT_CHANGED, to=former)
    heard: set[int] = set()
    for contract in queries.running_for(member):
        event = noted(contract, "member.account_changed", by, account=account.pk)
        if contract.commissioner_id not in heard:
            tell(event)
        heard.add(contract.commissioner_id)
