"""PDF: tagged for everyone (PDF/UA-1), words and numbers found whole, typed code never run."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import date
from decimal import Decimal

import page as page_validation
import pdfua
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from kwonik.documents import pdf
from kwonik.documents.tree import Bullet, Cell, Heading, Number, Para, Picture, Report, Table, WrongTree


@pytest.fixture(scope="module")
def seoul_pdf(seoul: Report) -> bytes:
    return pdf.write(seoul)


@pytest.fixture(scope="module")
def hostile_pdf(hostile_report: Report) -> bytes:
    return pdf.write(hostile_report)


def report(*blocks: object) -> Report:
    return Report("제목", "센터", date(2025, 11, 7), blocks=blocks)  # type: ignore[arg-type]


def text_of(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)


def tags_of(document: bytes) -> list[str]:
    """The structure types of the tag tree in order."""
    found: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append(str(node["/S"]).lstrip("/"))
            walk(node.get("/K", []))

    walk(PdfReader(io.BytesIO(document)).trailer["/Root"]["/StructTreeRoot"])
    return found


def assert_accessible(document: bytes, tmp_path) -> None:
    result = page_validation.validate_pdf_bytes(document, profile="ua1")
    assert result.is_compliant, [failure.message for failure in result.failures]
    file = tmp_path / "report.pdf"
    file.write_bytes(document)
    checked = pdfua.validate(str(file))
    assert not checked.findings, [finding.message for finding in checked.findings]


def test_the_seoul_report_is_pdf_ua(seoul_pdf: bytes, tmp_path) -> None:
    assert_accessible(seoul_pdf, tmp_path)
    assert b"pdfuaid:part" in seoul_pdf


def test_hostile_texts_are_pdf_ua_too(hostile_pdf: bytes, tmp_path) -> None:
    assert_accessible(hostile_pdf, tmp_path)


def test_the_checks_can_fail(seoul_pdf: bytes) -> None:
    broken = seoul_pdf.replace(b"/Lang", b"/Lung")

    assert not page_validation.validate_pdf_bytes(broken, profile="ua1").is_compliant


def test_title_author_language_and_time(seoul_pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(seoul_pdf))

    assert reader.metadata.title == "주요 업무 보고"
    assert reader.metadata.author == "서울노동권익센터"
    assert reader.metadata.creation_date.date() == date(2025, 11, 7)
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("ko")


def test_words_and_numbers_are_found_whole(seoul_pdf: bytes, budget_rows: tuple) -> None:
    text = text_of(seoul_pdf)

    for word in (
        "권리구제절차(진정·행정심판·소송)",
        "3,860건(노동자",
        "('25.09. 기준 / 단위: 원, %)",
        "집계 전",
    ):
        assert word in text
    for row in budget_rows:
        assert all(f"{won:,}" in text for won in row[2:5])


def test_tags_name_headings_lists_tables_and_figures(seoul_pdf: bytes) -> None:
    tags = tags_of(seoul_pdf)

    assert {"H1", "H2", "H3", "L", "LI", "Table", "THead", "TBody", "TH", "TD", "Figure", "Caption"} <= set(
        tags
    )
    assert tags.count("H1") == 3
    assert tags.count("Table") == 5


def test_pages_are_numbered_from_one_after_the_cover(seoul_pdf: bytes) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(seoul_pdf)).pages]

    assert not re.search(r"- \d+ -", pages[0])
    assert [re.search(r"- (\d+) -", page).group(1) for page in pages[1:]] == [
        str(k) for k in range(1, len(pages))
    ]


def test_chapters_are_bookmarks(seoul_pdf: bytes) -> None:
    outline = PdfReader(io.BytesIO(seoul_pdf)).outline

    chapters = [entry.title for entry in outline if not isinstance(entry, list)]
    assert chapters == ["Ⅰ 일반현황", "Ⅱ 비전과 목표", "Ⅲ 2025 주요 업무보고"]


def test_only_the_shipped_font_is_used(seoul_pdf: bytes) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in PdfReader(io.BytesIO(seoul_pdf)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts == {"PretendardGOV-Regular", "PretendardGOV-Bold"}


def test_the_same_report_gives_the_same_bytes(seoul: Report, seoul_pdf: bytes) -> None:
    assert pdf.write(seoul) == seoul_pdf


def test_hostile_texts_stay_texts(hostile_pdf: bytes, hostile: tuple[str, ...]) -> None:
    text = re.sub(r"\s", "", text_of(hostile_pdf))

    assert "root:" not in text
    assert "<script>alert(1)</script>" in text
    for typed in hostile:
        assert re.sub(r"\s", "", typed) in text


def test_very_long_words_stay_on_the_page() -> None:
    word = "https://example.org/" + "a" * 300
    rows = ((Cell("번호"), Cell("주소")), (Cell("가" * 60), Cell(word)))
    made = pdf.write(
        report(Bullet(1, "", word), Bullet(2, "", "가" * 200), Heading(1, "", word), Table(rows))
    )

    reader = PdfReader(io.BytesIO(made))
    right_edges = []
    for page in reader.pages:
        page.extract_text(
            visitor_text=lambda text, cm, tm, *_: right_edges.append(tm[4] + cm[4]) if text.strip() else None
        )
    assert max(right_edges) < 595 - 50
    assert "".join(text_of(made).split()).count("a" * 300) == 3


def test_characters_without_a_glyph_do_not_stop_the_report(tmp_path) -> None:
    made = pdf.write(report(Para("☎ 02-123 😀 ภาษาไทย ∙ ☑"), Heading(1, "☎", "😀")))

    assert "전화 02-123 ? ?" in text_of(made)
    assert_accessible(made, tmp_path)


def test_an_empty_report_is_a_page(tmp_path) -> None:
    made = pdf.write(report())

    assert "제목" in text_of(made)
    assert_accessible(made, tmp_path)


def test_pictures_have_their_words(png: bytes, tmp_path) -> None:
    made = pdf.write(report(Picture("점 하나", png=png, caption="그림 1", width=20)))

    assert tags_of(made).count("Figure") == 1
    assert_accessible(made, tmp_path)


def test_heads_repeat_on_every_page(long_report: Report) -> None:
    pages = PdfReader(io.BytesIO(pdf.write(long_report))).pages

    assert len(pages) > 40
    assert all("접수일" in page.extract_text() for page in (pages[0], pages[1], pages[-1]))
    assert "30,000,000" in pages[-1].extract_text()


def test_numbers_stay_together_with_their_words() -> None:
    parts = (
        "집행률 ",
        Number("57.2", Decimal("57.2"), bold=True),
        "%(전년 대비 ",
        Number("3", 3),
        "%p 증가)",
    )

    assert "57.2%(전년" in text_of(pdf.write(report(Para(parts))))


def test_a_wrong_tree_is_refused_before_typesetting() -> None:
    with pytest.raises(WrongTree):
        pdf.write(report(Heading(2, "", "가")))


def test_a_document_that_takes_too_long_is_given_up(monkeypatch) -> None:
    def late(command, **options):
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(subprocess, "run", late)
    with pytest.raises(pdf.TypesettingFailed, match="나누어"):
        pdf.write(report())


def test_a_refused_document_says_why() -> None:
    with pytest.raises(pdf.TypesettingFailed, match="PDF를 만들지 못했습니다"):
        pdf._typeset({"format": "pdf", "report": "{}"})
