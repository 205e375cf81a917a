"""Critical dates of cases: what becomes of one, what its passing means, how long it is. Data only."""

from typing import Any

from kwonik.kernel.choices import TextChoices


class DateState(TextChoices):
    PROPOSED = "proposed", "확인 전"
    OPEN = "open", "남음"
    MET = "met", "지킴"
    NOT_NEEDED = "not_needed", "필요 없음"


class Nature(TextChoices):
    """What its passing means. The first five are the law's, the last is an attorney's own."""

    EXCLUSION = "exclusion", "제척기간"
    PRESCRIPTION = "prescription", "소멸시효"
    PEREMPTORY = "peremptory", "불변기간"
    CLAIM = "claim", "청구 기간"
    PERFORMANCE = "performance", "이행·통보 기간"
    OWN = "own", "직접 정한 기한"


class Unit(TextChoices):
    DAYS = "days", "일"
    WEEKS = "weeks", "주"
    MONTHS = "months", "개월"
    YEARS = "years", "년"


D: Any = DateState
N: Any = Nature
PENDING = (D.PROPOSED, D.OPEN)
"""Still to be kept: listed, in the calendar, moved with the holidays, and in the way of closing."""

FINAL = (N.EXCLUSION, N.PEREMPTORY)
"""Once passed the right is lost: said loudly."""

WITHIN = (7, 14, 30)
"""Days ahead that the desk looks."""
