"""What stands sealed: every opening is logged with its purpose."""

from __future__ import annotations

from dataclasses import dataclass

from kwonik.counselling import queries
from kwonik.counselling.models import Consultation
from kwonik.counselling.rules import Caller
from kwonik.people import vault
from kwonik.people.codes import Purpose
from kwonik.people.models import Client, SealedText
from kwonik.people.queries import clients_matching
from kwonik.people.vault import Identified
from kwonik.places.models import Centre

NOBODY = Identified("", "")
MOST_FOUND = 8


@dataclass(frozen=True)
class File:
    """The sealed part of a consultation: what was said and who said it."""

    memo: str
    who: Identified


def open_file(account, consultation: Consultation, *, purpose: str, action: str) -> File:
    """Opens memo and identity of a consultation the account was given by `get_consultation`."""
    memos = vault.read([consultation.memo], by=account, purpose=purpose, action=action)
    known = vault.identities([consultation.client_id], by=account, purpose=purpose, action=action)
    return File(memos.get(consultation.memo_id or 0, ""), known.get(consultation.client_id or 0, NOBODY))


def open_caller(account, sealed: SealedText | None, *, action: str) -> Caller:
    """Who rang and what they said, of a contact or a referral the account was given."""
    texts = vault.read([sealed], by=account, purpose=Purpose.COUNSELLING, action=action)
    return Caller.unpacked(texts[sealed.pk]) if sealed else Caller()


@dataclass(frozen=True)
class Known:
    """Somebody who came before: the client, who it is, and what for."""

    client: Client
    who: Identified
    earlier: list[Consultation]


def find_callers(account, centre: Centre, name: str, phone: str, also: str = "") -> list[Known]:
    """Clients of the centre with that name, or that number or its last four digits; both at once come first.

    `also` is a client chosen before, who stays on the list. A constant number of statements.
    """
    both = list(clients_matching(centre, name, phone)[:MOST_FOUND])
    one = [
        *clients_matching(centre, phone=phone)[:MOST_FOUND],
        *clients_matching(centre, name=name)[:MOST_FOUND],
    ]
    chosen = [client for client in [queries.client_of(centre, also)] if client]
    clients = list({client.pk: client for client in (*chosen, *both, *one)}.values())[:MOST_FOUND]
    ids = [client.pk for client in clients]
    who = vault.identities(ids, by=account, purpose=Purpose.SEARCH, action="counselling.find")
    earlier = queries.earlier(ids)
    return [Known(client, who[client.pk], earlier[client.pk]) for client in clients]
