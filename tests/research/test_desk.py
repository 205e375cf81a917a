"""The room's pages: who may, what they say, that nothing typed is lost, that a form counts once, that they stay cheap."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kwonik.research.codes import KINDS
from kwonik.research.models import ComplianceCheck, Distribution, Participant, Publication, Response, Study
from tests.factories import make_account, make_district
from tests.research.conftest import browser_of, researcher
from tests.research.factories import (
    make_book,
    make_check,
    make_event,
    make_handing,
    make_participant,
    make_printing,
    make_response,
    make_round,
    make_study,
)

STUDY, BOOK, CHECK = "research.study", "research.publication", "research.check"
THING = {
    **dict.fromkeys(("study", "round", "response", "participant", "event"), STUDY),
    **dict.fromkeys(("publication", "printing", "distribution"), BOOK),
    "compliancecheck": CHECK,
}
OWN_PAGE = {"study", "round", "publication", "compliancecheck"}
DOORS = {
    "studies": (f"{STUDY}:view", None),
    "new_study": (f"{STUDY}:record", None),
    "study": (f"{STUDY}:view", "study"),
    "amend_study": (f"{STUDY}:record", "study"),
    "open_round": (f"{STUDY}:record", "study"),
    "record_event": (f"{STUDY}:record", "study"),
    "round": (f"{STUDY}:view", "round"),
    "set_target": (f"{STUDY}:record", "round"),
    "record_responses": (f"{STUDY}:record", "round"),
    "take_back_responses": (f"{STUDY}:record", "round"),
    "record_participants": (f"{STUDY}:record", "talk"),
    "tick": (f"{STUDY}:record", "round"),
    "publications": (f"{BOOK}:view", None),
    "new_publication": (f"{BOOK}:record", None),
    "publication": (f"{BOOK}:view", "publication"),
    "amend_publication": (f"{BOOK}:record", "publication"),
    "print_more": (f"{BOOK}:record", "publication"),
    "hand_out": (f"{BOOK}:record", "publication"),
    "checks": (f"{CHECK}:view", None),
    "check": (f"{CHECK}:view", "compliancecheck"),
    "amend_check": (f"{CHECK}:record", "compliancecheck"),
    **{kind: (f"{THING[kind]}:view", kind) for kind in KINDS if kind not in OWN_PAGE},
    **{
        f"{verb}-{kind}": (f"{THING[kind]}:record", kind)
        for kind in KINDS
        for verb in ("withdraw", "reinstate")
    },
}


@pytest.fixture
def rows(centre, service):
    study = make_study(centre, service=service)
    round = make_round(study, target=10)
    talk = make_round(study, method="fgi")
    book = make_book(centre, service=service)
    return {
        "study": study,
        "round": round,
        "talk": talk,
        "response": make_response(round),
        "participant": make_participant(talk),
        "event": make_event(study),
        "publication": book,
        "printing": make_printing(book),
        "distribution": make_handing(book),
        "compliancecheck": make_check(centre=centre, service=service),
    }


def at(door, *args):
    return reverse(f"research:{door}", args=args)


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("door", DOORS)
def test_every_door_asks_who_one_is(client, centre, elsewhere, rows, door):
    permission, kind = DOORS[door]
    address = at(door, *([rows[kind].pk] if kind else []))
    view = permission.replace(":record", ":view")
    assert client.get(address).status_code == 302
    assert browser_of(make_account(permission, view, centre=centre)).get(address).status_code == 200
    other = CHECK if permission.startswith(STUDY) else STUDY
    assert (
        browser_of(make_account(f"{other}:view", f"{other}:record", centre=centre)).get(address).status_code
        == 403
    )
    assert browser_of(researcher(elsewhere)).get(address).status_code == (404 if kind else 200)


def test_recording_a_check_needs_a_service_of_the_room(desk, service):
    assert desk.get(at("record_check", service.code)).status_code == 200
    assert desk.get(at("record_check", "nothing")).status_code == 404


def test_lists_show_only_the_centres_own(desk, elsewhere, rows):
    strange = make_study(elsewhere), make_book(elsewhere), make_check("남의 재단", centre=elsewhere)
    assert rows["study"].title in text(desk.get(at("studies")))
    assert strange[0].title not in text(desk.get(at("studies")))
    assert strange[1].title not in text(desk.get(at("publications")))
    assert "남의 재단" not in text(desk.get(at("checks")))


def test_a_study_is_opened_once_and_named(desk, service):
    typed = {
        "form_token": str(uuid4()),
        "service": service.code,
        "title": "봉제업 실태조사",
        "state": "running",
        "from_on": "2025. 2. 3.",
        "code": "sewing-2025",
    }
    for _ in range(2):
        answer = desk.post(at("new_study"), typed)
        assert answer.status_code == 302
    study = Study.objects.get()
    assert (study.code, study.from_on) == ("sewing-2025", date(2025, 2, 3))
    again = desk.post(at("new_study"), {**typed, "form_token": str(uuid4())})
    assert again.status_code == 422
    assert "같은 제목의 실태조사·연구가 이미 있습니다" in text(again)
    assert "봉제업 실태조사" in text(again)


def test_a_study_without_a_name_of_its_own_gets_one(desk, service):
    desk.post(
        at("new_study"),
        {
            "form_token": str(uuid4()),
            "service": service.code,
            "title": "조사",
            "state": "planned",
            "from_on": "2025-02-03",
        },
    )
    assert Study.objects.get().code == "study-2025-1"


def test_answers_are_added_by_count_once(desk, rows):
    address = at("record_responses", rows["round"].pk)
    typed = {"form_token": str(uuid4()), "received_on": "2025. 5. 12.", "channel": "paper", "count": "25"}
    for _ in range(2):
        assert desk.post(address, typed).status_code == 302
    assert Response.objects.filter(received_on=date(2025, 5, 12)).count() == 25
    page = text(desk.get(at("round", rows["round"].pk)))
    assert ">260" in page
    back = at("take_back_responses", rows["round"].pk)
    answer = desk.post(
        back, {"received_on": "2025. 5. 12.", "channel": "paper", "count": "26", "reason": "두 번 셈"}
    )
    assert "그날 받은 응답은 25장입니다" in text(answer)
    desk.post(back, {"received_on": "2025. 5. 12.", "channel": "paper", "count": "5", "reason": "두 번 셈"})
    assert Response.objects.standing().filter(received_on=date(2025, 5, 12)).count() == 20
    typed |= {
        "form_token": str(uuid4()),
        "received_on": "2025. 5. 13.",
        "count": "1",
        "workplace": "가람상사",
    }
    desk.post(address, typed)
    visited = Response.objects.get(received_on=date(2025, 5, 13))
    assert "가람상사" in text(desk.get(at("response", visited.pk)))


def test_one_thumb_counts_today(desk, rows):
    address = at("tick", rows["round"].pk)
    token = str(uuid4())
    for _ in range(2):
        answer = desk.post(address, {"form_token": token, "channel": "interview"})
        assert answer.headers["Location"].endswith("?channel=interview")
    today = Response.objects.standing().filter(received_on=timezone.localdate())
    assert [row.channel for row in today] == ["interview"]
    desk.post(at("untick", rows["round"].pk), {"form_token": token, "channel": "interview"})
    assert not today.all().exists()
    desk.post(at("untick", rows["round"].pk), {"form_token": token, "channel": "interview"}, follow=True)
    assert desk.get(at("untick", rows["round"].pk)).status_code == 405


def test_people_are_written_by_number(desk, rows):
    address = at("record_participants", rows["talk"].pk)
    typed = {"form_token": str(uuid4()), "held_on": "2025. 6. 12.", "numbers": "2-5, 8"}
    assert desk.post(address, typed).status_code == 302
    assert list(Participant.objects.filter(held_on=date(2025, 6, 12)).values_list("number", flat=True)) == [
        2,
        3,
        4,
        5,
        8,
    ]
    for wrong in ("홍길동", "5-2", "0", "1-", "1,,2"):
        assert desk.post(address, {**typed, "form_token": str(uuid4()), "numbers": wrong}).status_code == 422
    twice = desk.post(address, {**typed, "form_token": str(uuid4()), "numbers": "8, 9"})
    assert "8번은 이 날 이미 적었습니다" in text(twice)
    assert "설문이 아닌 조사입니다" in text(
        desk.post(
            at("record_responses", rows["talk"].pk),
            {"form_token": str(uuid4()), "received_on": "2025-05-12", "channel": "paper", "count": "1"},
        )
    )


def test_copies_leave_only_as_far_as_they_last(desk, rows, service):
    make_district("jongno", "종로구")
    typed = {
        "form_token": str(uuid4()),
        "service": service.code,
        "kind": "guidebook",
        "title": "경비노동자 가이드북",
        "published_on": "2025. 7. 7.",
        "edition": "1",
        "copies": "1,000",
    }
    assert desk.post(at("new_publication"), typed).status_code == 302
    book = Publication.objects.get(title="경비노동자 가이드북")
    hand = {"form_token": str(uuid4()), "handed_on": "2025. 8. 1.", "copies": "990", "recipient": "종로구청"}
    for _ in range(2):
        assert desk.post(at("hand_out", book.pk), hand).status_code == 302
    too_many = desk.post(at("hand_out", book.pk), {**hand, "form_token": str(uuid4()), "copies": "11"})
    assert too_many.status_code == 422
    assert "남은 부수 10부보다 많습니다" in text(too_many)
    desk.post(
        at("print_more", book.pk), {"form_token": str(uuid4()), "printed_on": "2025. 8. 2.", "copies": "50"}
    )
    assert (
        desk.post(
            at("hand_out", book.pk),
            {**hand, "form_token": str(uuid4()), "copies": "11", "workplace": "하늘채아파트"},
        ).status_code
        == 302
    )
    assert ">49" in text(desk.get(at("publication", book.pk)))
    assert Distribution.objects.get(copies=11).workplace.name == "하늘채아파트"


def test_a_site_check_waits_for_the_desk_check(desk, service):
    address = at("record_check", service.code)
    typed = {
        "form_token": str(uuid4()),
        "organisation": "가람재단",
        "year": "2025",
        "number": "1",
        "stage": "site",
        "state": "improve",
        "checked_on": "2025. 7. 1.",
        "indicator_manual": "yes",
        "indicator_rest": "no",
        "follow_up": "휴게실을 갖출 것",
    }
    early = desk.post(address, typed)
    assert early.status_code == 422
    assert "서면점검을 마친 뒤에" in text(early)
    assert "휴게실을 갖출 것" in text(early)
    desk_check = {
        **typed,
        "form_token": str(uuid4()),
        "stage": "desk",
        "state": "done",
        "checked_on": "2025. 5. 1.",
    }
    assert desk.post(address, desk_check).status_code == 302
    assert desk.post(address, typed).status_code == 302
    site = ComplianceCheck.objects.get(stage="site")
    assert (site.score, site.results) == (50, {"manual": True, "rest": False})
    board = text(desk.get(at("checks"), {"round": "2025-1"}))
    assert "가람재단" in board and "50점" in board
    withdrawn = desk.post(
        at("withdraw-compliancecheck", ComplianceCheck.objects.get(stage="desk").pk), {"reason": "잘못"}
    )
    assert withdrawn.status_code == 422


def test_a_row_is_withdrawn_with_a_reason_and_comes_back(desk, rows):
    row = rows["distribution"]
    address = at("withdraw-distribution", row.pk)
    assert desk.post(address, {"reason": ""}).status_code == 422
    assert desk.post(address, {"reason": "두 번 적음"}).headers["Location"] == at("distribution", row.pk)
    page = text(desk.get(at("distribution", row.pk)))
    assert "두 번 적음" in page and "철회를 되돌리기" in page
    assert desk.post(at("reinstate-distribution", row.pk), {"reinstate": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.withdrawn_at is None


@pytest.mark.parametrize("door", ["studies", "publications", "checks", "study", "publication", "round"])
def test_pages_ask_the_same_whether_long_or_short(desk, rows, centre, service, door):
    address = at(door, *([rows[door].pk] if door in rows else []))
    desk.get(address)
    with CaptureQueriesContext(connection) as few:
        desk.get(address)
    for number in range(12):
        make_round(make_study(centre, service=service))
        make_check(f"기관 {number}", centre=centre, service=service)
        make_handing(rows["publication"], copies=1)
        make_book(centre, service=service)
        make_response(rows["round"], received_on=date(2025, 4, 1 + number))
        make_event(rows["study"])
    desk.get(address)
    with CaptureQueriesContext(connection) as many:
        desk.get(address)
    assert len(many) == len(few)
    assert len(many) < 25
