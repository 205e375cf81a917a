"""Free texts and files, sealed row by row; and short secrets of accounts."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.utils import timezone

from kwonik.kernel.copying import copy_in, next_ids
from kwonik.people import keyring, rules
from kwonik.people.codes import SealedKind
from kwonik.people.models import Account, Client, SealedText
from kwonik.places.models import Centre

from .access_log import log

_TOKEN_PLACE = b"mfa_authenticator.data"
_LOSSLESS = ("utf-8", "surrogatepass")  # whatever a keyboard or a phone sends comes back as it was


def place_of(pk: int, kind: str, centre_id: int) -> bytes:
    """Where the ciphertext of a sealed text stands, and is good."""
    return f"people_sealedtext.ciphertext.{pk}.{kind}.{centre_id}".encode()


def seal(kind: str, text: str, *, centre: Centre, client: Client | None = None) -> SealedText:
    """Stores `text` sealed. Raises ResidentNumberRefused: such a number is never kept, sealed or not."""
    return text_rows(kind, centre, [(text, client.pk if client else None)])[0]


def text_rows(kind: str, centre: Centre, texts: Sequence[tuple[str, int | None]]) -> list[SealedText]:
    """Stores many (text, client id or None) at once, in order: two statements. Raises ResidentNumberRefused."""
    for text, _ in texts:
        rules.refuse_resident_number(text)
    return _seal_rows(kind, centre, [(text.encode(*_LOSSLESS), client_id) for text, client_id in texts])


def seal_file(content: bytes, *, centre: Centre) -> SealedText:
    """Stores an uploaded file sealed; what stands in it is judged where it is read."""
    return _seal_rows(SealedKind.FILE, centre, [(content, None)])[0]


def _seal_rows(kind: str, centre: Centre, contents: Sequence[tuple[bytes, int | None]]) -> list[SealedText]:
    if not contents:
        return []
    ring, now = keyring.load(), timezone.now()
    numbers = next_ids(SealedText, len(contents))  # the row's number is part of its cipher
    columns = ("id", "centre_id", "client_id", "kind", "ciphertext", "key_id", "created_at")
    rows = [
        (
            pk,
            centre.pk,
            client_id,
            kind,
            ring.encrypt(content, place_of(pk, kind, centre.pk)),
            ring.current,
            now,
        )
        for pk, (content, client_id) in zip(numbers, contents, strict=True)
    ]
    copy_in(SealedText, columns, rows)
    return [SealedText.from_db(connection.alias, columns, row) for row in rows]


def reseal(sealed: SealedText, text: str) -> SealedText:
    """Replaces what a sealed text says (a draft typed on). Raises ResidentNumberRefused."""
    rules.refuse_resident_number(text)
    ring = keyring.load()
    place = place_of(sealed.pk, sealed.kind, sealed.centre_id)
    sealed.ciphertext, sealed.key_id = ring.encrypt(text.encode(*_LOSSLESS), place), ring.current
    sealed.save(update_fields=["ciphertext", "key_id"])
    return sealed


def read(
    sealed: Iterable[SealedText | int | None], *, by: Account | None, purpose: str, action: str
) -> dict[int, str]:
    """Opens many sealed texts (rows or their numbers; None is passed over): number -> text; two statements.

    `purpose` is a `Purpose`, `action` what is being done ("remedy.case"). Raises CannotOpen.
    """
    return {pk: content.decode(*_LOSSLESS) for pk, content in _open(sealed, by, purpose, action).items()}


def read_file(sealed: SealedText, *, by: Account | None, purpose: str, action: str) -> bytes:
    """The bytes that `seal_file` was given."""
    return _open([sealed], by, purpose, action)[sealed.pk]


@transaction.atomic
def _open(
    sealed: Iterable[SealedText | int | None], by: Account | None, purpose: str, action: str
) -> dict[int, bytes]:
    numbers = {row if isinstance(row, int) else row.pk for row in sealed if row is not None}
    rows = list(SealedText.objects.filter(pk__in=numbers)) if numbers else []
    if not rows:
        return {}
    log([(row.centre_id, row.client_id) for row in rows], by=by, purpose=purpose, action=action)
    ring = keyring.load()
    return {
        row.pk: ring.decrypt(row.key_id, row.ciphertext, place_of(row.pk, row.kind, row.centre_id))
        for row in rows
    }


# -- secrets of accounts ---------------------------------------------------------------------------------------


def seal_token(text: str) -> str:
    """A short secret (the second factor's) as text: key id, then ciphertext."""
    ring = keyring.load()
    return f"{ring.current}:{base64.b64encode(ring.encrypt(text.encode(), _TOKEN_PLACE)).decode()}"


def open_token(token: str) -> str:
    """What `seal_token` was given. Raises CannotOpen, KeyringTrouble."""
    key_id, _, blob = token.partition(":")
    return keyring.load().decrypt(key_id, base64.b64decode(blob), _TOKEN_PLACE).decode()
