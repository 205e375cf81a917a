"""What only a card prints: choices, goals by year, money that adds up in large units, lines with their numbers."""

from datetime import date

import pytest

from kwonik.documents import tree
from kwonik.kernel import periods
from kwonik.reports.rules import compose
from kwonik.reports.rules.inline import BadTemplate
from kwonik.reports.rules.spec import read


class Fixed:
    """Answers from a table of won by (source, year), everything else with 7."""

    period = periods.parse("2022-07/2025-12")
    dated_on = date(2025, 12, 31)

    def __init__(self, lines, won=None):
        self._lines, self.won, self.kept = lines, won or {}, {}

    def number(self, ask, id, zero, unit=""):
        cut = dict(ask.cut)
        known = [
            won
            for (stage, source, year), won in self.won.items()
            if ask.code.endswith(stage)
            and cut.get("source", source) == source
            and cut.get("year", year) == year
            and ("after" in cut) == (year == "after" if "after" in cut else False)
        ]
        value = sum(known) if self.won else 7
        return tree.Number(str(value), value, source=tree.Source(ask.code))

    def keep(self, id, value):
        self.kept[id] = value

    def lines(self, code):
        return self._lines.get(code, [])

    def word(self, name):
        return f"<{name}>"


def body(*blocks, **more):
    days = {"period": "2022-07/2025-12", "as_of": "2025-12-31", "dated_on": "2025-12-31"}
    return {"code": "r", "name": "r", "title": "카드", **days, "blocks": list(blocks), **more}


def built(resolver, *blocks, subject=""):
    return compose.build(read(body(*blocks), subject), resolver).blocks


def texts(row):
    return [tree.plain(cell.text) for cell in row]


def test_one_file_prints_a_card_for_every_subject():
    data = body(
        {"lines": {"of": "pledges.card/@subject", "text": "{goal}"}},
        {"only": "labour"},
        "○ 상담 {{ figure('a.b', pledge='@subject') }}건",
        {"only": ""},
        "○ 끝",
        subject="labour",
        titled_by="pledges.card/@subject",
    )

    own, other = read(data), read(data, "park")

    assert [own.subject, other.subject] == ["labour", "park"]
    assert compose.listings_of(other) == ["pledges.card/park", "pledges.card/park"]
    assert (len(own.blocks), len(other.blocks)) == (3, 2)
    assert [dict(ask.cut) for ask in compose.asks_of(own, {})] == [{"pledge": "labour"}]
    assert compose.asks_of(other, {}) == []


def test_the_title_is_what_the_register_says():
    resolver = Fixed({"card": [{"title": "공원을 넓힘"}]})

    report = compose.build(read(body("○ 하나", titled_by="card")), resolver)

    assert report.title == "공원을 넓힘"
    assert compose.build(read(body("○ 하나")), resolver).title == "카드"


def test_a_choice_is_marked_and_a_figure_printed_with_its_unit():
    grid = {
        "of": "card",
        "caption": "이행구분: {label}",
        "columns": [
            {"heads": ["이행구분", "완료"], "field": "status", "equals": "done"},
            {"heads": ["이행구분", "부진"], "field": "status", "equals": "behind"},
            {"heads": ["이행률"], "figure": "a.b", "unit": "%"},
        ],
    }
    (block,) = built(Fixed({"card": [{"status": "behind", "label": "부진"}]}), {"check_grid": grid})

    assert [column.below for column in block.columns[:2]] == [False, True]
    assert tree.plain(block.columns[2].below.runs) == "7%"
    assert block.caption == "이행구분: 부진"


def test_goals_stand_by_area_and_year():
    lines = [
        {"area": "상담", "year": "2024년", "text": "넷"},
        {"area": "쉼터", "year": "2023년", "text": "셋"},
    ]
    spec = {"of": "goals", "row": "area", "column": "year", "text": "text", "corner": "구분", "empty": "없음"}
    (table,) = built(Fixed({"goals": lines}), {"pivot": spec})

    assert [texts(row) for row in table.rows] == [
        ["구분", "2023년", "2024년"],
        ["상담", "", "넷"],
        ["쉼터", "셋", ""],
    ]


@pytest.mark.parametrize(
    "block",
    [
        {"pivot": {"of": "x", "row": "a", "column": "b", "text": "c", "empty": "아직 없습니다."}},
        {"roadmap": {"of": "x", "empty": "아직 없습니다."}},
        {"money": {"of": "x", "cut": {}, "stages": [], "empty": "아직 없습니다."}},
        {"entries": {"of": "x", "empty": "아직 없습니다."}},
    ],
)
def test_where_there_is_nothing_it_says_so(block):
    assert [tree.plain(para.text) for para in built(Fixed({}), block)] == ["아직 없습니다."]


MONEY = {
    "of": "money",
    "cut": {"pledge": "x"},
    "stages": [{"label": "계획", "figure": "planned"}, {"label": "확보", "figure": "secured"}],
    "after": True,
    "id": "F.{row}.{column}.{stage}",
    "empty": "없음",
}
YEARS = {
    "years": ("2024", "2025"),
    "past": ("2024",),
    "after": False,
    "sources": (("national", "국비"), ("city", "시비")),
    "executed": True,
}


def test_printed_parts_make_printed_sums_in_both_directions():
    half = {
        ("planned", source, year): 500_000 for source in ("national", "city") for year in ("2024", "2025")
    }
    resolver = Fixed({"money": [YEARS]}, half)
    (table,) = built(resolver, {"money": MONEY})

    values = [[cell.value for cell in row[1:7:2]] for row in table.rows[2:]]
    (whole, *sums), *sources = values
    assert whole == sum(sums) == sum(row[0] for row in sources) == 2
    assert all(row[0] == sum(row[1:]) for row in sources)
    assert [sum(column) for column in zip(*sources, strict=True)] == [whole, *sums]
    assert resolver.kept["F.계.계.계획"] == 2
    assert table.rows[2][1].source.basis == "2,000,000원"


def test_heads_name_years_stages_and_the_time_after_the_term():
    (table,) = built(Fixed({"money": [YEARS]}, {("planned", "city", "2024"): 3_000_000}), {"money": MONEY})

    assert texts(table.rows[0]) == ["구분", "계", "2024", "2025", "임기후"]
    assert texts(table.rows[1]) == ["계획", "확보"] * 3
    assert texts(table.rows[4]) == ["시비", "3", "0", "3", "0", "0", "0", ""]
    assert table.unit == "백만원"


def test_a_year_to_come_stays_blank_where_nothing_was_executed_yet():
    spent = {("spent", "city", "2024"): 3_000_000}
    one = {**MONEY, "stages": [{"label": "집행", "figure": "spent", "ahead": False}], "after": False}
    resolver = Fixed({"money": [YEARS]}, spent)
    (table,) = built(resolver, {"money": one})

    assert texts(table.rows[1]) == ["계", "3", "3", ""]
    assert "F.계.2025.집행" not in resolver.kept


def test_lines_stand_under_their_headings_with_their_number_in_place():
    lines = [
        {
            "area": "상담",
            "text": "지킴이 운영({수}명)",
            "right": "연중",
            "figure": "a.b",
            "cut": {},
            "code": "k",
        },
        {"area": "상담", "text": "협약", "right": "연 {수}회", "figure": "a.b", "cut": {}, "code": "s"},
        {"area": "쉼터", "text": "{{ period }}", "right": "", "figure": "", "cut": {}, "code": ""},
    ]
    blocks = built(Fixed({"steps": lines}), {"entries": {"of": "steps", "by": "area", "id": "P.{code}"}})

    assert [type(block).__name__ for block in blocks] == ["Heading", "Bullet", "Bullet", "Heading", "Bullet"]
    assert [tree.plain(block.text) for block in blocks] == [
        "상담",
        "지킴이 운영(7명)",
        "협약",
        "쉼터",
        "{{ period }}",
    ]
    assert [tree.plain(block.right) for block in blocks if isinstance(block, tree.Bullet)] == [
        "연중",
        "연 7회",
        "",
    ]


def test_an_unknown_word_in_a_card_is_refused_with_its_place():
    with pytest.raises(BadTemplate, match="roadmap"):
        read(body({"roadmap": {"of": "x", "empty": "없음", "colour": "red"}}))
