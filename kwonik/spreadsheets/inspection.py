"""Everything asked of a package before it is parsed, and what was learned on the way about each of its sheets."""

import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO
from xml.etree import ElementTree

from .formats import package_kind, recognise
from .limits import MEGABYTE, Limits
from .old_excel import inspect_xls
from .packages import open_package, stream
from .refusals import Refused
from .scanning import ContentScan, Findings, SheetScan

_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_LARGEST_DIRECTORY = 4 * MEGABYTE  # the list of sheets; a real one has a few kilobytes
_DATE_1904 = re.compile(rb"""date1904\s*=\s*["'](?:1|true)["']""")


@dataclass(frozen=True)
class Inspection:
    """`sheets` in the order of the tabs; `counts_from_1904`: the workbook's day numbers begin in 1904 (old Macintosh files)."""

    kind: str
    sheets: tuple[Findings, ...] = ()
    counts_from_1904: bool = False


def inspect(file: BinaryIO, limits: Limits) -> Inspection:
    """Recognise a file and look through it without parsing it. Raises Refused when anything is out of bounds."""
    kind = recognise(file)
    if kind == "xls":
        file.seek(0)
        return Inspection(kind, inspect_xls(file.read()))
    if kind == "csv":
        return Inspection(kind)
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
                if len(kept[name]) > _LARGEST_DIRECTORY:
                    raise Refused("unsafe")
        if scan is not None and scan.is_sheet:
            scan.feed(b"", last=True)
            found[name] = scan.findings
    workbook = kept.get("xl/workbook.xml", b"")
    paths = _sheet_paths(workbook, kept.get("xl/_rels/workbook.xml.rels", b""))
    sheets = tuple(found.get(path, Findings()) for path in paths)
    return Inspection("xlsx", sheets, bool(_DATE_1904.search(workbook)))


def _sheet_paths(workbook: bytes, relations: bytes) -> list[str]:
    """The path of each sheet's part, in lower case, in the order of the tabs."""
    try:
        targets = {
            relation.get("Id"): relation.get("Target", "")
            for relation in ElementTree.fromstring(relations).iterfind("{*}Relationship")
        }
        sheets = list(ElementTree.fromstring(workbook).iterfind("{*}sheets/{*}sheet"))
    except ElementTree.ParseError as error:
        raise Refused("damaged") from error
    wanted = [
        targets.get(sheet.get(_RELATION_ID) or sheet.get(_STRICT_RELATION_ID)) or "" for sheet in sheets
    ]
    return [posixpath.join("/xl", target).lstrip("/").lower() for target in wanted]


def _inspect_ods(package: zipfile.ZipFile, limits: Limits) -> Inspection:
    scan = ContentScan(limits)
    for part in package.infolist():
        for chunk in stream(package, part):
            if part.filename == "content.xml":
                scan.feed(chunk)
    scan.feed(b"", last=True)
    return Inspection("ods", tuple(scan.sheets))
