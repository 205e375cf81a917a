"""Headings as people write them, and which declared column each means."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from .columns import Column

_NOT_LETTERS = re.compile(r"[\W_\u119e]+")  # U+119E: the middle dot ㆍ of Korean keyboards, once normalised
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|\{[^{}]*\}|【[^】]*】")
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}|[가-하])[.)]\s*")
_SERIALS = frozenset(("연번", "번호", "순번", "일련번호", "순", "no", "num", "nr", "연변", "구분번호"))
_ENDINGS = (  # ends that mean the same; the longest first
    ("연월일", "일"),
    ("년월일", "일"),
    ("일자", "일"),
    ("날짜", "일"),
    ("일시", "일"),
    ("성명", "명"),
    ("이름", "명"),
    ("금액", "액"),
    ("여부", ""),
    ("명칭", "명"),
)
_WON_UNITS = {"원": 1, "천원": 1_000, "만원": 10_000, "백만원": 1_000_000, "억원": 100_000_000}
_UNIT = re.compile(r"(?<![가-힣\d])(?:단위\s*[:：]?\s*)?((?:천|만|백만|억)?원)(?=[\s,)\]/]|$)")
_SIMILAR = 0.72


@dataclass(frozen=True)
class Head:
    """The heading of one column of the sheet: `parts` from the top row down, `letter` as the sheet names the column."""

    index: int
    parts: tuple[str, ...]

    @property
    def letter(self) -> str:
        return column_letter(self.index)

    @property
    def label(self) -> str:
        """ "상담유형 > 임금체불" under a merged head, else the heading itself."""
        return " > ".join(self.parts)

    @property
    def is_serial(self) -> bool:
        """연번 and its like: counts lines and is never read."""
        return plain(self.parts[-1]) in _SERIALS or self.parts[-1].strip() in ("#", "№")

    @property
    def won_unit(self) -> int | None:
        """Won per unit when the heading names one: "소요예산(천원)" -> 1000."""
        return won_unit(self.label)


@dataclass(frozen=True)
class Recognition:
    """`rank`: 0 the declared name, 1 a declared alias, 2 only the end of the word differs."""

    column: Column
    rank: int
    reason: str


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """The letters and digits of a heading: "상담 일자*" and "상담\\n일자" are both "상담일자"."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def bare(text: str) -> str:
    """`plain` without brackets and numbering: "1. 금액(원)" is "금액"."""
    return plain(_NUMBERING.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", text))))


def stem(text: str) -> str:
    """`bare` with its last word made uniform: 상담일자, 상담날짜 and 상담일 are one."""
    word = bare(text)
    for end, uniform in _ENDINGS:
        if word.endswith(end) and len(word) > len(end):
            return word[: -len(end)] + uniform
    return word


def won_unit(text: str) -> int | None:
    """Won per unit that a heading or a line above the table states: "(단위: 백만원)" -> 1000000."""
    named = {_WON_UNITS[match[1]] for match in _UNIT.finditer(unicodedata.normalize("NFKC", text))}
    return named.pop() if len(named) == 1 else None


def column_letter(index: int) -> str:
    """0 -> "A", 26 -> "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Names:
    """Every name under which the declared columns are known. ValueError when two columns claim one name."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self.columns = tuple(columns)
        self._exact: dict[str, Recognition] = {}
        self._near: dict[str, list[Column]] = {}
        named = [
            (column, name, Recognition(column, rank, reason))
            for column in self.columns
            for name, rank, reason in (
                (column.label, 0, "머리글이 같습니다."),
                *((alias, 1, f"'{column.label}' 대신 쓰는 이름입니다.") for alias in column.aliases),
            )
        ]
        for column, name, recognition in named:
            if self._exact.setdefault(plain(name), recognition).column is not column:
                raise ValueError(f"{self._exact[plain(name)].column.key} and {column.key} both claim {name}")
        for _, name, recognition in named:
            self._exact.setdefault(bare(name), recognition)
        self._exact.pop("", None)
        for column in self.columns:
            for word in {stem(name) for name in (column.label, *column.aliases)}:
                self._near.setdefault(word, []).append(column)

    def recognise(self, parts: Sequence[str]) -> Recognition | None:
        """The column that a heading of these parts means for certain; None when no declared name fits."""
        wholes = ["".join(parts), parts[-1]] if len(parts) > 1 else [parts[0]]
        if len(parts) > 1 and not bare(parts[-1]):
            wholes = [parts[0]]
        for whole in wholes:
            for word in (plain(whole), bare(whole)):
                if word in self._exact:
                    return self._exact[word]
            near = self._near.get(stem(whole), []) if stem(whole) else []
            if len(near) == 1:
                return Recognition(near[0], 2, f"'{near[0].label}'과(와) 끝말이나 단위만 다릅니다.")
        return None

    def marked_choice(self, parts: Sequence[str]) -> tuple[Column, str] | None:
        """A head such as "상담유형 > 임금체불": the column of choices above and the code of the choice below."""
        if len(parts) < 2:
            return None
        above = self.recognise(parts[:-1])
        if above is None or above.column.kind not in ("choice", "choices"):
            return None
        wanted = plain(parts[-1]), bare(parts[-1])
        for label, code in above.column.choices.items():
            if plain(label) in wanted:
                return above.column, code
        return None

    def similar(self, head: Head, among: Iterable[Column]) -> tuple[Column, float] | None:
        """The one column of `among` whose name looks most like the heading: a guess that a person must confirm."""
        word = stem(head.parts[-1])
        scored = sorted(
            (
                (max(_likeness(word, stem(name)) for name in (column.label, *column.aliases)), column)
                for column in among
            ),
            key=lambda pair: -pair[0],
        )
        if not scored or scored[0][0] < _SIMILAR or (len(scored) > 1 and scored[0][0] - scored[1][0] < 0.1):
            return None
        return scored[0][1], scored[0][0]


def _likeness(one: str, other: str) -> float:
    if len(one) >= 2 and len(other) >= 2 and (one in other or other in one):
        return 0.9
    return SequenceMatcher(None, one, other).ratio()
