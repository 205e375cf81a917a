"""The report of a profile in its four forms says what the source document says, line by line, cell by cell."""

import io
import re
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser

import openpyxl
import pytest
from hwpx import TextExtractor
from pypdf import PdfReader

from kwonik.catalogue.queries import own_centre
from kwonik.documents import html, hwpx, pdf, xlsx
from kwonik.kernel.periods import parse
from kwonik.reports import access, queries

from .conftest import HERE, source_figures
from .test_figures import SECTIONS

SOURCES = {"seoul": "seoul-main-report-2025.txt", "anyang": "anyang-pledge-card.txt"}
TYPING_ERRORS = {
    "취업노동자": "취약노동자",
    "취업계층": "취약계층",
    "아동공동생활가정": "아동공동생활가정",
    "노동권의": "노동권익",
    "안양축축제": "안양춤축제",
    "노동상식툠": "노동상식툰",
}
"""What the scan got wrong and we print right (the list of the source's oddities)."""


@pytest.fixture
def report(sample):
    (template,) = access.templates()
    spec = queries.spec_of(template)
    return queries.composed(template, own_centre(), parse(spec.period), spec.as_of, spec.dated_on).report


def letters(text: str) -> str:
    """Only letters, figures and percent signs: how a line is broken or marked does not matter."""
    kept = re.sub(r"[^0-9A-Za-z가-힣%.,]", "", text)
    for wrong, right in TYPING_ERRORS.items():
        kept = kept.replace(wrong, right)
    return kept


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("style", "script", "title", "sup")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "script", "title", "sup")

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)


def html_text(report) -> str:
    parser = _Words()
    parser.feed(html.write(report).decode())
    return letters("".join(parser.words))


def pdf_text(report) -> str:
    return letters("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.write(report))).pages))


def hwpx_text(report) -> str:
    return letters(TextExtractor(io.BytesIO(hwpx.write(report))).extract_text())


def source_lines(profile: str) -> list[str]:
    """The source's own lines that hold a figure of the sections due, tables left to the cell tests."""
    lines = (HERE / SOURCES[profile]).read_text(encoding="utf-8").splitlines()
    due = {f["line"] for f in source_figures(profile).values() if f["section"].startswith(SECTIONS[profile])}
    return [lines[number - 1] for number in sorted(due) if "\t" not in lines[number - 1]]


@pytest.mark.parametrize("text_of", [html_text, pdf_text, hwpx_text], ids=["html", "pdf", "hwpx"])
def test_every_line_with_a_figure_reads_as_in_the_source(report, sample, text_of):
    written = text_of(report)

    missing = [line for line in source_lines(sample) if letters(line) not in written]

    assert not missing


def number(cell: str) -> Decimal | None:
    """A cell of the source as a number; its dash stands for zero."""
    if cell.strip() == "-":
        return Decimal(0)
    try:
        return Decimal(cell.replace(",", "").removesuffix("㎡"))
    except InvalidOperation:
        return None


def source_rows(profile: str) -> list[tuple[Decimal, ...]]:
    """The numbers of every row of the source's tables that holds a figure due, left to right, labels left out."""
    lines = (HERE / SOURCES[profile]).read_text(encoding="utf-8").splitlines()
    due = {f["line"] for f in source_figures(profile).values() if f["section"].startswith(SECTIONS[profile])}
    rows = [lines[n - 1].split("\t")[1:] for n in sorted(due) if "\t" in lines[n - 1]]
    found = (tuple(n for cell in row if (n := number(cell)) is not None) for row in rows)
    return [row for row in found if row]


def test_every_row_of_the_sources_tables_stands_in_the_spreadsheet_as_numbers(report, sample):
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write(report)))
    written = {
        tuple(Decimal(str(value)) for value in row if isinstance(value, int | float))
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
    }
    rows = source_rows(sample)

    assert len(rows) == {"seoul": 31, "anyang": 19}[sample]
    ends = {
        row[start:] for row in written for start in range(len(row))
    }  # a first column is a label in most tables
    assert not [row for row in rows if row not in ends]


def test_the_same_report_is_the_same_file(report):
    for write in (html.write, pdf.write, hwpx.write, xlsx.write):
        assert write(report) == write(report)
