"""Members in plain Python: numbers that check themselves, masks, files that are what they say."""

from __future__ import annotations

import hashlib
import re
from datetime import date

from kwonik.escrow.codes import BEGINNINGS, LARGEST_FILE
from kwonik.people.rules import phone_digits

from .moving import NotAllowed

_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
GROWN_UP = 15
"""Below this age nobody may be employed without a permit (근로기준법 제64조): the centre is to be asked first."""


def business_digits(number: str) -> str:
    """The ten digits of a business registration number that checks itself (국세청 사업자등록번호 검증식). Raises NotAllowed."""
    digits = re.sub(r"[^0-9]", "", number)
    if len(digits) == 10:
        total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
        total += int(digits[8]) * 5 // 10
        if (10 - total % 10) % 10 == int(digits[9]):
            return digits
    raise NotAllowed(
        "사업자등록번호가 맞지 않습니다. 등록증에 적힌 열 자리를 다시 적으세요.", "business_number"
    )


def resident_digits(number: str) -> str:
    """The thirteen digits of a resident or alien registration number. Raises NotAllowed.

    The last digit checks nothing for numbers given since 2020-10, so only the date and the seventh digit are looked at.
    """
    digits = re.sub(r"[^0-9]", "", number)
    try:
        if len(digits) != 13 or digits[6] not in "12345678":
            raise ValueError
        century = 1900 if digits[6] in "1256" else 2000
        date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        raise NotAllowed("주민등록번호가 맞지 않습니다. 다시 적으세요.", "resident_number") from None
    return digits


def account_digits(number: str) -> str:
    """The digits of a bank account, ten to fourteen of them. Raises NotAllowed."""
    digits = re.sub(r"[^0-9]", "", number)
    if not 10 <= len(digits) <= 16:
        raise NotAllowed("계좌번호를 다시 적으세요. 숫자 10자리에서 16자리입니다.", "account_number")
    return digits


def masked_name(name: str) -> str:
    """ "홍길동" -> "홍○○"; a business keeps its first two letters."""
    shown = 1 if len(name) <= 4 else 2
    return name[:shown] + "○" * max(len(name) - shown, 1) if name else ""


def masked_phone(phone: str) -> str:
    """ "010-1234-5678" -> "010-****-5678"."""
    digits = phone_digits(phone)
    return f"{digits[:3]}-****-{digits[-4:]}" if len(digits) >= 9 else "****"


def masked_tail(digits: str, shown: int = 3) -> str:
    """The last digits of a number behind stars."""
    return "*" * max(len(digits) - shown, 3) + digits[-shown:]


def check_age(born_on: date, today: date) -> None:
    """Raises NotAllowed below the age at which one may work without a permit."""
    age = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    if age < GROWN_UP:
        raise NotAllowed("열다섯 살부터 이용할 수 있습니다. 먼저 센터에 전화해 상담하세요.", "born_on")


def check_file(name: str, content: bytes) -> str:
    """The ending of a file that may be handed over. Raises NotAllowed (ending, size, beginning)."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in BEGINNINGS:
        raise NotAllowed(f"‘{name}’은(는) 받을 수 없는 형식입니다. zip으로 묶어 올리세요.", "files")
    if not content:
        raise NotAllowed(f"‘{name}’이(가) 비어 있습니다.", "files")
    if len(content) > LARGEST_FILE:
        raise NotAllowed(f"‘{name}’이(가) 너무 큽니다. 한 파일에 20MB까지 올릴 수 있습니다.", "files")
    begins = BEGINNINGS[ending]
    if begins and not content.startswith(begins):
        raise NotAllowed(f"‘{name}’의 내용이 {ending} 파일이 아닙니다. 파일을 다시 확인하세요.", "files")
    return ending


def file_digest(content: bytes) -> str:
    """SHA-256 of a file in hexadecimal: it stands in the timeline of both parties."""
    return hashlib.sha256(content).hexdigest()


def reference(prefix: str, year: int, number: int) -> str:
    """The number people say to each other: "E-2026-000133"."""
    return f"{prefix}-{year}-{number:06}"
