"""Reading the environment: flags, word lists, the secret key and DATABASE_URL."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str) -> list[str]:
    return os.environ.get(name, default).split()


def beginning(name: str) -> dict[str, str]:
    """What the environment says under names that begin so: the rest of each name in small letters, and its value."""
    return {
        key.removeprefix(name).lower(): value for key, value in os.environ.items() if key.startswith(name)
    }


def secret(name: str, root: Path) -> str:
    """The secret from the environment; in a try-out, one made once and kept in .tryout (readable by its owner only)."""
    if value := os.environ.get(name):
        return value
    kept = root / ".tryout" / "secret"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return kept.read_text()


def database() -> dict:
    """Django's settings for DATABASE_URL; without one, for the try-out database of the profile."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        from . import tryout

        url = tryout.url(os.environ.get("KWONIK_PROFILE"))
    parts = urlsplit(url)
    query: dict[str, Any] = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    # Plans that a statement asks to keep are kept (escrow/actions/ledger.py); 0 behind a pooler that shares connections.
    query["prepare_threshold"] = int(query.get("prepare_threshold", 1)) or None
    if role := os.environ.get("KWONIK_DATABASE_ROLE"):
        query["options"] = f"{query.get('options', '')} -c role={role}".strip()
    return {
        "ENGINE": "kwonik.kernel.postgres",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(query.pop("port", parts.port or "")),
        "CONN_MAX_AGE": 0,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "prepare_threshold": 1,
            **query,
            **({"pool": {"min_size": 1, "max_size": 8}} if flag("KWONIK_POOL") else {}),
        },
        "TEST": {"NAME": os.environ.get("KWONIK_TEST_DB", "test_kwonik")},
    }
