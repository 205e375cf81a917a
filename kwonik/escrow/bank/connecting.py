"""Which bank this installation has. `connected()` gives it, `now()` its time, `practice_bank()` a sandbox's back room.

KWONIK_BANK names a function that connects; KWONIK_BANK_… are what the bank's contract gives (docs/operations.md). It is
called with those, their names in small letters without the beginning, and with a clock, and gives a `port.Bank`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from kwonik.escrow.bank.port import Bank, BankError
from kwonik.escrow.bank.practice import Practice


class NoBank(BankError):
    """The installation has no bank."""

    def __init__(
        self,
        message: str = "연결한 은행이 없습니다. 은행과 맺은 계약의 접속 정보를 설치 환경에 적어야 합니다.",
    ) -> None:
        super().__init__(message)


def connected() -> Bank:
    """The bank that is configured; the same for all threads of a process.

    Raises NoBank where there is none, ImproperlyConfigured where something is missing or where a sandbox stands
    behind real doors.
    """
    if not settings.ESCROW_BANK:
        raise NoBank
    if settings.SECURE and _sandbox_address():
        raise ImproperlyConfigured("KWONIK_BANK: 연습 은행을 실제 설치에서 쓸 수 없습니다.")
    return _connected(settings.ESCROW_BANK, tuple(sorted(settings.ESCROW_BANK_CONNECTION.items())))


def now() -> datetime:
    """The instant by which we speak to the bank: a sandbox keeps its own time, any other bank keeps ours.

    What is sent carries it (`Payout.requested_at`), and the bank's day is its day in Korea. Raises NoAnswer.
    """
    room = practice_bank()
    return room.now() if room else datetime.now(UTC)


def practice_bank() -> Practice | None:
    """The back room of the bank if it is a sandbox; None of any real bank, and behind real doors always."""
    address = _sandbox_address()
    return _practice(address) if address and not settings.SECURE else None


def _sandbox_address() -> str:
    is_sandbox = settings.ESCROW_BANK and settings.ESCROW_BANK_CONNECTION.get("sandbox") == "1"
    return settings.ESCROW_BANK_CONNECTION.get("address", "") if is_sandbox else ""


@lru_cache(maxsize=4)
def _connected(connect: str, said: tuple[tuple[str, str], ...]) -> Bank:
    try:
        bank: Bank = import_string(connect)(dict(said), now)
    except KeyError as missing:
        raise ImproperlyConfigured(
            f"KWONIK_BANK_{missing.args[0].upper()}: 은행 접속 정보가 없습니다."
        ) from None
    return bank


@lru_cache(maxsize=4)
def _practice(address: str) -> Practice:
    return Practice(address)
