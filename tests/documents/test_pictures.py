"""Pictures: nothing in an SVG may act or point outside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.documents import pdf
from kwonik.documents.pictures import check, png_size
from kwonik.documents.tree import Picture, WrongTree

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<rect style="fill:red"/>',
        '<a href="https://example.org"><rect/></a>',
        '<image href="https://example.org/x.png"/>',
        '<use xlink:href="#a" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
        '<rect fill="url(https://example.org/x#a)"/>',
        "<rect fill=\"url( 'http://example.org/x#a')\"/>",
        "<foreignObject><p>글</p></foreignObject>",
        "<style>rect{fill:red}</style>",
        '<animate attributeName="x"/>',
        '<h:p xmlns:h="http://www.w3.org/1999/xhtml">글</h:p>',
        "<rect>",
    ],
)
def test_what_acts_or_points_outside_is_refused(inside: str) -> None:
    with pytest.raises(WrongTree, match="SVG"):
        check(Picture("그림", svg=f"{HEAD}{inside}</svg>"))


@pytest.mark.parametrize(
    "svg",
    [
        f'<!DOCTYPE svg [<!ENTITY a "aaaa">]>{HEAD}<text>&a;</text></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "<p>글</p>",
        "글",
    ],
)
def test_what_is_no_plain_svg_is_refused(svg: str) -> None:
    with pytest.raises(WrongTree, match="SVG"):
        check(Picture("그림", svg=svg))


def test_a_gradient_of_its_own_is_fine_and_checking_twice_changes_nothing() -> None:
    inside = '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)"/>'

    once = check(Picture("그림", svg=f"{HEAD}{inside}</svg>"))

    assert check(once) == once
    assert "linearGradient" in once.svg


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff")))
def test_words_in_a_drawing_come_through(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert escaped in check(Picture("그림", svg=f"{HEAD}<text>{escaped}</text></svg>")).svg


def test_sizes(png: bytes) -> None:
    assert png_size(png) == (4, 2)
    for broken in (b"", b"GIF89a", png[:10], png[:16] + b"\xff" * 8 + png[24:]):
        with pytest.raises(WrongTree, match="PNG"):
            png_size(broken)
    with pytest.raises(WrongTree, match="5MB"):
        check(Picture("그림", png=png + b"\0" * 5_000_000))
    with pytest.raises(WrongTree, match="1~100"):
        check(Picture("그림", png=png, width=0))


def test_an_svg_becomes_a_png_of_the_asked_width() -> None:
    made = pdf.raster(f'{HEAD}<text x="1" y="5" font-size="3">가나</text></svg>', pixels=300)

    assert png_size(made) == (300, 300)
    assert made == pdf.raster(f'{HEAD}<text x="1" y="5" font-size="3">가나</text></svg>', pixels=300)
