"""What the escrow asks of whoever carries text messages (문자중계사업자, 전기통신사업법 제2조)."""

from __future__ import annotations

from typing import Protocol


class NotSent(Exception):
    """The carrier says that this message did not go out and will not: it may be sent again."""


class NoAnswer(Exception):
    """The carrier did not answer in time: it may have gone out. Only an inquiry tells; it is not sent again before."""


class Messenger(Protocol):
    """An adapter keeps nothing of what it is told; numbers and words are never in its errors.

    `key` is our own name of a message, the same for all tries of it: a carrier that knows keys sends each once.
    """

    name: str

    def send(self, *, key: str, phone: str, text: str) -> str:
        """Sends it; what a sandbox would have sent comes back, "" from a real one. Raises NotSent, NoAnswer."""

    def was_sent(self, *, key: str) -> bool | None:
        """Whether the message with this key went out; None while the carrier does not know yet. Raises NoAnswer."""
