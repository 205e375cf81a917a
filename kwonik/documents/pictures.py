"""Pictures: SVG is checked against a list of harmless elements, PNG for its size; neither may point elsewhere."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from xml.etree import ElementTree

from .tree import Picture, WrongTree

SVG = "http://www.w3.org/2000/svg"
ELEMENTS = {"svg", "g", "title", "desc", "defs", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
ELEMENTS |= {"path", "text", "tspan", "linearGradient", "stop", "clipPath", "pattern", "marker"}
#: No event handlers, no inline style (a strict content policy refuses it), no links, no references outside.
REFUSED = re.compile(r"^(on.*|style|href|.*\}href|src|class)$", re.IGNORECASE)
OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|javascript:|data:|@import", re.IGNORECASE)
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
MAX_BYTES = 5_000_000


def check(picture: Picture) -> Picture:
    """The picture with its SVG in canonical form. Raises WrongTree for no text alternative or a harmful image."""
    if not picture.alt.strip():
        raise WrongTree("그림을 설명하는 글(alt)이 없습니다. 그림이 말하는 것을 적어 주세요.")
    if not picture.svg and not picture.png:
        raise WrongTree("그림이 비어 있습니다. SVG나 PNG를 넣어 주세요.")
    if len(picture.svg) + len(picture.png) > MAX_BYTES:
        raise WrongTree(f"그림이 너무 큽니다. {MAX_BYTES // 1_000_000}MB 이하로 줄여 주세요.")
    if not 1 <= picture.width <= 100:
        raise WrongTree("그림의 너비는 1~100(%)이어야 합니다.")
    if picture.png:
        png_size(picture.png)
    return replace(picture, svg=_canonical(picture.svg)) if picture.svg else picture


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels."""
    if png[:8] != PNG_HEAD or len(png) < 24:
        raise WrongTree("PNG 그림이 아닙니다. PNG 파일로 바꾸어 주세요.")
    width, height = struct.unpack(">II", png[16:24])
    if not (0 < width <= 20_000 and 0 < height <= 20_000):
        raise WrongTree("PNG 그림의 크기가 올바르지 않습니다. 가로세로 20,000픽셀 이하로 바꾸어 주세요.")
    return width, height


def _canonical(svg: str) -> str:
    if "<!DOCTYPE" in svg or "<!ENTITY" in svg:
        raise WrongTree("SVG 그림에 문서 형식 선언이 있습니다. 선언을 지워 주세요.")
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise WrongTree(f"SVG 그림을 읽을 수 없습니다({error}).") from error
    for element in root.iter():
        name = str(element.tag).removeprefix(f"{{{SVG}}}")
        if name not in ELEMENTS:
            raise WrongTree(f"SVG 그림에 쓸 수 없는 요소 <{name}>이(가) 있습니다.")
        for key, value in element.attrib.items():
            if REFUSED.match(key) or OUTSIDE.search(value):
                raise WrongTree(f"SVG 그림에 쓸 수 없는 속성 {key}이(가) 있습니다.")
        element.tag = name
    if root.tag != "svg" or "viewBox" not in root.attrib:
        raise WrongTree("SVG 그림에는 viewBox가 있어야 합니다.")
    root.set("xmlns", SVG)
    return ElementTree.tostring(root, encoding="unicode")
