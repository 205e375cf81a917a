"""Running numbers without gaps or doubles, workplaces known again, registers that begin and end."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kwonik.kernel import audit
from kwonik.places import actions, rules
from kwonik.places.models import Facility, OrganisationUnit, Workplace
from tests import factories


def test_numbers_run_by_centre_key_and_year(db):
    centre, other = factories.make_centre("main"), factories.make_centre("other")
    assert [actions.next_reference(centre, "L", 2025) for _ in range(3)] == [1, 2, 3]
    assert actions.next_reference(centre, "L", 2026) == 1
    assert actions.next_reference(centre, "T", 2025) == 1
    assert actions.next_reference(other, "L", 2025) == 1
    assert actions.reserve(centre, "L", 2025, 100) == 4
    assert actions.next_reference(centre, "L", 2025) == 104
    with pytest.raises(ValueError, match="하나 이상"):
        actions.reserve(centre, "L", 2025, 0)


def test_a_number_taken_back_is_given_again(db):
    """The number belongs to the caller's transaction: what failed leaves no gap."""
    centre = factories.make_centre("main")
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.next_reference(centre, "L", 2025)
        raise RuntimeError
    assert actions.next_reference(centre, "L", 2025) == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_twenty_numbers():
    centre = factories.make_centre("main")
    taken = []

    def take():
        for _ in range(5):
            taken.append(actions.next_reference(centre, "L", 2025))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 101))


SAME = [
    "㈜ 가람",
    "(주)가람",
    "가람 주식회사",
    "주식회사가람",
    "가  람",
    "（주）가람",
    "\u1100\u1161\u1105\u1161\u11b7",
]


@pytest.mark.parametrize("name", SAME)
def test_a_workplace_is_known_however_it_is_written(db, name):
    first = actions.workplace("가람")
    assert actions.workplace(name) == first
    assert Workplace.objects.get().name == "가람"


def test_many_workplaces_take_two_statements(db, django_assert_num_queries):
    names = [*SAME, *(f"사업장 {at}" for at in range(300)), "GARAM", "garam"]
    with django_assert_num_queries(2):
        found = actions.workplaces(names)
    assert set(found) == set(names)
    assert len(set(found.values())) == 302
    assert found["GARAM"] == found["garam"]
    assert found["㈜ 가람"].name == "㈜ 가람", "kept as it was first written"


@pytest.mark.parametrize("name", ["", "  ", "가" * 121])
def test_a_name_that_cannot_be_kept_is_refused(db, name):
    with pytest.raises(ValueError, match="120자"):
        actions.workplaces(["가람", name])
    assert not Workplace.objects.exists()


def test_a_district_is_filled_in_but_never_changed(db):
    jongno, jung = factories.make_district("jongno"), factories.make_district("jung")
    actions.workplace("가람")
    assert actions.workplace("가람", jongno).district == jongno
    assert actions.workplace("가람", jung).district == jongno
    assert Workplace.objects.get().district == jongno


@given(st.text(max_size=60))
def test_the_key_of_a_name_does_not_depend_on_how_it_is_spelt(name):
    import unicodedata

    key = rules.name_key(name)
    assert rules.name_key(unicodedata.normalize("NFD", name)) == key
    assert rules.name_key(f" {name}\u3000") == key
    assert not any(letter.isspace() for letter in key)


@pytest.fixture
def desk(client, db):
    centre = factories.make_centre("main")
    account = factories.make_account(centre=centre)
    factories.grant(account, factories.make_role("places."), centre)
    client.force_login(account)
    return client


FACILITY = {
    "name": "본관",
    "address": "종로구 1",
    "floors": "2층",
    "structure": "철근콘크리트",
    "use": "업무",
    "area_m2": "100.50",
    "holder": "센터",
    "from_on": "2025-01-02",
}
UNIT = {"name": "상담팀", "kind": "team", "duties": "상담\n\n권리구제 \n", "from_on": "2025-01-02"}
REGISTERS = {
    "facility": ("facilities", FACILITY, {"area_m2": "0"}, Facility),
    "unit": ("units", UNIT, {"kind": "palace"}, OrganisationUnit),
}


@pytest.mark.parametrize("kind", REGISTERS)
def test_a_register_begins_and_ends(desk, kind):
    plural, sent, wrong, model = REGISTERS[kind]
    add, listed = reverse(f"places:add_{kind}"), reverse(f"places:{plural}")
    for bad in (wrong, {"name": ""}, {"from_on": "어제"}):
        assert desk.post(add, {**sent, **bad}).status_code == 422
    assert not model.objects.exists()
    assert desk.post(add, sent).url == listed
    doubled = desk.post(add, sent)
    assert doubled.status_code == 422 and "이미 있습니다" in doubled.text
    row = model.objects.get()
    end = reverse(f"places:end_{kind}", args=[row.pk])
    assert desk.post(end, {"until_on": "2024-12-31"}).status_code == 422
    assert desk.post(end, {"until_on": "2025-12-31"}).url == listed
    assert sent["name"] in desk.get(listed, {"day": "2025. 12. 31."}).text
    assert f">{sent['name']}<" not in desk.get(listed, {"day": "2026. 1. 1."}).text
    assert desk.get(listed, {"day": "32일"}).status_code == 422
    assert [event.code for event in audit.history(row)] == [f"places.{kind}.added", f"places.{kind}.ended"]


def test_duties_are_one_to_a_line(desk):
    desk.post(reverse("places:add_unit"), UNIT)
    assert OrganisationUnit.objects.get().duties == ["상담", "권리구제"]


@pytest.mark.parametrize("name", ["places:facilities", "places:units"])
def test_lists_take_the_same_queries_however_long(desk, name, assert_constant_queries):
    centre = factories.make_centre("main")

    def grow():
        for _ in range(9):
            factories.make_facility(centre), factories.make_unit(centre)

    grow()
    assert_constant_queries(lambda: desk.get(reverse(name)), grow)


def test_what_is_in_force_on_a_day(db):
    centre = factories.make_centre("main")
    day = date(2025, 5, 9)
    for days in ({}, {"from_on": day}, {"until_on": day}):
        factories.make_unit(centre, name="그날", **days)
    factories.make_unit(centre, name="아직", from_on=date(2025, 5, 10))
    factories.make_unit(centre, name="벌써", until_on=date(2025, 5, 8))
    assert {unit.name for unit in OrganisationUnit.objects.as_of(day)} == {"그날"}
