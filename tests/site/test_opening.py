"""The live things of a sample: requests for counselling as workers send them, made once."""

import pytest
from django.utils import timezone

from kwonik.counselling.models import Consultation, Request
from kwonik.kernel import permissions
from kwonik.remedy import rules
from kwonik.remedy.models import CriticalDate, ReliefCase
from kwonik.remedy.queries import without_dates
from kwonik.site.samples.opening import open_today
from kwonik.site.samples.recipe import read_recipe
from tests import profiles
from tests.factories import make_account, make_centre
from tests.profiles import FOLDER


@pytest.mark.parametrize("name", ["seoul", "anyang"])
def test_the_requests_of_a_sample_wait_at_the_desk(db, name):
    profiles.load(name)
    opening = read_recipe(FOLDER / name / "sample").open.model_copy(
        update={"calls": [], "talks": [], "referrals": [], "cases": []}
    )
    attorney = make_account("duty_attorney", centre=make_centre(name))

    assert open_today(opening, {"attorney": attorney}) == len(opening.requests) > 1
    assert open_today(opening, {"attorney": attorney}) == 0
    assert Request.objects.filter(taken_by=attorney).count() == 1
    assert not Consultation.objects.exists(), "nobody has talked to them"


@pytest.mark.parametrize("name", ["seoul", "anyang"])
def test_the_cases_of_a_sample_have_dates_due_overdue_and_missing(db, name):
    """The larger sample shows a date due soon and one that passed, the smaller one due and a case without any."""
    profiles.load(name)
    given = read_recipe(FOLDER / name / "sample").open
    begun = [
        case.model_copy(update={"moves": [one for one in case.moves if one.move in ("ready", "confirm")]})
        for case in given.cases
    ]
    opening = given.model_copy(update={"calls": [], "referrals": [], "requests": [], "cases": begun})
    every = (permission.code for permission in permissions.everything())
    somebody = make_account(*every, centre=make_centre(name))

    open_today(opening, {login: somebody for login in ("attorney", "officer", "gangdong")})

    today = timezone.localdate()
    left = [rules.days_left(one.last_on, today) for one in CriticalDate.objects.pending()]
    assert any(0 <= days <= 14 for days in left)
    assert any(days < 0 for days in left) == (name == "seoul")
    assert without_dates(ReliefCase.objects.all()).exists() == (name == "anyang")
    assert CriticalDate.objects.filter(state="open").exists() == (name == "seoul")
