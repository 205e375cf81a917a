"""Who clients are: names and telephone numbers, sealed, and the digests they are found by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from kwonik.kernel.copying import copy_in, next_ids
from kwonik.people import keyring, rules
from kwonik.people.keyring import Keyring
from kwonik.people.models import Account, Client, Identity
from kwonik.places.actions import reserve
from kwonik.places.models import Centre

from .access_log import opened

_SERIES = "C"

PersonKey = tuple[bytes, bytes]


@dataclass(frozen=True)
class Identified:
    """A client's name and telephone number ("" when unknown) in plain words. Never stored, never logged."""

    name: str
    phone: str


def place_of(column: str, client_id: int) -> bytes:
    """Where a ciphertext of an identity stands, and is good."""
    return f"people_identity.{column}_sealed.{client_id}".encode()


# -- sealing ---------------------------------------------------------------------------------------------------


def sealed_identity(
    client: Client, name: str, phone: str, ring: Keyring | None = None, key: PersonKey | None = None
) -> dict[str, Any]:
    """The columns of a client's row in the vault; `key` when it is known already. Raises ResidentNumberRefused."""
    ring = ring or keyring.load()
    name, phone = rules.tidy(name), rules.tidy(phone)
    for text in (name, phone):
        rules.refuse_resident_number(text)
    by_name, by_phone = key or _digests(client.centre_id, name, phone, ring)
    tail = rules.phone_tail(phone)
    return {
        "client_id": client.pk,
        "name_sealed": ring.encrypt(name.encode(), place_of("name", client.pk)),
        "phone_sealed": ring.encrypt(phone.encode(), place_of("phone", client.pk)) if phone else None,
        "name_digest": by_name,
        "phone_digest": by_phone,
        "tail_digest": tail_digest(client.centre_id, tail, ring) if tail else None,
        "key_id": ring.current,
    }


def _digests(centre_id: int, name: str, phone: str, ring: Keyring) -> tuple[bytes, bytes | None]:
    """By what somebody is found: the name, and the telephone number when it is a whole one."""
    digits = rules.phone_digits(phone)
    whole = len(digits) >= rules.SHORTEST_PHONE
    return name_digest(centre_id, name, ring), _digest("phone", centre_id, digits, ring) if whole else None


def new_clients(
    centre: Centre,
    people: Sequence[tuple[str, str]],
    ring: Keyring | None = None,
    form_token: UUID | None = None,
    keys: Sequence[PersonKey | None] = (),
) -> list[Client]:
    """New clients for (name, phone) pairs, in order; nobody is looked for. Raises ResidentNumberRefused.

    `keys`: what they are found by, where it was computed before.
    """
    if not people:
        return []
    for text in chain.from_iterable(people):
        rules.refuse_resident_number(text)
    ring, now = ring or keyring.load(), timezone.now()
    year = timezone.localdate().year
    first = reserve(centre, _SERIES, year, len(people))
    columns = ("id", "centre_id", "reference", "form_token", "created_at")
    rows = [
        (pk, centre.pk, f"{_SERIES}-{year}-{number:06}", form_token, now)
        for number, pk in enumerate(next_ids(Client, len(people)), first)
    ]
    clients = [Client(**dict(zip(columns, row, strict=True))) for row in rows]
    with transaction.atomic(savepoint=False):
        copy_in(Client, columns, rows)
        sealed = [
            sealed_identity(client, *person, ring, key)
            for client, person, key in zip(clients, people, keys or [None] * len(people), strict=True)
        ]
        copy_in(Identity, list(sealed[0]), [list(row.values()) for row in sealed])
    return clients


def client_ids(centre: Centre, people: Sequence[tuple[str, str]]) -> list[int]:
    """For each (name, phone) its client's id, in order; a few statements per thousands. Raises ResidentNumberRefused.

    Somebody the centre knows by the same name and the same whole telephone number is found again; without a
    number nobody is taken for somebody else.
    """
    ring = keyring.load()
    keys = [_person_key(centre.pk, name, phone, ring) for name, phone in people]
    known = _known(centre, {key for key in keys if key})
    fresh: dict[PersonKey | int, int] = {}
    for at, key in enumerate(keys):
        if key not in known:
            fresh.setdefault(key or at, at)
    new, new_keys = [people[at] for at in fresh.values()], [keys[at] for at in fresh.values()]
    made = [client.pk for client in new_clients(centre, new, ring, keys=new_keys)]
    found = known | dict(zip(fresh, made, strict=True))
    return [found[key or at] for at, key in enumerate(keys)]


def _person_key(centre_id: int, name: str, phone: str, ring: Keyring) -> PersonKey | None:
    if not rules.name_key(name):
        return None
    by_name, by_phone = _digests(centre_id, name, phone, ring)
    return (by_name, by_phone) if by_phone else None


def _known(centre: Centre, keys: set[PersonKey]) -> dict[PersonKey | int | None, int]:
    """The oldest client of each key; one merged into another stands for that other."""
    if not keys:
        return {}
    phones = list({phone for _, phone in keys})
    among = RawSQL("phone_digest = ANY(%s)", [phones], output_field=BooleanField())  # one parameter
    found = Identity.objects.filter(among, client__centre=centre).order_by("-client_id")
    columns = ("name_digest", "phone_digest", "client_id", "client__merged_into_id")
    return {
        (bytes(name), bytes(phone)): merged_into or client_id
        for name, phone, client_id, merged_into in found.values_list(*columns)
    }


# -- finding without opening -----------------------------------------------------------------------------------


def name_digest(centre_id: int, name: str, ring: Keyring | None = None) -> bytes:
    return _digest("name", centre_id, rules.name_key(name), ring)


def phone_digest(centre_id: int, phone: str, ring: Keyring | None = None) -> bytes:
    return _digest("phone", centre_id, rules.phone_digits(phone), ring)


def tail_digest(centre_id: int, tail: str, ring: Keyring | None = None) -> bytes:
    return _digest("tail", centre_id, tail, ring)


def number_digest(kind: str, centre_id: int, number: str) -> bytes:
    """By what two equal numbers of a kind meet (an account, a business, a person's key) without anybody reading them."""
    return _digest(f"number-{kind}", centre_id, number, None)


def source_digest(address: str, day: date) -> bytes:
    """Where something came from on that day: two from one address meet, on another day nobody tells."""
    return keyring.load().digest(f"source\0{day}\0{address}".encode())


def _digest(kind: str, centre_id: int, text: str, ring: Keyring | None) -> bytes:
    """What is looked for, bound to one centre: two centres' people cannot be compared by it."""
    return (ring or keyring.load()).digest(f"{kind}\0{centre_id}\0{text}".encode())


# -- opening ---------------------------------------------------------------------------------------------------


def identities(
    client_ids: Iterable[int | None], *, by: Account | None, purpose: str, action: str
) -> dict[int, Identified]:
    """Who the clients are: client id -> name and telephone number; one statement. Raises CannotOpen.

    A client merged into another is called by the other's name. Ids without a client are left out.
    """
    asked = {client_id for client_id in client_ids if client_id is not None}
    rows = opened(_FOUND, asked, by=by, purpose=purpose, action=action)
    ring = keyring.load()
    return {pk: open_identity(Sealed(*sealed), ring) for pk, *sealed in rows}


_FOUND = f"""
    SELECT asked.id, who.id AS subject, who.centre_id, key_id, name_sealed, phone_sealed
    FROM {Client._meta.db_table} asked
    JOIN {Client._meta.db_table} who ON who.id = coalesce(asked.merged_into_id, asked.id)
    LEFT JOIN {Identity._meta.db_table} ON client_id = who.id
    WHERE asked.id = ANY(%(ids)s)
"""


class Sealed(NamedTuple):
    """A person's entry as it stands in the vault."""

    client_id: int
    centre_id: int
    key_id: str
    name: bytes
    phone: bytes | None


def open_identity(row: Sealed, ring: Keyring) -> Identified:
    """Decrypts one entry. Only for this room: whoever shows the result has logged it."""
    return Identified(
        ring.decrypt(row.key_id, row.name, place_of("name", row.client_id)).decode(),
        ring.decrypt(row.key_id, row.phone, place_of("phone", row.client_id)).decode() if row.phone else "",
    )
