"""What is no ledger, or means harm, is refused before a parser sees it, with a sentence that says what to do."""

import io
import os
import re
import struct
import zipfile

import openpyxl
import pytest
import xlwt

from kwonik.spreadsheets import Limits, Refused, open_workbook
from kwonik.spreadsheets import workbooks as opening
from kwonik.spreadsheets.refusals import SENTENCES
from tests.spreadsheets import books

ROWS = [["상담일", "구분"], ["2025-05-09", "노동자"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def an_old_office_file(*names: str) -> bytes:
    """A container of the old Office kind whose directory lists `names`."""
    directory = b"".join(
        (name.encode("utf-16-le") + b"\0\0").ljust(64, b"\0")
        + struct.pack("<H", len(name) * 2 + 2)
        + bytes(62)
        for name in ("Root Entry", *names)
    )
    return (OLE + bytes(504) + directory).ljust(4096, b"\0")


def with_part(content: bytes, name: str, part: bytes = b"x", **attributes: object) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        entry = zipfile.ZipInfo(name)
        for attribute, value in attributes.items():
            setattr(entry, attribute, value)
        archive.writestr(entry, part)
    return out.getvalue()


def encrypted_xls() -> bytes:
    """An .xls whose second record is made the one that announces a password."""
    content = books.xls(ROWS)
    at = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    return content[:at] + b"\x2f\x00" + content[at + 2 :]


GOOD = books.xlsx(ROWS)
NOT_LEDGERS = {
    "nothing": (b"", "empty"),
    "web page": (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "html"),
    "web page with mark": ("\ufeff\r\n<!DOCTYPE HTML>".encode(), "html"),
    "bare web table": (b"<table border=1><tr><td>1</td></tr></table>", "html"),
    "web archive": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "html"),
    "xhtml": (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "html"),
    "spreadsheet of 2003 in xml": (b'<?xml version="1.0"?><Workbook></Workbook>', "xml"),
    "svg": (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "xml"),
    "program": (b"MZ\x90\x00" + bytes(100), "program"),
    "unix program": (b"\x7fELF" + bytes(100), "program"),
    "script": (b"#!/bin/sh\nrm -rf /", "program"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(20), "image"),
    "rich text": (b"{\\rtf1\\ansi", "word"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", "archive"),
    "archive": (books.package({"대장.xlsx": GOOD}), "archive"),
    "hwp": (an_old_office_file("FileHeader", "DocInfo", "\x05HwpSummaryInformation"), "hwp"),
    "hwpx": (books.package({"mimetype": "application/hwp+zip", "Contents/content.hpf": "<x/>"}), "hwp"),
    "word": (an_old_office_file("WordDocument"), "word"),
    "docx": (books.package({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), "word"),
    "unknown old office": (an_old_office_file("Contents"), "unknown"),
    "xlsx with password": (an_old_office_file("EncryptionInfo", "EncryptedPackage"), "password"),
    "xls with password": (encrypted_xls(), "password"),
    "xls with macro": (an_old_office_file("Workbook", "_VBA_PROJECT_CUR"), "macro"),
    "xlsm": (with_part(GOOD, "xl/vbaProject.bin"), "macro"),
    "xlsb": (books.package({"[Content_Types].xml": "<x/>", "xl/workbook.bin": b"\0"}), "xlsb"),
    "fasoo": (b"\x9b\x20DRMONE  This Document is encrypted and protected by Fasoo DRM", "drm"),
    "softcamp": (b"SCDSA002\x00\x01", "drm"),
    "noise": (bytes(range(256)) * 20, "encoding"),
    "half a package": (GOOD[: len(GOOD) // 2], "damaged"),
    "package without sheets": (
        books.package({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x"}),
        "damaged",
    ),
    "odt": (books.package({"mimetype": "application/vnd.oasis.opendocument.text"}), "unknown"),
}
HOSTILE = {
    "path upwards": with_part(GOOD, "xl/../../../etc/cron.d/x"),
    "absolute path": with_part(GOOD, "/etc/passwd"),
    "drive": with_part(GOOD, "C:/Windows/x"),
    "backslash": with_part(GOOD, "xl/x").replace(b"xl/x", b"xl\\x"),
    "symbolic link": with_part(GOOD, "xl/link", b"/etc/passwd", external_attr=0o120777 << 16),
    "package inside": with_part(GOOD, "xl/embeddings/a.xlsx", GOOD),
    "program inside": with_part(GOOD, "xl/embeddings/a.bin", b"MZ\x90\0" + bytes(64)),
    "two parts of one name": with_part(GOOD, "XL/Workbook.xml", b"<x/>"),
    "unusual compression": with_part(GOOD, "xl/x", b"x" * 99, compress_type=zipfile.ZIP_BZIP2),
    "entities": books.raw_xlsx(
        books.sheet_xml(
            books.a_cell("A1", "&c;"), prolog='<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
        )
    ),
    "external entity": books.raw_xlsx(
        books.sheet_xml("", prolog='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')
    ),
    "entities in a part nobody asks for": with_part(GOOD, "docProps/x.xml", b"<!DOCTYPE x><x/>"),
    "entities in utf-16": with_part(GOOD, "docProps/x.xml", "<!DOCTYPE x><x/>".encode("utf-16")),
    "a sheet that is none": books.raw_xlsx("<x/>"),
}


def refusal(content: bytes, limits: Limits | None = None) -> Refused:
    with pytest.raises(Refused) as refused:
        open_workbook(content, "상담대장.xlsx", limits).close()
    return refused.value


@pytest.mark.parametrize(("content", "reason"), NOT_LEDGERS.values(), ids=NOT_LEDGERS.keys())
def test_what_is_no_ledger_is_named_and_refused(content, reason):
    assert refusal(content).reason == reason


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_package_no_office_would_make_is_refused(content):
    assert refusal(content).reason == "unsafe"


def test_every_sentence_says_in_korean_what_to_do():
    for reason, sentence in SENTENCES.items():
        assert re.search(r"[가-힣]", sentence), reason
        if reason != "not_matched":  # that one is followed by what the match has to say
            assert sentence.rstrip().endswith(("주세요.",)), reason


def test_text_that_begins_like_a_program_is_text():
    content = books.delimited([["MZ세대 상담"], ["1"]], "cp949")
    with open_workbook(content, "a.csv") as workbook:
        assert list(workbook.sheets[0].rows()) == [(1, ["MZ세대 상담"]), (2, ["1"])]


def test_words_in_a_cell_do_not_make_a_file_suspicious():
    rows = [["EncryptedPackage", "_VBA_PROJECT_CUR", "<!DOCTYPE html>", "WordDocument"]]
    for content in (books.xls(rows), books.xlsx(rows)):
        with open_workbook(content, "a") as workbook:
            assert list(workbook.sheets[0].rows()) == [(1, rows[0])]


def test_nothing_is_left_on_disk_when_a_file_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(opening.tempfile, "tempdir", str(tmp_path))
    for content in (b"", GOOD[:400], NOT_LEDGERS["pdf"][0]):
        refusal(content)
    open_workbook(GOOD, "a.xlsx").close()
    assert list(tmp_path.iterdir()) == []


def test_a_large_xls_is_read():
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for number in range(3_000):
        for column in range(12):
            sheet.write(number, column, f"{number}-{column} 가나다라")
    with open_workbook(books.saved(book), "a.xls") as workbook:
        assert workbook.sheets[0].row_count == 3_000


def test_pictures_beside_the_table_do_no_harm():
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    content = with_part(books.saved(book), "xl/media/image1.png", b"\x89PNG\r\n\x1a\n" + os.urandom(5000))
    with open_workbook(content, "a.xlsx") as workbook:
        assert workbook.sheets[0].row_count == 2
