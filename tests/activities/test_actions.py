"""Verbs against PostgreSQL: guarded, counted once, never over capacity, and every row tells its history."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kwonik.activities import actions, queries
from kwonik.activities.models import Application, Press, Session, Tally
from kwonik.activities.rules import NotAllowed
from kwonik.catalogue.models import ServiceLimit
from kwonik.kernel import audit
from kwonik.kernel.queues import all_queues
from kwonik.people.rules import ResidentNumberRefused
from tests.activities.factories import (
    A_DAY,
    kind_of,
    make_application,
    make_round,
    make_session,
    make_tally,
)
from tests.factories import make_account, make_appointment, make_centre, make_client, make_district, make_site


@pytest.fixture
def write(officer, centre):
    def write(service, token=None, **facts):
        facts = {"day": A_DAY, "kind": kind_of(service), **facts}
        return actions.record(by=officer, centre=centre, service=service, facts=facts, form_token=token)

    return write


def test_a_record_takes_the_next_number_of_its_prefix_and_year(write, campaigns):
    first = write(campaigns, people=3)
    second = write(campaigns, people=4)
    earlier = write(campaigns, people=5, day=date(2024, 5, 9))
    assert [row.reference for row in (first, second, earlier)] == [
        "CP-2025-0001",
        "CP-2025-0002",
        "CP-2024-0001",
    ]
    assert [event.code for event in audit.history(first)] == ["activities.session.recorded"]


def test_the_same_form_makes_one_record_and_the_place_gives_its_district(write, campaigns):
    site = make_site("jonggak", district=make_district("jongno"))
    token = uuid4()
    rows = [write(campaigns, token, people=3, site=site) for _ in range(2)]
    assert rows[0].pk == rows[1].pk
    assert rows[0].district.code == "jongno"


def test_only_kinds_of_the_service_and_people_of_the_centre(write, campaigns, counting, support):
    with pytest.raises(NotAllowed, match="쓰지 않는 종류"):
        write(campaigns, people=3, kind=kind_of(counting))
    with pytest.raises(NotAllowed, match="다른 센터"):
        write(support, client=make_client(make_centre("elsewhere")))
    with pytest.raises(NotAllowed, match="주민등록번호"):
        write(campaigns, people=3, note="900101-1234567")
    with pytest.raises(ResidentNumberRefused):
        write(support, name="900101-1234567")
    assert not Session.objects.exists() and not Application.objects.exists()


@pytest.mark.parametrize("verb", ["record", "amend", "withdraw", "reinstate"])
def test_nobody_writes_without_the_permission(verb, campaigns, centre):
    looker = make_account("activities.record:view", centre=centre)
    row = make_session(campaigns)
    facts = {"day": A_DAY, "kind": kind_of(campaigns), "people": 1}
    given = {
        "record": {"centre": centre, "service": campaigns, "facts": facts},
        "amend": {"entry": row, "facts": facts, "version": 1},
        "withdraw": {"entry": row, "reason": "잘못"},
        "reinstate": {"entry": row},
    }[verb]
    with pytest.raises(PermissionDenied):
        getattr(actions, verb)(by=looker, **given)


def test_a_correction_keeps_what_was_and_tells_it(officer, campaigns):
    row = make_session(campaigns, "memorial", people=10, title="처음")
    facts = {"day": A_DAY, "kind": kind_of(campaigns, "gear"), "people": 12, "title": "나중"}
    row = actions.amend(by=officer, entry=row, facts=facts, version=1)
    with pytest.raises(actions.Overtaken):
        actions.amend(by=officer, entry=row, facts=facts, version=1)
    told = {change.label: (change.before, change.after) for change in queries.amendments(row)[2]}
    assert told == {"참여한 사람": ("10", "12"), "이름": ("처음", "나중"), "종류": ("추모", "안전용품")}
    actions.withdraw(by=officer, entry=row, reason="두 번 적음")
    with pytest.raises(NotAllowed, match="먼저 철회를 되돌리세요"):
        actions.amend(by=officer, entry=row, facts=facts, version=3)
    assert actions.reinstate(by=officer, entry=row).withdrawn_at is None


def test_a_reading_stands_once_a_day(write, readings, officer):
    first = write(readings, kind=kind_of(readings, "kakao"), count=10)
    with pytest.raises(NotAllowed, match=first.reference):
        write(readings, kind=kind_of(readings, "kakao"), count=11)
    write(readings, kind=kind_of(readings, "kakao"), count=11, subject="다른 채널")
    actions.withdraw(by=officer, entry=first, reason="잘못 읽음")
    write(readings, kind=kind_of(readings, "kakao"), count=12)
    with pytest.raises(NotAllowed, match="이미 있습니다"):
        actions.reinstate(by=officer, entry=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_tally(readings, "kakao", count=99)


# -- the counter ----------------------------------------------------------------------------------------------------


@pytest.fixture
def press(officer, centre, counting):
    def press(step=1, **given):
        facts = {
            "kind": kind_of(counting, "rider"),
            "site": None,
            "day": timezone.localdate(),
            "token": uuid4(),
        }
        return actions.press(by=officer, centre=centre, service=counting, step=step, **{**facts, **given})

    return press


def test_presses_of_a_day_kind_and_place_are_one_row(press, counting, officer):
    token = uuid4()
    for _ in range(3):
        row = press(token=token)
    press()
    press(-1)
    press(site=make_site("jonggak"))
    press(kind=kind_of(counting, "driver"))
    yesterday = timezone.localdate() - timedelta(days=1)
    press(day=yesterday)
    row.refresh_from_db()
    assert (row.count, row.presses.count(), row.version) == (1, 3, 1)
    assert Tally.objects.count() == 4
    assert row.past.count() == 0, "the presses are the trail"
    amended = actions.amend(
        by=officer, entry=row, facts={"day": row.day, "kind": row.kind, "count": 9, "site": None}, version=1
    )
    assert queries.amendments(amended)[2][0].before == "1"


def test_presses_that_cannot_be(press, campaigns, readings, counting):
    with pytest.raises(NotAllowed, match="뺄 수 없습니다"):
        press(-1)
    for day in (timezone.localdate() + timedelta(days=1), timezone.localdate() - timedelta(days=8)):
        with pytest.raises(NotAllowed, match="지난 7일"):
            press(day=day)
    with pytest.raises(NotAllowed, match="쓰지 않는 종류"):
        press(kind=kind_of(campaigns))
    assert not Press.objects.exists() and not Tally.objects.exists()


def test_a_withdrawn_counter_begins_anew(press, officer):
    row = press()
    actions.withdraw(by=officer, entry=row, reason="연습")
    assert press().pk != row.pk
    with pytest.raises(NotAllowed, match="이미 있습니다"):
        actions.reinstate(by=officer, entry=row)


@pytest.mark.django_db(transaction=True)
def test_many_thumbs_at_once_lose_nothing(officer, centre, counting):
    kind, day = kind_of(counting, "rider"), timezone.localdate()

    def hit(number):
        try:
            actions.press(
                by=officer,
                centre=centre,
                service=counting,
                kind=kind,
                site=None,
                day=day,
                step=1,
                token=uuid4(),
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(hit, range(20)))
    assert Tally.objects.get().count == Press.objects.count() == 20


# -- applications ---------------------------------------------------------------------------------------------------


def test_a_full_round_lets_wait_and_a_free_place_is_told(officer, centre, support):
    round = make_round(support, capacity=3)
    rows = [make_application(support, people=2, round=round, employees=5) for _ in range(2)]
    first, second = (actions.accept(by=officer, application=row) for row in rows)
    assert (first.state, second.state) == ("accepted", "waiting")
    assert queries.taken(round) == 2
    with pytest.raises(NotAllowed, match="아직 자리가 없습니다"):
        actions.accept(by=officer, application=second)
    queue = next(one for one in all_queues() if one.code == "activities.applications")
    assert queue.todos(officer, centre, timezone.localdate()) == []

    actions.cancel(by=officer, application=first, reason="일정이 맞지 않음")
    (todo,) = queue.todos(officer, centre, timezone.localdate())
    assert second.reference in todo.title
    assert actions.accept(by=officer, application=second).state == "accepted"
    assert queue.todos(officer, centre, timezone.localdate()) == []
    with pytest.raises(NotAllowed, match="이미 2명"):
        actions.amend_round(
            by=officer, round=round, name="1차", opens_on=A_DAY, closes_on=None, capacity=1, version=1
        )


def test_places_are_guarded_when_more_people_come_or_a_record_returns(officer, support):
    round = make_round(support, capacity=3)
    first = make_application(support, people=2, round=round, state="accepted")
    second = make_application(support, people=1, round=round, state="accepted")
    facts = {"day": A_DAY, "kind": second.kind, "people": 2}
    with pytest.raises(NotAllowed, match="정원이 찼습니다"):
        actions.amend(by=officer, entry=second, facts=facts, version=1)
    first = actions.withdraw(by=officer, entry=first, reason="잘못")
    actions.amend(by=officer, entry=second, facts=facts, version=1)
    with pytest.raises(NotAllowed, match="정원이 찼습니다"):
        actions.reinstate(by=officer, entry=first)


def test_the_round_of_the_kind_and_day_is_found(write, support):
    everybody = make_round(support)
    printers = make_round(support, kind=kind_of(support, "printing"), opens_on=A_DAY, closes_on=A_DAY)
    assert write(support, kind=kind_of(support, "printing")).round == printers
    assert write(support, kind=kind_of(support, "jewellery")).round == everybody
    later = {"day": A_DAY + timedelta(days=1)}
    assert write(support, kind=kind_of(support, "printing"), **later).round == everybody


def test_the_limit_of_the_day_of_the_decision_decides(officer, support):
    ServiceLimit.objects.create(
        service=support,
        kind="employees_below",
        value=30,
        from_on=date(2025, 1, 1),
        until_on=date(2025, 5, 31),
    )
    ServiceLimit.objects.create(service=support, kind="employees_below", value=50, from_on=date(2025, 6, 1))
    row = make_application(support, employees=35)
    with pytest.raises(NotAllowed, match="30인 미만"):
        actions.accept(by=officer, application=row, decided_on=date(2025, 5, 31))
    assert actions.accept(by=officer, application=row, decided_on=date(2025, 6, 1)).state == "accepted"


def test_refusing_needs_a_reason_and_can_be_taken_back(officer, support):
    row = make_application(support)
    with pytest.raises(NotAllowed, match="까닭"):
        actions.refuse(by=officer, application=row, reason=" ")
    row = actions.refuse(by=officer, application=row, reason="서울 밖")
    assert (row.state, row.reason) == ("refused", "서울 밖")
    row = actions.reopen(by=officer, application=row)
    assert (row.state, row.reason, row.decided_on) == ("requested", "", None)
    codes = [event.code for event in audit.history(row)]
    assert codes == ["activities.application.refused", "activities.application.reopened"]


def test_only_who_is_appointed_now_is_given_an_application(officer, centre, support):
    row = make_application(support, state="accepted")
    gone = make_appointment("safety_rider", centre, until_on=date(2024, 12, 31))
    other = make_appointment("safety_rider", make_centre("elsewhere"))
    for appointee in (gone, other):
        with pytest.raises(NotAllowed, match="위촉"):
            actions.assign(by=officer, application=row, appointee=appointee)


def test_the_database_keeps_states_whole(support):
    wrong = (
        {"state": "delivered", "decided_on": A_DAY},
        {"state": "refused"},
        {"state": "assigned"},
        {"state": "requested", "score": 3},
        {"state": "evaluated", "delivered_on": A_DAY, "score": 6},
        {"delivered_on": A_DAY - timedelta(days=1)},
    )
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            make_application(support, **fields)


def test_only_who_may_decide_decides(support, centre):
    writer = make_account("activities.application:record", centre=centre)
    with pytest.raises(PermissionDenied):
        actions.review(by=writer, application=make_application(support))
