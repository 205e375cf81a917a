"""The live things of a sample: requests for counselling as workers send them, made once."""

import pytest

from kwonik.counselling.models import Consultation, Request
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
