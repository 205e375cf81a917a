"""The keyring file: the vault's keys, outside the database (개인정보의 안전성 확보조치 기준 제7조⑥).

    {"current": "k2611221424", "keys": {"k2611221424": "<32 bytes, base64>"}, "search": "<32 bytes, base64>"}

`current` seals; every key in `keys` still opens what was sealed under it; `search` makes the digests to find by
and is never changed by a rotation. The file is read again as soon as somebody replaces it.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
NONCE_BYTES = 12
DIGEST_BYTES = 16


class KeyringTrouble(ImproperlyConfigured):
    """The keyring is missing, unreadable or open to others; the message says in Korean what to do."""


class CannotOpen(RuntimeError):
    """A ciphertext that does not belong where it stands, or was damaged: somebody meddled with the table."""

    def __init__(self) -> None:
        super().__init__(
            "잠긴 기록을 열 수 없습니다. 기록이 바뀌었거나 옮겨졌습니다. 정보 담당자에게 알리세요."
        )


@dataclass(frozen=True)
class Keyring:
    """The keys, and what is done with them. `place` says where a ciphertext stands and is good nowhere else."""

    current: str
    keys: dict[str, bytes]
    search: bytes

    def encrypt(self, content: bytes, place: bytes) -> bytes:
        """nonce + AES-256-GCM ciphertext under the current key."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, place)

    def decrypt(self, key_id: str, blob: bytes, place: bytes) -> bytes:
        """Raises CannotOpen, or KeyringTrouble when the key is not on the ring."""
        blob = bytes(blob)
        try:
            return AESGCM(self.key(key_id)).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], place)
        except (InvalidTag, ValueError):
            raise CannotOpen from None

    def digest(self, message: bytes) -> bytes:
        """HMAC-SHA256 under the search key, cut to 16 bytes."""
        started = self._search.copy()
        started.update(message)
        return started.digest()[:DIGEST_BYTES]

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self.keys[self.current])

    @cached_property
    def _search(self) -> hmac.HMAC:
        return hmac.new(self.search, digestmod="sha256")

    def key(self, key_id: str) -> bytes:
        """The key of that id. Raises KeyringTrouble when it is not on the ring."""
        try:
            return self.keys[key_id]
        except KeyError:
            raise KeyringTrouble(
                f"열쇠고리에 열쇠 '{key_id}'이(가) 없습니다. 이 열쇠로 잠근 기록을 열려면 보관해 둔 열쇠고리 파일을 "
                "되돌려 놓으세요."
            ) from None

    def with_new_key(self) -> Keyring:
        """The same ring with a fresh key that seals from now on."""
        key_id = _new_id()
        return replace(self, current=key_id, keys={**self.keys, key_id: secrets.token_bytes(KEY_BYTES)})

    def without(self, key_id: str) -> Keyring:
        return replace(self, keys={other: key for other, key in self.keys.items() if other != key_id})


_read: tuple[tuple[Path, int, int], Keyring] | None = None


def load() -> Keyring:
    """The keyring of this installation. In a try-out the first use makes one; else raises KeyringTrouble."""
    global _read
    path = Path(settings.KEYRING)
    if not path.exists():
        if settings.SECURE:
            raise KeyringTrouble(
                f"열쇠고리 파일({path})이 없습니다. 보관해 둔 파일을 되돌려 놓거나, 처음 설치하는 것이면 "
                "`python -m kwonik create_keyring`으로 만드세요. 새로 만든 열쇠로는 예전 기록을 열 수 없습니다."
            )
        create(path)
    state = path.stat()
    stamp = (path, state.st_mtime_ns, state.st_ino)
    if _read is None or _read[0] != stamp:
        if state.st_mode & 0o077 and settings.SECURE:
            raise KeyringTrouble(
                f"열쇠고리 파일({path})을 다른 계정도 읽을 수 있습니다. `chmod 600`을 하세요."
            )
        _read = (stamp, _parse(path))
    return _read[1]


def create(path: Path) -> None:
    """Makes a new keyring, readable by its owner only; one that is already there stays as it is."""
    key_id = _new_id()
    ring = Keyring(key_id, {key_id: secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))
    part = _write(ring, path)
    try:
        os.link(part, path)  # unlike a rename, this never replaces a keyring somebody made meanwhile
    except FileExistsError:
        pass
    finally:
        part.unlink()


def store(ring: Keyring) -> None:
    """Replaces the keyring file in one step: whoever reads sees the old ring or the new one, whole."""
    path = Path(settings.KEYRING)
    os.replace(_write(ring, path), path)


def _write(ring: Keyring, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        keys = {key_id: base64.b64encode(key).decode() for key_id, key in ring.keys.items()}
        json.dump(
            {"current": ring.current, "keys": keys, "search": base64.b64encode(ring.search).decode()}, file
        )
        file.flush()
        os.fsync(file.fileno())
    return part


def _parse(path: Path) -> Keyring:
    try:
        written = json.loads(path.read_text())
        keys = {key_id: base64.b64decode(key, validate=True) for key_id, key in written["keys"].items()}
        ring = Keyring(written["current"], keys, base64.b64decode(written["search"], validate=True))
        complete = ring.current in keys and all(
            len(key) == KEY_BYTES for key in (*keys.values(), ring.search)
        )
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as trouble:
        raise KeyringTrouble(
            f"열쇠고리 파일({path})을 읽을 수 없습니다. 보관해 둔 파일로 바꾸세요."
        ) from trouble
    if not complete:
        raise KeyringTrouble(f"열쇠고리 파일({path})에 열쇠가 빠졌습니다. 보관해 둔 파일로 바꾸세요.")
    return ring


def _new_id() -> str:
    return f"k{datetime.now(UTC):%y%m%d%H%M}{secrets.token_hex(2)}"
