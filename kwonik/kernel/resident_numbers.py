"""Resident registration numbers (주민등록번호, 외국인등록번호) typed where they must not be.

A centre has no legal ground to keep them in a memo, a title or a ledger cell (개인정보 보호법 제24조의2),
so every door asks `find` before it saves and never shows, logs or echoes what was found.

The shape is YYMMDD, then S (sex, century, nationality: 1-8) and six more digits. Two kinds of match:

- *parted*: date and serial stand apart (a dash of any script, a dot, a slash, a blank). Believed whenever
  the date is real.
- *run together* (13 digits, or a blank after a four-digit year): account and order numbers look the same,
  so one more hint is asked for: the mod-11 check digit, or a number that may have none (foreigners, and
  births since 2020; numbers issued since October 2020 are random: 주민등록법 시행규칙 제2조).
"""

import re
import unicodedata
from datetime import date

_IGNORED = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff]")
_BLANKS = "\u3164 \t\r\n\v\f"
_SPACE = r"[\s\u3164]"  # U+3164: the Hangul filler, a blank to the eye
# Every dash of keyboard, word processor and phone, the vowels ㅡ and ー among them; then dots and slashes.
_DASH = r"[-\u058a\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u2e3a\u2e3b\u3161\u1173\u30fc~\u223c_=]"
_DOT = r"[.\u00b7\u0387\u119e\u2022\u2027\u22c5\u30fb\u3002\u318d/|:]"
_PART = rf"(?:{_SPACE}|{_DASH}|{_DOT})"
_NUMBER = re.compile(
    rf"(?<![0-9])(?<![0-9][-.])(?P<century>(?:18|19|20){_PART}?)?"
    rf"(?P<yy>[0-9]{{2}})(?P<in1>{_PART}{{0,2}})(?P<mm>[0-9]{{2}})(?P<in2>{_PART}{{0,2}})(?P<dd>[0-9]{{2}})"
    rf"(?P<gap>{_PART}{{0,5}})(?P<serial>[1-8][0-9]{{6}})(?![0-9]|[-.][0-9]|\s?원)"
)
_BOXED = re.compile(  # one digit to a box: 9 0 0 1 0 1 - 1 2 3 4 5 6 7
    rf"(?<![0-9])(?<![0-9] )(?:[0-9] ){{5}}[0-9]{_PART}{{1,3}}[1-8](?: [0-9]){{6}}(?! ?[0-9])"
)
_WORTH_A_LOOK = re.compile("[0-9](?:[0-9]{6}|(?: [0-9]){5})")  # a ledger asks very often
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_OLDEST = 110  # years; also tells most corporation numbers (110111-1234567) from a person born in 1911


def find(text: str, this_year: int | None = None) -> list[tuple[int, int]]:
    """Where in `text` a resident number stands: (start, end) positions, in order; empty when there is none.

    Full-width and circled digits, dashes of every kind, invisible characters and blanks are seen through.
    `this_year` (default: the clock's) tells births in the future and people long dead from real ones.
    """
    if len(text) < 13:
        return []
    folded, positions = _fold(text)
    if not _WORTH_A_LOOK.search(folded):
        return []
    year = this_year or date.today().year
    spans = [match.span() for match in _NUMBER.finditer(folded) if _believable(match, year)]
    spans += [match.span() for match in _BOXED.finditer(folded) if _is_birth(_digits(match[0]), year)]
    if positions is None:
        return sorted(spans)
    return sorted((positions[start], positions[end - 1] + 1) for start, end in spans)


def mask(text: str) -> str:
    """`text` with the last seven digits of every resident number printed as `*`: "900101-*******"."""
    characters = list(text)
    for start, end in find(text):
        digits = [at for at in range(start, end) if _plain(characters[at]).isdigit()]
        for at in digits[-7:]:
            characters[at] = "*"
    return "".join(characters)


def _fold(text: str) -> tuple[str, list[int] | None]:
    """`text` made plain, one character for one; with positions only where invisible ones were left out."""
    if not unicodedata.is_normalized("NFKC", text):
        text = "".join(map(_plain, text))
    if not _IGNORED.search(text):
        return text, None
    kept = [at for at, character in enumerate(text) if not _IGNORED.match(character)]
    return "".join(text[at] for at in kept), kept


def _plain(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    if len(folded) != 1:
        return character
    return str(unicodedata.digit(folded)) if folded.isdigit() else folded


def _believable(match: re.Match[str], this_year: int) -> bool:
    digits = match["yy"] + match["mm"] + match["dd"] + match["serial"]
    if not _is_birth(digits, this_year):
        return False
    blank = not match["gap"].strip(_BLANKS)
    run_together = not match["gap"] or (blank and match["century"] is not None)
    return not run_together or _may_lack_check_digit(digits) or _check_digit(digits) == int(digits[12])


def _is_birth(digits: str, this_year: int) -> bool:
    """Whether the first seven digits name a day on which somebody now living can have been born."""
    year = (2000 if digits[6] in "3478" else 1900) + int(digits[:2])
    if not this_year - _OLDEST <= year <= this_year:
        return False
    try:
        date(year, int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True


def _may_lack_check_digit(digits: str) -> bool:
    return digits[6] in "5678" or (digits[6] in "34" and digits[:2] >= "20")


def _check_digit(digits: str) -> int:
    return (11 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 11) % 10


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
