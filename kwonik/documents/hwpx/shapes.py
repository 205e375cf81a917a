"""The shapes of a HWPX document (characters, paragraphs, borders), numbered as they are first asked for.

Lengths are HWPUNIT (1/7200 inch = 1/100 pt). `header` writes Contents/header.xml from what was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kwonik.documents import look

from .xml import ROOT, element, tag

#: Fonts every office PC with Hancom has; the first two are the defaults of 한글 itself.
FONTS = ("함초롬바탕", "함초롬돋움")
BODY_FONT, HEAD_FONT = 0, 1
LANGUAGES = ("HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER")
SCRIPTS = tuple(name.lower() for name in LANGUAGES)
OUTLINE_LEVELS = 10


@dataclass(frozen=True)
class Char:
    """How characters look; `fill` is a colour behind them."""

    size: int = look.BODY
    bold: bool = False
    color: str = look.INK
    font: int = BODY_FONT
    fill: str = "none"


@dataclass(frozen=True)
class Edge:
    """One side of a border: width in mm as Hancom spells it."""

    width: str = "0.12 mm"
    color: str = look.LINE
    type: str = "SOLID"


@dataclass(frozen=True)
class Border:
    """Four sides and a fill; a side that is None is not drawn."""

    left: Edge | None = None
    right: Edge | None = None
    top: Edge | None = None
    bottom: Edge | None = None
    fill: str = ""


@dataclass(frozen=True)
class Para:
    """How a paragraph stands. `hang` is how far the second line is moved in, `level` its outline level (1..)."""

    align: Literal["LEFT", "CENTER", "RIGHT"] = "LEFT"
    left: int = 0
    hang: int = 0
    before: int = 0
    after: int = 0
    line: int = 160
    level: int = 0
    keep_next: bool = False
    right_tab: bool = False
    split_words: bool = False
    border: Border = Border()
    pad: int = 0


class Shapes:
    """Hands out the number of each shape; number 0 of characters and paragraphs is the plain body text."""

    def __init__(self) -> None:
        self._chars: dict[Char, int] = {}
        self._paras: dict[Para, int] = {}
        self._borders: dict[Border, int] = {}
        self.border(Border())
        self.char(Char())
        self.para(Para())

    def char(self, shape: Char) -> int:
        return self._chars.setdefault(shape, len(self._chars))

    def para(self, shape: Para) -> int:
        self.border(shape.border)
        return self._paras.setdefault(shape, len(self._paras))

    def border(self, shape: Border) -> int:
        """Borders are numbered from 1."""
        return self._borders.setdefault(shape, len(self._borders) + 1)

    def header(self) -> str:
        lists = (
            _counted("hh:fontfaces", [_fontface(name) for name in LANGUAGES]),
            _counted("hh:borderFills", [_border(n, shape) for shape, n in self._borders.items()]),
            _counted("hh:charProperties", [_char(n, shape) for shape, n in self._chars.items()]),
            _counted("hh:tabProperties", [_tab(0, 0), _tab(1, 1)]),
            _counted("hh:numberings", [_numbering()]),
            _counted("hh:paraProperties", [self._para(n, shape) for shape, n in self._paras.items()]),
            _counted("hh:styles", [_style()]),
        )
        return element(
            "hh:head",
            {**ROOT, "version": "1.5", "secCnt": 1},
            tag("hh:beginNum", page=1, footnote=1, endnote=1, pic=1, tbl=1, equation=1),
            element("hh:refList", {}, *lists),
            element("hh:compatibleDocument", {"targetProgram": "HWP201X"}, tag("hh:layoutCompatibility")),
            element("hh:docOption", {}, tag("hh:linkinfo", path="", pageInherit=0, footnoteInherit=0)),
            tag("hh:trackchageConfig", flags=56),
        )

    def _para(self, number: int, shape: Para) -> str:
        # In Hancom the names are the wrong way round: BREAK_WORD keeps Korean words (어절) whole, KEEP_WORD breaks
        # between letters. Source: edwardkim/rhwp#2185. Whole words and justified lines leave holes: nothing is justified.
        breaks: dict[str, object] = {"breakLatinWord": "BREAK_WORD" if shape.split_words else "KEEP_WORD"}
        breaks |= {"breakNonLatinWord": "KEEP_WORD" if shape.split_words else "BREAK_WORD"}
        breaks |= {"widowOrphan": 0, "keepWithNext": int(shape.keep_next), "keepLines": 0}
        breaks |= {"pageBreakBefore": 0, "lineWrap": "BREAK"}
        heading = {"type": "OUTLINE" if shape.level else "NONE", "idRef": 0, "level": max(shape.level - 1, 0)}
        spaces = (-shape.hang, shape.left, 0, shape.before, shape.after)
        return element(
            "hh:paraPr",
            {
                "id": number,
                "tabPrIDRef": int(shape.right_tab),
                "condense": 0,
                "fontLineHeight": 0,
                "snapToGrid": 0,
            }
            | {"suppressLineNumbers": 0, "checked": 0, "textDir": "LTR"},
            tag("hh:align", horizontal=shape.align, vertical="BASELINE"),
            element("hh:heading", heading),
            element("hh:breakSetting", breaks),
            tag("hh:autoSpacing", eAsianEng=0, eAsianNum=0),
            element(
                "hp:switch",
                {},
                element(
                    "hp:case",
                    {"hp:required-namespace": "http://www.hancom.co.kr/hwpml/2016/HwpUnitChar"},
                    *_spacing(spaces, shape.line),
                ),
                element("hp:default", {}, *_spacing(tuple(2 * space for space in spaces), shape.line)),
            ),
            element(
                "hh:border",
                {
                    "borderFillIDRef": self.border(shape.border),
                    "offsetLeft": shape.pad,
                    "offsetRight": shape.pad,
                }
                | {"offsetTop": shape.pad, "offsetBottom": shape.pad, "connect": 0, "ignoreMargin": 0},
            ),
        )


def _counted(name: str, parts: list[str]) -> str:
    return element(name, {"itemCnt": len(parts)}, *parts)


def _fontface(language: str) -> str:
    kind = {"familyType": "FCAT_GOTHIC", "weight": 6, "proportion": 4, "contrast": 0, "strokeVariation": 1}
    kind |= {"armStyle": 1, "letterform": 1, "midline": 1, "xHeight": 1}
    fonts = [
        element(
            "hh:font", {"id": n, "face": face, "type": "TTF", "isEmbedded": 0}, element("hh:typeInfo", kind)
        )
        for n, face in enumerate(FONTS)
    ]
    return element("hh:fontface", {"lang": language, "fontCnt": len(FONTS)}, *fonts)


def _border(number: int, shape: Border) -> str:
    none = {"type": "NONE", "width": "0.1 mm", "color": "#000000"}
    sides = [
        element(f"hh:{side}Border", vars(edge) if edge else none)
        for side, edge in (
            ("left", shape.left),
            ("right", shape.right),
            ("top", shape.top),
            ("bottom", shape.bottom),
        )
    ]
    fill = element(
        "hc:fillBrush",
        {},
        element("hc:winBrush", {"faceColor": shape.fill, "hatchColor": "#999999", "alpha": 0}),
    )
    return element(
        "hh:borderFill",
        {"id": number, "threeD": 0, "shadow": 0, "centerLine": "NONE", "breakCellSeparateLine": 0},
        element("hh:slash", {"type": "NONE", "Crooked": 0, "isCounter": 0}),
        element("hh:backSlash", {"type": "NONE", "Crooked": 0, "isCounter": 0}),
        *sides,
        element("hh:diagonal", {"type": "SOLID", "width": "0.1 mm", "color": "#000000"}),
        fill if shape.fill else "",
    )


def _char(number: int, shape: Char) -> str:
    def each(name: str, value: int) -> str:
        return element(name, dict.fromkeys(SCRIPTS, value))

    return element(
        "hh:charPr",
        {
            "id": number,
            "height": shape.size,
            "textColor": shape.color,
            "shadeColor": shape.fill,
            "useFontSpace": 0,
        }
        | {"useKerning": 0, "symMark": "NONE", "borderFillIDRef": 1},
        each("hh:fontRef", shape.font),
        each("hh:ratio", 100),
        each("hh:spacing", 0),
        each("hh:relSz", 100),
        each("hh:offset", 0),
        tag("hh:bold") if shape.bold else "",
        element("hh:underline", {"type": "NONE", "shape": "SOLID", "color": "#000000"}),
        element("hh:strikeout", {"shape": "NONE", "color": "#000000"}),
        element("hh:outline", {"type": "NONE"}),
        element("hh:shadow", {"type": "NONE", "color": "#C0C0C0", "offsetX": 10, "offsetY": 10}),
    )


def _tab(number: int, right: int) -> str:
    return tag("hh:tabPr", id=number, autoTabLeft=0, autoTabRight=right)


def _numbering() -> str:
    """An outline without numbers: the markers are typed ("Ⅰ", "□"), Hancom must not add its own."""
    heads = [
        element(
            "hh:paraHead",
            {
                "start": 1,
                "level": level,
                "align": "LEFT",
                "useInstWidth": 0,
                "autoIndent": 0,
                "widthAdjust": 0,
            }
            | {"textOffsetType": "PERCENT", "textOffset": 0, "numFormat": "DIGIT"}
            | {"charPrIDRef": 4294967295, "checkable": 0},
        )
        for level in range(1, OUTLINE_LEVELS + 1)
    ]
    return element("hh:numbering", {"id": 1, "start": 0}, *heads)


def _style() -> str:
    names: dict[str, object] = {"type": "PARA", "name": "바탕글", "engName": "Normal"}
    refs = {"paraPrIDRef": 0, "charPrIDRef": 0, "nextStyleIDRef": 0, "langID": 1042, "lockForm": 0}
    return element("hh:style", {"id": 0} | names | refs)


def _spacing(spaces: tuple[int, ...], line: int) -> tuple[str, str]:
    """Margins in HWPUNIT; the <default> branch of the switch wants them doubled (236 of 237 real files)."""
    names = ("intent", "left", "right", "prev", "next")
    margins = [
        tag(f"hc:{name}", value=value, unit="HWPUNIT") for name, value in zip(names, spaces, strict=True)
    ]
    return element("hh:margin", {}, *margins), tag(
        "hh:lineSpacing", type="PERCENT", value=line, unit="HWPUNIT"
    )
