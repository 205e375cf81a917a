"""Everything asked of a package before it is parsed, and what was learned on the way about each of its sheets."""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree import ElementTree

from .formats import package_kind
from .limits import Limits
from .packages import open_package, stream
from .refusals import Refused
from .scanning import ContentScan, Findings, SheetScan

_SPREADSHEET = "{*}sheets/{*}sheet"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_DATE_1904 = re.compile(rb"""date1904\s*=\s*["'](?:1|true)["']""")


@dataclass(frozen=True)
class Inspection:
    """`sheets` by name; `counts_from_1904`: the workbook's day numbers begin in 1904 (old Macintosh files)."""

    kind: str
    sheets: Mapping[str, Findings] = field(default_factory=dict)
    counts_from_1904: bool = False


def inspect(file: BinaryIO, limits: Limits) -> Inspection:
    """Look through an xlsx or ods without parsing it. Raises Refused when anything is out of bounds."""
    with open_package(file, limits) as package:
        kind = package_kind(package)
        return _inspect_ods(package, limits) if kind == "ods" else _inspect_xlsx(package, limits)


def _inspect_xlsx(package: zipfile.ZipFile, limits: Limits) -> Inspection:
    found: dict[str, Findings] = {}
    kept: dict[str, bytes] = {}
    for part in package.infolist():
        name = part.filename.lower()
        scan = None
        for chunk in stream(package, part):
            if scan is None:
                scan = SheetScan(chunk, limits)
                if name.startswith("xl/worksheets/") and name.endswith(".xml") and not scan.is_sheet:
                    raise Refused("unsafe")
                if name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
                    kept[name] = b""
            if scan.is_sheet:
                scan.feed(chunk)
            elif name in kept:
                kept[name] += chunk
        if scan is not None and scan.is_sheet:
            scan.feed(b"", last=True)
            found[name] = scan.findings
    workbook = kept.get("xl/workbook.xml", b"")
    names = _sheet_names(workbook, kept.get("xl/_rels/workbook.xml.rels", b""))
    sheets = {names[path]: findings for path, findings in found.items() if path in names}
    return Inspection("xlsx", sheets, bool(_DATE_1904.search(workbook)))


def _sheet_names(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Lower-case path of each sheet's part -> its name on the tab."""
    try:
        targets = {
            relation.get("Id"): relation.get("Target", "")
            for relation in ElementTree.fromstring(relations).iterfind("{*}Relationship")
        }
        sheets = list(ElementTree.fromstring(workbook).iterfind(_SPREADSHEET))
    except ElementTree.ParseError as error:
        raise Refused("damaged") from error
    names = {}
    for sheet in sheets:
        target = targets.get(sheet.get(_RELATION_ID) or sheet.get(_STRICT_RELATION_ID)) or ""
        names[posixpath.join("/xl", target).lstrip("/").lower()] = sheet.get("name", "")
    return names


def _inspect_ods(package: zipfile.ZipFile, limits: Limits) -> Inspection:
    scan = ContentScan(limits)
    for part in package.infolist():
        for chunk in stream(package, part):
            if part.filename == "content.xml":
                scan.feed(chunk)
    scan.feed(b"", last=True)
    return Inspection("ods", scan.sheets)
