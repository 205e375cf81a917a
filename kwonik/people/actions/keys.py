"""The vault's keys: made, turned, destroyed (개인정보의 안전성 확보조치 기준 제7조⑥). From the command line only."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people import keyring, rules
from kwonik.people.models import VaultKey
from kwonik.people.vault import rotation


def rotate_keys() -> Iterator[tuple[int, int]]:
    """Seals everything under a new key; yields (rows done, rows in all) as it goes.

    While rows stand under an old key (a rotation was stopped), no further key is made: it goes on with those.
    """
    if not rotation.rows_under_old_keys():
        _make_key()
    total = rotation.rows_under_old_keys()
    done = 0
    yield done, total
    for count in rotation.seal_anew():
        done += count
        yield done, max(total, done)
    audit.record("people.key.rotated", _entry(keyring.load().current), by=None, detail={"rows": done})


def _make_key() -> None:
    ring = keyring.load()
    for key_id in ring.keys:
        _entry(key_id)
    renewed = ring.with_new_key()
    keyring.store(renewed)
    audit.record("people.key.made", _entry(renewed.current), by=None)


def _entry(key_id: str) -> VaultKey:
    return VaultKey.objects.get_or_create(key_id=key_id)[0]


@transaction.atomic
def destroy_key(*, key_id: str) -> None:
    """Takes an old key off the ring for ever.

    Raises Refused (it seals now, or something still stands under it), KeyringTrouble (not on the ring).
    """
    rotation.wait_for_writers()
    ring = keyring.load()
    ring.key(key_id)
    if key_id == ring.current:
        raise rules.Refused(f"'{key_id}'은(는) 지금 쓰는 열쇠입니다. 먼저 열쇠를 바꾸세요.")
    if count := rotation.rows_by_key()[key_id]:
        raise rules.Refused(
            f"'{key_id}'(으)로 잠긴 기록이 아직 {count:,}건 있습니다. `python -m kwonik rotate_keys`로 마저 바꾸세요."
        )
    entry = _entry(key_id)
    entry.destroyed_at = timezone.now()
    entry.save(update_fields=["destroyed_at"])
    audit.record("people.key.destroyed", entry, by=None)
    keyring.store(ring.without(key_id))
