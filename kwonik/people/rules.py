"""Decisions about people in plain Python: how names and numbers are found again, and what may not be kept."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from kwonik.kernel import resident_numbers
from kwonik.places.rules import Refused

SHORTEST_PHONE = 7  # digits; fewer are the last digits of one
TAIL = 4
LONGEST_NAME = 60

_BLANKS = re.compile(r"\s+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_DIGITS = re.compile("[^0-9]")


class ResidentNumberRefused(ValueError):
    """A resident registration number stands where it may not be kept (개인정보 보호법 제24조의2).

    `positions` are where in the text; the number itself is nowhere in the exception.
    """

    def __init__(self, text: str, positions: list[tuple[int, int]]) -> None:
        self.positions = positions
        lines = sorted({text.count("\n", 0, start) + 1 for start, _ in positions})
        where = "" if "\n" not in text else f"{', '.join(map(str, lines))}번째 줄에 "
        super().__init__(
            f"{where}주민등록번호로 보이는 숫자가 있습니다. 뒷자리를 지운 뒤 다시 저장하세요. "
            "주민등록번호는 남길 수 없습니다."
        )


class RoleRefused(Refused):
    """A role that may not be given."""


class Resubmitted(Refused):
    """A machine said something else under an Idempotency-Key that it had used before."""

    def __init__(self) -> None:
        super().__init__(
            "같은 Idempotency-Key로 다른 내용을 이미 보냈습니다. 새 기록이면 새 UUID를 만들어 보내세요."
        )


class Stale(Refused):
    """Somebody else changed the row after this form was opened."""

    def __init__(self) -> None:
        super().__init__(
            "이 화면을 연 뒤에 다른 사람이 먼저 고쳤습니다. 아래에 적은 내용은 그대로 있습니다. "
            "지금 기록과 견주어 본 뒤 다시 저장하세요."
        )


def digest(secret: str) -> bytes:
    """What is kept of a machine's key. 32 random bytes need no salt and no slow hash: nobody guesses them."""
    return hashlib.sha256(secret.encode()).digest()


def refuse_resident_number(text: str) -> None:
    """Raises ResidentNumberRefused if `text` holds a resident registration number."""
    if positions := resident_numbers.find(text):
        raise ResidentNumberRefused(text, positions)


def name_key(name: str) -> str:
    """By what a name is found: NFC and NFD, width, case and blanks make no difference."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def tidy(text: str) -> str:
    """What is stored of a one-line text: NFC, without control characters, single blanks."""
    return " ".join(_CONTROLS.sub(" ", unicodedata.normalize("NFC", text)).split())


def phone_digits(phone: str) -> str:
    """The digits of a telephone number, "+82 10-1234-5678" and "010 1234 5678" alike."""
    folded = unicodedata.normalize("NFKC", phone).strip()
    digits = _NOT_DIGITS.sub("", folded)
    if folded.startswith("+82") or (folded.startswith("82") and len(digits) >= 11):
        return "0" + digits[2:].removeprefix("0")
    return digits


def phone_tail(phone: str) -> str:
    """The last four digits, or "" when there are fewer."""
    digits = phone_digits(phone)
    return digits[-TAIL:] if len(digits) >= TAIL else ""


def refuse_together(name: str, held: Iterable[str], incompatible: Iterable[str]) -> None:
    """Raises RoleRefused when one of the `held` role names may not meet the role `name` in one person."""
    if clashing := sorted(set(held) & set(incompatible)):
        raise RoleRefused(
            f"'{name}' 역할은 이미 가진 '{', '.join(clashing)}' 역할과 한 사람이 함께 가질 수 없습니다. "
            "먼저 그 역할을 끝내거나 다른 사람에게 주세요."
        )


def overlap(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two runs of days (last day included, None: open) share a day."""
    (from_a, until_a), (from_b, until_b) = first, second
    return from_a <= (until_b or date.max) and from_b <= (until_a or date.max)
