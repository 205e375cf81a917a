"""Sealing everything anew under the current key, in batches: stopped at any point, it goes on where it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.db.models import Count

from kwonik.people import keyring
from kwonik.people.codes import Purpose
from kwonik.people.keyring import Keyring
from kwonik.people.models import Identity, SealedText

from .access_log import log
from .identities import place_of as identity_place
from .texts import open_token, seal_token
from .texts import place_of as text_place

_BATCH = 500
_SECRETS = ("secret", "seed")  # where allauth keeps what it has the vault seal
_WRITERS = "lock table people_identity, people_sealedtext, mfa_authenticator in share mode"


def rows_by_key() -> dict[str, int]:
    """How many rows stand sealed under each key, the ring's unused keys included."""
    found: Counter[str] = Counter(dict.fromkeys(keyring.load().keys, 0))
    for model in (Identity, SealedText):
        found.update(dict(model.objects.values_list("key_id").annotate(rows=Count("pk")).order_by()))
    found.update(key_id for row in Authenticator.objects.all() for key_id in _keys_of(row))
    return dict(found)


def rows_under_old_keys() -> int:
    current = keyring.load().current
    return sum(count for key_id, count in rows_by_key().items() if key_id != current)


def wait_for_writers() -> None:
    """Inside a transaction: whoever is storing something sealed has finished, and nobody stores until it ends."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS)


def seal_anew() -> Iterator[int]:
    """Turns every row to the current key, a transaction for each batch; yields how many each one turned."""
    for turn in (_turn_texts, _turn_identities, _turn_authenticators):
        while count := _batch(turn):
            yield count


@transaction.atomic
def _batch(turn: Callable[[Keyring], int]) -> int:
    return turn(keyring.load())


def _turn_texts(ring: Keyring) -> int:
    rows = list(SealedText.objects.select_for_update().exclude(key_id=ring.current).order_by("pk")[:_BATCH])
    _log([(row.centre_id, row.client_id) for row in rows])
    for row in rows:
        place = text_place(row.pk, row.kind, row.centre_id)
        row.ciphertext = ring.encrypt(ring.decrypt(row.key_id, row.ciphertext, place), place)
        row.key_id = ring.current
    SealedText.objects.bulk_update(rows, ["ciphertext", "key_id"])
    return len(rows)


def _turn_identities(ring: Keyring) -> int:
    found = Identity.objects.select_for_update(of=("self",)).select_related("client")
    rows = list(found.exclude(key_id=ring.current).order_by("pk")[:_BATCH])
    _log([(row.client.centre_id, row.pk) for row in rows])
    for row in rows:
        for column in ("name", "phone"):
            blob, place = getattr(row, f"{column}_sealed"), identity_place(column, row.pk)
            if blob is not None:
                setattr(row, f"{column}_sealed", ring.encrypt(ring.decrypt(row.key_id, blob, place), place))
        row.key_id = ring.current
    Identity.objects.bulk_update(rows, ["name_sealed", "phone_sealed", "key_id"])
    return len(rows)


def _turn_authenticators(ring: Keyring) -> int:
    """Second factors are few, one or two to an account: all in one go."""
    rows = [row for row in Authenticator.objects.select_for_update() if _keys_of(row) - {ring.current}]
    for row in rows:
        for name in _SECRETS:
            if name in row.data:
                row.data[name] = seal_token(open_token(row.data[name]))
    Authenticator.objects.bulk_update(rows, ["data"])
    return len(rows)


def _keys_of(row: Authenticator) -> set[str]:
    return {row.data[name].partition(":")[0] for name in _SECRETS if name in row.data}


def _log(subjects: list[tuple[int, int | None]]) -> None:
    log(subjects, by=None, purpose=Purpose.ROTATION, action="people.key")
