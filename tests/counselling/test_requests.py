"""상담 신청: asked for without login, taken by one person, ended as a consultation or with a reason, forgotten in time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kwonik.counselling import access, actions, rules, tasks
from kwonik.counselling.codes import REQUEST_MOVES, RequestState
from kwonik.counselling.models import Request
from kwonik.counselling.rules import Caller, NotAllowed
from kwonik.kernel import audit, queues
from kwonik.people.models import Identity, PersonalDataAccess, SealedText
from kwonik.people.rules import ResidentNumberRefused
from tests.counselling.factories import ASKING, make_installation, make_intake, make_kept, make_request
from tests.factories import make_account, make_centre, make_district

PHONE = ASKING.phone


@pytest.fixture(autouse=True)
def installation(centre, legal):
    make_installation(centre)


def told(account, request) -> Caller:
    return access.open_caller(account, access.get_request(account, request.pk).told, action="test")


# -- rules ------------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(rules.NUMBER_SIGNS), min_size=8, max_size=8))
def test_a_number_is_found_however_it_is_typed(signs):
    number = rules.request_number(signs)
    for written in (number, number.lower(), number.replace("-", ""), f" {number[:4]} {number[5:]} "):
        assert rules.folded_number(written) == number


def test_what_is_no_number_is_none():
    assert [rules.folded_number(text) for text in ("", "K7M2", "K7M2-Q9XDA", "가나다라")] == [""] * 4


def test_a_request_that_ended_goes_nowhere_but_back():
    ended = {RequestState.TALKED, RequestState.CLOSED, RequestState.TAKEN_BACK}
    assert {move for move, (before, _) in REQUEST_MOVES.items() if before & ended} == {"reopen"}
    with pytest.raises(NotAllowed, match="상담함"):
        rules.request_after("talked", "take")


def test_nobody_counts_as_not_reached_before_the_third_call():
    with pytest.raises(NotAllowed, match="2번 연락했습니다"):
        rules.refuse_closing("not_reached", "", 2)
    rules.refuse_closing("not_reached", "", 3)


def test_nobody_is_sent_away_without_being_told_where_to():
    with pytest.raises(NotAllowed, match="어디에서"):
        rules.refuse_closing("out_of_scope", " ", 0)
    rules.refuse_closing("out_of_scope", "법률구조공단 132", 0)


# -- asking -----------------------------------------------------------------------------------------------------


def test_what_was_told_is_sealed_and_the_centre_promises_a_day(attorney, centre):
    row = make_request(issues=("unpaid_wages", "other"), hours=["evening"])

    assert told(attorney, row) == ASKING
    assert (row.centre, row.state, row.anonymous, row.hours) == (centre, "waiting", False, ["evening"])
    assert timezone.localdate() < row.due_on <= timezone.localdate() + timedelta(days=15)
    assert [issue.code for issue in row.issues.all()] == ["unpaid_wages", "other"]
    assert PersonalDataAccess.objects.get().purpose == "counselling"
    assert not Identity.objects.exists(), "nobody is registered before somebody has talked to them"
    assert [event.code for event in audit.history(row)] == ["counselling.request.made"]


def test_the_same_form_sent_again_is_the_same_request():
    token = uuid4()
    assert make_request(token=token) == make_request(token=token)
    assert Request.objects.count() == SealedText.objects.count() == 1


def test_it_goes_to_the_centre_of_the_district(centre, elsewhere):
    theirs = make_district("theirs")
    elsewhere.districts.add(theirs)

    assert make_request(district=theirs).centre == elsewhere
    assert make_request().centre == centre


@pytest.mark.parametrize(
    ("caller", "consented", "said"),
    [(ASKING, False, "동의"), (Caller(text="글"), True, "전화번호")],
)
def test_without_consent_or_number_nothing_is_stored(caller, consented, said, legal):
    wanted = actions.Wanted(service=legal, issues=[], party="worker", wish="call")
    with pytest.raises(NotAllowed, match=said):
        actions.make_request(wanted=wanted, caller=caller, consented=consented, token=uuid4())
    assert not Request.objects.exists()


def test_a_resident_number_is_not_stored():
    with pytest.raises(ResidentNumberRefused):
        make_request(caller=Caller("", PHONE, "제 번호는 900101-1234568"))
    assert not Request.objects.exists()


def test_one_address_sends_only_so_many(monkeypatch):
    monkeypatch.setattr(rules, "MOST_AN_HOUR", 2)
    for _ in range(2):
        make_request(address="203.0.113.9")
    with pytest.raises(actions.TooMany, match="한 시간 뒤"):
        make_request(address="203.0.113.9")
    make_request(address="203.0.113.10")
    assert all(len(row.sender_digest) == 16 for row in Request.objects.all())


def test_whoever_knows_number_and_telephone_finds_their_own():
    row = make_request()
    assert access.find_own_request(row.number.lower(), "01012345678") == row
    assert access.find_own_request(row.number, "010-1234-5679") is None
    assert access.find_own_request("K7M2-Q9XD", PHONE) is None
    assert PersonalDataAccess.objects.count() == 0, "finding opens nothing"


def test_taken_back_nothing_of_it_is_left():
    row = make_request(calculations=[make_kept()])
    actions.take_back_request(request=row)

    row.refresh_from_db()
    assert (row.state, row.told, row.phone_digest, row.sender_digest) == ("taken_back", None, None, None)
    assert not SealedText.objects.exists()
    assert row.calculations.get().kept.printed is None
    assert access.find_own_request(row.number, PHONE) is None
    with pytest.raises(NotAllowed):
        actions.take_back_request(request=row)


def test_after_its_time_what_was_told_is_forgotten(attorney):
    closed, waiting = make_request(), make_request()
    actions.close_request(by=attorney, request=closed, reason="no_need")
    later = timezone.now() + timedelta(days=rules.KEPT_DAYS)

    assert actions.forget_requests(now=later - timedelta(hours=1)) == 0
    assert actions.forget_requests(now=later + timedelta(hours=1)) == 1
    closed.refresh_from_db(), waiting.refresh_from_db()
    assert closed.told is None and waiting.told is not None
    assert SealedText.objects.count() == 1
    with pytest.raises(NotAllowed, match="보관 기간"):
        actions.reopen_request(by=attorney, request=closed)


def test_every_night_the_clock_forgets(attorney, monkeypatch):
    row = make_request()
    actions.close_request(by=attorney, request=row, reason="no_need")
    monkeypatch.setattr(rules, "KEPT_DAYS", 0)
    tasks.forget(timestamp=0)
    row.refresh_from_db()
    assert row.told is None


# -- at the desk ------------------------------------------------------------------------------------------------


def waits_for(account, centre) -> list[tuple[str, str]]:
    queue = next(queue for queue in queues.all_queues() if queue.code == "counselling.requests")
    return [(todo.title, todo.turn) for todo in queue.todos(account, centre, timezone.localdate())]


def test_one_person_takes_it_and_it_is_their_turn(attorney, centre):
    colleague, row = make_account("duty_attorney", centre=centre), make_request()
    assert waits_for(attorney, centre) == waits_for(colleague, centre) == [(f"상담 신청 {row}", "센터")]

    actions.take_request(by=attorney, request=row)
    assert waits_for(attorney, centre) == [(f"상담 신청 {row}", "나")]
    assert waits_for(colleague, centre) == []

    actions.take_request(by=colleague, request=row)
    row.refresh_from_db()
    assert row.taken_by == colleague
    assert audit.history(row)[-1].detail == {"from": attorney.pk}
    with pytest.raises(NotAllowed, match="먼저 넘겨받으세요"):
        actions.try_request(by=attorney, request=row)

    actions.put_back_request(by=colleague, request=row)
    assert waits_for(attorney, centre) == [(f"상담 신청 {row}", "센터")]


def test_calls_that_reach_nobody_are_counted_until_it_may_be_closed(attorney):
    row, today = make_request(), timezone.localdate()
    actions.take_request(by=attorney, request=row)
    actions.try_request(by=attorney, request=row, again_on=today)
    with pytest.raises(NotAllowed, match="1번 연락"):
        actions.close_request(by=attorney, request=row, reason="not_reached")
    with pytest.raises(NotAllowed, match="지난 날"):
        actions.try_request(by=attorney, request=row, again_on=today - timedelta(days=1))
    for _ in range(2):
        actions.try_request(by=attorney, request=row)
    closed = actions.close_request(by=attorney, request=row, reason="not_reached")

    assert (closed.state, closed.tries) == ("closed", 3)
    assert actions.reopen_request(by=attorney, request=row).state == "waiting"


def test_handed_on_it_is_theirs_alone_with_all_that_came_along(attorney, stranger, elsewhere):
    row = make_request(calculations=[make_kept()])
    actions.transfer_request(by=attorney, request=row, to=elsewhere)

    assert told(stranger, row) == ASKING
    assert SealedText.objects.count() == 1, "no copy stays behind"
    assert access.find_own_request(row.number, PHONE) == row
    kept = access.get_request(stranger, row.pk).calculations.get().kept
    assert kept.centre == elsewhere and kept.printed
    with pytest.raises(Http404):
        access.get_request(attorney, row.pk)
    with pytest.raises(PermissionDenied):
        actions.take_request(by=attorney, request=row)
    with pytest.raises(NotAllowed, match="함께 쓰는 센터"):
        actions.transfer_request(by=stranger, request=row, to=make_centre("outside"))


def test_it_becomes_one_consultation_with_its_worksheets(attorney, centre, legal):
    mine = make_kept()
    row = make_request(calculations=[mine])

    def talk():
        return actions.record_consultation(
            by=attorney, centre=centre, service=legal, intake=make_intake(legal), request=row
        )

    consultation = talk()
    row.refresh_from_db()
    assert (row.state, row.consultation, row.taken_by) == ("talked", consultation, attorney)
    assert consultation.calculations.get().kept.centre == centre
    mine.refresh_from_db()
    assert mine.printed, "what the worker kept stays the worker's"
    with pytest.raises(NotAllowed, match="상담함"):
        talk()
    assert legal.consultation_set.count() == 1


def test_a_worksheet_is_taken_off_and_put_on_again(attorney, centre, legal, stranger):
    kept = make_kept(by=attorney)
    row = actions.record_consultation(
        by=attorney, centre=centre, service=legal, intake=make_intake(legal), calculations=[kept]
    )
    sheet = row.calculations.get()
    kept.refresh_from_db()
    assert sheet.kept.sheet.answers and kept.printed is None, "what lay in the drawer is gone"

    assert actions.detach_calculation(by=attorney, calculation=sheet).withdrawn_by == attorney
    assert actions.reattach_calculation(by=attorney, calculation=sheet).withdrawn_at is None
    labels = [event.label for event in audit.history(row)]
    assert labels == ["상담을 적음", "계산서를 붙임", "계산서를 뗌", "계산서를 붙임"]
    with pytest.raises(Http404):
        access.get_calculation(stranger, sheet.pk)
    with pytest.raises(PermissionDenied):
        actions.detach_calculation(by=stranger, calculation=sheet)


def test_who_may_only_look_may_not_take(centre):
    viewer, row = make_account("counselling.request:view", centre=centre), make_request()
    for act in (actions.take_request, actions.put_back_request, actions.try_request, actions.reopen_request):
        with pytest.raises(PermissionDenied):
            act(by=viewer, request=row)


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "taken"},
        {"state": "talked", "ended_at": timezone.now()},
        {"state": "closed", "ended_at": timezone.now()},
        {"told": None},
        {"terms": ""},
        {"close_reason": "no_need"},
    ],
)
def test_the_database_itself_refuses_what_makes_no_sense(broken):
    row = make_request()
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=row.pk).update(**broken)


def test_two_consultations_do_not_come_of_one_request(attorney, centre, legal):
    row = make_request()
    actions.close_request(by=attorney, request=row, reason="talked_already")
    with pytest.raises(NotAllowed, match="상담 없이 마침"):
        actions.record_consultation(
            by=attorney, centre=centre, service=legal, intake=make_intake(legal), request=row
        )
