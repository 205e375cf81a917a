"""HTML: right structure, numbers that lead to their rows, nothing a text can do to the page."""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from kwonik.documents import html
from kwonik.documents.tree import Bullet, Cell, Heading, Number, Para, Picture, Report, Source, Table

VOID = {"meta", "br", "col", "img", "link", "hr"}


class Outline(HTMLParser):
    """Elements with their attributes and the chain of elements above them; unbalanced tags fail."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict, tuple[str, ...]]] = []
        self.words: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.found.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        self.found.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append((self.open[-1] if self.open else "", data))

    def all(self, tag: str) -> list[dict]:
        return [attrs for name, attrs, _ in self.found if name == tag]


def report(*blocks: object) -> Report:
    return Report("제목", "센터", date(2025, 11, 7), blocks=blocks)  # type: ignore[arg-type]


def test_headings_keep_their_order_below_the_page_heading(seoul: Report) -> None:
    page = Outline(html.write(seoul).decode())

    levels = [int(tag[1]) for tag, *_ in page.found if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert levels.count(2) == 3


@pytest.mark.parametrize("start", [1, 2, 3, 6])
def test_a_fragment_starts_at_the_level_asked_for(start: int) -> None:
    page = Outline(html.fragment(report(Heading(1, "Ⅰ", "가"), Heading(2, "1", "나")), start_level=start))

    assert [tag for tag, *_ in page.found if tag[0] == "h"] == [f"h{start}", f"h{min(start + 1, 6)}"]


def test_bullets_are_nested_lists(seoul: Report) -> None:
    page = Outline(html.fragment(seoul))

    deepest = max(above.count("ul") for tag, _, above in page.found if tag == "li")
    assert deepest == 4
    assert all(above[-1] in ("ul", "ol") for tag, _, above in page.found if tag == "li")


def test_a_counted_number_leads_to_its_rows() -> None:
    source = Source("counselling.legal", "구분: 노동자", "/figures/x?cut=a&period=2025")
    page = Outline(html.fragment(report(Para(("총 ", Number("3,598", 3598, source=source), "건")))))

    (link,) = page.all("a")
    assert link["href"] == "/figures/x?cut=a&period=2025"
    assert link["class"] == "kd-n kd-counted"
    assert link["title"] == "집계: 구분: 노동자"
    assert page.all("data") == [{"value": "3598"}]
    assert ("data", "3,598") in page.words


def test_the_three_kinds_look_different() -> None:
    derived = Number(
        "57.2", Decimal("57.2"), source=Source("r", "", "/r", "집행액 ÷ 소요예산"), kind="derived"
    )
    stated = Number("약 10만", 100000, source=Source("w", basis="캠페인 결과보고"), kind="stated")
    counted = Number("3", 3, source=Source("c", href="/c"))

    text = html.fragment(report(Para((counted, derived, stated))))
    page = Outline(text)

    assert [a["class"] for a in page.all("a") if "class" in a] == ["kd-n kd-counted", "kd-n kd-derived"]
    assert "집행액 ÷ 소요예산" in page.all("a")[1]["title"]
    assert page.all("a")[2] == {"href": "#kd-source-1", "aria-label": "출처 1)"}
    assert {"id": "kd-source-1"} in page.all("li")
    styles = html.STYLESHEET.read_text("utf-8")
    assert all(f".{name}" in styles for name in ("kd-derived", "kd-stated", "kd-cite"))


def test_one_document_stated_twice_is_listed_once() -> None:
    numbers = tuple(
        Number("약 10만", 100000, source=Source("w", basis=b), kind="stated") for b in ("가", "나", "가")
    )
    page = Outline(html.fragment(report(Para(numbers)), prefix="x"))

    assert [a["href"] for a in page.all("a")] == ["#x-source-1", "#x-source-2", "#x-source-1"]
    assert [li["id"] for li in page.all("li")] == ["x-source-1", "x-source-2"]


def test_a_download_has_no_link_but_its_own(seoul: Report) -> None:
    page = Outline(html.write(seoul).decode())
    linked = Outline(html.write(seoul, links=True).decode())

    assert all(link["href"].startswith("#") for link in page.all("a"))
    assert sum(link["href"].startswith("/figures/") for link in linked.all("a")) > 90
    assert not page.all("link") and not page.all("script")


def test_the_fragment_asks_for_no_style_of_its_own(seoul: Report) -> None:
    page = Outline(html.fragment(seoul))

    assert not page.all("style")
    assert not any(
        {"style", "onclick", "width"} & set(attrs) for tag, attrs, _ in page.found if tag not in ("rect",)
    )


def test_every_class_has_its_style(seoul: Report) -> None:
    page = Outline(html.write(seoul).decode())
    styles = html.STYLESHEET.read_text("utf-8")

    used = {name for _, attrs, _ in page.found for name in attrs.get("class", "").split()}
    unstyled = {name for name in used if f".{name}" not in styles}
    assert unstyled <= {"kd-counted", "kd-b1", "kd-b2", "kd-b3", "kd-b4"}


def test_the_budget_table_has_scopes_and_merges(seoul: Report) -> None:
    page = Outline(html.fragment(seoul))

    heads = page.all("th")
    assert {"col", "row", "rowgroup"} <= {head["scope"] for head in heads}
    merged = [head for head in heads if head.get("rowspan")]
    assert [int(head["rowspan"]) for head in merged] == [3, 2, 2, 3, 3, 3]
    assert "2025년 예산" in [word.strip() for tag, word in page.words if tag == "caption"]
    assert len([1 for *_, above in page.found if above and above[-1] == "colgroup"]) == len(page.all("col"))


def test_an_svg_comes_with_the_page(seoul: Report) -> None:
    page = Outline(html.fragment(seoul))

    (image,) = page.all("img")
    assert image["alt"].startswith("2025년 1월부터")
    kind, _, data = image["src"].partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert "노동자" in b64decode(data).decode()
    assert not page.all("svg")


def test_a_png_comes_with_the_page(png: bytes) -> None:
    page = Outline(html.fragment(report(Picture("점 하나", png=png))))

    (image,) = page.all("img")
    assert image["alt"] == "점 하나"
    assert image["src"].startswith("data:image/png;base64,iVBOR")


def test_hostile_texts_stay_texts(hostile_report: Report, hostile: tuple[str, ...]) -> None:
    page = Outline(html.write(hostile_report).decode())

    assert not page.all("script") and not page.all("i")
    assert all(not name.startswith("on") for _, attrs, _ in page.found for name in attrs)
    cells = [word for tag, word in page.words if tag == "td"]
    assert cells == list(hostile)


def test_an_empty_report_is_a_whole_page() -> None:
    page = Outline(html.write(report()).decode())

    assert page.all("html") == [{"lang": "ko"}]
    assert ("h1", "제목") in page.words


def test_three_thousand_rows(long_report: Report) -> None:
    assert len(Outline(html.fragment(long_report)).all("tr")) == 3001


def test_the_same_report_gives_the_same_bytes(seoul: Report) -> None:
    assert html.write(seoul) == html.write(seoul)


def test_line_breaks_in_cells() -> None:
    page = html.fragment(report(Table(((Cell("2층\n4층"),),), head_rows=0), Bullet(1, "", "가\n나")))

    assert "2층<br>4층" in page and "가<br>나" in page


def test_the_html_checker_finds_nothing(
    assert_valid_html, seoul: Report, hostile_report: Report, png: bytes
) -> None:
    assert_valid_html(
        {
            "seoul": html.write(seoul, links=True).decode(),
            "hostile": html.write(hostile_report, links=True).decode(),
            "empty": html.write(report()).decode(),
            "png": html.write(report(Picture("점", png=png, caption="그림"))).decode(),
        }
    )


def test_axe_finds_nothing(page_at, assert_accessible, seoul: Report, width: int) -> None:
    page = page_at(width)
    page.set_content(html.write(seoul, links=True).decode())

    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
