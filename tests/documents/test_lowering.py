"""Check grids and roadmaps: the tables they become, what is refused, and that all four writers carry them."""

import io
from datetime import date

import openpyxl
import pytest
from hwpx import TextExtractor
from pypdf import PdfReader

from kwonik.documents import html, hwpx, lowering, pdf, xlsx
from kwonik.documents.normalise import normalise
from kwonik.documents.tree import (
    Bullet,
    Cell,
    CheckColumn,
    CheckGrid,
    Heading,
    Number,
    Report,
    Roadmap,
    RoadmapLine,
    Source,
    Table,
    WrongTree,
    numbers,
)

GRID = CheckGrid(
    (
        CheckColumn(("사업구분", "성격"), Cell("계속")),
        CheckColumn(("이행구분", "완료", "종료"), False),
        CheckColumn(("이행구분", "완료", "지속추진"), True),
        CheckColumn(("이행구분", "추진중", "정상"), False),
        CheckColumn(("이행률",), Cell("100%", 100)),
    ),
    "이행구분: 지속추진",
)
ROADMAP = Roadmap(
    ((2022, 3), (2022, 4), (2023, 1)),
    (
        RoadmapLine("조례 제정", ("planned", "done", ""), words="마침"),
        RoadmapLine("쉼터 조성", ("planned", "late", "late"), after=True, words="2분기 늦음"),
    ),
)


def report(*blocks) -> Report:
    return Report("공약", "안양시", date(2025, 12, 31), blocks=(Heading(1, "□", "머리표"), *blocks))


def texts(row) -> list[str]:
    return [cell.text for cell in row]


def test_heads_are_shared_by_neighbours_and_reach_down_where_they_are_short():
    table = lowering.check_table(GRID)

    assert [texts(row) for row in table.rows] == [
        ["사업구분", "이행구분", "이행률"],
        ["성격", "완료", "추진중"],
        ["종료", "지속추진", "정상"],
        ["계속", "", "○", "", "100%"],
    ]
    assert [(cell.colspan, cell.rowspan) for cell in table.rows[0]] == [(1, 1), (3, 1), (1, 3)]
    assert table.rows[1][0].rowspan == 2
    assert table.head_rows == 3
    assert table.caption == "이행구분: 지속추진"


def test_a_roadmap_has_years_quarters_and_signs_that_need_no_colour():
    table = lowering.roadmap_table(ROADMAP)

    assert texts(table.rows[0]) == ["세부 추진계획", "2022", "2023", "임기후", "상태"]
    assert texts(table.rows[1]) == ["3", "4", "1"]
    assert texts(table.rows[2]) == ["조례 제정", "□", "■", "", "", "마침"]
    assert texts(table.rows[3]) == ["쉼터 조성", "□", "▷", "▷", "□", "2분기 늦음"]
    assert all(word in table.notes[0] for word in ("계획", "마침", "늦어짐"))


def test_both_are_tables_once_normalised_and_keep_their_numbers():
    whole = report(GRID, ROADMAP)

    assert [type(block) for block in normalise(whole).blocks[1:]] == [Table, Table]
    assert normalise(normalise(whole)) == normalise(whole)
    assert [number.value for number in numbers(whole)] == [100]


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (CheckGrid((), "말"), "머리글"),
        (CheckGrid((CheckColumn((), True),), "말"), "머리글"),
        (CheckGrid(GRID.columns, " "), "caption"),
        (Roadmap((), ()), "분기나 줄이 없습니다"),
        (Roadmap(((2022, 3),), (RoadmapLine("일", ("planned", "done")),)), "1개 있어야"),
    ],
)
def test_what_cannot_be_written_is_refused_with_its_place(block, said):
    with pytest.raises(WrongTree, match=said):
        normalise(report(block))


def written_html() -> str:
    return html.write(report(GRID, ROADMAP)).decode()


def written_pdf() -> str:
    pages = PdfReader(io.BytesIO(pdf.write(report(GRID, ROADMAP)))).pages
    return "".join(page.extract_text() for page in pages)


def written_hwpx() -> str:
    return TextExtractor(io.BytesIO(hwpx.write(report(GRID, ROADMAP)))).extract_text()


def written_xlsx() -> str:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write(report(GRID, ROADMAP))))
    cells = (
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value
    )
    return " ".join(cells)


@pytest.mark.parametrize("written", [written_html, written_pdf, written_hwpx, written_xlsx])
def test_every_writer_prints_the_mark_the_signs_and_the_legend(written):
    text = written()

    assert text.count("○") == 1
    assert all(sign in text for sign in ("□", "■", "▷"))
    assert "늦어짐" in text
    assert "2분기 늦음" in text


def test_a_number_at_the_right_of_a_line_is_printed_by_all_and_leads_to_its_rows():
    source = Source("pledges.next_steps", href="/reports/rows/?figure=pledges.next_steps")
    right = ("연 ", Number("5", 5, source=source), "회")
    whole = report(Bullet(1, "▶", "보건 실천 협약", right))

    assert [number.value for number in numbers(whole)] == [5]
    assert 'href="/reports/rows/?figure=pledges.next_steps"' in html.fragment(whole)
    assert "연 5회" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.write(whole))).pages)
    assert "연 5회" in TextExtractor(io.BytesIO(hwpx.write(whole))).extract_text()
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write(whole)))
    assert any("연 5회" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
