"""Text tables (CSV): which letters and which separator. Korean Excel writes cp949 where others write UTF-8."""

import codecs
import csv
from typing import BinaryIO

from .refusals import Refused

_CHUNK = 1024 * 1024
_DELIMITERS = ",\t;|"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def recognise_text(file: BinaryIO) -> tuple[str, str]:
    """(encoding, delimiter) of a text table. Raises Refused("encoding") when it is no text."""
    encoding = _encoding(file)
    file.seek(0)
    sample = file.read(65_536)
    lines = codecs.getincrementaldecoder(encoding)("replace").decode(sample).splitlines()[:40]
    return encoding, _delimiter([line for line in lines if line.strip()])


def _encoding(file: BinaryIO) -> str:
    file.seek(0)
    start = file.read(4096)
    for mark, encoding in _MARKS.items():
        if start.startswith(mark):
            return _checked(file, encoding)
    if b"\0" in start:
        even, odd = start[::2].count(0), start[1::2].count(0)
        return _checked(file, "utf-16-le" if odd > even else "utf-16-be")
    for encoding in ("utf-8", "cp949"):
        if _decodes(file, encoding):
            return encoding
    raise Refused("encoding")


def _checked(file: BinaryIO, encoding: str) -> str:
    if not _decodes(file, encoding):
        raise Refused("encoding")
    return encoding


def _decodes(file: BinaryIO, encoding: str) -> bool:
    """Whether the whole file is text of `encoding`, free of the controls that only programs and pictures have."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            if "\0" in text or "\x1b" in text:
                return False
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _delimiter(lines: list[str]) -> str:
    """The separator that cuts most lines into the same number of fields; a comma when there is nothing to cut."""
    best, best_score = ",", (0, 0)
    for delimiter in _DELIMITERS:
        try:
            widths = [len(fields) for fields in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            continue
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        usual = max(set(wide), key=wide.count)
        score = (wide.count(usual), usual)
        if score > best_score:
            best, best_score = delimiter, score
    return best
