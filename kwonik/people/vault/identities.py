"""Who clients are: names and telephone numbers, sealed, and the digests they are found by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.kernel.copying import copy_in, next_ids
from kwonik.people import keyring, rules
from kwonik.people.keyring import Keyring
from kwonik.people.models import Account, Client, Identity
from kwonik.places.actions import reserve
from kwonik.places.models import Centre

from .access_log import log

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
    whole = len(rules.phone_digits(phone)) >= rules.SHORTEST_PHONE
    return name_digest(centre_id, name, ring), phone_digest(centre_id, phone, ring) if whole else None


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
    ring, now = ring or keyring.load(), timezone.now()
    year = timezone.localdate().year
    first = reserve(centre, _SERIES, year, len(people))
    columns = ("id", "centre_id", "reference", "form_token", "created_at")
    rows = [
        (pk, centre.pk, f"{_SERIES}-{year}-{number:06}", form_token, now)
        for number, pk in enumerate(next_ids(Client, len(people)), first)
    ]
    copy_in(Client, columns, rows)
    clients = [Client(**dict(zip(columns, row, strict=True))) for row in rows]
    sealed = [
        sealed_identity(client, *person, ring, key)
        for client, person, key in zip(clients, people, keys or [None] * len(people), strict=True)
    ]
    copy_in(Identity, list(sealed[0]), [list(row.values()) for row in sealed])
    return clients


@transaction.atomic
def client_rows(centre: Centre, people: Sequence[tuple[str, str]]) -> list[Client]:
    """For each (name, phone) its client, in order; a few statements per thousands. Raises ResidentNumberRefused.

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
    made = dict(zip(fresh, new_clients(centre, new, ring, keys=new_keys), strict=True))
    return [known[key] if key in known else made[key or at] for at, key in enumerate(keys)]


def _person_key(centre_id: int, name: str, phone: str, ring: Keyring) -> PersonKey | None:
    if not rules.name_key(name):
        return None
    by_name, by_phone = _digests(centre_id, name, phone, ring)
    return (by_name, by_phone) if by_phone else None


def _known(centre: Centre, keys: set[PersonKey]) -> dict[PersonKey | None, Client]:
    """The oldest client of each key; one merged into another stands for that other."""
    if not keys:
        return {}
    found = (
        Identity.objects.filter(client__centre=centre, phone_digest__in={phone for _, phone in keys})
        .select_related("client__merged_into")
        .defer("name_sealed", "phone_sealed")
        .order_by("-client_id")
    )
    return {
        (bytes(row.name_digest), bytes(row.phone_digest)): row.client.merged_into or row.client
        for row in found
    }


# -- finding without opening -----------------------------------------------------------------------------------


def name_digest(centre_id: int, name: str, ring: Keyring | None = None) -> bytes:
    return _digest("name", centre_id, rules.name_key(name), ring)


def phone_digest(centre_id: int, phone: str, ring: Keyring | None = None) -> bytes:
    return _digest("phone", centre_id, rules.phone_digits(phone), ring)


def tail_digest(centre_id: int, tail: str, ring: Keyring | None = None) -> bytes:
    return _digest("tail", centre_id, tail, ring)


def _digest(kind: str, centre_id: int, text: str, ring: Keyring | None) -> bytes:
    """What is looked for, bound to one centre: two centres' people cannot be compared by it."""
    return (ring or keyring.load()).digest(f"{kind}\0{centre_id}\0{text}".encode())


# -- opening ---------------------------------------------------------------------------------------------------


@transaction.atomic
def identities(
    client_ids: Iterable[int | None], *, by: Account | None, purpose: str, action: str
) -> dict[int, Identified]:
    """Who the clients are: client id -> name and telephone number; two statements. Raises CannotOpen.

    A client merged into another is called by the other's name. Ids without a client are left out.
    """
    asked = {client_id for client_id in client_ids if client_id is not None}
    paths = ("pk", *SEALED, *(f"merged_into__{path}" for path in SEALED))
    found = Client.objects.filter(pk__in=asked).values_list(*paths) if asked else ()
    rows = {pk: Sealed(*(both[5:] if both[5] else both[:5])) for pk, *both in found}
    if not rows:
        return {}
    log([(row.centre_id, row.client_id) for row in rows.values()], by=by, purpose=purpose, action=action)
    ring = keyring.load()
    return {pk: open_identity(row, ring) for pk, row in rows.items()}


class Sealed(NamedTuple):
    """A person's entry as it stands in the vault."""

    client_id: int
    centre_id: int
    key_id: str
    name: bytes
    phone: bytes | None


SEALED = ("pk", "centre_id", "identity__key_id", "identity__name_sealed", "identity__phone_sealed")


def open_identity(row: Sealed, ring: Keyring) -> Identified:
    """Decrypts one entry. Only for this room: whoever shows the result has logged it."""
    return Identified(
        ring.decrypt(row.key_id, row.name, place_of("name", row.client_id)).decode(),
        ring.decrypt(row.key_id, row.phone, place_of("phone", row.client_id)).decode() if row.phone else "",
    )
