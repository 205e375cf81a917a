"""Units, the centres of one hotline and facilities as of a day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kwonik.kernel.figures import Ask, Window, compute, registry
from kwonik.kernel.periods import Period
from kwonik.places.models import Purpose
from tests import factories

AS_OF = date(2025, 9, 30)
CODES = ("places.units", "places.hotline_centres", "places.facility_area")


@pytest.fixture
def network(db):
    """The city centre and three others that answer its number, one of them closed, and one that does not."""
    hotline = factories.make_hotline()
    city = factories.make_centre("main", hotline=hotline)
    others = [factories.make_centre(f"district-{at}", kind="district", hotline=hotline) for at in range(3)]
    factories.make_centre("alone")
    others[2].until_on = AS_OF - timedelta(1)
    others[2].save()
    return [city, *others]


@pytest.fixture
def window(network):
    ids = tuple(centre.pk for centre in network)
    return Window(ids[:1], Period(date(2025, 1, 1), AS_OF), AS_OF, network=ids)


def value(window, code, **cut):
    return compute(window, [Ask.of(code, **cut)])[Ask.of(code, **cut)].value


def values(window):
    return {code: value(window, code) for code in CODES}


@pytest.fixture
def filled(network):
    for centre in network[:2]:
        factories.make_unit(centre, "head")
        factories.make_unit(centre, "team")
        factories.make_facility(centre, name="본관", area_m2="100.50")
        factories.make_facility(centre, name="쉼터", area_m2="50.25")


def test_what_counts_and_what_does_not(window, filled):
    assert values(window) == dict(zip(CODES, (2, 3, Decimal("150.75")), strict=True))
    assert value(window, "places.units", kind="team") == 1
    assert value(window, "places.hotline_centres", kind="district") == 2
    assert value(window, "places.facility_area", facility="쉼터") == Decimal("50.25")


@pytest.mark.parametrize("code", CODES)
def test_the_list_behind_a_number_is_the_number(window, filled, code):
    figure, _ = registry.find(code)
    rows = figure.records(window)
    assert rows.aggregate(value=figure.measure.aggregate())["value"] == value(window, code)
    assert figure.meaning and figure.columns and figure.permission
    for column in figure.columns:
        list(rows.values_list(column.path))
    for cut in figure.by:
        parts = [
            answer.value
            for answer in compute(window, [Ask.of(code, **{cut.key: key}) for key in cut.labels()]).values()
        ]
        assert sum(parts) == value(window, code)


@pytest.mark.parametrize(
    ("code", "make", "by"),
    [
        ("places.units", factories.make_unit, 1),
        (
            "places.facility_area",
            lambda centre, **days: factories.make_facility(centre, area_m2="7.10", **days),
            Decimal("7.10"),
        ),
    ],
)
def test_adding_ending_and_deleting_a_row_moves_that_figure_alone(window, filled, network, code, make, by):
    before = values(window)
    row = make(network[0])
    assert values(window) == {**before, code: before[code] + by}
    row.until_on = AS_OF
    row.save()
    assert values(window) == {**before, code: before[code] + by}
    row.until_on = AS_OF - timedelta(1)
    row.save()
    assert values(window) == before
    row.delete()
    make(network[0], from_on=AS_OF + timedelta(1))
    make(network[1])
    assert values(window) == before


def test_the_registers_are_listed_as_they_stand(window, filled, network):
    from kwonik.places.models import HistoryEntry

    ended = factories.make_unit(network[0], "team", until_on=AS_OF - timedelta(1), name="없앤팀")
    HistoryEntry.objects.create(centre=network[0], happened_on=date(2015, 2, 1), text="개소")
    HistoryEntry.objects.create(centre=network[0], happened_on=AS_OF + timedelta(1), text="나중")
    names = [line["name"] for line in registry.listing("places.facilities").lines(window)]
    assert names == ["본관", "쉼터"]
    assert ended.name not in [line["name"] for line in registry.listing("places.units").lines(window)]
    assert registry.listing("places.history").lines(window) == [
        {"month": "2015.02", "text": "개소", "note": ""}
    ]


def test_the_lines_of_section_two_are_those_in_force(network, window):
    lines = {kind: registry.listing(f"places.{kind}").lines for kind in ("vision", "values", "goals")}
    rows = [("vision", "옛 비전", AS_OF - timedelta(1)), ("vision", "새 비전", None), ("goals", "목표", None)]
    for at, (kind, text, until_on) in enumerate(rows):
        Purpose.objects.create(
            centre=network[0], kind=kind, text=text, from_on=date(2024, 1, 1), until_on=until_on, position=at
        )
    assert [line["text"] for line in lines["vision"](window)] == ["새 비전"]
    assert [line["text"] for line in lines["goals"](window)] == ["목표"]
    assert lines["values"](window) == []
