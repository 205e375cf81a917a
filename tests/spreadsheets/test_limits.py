"""Bombs and lies about size end before the parser starts, or end the parser's own process and not ours."""

import io
import os
import pickle
import struct
import subprocess
import sys
import time

import pytest

from kwonik.spreadsheets import Limits, Refused, open_workbook
from kwonik.spreadsheets import workbooks as opening
from tests.spreadsheets import books

GOOD = books.xlsx([["상담일", "구분"], ["2025-05-09", "노동자"]])


def refusal(content: bytes, limits: Limits | None = None) -> Refused:
    with pytest.raises(Refused) as refused:
        open_workbook(content, "상담대장.xlsx", limits).close()
    return refused.value


def no_parser(*_: object, **__: object) -> None:
    raise AssertionError("the parser was started")


@pytest.fixture
def unparsed(monkeypatch):
    """Fails the test when the child process is started."""
    monkeypatch.setattr(opening.subprocess, "run", no_parser)


def test_a_file_over_the_limit_is_refused_while_it_comes_in(unparsed):
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            self.given += size
            return b"\0" * size

    source = Endless()
    with pytest.raises(Refused) as refused:
        open_workbook(source, "a.xlsx")
    assert refused.value.reason == "too_big"
    assert "20MB" in refused.value.sentence
    assert source.given <= 22 * 1024 * 1024


def rows_xml(count: int, row: bytes):
    """The worksheet part of `count` rows in chunks, never whole in memory."""
    head, _, tail = books.sheet_xml("|").encode().partition(b"|")
    yield head
    for start in range(1, count + 1, 50_000):
        yield b"".join(
            row.replace(b"#", b"%d" % number) for number in range(start, min(start + 50_000, count + 1))
        )
    yield tail


def test_a_sheet_of_1048577_rows_is_refused_unparsed(unparsed):
    content = books.raw_xlsx(rows_xml(1_048_577, b'<row r="#"><c r="A#"><v>1</v></c></row>'))
    started = time.process_time()
    refused = refusal(content)
    assert refused.reason == "too_many_rows"
    assert "200,000행" in refused.sentence
    assert time.process_time() - started < 4


HUGE = {
    "rows without numbers": b"<row/>" * 200_001,
    "one cell far below": b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
    "a row beyond the last of Excel": b'<row r="99999999999999999999"><c><v>1</v></c></row>',
    "apostrophes": b"<row r='300000'><c r='A300000'><v>1</v></c></row>",
    "a small lie in the dimension": b'<row r="1"/>' + b"<row/>" * 200_001,
}


@pytest.mark.parametrize("data", HUGE.values(), ids=HUGE.keys())
def test_rows_are_counted_as_they_stand_and_not_as_declared(data, unparsed):
    sheet = books.sheet_xml(data.decode(), before='<dimension ref="A1:B2"/>')
    assert refusal(books.raw_xlsx(sheet), Limits(ratio=2_000)).reason == "too_many_rows"


def test_rows_in_a_named_namespace_are_counted_too(unparsed):
    data = '<row r="300000"><c r="A300000"><v>1</v></c></row>'
    assert refusal(books.raw_xlsx(books.sheet_xml(data, prefix="x:"))).reason == "too_many_rows"


def test_a_row_cut_between_two_chunks_is_counted_once(monkeypatch):
    monkeypatch.setattr("kwonik.spreadsheets.packages.CHUNK", 37)
    data = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 41))
    content = books.raw_xlsx(books.sheet_xml(data))

    with open_workbook(content, "a.xlsx", Limits(rows=40)) as workbook:
        assert workbook.sheets[0].row_count == 40
    assert refusal(content, Limits(rows=39)).reason == "too_many_rows"


def test_a_dimension_that_lies_upwards_does_no_harm():
    sheet = books.sheet_xml(
        f'<row r="1">{books.a_cell("A1")}</row>', before='<dimension ref="A1:XFD1048576"/>'
    )
    with open_workbook(books.raw_xlsx(sheet), "a.xlsx") as workbook:
        assert list(workbook.sheets[0].rows()) == [(1, [1])]


def test_an_empty_last_row_as_some_programs_write_it_does_no_harm():
    data = f'<row r="1">{books.a_cell("A1")}</row><row r="1048576" ht="12.8"></row>'
    with open_workbook(books.raw_xlsx(books.sheet_xml(data)), "a.xlsx") as workbook:
        assert workbook.sheets[0].row_count == 1


def test_a_cell_far_to_the_right_is_refused_and_an_empty_one_is_not(unparsed):
    far = f'<row r="1">{books.a_cell("A1")}{books.a_cell("XFD1")}</row>'
    assert refusal(books.raw_xlsx(books.sheet_xml(far))).reason == "too_many_columns"


def test_an_empty_styled_cell_far_to_the_right_does_no_harm():
    data = f'<row r="1">{books.a_cell("A1")}<c r="XFD1" s="0"/></row>'
    with open_workbook(books.raw_xlsx(books.sheet_xml(data)), "a.xlsx") as workbook:
        assert workbook.sheets[0].width == 1


def test_an_ods_that_repeats_a_row_a_million_times_is_refused(unparsed):
    cell = '<table:table-cell office:value-type="float" office:value="1"/>'
    table = f'<table:table-row table:number-rows-repeated="1048577">{cell}</table:table-row>'
    assert refusal(books.ods((), table)).reason == "too_many_rows"
    wide = (
        f'<table:table-row><table:table-cell table:number-columns-repeated="16000"/>{cell}</table:table-row>'
    )
    assert refusal(books.ods((), wide)).reason == "too_many_columns"


def test_an_ods_may_end_in_a_million_empty_rows():
    cell = '<table:table-cell office:value-type="float" office:value="1"/>'
    table = (
        f'<table:table-row>{cell}<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    with open_workbook(books.ods((), table), "a.ods") as workbook:
        assert list(workbook.sheets[0].rows()) == [(1, [1])]


def test_a_csv_of_too_many_rows_is_refused():
    assert refusal(b"1,2\n" * 1_001, Limits(rows=1_000)).reason == "too_many_rows"


# --- bombs ----------------------------------------------------------------------------------------------------


def test_a_zip_bomb_is_refused_by_its_directory(unparsed):
    bomb = books.raw_xlsx(GOOD[:0], {"xl/media/a.xml": bytes(64 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert refusal(bomb).reason == "too_heavy"


def test_many_middling_parts_are_refused_by_their_sum(unparsed):
    parts = {f"xl/media/{n}.xml": os.urandom(1000) + bytes(90_000) for n in range(20)}
    assert refusal(books.raw_xlsx("", parts), Limits(unpacked_bytes=1_000_000)).reason == "too_heavy"


def test_ten_thousand_parts_are_refused(unparsed):
    assert refusal(books.raw_xlsx("", {f"x/{n}": "" for n in range(10_000)})).reason == "unsafe"


def test_a_directory_that_lies_about_sizes_is_found_damaged(unparsed):
    content = books.raw_xlsx(b"<worksheet>" + b" " * 1_000_000)
    size = struct.pack("<I", 1_000_011)
    assert content.count(size) == 2
    assert refusal(content.replace(size, struct.pack("<I", 500))).reason == "damaged"


def test_sheets_of_an_xls_that_overlap_do_not_cost_without_end(monkeypatch):
    content = books.xls([["상담일"], ["2025-05-09"]])
    monkeypatch.setattr("kwonik.spreadsheets.old_excel._MOST_RECORDS", 20)
    with open_workbook(content, "a.xls") as workbook:
        assert workbook.sheets[0].findings.hidden_rows == set()
        assert workbook.sheets[0].row_count == 2


def test_a_list_of_sheets_without_end_is_refused(unparsed):
    content = books.raw_xlsx("<worksheet/>", {"xl/workbook.xml": os.urandom(5 * 1024 * 1024).hex()})
    assert refusal(content).reason == "unsafe"


def test_more_merges_than_rows_are_refused():
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 30))
    sheet = books.sheet_xml(f'<row r="1">{books.a_cell("A1")}</row>')
    sheet = sheet.replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")
    open_workbook(books.raw_xlsx(sheet), "a.xlsx", Limits(rows=29)).close()
    assert refusal(books.raw_xlsx(sheet), Limits(rows=28)).reason == "too_heavy"


def test_a_broken_checksum_is_found_damaged(unparsed):
    content = bytearray(GOOD)
    at = content.index(b"xl/worksheets/sheet1.xml") + 60
    content[at] ^= 0xFF
    assert refusal(bytes(content)).reason == "damaged"


def test_one_long_text_shared_by_a_million_cells_ends_the_child_and_not_us():
    text = "가" * 10_000
    shared = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{text}</t></si></sst>'
    )
    rows = ("<row>" + '<c t="s"><v>0</v></c>' * 20 + "</row>") * 5_000
    content = books.raw_xlsx(books.sheet_xml(rows), {"xl/sharedStrings.xml": shared})
    assert len(content) < 20_000
    assert refusal(content, Limits(memory_bytes=256 * 1024 * 1024)).reason == "too_heavy"


def test_what_slips_past_the_look_meets_the_limits_of_the_child():
    data = (
        "<row\nr='1'><c\nr='A1'><v>1</v></c><c\nr='XFD1'><v>1</v></c></row>"
        + "<row><c><v>1</v></c></row>" * 9_000
    )
    limits = Limits(memory_bytes=512 * 1024 * 1024)
    assert refusal(books.raw_xlsx(books.sheet_xml(data)), limits).reason == "too_heavy"


def test_a_child_that_takes_too_long_is_ended(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("while True: pass")
    monkeypatch.setattr(opening.extraction, "__file__", str(slow))
    run = subprocess.run
    monkeypatch.setattr(opening.subprocess, "run", lambda *a, **k: run(*a, **{**k, "timeout": 0.3}))
    assert refusal(GOOD).reason == "too_slow"


def test_the_child_ends_itself_when_its_processor_time_is_used_up(tmp_path):
    code = (
        "import resource, runpy, sys\n"
        f"extraction = runpy.run_path({opening.extraction.__file__!r})\n"
        "extraction['main'].__globals__['_workbook'] = lambda *_: [None for _ in iter(int, 1)]\n"
        "extraction['main'](['xlsx', '9', '2000000000', '1000', '1'])\n"
    )
    with (tmp_path / "a").open("w+b") as file:
        ended = subprocess.run([sys.executable, "-c", code], stdin=file, stdout=file, check=False, timeout=20)
    assert ended.returncode < 0
    with pytest.raises(Refused) as refused:
        opening._refuse(ended.returncode, Limits())
    assert refused.value.reason == "too_slow"


def test_the_spool_is_bounded():
    content = books.delimited([["가" * 100] for _ in range(2_000)], "utf-8")
    assert refusal(content, Limits(spool_bytes=50_000)).reason == "too_heavy"


def test_the_child_is_told_no_secret(monkeypatch):
    told = {}
    run = subprocess.run
    monkeypatch.setattr(opening.subprocess, "run", lambda *a, **k: told.update(k["env"]) or run(*a, **k))
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    open_workbook(GOOD, "a.xlsx").close()
    assert "PATH" in told and "DATABASE_URL" not in told


def test_a_spool_that_names_anything_but_cells_is_not_believed():
    class Evil:
        def __reduce__(self):
            return os.system, ("true",)

    with pytest.raises(pickle.UnpicklingError):
        opening._Cells(io.BytesIO(pickle.dumps(Evil()))).load()
