"""Whoever opens personal data leaves in the access log what it served: each room its own purpose."""

from datetime import date

import pytest
from django.urls import reverse

from kwonik.education.models import Attendee
from kwonik.kernel import permissions
from kwonik.people.codes import Purpose
from kwonik.people.models import PersonalDataAccess
from tests.activities.factories import make_application, make_support
from tests.consulting.factories import make_engagement
from tests.education.factories import make_lecture, make_request
from tests.factories import grant, make_account, make_centre, make_client, make_role
from tests.shelters.factories import make_booking, make_room
from tests.wellbeing.factories import make_course

DAY = date(2025, 5, 9)


def application(who):
    return "activities:application", make_application(make_support(), client=who).pk


def request_of(who):
    return "education:request", make_request(contact=who).pk


def roster(who):
    lecture = make_lecture()
    Attendee.objects.create(centre=lecture.centre, lecture=lecture, client=who)
    return "education:roster", lecture.pk


def engagement(who):
    return "consulting:engagement", make_engagement(contact=who).pk


def booking(who):
    return "shelters:booking", make_booking(make_room(), DAY, contact=who).pk


def course(who):
    return "wellbeing:course", make_course(who.centre, client=who).pk


@pytest.mark.parametrize(
    ("row", "purpose"),
    [
        (application, Purpose.SUPPORT),
        (request_of, Purpose.EDUCATION),
        (roster, Purpose.EDUCATION),
        (engagement, Purpose.CONSULTING),
        (booking, Purpose.RENTAL),
        (course, Purpose.WELLBEING),
    ],
)
def test_each_room_opens_for_its_own_purpose(client, db, row, purpose):
    centre = make_centre("main")
    account = make_account(centre=centre)
    grant(account, make_role(*(one.code for one in permissions.everything())), centre)
    who = make_client(centre, "김하나", "010-1111-2222")
    name, pk = row(who)
    client.force_login(account)
    page = client.get(reverse(name, args=[pk]))
    assert page.status_code == 200 and "김하나" in page.content.decode()
    openings = PersonalDataAccess.objects.filter(actor=account)
    assert {(one.purpose, tuple(one.client_ids)) for one in openings} == {(purpose, (who.pk,))}
    log = client.get(reverse("people:access_log"), {"purpose": purpose}).content.decode()
    assert f'<td data-label="목적">{purpose.label}</td>' in log


@pytest.mark.parametrize("purpose", [Purpose.EDUCATION, Purpose.RENTAL, Purpose.SUPPORT])
def test_an_identity_is_opened_by_hand_for_any_room(client, db, purpose):
    centre = make_centre("main")
    who = make_client(centre, "김하나", "010-1111-2222")
    client.force_login(make_account("people.client:find", centre=centre))
    answer = client.post(reverse("people:open", args=[who.pk]), {"purpose": purpose})
    assert "김하나" in answer.content.decode()
    assert PersonalDataAccess.objects.get().purpose == purpose
