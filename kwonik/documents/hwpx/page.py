"""The page of a HWPX document (A4, margins, header, page number) and pictures: fixed structures of OWPML."""

from __future__ import annotations

from .xml import element, escape, tag

MM = 283.465


def page_properties(header: str, covered: bool) -> tuple[str, str]:
    """The two runs that open a section; a cover hides header and page number on its page."""
    controls = (
        tag("hp:colPr", id="", type="NEWSPAPER", layout="LEFT", colCount=1, sameSz=1, sameGap=0),
        element("hp:header", {"id": 1, "applyPageType": "BOTH"}, sub_list(header, "TOP")),
        tag("hp:pageNum", pos="BOTTOM_CENTER", formatType="DIGIT", sideChar="-"),
    )
    section = element("hp:run", {"charPrIDRef": 0}, _section_properties(int(covered)))
    return section, element(
        "hp:run", {"charPrIDRef": 0}, *(element("hp:ctrl", {}, part) for part in controls)
    )


def sub_list(paragraphs: str, align: str) -> str:
    """A list of paragraphs inside a cell or a header."""
    attributes = {"id": "", "textDirection": "HORIZONTAL", "lineWrap": "BREAK", "vertAlign": align}
    attributes |= dict.fromkeys(("linkListIDRef", "linkListNextIDRef", "textWidth", "textHeight"), "0")
    return element("hp:subList", attributes | {"hasTextRef": "0", "hasNumRef": "0"}, paragraphs)


def _section_properties(covered: int) -> str:
    margins = {"left": 20, "right": 20, "top": 15, "bottom": 12, "header": 10, "footer": 10, "gutter": 0}
    sides = {name: round(mm * MM) for name, mm in margins.items()}
    visibility: dict[str, object] = {
        "hideFirstHeader": covered,
        "hideFirstFooter": covered,
        "hideFirstMasterPage": 0,
    }
    visibility |= {"border": "SHOW_ALL", "fill": "SHOW_ALL", "hideFirstPageNum": covered}
    # WIDELY is Hancom's word for portrait.
    page = {"landscape": "WIDELY", "width": 59528, "height": 84186, "gutterType": "LEFT_ONLY"}
    return element(
        "hp:secPr",
        {"id": "", "textDirection": "HORIZONTAL", "spaceColumns": 1134, "tabStop": 8000, "tabStopVal": 4000}
        | {"tabStopUnit": "HWPUNIT", "outlineShapeIDRef": 1, "memoShapeIDRef": 0, "textVerticalWidthHead": 0}
        | {"masterPageCnt": 0},
        tag("hp:grid", lineGrid=0, charGrid=0, wonggojiFormat=0),
        tag("hp:startNum", pageStartsOn="BOTH", page=0, pic=0, tbl=0, equation=0),
        element("hp:visibility", visibility | {"hideFirstEmptyLine": 0, "showLineNumber": 0}),
        tag("hp:lineNumberShape", restartType=0, countBy=0, distance=0, startNumber=0),
        element("hp:pagePr", page, element("hp:margin", sides)),
        _notes("hp:footNotePr", "EACH_COLUMN", 283),
        _notes("hp:endNotePr", "END_OF_DOCUMENT", 0),
        *(_page_border(kind) for kind in ("BOTH", "EVEN", "ODD")),
    )


def _notes(name: str, place: str, between: int) -> str:
    return element(
        name,
        {},
        tag("hp:autoNumFormat", type="DIGIT", userChar="", prefixChar="", suffixChar=")", supscript=0),
        tag("hp:noteLine", length=-1, type="SOLID", width="0.12 mm", color="#000000"),
        tag("hp:noteSpacing", betweenNotes=between, belowLine=567, aboveLine=850),
        tag("hp:numbering", type="CONTINUOUS", newNum=1),
        tag("hp:placement", place=place, beneathText=0),
    )


def _page_border(kind: str) -> str:
    attributes = {
        "type": kind,
        "borderFillIDRef": 1,
        "textBorder": "PAPER",
        "headerInside": 0,
        "footerInside": 0,
    }
    offset = tag("hp:offset", left=1417, right=1417, top=1417, bottom=1417)
    return element("hp:pageBorderFill", attributes | {"fillArea": "PAPER"}, offset)


def place(treat_as_char: int, horizontal: str = "LEFT") -> str:
    return element(
        "hp:pos",
        {"treatAsChar": treat_as_char, "affectLSpacing": 0, "flowWithText": 1, "allowOverlap": 0}
        | {"holdAnchorAndSO": 0, "vertRelTo": "PARA", "horzRelTo": "COLUMN", "vertAlign": "TOP"}
        | {"horzAlign": horizontal, "vertOffset": 0, "horzOffset": 0},
    )


def size(width: int, height: int) -> str:
    return tag("hp:sz", width=width, widthRelTo="ABSOLUTE", height=height, heightRelTo="ABSOLUTE", protect=0)


def sides(name: str, across: int, down: int) -> str:
    return tag(name, left=across, right=across, top=down, bottom=down)


def picture(number: int, image: str, alt: str, width: int, height: int) -> str:
    """An image drawn as one big character; its text alternative is Hancom's 개체 설명문."""
    corners = ((0, 0), (width, 0), (width, height), (0, height))
    matrices = [
        tag(f"hc:{name}Matrix", e1=1, e2=0, e3=0, e4=0, e5=1, e6=0) for name in ("trans", "sca", "rot")
    ]
    return element(
        "hp:pic",
        {"id": number, "zOrder": 0, "numberingType": "PICTURE", "textWrap": "TOP_AND_BOTTOM"}
        | {"textFlow": "BOTH_SIDES", "lock": 0, "dropcapstyle": "None", "href": "", "groupLevel": 0}
        | {"instid": number, "reverse": 0},
        tag("hp:offset", x=0, y=0),
        tag("hp:orgSz", width=width, height=height),
        tag("hp:curSz", width=width, height=height),
        tag("hp:flip", horizontal=0, vertical=0),
        tag("hp:rotationInfo", angle=0, centerX=width // 2, centerY=height // 2, rotateimage=1),
        element("hp:renderingInfo", {}, *matrices),
        element("hp:imgRect", {}, *(tag(f"hc:pt{n}", x=x, y=y) for n, (x, y) in enumerate(corners))),
        tag("hp:imgClip", left=0, right=width, top=0, bottom=height),
        sides("hp:inMargin", 0, 0),
        tag("hp:imgDim", dimwidth=width, dimheight=height),
        tag("hc:img", binaryItemIDRef=image, bright=0, contrast=0, effect="REAL_PIC", alpha=0),
        tag("hp:effects"),
        size(width, height),
        place(1),
        sides("hp:outMargin", 0, 0),
        element("hp:shapeComment", {}, escape(alt)),
    )
