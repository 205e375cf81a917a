"""Pages of the programme: who may, what they say, that nothing typed is lost, that they stay cheap."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kwonik.people.models import Client, PersonalDataAccess
from kwonik.wellbeing.models import Course, Group, GroupSitting, Hub, Sitting
from tests.factories import code_of, make_account, make_centre, make_client
from tests.wellbeing.conftest import browser_of
from tests.wellbeing.factories import (
    A_DAY,
    OFFICER,
    OWN,
    make_counsellor,
    make_course,
    make_group,
    make_group_sitting,
    make_hub,
    make_sitting,
)

VIEW, MANAGE = "wellbeing.course:view", "wellbeing.course:manage"
SEE_GROUPS, RECORD = "wellbeing.group:view", "wellbeing.group:record"
SEE_HUBS, EDIT = "wellbeing.hub:view", "wellbeing.hub:edit"
DOORS = {
    "courses": (VIEW, None),
    "new": (MANAGE, None),
    "course": (VIEW, "course"),
    "sitting": (VIEW, "sitting"),
    "settle": (MANAGE, "sitting"),
    "withdraw-sitting": (MANAGE, "sitting"),
    "reinstate-sitting": (MANAGE, "sitting"),
    "groups": (SEE_GROUPS, None),
    "new-group": (RECORD, None),
    "group": (SEE_GROUPS, "group"),
    "group-sitting": (SEE_GROUPS, "group_sitting"),
    "hubs": (SEE_HUBS, None),
    "new-hub": (EDIT, None),
    "hub": (SEE_HUBS, "hub"),
}
DOORS |= {
    name: (MANAGE, "course")
    for name in ("amend", "extend", "close", "reopen", "record", "withdraw-course", "reinstate-course")
}
DOORS |= {
    name: (RECORD, "group")
    for name in ("amend-group", "record-group-sitting", "withdraw-group", "reinstate-group")
}
DOORS |= {
    name: (RECORD, "group_sitting")
    for name in ("amend-group-sitting", "withdraw-group-sitting", "reinstate-group-sitting")
}
DOORS |= {name: (EDIT, "hub") for name in ("amend-hub", "withdraw-hub", "reinstate-hub")}
OWN_DOORS = {
    "mine": None,
    "own-course": "course",
    "own-record": "course",
    "own-sitting": "sitting",
    "own-settle": "sitting",
    "note": "sitting",
}
EVERYTHING = (*OFFICER,)


@pytest.fixture
def rows(centre, course):
    group = make_group(centre)
    return {
        "course": course,
        "sitting": make_sitting(course),
        "group": group,
        "group_sitting": make_group_sitting(group),
        "hub": make_hub(centre),
    }


def at(name, *args) -> str:
    return reverse(f"wellbeing:{name}", args=args)


def door(name, rows) -> str:
    kind = DOORS[name][1] if name in DOORS else OWN_DOORS[name]
    return at(name, rows[kind].pk) if kind else at(name)


def words(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("name", DOORS)
def test_every_door_asks_who_one_is(client, centre, rows, name):
    address = door(name, rows)
    permission = DOORS[name][0]
    assert client.get(address).status_code == 302
    assert browser_of(make_account(permission, VIEW, centre=centre)).get(address).status_code == 200
    others = {*EVERYTHING, OWN} - {permission}
    assert browser_of(make_account(*others, centre=centre)).get(address).status_code == 403
    stranger = browser_of(make_account(*EVERYTHING, centre=make_centre("elsewhere")))
    assert stranger.get(address).status_code == (404 if DOORS[name][1] else 200)


@pytest.mark.parametrize("name", OWN_DOORS)
def test_a_counsellors_doors_are_the_counsellors_own(client, centre, counsellor, officer, rows, name):
    address = door(name, rows)
    assert client.get(address).status_code == 302
    assert browser_of(counsellor).get(address).status_code == 200
    assert browser_of(officer).get(address).status_code == 403
    other = make_account(OWN, centre=centre)
    make_counsellor(centre, other)
    assert browser_of(other).get(address).status_code == (404 if OWN_DOORS[name] else 200)


def typed(psych, **fields):
    return {
        "form_token": str(uuid4()),
        "name": "김민수",
        "phone": "010-0000-4321",
        "route": "individual",
        "issue": code_of(psych, "issue", "exhaustion").pk,
        "opened_on": "2025. 5. 2.",
        **fields,
    }


def test_a_course_is_opened_for_somebody_new(officer, centre, psych):
    counsellor = make_counsellor(centre)
    desk = browser_of(officer)
    answer = desk.post(at("new"), typed(psych, counsellor=counsellor.pk))
    course = Course.objects.get()
    assert answer["Location"] == at("course", course.pk)
    assert (course.quota, course.route, course.counsellor) == (10, "individual", counsellor)
    page = words(desk.get(answer["Location"]))
    assert "김민수" in page and "아직 회기가 없습니다" in page


def test_who_came_before_is_shown_and_must_be_chosen(officer, centre, psych):
    known = make_client(centre, "김민수", "010-0000-4321")
    counsellor = make_counsellor(centre)
    desk = browser_of(officer)
    given = typed(psych, counsellor=counsellor.pk)
    answer = desk.post(at("new"), {**given, "find": "1"})
    assert (
        answer.status_code == 200 and known.reference in words(answer) and 'value="김민수"' in words(answer)
    )
    answer = desk.post(at("new"), given)
    assert answer.status_code == 422 and "이미 있습니다" in words(answer)
    assert not Course.objects.exists()
    desk.post(at("new"), {**given, "client": str(known.pk)})
    assert Course.objects.get().client == known
    desk.post(at("new"), {**given, "client": "new", "form_token": str(uuid4())})
    assert Course.objects.count() == 2 and Client.objects.count() == 2


def test_the_same_form_twice_opens_one_course(officer, centre, psych):
    desk = browser_of(officer)
    given = typed(psych, counsellor=make_counsellor(centre).pk)
    desk.post(at("new"), given)
    desk.post(at("new"), {**given, "client": "new"})
    assert Course.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "이름"),
        ({"name": "김 900101-1234567"}, "주민등록번호"),
        ({"route": "hub", "counsellor_name": "윤서연"}, "거점센터를 고르세요"),
        ({}, "객원 심리상담사를 고르고"),
        ({"opened_on": "2031. 1. 1.", "counsellor_name": ""}, "오늘보다 뒤"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(officer, psych, fields, sentence):
    answer = browser_of(officer).post(at("new"), typed(psych, **fields))
    assert answer.status_code == 422
    assert sentence in words(answer) and 'value="010-0000-4321"' in words(answer)
    assert not Course.objects.exists()


def test_lists_mask_names_and_say_so_in_the_log(officer, centre):
    make_course(centre, client=make_client(centre, "박서준", "010-2222-3333"))
    page = words(browser_of(officer).get(at("courses")))
    assert "박○○" in page or "박○준" in page
    assert "박서준" not in page and "2222" not in page
    assert PersonalDataAccess.objects.get().action == "wellbeing.course.view"


def test_another_centres_courses_are_not_listed(officer):
    other = make_course(make_centre("elsewhere"))
    assert other.reference not in words(browser_of(officer).get(at("courses") + "?state="))


def test_the_list_narrows(officer, centre):
    hub = make_hub(centre)
    individual, at_hub = make_course(centre), make_course(centre, hub=hub)
    gone = make_course(centre, withdrawn_at=timezone.now(), withdrawn_reason="잘못")
    desk = browser_of(officer)

    def listed(query):
        page = words(desk.get(at("courses") + query))
        return [row.reference in page for row in (individual, at_hub, gone)]

    assert listed("") == [True, True, False]
    assert listed("?route=hub") == listed(f"?hub={hub.name}") == [False, True, False]
    assert listed("?state=withdrawn") == [False, False, True]
    assert listed("?state=finished") == listed("?year=2024") == [False, False, False]
    assert desk.get(at("courses") + "?route=x").status_code == 422


def sat(**fields):
    return {"form_token": str(uuid4()), "held_on": "2025. 5. 9.", "state": "held", "minutes": "50", **fields}


def test_a_sitting_is_recorded_settled_confirmed_withdrawn_and_put_back(officer, course):
    desk = browser_of(officer)
    desk.post(at("record", course.pk), sat(state="planned"))
    row = Sitting.objects.get()
    desk.post(at("settle", row.pk), sat(state="held", confirmation="signature", place="센터 상담실"))
    row.refresh_from_db()
    assert (row.state, row.confirmation, row.confirmed_by, row.place) == (
        "held",
        "signature",
        officer,
        "센터 상담실",
    )
    page = words(desk.get(at("sitting", row.pk)))
    assert "서명" in page and "회기의 결과를 적거나 고침" in page
    assert desk.post(at("withdraw-sitting", row.pk), {"reason": ""}).status_code == 422
    desk.post(at("withdraw-sitting", row.pk), {"reason": "두 번 적음"})
    row.refresh_from_db()
    assert row.withdrawn_by == officer and row.number is None
    assert "두 번 적음" in words(desk.get(at("sitting", row.pk)))
    desk.post(at("reinstate-sitting", row.pk), {"again": "on"})
    row.refresh_from_db()
    assert row.withdrawn_at is None and row.number == 1


def test_a_refusal_stands_on_the_form(officer, course):
    ahead = (timezone.localdate() + timedelta(days=7)).isoformat()
    answer = browser_of(officer).post(at("record", course.pk), sat(held_on=ahead))
    assert answer.status_code == 422 and "아직 오지 않은 날" in words(answer)


def test_the_page_tells_what_is_left_over_all_routes(officer, centre, course, freezer_of_2025):
    other = make_course(centre, hub=make_hub(centre), client=course.client)
    for day in range(3):
        make_sitting(other, A_DAY + timedelta(days=day))
    make_sitting(course, A_DAY + timedelta(days=9))
    page = words(browser_of(officer).get(at("course", course.pk)))
    assert re.search(r"2025년에 쓴 회기\(모든 경로\).{0,200}?4", page)
    assert re.search(r"2025년에 남은 회기.{0,200}?6", page)


@pytest.fixture
def freezer_of_2025(monkeypatch):
    monkeypatch.setattr(
        "django.utils.timezone.localdate", lambda value=None, timezone=None: date(2025, 11, 7)
    )


def test_a_course_is_extended_closed_and_opened_again(officer, course):
    desk = browser_of(officer)
    given = {"form_token": str(uuid4()), "sittings": "3", "year": "2025", "reason": "위기 개입"}
    desk.post(at("extend", course.pk), given)
    desk.post(at("extend", course.pk), given)
    course.refresh_from_db()
    assert course.quota == 13
    assert "위기 개입" in words(desk.get(at("course", course.pk)))
    desk.post(at("close", course.pk), {"closed_on": "2025. 6. 2.", "stopped_reason": "이사"})
    course.refresh_from_db()
    assert (course.state, course.stopped_reason) == ("stopped", "이사")
    assert "마친 상담입니다" in words(desk.post(at("record", course.pk), sat(held_on="2025. 6. 9.")))
    desk.post(at("reopen", course.pk), {"again": "on"})
    course.refresh_from_db()
    assert (course.state, course.closed_on, course.stopped_reason) == ("open", None, "")


def test_issue_and_counsellor_are_amended(officer, centre, course, psych):
    other = make_counsellor(centre)
    issue = code_of(psych, "issue", "harassment")
    browser_of(officer).post(at("amend", course.pk), {"issue": issue.pk, "counsellor": other.pk})
    course.refresh_from_db()
    assert (course.counsellor, course.issue) == (other, issue)


def test_groups_are_opened_met_corrected_and_withdrawn(officer):
    desk = browser_of(officer)
    desk.post(
        at("new-group"),
        {"form_token": str(uuid4()), "name": "다온 모임", "theme": "원예치유", "workplace": "다온콜센터"},
    )
    group = Group.objects.get()
    desk.post(
        at("record-group-sitting", group.pk),
        {"form_token": str(uuid4()), "held_on": "2025. 5. 9.", "people": "14"},
    )
    row = GroupSitting.objects.get()
    assert (row.number, row.people) == (1, 14)
    desk.post(at("amend-group-sitting", row.pk), {"held_on": "2025. 5. 9.", "people": "15"})
    row.refresh_from_db()
    assert row.people == 15
    answer = desk.post(at("withdraw-group", group.pk), {"reason": "잘못"})
    assert answer.status_code == 422 and "회기를 먼저 철회하세요" in words(answer)
    desk.post(at("withdraw-group-sitting", row.pk), {"reason": "잘못"})
    desk.post(at("withdraw-group", group.pk), {"reason": "잘못"})
    group.refresh_from_db()
    assert group.withdrawn_at
    answer = desk.post(at("reinstate-group-sitting", row.pk), {"again": "on"})
    assert answer.status_code == 422 and "집단의 철회부터" in words(answer)
    answer = desk.post(at("new-group"), {"form_token": str(uuid4()), "name": "다온 모임", "theme": "명상"})
    assert answer.status_code == 302
    answer = desk.post(at("reinstate-group", group.pk), {"again": "on"})
    assert answer.status_code == 422 and "이미 있어" in words(answer)


def test_hubs_are_agreed_with_ended_and_kept_while_somebody_is_there(officer, centre):
    desk = browser_of(officer)
    given = {"region": "서부", "name": "마음숲", "from_on": "2025. 1. 2."}
    desk.post(at("new-hub"), {**given, "form_token": str(uuid4())})
    hub = Hub.objects.get()
    answer = desk.post(at("new-hub"), {**given, "form_token": str(uuid4()), "from_on": "2025. 3. 2."})
    assert answer.status_code == 422 and "그 기간에 이미 있습니다" in words(answer)
    desk.post(at("amend-hub", hub.pk), {**given, "until_on": "2025. 12. 31."})
    hub.refresh_from_db()
    assert hub.until_on == date(2025, 12, 31)
    make_course(centre, hub=hub)
    answer = desk.post(at("withdraw-hub", hub.pk), {"reason": "잘못"})
    assert answer.status_code == 422 and "이 거점센터에서 한 상담이 있습니다" in words(answer)


@pytest.mark.parametrize("name", ["courses", "mine", "groups", "hubs", "course", "own-course", "group"])
def test_a_longer_list_asks_the_database_no_more_often(officer, counsellor, centre, course, name):
    desk = browser_of(counsellor if name in OWN_DOORS else officer)
    group = make_group(centre)
    make_sitting(course)
    make_group_sitting(group)
    make_hub(centre)
    kinds = {"course": course, "own-course": course, "group": group}
    address = at(name, kinds[name].pk) if name in kinds else at(name)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        return len(queries)

    asked()
    few = asked()
    for number in range(29):
        make_course(centre, counsellor=course.counsellor)
        make_sitting(course, A_DAY + timedelta(days=number + 1), "cancelled")
        make_group_sitting(make_group(centre))
        make_group_sitting(group, A_DAY + timedelta(days=number + 1))
        make_hub(centre)
    assert asked() == few


def test_a_counsellor_writes_and_reads_the_note(counsellor, course):
    desk = browser_of(counsellor)
    row = make_sitting(course)
    desk.post(at("note", row.pk), {"text": "잠을 못 잔다고 함"})
    assert "잠을 못 잔다고 함" in words(desk.get(at("note", row.pk)))
    assert "잠을 못 잔다고 함" not in words(desk.get(at("own-sitting", row.pk)))
    answer = desk.post(at("note", row.pk), {"text": "900101-1234567"})
    assert answer.status_code == 422 and "주민등록번호" in words(answer)


def test_mine_lists_only_my_own(counsellor, centre, course):
    other = make_course(centre)
    page = words(browser_of(counsellor).get(at("mine")))
    assert course.reference in page and other.reference not in page
