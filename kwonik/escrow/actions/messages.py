"""Text messages: written in the transaction that is their cause, sent by the worker, tried again, never sent twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from kwonik.escrow import queries
from kwonik.escrow.codes import (
    AGAIN_AFTER,
    CODE_MINUTES,
    TOLD,
    WORDS,
    Actor,
    MessageKind,
    MessageState,
)
from kwonik.escrow.messenger import Messenger, NoAnswer, NotSent
from kwonik.escrow.models import ContractEvent, Member, Message
from kwonik.people import vault
from kwonik.people.codes import Purpose, SealedKind
from kwonik.people.models import SealedText

EVERY = ("freelancer", "commissioner")
PARTIES: dict[str, tuple[str, ...]] = {"both": EVERY} | {party: (party,) for party in EVERY}


_past: ContextVar[bool] = ContextVar("escrow_past", default=False)
UNTOLD_FOR = timedelta(days=3)
"""What is older is told to nobody any more: it stands in the timeline."""


@contextmanager
def untold() -> Iterator[None]:
    """Inside, a past is played (samples): nobody is told of what was long ago."""
    token = _past.set(True)
    try:
        yield
    finally:
        _past.reset(token)


def post(
    member: Member,
    kind: str,
    *,
    to: str = "",
    secret: str = "",
    event: ContractEvent | None = None,
) -> Message | None:
    """One message to the member (or to the number `to`); the worker takes it once the caller's transaction is committed.

    None while a past is played.
    """
    if _past.get():
        return None
    made = Message.objects.create(
        member=member,
        kind=MessageKind(kind),
        event=event,
        to=vault.seal(SealedKind.MEMBER, to, centre=member.centre) if to else None,
        secret=vault.seal(SealedKind.MEMBER, secret, centre=member.centre) if secret else None,
    )
    app.configure_task("escrow.send_message", queue="escrow").defer(message_id=made.pk)
    return made


def tell(event: ContractEvent) -> ContractEvent:
    """Tells whom the table names of what now stands in the timeline; nobody for what it does not name."""
    kind, whom = TOLD.get(event.code, ("", ""))
    if kind:
        for party in PARTIES.get(whom) or _other_than(event.actor):
            post(getattr(event.contract, party), kind, event=event)
    return event


def tell_untold() -> int:
    """Tells of what the ledger wrote into the timeline, each once; how many. The line itself is the proof that there is something to tell."""
    since = timezone.now() - UNTOLD_FOR
    rows = ContractEvent.objects.filter(code__in=TOLD, messages=None, at__gte=since).order_by("pk")
    found = list(rows.select_related("contract__freelancer", "contract__commissioner")[:200])
    for event in found:
        with transaction.atomic(), suppress(IntegrityError):  # another worker was quicker
            tell(event)
    return len(found)


def _other_than(actor: str) -> tuple[str, ...]:
    """The other party; both where a machine, the centre or an adviser said it."""
    return tuple(party for party in EVERY if party != str(actor))


def send_message(*, message_id: int, messenger: Messenger | None) -> None:
    """Sends what is due. What a carrier left unanswered is only inquired after until the carrier says it did not go out."""
    message = _taken(message_id, timezone.now())
    if message is None:
        return
    row, asked = message
    phone, text = _opened(row)
    if messenger is None or not phone or not text:
        _ended(row.pk, MessageState.GIVEN_UP)
        return
    shown = ""
    try:
        went_out = messenger.was_sent(key=_key(row)) if asked else False
        if went_out is None:
            return
        if not went_out:
            shown = messenger.send(key=_key(row), phone=phone, text=text)
    except NoAnswer:
        return
    except NotSent:
        last = row.tries > len(AGAIN_AFTER)
        _ended(row.pk, MessageState.GIVEN_UP if last else MessageState.WAITING)
        return
    _ended(row.pk, MessageState.SENT, shown)


def _key(message: Message) -> str:
    return f"kwonik-{message.pk}"


def _taken(message_id: int, now: datetime) -> tuple[Message, bool] | None:
    """The message, from now on being sent, and whether a carrier was asked before; None: not due, over, or another has it.

    Committed before anything is sent: whoever comes after a crash finds it being sent, and inquires.
    """
    with transaction.atomic():
        rows = Message.objects.select_for_update(skip_locked=True, of=("self",)).select_related("member")
        row = rows.filter(pk=message_id, ended_at=None, due_at__lte=now).first()
        if row is None:
            return None
        asked = row.state == MessageState.SENDING
        if row.tries > len(AGAIN_AFTER) or _is_stale(row, now):
            _end(row, MessageState.GIVEN_UP)
            return None
        row.due_at = now + timedelta(minutes=AGAIN_AFTER[min(row.tries, len(AGAIN_AFTER) - 1)])
        row.state, row.tries = MessageState.SENDING, row.tries + 1
        row.save()
        return row, asked


def _is_stale(row: Message, now: datetime) -> bool:
    """A number that counts no more is not sent."""
    return row.kind == MessageKind.PHONE_CODE and row.made_at < now - timedelta(minutes=CODE_MINUTES)


def _opened(row: Message) -> tuple[str, str]:
    """The number it goes to and its words, opened for this alone; "" for whoever has left."""
    to = row.to_id or row.member.phone_id
    sealed = [pk for pk in (to, row.secret_id) if pk]
    texts = vault.read(sealed, by=None, purpose=Purpose.ESCROW, action="escrow.message.send")
    secret = texts.get(row.secret_id or 0, "")
    words = WORDS[row.kind].format(secret=secret)
    return texts.get(to or 0, ""), words if secret or row.kind != MessageKind.PHONE_CODE else ""


def _ended(message_id: int, state: MessageState, shown: str = "") -> None:
    """What came of a try."""
    with transaction.atomic():
        row = Message.objects.select_for_update(of=("self",)).get(pk=message_id)
        if row.state == MessageState.SENDING:
            _end(row, state, shown)


def _end(row: Message, state: MessageState, shown: str = "") -> None:
    gone = []
    row.state = state
    if state in (MessageState.SENT, MessageState.GIVEN_UP):
        gone = [pk for pk in (row.to_id, row.secret_id) if pk]
        row.ended_at, row.to, row.secret, row.shown = timezone.now(), None, None, shown
    row.save()
    SealedText.objects.filter(pk__in=gone).delete()


def send_due(*, messenger: Messenger | None) -> int:
    """Messages whose time has come again, each in a transaction of its own; how many were looked at."""
    due = list(queries.messages_due(timezone.now()).values_list("pk", flat=True)[:200])
    for pk in due:
        send_message(message_id=pk, messenger=messenger)
    return len(due)


def forget(member: Member) -> None:
    """The member leaves: what was not sent will not be, and no number stays with it. Belongs to the caller's transaction."""
    for row in Message.objects.select_for_update(of=("self",)).filter(member=member, ended_at=None):
        _end(row, MessageState.GIVEN_UP)


def noted(contract: Any, code: str, by: Any, actor: str = Actor.FREELANCER, **detail: Any) -> ContractEvent:
    """Something that changes no state stands in the timeline."""
    return ContractEvent.objects.create(contract=contract, code=code, actor=actor, by=by, detail=detail)
