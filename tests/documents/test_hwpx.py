"""HWPX: accepted by three independent checkers, read back by an independent reader with the very cells."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from xml.etree import ElementTree

import hwpforge
import pytest
from hwpx.tools.package_validator import validate_editor_open_safety, validate_package
from hwpx.tools.validator import validate_document

from kwonik.documents import hwpx
from kwonik.documents.tree import (
    Bullet,
    Cell,
    Heading,
    PageBreak,
    Para,
    Picture,
    Report,
    Table,
    WrongTree,
    plain,
    printed,
)

HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"


@pytest.fixture(scope="module")
def seoul_hwpx(seoul: Report) -> bytes:
    return hwpx.write(seoul)


def report(*blocks: object) -> Report:
    return Report("제목", "센터", date(2025, 11, 7), blocks=blocks)  # type: ignore[arg-type]


def assert_valid(document: bytes, tmp_path) -> None:
    file = tmp_path / "report.hwpx"
    file.write_bytes(document)
    problems = [str(issue) for issue in validate_package(str(file)).issues if issue.is_error]
    safety = validate_editor_open_safety(str(file))
    problems += [str(error) for error in safety.blocking_package_errors]
    problems += [str(issue) for issue in validate_document(str(file)).issues]
    problems += hwpforge.Document.from_bytes(document).validate()["errors"]
    assert not problems
    assert safety.reopen_ok


def part(document: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(document)).read(name).decode("utf-8")


def tables_of(document: bytes) -> list[list[list[dict]]]:
    """The tables as rows of cells, read by hwpforge (Rust), which knows nothing of our writer."""
    tree = json.loads(hwpforge.Document.from_bytes(document).to_json().text)
    found: list[list[list[dict]]] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if "Table" in node:
                found.append([row["cells"] for row in node["Table"]["rows"]])
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(tree)
    return found


def words(cell: dict) -> str:
    return "".join(run["content"].get("Text", "") for p in cell["paragraphs"] for run in p["runs"])


def test_the_seoul_report_is_valid(seoul_hwpx: bytes, tmp_path) -> None:
    assert_valid(seoul_hwpx, tmp_path)


def test_hostile_texts_are_valid_and_stay_texts(hostile_report: Report, hostile: tuple, tmp_path) -> None:
    made = hwpx.write(hostile_report)

    assert_valid(made, tmp_path)
    cells = [words(cell) for table in tables_of(made) for row in table for cell in row]
    assert all(text in cells for text in hostile)


def test_the_checks_can_fail(seoul_hwpx: bytes, tmp_path) -> None:
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seoul_hwpx)) as old, zipfile.ZipFile(broken, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace(b"hp:cellSpan", b"hp:cellSpam"))

    with pytest.raises(AssertionError):
        assert_valid(broken.getvalue(), tmp_path)


def test_the_budget_table_comes_back_cell_by_cell(seoul_hwpx: bytes, seoul: Report) -> None:
    written = next(
        block for block in seoul.blocks if isinstance(block, Table) and block.caption == "2025년 예산"
    )
    read = next(table for table in tables_of(seoul_hwpx) if len(table) == len(written.rows))

    assert [[words(cell) for cell in row] for row in read] == [
        [plain(cell.runs) or printed(cell.value) for cell in row] for row in written.rows
    ]
    assert [[(cell["col_span"], cell["row_span"]) for cell in row] for row in read] == [
        [(cell.colspan, cell.rowspan) for cell in row] for row in written.rows
    ]
    assert [cell["header"] for cell in read[0]] == [True] * 6
    assert not any(cell["header"] for row in read[1:] for cell in row)


def test_headings_carry_the_outline(seoul_hwpx: bytes) -> None:
    headings = hwpforge.Document.from_bytes(seoul_hwpx).outline()["outline"]["headings"]

    assert [(h["level"], h["text"].split()[0]) for h in headings[:4]] == [
        (1, "Ⅰ"),
        (2, "1"),
        (3, "□"),
        (3, "□"),
    ]
    assert [h["text"].split()[-1] for h in headings if h["level"] == 1] == ["일반현황", "목표", "업무보고"]


def test_header_page_numbers_and_pictures_are_there(seoul_hwpx: bytes) -> None:
    document = hwpforge.Document.from_bytes(seoul_hwpx).inspect()
    (section,) = document["section_details"]

    assert section["has_header"] and section["has_page_number"]
    assert document["images"] == 1
    assert document["metadata"]["title"] == "주요 업무 보고"
    assert document["metadata"]["author"] == "서울노동권익센터"


def test_the_cover_hides_its_number_and_counting_begins_after_it(seoul_hwpx: bytes) -> None:
    body = part(seoul_hwpx, "Contents/section0.xml")

    assert 'hideFirstHeader="1"' in body and 'hideFirstPageNum="1"' in body
    assert body.count('<hp:newNum num="1" numType="PAGE"/>') == 1
    assert 'hideFirstHeader="0"' in part(hwpx.write(report()), "Contents/section0.xml")


def test_heads_repeat_and_only_office_fonts_are_named(seoul_hwpx: bytes) -> None:
    assert 'repeatHeader="1"' in part(seoul_hwpx, "Contents/section0.xml")
    assert set(re.findall(r'face="([^"]+)"', part(seoul_hwpx, "Contents/header.xml"))) == {
        "함초롬바탕",
        "함초롬돋움",
    }


def test_no_layout_is_stored_and_no_number_added(seoul_hwpx: bytes) -> None:
    """Hancom lays out itself; a stored layout of ours would overlap. Markers are typed, its own must stay away."""
    assert "linesegarray" not in part(seoul_hwpx, "Contents/section0.xml")
    heads = ElementTree.fromstring(part(seoul_hwpx, "Contents/header.xml")).iter(
        "{http://www.hancom.co.kr/hwpml/2011/head}paraHead"
    )
    assert [head.text for head in heads] == [None] * 10


def test_the_default_branch_of_each_switch_is_doubled(seoul_hwpx: bytes) -> None:
    head = ElementTree.fromstring(part(seoul_hwpx, "Contents/header.xml"))
    pairs = [
        [
            [int(value.get("value", 0)) for value in branch.iter() if value.get("unit")][:5]
            for branch in switch
        ]
        for switch in head.iter(f"{HP}switch")
    ]

    assert any(any(first) for first, _ in pairs)
    assert all([2 * value for value in first] == second for first, second in pairs)


def test_cells_of_a_row_fill_the_width(seoul_hwpx: bytes) -> None:
    body = ElementTree.fromstring(part(seoul_hwpx, "Contents/section0.xml"))
    for table in body.iter(f"{HP}tbl"):
        widths = [
            sum(int(cell.find(f"{HP}cellSz").get("width")) for cell in row)  # type: ignore[union-attr, arg-type]
            for row in table.iter(f"{HP}tr")
        ]
        assert widths[0] == int(table.find(f"{HP}sz").get("width"))  # type: ignore[union-attr, arg-type]


def test_pictures_have_their_words(png: bytes, tmp_path) -> None:
    made = hwpx.write(report(Picture("빨간 <점>", png=png, caption="그림 1", width=50)))

    assert_valid(made, tmp_path)
    assert zipfile.ZipFile(io.BytesIO(made)).read("BinData/image1.png") == png
    assert "<hp:shapeComment>빨간 &lt;점&gt;</hp:shapeComment>" in part(made, "Contents/section0.xml")


def test_very_long_words_may_break(tmp_path) -> None:
    made = hwpx.write(report(Bullet(1, "", "a" * 300), Table(((Cell("가"), Cell("나" * 90)),), head_rows=0)))

    assert_valid(made, tmp_path)
    assert part(made, "Contents/header.xml").count('breakLatinWord="BREAK_WORD"') == 2


def test_an_empty_report_is_a_document(tmp_path) -> None:
    made = hwpx.write(report())

    assert_valid(made, tmp_path)
    assert "제목" in hwpforge.Document.from_bytes(made).to_md().text


def test_three_thousand_rows(long_report: Report) -> None:
    (table,) = tables_of(hwpx.write(long_report))

    assert len(table) == 3001
    assert [words(cell) for cell in table[-1]] == ["3,000", "2025. 1. 5.", "임금체불 상담 3000", "30,000,000"]


def test_the_same_report_gives_the_same_bytes(seoul: Report, seoul_hwpx: bytes) -> None:
    assert hwpx.write(seoul) == seoul_hwpx
    entries = zipfile.ZipFile(io.BytesIO(seoul_hwpx)).infolist()
    assert (entries[0].filename, entries[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert {entry.date_time[0] for entry in entries} == {1980}


@pytest.mark.parametrize(
    "block",
    [Para("글", box=True), Table(((Cell("가"),),), head_rows=0), Heading(1, "", "가"), Bullet(1, "", "가")],
)
def test_a_page_break_stands_before_the_block_and_not_inside(block: object) -> None:
    body = ElementTree.fromstring(
        part(hwpx.write(report(Para("글"), PageBreak(), block)), "Contents/section0.xml")
    )

    assert [p.get("pageBreak") for p in body.iter(f"{HP}p")].count("1") == 1
    assert [p.get("pageBreak") for p in body].count("1") == 1


def test_a_wrong_tree_is_refused() -> None:
    with pytest.raises(WrongTree):
        hwpx.write(report(Heading(2, "", "가"), Para("글")))
