"""XML as strings: the smallest thing that cannot forget to escape."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>'
HWPML = "http://www.hancom.co.kr/hwpml"
#: All fifteen, on every root: Hancom refuses some parts without them.
ROOT = {
    "xmlns:ha": f"{HWPML}/2011/app",
    "xmlns:hp": f"{HWPML}/2011/paragraph",
    "xmlns:hp10": f"{HWPML}/2016/paragraph",
    "xmlns:hs": f"{HWPML}/2011/section",
    "xmlns:hc": f"{HWPML}/2011/core",
    "xmlns:hh": f"{HWPML}/2011/head",
    "xmlns:hhs": f"{HWPML}/2011/history",
    "xmlns:hm": f"{HWPML}/2011/master-page",
    "xmlns:hpf": "http://www.hancom.co.kr/schema/2011/hpf",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:opf": "http://www.idpf.org/2007/opf/",
    "xmlns:ooxmlchart": f"{HWPML}/2016/ooxmlchart",
    "xmlns:hwpunitchar": f"{HWPML}/2016/HwpUnitChar",
    "xmlns:epub": "http://www.idpf.org/2007/ops",
    "xmlns:config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
}

__all__ = ["DECLARATION", "ROOT", "element", "escape", "tag"]


def element(name: str, attributes: Mapping[str, object], *children: str) -> str:
    """An element with its attributes; `children` are XML already (use `escape` for text)."""
    inside = "".join(children)
    head = name + "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes.items())
    return f"<{head}>{inside}</{name}>" if inside else f"<{head}/>"


def tag(name: str, **attributes: object) -> str:
    """An empty element."""
    return element(name, attributes)
