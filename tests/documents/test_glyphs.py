"""What the shipped font cannot draw is replaced before PDF/UA refuses it."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from kwonik.documents import glyphs

HASHES = {
    "PretendardGOV-Regular.ttf": "b288cb28b28b7763c8264cc3cf477e09fc9c4a29d7bf29f63580871ef3c89e06",
    "PretendardGOV-Bold.ttf": "4a72e78753b42a16308597b597f050ecd1d4baad92cbae8cdf4bcf0d28828da7",
}


def test_fonts_are_the_unmodified_upstream_files() -> None:
    """pretendard-gov 1.3.9, dist/public/static/alternative; Pretendard is a reserved font name (OFL 1.1)."""
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in glyphs.FONTS.glob("*.ttf")}

    assert found == HASHES
    assert "SIL OPEN FONT LICENSE Version 1.1" in (glyphs.FONTS / "LICENSE.txt").read_text("utf-8")


def test_every_hangul_syllable_and_the_marks_of_reports_are_there() -> None:
    syllables = {chr(code) for code in range(0xAC00, 0xD7A4)}

    assert syllables <= glyphs.characters()
    assert set("□■○◦◯▶▷※·‧ⅠⅡⅢⅣⅤⅥ①②㉮→㎡℃‘’“”「」『』【】–—…△▲勞動權益漢字") <= glyphs.characters()


def test_missing_characters_get_a_stand_in() -> None:
    assert glyphs.drawable("☎ 02") == "전화 02"
    assert glyphs.drawable("☐ 예 ☑ 아니요") == "□ 예 ✓ 아니요"
    assert glyphs.drawable("웃음😀") == "웃음?"
    assert glyphs.drawable("ภาษา") == "????"
    assert glyphs.drawable("❤\ufe0f") == glyphs.drawable("❤")


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"])))
def test_everything_left_can_be_drawn(text: str) -> None:
    assert set(glyphs.drawable(text)) <= glyphs.characters()
