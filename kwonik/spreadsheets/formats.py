"""What a file really is, whatever its name says: the first bytes and the inner directory decide.

Sources of the signatures: ECMA-376 and ODF 1.3 (parts of a package), MS-CFB 2.6 (directory entries of old Office
files), HWP 5.0 format of Hancom (FileHeader); the DRM marks are from experience with Korean offices (Fasoo, Softcamp).
"""

import re
import zipfile
from typing import BinaryIO

from .packages import stream
from .refusals import Refused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"

_TEXT_STARTS = {
    b"%PDF": "pdf",
    b"#!": "program",
    b"HWP Document File": "hwp",
    b"{\\rtf": "word",
    b"SCDSA": "drm",
    b"<DOCUMENT SAFER": "drm",
    b"<## NASCA DRM": "drm",
}
_BINARY_STARTS = {  # short enough to begin a sentence ("MZ세대 상담 대장"), so a zero byte must follow
    b"MZ": "program",
    b"\x7fELF": "program",
    b"\xca\xfe\xba\xbe": "program",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"BM": "image",
    b"II*\0": "image",
    b"MM\0*": "image",
    b"RIFF": "image",
    b"7z\xbc\xaf\x27\x1c": "archive",
    b"Rar!": "archive",
    b"\x1f\x8b": "archive",
    b"ALZ\x01": "archive",
    b"EGGA": "archive",
}
_OLE_ENTRIES = (  # first hit wins: an encrypted workbook hides everything else
    ("EncryptedPackage", "password"),
    ("_VBA_PROJECT_CUR", "macro"),
    ("_VBA_PROJECT", "macro"),
    ("WordDocument", "word"),
    ("PowerPoint Document", "word"),
    ("HwpSummaryInformation", "hwp"),
    ("\x05HwpSummaryInformation", "hwp"),
)
_ZIP_PARTS = (
    (re.compile(r"(^|/)vbaproject(signature)?\.bin$", re.I), "macro"),
    (re.compile(r"^xl/workbook\.bin$", re.I), "xlsb"),
    (re.compile(r"^(word/document|ppt/presentation)\.xml$", re.I), "word"),
    (re.compile(r"^Contents/content\.hpf$", re.I), "hwp"),
)
_MARKUP = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|table|meta|style|script|div)\b", re.I)
_WEB_ARCHIVE = re.compile(rb"\s*(?:MIME-Version|From|X-Document-Type):", re.I)


def recognise(file: BinaryIO) -> str:
    """ "xls", "csv" or "package" (then ask `package_kind`). Raises Refused for all else, naming what it is."""
    file.seek(0)
    start = file.read(4096)
    if not start:
        raise Refused("empty")
    known = _TEXT_STARTS | (_BINARY_STARTS if b"\0" in start else {})
    for signature, reason in known.items():
        if start.startswith(signature):
            raise Refused(reason)
    if b"DRMONE" in start[:64]:
        raise Refused("drm")
    if start.startswith(_OLE):
        return _old_office(file)
    if start.startswith(_ZIP):
        return "package"
    if start.startswith(b"PK"):
        raise Refused("archive")
    return _text(start)


def _old_office(file: BinaryIO) -> str:
    file.seek(0)
    content = file.read()
    for name, reason in _OLE_ENTRIES:
        if _has_entry(content, name):
            raise Refused(reason)
    if b"HWP Document File" in content[:65536]:
        raise Refused("hwp")
    if _has_entry(content, "Workbook") or _has_entry(content, "Book"):
        return "xls"
    raise Refused("unknown")


def _has_entry(content: bytes, name: str) -> bool:
    """Whether an old Office file's directory lists `name`: UTF-16, padded to 64 bytes, then its length."""
    stored = name.encode("utf-16-le") + b"\0\0"
    entry = stored.ljust(64, b"\0") + len(stored).to_bytes(2, "little")
    at = content.find(entry)
    while at >= 0:
        if at % 128 == 0:
            return True
        at = content.find(entry, at + 1)
    return False


def package_kind(package: zipfile.ZipFile) -> str:
    """Whether a zip package whose limits were checked is "xlsx" or "ods". Raises Refused otherwise."""
    names = package.namelist()
    for pattern, reason in _ZIP_PARTS:
        if any(pattern.search(name) for name in names):
            raise Refused(reason)
    if "mimetype" in names:
        declared = _beginning(package, "mimetype")
        if declared.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            _refuse_encrypted_ods(package)
            return "ods"
        raise Refused("hwp" if b"hwp" in declared else "unknown")
    lowered = {name.lower() for name in names}
    if "[content_types].xml" in lowered and "xl/workbook.xml" in lowered:
        return "xlsx"
    raise Refused("unknown" if "[content_types].xml" in lowered else "archive")


def _refuse_encrypted_ods(package: zipfile.ZipFile) -> None:
    """An ODS with a password keeps the names of its parts and lists how each was encrypted."""
    if b"encryption-data" in _beginning(package, "META-INF/manifest.xml"):
        raise Refused("password")


def _beginning(package: zipfile.ZipFile, name: str) -> bytes:
    return next(stream(package, package.getinfo(name)), b"") if name in package.namelist() else b""


def _text(start: bytes) -> str:
    if _MARKUP.match(start.removeprefix(b"\xef\xbb\xbf")) or _WEB_ARCHIVE.match(start):
        raise Refused("html")
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml"):
        raise Refused("html" if re.search(rb"<html|<!doctype html", start, re.I) else "xml")
    return "csv"
