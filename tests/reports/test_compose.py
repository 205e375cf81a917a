from datetime import date

import pytest

from kwonik.documents import tree
from kwonik.documents.normalise import normalise
from kwonik.kernel import periods
from kwonik.kernel.figures import Ask
from kwonik.reports.rules import compose
from kwonik.reports.rules.inline import BadTemplate
from kwonik.reports.rules.spec import read


class Fixed:
    """Answers every cell with its place in the order of asking."""

    def __init__(self, lines=None):
        self.period = periods.parse("2023-07/2025-12")
        self.dated_on = date(2025, 12, 31)
        self.asked: list[tuple[Ask, str]] = []
        self._lines = lines or {}

    def number(self, ask, id, zero, unit=""):
        self.asked.append((ask, id))
        return tree.Number(str(len(self.asked)), len(self.asked))

    def lines(self, code):
        return self._lines[code]

    def word(self, name):
        return f"<{name}>"


def spec(*blocks):
    return read(
        {
            "code": "r",
            "name": "r",
            "title": "보고",
            "period": "2023-07/2025-12",
            "as_of": "2025-12-31",
            "dated_on": "2025-12-31",
            "blocks": list(blocks),
        }
    )


def built(resolver, *blocks):
    return compose.build(spec(*blocks), resolver).blocks


def test_the_ladder_is_read_from_its_markers():
    blocks = built(Fixed(), "□ 개요", "○ 상담", "- 총 {{ figure('a.b') }}건", "· 작게", "※ 참고", "그냥 글")

    assert [type(block).__name__ for block in blocks] == [
        "Heading",
        "Bullet",
        "Bullet",
        "Bullet",
        "Note",
        "Para",
    ]
    assert [block.level for block in blocks[1:4]] == [1, 2, 3]
    assert tree.plain(blocks[2].text) == "총 1건"


def test_right_hand_text_stands_behind_a_leader():
    (bullet,) = built(Fixed(), "▶ 상담·교육·홍보 사업 ―― 연중")

    assert (tree.plain(bullet.text), bullet.right) == ("상담·교육·홍보 사업", "연중")


def test_a_cross_table_has_a_total_and_every_year_with_ids():
    resolver = Fixed()
    (table,) = built(
        resolver,
        {
            "cross": {
                "figure": "counselling.legal",
                "id": "A.{row}.{column}",
                "years": "{year}년",
                "columns": [
                    {"label": "합계"},
                    {"label": "임금", "key": "w", "cut": {"issue": "unpaid_wages"}},
                ],
            }
        },
    )

    assert [row[0].text for row in table.rows[1:]] == ["계", "2023년", "2024년", "2025년"]
    assert [id for _, id in resolver.asked] == [
        f"A.{row}.{column}" for row in ("계", "2023", "2024", "2025") for column in ("합계", "w")
    ]
    assert resolver.asked[0][0] == Ask.of("counselling.legal")
    assert resolver.asked[3][0] == Ask.of(
        "counselling.legal", periods.parse("2023-07/2023-12"), issue="unpaid_wages"
    )


def test_grouped_columns_get_a_head_of_two_rows():
    (table,) = built(
        Fixed(),
        {
            "cross": {
                "figure": "a.b",
                "years": "{year}",
                "columns": [
                    {"label": "합계"},
                    {"label": "청", "group": "구제"},
                    {"label": "위", "group": "구제"},
                ],
            }
        },
    )

    assert table.head_rows == 2
    assert [(cell.text, cell.colspan, cell.rowspan) for cell in table.rows[0]] == [
        ("", 1, 2),
        ("합계", 1, 2),
        ("구제", 2, 1),
    ]
    assert [cell.text for cell in table.rows[1]] == ["청", "위"]


def test_a_listing_merges_equal_neighbours_and_spans_its_sums():
    lines = [
        {"area": "총계", "name": "", "cut": {}, "shade": "total", "span": 2},
        {"area": "법률", "name": "구조", "cut": {"line": "a"}},
        {"area": "법률", "name": "컨설팅", "cut": {"line": "b"}},
        {"area": "쉼터", "name": "운영", "cut": {"line": "c"}},
    ]
    resolver = Fixed({"x": lines})
    report = compose.build(
        spec(
            {
                "listing": {
                    "of": "x",
                    "columns": [
                        {"label": "영역", "field": "area", "merge": True},
                        {"label": "사업", "field": "name"},
                        {"label": "액", "figure": "m.won", "id": "{row:02}.{name}"},
                    ],
                }
            }
        ),
        resolver,
    )
    (table,) = report.blocks

    assert [[cell.text for cell in row] for row in table.rows] == [
        ["영역", "사업", "액"],
        ["총계", "1"],
        ["법률", "구조", "2"],
        ["컨설팅", "3"],
        ["쉼터", "운영", "4"],
    ]
    assert table.rows[1][0].colspan == 2
    assert table.rows[2][0].rowspan == 2
    assert [id for _, id in resolver.asked] == ["01.", "02.구조", "03.컨설팅", "04.운영"]
    assert normalise(report)


def test_a_written_table_keeps_one_number_a_number():
    (table,) = built(
        Fixed(),
        {"table": {"head": [["가", "나"]], "rows": [["{{ figure('a.b') }}", "{{ figure('a.b') }}건"]]}},
    )
    alone, within = table.rows[1]

    assert alone.value == 1
    assert within.value is None
    assert tree.plain(within.text) == "2건"


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"tabel": {}}, "blocks"),
        ({"chapter": ["Ⅰ", "가"], "pending": "집계 전"}, "낱말 하나"),
        ({}, "낱말 하나"),
        ("- {{ 1 + 1 }}", "figure"),
        ({"cross": {"figure": "a", "columns": [{"label": "가", "colour": "red"}]}}, "colour"),
    ],
)
def test_what_a_report_file_may_not_say_is_refused_with_its_place(block, said):
    with pytest.raises(BadTemplate, match=said):
        spec(block)
