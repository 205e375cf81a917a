"""Lines of a ledger that are no records: sums, headings repeated on each printed page, remarks under the table."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .headings import plain
from .tables import LONGEST_LABEL, Table

_SUMS = frozenset(("계", "합계", "총계", "소계", "누계", "총합계", "월계", "연계합", "평균", "합산", "총합"))
_SUM_ENDS = ("소계", "합계", "총계", "누계", "월계")
_LONGEST_SUM = 12
_REMARK = re.compile(
    r"\s*(?:[※＊*☞▶▷→◎]|\(?주\d?\)|주\s*[:：]|참고|비고|출처|단위|작성|담당|확인|결재|이상|끝|기준|-\s*끝)"
)
_LONG_REMARK = 20

SUM, HEADING, REMARK = "합계 줄", "되풀이된 머리글", "표 밖의 설명"


@dataclass(frozen=True)
class Skipped:
    """A line that was passed over: its row, why (Korean) and what it said, without resident numbers."""

    row: int
    reason: str
    text: str


def skipper(table: Table) -> Callable[[Sequence[str]], str | None]:
    """A function from the texts of a line to the reason for passing over it, or None; cheap, for it sees every line."""
    headings = {plain(head.parts[-1]) for head in table.heads} | {
        plain(head.parts[0]) for head in table.heads
    }
    least = max(2, len(table.heads) // 2)

    def reason(texts: Sequence[str]) -> str | None:
        if not texts:
            return None
        first = texts[0]
        if (len(first) <= _LONGEST_SUM and not first.isdecimal() and is_sum(first)) or not _SUMS.isdisjoint(
            texts
        ):
            return SUM
        if len(texts) >= least and all(
            len(text) <= LONGEST_LABEL and plain(text) in headings for text in texts
        ):
            return HEADING
        return None

    return reason


@lru_cache(maxsize=8192)
def is_sum(text: str) -> bool:
    """Whether a line that begins with this text adds up others: 계, 합 계, 5월 소계, 합계(12건)."""
    word = plain(re.sub(r"\(.*\)", "", text))
    return word in _SUMS or word.endswith(_SUM_ENDS)


def is_remark(texts: Sequence[str], cell_count: int) -> bool:
    """Whether a line that could not be read is a remark: one cell of text that begins or runs like one."""
    return (
        cell_count == 1 and len(texts) == 1 and bool(_REMARK.match(texts[0]) or len(texts[0]) >= _LONG_REMARK)
    )
