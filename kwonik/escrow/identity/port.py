"""What the escrow asks of whoever verifies people (휴대폰 본인확인서비스, 정보통신망법 제23조의3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Turned(Exception):
    """The service says that the facts do not belong together, or that it does not know the person."""


class WrongCode(Turned):
    """The number typed is not the one that was sent; another try may follow."""


class Replayed(Turned):
    """The transaction was answered before: an answer counts once."""


class NoAnswer(Exception):
    """The service did not answer in time. Nothing is known; the person may begin again."""


@dataclass(frozen=True)
class Begun:
    """A check under way at the service. `shown`: what a sandbox would have sent, for the page; "" of a real one."""

    transaction_id: str
    shown: str = ""


@dataclass(frozen=True)
class Verified:
    """Who it is. `person_key` is the same for the same person at every check (연계정보, CI): one person, one member."""

    transaction_id: str
    name: str
    born_on: date
    phone: str
    person_key: str


class IdentityService(Protocol):
    """An adapter keeps nothing of what it is told; names and numbers are never in its errors."""

    name: str

    def begin(self, *, name: str, born_on: date, phone: str) -> Begun:
        """Sends a number to the telephone. Raises Turned (they do not belong together), NoAnswer."""

    def confirm(self, *, transaction_id: str, code: str) -> Verified:
        """Who it is, once per transaction. Raises WrongCode, Replayed, Turned, NoAnswer."""
