"""Which characters the shipped font can draw. PDF/UA-1 forbids a missing glyph, so others are replaced before."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
REGULAR = FONTS / "PretendardGOV-Regular.ttf"
#: What stands for a character that nothing else can stand for; Korean readers know it from old encodings.
MISSING = "?"
ALIKE = {
    "∙": "·",
    "☐": "□",
    "☑": "✓",
    "✔": "✓",
    "☎": "전화",
    "☏": "전화",
    "✉": "전자우편",
    "▪": "■",
    "▫": "□",
    "⦁": "·",
}


def drawable(text: str) -> str:
    """The text with every character the font lacks replaced by one that means the same, else by "?"."""
    known = characters()
    if all(char in known or char in "\n" for char in text):
        return text
    return "".join(char if char in known or char == "\n" else _stand_in(char) for char in text)


def _stand_in(char: str) -> str:
    if unicodedata.category(char) in ("Cf", "Mn", "Me") or unicodedata.name(char, "").startswith("VARIATION"):
        return ""
    for other in (ALIKE.get(char, ""), unicodedata.normalize("NFKC", char)):
        if other and all(part in characters() for part in other):
            return other
    return MISSING


@cache
def characters() -> frozenset[str]:
    """The characters of the shipped font, from its OpenType `cmap` table (formats 4 and 12)."""
    data = REGULAR.read_bytes()
    cmap = _table(data, b"cmap")
    found: set[int] = set()
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for k in range(count):
        platform, _, offset = struct.unpack_from(">HHL", data, cmap + 4 + 8 * k)
        (form,) = struct.unpack_from(">H", data, cmap + offset)
        if platform in (0, 3) and form == 12:
            found |= _segmented_coverage(data, cmap + offset)
        elif platform in (0, 3) and form == 4:
            found |= _segment_mapping(data, cmap + offset)
    return frozenset(map(chr, found))


def _table(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for k in range(count):
        name, _, offset, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * k)
        if name == tag:
            return offset
    raise ValueError(f"no table {tag!r} in {REGULAR.name}")


def _segmented_coverage(data: bytes, at: int) -> set[int]:
    (groups,) = struct.unpack_from(">L", data, at + 12)
    found: set[int] = set()
    for k in range(groups):
        first, last, glyph = struct.unpack_from(">LLL", data, at + 16 + 12 * k)
        found.update(range(first if glyph else first + 1, last + 1))
    return found


def _segment_mapping(data: bytes, at: int) -> set[int]:
    (double,) = struct.unpack_from(">H", data, at + 6)
    ends, starts, deltas, offsets = (at + 14, at + 16 + double, at + 16 + 2 * double, at + 16 + 3 * double)
    found: set[int] = set()
    for k in range(0, double, 2):
        end, start, delta, offset = (
            struct.unpack_from(">H", data, base + k)[0] for base in (ends, starts, deltas, offsets)
        )
        for code in range(start, min(end, 0xFFFE) + 1):
            if offset:
                (glyph,) = struct.unpack_from(">H", data, offsets + k + offset + 2 * (code - start))
                glyph = (glyph + delta) & 0xFFFF if glyph else 0
            else:
                glyph = (code + delta) & 0xFFFF
            if glyph:
                found.add(code)
    return found
