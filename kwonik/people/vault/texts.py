"""Free texts and files, sealed row by row; and short secrets of accounts."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence

from django.db import connection
from django.utils import timezone

from kwonik.kernel.copying import copy_in, next_ids
from kwonik.people import keyring, rules
from kwonik.people.codes import SealedKind
from kwonik.people.models import Account, Client, SealedText
from kwonik.places.models import Centre

from .access_log import opened

_TOKEN_PLACE = b"mfa_authenticator.data"
_LOSSLESS = ("utf-8", "surrogatepass")  # whatever a keyboard or a phone sends comes back as it was


def place_of(pk: int, kind: str, centre_id: int) -> bytes:
    """Where the ciphertext of a sealed text stands, and is good."""
    return f"people_sealedtext.ciphertext.{pk}.{kind}.{centre_id}".encode()


def seal(kind: str, text: str, *, centre: Centre, client: Client | None = None) -> SealedText:
    """Stores `text` sealed. Raises ResidentNumberRefused: such a number is never kept, sealed or not."""
    rules.refuse_resident_number(text)
    return _seal_one(kind, centre, text.encode(*_LOSSLESS), client.pk if client else None)


def seal_number(number: str, *, centre: Centre) -> SealedText:
    """Stores an identification number that a law requires somebody to keep (소득세법 제164조: 간이지급명세서).

    The one way in for a resident registration number (개인정보 보호법 제24조의2 제1항 제1호); nothing else may stand beside it.
    """
    return _seal_one(SealedKind.NUMBER, centre, number.encode())


def seal_file(content: bytes, *, centre: Centre) -> SealedText:
    """Stores an uploaded file sealed; what stands in it is judged where it is read."""
    return _seal_one(SealedKind.FILE, centre, content)


def text_ids(
    kind: str,
    centre: Centre,
    texts: Sequence[tuple[str, int | None]],
    numbers: Sequence[int] | None = None,
) -> Sequence[int]:
    """Stores many (text, client id or None) at once; their row numbers, in order. Raises ResidentNumberRefused.

    Two statements; one when `numbers` were taken before (`text_numbers`).
    """
    for text, _ in texts:
        rules.refuse_resident_number(text)
    if numbers is None:
        numbers = text_numbers(len(texts))
    contents = ((text.encode(*_LOSSLESS), client_id) for text, client_id in texts)
    _seal_rows(kind, centre, numbers, contents)
    return numbers


def text_numbers(count: int) -> list[int]:
    """Numbers for rows that `text_ids` will store: a row's number is part of its cipher."""
    return next_ids(SealedText, count) if count else []


def _seal_one(kind: str, centre: Centre, content: bytes, client_id: int | None = None) -> SealedText:
    numbers = text_numbers(1)
    [row] = _seal_rows(kind, centre, numbers, [(content, client_id)])
    return SealedText.from_db(connection.alias, _COLUMNS, row)


_COLUMNS = ("id", "centre_id", "client_id", "kind", "ciphertext", "key_id", "created_at")


def _seal_rows(
    kind: str, centre: Centre, numbers: Sequence[int], contents: Iterable[tuple[bytes, int | None]]
) -> list[tuple]:
    ring = keyring.load()
    centre_id, current, now = centre.pk, ring.current, timezone.now()
    rows = [
        (pk, centre_id, client_id, kind, ring.encrypt(content, place_of(pk, kind, centre_id)), current, now)
        for pk, (content, client_id) in zip(numbers, contents, strict=True)
    ]
    copy_in(SealedText, _COLUMNS, rows)
    return rows


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
    """Opens many sealed texts (rows or their numbers; None is passed over): number -> text; one statement.

    `purpose` is a `Purpose`, `action` what is being done ("remedy.case"). Raises CannotOpen.
    """
    return {pk: content.decode(*_LOSSLESS) for pk, content in _open(sealed, by, purpose, action).items()}


def read_file(sealed: SealedText, *, by: Account | None, purpose: str, action: str) -> bytes:
    """The bytes that `seal_file` was given."""
    return _open([sealed], by, purpose, action)[sealed.pk]


def _open(
    sealed: Iterable[SealedText | int | None], by: Account | None, purpose: str, action: str
) -> dict[int, bytes]:
    numbers = {row if isinstance(row, int) else row.pk for row in sealed if row is not None}
    rows = opened(_FOUND, numbers, by=by, purpose=purpose, action=action)
    ring = keyring.load()
    return {
        pk: ring.decrypt(key_id, ciphertext, place_of(pk, kind, centre_id))
        for pk, _, centre_id, kind, key_id, ciphertext in rows
    }


_FOUND = f"""
    SELECT id, client_id AS subject, centre_id, kind, key_id, ciphertext
    FROM {SealedText._meta.db_table} WHERE id = ANY(%(ids)s)
"""


# -- secrets of accounts ---------------------------------------------------------------------------------------


def seal_token(text: str) -> str:
    """A short secret (the second factor's) as text: key id, then ciphertext."""
    ring = keyring.load()
    return f"{ring.current}:{base64.b64encode(ring.encrypt(text.encode(), _TOKEN_PLACE)).decode()}"


def open_token(token: str) -> str:
    """What `seal_token` was given. Raises CannotOpen, KeyringTrouble."""
    key_id, _, blob = token.partition(":")
    return keyring.load().decrypt(key_id, base64.b64decode(blob), _TOKEN_PLACE).decode()
