"""The four columns of the budget table: each equals its own list, and one row moves exactly what it should."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from kwonik.budget import figures as budget_figures
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from tests.budget.factories import make_allotment, make_line, make_spending
from tests.factories import make_centre

AS_OF = date(2025, 9, 30)
AFTER = date(2025, 10, 1)
COUNTED = ("budget.allotted", "budget.spent")
DERIVED = ("budget.unspent", "budget.execution_rate")


@pytest.fixture
def window(centre):
    return Window((centre.pk,), parse("2025-01/2025-09"), AS_OF)


@pytest.fixture
def lines(centre):
    """Two programme lines and one of upkeep, and everything that must not count."""
    legal = make_line(centre, 8_000_000, code="legal", area="법률지원 사업")
    tax = make_line(centre, 2_000_000, code="tax", area="법률지원 사업")
    staff = make_line(centre, 10_000_000, code="staff", area="인건비", group="personnel")
    make_allotment(tax, -500_000)
    make_allotment(legal, 500_000, kind="transfer")
    make_allotment(legal, 900_000, kind="supplementary", decided_on=AFTER)
    make_allotment(legal, 100_000, withdrawn_at=timezone.now(), withdrawn_reason="잘못")
    for line, amount in ((legal, 3_000_000), (legal, -200_000), (tax, 750_000), (staff, 9_999_500)):
        make_spending(line, amount)
    make_spending(legal, 400, spent_on=AS_OF)
    make_spending(legal, 50_000, spent_on=AFTER)
    make_spending(legal, 70_000, withdrawn_at=timezone.now(), withdrawn_reason="잘못")
    make_spending(make_line(centre, code="legal", year=2024), 5_000)
    make_spending(make_line(make_centre("elsewhere"), code="legal"), 6_000)
    return {"legal": legal, "tax": tax, "staff": staff}


def every_ask():
    """Each figure whole and by every value of every cut."""
    asks = [Ask.of(code) for code in (*COUNTED, *DERIVED)]
    for cut in budget_figures.CUTS:
        asks += [Ask.of(code, **{cut.key: value}) for code in (*COUNTED, *DERIVED) for value in cut.labels()]
    return asks


def numbers(window):
    answers = figures.compute(window, every_ask())
    return {(ask.code.removeprefix("budget."), *ask.cut): answer.value for ask, answer in answers.items()}


def moved(window, act):
    """Which numbers `act` moved, and by how much."""
    before = numbers(window)
    act()
    after = numbers(window)
    return {key: after[key] - before[key] for key in after if after[key] != before.get(key, 0)}


def test_the_figures_are_what_was_allotted_and_spent_by_the_day(window, lines):
    found = numbers(window)
    assert found["allotted",] == 20_000_000
    assert found["spent",] == 13_549_900
    assert found["unspent",] == 6_450_100
    assert found["execution_rate",] == Decimal("67.7")
    assert found["allotted", ("line", "legal")] == 8_500_000
    assert found["spent", ("line", "legal")] == 2_800_400
    assert found["execution_rate", ("line", "tax")] == Decimal("50.0")
    assert found["spent", ("tier", "upkeep")] == found["spent", ("group", "personnel")] == 9_999_500
    assert found["execution_rate", ("tier", "upkeep")] == Decimal("100.0")
    assert found["execution_rate", ("group", "overhead")] is None
    assert found["spent", ("area", "법률지원 사업")] == 3_550_400


def test_every_number_is_the_aggregate_of_its_own_list(window, lines):
    answers = figures.compute(window, every_ask())
    for ask, answer in answers.items():
        if ask.code in COUNTED:
            figure, _ = figures.registry.find(ask.code)
            own = sum(figure.rows(window, ask.cut).values_list("amount_won", flat=True))
            assert answer.value == own, ask


def test_one_more_spending_moves_its_line_and_what_that_belongs_to(window, lines):
    change = moved(window, lambda: make_spending(lines["tax"], 150_000))
    cuts = [(), (("line", "tax"),), (("area", "법률지원 사업"),), (("group", "programme"),)]
    cuts.append((("tier", "programme"),))
    expected = {("spent", *cut): 150_000 for cut in cuts} | {("unspent", *cut): -150_000 for cut in cuts}
    rates = {key for key in change if key[0] == "execution_rate"}
    assert {key: value for key, value in change.items() if key not in rates} == expected
    assert rates == {("execution_rate", *cut) for cut in cuts}


def test_a_spending_moved_to_another_line_moves_both(window, lines):
    row = lines["legal"].spendings.get(amount_won=400)
    change = moved(window, lambda: type(row).objects.filter(pk=row.pk).update(line=lines["staff"]))
    assert change["spent", ("line", "legal")] == -400
    assert change["spent", ("line", "staff")] == 400
    assert change["spent", ("tier", "programme")] == -400
    assert ("spent",) not in change


@pytest.mark.parametrize("field", ["withdrawn_at", "spent_on"])
def test_a_spending_withdrawn_or_moved_past_the_day_counts_no_more(window, lines, field):
    row = lines["tax"].spendings.get()
    values = {"spent_on": AFTER} if field == "spent_on" else {}
    values = values or {"withdrawn_at": timezone.now(), "withdrawn_reason": "잘못"}
    change = moved(window, lambda: type(row).objects.filter(pk=row.pk).update(**values))
    assert change["spent",] == change["spent", ("line", "tax")] == -750_000
    standing = next(s for s in figures.standings(row, window) if s.figure.code == "budget.spent")
    assert not standing.counted
    assert standing.because == [{"withdrawn_at": "철회되지 않음", "spent_on": "기준일까지 집행됨"}[field]]


def test_the_listing_prints_totals_before_their_lines(window, lines):
    printed = figures.registry.listing("budget.lines").lines(window)
    assert [(line["area"], line["name"]) for line in printed] == [
        ("2025년 보조금 총 계", ""),
        ("사업비 계", ""),
        ("법률지원 사업", lines["legal"].name),
        ("법률지원 사업", lines["tax"].name),
        ("인건비, 운영비, 일반관리비 계", ""),
        ("인건비", lines["staff"].name),
    ]
    asks = [Ask.of("budget.spent", **line["cut"]) for line in printed]
    values = [answer.value for answer in figures.compute(window, asks).values()]
    assert values[0] == values[1] + values[4] == sum(values[2:4]) + values[5]


def test_a_retired_line_is_printed_while_money_stands_on_it(window, centre):
    make_line(centre, code="kept", retired_on=AS_OF, name="그만둔 사업")
    make_line(centre, code="empty", allotted_won=0, retired_on=AS_OF)
    make_line(centre, code="new", allotted_won=0, name="새 사업")
    printed = figures.registry.listing("budget.lines").lines(window)
    assert [line["name"] for line in printed if line["name"]] == ["그만둔 사업", "새 사업"]


def test_a_line_of_two_centres_is_printed_once(centre):
    both = (centre.pk, make_centre("elsewhere").pk)
    for owner in (centre, make_centre("elsewhere")):
        make_spending(make_line(owner, code="legal", name="법률구조", position=1), 10)
    window = Window(both, parse("2025-01/2025-09"), AS_OF)
    printed = figures.registry.listing("budget.lines").lines(window)
    asks = [Ask.of("budget.spent", **line["cut"]) for line in printed if line["name"]]
    assert [answer.value for answer in figures.compute(window, asks).values()] == [20]


def test_grants_are_those_of_the_years_of_the_period(window, centre):
    for year, amount in ((2023, 7_000_000), (2024, 142_875_499), (2025, 150_135_500)):
        line = make_line(centre, 0, code="union", year=year, area="노동단체 지원", name="가람노총")
        make_allotment(line, amount, decided_on=date(year, 1, 2))
    make_line(centre, 24_000_000, code="council", area="노동단체 지원", name="나래협의회")
    make_allotment(line, 900_000, kind="supplementary", decided_on=AFTER)

    def ask(code, period=None, **cut):
        asked = Ask.of(f"budget.{code}", parse(period) if period else None, **cut)
        return figures.compute(window, [asked])[asked].value

    assert ask("granted", line="union") == ask("allotted", line="union") == 150_135_500
    assert ask("granted", "2024", line="union") == 142_875_499
    assert ask("granted", "2024-01/2025-09", line="union") == 293_010_999
    assert (ask("granted_thousands", line="union"), ask("granted_thousands", "2024")) == (150_136, 142_875)
    assert (ask("granted_lines", area="노동단체 지원"), ask("granted_lines", "2024")) == (2, 1)
