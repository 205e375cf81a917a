"""Booths: one for each centre, station and day."""

from datetime import time

import pytest
from django.core.exceptions import PermissionDenied

from kwonik.counselling import actions
from kwonik.counselling.models import BoothSession
from kwonik.counselling.rules import NotAllowed
from tests.counselling.factories import A_DAY, make_booth, make_consultation
from tests.factories import make_account, make_site


@pytest.fixture
def jonggak(db):
    return make_site("jonggak", name="종각역")


def test_opening_a_booth_again_finds_it(attorney, centre, jonggak):
    first = actions.open_booth(by=attorney, centre=centre, site=jonggak, held_on=A_DAY, staff=" 정하나 ")
    again = actions.open_booth(by=attorney, centre=centre, site=jonggak, held_on=A_DAY)

    assert first == again and again.staff == "정하나"
    assert BoothSession.objects.count() == 1


def test_two_centres_may_stand_at_one_station(attorney, stranger, centre, elsewhere, jonggak):
    actions.open_booth(by=attorney, centre=centre, site=jonggak, held_on=A_DAY)
    actions.open_booth(by=stranger, centre=elsewhere, site=jonggak, held_on=A_DAY)
    assert BoothSession.objects.count() == 2


def test_a_booth_ends_after_it_began(attorney, centre, jonggak):
    hours = {"starts_at": time(20), "ends_at": time(18)}
    with pytest.raises(NotAllowed, match="앞섭니다"):
        actions.open_booth(by=attorney, centre=centre, site=jonggak, held_on=A_DAY, **hours)
    assert not BoothSession.objects.exists()


def test_a_booth_with_talks_is_not_cancelled(attorney, centre, jonggak):
    booth = make_booth(centre, jonggak)
    talk = make_consultation(centre, channel="station_booth", site=jonggak, booth=booth)
    with pytest.raises(NotAllowed, match="상담이 있어"):
        actions.withdraw_booth(by=attorney, booth=booth)

    actions.withdraw_consultation(by=attorney, consultation=talk, reason="잘못 적음")
    assert actions.withdraw_booth(by=attorney, booth=booth).withdrawn_at


def test_a_cancelled_booth_comes_back_unless_another_stands_there(attorney, centre, jonggak):
    booth = make_booth(centre, jonggak)
    actions.withdraw_booth(by=attorney, booth=booth)
    assert actions.reinstate_booth(by=attorney, booth=booth).withdrawn_at is None

    actions.withdraw_booth(by=attorney, booth=booth)
    actions.open_booth(by=attorney, centre=centre, site=jonggak, held_on=A_DAY)
    with pytest.raises(NotAllowed, match="이미 있습니다"):
        actions.reinstate_booth(by=attorney, booth=booth)


def test_a_booth_is_corrected_by_who_may(attorney, centre, jonggak):
    booth = make_booth(centre, jonggak)
    facts = {"kind": "focus_day", "starts_at": None, "ends_at": None, "staff": "박", "note": ""}
    assert actions.amend_booth(by=attorney, booth=booth, **facts).kind == "focus_day"

    viewer = make_account("counselling.booth:view", centre=centre)
    with pytest.raises(PermissionDenied):
        actions.amend_booth(by=viewer, booth=booth, **facts)
