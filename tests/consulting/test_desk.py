"""Consulting's pages: who may, what they say, that nothing typed is lost, and that they stay cheap."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from kwonik.consulting.models import Agreement, Engagement
from tests.consulting.conftest import OFFICER, browser_of
from tests.consulting.factories import make_agreement, make_engagement
from tests.factories import make_account, make_centre, make_client

LISTS = ("engagements", "board", "consultants", "agreements")


def at(name, *args) -> str:
    return reverse(f"consulting:{name}", args=args)


@pytest.fixture
def rows(centre, service):
    agreement = make_agreement(centre=centre)
    return {
        "agreement": agreement,
        "engagement": make_engagement(
            "가람상사", service=service, agreement=agreement, contact=make_client(centre)
        ),
        "accepted": make_engagement("나래식당", service=service, state="accepted"),
    }


def typed(**fields) -> dict:
    return {
        "form_token": str(uuid4()),
        "workplace": "새솔카페",
        "requested_on": "2025. 5. 9.",
        "employees": "7",
        **fields,
    }


def test_wrong_centre_404_wrong_role_403(rows, centre):
    elsewhere = browser_of(make_account(*OFFICER, centre=make_centre("elsewhere")))
    nobody = browser_of(make_account("budget.line:view", centre=centre))
    viewer = browser_of(make_account("consulting.engagement:view", centre=centre))
    for name in (
        "engagement",
        "amend-engagement",
        "accept",
        "assign",
        "deliver",
        "evaluate",
        "withdraw",
        "reinstate",
    ):
        address = at(name, rows["engagement"].pk)
        assert elsewhere.get(address).status_code == 404, name
        assert nobody.get(address).status_code == 403, name
        assert viewer.get(address).status_code == (200 if name == "engagement" else 403), name
    assert elsewhere.get(at("agreement", rows["agreement"].pk)).status_code == 404
    for name in LISTS:
        assert nobody.get(at(name)).status_code == 403
        assert "가람상사" not in elsewhere.get(at(name)).content.decode()
    html = viewer.get(at("engagement", rows["engagement"].pk)).content.decode()
    assert "홍길동" not in html
    assert "고치기" not in html


def test_a_workplace_is_advised_from_first_to_last(desk, service, attorney):
    rules = service.lists.get(field="part").list.codes.get(code="work_rules")
    form = typed(parts=[rules.pk], name="홍길동", phone="010-1234-5678")
    assert desk.post(at("new-engagement", service.code), form).status_code == 302
    assert desk.post(at("new-engagement", service.code), form).status_code == 302
    row = Engagement.objects.get()
    html = desk.get(at("engagement", row.pk)).content.decode()
    assert "필수" in html
    assert "홍길동" in html
    assert "홍길동" not in desk.get(at("engagements")).content.decode()
    assert desk.post(at("accept", row.pk), {"employees": "31"}).status_code == 422
    assert desk.post(at("accept", row.pk), {"employees": "7"}).status_code == 302
    assert "나노무" in desk.get(at("assign", row.pk)).content.decode()
    assert desk.post(at("assign", row.pk), {"consultant": "999999"}).status_code == 422
    assert desk.post(at("assign", row.pk), {"consultant": attorney.pk}).status_code == 302
    today = str(timezone.localdate())
    without = {"delivered_on": today, "done_work_rules": "on", "work_rules_won": "150,000"}
    answer = desk.post(at("deliver", row.pk), without)
    assert (answer.status_code, "반드시" in answer.content.decode()) == (422, True)
    assert (
        desk.post(at("deliver", row.pk), {**without, "done_hr": "on", "hr_won": "300,000"}).status_code == 302
    )
    assert desk.post(at("evaluate", row.pk), {"satisfaction": "4.8"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "evaluated"
    listed = desk.get(at("engagements"), {"since": today, "dated": "delivered_on"}).content.decode()
    assert "450,000" in listed
    assert "나노무" in desk.get(at("consultants")).content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"workplace": ""}, "사업장"),
        ({"requested_on": "언젠가"}, "신청한 날"),
        ({"employees": "많이"}, "고용 인원"),
        ({"phone": "010-1234-5678"}, "담당자 이름도"),
        ({"workplace": "홍길동 900101-1234567"}, "주민등록번호"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(desk, service, fields, said):
    answer = desk.post(at("new-engagement", service.code), typed(industry="음식점업", **fields))
    html = answer.content.decode()
    assert (answer.status_code, Engagement.objects.count()) == (422, 0)
    assert said in html
    assert 'value="음식점업"' in html


def test_refusing_asks_for_a_reason(desk, service):
    row = make_engagement(service=service, state="requested")
    assert desk.post(at("decide", row.pk, "refuse"), {"decided": "True", "reason": ""}).status_code == 422
    assert (
        desk.post(at("decide", row.pk, "refuse"), {"decided": "True", "reason": "30인 이상"}).status_code
        == 302
    )
    row.refresh_from_db()
    assert (row.state, row.reason) == ("refused", "30인 이상")
    assert desk.get(at("decide", row.pk, "accept")).status_code == 404


def test_somebody_who_was_slower_sees_what_changed(desk, rows):
    row = rows["engagement"]
    Engagement.objects.filter(pk=row.pk).update(version=2)
    answer = desk.post(at("amend-engagement", row.pk), typed(version="1"))
    assert (answer.status_code, "먼저 고쳤습니다" in answer.content.decode()) == (422, True)


def test_a_record_is_withdrawn_with_a_reason_and_comes_back(desk, rows):
    row = rows["engagement"]
    assert desk.post(at("withdraw", row.pk), {"reason": ""}).status_code == 422
    assert desk.post(at("withdraw", row.pk), {"reason": "두 번 적음"}).status_code == 302
    assert "까닭: 두 번 적음" in desk.get(at("engagement", row.pk)).content.decode()
    assert "가람상사" not in desk.get(at("engagements"), {"since": "2025-01-01"}).content.decode()
    assert desk.post(at("reinstate", row.pk), {"confirmed": "True"}).status_code == 302


def test_an_agreement_is_kept_and_ended(desk):
    form = {"form_token": str(uuid4()), "name": "그룹홈 지원", "partner": "협의회", "from_on": "2025. 8. 4."}
    assert desk.post(at("new-agreement"), form).status_code == 302
    row = Agreement.objects.get()
    assert desk.post(at("end-agreement", row.pk), {"until_on": "2025. 8. 1."}).status_code == 422
    assert desk.post(at("end-agreement", row.pk), {"until_on": "2025. 12. 31."}).status_code == 302
    assert "그룹홈 지원" in desk.get(at("agreements")).content.decode()


def test_lists_are_filtered(desk, rows, service):
    make_engagement("라온미용실", ("hr", "work_rules"), service=service)
    asked = {"since": "2025-01-01", "dated": "requested_on"}
    html = desk.get(at("engagements"), asked | {"part": "work_rules"}).content.decode()
    assert "라온미용실" in html
    assert "가람상사" not in html
    html = desk.get(at("engagements"), asked | {"agreement": str(rows["agreement"].number)}).content.decode()
    assert "가람상사" in html
    assert "라온미용실" not in html
    assert desk.get(at("engagements"), {"since": "2025-12-31", "until": "2025-01-01"}).status_code == 422


@pytest.mark.parametrize("name", [*LISTS, "engagement", "assign", "agreement"])
def test_more_rows_cost_no_more_queries(desk, rows, service, name, assert_constant_queries):
    wanted = {"engagement": "engagement", "assign": "accepted", "agreement": "agreement"}
    address = at(name, rows[wanted[name]].pk) if name in wanted else at(name)
    if name == "engagements":
        address += "?since=2025-01-01"

    def grow():
        for number in range(8):
            make_engagement(parts=("hr", "work_rules"), service=service, agreement=rows["agreement"])
            make_engagement(service=service, state=("requested", "assigned")[number % 2])
            make_agreement(centre=rows["agreement"].centre)

    grow()
    assert_constant_queries(lambda: desk.get(address), grow)
