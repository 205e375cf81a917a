"""The sample: exact where the source documents print a number, plausible everywhere else, the same every time."""

import re
from collections import Counter
from datetime import date
from functools import cache

import pytest

from kwonik.catalogue.rules import ProfileRefused, read_profile
from kwonik.kernel import resident_numbers
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.site.samples import memos, money
from kwonik.site.samples.chance import Chance, by_month, nth_weekday, spread
from kwonik.site.samples.material import PHRASES, material
from kwonik.site.samples.persons import Work
from kwonik.site.samples.plan import Plan
from kwonik.site.samples.recipe import read_recipe
from tests.profiles import FOLDER

PROFILES = sorted(path.parents[1].name for path in FOLDER.glob("*/sample/consultations.yaml"))
CITY, TOWN = "seoul", "anyang"
WORK = Work("식당", "가온식당", "조리사", "사장")


@cache
def plan(name: str) -> Plan:
    return Plan(read_profile(FOLDER / name), read_recipe(FOLDER / name / "sample"))


def talks(name: str, file: str) -> list[dict]:
    """The rows of one ledger of consultations."""
    found = plan(name)
    ledger = next(one for one in found.recipe.consultations.ledgers if one.file.startswith(file))
    return found.drawn(ledger).drawn


def all_talks(name: str) -> list[dict]:
    return [row for one in plan(name).recipe.consultations.ledgers for row in plan(name).drawn(one).drawn]


def cases(name: str, file: str) -> list[dict]:
    found = plan(name)
    return found.case_rows(next(one for one in found.recipe.cases.ledgers if one.file.startswith(file)))


# -- the numbers of the source documents -----------------------------------------------------------------------


def test_legal_consultations_are_those_of_the_report():
    rows = talks(CITY, "2025년 노동법률상담 대장(1~9월)")
    workers = {"노동자", "근로자"}
    booths = {(row["held_on"], row["site"]) for row in plan(CITY).booth_rows if row["kind"] == "regular"}

    assert len(rows) == 3860
    assert sum(row["party"] in workers for row in rows) == 3598
    assert sum((row["occurred_on"], row["place"]) in booths for row in rows) == 70
    assert all(date(2025, 1, 1) <= row["occurred_on"] <= date(2025, 9, 30) for row in rows)


def test_tax_consultations_are_those_of_the_report():
    rows = talks(CITY, "2025년 세무상담 대장(1~9월)")
    channels = Counter(channel_of(row["channel"]) for row in rows)
    places = Counter(row["place"] for row in rows if row["place"])

    assert channels == {"phone": 454, "visit": 35, "online": 16, "outreach": 82}
    assert sum(count for place, count in places.items() if place.endswith("역")) == 52
    assert places["휴서울이동노동자 합정쉼터"] == 18
    assert places["서대문 서울시노동자 종합지원센터"] == 7
    assert places["출판노조"] == 5


def channel_of(spelling: str) -> str:
    codes = next(row for row in plan(CITY).profile.lists if row.code == "tax_channels").codes
    return next(code.code for code in codes if spelling in (code.label, *code.aliases))


def test_booths_stand_at_the_stations_and_weeks_of_the_report():
    focus = [row for row in plan(CITY).booth_rows if row["kind"] == "focus_day"]
    regular = [row for row in plan(CITY).booth_rows if row["kind"] == "regular"]

    assert len({row["site"] for row in focus}) == 33
    assert len({row["centre"] for row in focus}) == 18
    assert {row["held_on"].weekday() for row in focus} == {2}
    assert {(row["held_on"].day - 1) // 7 + 1 for row in focus} == {4}
    assert {row["site"] for row in regular} == {"종각역", "사당역"}
    assert {(row["held_on"].day - 1) // 7 + 1 for row in regular} == {2, 4}


def test_relief_cases_are_those_of_the_report():
    rows = cases(CITY, "2025년 권리구제 대장(1~9월)")
    groups = Counter(row["client_group"] for row in rows)
    spellings = next(row for row in plan(CITY).profile.lists if row.code == "remedy_issues").codes
    label = {name: code.code for code in spellings for name in (code.label, *code.aliases)}
    issues = Counter(label[row["issue"]] for row in rows if row["client_group"] == "일반노동자")

    assert groups == {"일반노동자": 106, "플랫폼·프리랜서 노동자": 27}
    assert issues == {"unfair_dismissal": 24, "unpaid_wages": 53, "occupational_injury": 18, "other": 11}
    assert all(row["instruments"] for row in rows if row["client_group"] != "일반노동자")


def test_the_registers_hold_whom_the_report_counts():
    found = plan(CITY)
    staff = [row for row in found._staff().rows if not row[-1]]
    fifth = [row for row in found.experts("rights_advocate") if row["term"] == 5]

    assert Counter(row[1] for row in staff) == {"센터장": 1, "사무국장": 1, "팀장": 7, "팀원(운영위원)": 36}
    assert len(found.experts("duty_attorney")) == 20
    assert Counter(row["qualification"] for row in fifth) == {"공인노무사": 71, "변호사": 10}


def test_money_adds_up_to_the_won():
    found = plan(CITY)
    names = {line.code: line.name for line in found.profile.budget[0].lines}
    allotted, spent = Counter(), Counter()
    for row in money.allotment_rows(found.profile, found.recipe.budget):
        allotted[row["line"]] += row["amount_won"]
    for row in money.spending_rows(found.profile, found.recipe.budget):
        if row["spent_on"] <= date(2025, 9, 30):
            spent[row["line"]] += row["amount_won"]

    assert {names[one.line]: one.allotted_won for one in found.recipe.budget.lines} == allotted
    assert {names[one.line]: one.spent_won for one in found.recipe.budget.lines} == spent
    assert sum(allotted.values()) == 4_655_466_000
    assert sum(spent.values()) == 2_664_277_294


@pytest.mark.parametrize(("year", "count"), [(2022, 84), (2023, 544), (2024, 600), (2025, 628)])
def test_consultations_of_the_pledge_card(year, count):
    rows = talks(TOWN, f"{year}년")

    assert len(rows) == count
    assert {row["occurred_on"].year for row in rows} == {year}


def rows_of(service: str) -> list[dict]:
    """The rows of every ledger of a service of the town's activities."""
    return [row for one in plan(TOWN).activities if one.ledger.service == service for row in one.rows]


def test_the_pledge_cards_activities_are_as_many_as_it_prints():
    coffee = Counter((row["day"].year, row["people"], row["quantity"]) for row in rows_of("coffee_coupons"))
    iced = [row for row in rows_of("ice_water") if row["day"].year == 2025]
    inspected = rows_of("site_inspections")

    assert coffee == {(2024, 50, 50): 20, (2025, 80, 80): 14}
    assert (len({row["recipient"] for row in iced}), sum(row["quantity"] for row in iced)) == (43, 11_050)
    assert (len(inspected), len({row["appointee"] for row in inspected})) == (2_783, 2)
    assert len({row["workplace"] for row in inspected}) < len(inspected) / 2
    assert all(row["delivered_on"] == row["day"] for row in inspected)
    assert len({row["partner"] for row in rows_of("accords") if "아파트" in row["kind"]}) == 23


def test_every_school_is_visited_before_any_again():
    (schools,) = (one for one in plan(TOWN).recipe.education.years if one.service == "school_education")
    rows = [row for row in plan(TOWN).taught(schools).visits if row["held_on"].year == 2024]
    early = [row for row in rows if row["held_on"] <= date(2024, 10, 31)]

    assert (len(early), len({row["audience"] for row in early})) == (281, 17)
    assert (len(rows), len({row["audience"] for row in rows})) == (309, 18)
    assert (sum(row["completed"] for row in early), sum(row["completed"] for row in rows)) == (6_203, 6_914)


# -- plausible -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PROFILES)
def test_talks_happen_on_working_days_and_mondays_are_busy(name):
    days = [row["occurred_on"] for row in all_talks(name)]
    calendar = WorkingCalendar()
    weekdays = Counter(day.weekday() for day in days)

    assert all(calendar.is_working(day) for day in set(days))
    assert weekdays[0] > weekdays[4]


def test_may_is_the_month_of_taxes():
    months = Counter(row["occurred_on"].month for row in talks(CITY, "2025년 세무상담 대장(1~9월)"))

    assert months[5] > 2.5 * max(count for month, count in months.items() if month != 5)


def case_ledgers(name):
    """None where a centre leads no cases."""
    recipe = plan(name).recipe.cases
    return recipe.ledgers if recipe else []


@pytest.mark.parametrize("name", PROFILES)
def test_nobody_real_can_be_reached_and_no_resident_number_stands_anywhere(name):
    rows = all_talks(name) + [row for one in case_ledgers(name) for row in cases(name, one.file)]

    assert all(re.fullmatch(r"010-0000-\d{4}", row["phone"]) for row in rows if row["phone"])
    assert any(row["phone"] for row in rows)
    texts = [row.get("memo") or row.get("facts") for row in rows]
    assert not any(resident_numbers.find(text, 2026) for text in texts)


@pytest.mark.parametrize("name", PROFILES)
def test_notes_differ_and_are_whole(name):
    notes = [row["memo"] for row in all_talks(name)]

    assert len(set(notes)) > len(notes) * 0.8
    assert all(20 <= len(note) <= 600 and "{" not in note for note in notes)


@pytest.mark.parametrize("name", PROFILES)
def test_cases_are_led_by_people_of_the_register_and_by_lawyers_before_a_court(name):
    lawyers = {
        row["name"] for row in plan(name).experts("rights_advocate") if row["qualification"] == "변호사"
    }
    known = {row["name"] for row in plan(name).experts("rights_advocate")}
    for one in case_ledgers(name):
        for row in cases(name, one.file):
            assert row["advocate"] in known or row["advocate"] == ""
            if row["instruments"]:
                assert row["advocate"] in lawyers
            if row["closed_on"]:
                assert row["opened_on"] <= row["concluded_on"] <= row["closed_on"] <= one.as_of


def test_most_cases_are_of_people_who_were_counselled_before():
    asked = {(row["name"], row["phone"]): row["occurred_on"] for row in all_talks(CITY) if row["phone"]}
    rows = cases(CITY, "2025년 권리구제 대장(1~9월)")

    assert sum((row["name"], row["phone"]) in asked for row in rows) > len(rows) / 2


# -- the machinery ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PROFILES)
def test_the_same_recipe_makes_the_same_bytes(name):
    again = Plan(plan(name).profile, plan(name).recipe)
    first = {ledger.filename: ledger for ledger in plan(name).ledgers()}

    for ledger in again.ledgers():
        if "2024" not in ledger.filename:  # the largest take long and are made alike
            assert ledger.make() == first[ledger.filename].make(), ledger.filename


def test_an_old_ledger_is_in_the_old_encoding():
    ledger = next(one for one in plan(CITY).ledgers() if one.filename.endswith(".csv"))
    content = ledger.make()

    assert content.decode("cp949").startswith("연번,상담일자,구분,성명")
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


def test_counts_are_shared_out_exactly():
    assert by_month(10, {"2025-01": 1, "2025-02": 1, "2025-03": 1}) == {
        "2025-01": 4,
        "2025-02": 3,
        "2025-03": 3,
    }
    assert len(spread(Chance("x"), 500, {"2025-05": 3, "2025-06": 1})) == 500


def test_days_of_the_month():
    assert nth_weekday("2025-06", 2, 4) == date(2025, 6, 25)
    assert nth_weekday("2025-10", 4, 2) == date(2025, 10, 10)
    assert nth_weekday("2025-10", 4, 1) is None, "개천절"
    assert nth_weekday("2025-02", 5, 5) is None


@pytest.mark.parametrize(("total", "parts"), [(1_000, 3), (123_232_790, 9), (60_000_000, 2), (30, 3)])
def test_amounts_are_split_to_the_won(total, parts):
    amounts = Chance("x").split(total, parts)

    assert sum(amounts) == total
    assert len(amounts) == parts
    assert min(amounts) > 0


def test_too_little_cannot_be_split():
    with pytest.raises(ValueError, match="나눌 수 없습니다"):
        Chance("x").split(20, 3)


@pytest.mark.parametrize(
    ("word", "wanted", "form"),
    [
        ("퇴사", "을", "를"),
        ("급여 120만원", "을", "을"),
        ("점장", "이", "이"),
        ("대표", "이", "가"),
        ("서울", "으로", "로"),
        ("배송기사", "으로", "로"),
        ("상담원", "으로", "으로"),
        ("사업(3.3%)", "은", "는"),
        ("직원 3", "과", "과"),
        ("직원 2", "과", "와"),
    ],
)
def test_particles_fit(word, wanted, form):
    assert memos.particle(word, wanted) == form


@pytest.mark.parametrize("service", ["legal", "tax"])
def test_every_question_has_its_answers_and_every_word_its_filling(service):
    stuff = material(service)
    facts = set(memos.told(Chance("x"), WORK, date(2025, 5, 9)).words) | set(stuff["slots"])
    kinds = set(material("persons")["kinds"])
    for subjects in (stuff["worker"], stuff["employer"]):
        for name, subject in subjects.items():
            used = {key for talk in subject["talks"] for key in talk["answer"]}
            assert used == set(subject["answers"]), name
            for talk in subject["talks"]:
                assert set(talk) <= {"ask", "answer", "kinds"}
                assert set(talk.get("kinds", ())) <= kinds
            texts = [talk["ask"] for talk in subject["talks"]] + list(subject.get("details", ()))
            assert {slot for text in texts for slot in re.findall(r"\{(\w+)", text)} <= facts, name


def test_every_fact_of_a_case_can_be_filled():
    stuff = material("remedy")
    facts = set(memos.told(Chance("x"), WORK, date(2025, 5, 9)).words) | set(stuff["slots"])
    texts = [text for name, texts in stuff.items() if name != "slots" for text in texts]

    assert {slot for text in texts for slot in re.findall(r"\{(\w+)", text)} <= facts | set(
        material("legal")["slots"]
    )
    assert len(list(PHRASES.glob("*.yaml"))) == 4


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("consultations.yaml", "style: monthly", "style: baroque", "style: 쓸 수 없는 말입니다"),
        ("consultations.yaml", "count: 3494", "count: -1", "1 이상이어야 합니다"),
        ("cases.yaml", "open_count: 1", "opne_count: 1", "opne_count: 모르는 항목입니다"),
        ("open.yaml", "phone: 010-0000-1101", "phone: 010-1234-5678", "형식에 맞지 않습니다"),
        ("accounts.yaml", "username: attorney", "username: 노무사", "형식에 맞지 않습니다"),
    ],
)
def test_recipes_are_as_strict_as_profiles(tmp_path, name, old, new, told):
    for path in (FOLDER / CITY / "sample").glob("*.yaml"):
        text = path.read_text()
        if path.name == name:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / path.name).write_text(text)

    with pytest.raises(ProfileRefused, match=re.escape(told)) as refused:
        read_recipe(tmp_path)
    assert refused.value.problems[0].startswith(f"sample/{name}")
