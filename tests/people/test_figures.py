"""Staff and experts as of a day: each figure is its own list, and moves with exactly the rows it should."""

from datetime import date, timedelta

import pytest

from kwonik.kernel.figures import Ask, Window, compute, registry, standings
from kwonik.kernel.periods import Period
from tests import factories

AS_OF = date(2025, 9, 30)
CODES = (
    "people.authorised_staff",
    "people.current_staff",
    "people.duty_attorneys",
    "people.rights_advocates",
    "people.advocate_term",
)


@pytest.fixture
def window(centre):
    return Window((centre.pk,), Period(date(2025, 1, 1), AS_OF), AS_OF)


def value(window, code, **cut):
    return compute(window, [Ask.of(code, **cut)])[Ask.of(code, **cut)].value


def values(window):
    return {code: value(window, code) for code in CODES}


@pytest.fixture
def filled(centre):
    """One of everything that counts, and beside it everything that must not."""
    elsewhere = factories.make_centre("elsewhere")
    for place in (centre, elsewhere):
        head = factories.make_post(place, "head")
        factories.make_post(place, "member")
        factories.make_staff(head)
        factories.make_appointment("duty_attorney", place, name="한상담")
        factories.make_appointment(centre=place, name="박노무", term_number=5)
        factories.make_appointment(centre=place, name="최변호", term_number=5, qualification="lawyer")
    factories.make_appointment("tax_counsellor", centre, term_number=9)
    return head


def test_what_counts_and_what_does_not(window, filled):
    assert values(window) == dict(zip(CODES, (2, 1, 1, 2, 5), strict=True))
    assert value(window, "people.authorised_staff", grade="member") == 1
    assert value(window, "people.current_staff", grade="member") == 0
    assert value(window, "people.rights_advocates", qualification="lawyer") == 1
    assert value(window, "people.rights_advocates", term="5") == 2


@pytest.mark.parametrize("code", CODES)
def test_the_list_behind_a_number_is_the_number(window, filled, code):
    figure, _ = registry.find(code)
    rows = figure.records(window)
    assert rows.aggregate(value=figure.measure.aggregate())["value"] == value(window, code)
    assert figure.meaning and figure.columns and figure.permission
    for column in figure.columns:
        list(rows.values_list(column.path))
    for cut in figure.by:
        asked = [Ask.of(code, **{cut.key: key}) for key in cut.labels()]
        parts = [answer.value for answer in compute(window, asked).values()]
        if figure.measure.additive:
            assert sum(parts) == value(window, code)


CHANGES = {
    "people.authorised_staff": lambda centre, **days: factories.make_post(centre, "member", **days),
    "people.current_staff": lambda centre, **days: factories.make_staff(
        factories.make_post(centre, "member", from_on=date(2030, 1, 1)), **days
    ),
    "people.duty_attorneys": lambda centre, **days: factories.make_appointment(
        "duty_attorney", centre, **days
    ),
    "people.rights_advocates": lambda centre, **days: factories.make_appointment(centre=centre, **days),
}


@pytest.mark.parametrize("code", CHANGES)
def test_adding_ending_and_deleting_a_row_moves_that_figure_alone(window, filled, centre, code):
    before = values(window)
    row = CHANGES[code](centre)
    assert values(window) == {**before, code: before[code] + 1}
    row.until_on = AS_OF
    row.save()
    assert values(window) == {**before, code: before[code] + 1}, "its last day still counts"
    row.until_on = AS_OF - timedelta(1)
    row.save()
    assert values(window) == before
    row.until_on = None
    row.save()
    row.delete()
    assert values(window) == before
    CHANGES[code](centre, from_on=AS_OF + timedelta(1))
    assert values(window) == before, "not begun yet"


def test_an_expert_named_twice_is_one_person(window, centre):
    for first in (date(2024, 1, 1), date(2025, 1, 1)):
        factories.make_appointment("duty_attorney", centre, name="한상담", firm="가람", from_on=first)
    factories.make_appointment("duty_attorney", centre, name="한상담", firm="나래")
    assert value(window, "people.duty_attorneys") == 2


def test_the_term_is_the_highest_in_force(window, centre):
    assert value(window, "people.advocate_term") is None
    factories.make_appointment(centre=centre, term_number=4, until_on=AS_OF)
    late = factories.make_appointment(centre=centre, term_number=6, from_on=AS_OF + timedelta(1))
    assert value(window, "people.advocate_term") == 4
    late.from_on = AS_OF
    late.save()
    assert value(window, "people.advocate_term") == 6
    assert value(window, "people.rights_advocates", term="6") == 1


def test_a_record_says_why_it_counts_or_not(window, centre):
    row = factories.make_appointment(centre=centre, until_on=AS_OF - timedelta(1))
    said = {standing.figure.code: standing for standing in standings(row, window)}
    assert said["people.rights_advocates"].because == ["기준일에 끝나지 않음"]
    assert "상담노무사(으)로 위촉됨" in said["people.duty_attorneys"].because


def test_appointed_are_those_of_the_period_and_appointees_those_in_office(window, centre):
    rows = {
        name: factories.make_appointment("mentor", centre, name=name, from_on=from_on, until_on=until_on)
        for name, from_on, until_on in (
            ("한상담", date(2024, 3, 1), None),
            ("박노무", date(2025, 2, 1), None),
            ("최변호", date(2025, 3, 1), date(2025, 6, 30)),
            ("윤강사", AS_OF + timedelta(days=1), None),
        )
    }
    factories.make_appointment("safety_inspector", centre, name="정지킴", from_on=date(2025, 1, 2))
    factories.make_appointment("mentor", factories.make_centre("elsewhere"), name="남의멘토")

    assert value(window, "people.appointed", role="mentor") == 2
    assert value(window, "people.appointees", role="mentor") == 2
    assert (value(window, "people.appointed"), value(window, "people.appointees")) == (3, 3)
    type(rows["박노무"]).objects.filter(pk=rows["박노무"].pk).update(from_on=date(2024, 12, 31))
    assert value(window, "people.appointed", role="mentor") == 1
    assert value(window, "people.appointees", role="mentor") == 2
