"""대표전화: a call belongs to exactly one centre, and ends as a consultation or as none."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from kwonik.counselling import access, actions
from kwonik.counselling.models import Contact
from kwonik.counselling.rules import Caller, NotAllowed
from kwonik.kernel import audit
from kwonik.people.models import SealedText
from tests.counselling.factories import make_contact, make_intake
from tests.factories import make_account, make_centre, make_district

SAID = Caller("김민수", "010-1234-5678", "해고당했다")


@pytest.fixture
def receive(attorney, centre):
    def store(**what):
        return actions.receive_contact(by=attorney, centre=centre, caller=SAID, **what)

    return store


def heard(account, contact) -> Caller:
    return access.open_caller(account, access.get_contact(account, contact.pk).note, action="test")


def test_a_call_goes_to_the_centre_of_the_district(receive, centre, elsewhere):
    theirs, nobodys = make_district("theirs"), make_district("nobodys")
    elsewhere.districts.add(theirs)

    assert receive(district=theirs).centre == elsewhere
    assert receive(district=nobodys).centre == centre
    assert receive().centre == centre
    assert receive(district=nobodys, to=elsewhere).centre == elsewhere


def test_the_same_form_sent_again_is_the_same_call(receive):
    token = uuid4()
    assert receive(token=token) == receive(token=token)
    assert Contact.objects.count() == 1


def test_a_call_stays_within_the_network(receive, attorney, centre):
    outside = make_centre("outside")
    with pytest.raises(NotAllowed, match="함께 쓰는 센터"):
        receive(to=outside)
    with pytest.raises(NotAllowed, match="함께 쓰는 센터"):
        actions.transfer_contact(by=attorney, contact=receive(), to=outside)


def test_a_centre_without_the_hotline_writes_no_calls(legal):
    alone = make_centre("alone")
    with pytest.raises(NotAllowed, match="대표전화를 쓰지 않는"):
        actions.receive_contact(by=make_account("duty_attorney", centre=alone), centre=alone, caller=SAID)


def test_a_call_handed_on_is_theirs_alone(receive, attorney, stranger, elsewhere):
    call = receive()
    assert heard(attorney, call) == SAID
    with pytest.raises(Http404):
        access.get_contact(stranger, call.pk)

    actions.transfer_contact(by=attorney, contact=call, to=elsewhere)

    assert heard(stranger, call) == SAID
    assert SealedText.objects.count() == 1, "no copy stays behind"
    with pytest.raises(Http404):
        access.get_contact(attorney, call.pk)
    with pytest.raises(PermissionDenied):
        actions.transfer_contact(by=attorney, contact=call, to=call.centre)
    assert audit.history(call)[-1].detail == {"from": call.centre_id, "to": elsewhere.pk}


def test_a_call_becomes_one_consultation(receive, attorney, centre, legal):
    call = receive()

    def take():
        return actions.record_consultation(
            by=attorney, centre=centre, service=legal, intake=make_intake(legal), contact=call
        )

    row = take()
    call.refresh_from_db()
    assert (call.state, call.consultation) == ("taken", row)
    with pytest.raises(NotAllowed, match="이미 상담으로"):
        take()
    assert legal.consultation_set.count() == 1, "the second talk is not stored without its call"


def test_a_call_is_closed_and_opened_again(attorney, centre):
    call = make_contact(centre)
    assert actions.close_contact(by=attorney, contact=call).state == "closed"
    with pytest.raises(NotAllowed, match="다시 여세요"):
        actions.transfer_contact(by=attorney, contact=call, to=centre)
    assert actions.reopen_contact(by=attorney, contact=call).state == "waiting"
    with pytest.raises(NotAllowed, match="아직 닫지 않은"):
        actions.reopen_contact(by=attorney, contact=call)


def test_who_may_only_look_may_not_take(centre, legal):
    viewer = make_account("counselling.contact:view", centre=centre)
    with pytest.raises(PermissionDenied):
        actions.receive_contact(by=viewer, centre=centre, caller=SAID)
    with pytest.raises(PermissionDenied):
        actions.close_contact(by=viewer, contact=make_contact(centre))
