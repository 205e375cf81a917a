"""Named rounding rules. A printed number names its rule; nothing is rounded twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Rounding:
    """Round to a multiple of `step` by `mode`; `words` is what a reader is told."""

    name: str
    words: str
    step: Decimal
    mode: str

    def __call__(self, value: Decimal | int) -> Decimal:
        return (Decimal(value) / self.step).quantize(Decimal(1), rounding=self.mode) * self.step


HALF_UP = Rounding("half_up", "원 단위 반올림", Decimal(1), ROUND_HALF_UP)
HALF_UP_TENTH = Rounding("half_up_tenth", "소수 둘째 자리에서 반올림", Decimal("0.1"), ROUND_HALF_UP)
DOWN = Rounding("down", "원 미만 버림", Decimal(1), ROUND_DOWN)
DOWN_TEN = Rounding("down_ten", "10원 미만 버림", Decimal(10), ROUND_DOWN)
MILLION = Rounding("million", "백만원 미만 반올림", Decimal(1_000_000), ROUND_HALF_UP)

RULES = {rule.name: rule for rule in (HALF_UP, HALF_UP_TENTH, DOWN, DOWN_TEN, MILLION)}


def percent(part: int | Decimal, whole: int | Decimal, rule: Rounding = HALF_UP_TENTH) -> Decimal | None:
    """`part` of `whole` in percent by `rule`; None (printed "-") when there is no whole to compare with."""
    if not whole:
        return None
    return rule(Decimal(part) * 100 / Decimal(whole))


def share_out(total: int, parts: Sequence[int]) -> list[int]:
    """Integers in proportion to `parts` that add up to `total` exactly (largest remainder, first wins ties)."""
    whole = sum(parts)
    if whole <= 0:
        raise ValueError("나눌 비율의 합이 0보다 커야 합니다.")
    shares = [total * part // whole for part in parts]
    remainders = sorted(range(len(parts)), key=lambda i: (-(total * parts[i] % whole), i))
    for i in remainders[: total - sum(shares)]:
        shares[i] += 1
    return shares
