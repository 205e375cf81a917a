"""Opening a case, its facts and its head: what is stored, what is refused."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from kwonik.people import vault
from kwonik.people.models import PersonalDataAccess
from kwonik.people.rules import ResidentNumberRefused
from kwonik.remedy import actions
from kwonik.remedy.actions import Overtaken
from kwonik.remedy.models import CaseEvent, ReliefCase
from kwonik.remedy.rules import Refused
from tests.factories import (
    make_centre,
    make_client,
    make_district,
)
from tests.remedy.factories import (
    audited,
    events,
    make_case,
    open_case,
    particulars,
)


def test_a_case_is_opened_under_the_next_number_with_its_first_event(world):
    first = open_case(world, opened_on=date(2025, 3, 4))
    second = open_case(world, opened_on=date(2025, 5, 6))
    last_year = open_case(world, opened_on=date(2024, 5, 6))

    assert [case.reference for case in (first, second, last_year)] == [
        "R-2025-000001",
        "R-2025-000002",
        "R-2024-000001",
    ]
    assert (first.state, first.turn) == ("preparing", "centre")
    assert events(first) == ["open"]
    assert audited(first) == ["remedy.case.opened"]


def test_the_facts_are_sealed_and_read_back_with_a_log_entry(world):
    case = open_case(world, facts="사장이 해고를 문자로 알림")

    assert "해고".encode() not in bytes(case.facts.ciphertext)
    text = vault.read([case.facts], by=world.officer, purpose="remedy", action="test")
    assert text == {case.facts_id: "사장이 해고를 문자로 알림"}
    assert PersonalDataAccess.objects.filter(client_ids=[case.client_id]).exists()


def test_a_name_that_nobody_knows_becomes_a_client(world):
    case = open_case(world, client=None, name="김새로", phone="010-0000-1111")

    known = vault.identities([case.client_id], by=world.officer, purpose="remedy", action="test")
    assert known[case.client_id].name == "김새로"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"opened_on": date.today() + timedelta(days=2)}, "opened_on"),
        ({"client": None, "name": " "}, "name"),
        ({"forum": "small_claim"}, "instruments"),
        ({"claimed_won": 0}, "claimed_won"),
        ({"workplace": "900101-1234567 상사"}, "workplace"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_box_and_nothing_is_stored(world, fields, field):
    with pytest.raises(Refused) as refusal:
        open_case(world, **fields)

    assert refusal.value.field == field
    assert not ReliefCase.objects.exists()


def test_codes_of_another_list_are_refused(world):
    with pytest.raises(Refused, match="쓰지 않는 분류"):
        open_case(world, issue=world.code("outcome", "dismissed"))


def test_a_resident_number_in_the_facts_is_refused_whole(world):
    with pytest.raises(ResidentNumberRefused):
        open_case(world, facts="주민번호 900101-1234567")

    assert not ReliefCase.objects.exists()


def test_somebody_of_another_centre_cannot_be_the_client(world):
    with pytest.raises(Refused):
        open_case(world, client=make_client(make_centre("elsewhere")))


def test_instruments_are_kept_only_where_there_is_a_small_claim(world):
    small = open_case(world, forum="small_claim", instruments=["payment_order", "provisional_attachment"])
    petition = open_case(world, instruments=["payment_order"])

    assert small.instruments == ["payment_order", "provisional_attachment"]
    assert petition.instruments == []


def test_the_same_form_again_is_the_same_case(world):
    token, given = uuid4(), particulars(world)

    first, second = (
        actions.open_case(
            by=world.officer, centre=world.centre, service=world.service, particulars=given, token=token
        )
        for _ in range(2)
    )

    assert first == second
    assert ReliefCase.objects.count() == 1


def test_an_amendment_tells_in_the_history_what_it_changed(world):
    case = open_case(world)

    actions.amend(
        by=world.officer,
        case=case,
        version=1,
        particulars=particulars(
            world, client=case.client, district=make_district("mapo", "마포구"), claimed_won=1_200_000
        ),
    )

    event = CaseEvent.objects.get(case=case, code="amend")
    assert event.changes == [["자치구", "", "마포구"], ["청구액(원)", "", "1,200,000"]]


def test_whoever_comes_second_is_told_and_overwrites_nothing(world):
    case = open_case(world)
    given = particulars(world, client=case.client, workplace="나래상사")
    actions.amend(by=world.officer, case=case, particulars=given, version=1)

    with pytest.raises(Overtaken) as overtaken:
        actions.amend(
            by=world.officer, case=case, particulars=particulars(world, client=case.client), version=1
        )

    assert overtaken.value.current.workplace.name == "나래상사"
    assert ReliefCase.objects.get(pk=case.pk).workplace.name == "나래상사"
    with pytest.raises(Overtaken):
        actions.set_facts(by=world.officer, case=case, facts="덮어씀", version=1)


def test_facts_follow_the_client_they_concern(world):
    case, other = open_case(world), make_client(world.centre, name="이다른", phone="010-2222-3333")

    amended = actions.amend(
        by=world.officer, case=case, particulars=particulars(world, client=other), version=1
    )

    assert amended.facts_id != case.facts_id
    assert amended.facts.client == other
    text = vault.read([amended.facts_id], by=world.officer, purpose="remedy", action="test")
    assert text[amended.facts_id] == "석 달치 임금을 받지 못함"


def test_a_case_with_an_advocate_does_not_become_a_review(world):
    case = make_case(world, "active")
    given = particulars(world, client=case.client, forum="document_review")

    with pytest.raises(Refused, match="먼저 배정을 푸세요"):
        actions.amend(by=world.officer, case=case, particulars=given, version=case.version)


def test_every_former_state_of_a_case_is_kept_by_the_database(world):
    case = make_case(world, "ready")

    ReliefCase.objects.filter(pk=case.pk).update(claimed_won=5)

    kept = case.past.order_by("pgh_id")
    assert [(row.state, row.claimed_won) for row in kept] == [("preparing", None), ("ready", None)]
