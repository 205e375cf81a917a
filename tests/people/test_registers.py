"""정원, 현원, 위촉: rows begin and end, nobody sits twice, a form sent twice stores one row."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from kwonik.kernel import audit
from kwonik.people import access, actions, queries, rules
from kwonik.people.models import Appointment, ConflictOfInterest, StaffAppointment, StaffPost
from tests import factories

DAY = date(2025, 5, 9)


@pytest.fixture
def desk(client, actor):
    client.force_login(actor)
    return client


@pytest.fixture
def specialities(monkeypatch):
    monkeypatch.setattr(access, "_specialities", [])
    access.name_specialities(lambda: {"unpaid_wages": "임금체불", "lawsuit": "소송"})


def appoint_staff(centre, name="김가람", **fields):
    return actions.appoint_staff(by=None, centre=centre, name=name, **{"from_on": DAY, **fields})


def test_the_page_of_a_day(desk, centre):
    head, free = (
        factories.make_post(centre, "head", number=1),
        factories.make_post(centre, "member", number=2),
    )
    factories.make_staff(head, name="나센터", from_on=DAY, until_on=date(2025, 12, 31))
    page = desk.get(reverse("people:staff"), {"day": "2025. 6. 1."}).text
    assert "나센터" in page and page.count("빈자리</span>") == 1
    assert "나센터" not in desk.get(reverse("people:staff"), {"day": "2025-05-08"}).text
    assert "나센터" not in desk.get(reverse("people:staff"), {"day": "2026-01-01"}).text
    assert desk.get(reverse("people:staff"), {"day": "2025-13-01"}).status_code == 422
    posts = queries.posts_with_holders(centre, date(2025, 6, 1))
    assert queries.totals_by_grade(posts) == [("센터장", 1, 1), ("팀원(운영위원)", 1, 0)]
    assert free.number == 2


def test_somebody_starts_on_the_first_free_post_of_the_grade(desk, centre):
    taken, ending, free = (factories.make_post(centre, "member", number=at) for at in (1, 2, 3))
    factories.make_post(centre, "head", number=4)
    factories.make_staff(taken)
    factories.make_staff(ending, until_on=DAY)
    sent = {"form_token": uuid4(), "name": "김가람", "grade": "member", "from_on": str(DAY)}
    assert desk.post(reverse("people:add_staff"), sent).status_code == 302
    assert StaffAppointment.objects.get(name="김가람").post == free
    assert desk.post(reverse("people:add_staff"), sent).status_code == 302
    assert StaffAppointment.objects.filter(name="김가람").count() == 1, "sent twice, stored once"
    full = desk.post(reverse("people:add_staff"), {**sent, "form_token": uuid4()})
    assert full.status_code == 422 and "정원이 없습니다" in full.text and 'value="김가람"' in full.text
    assert appoint_staff(centre, "이나래", grade="member", from_on=date(2025, 5, 10)).post == ending


def test_a_post_that_ends_is_not_free_for_longer(centre):
    post = factories.make_post(centre, "member", until_on=date(2025, 12, 31))
    with pytest.raises(rules.Refused):
        appoint_staff(centre, grade="member")
    assert appoint_staff(centre, grade="member", until_on=date(2025, 12, 31)).post == post


def test_the_database_itself_lets_nobody_sit_on_anothers_post(centre):
    post = factories.make_post(centre)
    factories.make_staff(post, until_on=DAY)
    with pytest.raises(Exception, match="people_one_on_a_post"), transaction.atomic():
        factories.make_staff(post, from_on=DAY)
    factories.make_staff(post, from_on=date(2025, 5, 10))
    with pytest.raises(Exception, match="people_post_once"), transaction.atomic():
        factories.make_post(centre, number=post.number, from_on=DAY)


def test_posts_are_added_and_ended(desk, centre):
    unit = factories.make_unit(centre)
    sent = {"form_token": uuid4(), "grade": "member", "unit": unit.pk, "from_on": str(DAY)}
    for _ in range(2):
        assert desk.post(reverse("people:add_post"), sent).status_code == 302
    post = StaffPost.objects.get()
    assert (post.number, post.unit) == (1, unit)
    strange = factories.make_unit(factories.make_centre("elsewhere"))
    wrong = desk.post(reverse("people:add_post"), {**sent, "form_token": uuid4(), "unit": strange.pk})
    assert wrong.status_code == 422

    row = appoint_staff(centre, post=post)
    refused = desk.post(reverse("people:end_post", args=[post.pk]), {"until_on": "2025-12-31"})
    assert refused.status_code == 422 and "먼저 현원에서" in refused.text
    early = desk.post(reverse("people:end_staff", args=[row.pk]), {"until_on": "2025-05-08"})
    assert early.status_code == 422 and "앞섭니다" in early.text
    assert (
        desk.post(reverse("people:end_staff", args=[row.pk]), {"until_on": "2025-12-31"}).status_code == 302
    )
    assert (
        desk.post(reverse("people:end_post", args=[post.pk]), {"until_on": "2025-12-31"}).status_code == 302
    )
    assert [event.code for event in audit.history(post)] == ["people.post.added", "people.post.ended"]
    assert [event.code for event in audit.history(row)] == ["people.staff.added", "people.staff.ended"]


APPOINTED = {
    "role": "rights_advocate",
    "term_number": "5",
    "name": "박노무",
    "qualification": "labour_attorney",
    "firm": "가람노무법인",
    "from_on": str(DAY),
    "until_on": "2027-05-08",
    "capacity": "3",
}


def test_appointing_amending_and_ending(desk, centre, specialities):
    district = factories.make_district()
    sent = {**APPOINTED, "form_token": uuid4(), "specialities": ["unpaid_wages"], "districts": [district.pk]}
    for _ in range(2):
        response = desk.post(reverse("people:add_appointment"), sent)
        assert response.status_code == 302
    row = Appointment.objects.get()
    assert (row.term_number, row.capacity, row.specialities) == (5, 3, ["unpaid_wages"])
    assert list(row.districts.all()) == [district]
    page = desk.get(response.url).text
    assert "임금체불" in page and "가람노무법인" in page and "5기" in page
    doubled = desk.post(reverse("people:add_appointment"), {**sent, "form_token": uuid4()})
    assert doubled.status_code == 422 and "이미 위촉한" in doubled.text

    address = reverse("people:amend_appointment", args=[row.pk])
    assert 'value="박노무"' in desk.get(address).text
    amended = {**sent, "version": 1, "capacity": "7", "suspended": "on", "specialities": ["lawsuit"]}
    assert desk.post(address, amended).status_code == 302
    late = desk.post(address, {**amended, "capacity": "9"})
    assert late.status_code == 422 and "먼저 고쳤습니다" in late.text and 'value="9"' in late.text
    row.refresh_from_db()
    assert (row.capacity, row.suspended, row.specialities, row.version) == (7, True, ["lawsuit"], 2)

    end = reverse("people:end_appointment", args=[row.pk])
    assert desk.post(end, {"until_on": "2025-01-01"}).status_code == 422
    assert desk.post(end, {"until_on": "2025-12-31"}).status_code == 302
    assert not queries.appointments(centre, date(2026, 1, 1)).exists()
    assert [event.code.rsplit(".", 1)[1] for event in audit.history(row)] == ["added", "amended", "ended"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"until_on": "2025-05-08"},
        {"capacity": "-1"},
        {"capacity": "many"},
        {"specialities": ["magic"]},
        {"name": "900101-1234567"},
        {"name": ""},
        {"role": "king"},
        {"from_on": "어제"},
    ],
)
def test_a_wrong_appointment_stores_nothing_and_loses_nothing(desk, centre, specialities, wrong):
    sent = {**APPOINTED, "form_token": uuid4(), **wrong}
    page = desk.post(reverse("people:add_appointment"), sent)
    assert page.status_code == 422 and not Appointment.objects.exists()
    assert 'value="가람노무법인"' in page.text and "고칠 곳이" in page.text


def test_the_list_by_role_term_and_day(desk, centre):
    factories.make_appointment(centre=centre, name="오기", term_number=5)
    factories.make_appointment("duty_attorney", centre=centre, name="상담이")
    factories.make_appointment(centre=centre, name="사기", term_number=4, until_on=DAY)
    factories.make_appointment(centre=factories.make_centre("elsewhere"), name="남의이")

    def names(**wanted):
        text = desk.get(reverse("people:appointments"), wanted).text
        return [name for name in ("오기", "상담이", "사기", "남의이") if f">{name}</a>" in text]

    assert names() == ["오기", "상담이"]
    assert names(day=str(DAY)) == ["오기", "상담이", "사기"]
    assert names(role="duty_attorney") == ["상담이"]
    assert names(term_number="4", day=str(DAY)) == ["사기"]
    assert names(name="상") == ["상담이"]
    assert desk.get(reverse("people:appointments"), {"role": "king"}).status_code == 422


def test_conflicts_of_interest(desk, centre):
    row = factories.make_appointment(centre=centre)
    address = reverse("people:declare_conflict", args=[row.pk])
    sent = {"workplace": "㈜ 가람", "reason": "자문을 맡음", "declared_on": str(DAY)}
    assert desk.post(address, sent).status_code == 302
    conflict = ConflictOfInterest.objects.get()
    again = desk.post(address, {**sent, "workplace": "가람 주식회사"})
    assert again.status_code == 422 and "이미 적혀" in again.text
    assert "자문을 맡음" in desk.get(reverse("people:appointment", args=[row.pk])).text
    desk.post(reverse("people:withdraw_conflict", args=[conflict.pk]))
    assert not ConflictOfInterest.objects.exists()
    assert [e.code for e in audit.history(row)] == ["people.conflict.declared", "people.conflict.withdrawn"]


def test_actions_ask_for_the_right_at_the_rows_centre(centre):
    elsewhere = factories.make_centre("elsewhere")
    post, appointment = factories.make_post(elsewhere), factories.make_appointment(centre=elsewhere)
    staff = factories.make_staff(factories.make_post(elsewhere))
    conflict = actions.declare_conflict(
        by=None, appointment=appointment, workplace="가람", reason="자문", declared_on=DAY
    )
    somebody = factories.make_account(*(p.code for p in access.PERMISSIONS), centre=centre)
    attempts = [
        lambda: actions.add_post(by=somebody, centre=elsewhere, grade="member", from_on=DAY),
        lambda: actions.end_post(by=somebody, post=post, until_on=DAY),
        lambda: actions.appoint_staff(by=somebody, centre=elsewhere, name="김", from_on=DAY, post=post),
        lambda: actions.end_staff(by=somebody, appointment=staff, until_on=DAY),
        lambda: actions.appoint(by=somebody, centre=elsewhere, from_on=DAY, name="김", role="x"),
        lambda: actions.amend_appointment(by=somebody, appointment=appointment, capacity=1),
        lambda: actions.end_appointment(by=somebody, appointment=appointment, until_on=DAY),
        lambda: actions.declare_conflict(
            by=somebody, appointment=appointment, workplace="가", reason="가", declared_on=DAY
        ),
        lambda: actions.withdraw_conflict(by=somebody, conflict=conflict),
    ]
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()
