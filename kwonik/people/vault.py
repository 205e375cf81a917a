"""The vault: the only place where personal data is sealed and opened.

Sealing is AES-256-GCM with the ring's current key. The associated data names table, column and row, so that a
ciphertext moved to another row, column or use does not open. Opening writes the access log (접속기록) first, in
the same transaction: when it cannot be written, nothing is opened (개인정보의 안전성 확보조치 기준 제8조).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction
from django.utils import timezone

from kwonik.places.actions import reserve
from kwonik.places.models import Centre

from . import keyring, rules
from .codes import Purpose, SealedKind
from .models import Account, Client, Identity, PersonalDataAccess, SealedText

NONCE_BYTES = 12
DIGEST_BYTES = 16
REFERENCE_KEY = "C"
TOKEN_PLACE = b"mfa_authenticator.data"


class CannotOpen(RuntimeError):
    """A ciphertext that does not belong where it stands, or was damaged: somebody meddled with the table."""

    def __init__(self) -> None:
        super().__init__(
            "잠긴 기록을 열 수 없습니다. 기록이 바뀌었거나 옮겨졌습니다. 정보 담당자에게 알리세요."
        )


@dataclass(frozen=True)
class Origin:
    """Where a request comes from; the guard sets it, the access log keeps it."""

    address: str | None = None
    request_id: str = ""
    actor: Account | None = None
    centre: Centre | None = None


_NOWHERE = Origin()
origin: ContextVar[Origin] = ContextVar("origin", default=_NOWHERE)


@dataclass(frozen=True)
class Identified:
    """A client's name and telephone number ("" when unknown) in plain words. Never stored, never logged."""

    name: str
    phone: str


# -- sealing ---------------------------------------------------------------------------------------------------


def seal(kind: str, text: str, *, centre: Centre, client: Client | None = None) -> SealedText:
    """Stores `text` sealed. Raises ResidentNumberRefused: such a number is never kept, sealed or not."""
    return text_rows(kind, centre, [(text, client.pk if client else None)])[0]


def text_rows(kind: str, centre: Centre, texts: Sequence[tuple[str, int | None]]) -> list[SealedText]:
    """Stores many (text, client id or None) at once, in order: two statements. Raises ResidentNumberRefused."""
    for text, _ in texts:
        rules.refuse_resident_number(text)
    return _seal_rows(kind, centre, [(text.encode(), client_id) for text, client_id in texts])


def seal_file(content: bytes, *, centre: Centre) -> SealedText:
    """Stores an uploaded file sealed; what stands in it is judged where it is read."""
    return _seal_rows(SealedKind.FILE, centre, [(content, None)])[0]


def reseal(sealed: SealedText, text: str) -> SealedText:
    """Replaces what a sealed text says (a draft typed on). Raises ResidentNumberRefused."""
    rules.refuse_resident_number(text)
    ring = keyring.load()
    sealed.ciphertext = encrypt(text.encode(), _text_place(sealed.pk, sealed.kind, sealed.centre_id), ring)
    sealed.key_id = ring.current
    sealed.save(update_fields=["ciphertext", "key_id"])
    return sealed


def _seal_rows(kind: str, centre: Centre, contents: Sequence[tuple[bytes, int | None]]) -> list[SealedText]:
    if not contents:
        return []
    ring = keyring.load()
    with connection.cursor() as cursor:  # the row's number is part of its cipher, so it is taken beforehand
        cursor.execute(
            "select nextval(pg_get_serial_sequence('people_sealedtext', 'id')) from generate_series(1, %s)",
            [len(contents)],
        )
        numbers = [number for (number,) in cursor.fetchall()]
    return SealedText.objects.bulk_create(
        SealedText(
            pk=pk,
            centre=centre,
            client_id=client_id,
            kind=kind,
            ciphertext=encrypt(content, _text_place(pk, kind, centre.pk), ring),
            key_id=ring.current,
        )
        for pk, (content, client_id) in zip(numbers, contents, strict=True)
    )


@transaction.atomic
def client_rows(centre: Centre, people: Sequence[tuple[str, str]]) -> list[Client]:
    """For each (name, phone) its client, in order; a constant number of statements.

    Somebody the centre knows by the same name and the same full telephone number is found again; without a
    number nobody is taken for somebody else.
    """
    ring = keyring.load()
    keys = [_person_key(centre.pk, name, phone, ring) for name, phone in people]
    known = _known(centre, [key for key in keys if key])
    fresh: dict[tuple[bytes, bytes] | int, int] = {}
    for at, key in enumerate(keys):
        if not key or key not in known:
            fresh.setdefault(key or at, at)
    made = dict(zip(fresh, new_clients(centre, [people[at] for at in fresh.values()], ring), strict=True))
    return [known[key] if key and key in known else made[key or at] for at, key in enumerate(keys)]


def _person_key(centre_id: int, name: str, phone: str, ring: keyring.Keyring) -> tuple[bytes, bytes] | None:
    if len(rules.phone_digits(phone)) < rules.SHORTEST_PHONE:
        return None
    return name_digest(centre_id, name, ring), phone_digest(centre_id, phone, ring)


def _known(centre: Centre, keys: list[tuple[bytes, bytes]]) -> dict[tuple[bytes, bytes], Client]:
    if not keys:
        return {}
    found = Identity.objects.filter(client__centre=centre, phone_digest__in={phone for _, phone in keys})
    return {
        (bytes(row.name_digest), bytes(row.phone_digest)): row.client.merged_into or row.client
        for row in found.select_related("client__merged_into").order_by("-client_id")
    }


def new_clients(centre: Centre, people: Sequence[tuple[str, str]], ring: keyring.Keyring) -> list[Client]:
    """New clients with fresh references, in order; nobody is looked for. Raises ResidentNumberRefused."""
    if not people:
        return []
    year = timezone.localdate().year
    first = reserve(centre, REFERENCE_KEY, year, len(people))
    clients = Client.objects.bulk_create(
        Client(centre=centre, reference=f"{REFERENCE_KEY}-{year}-{first + at:06}")
        for at in range(len(people))
    )
    Identity.objects.bulk_create(
        sealed_identity(client, name, phone, ring)
        for client, (name, phone) in zip(clients, people, strict=True)
    )
    return clients


def sealed_identity(client: Client, name: str, phone: str, ring: keyring.Keyring | None = None) -> Identity:
    """The unsaved row of a client's name and telephone number. Raises ResidentNumberRefused."""
    ring = ring or keyring.load()
    name, phone = rules.tidy(name), rules.tidy(phone)
    for text in (name, phone):
        rules.refuse_resident_number(text)
    digits, tail = rules.phone_digits(phone), rules.phone_tail(phone)
    whole = len(digits) >= rules.SHORTEST_PHONE
    return Identity(
        client=client,
        name_sealed=encrypt(name.encode(), _identity_place("name", client.pk), ring),
        phone_sealed=encrypt(phone.encode(), _identity_place("phone", client.pk), ring) if phone else None,
        name_digest=name_digest(client.centre_id, name, ring),
        phone_digest=phone_digest(client.centre_id, digits, ring) if whole else None,
        tail_digest=tail_digest(client.centre_id, tail, ring) if tail else None,
        key_id=ring.current,
    )


# -- finding without opening -----------------------------------------------------------------------------------


def name_digest(centre_id: int, name: str, ring: keyring.Keyring | None = None) -> bytes:
    return _digest("name", centre_id, rules.name_key(name), ring)


def phone_digest(centre_id: int, phone: str, ring: keyring.Keyring | None = None) -> bytes:
    return _digest("phone", centre_id, rules.phone_digits(phone), ring)


def tail_digest(centre_id: int, tail: str, ring: keyring.Keyring | None = None) -> bytes:
    return _digest("tail", centre_id, tail, ring)


def _digest(kind: str, centre_id: int, text: str, ring: keyring.Keyring | None) -> bytes:
    """HMAC-SHA256, cut to 16 bytes, of what is looked for at one centre: centres cannot be compared by it."""
    message = f"{kind}\0{centre_id}\0{text}".encode()
    return hmac.digest((ring or keyring.load()).search, message, hashlib.sha256)[:DIGEST_BYTES]


# -- opening ---------------------------------------------------------------------------------------------------


def read(
    sealed: Iterable[SealedText | int | None], *, by: Account | None, purpose: str, action: str
) -> dict[int, str]:
    """Opens many sealed texts (rows or their numbers; None is passed over): number -> text; two statements.

    `purpose` is a `Purpose`, `action` what is being done ("remedy.case"). Raises CannotOpen.
    """
    return {pk: content.decode() for pk, content in _open(sealed, by, purpose, action).items()}


def read_file(sealed: SealedText, *, by: Account | None, purpose: str, action: str) -> bytes:
    """The bytes that `seal_file` was given."""
    return _open([sealed], by, purpose, action)[sealed.pk]


@transaction.atomic
def _open(
    sealed: Iterable[SealedText | int | None], by: Account | None, purpose: str, action: str
) -> dict[int, bytes]:
    numbers = {row if isinstance(row, int) else row.pk for row in sealed if row is not None}
    if not numbers:
        return {}
    rows = list(SealedText.objects.filter(pk__in=numbers))
    log([(row.centre_id, row.client_id) for row in rows], by=by, purpose=purpose, action=action)
    ring = keyring.load()
    return {
        row.pk: decrypt(row.ciphertext, _text_place(row.pk, row.kind, row.centre_id), ring.key(row.key_id))
        for row in rows
    }


@transaction.atomic
def identities(
    client_ids: Iterable[int | None], *, by: Account | None, purpose: str, action: str
) -> dict[int, Identified]:
    """Who the clients are: client id -> name and telephone number; two statements. Raises CannotOpen.

    A client merged into another is called by the other's name. Ids without a client are left out.
    """
    asked = {client_id for client_id in client_ids if client_id is not None}
    if not asked:
        return {}
    clients = Client.objects.filter(pk__in=asked).select_related("identity", "merged_into__identity")
    rows = {client.pk: (client.merged_into or client) for client in clients}
    log([(row.centre_id, row.pk) for row in rows.values()], by=by, purpose=purpose, action=action)
    ring = keyring.load()
    return {pk: open_identity(row.identity, ring) for pk, row in rows.items()}


def open_identity(identity: Identity, ring: keyring.Keyring) -> Identified:
    """Decrypts one row. Only for this room: whoever shows the result has logged it."""
    key = ring.key(identity.key_id)
    phone = identity.phone_sealed
    return Identified(
        decrypt(identity.name_sealed, _identity_place("name", identity.pk), key).decode(),
        decrypt(phone, _identity_place("phone", identity.pk), key).decode() if phone is not None else "",
    )


def log(subjects: Iterable[tuple[int, int | None]], *, by: Account | None, purpose: str, action: str) -> None:
    """One log row per centre for (centre id, client id or None) pairs; a text of nobody known counts as one."""
    by_centre: dict[int, list[int | None]] = defaultdict(list)
    for centre_id, client_id in subjects:
        by_centre[centre_id].append(client_id)
    whence = origin.get()
    PersonalDataAccess.objects.bulk_create(
        PersonalDataAccess(
            actor=by,
            centre_id=centre_id,
            address=whence.address,
            action=action,
            purpose=Purpose(purpose),
            client_ids=sorted({client_id for client_id in clients if client_id is not None}),
            subject_count=len(set(clients) - {None}) + clients.count(None),
            request_id=whence.request_id,
        )
        for centre_id, clients in sorted(by_centre.items())
    )


# -- the cipher ------------------------------------------------------------------------------------------------


def seal_token(text: str) -> str:
    """A short secret of an account (the second factor) as text: key id, then ciphertext."""
    ring = keyring.load()
    return f"{ring.current}:{base64.b64encode(encrypt(text.encode(), TOKEN_PLACE, ring)).decode()}"


def open_token(token: str) -> str:
    """What `seal_token` was given. Raises CannotOpen."""
    key_id, _, blob = token.partition(":")
    return decrypt(base64.b64decode(blob), TOKEN_PLACE, keyring.load().key(key_id)).decode()


def encrypt(content: bytes, place: bytes, ring: keyring.Keyring) -> bytes:
    """nonce + AES-256-GCM ciphertext under the ring's current key, good at `place` only."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(ring.keys[ring.current]).encrypt(nonce, content, place)


def decrypt(blob: bytes, place: bytes, key: bytes) -> bytes:
    blob = bytes(blob)
    try:
        return AESGCM(key).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], place)
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def _text_place(pk: int, kind: str, centre_id: int) -> bytes:
    return f"people_sealedtext.ciphertext.{pk}.{kind}.{centre_id}".encode()


def _identity_place(column: str, client_id: int) -> bytes:
    return f"people_identity.{column}_sealed.{client_id}".encode()
