"""The sample of studies, publications and checks holds the numbers of the source report, and plausible days."""

from collections import Counter
from datetime import date
from functools import cache

from kwonik.catalogue.rules import read_profile
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.site.samples.plan import Plan
from kwonik.site.samples.recipe import read_recipe
from kwonik.site.samples.research import Drawing
from tests.profiles import FOLDER

REPORT_ON = date(2025, 9, 30)


@cache
def drawing() -> Drawing:
    folder = FOLDER / "seoul"
    recipe = read_recipe(folder / "sample").research
    assert recipe
    return Drawing(read_profile(folder), recipe)


def until_report(rows, day):
    return [row for row in rows if row[day] <= REPORT_ON]


def test_answers_and_talks_are_those_of_the_report():
    answers = until_report(drawing().responses(), "received_on")
    valid = Counter(row["group"] for row in answers if row["valid"] == "유효")
    people = {(row["study"], row["method"], row["group"], row["number"]) for row in drawing().participants()}
    talks = Counter(key[1:3] for key in people)

    assert valid == {"사업주": 156, "노동자": 359, "공공부문 감정노동자": 781}
    assert talks == {
        ("FGI", "사업주"): 10,
        ("FGI", "노동자"): 20,
        ("심층면접조사", "공공부문 감정노동자"): 20,
    }
    assert len(drawing().participants()) > len(people)


def test_publications_are_those_of_the_report():
    books = until_report(drawing().publications(), "published_on")
    kinds = Counter(row["kind"] for row in books)

    assert kinds == {
        "소식지": 12,
        "카드뉴스": 4,
        "웹포스터": 4,
        "리플렛": 1,
        "지도": 1,
        "가이드북": 1,
        "매뉴얼": 3,
    }
    assert [row["copies"] for row in books if row["kind"] == "리플렛"] == [3000]


def test_the_guidebook_went_to_every_district():
    books = {row["title"]: row for row in drawing().publications()}
    rows = drawing().distributions()
    guide = [row for row in until_report(rows, "handed_on") if "가이드" in row["publication"]]
    handed = Counter()
    for row in rows:
        handed[row["publication"]] += row["copies"]

    assert sum(row["copies"] for row in guide) == 2600
    assert len({row["district"] for row in guide} - {""}) == 25
    assert all(
        row["copies"] > 0 and row["handed_on"] > books[row["publication"]]["published_on"] for row in rows
    )
    assert all(copies <= books[title]["copies"] for title, copies in handed.items())


def test_checks_are_those_of_the_report_and_on_paper_first():
    rows = drawing().checks()
    stages = Counter(row["stage"] for row in until_report(rows, "checked_on"))
    desk = {row["organisation"]: row["checked_on"] for row in rows if row["stage"] == "서면점검"}

    assert stages == {"서면점검": 22, "현장점검": 4}
    assert all(desk[row["organisation"]] < row["checked_on"] for row in rows if row["stage"] == "현장점검")
    assert 55 < 100 * sum(row["manual"] == "이행" for row in rows) / len(rows) <= 100


def test_work_was_done_on_working_days_and_goes_on_after_the_report():
    working = WorkingCalendar()
    for name, day in (("responses", "received_on"), ("participants", "held_on"), ("checks", "checked_on")):
        assert all(working.is_working(row[day]) for row in getattr(drawing(), name)()), name
    for name, day in (
        ("responses", "received_on"),
        ("publications", "published_on"),
        ("distributions", "handed_on"),
        ("checks", "checked_on"),
    ):
        assert any(row[day] > REPORT_ON for row in getattr(drawing(), name)()), name


def test_the_same_recipe_makes_the_same_files():
    folder = FOLDER / "seoul"
    made = [
        {one.filename: one.make() for one in plan.ledgers() if one.sheet.startswith("research.")}
        for plan in (Plan(read_profile(folder), read_recipe(folder / "sample")) for _ in range(2))
    ]
    assert made[0] == made[1]
    assert len(made[0]) == 8
