"""Words: free text, choices from a list, yes and no, telephone numbers."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from .cells import NOTHING, Parser, Unreadable, clean, compile_parser, folded, refuse_formula_error, shown
from .headings import bare, plain
from .workbooks import Cell

_SPLIT = re.compile(r"\s*(?:[,/·;|+&\n、]|\s및\s)\s*")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}\s*[.)_\-:]|[①-⑳]|\(\d{1,2}\))\s*")
_LISTED = 12

_YES = ("o", "예", "네", "y", "yes", "유", "여", "true", "참", "1", "v", "해당", "있음", "동의", "완료")
_NO = (
    "x",
    "아니오",
    "아니요",
    "n",
    "no",
    "무",
    "부",
    "false",
    "거짓",
    "0",
    "비해당",
    "없음",
    "미동의",
    "해당없음",
    "미완료",
)
_YES_SIGNS = "○〇◯●◎⭕✓✔☑√ㅇ"
_NO_SIGNS = "×✕✖✗✘❌☐□╳"
_WANTED_BOOL = "예/아니오로 읽을 수 없습니다. 'O' 또는 'X'로 적어 주세요."

_WANTED_PHONE = "전화번호로 읽을 수 없습니다. '010-1234-5678'처럼 번호 하나만 적어 주세요."
_PHONE_WRITTEN = re.compile(r"01[016789]-\d{3,4}-\d{4}", re.ASCII)
_PHONE_NOISE = re.compile(r"[\s().\-·]+")
_PHONE_NOTE = re.compile(r"\([^()\d]*\)")
_PHONES = (  # numbering plan of the telecommunications ordinance: area codes, mobile, internet, common service
    re.compile(r"(02)(\d{3,4})(\d{4})"),
    re.compile(r"(0(?:3[1-3]|4[1-4]|5[1-5]|6[1-4]))(\d{3,4})(\d{4})"),
    re.compile(r"(01[016789])(\d{3,4})(\d{4})"),
    re.compile(r"(050\d)(\d{3,4})(\d{4})"),
    re.compile(r"(0[678]0)(\d{3,4})(\d{4})"),
    re.compile(r"(1[568]\d\d)(\d{4})"),
)


def text_parser() -> Parser:
    """A parser to stored text. Numbers and dates typed into a text column become what a person sees in the cell."""

    def parse(cell: Cell) -> str | None:
        if type(cell) is not str:
            return shown(cell)
        text = clean(cell)
        if len(text) < 10:
            if text in NOTHING:
                return None
            refuse_formula_error(text)
        return text

    return parse


def choice_parser(choices: Mapping[str, str]) -> Parser:
    """A parser to one code of `choices` (label -> code). Blanks, brackets, numbering and letter width do not matter."""
    codes = _codes(choices)

    def from_text(text: str) -> str:
        code = _code(text, codes)
        if code is None:
            raise Unreadable(_unknown(text, choices))
        return code

    return compile_parser(from_text, _as_text(from_text), _unknown("", choices))


def choices_parser(choices: Mapping[str, str]) -> Parser:
    """A parser to a tuple of codes, in the order written: "임금체불, 산재". A label may itself hold a separator."""
    codes = _codes(choices)

    def from_text(text: str) -> tuple[str, ...]:
        whole = _code(text, codes)
        if whole is not None:
            return (whole,)
        pieces = [piece for piece in _SPLIT.split(folded(text)) if piece]
        found: dict[str, None] = {}
        at = 0
        while at < len(pieces):
            code, used = _longest(pieces[at : at + 4], codes)
            if code is None:
                raise Unreadable(_unknown(pieces[at], choices))
            found[code] = None
            at += used
        if not found:
            raise Unreadable(_unknown(text, choices))
        return tuple(found)

    return compile_parser(from_text, _as_text(from_text), _unknown("", choices))


def bool_parser() -> Parser:
    """A parser to `bool`: O/X, 예/아니오, Y/N, 유/무, ticks and crosses, 1/0."""
    meanings = {plain(word): True for word in _YES} | {plain(word): False for word in _NO}

    def from_text(text: str) -> bool:
        sign = text[0]
        if sign in _YES_SIGNS or sign in _NO_SIGNS:
            return sign in _YES_SIGNS
        meaning = meanings.get(plain(text))
        if meaning is None:
            raise Unreadable(_WANTED_BOOL)
        return meaning

    def from_number(cell: float) -> bool:
        if cell not in (0, 1):
            raise Unreadable(_WANTED_BOOL)
        return cell == 1

    return compile_parser(from_text, {bool: bool, float: from_number, int: from_number}, _WANTED_BOOL)


def phone_parser() -> Parser:
    """A parser to a Korean telephone number with hyphens; Excel's lost leading zero is put back."""

    def from_text(text: str) -> str:
        if _PHONE_WRITTEN.fullmatch(text):
            return text
        digits = _PHONE_NOISE.sub("", _PHONE_NOTE.sub("", folded(text)))
        digits = re.sub(r"^(?:\+82|0082)0?", "0", digits)
        return _hyphened(digits)

    def from_number(cell: float) -> str:
        if not 0 < cell < 1e12 or cell != int(cell):
            raise Unreadable(_WANTED_PHONE)
        digits = str(int(cell))
        return _hyphened(digits if re.fullmatch(r"1[568]\d{6}", digits) else "0" + digits)

    return compile_parser(from_text, {float: from_number, int: from_number}, _WANTED_PHONE)


def _hyphened(digits: str) -> str:
    for pattern in _PHONES:
        if found := pattern.fullmatch(digits):
            return "-".join(found.groups())
    if "*" in digits:
        raise Unreadable("일부를 가린 전화번호입니다. 전체 번호를 적거나 칸을 비워 주세요.")
    raise Unreadable(_WANTED_PHONE)


def _codes(choices: Mapping[str, str]) -> dict[str, str]:
    codes = {plain(label): code for label, code in choices.items()}
    for label, code in choices.items():
        codes.setdefault(bare(label), code)
    codes.pop("", None)
    return codes


def _code(text: str, codes: Mapping[str, str]) -> str | None:
    for word in (plain(text), plain(_NUMBERED.sub("", text)), bare(text)):
        if word in codes:
            return codes[word]
    return None


def _longest(pieces: list[str], codes: Mapping[str, str]) -> tuple[str | None, int]:
    """The code of as many pieces as make one label: "해고", "징계" may be the label "해고·징계"."""
    for used in range(len(pieces), 0, -1):
        code = _code("".join(pieces[:used]), codes)
        if code is not None:
            return code, used
    return None, 0


def _as_text(from_text: Callable[[str], Any]) -> dict[type, Callable[[Any], Any]]:
    """Codes and labels that are numbers ("1", "24") arrive as numbers."""
    return {float: lambda cell: from_text(shown(cell)), int: lambda cell: from_text(shown(cell))}


def _unknown(text: str, choices: Mapping[str, str]) -> str:
    labels = list(dict.fromkeys(choices))
    if not labels:
        return "쓸 수 있는 값이 아직 하나도 등록되지 않았습니다. 목록을 먼저 등록한 뒤 다시 올려 주세요."
    near = get_close_matches(shown(text), labels, n=1, cutoff=0.6)
    if near:
        return f"목록에 없는 값입니다. '{near[0]}'이(가) 맞으면 그렇게 고쳐 주세요."
    listed = ", ".join(labels[:_LISTED]) + (" 등" if len(labels) > _LISTED else "")
    return f"목록에 없는 값입니다. 다음 가운데에서 적어 주세요: {listed}"
