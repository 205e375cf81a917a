"""A zip package (xlsx, ods) is looked through before any parser sees it: its directory first, then each part as a stream.

Nothing is unpacked to disk and no more than a chunk is held. What is measured here is what the parser would meet:
Python's zipfile never reads past the size the directory declares and checks the sum of each part, so a package that
lies about its sizes is found damaged here.
"""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from .limits import MEGABYTE, Limits
from .refusals import Refused

CHUNK = 2 * MEGABYTE
_END = b"PK\x05\x06"
_DIRECTORY_BYTES = 2 * MEGABYTE
_NESTED = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"MZ\x90\0", b"\x7fELF")
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_DRIVE = re.compile(r"^[A-Za-z]:")


def open_package(file: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The package, once its directory is within `limits`. Raises Refused ("damaged", "unsafe", "too_heavy", "password")."""
    _check_end_record(file, limits)
    try:
        package = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, struct.error) as error:
        raise Refused("damaged") from error
    parts = package.infolist()
    names = {part.filename.lower() for part in parts}
    if len(names) != len(parts):
        raise Refused("unsafe")  # two parts of one name: two readers may see two different sheets
    if sum(part.compress_size for part in parts) > _size(file):
        raise Refused("unsafe")  # overlapping parts
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise Refused("too_heavy")
    for part in parts:
        _check_part(part, limits)
    return package


def stream(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked content of one part in chunks. Raises Refused for a broken, nested or entity-declaring part."""
    last = b""
    try:
        with package.open(part) as content:
            while chunk := content.read(CHUNK):
                if not last:
                    _check_start(part.filename, chunk)
                seen = last + chunk
                if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                    raise Refused("unsafe")
                last = chunk[-16:]
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise Refused("damaged") from error


def _check_start(name: str, chunk: bytes) -> None:
    if chunk.startswith(_NESTED):
        raise Refused("unsafe")
    if name.lower().endswith((".xml", ".rels")) and chunk[:2] in _UTF16:
        raise Refused(
            "unsafe"
        )  # no office writes these, and what is not UTF-8 escapes the checks made on bytes


def _check_part(part: zipfile.ZipInfo, limits: Limits) -> None:
    name = part.filename
    if part.flag_bits & 0x1:
        raise Refused("password")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("unsafe")
    if name.startswith("/") or "\\" in name or "\0" in name or _DRIVE.match(name) or ".." in name.split("/"):
        raise Refused("unsafe")
    if stat.S_ISLNK(part.external_attr >> 16):
        raise Refused("unsafe")
    if part.file_size > MEGABYTE and part.file_size > limits.ratio * max(part.compress_size, 1):
        raise Refused("too_heavy")


def _check_end_record(file: BinaryIO, limits: Limits) -> None:
    """Refuse by the directory's own counts, before the directory itself is read into memory."""
    size = _size(file)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise Refused("damaged")
    entries, directory_bytes = struct.unpack_from("<HI", tail, at + 10)
    if entries > limits.entries or directory_bytes > _DIRECTORY_BYTES:
        raise Refused("unsafe")


def _size(file: BinaryIO) -> int:
    return file.seek(0, 2)
