"""Critical dates: proposed by what happened, confirmed, kept, dropped and taken up again; nothing rewritten."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from kwonik.remedy import actions
from kwonik.remedy.actions import OwnTerm
from kwonik.remedy.models import CaseEvent, CriticalDate, MatterDate, ReliefCase
from kwonik.remedy.rules import Refused
from tests.remedy.factories import (
    audited,
    confirmed,
    dated,
    doing,
    events,
    make_case,
    make_world,
    open_case,
    today,
)

DISMISSAL, WAGES = "부당해고등 구제신청(3개월)", "임금채권 소멸시효(3년, 지급일 기준)"


def terms(case: ReliefCase) -> dict[str, str]:
    return dict(case.critical_dates.values_list("term", "state"))


def test_a_dismissal_proposes_the_three_months_as_the_calendar_has_them(world):
    case = make_case(world, opened_on=date(2026, 6, 1), issue="unpaid_wages")

    actions.record_matters(by=world.officer, case=case, dates=[("dismissal", date(2026, 5, 17))])

    found = case.critical_dates.get()
    assert (found.term, found.nature, found.state) == (DISMISSAL, "exclusion", "proposed")
    assert (found.raw_last_on, found.last_on) == (date(2026, 8, 17), date(2026, 8, 18))
    assert (found.known_on, found.law) == (today(), "근로기준법 제28조 제2항")
    event = CaseEvent.objects.filter(case=case).latest("pk")
    assert event.changes == [
        ["해고·징계 등이 있은 날", "", "2026. 5. 17."],
        [DISMISSAL, "", "2026. 8. 18.까지 (확인 전)"],
    ]
    assert audited(case)[-1] == "remedy.case.dated"


def test_what_follows_depends_on_the_claim_and_the_procedure(world):
    dates = [("leaving", today() - timedelta(days=30)), ("pay_day", today() - timedelta(days=45))]
    wages = open_case(world, issue="unpaid_wages", dates=dates)
    other = open_case(world, issue="other", dates=dates)

    assert set(terms(wages)) == {
        "퇴직금 소멸시효(3년)",
        "간이대지급금용 진정(퇴직 다음날부터 1년)",
        "간이대지급금용 소송(퇴직 다음날부터 2년)",
        WAGES,
    }
    assert set(terms(other)) == {WAGES}
    assert events(wages) == ["open"]
    counted = wages.critical_dates.get(term="간이대지급금용 진정(퇴직 다음날부터 1년)")
    assert counted.event_on == dates[0][1] + timedelta(days=1)


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ([], "하나 이상"),
        ([("dismissal", date(2999, 1, 1))], "오늘보다 뒤"),
        ([("nothing", date(2026, 1, 1))], "무슨 날인지"),
        ([("dismissal", date(2026, 1, 2))] * 2, "이미 적혀"),
    ],
)
def test_impossible_days_are_refused_and_leave_nothing(world, dates, said):
    case = make_case(world)

    with pytest.raises(Refused, match=said):
        actions.record_matters(by=world.officer, case=case, dates=dates)

    assert not MatterDate.objects.exists()
    assert events(case) == ["open"]


def test_a_day_whose_holidays_nobody_knows_stands_without_its_date(world):
    case = open_case(world, dates=[("accident", date(2001, 3, 2))])

    assert case.matter_dates.count() == 1
    assert not case.critical_dates.exists()
    assert ["산재 급여 시효(3년)", "", "공휴일을 모르는 해라서 세지 않음"] in case.events.get().changes


def test_the_attorney_confirms_what_applies_and_drops_the_rest_with_a_reason(world):
    case = open_case(world, dates=[("dismissal", today()), ("pay_day", today())])
    right, wrong = case.critical_dates.order_by("last_on")

    actions.confirm(by=world.officer, case=case, dates=[right.pk])
    with pytest.raises(Refused, match="까닭"):
        actions.drop(by=world.officer, critical_date=wrong, reason=" ")
    actions.drop(by=world.officer, critical_date=wrong, reason="임금은 모두 받음")

    assert terms(case) == {DISMISSAL: "open", WAGES: "not_needed"}
    assert case.critical_dates.get(pk=wrong.pk).reason == "임금은 모두 받음"
    with pytest.raises(Refused, match="이미 ‘필요 없음’"):
        actions.drop(by=world.officer, critical_date=wrong, reason="다시")
    with pytest.raises(Refused, match="확인할 기한"):
        actions.confirm(by=world.officer, case=case, dates=[right.pk])


def test_a_date_of_another_case_is_not_confirmed_along(world):
    mine, other = dated(world), dated(world)

    with pytest.raises(Refused):
        actions.confirm(by=world.officer, case=mine.case, dates=[other.pk])

    assert terms(other.case) == {DISMISSAL: "proposed"}


def test_one_adds_a_term_of_the_law_or_ones_own(world):
    case = make_case(world)
    last_friday = today() - timedelta(days=(today().weekday() - 4) % 7)

    actions.add_term(by=world.officer, case=case, term="지급명령 이의(2주)", event_on=last_friday)
    own = OwnTerm(name="이유서 제출", amount=0)
    ahead = today() + timedelta(days=40)
    actions.add_term(by=world.officer, case=case, term=own, event_on=ahead)

    law, brief = case.critical_dates.order_by("pk")
    assert (law.state, law.nature, law.raw_last_on) == (
        "open",
        "peremptory",
        last_friday + timedelta(days=14),
    )
    assert (brief.state, brief.nature, brief.law, brief.raw_last_on) == ("open", "own", "", ahead)
    with pytest.raises(Refused, match="이미 있습니다"):
        actions.add_term(by=world.officer, case=case, term="지급명령 이의(2주)", event_on=last_friday)
    for wrong in (OwnTerm(name=" ", amount=3), OwnTerm(name="가", amount=0, unit="months"), "없는 기한"):
        with pytest.raises(Refused):
            actions.add_term(by=world.officer, case=case, term=wrong, event_on=today())


def test_a_date_is_kept_on_a_day_by_a_step_and_that_can_be_undone(world):
    found = confirmed(world, state="active")
    actions.add_step(by=world.advocate, case=found.case, doing=doing(world))
    step = found.case.steps.get()

    actions.meet(by=world.advocate, critical_date=found, met_on=today(), step=step)

    met = CriticalDate.objects.get(pk=found.pk)
    assert (met.state, met.met_on, met.met_step, met.settled_by) == ("met", today(), step, world.advocate)
    assert CaseEvent.objects.filter(case=found.case).latest("pk").step == step

    actions.revive(by=world.advocate, critical_date=found, reason="다른 사건의 것을 적음")
    back = CriticalDate.objects.get(pk=found.pk)
    assert (back.state, back.met_on, back.met_step, back.reason, back.settled_at) == (
        "open",
        None,
        None,
        "",
        None,
    )
    assert [row.state for row in back.pgh_event_model.objects.order_by("pgh_id")] == [
        "proposed",
        "open",
        "met",
    ]
    with pytest.raises(Refused, match="아직 남아"):
        actions.revive(by=world.advocate, critical_date=found, reason="다시")


def test_what_was_done_too_late_says_why_and_never_before_it_happened(world):
    found = confirmed(world, days_ago=120)

    with pytest.raises(Refused) as late:
        actions.meet(by=world.officer, critical_date=found, met_on=today())
    assert late.value.field == "reason"
    with pytest.raises(Refused) as early:
        actions.meet(by=world.officer, critical_date=found, met_on=found.event_on - timedelta(days=1))
    assert early.value.field == "met_on"
    with pytest.raises(Refused):
        actions.meet(by=world.officer, critical_date=found, met_on=today() + timedelta(days=1), reason="먼저")
    actions.meet(by=world.officer, critical_date=found, met_on=today(), reason="추후보완을 구함")

    found.refresh_from_db()
    assert (found.state, found.reason) == ("met", "추후보완을 구함")


def test_a_struck_step_keeps_no_date(world):
    found = confirmed(world, state="active")
    actions.add_step(by=world.advocate, case=found.case, doing=doing(world))
    step = found.case.steps.get()
    actions.meet(by=world.advocate, critical_date=found, met_on=today(), step=step)

    actions.correct_step(
        by=world.advocate, step=step, doing=doing(world, kind="hearing"), reason="종류가 다름"
    )
    found.refresh_from_db()
    assert (found.state, found.met_step.corrects) == ("met", step)

    actions.strike(by=world.advocate, step=found.met_step, reason="내지 않음")
    found.refresh_from_db()
    assert (found.state, found.met_step) == ("open", None)


def test_a_step_of_another_case_keeps_nothing(world):
    found, other = confirmed(world, state="active"), make_case(world, "active")
    actions.add_step(by=world.advocate, case=other, doing=doing(world))

    with pytest.raises(Refused, match="이 사건의 단계"):
        actions.meet(by=world.officer, critical_date=found, met_on=today(), step=other.steps.get())


def test_a_wrong_day_takes_its_dates_with_it_and_the_right_one_brings_them_back_confirmed(world):
    found = confirmed(world, days_ago=20)
    wrong, right = found.matter_date, today() - timedelta(days=12)

    actions.withdraw_matter(by=world.officer, matter_date=wrong, reason="통보일을 적음", right_on=right)

    old, new = found.case.critical_dates.order_by("pk")
    assert (old.state, old.reason) == ("not_needed", "통보일을 적음")
    assert (new.state, new.event_on, new.matter_date.happened_on) == ("open", right, right)
    with pytest.raises(Refused, match="이미 무른"):
        actions.withdraw_matter(by=world.officer, matter_date=wrong, reason="다시")
    with pytest.raises(Refused, match="무른 날짜"):
        actions.revive(by=world.officer, critical_date=old, reason="다시")


def test_the_same_page_again_changes_nothing_more(world):
    case, token = make_case(world), uuid4()

    for _ in range(2):
        actions.record_matters(by=world.officer, case=case, dates=[("dismissal", today())], token=token)

    assert case.critical_dates.count() == 1
    assert events(case) == ["open", "date"]


# -- closing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [dated, confirmed])
def test_a_case_with_a_date_to_keep_is_not_closed_and_says_which(world, make):
    found = make(world, state="concluded")

    with pytest.raises(Refused) as refusal:
        actions.close(by=world.officer, case=found.case)

    assert found.term in str(refusal.value)
    assert "‘지킴’이나 ‘필요 없음’" in str(refusal.value)
    actions.drop(by=world.officer, critical_date=found, reason="합의로 끝남")
    assert actions.close(by=world.officer, case=found.case).state == "closed"


def test_a_closed_case_takes_no_date_up_again(world):
    found = confirmed(world, state="concluded")
    actions.meet(by=world.officer, critical_date=found, met_on=today())
    actions.close(by=world.officer, case=found.case)

    for verb in (
        lambda: actions.revive(by=world.officer, critical_date=found, reason="아직"),
        lambda: actions.add_term(by=world.officer, case=found.case, term=DISMISSAL, event_on=today()),
    ):
        with pytest.raises(Refused, match="‘종결’ 상태"):
            verb()


def test_a_step_that_kept_a_date_of_a_closed_case_is_not_struck(world):
    case = make_case(world, "active")
    actions.record_matters(by=world.officer, case=case, dates=[("dismissal", today())])
    found = case.critical_dates.get()
    actions.add_step(by=world.officer, case=case, doing=doing(world))
    step = case.steps.get()
    actions.meet(by=world.officer, critical_date=found, met_on=today(), step=step)
    from tests.remedy.factories import conclusion

    actions.conclude(by=world.officer, case=case, conclusion=conclusion(world))
    actions.close(by=world.officer, case=case)

    with pytest.raises(Refused, match="종결을 먼저"):
        actions.strike(by=world.officer, step=step, reason="잘못")


# -- the database says it too -------------------------------------------------------------------------------------


def refused_by_the_database(act) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


def test_the_database_closes_no_case_with_a_date_and_takes_no_date_in_a_closed_case(world):
    found, closed = confirmed(world, state="concluded"), make_case(world, "closed")

    refused_by_the_database(
        lambda: ReliefCase.objects.filter(pk=found.case_id).update(state="closed", closed_on=today())
    )
    copy = CriticalDate.objects.get(pk=found.pk)
    copy.pk, copy.case, copy.matter_date = None, closed, None
    refused_by_the_database(copy.save)


@pytest.mark.parametrize(
    "change",
    [
        {"last_on": date(2026, 8, 15)},
        {"last_on": date(2020, 1, 1)},
        {"event_on": date(2020, 1, 1)},
        {"raw_last_on": date(2020, 1, 1)},
        {"term": "다른 기한"},
        {"state": "met"},
        {"state": "not_needed"},
        {"state": "proposed"},
        {"met_on": date(2026, 1, 1)},
        {"reason": "그냥"},
    ],
)
def test_the_database_keeps_a_date_whole(world, change):
    found = confirmed(world)

    refused_by_the_database(lambda: CriticalDate.objects.filter(pk=found.pk).update(**change))


def test_the_database_keeps_what_was_settled_and_what_happened(world):
    found, other = confirmed(world, state="active"), confirmed(world, state="active")
    actions.add_step(by=world.officer, case=other.case, doing=doing(world))
    foreign = other.case.steps.get()
    settled = {
        "state": "met",
        "met_on": today(),
        "settled_at": "2026-01-01T00:00Z",
        "settled_by": world.officer,
    }
    rows = CriticalDate.objects.filter(pk=found.pk)

    refused_by_the_database(lambda: rows.update(**settled, met_step=foreign))
    refused_by_the_database(rows.delete)
    actions.drop(by=world.officer, critical_date=found, reason="합의함")
    refused_by_the_database(lambda: rows.update(reason="다른 까닭"))
    refused_by_the_database(lambda: rows.update(**settled, reason=""))
    refused_by_the_database(lambda: MatterDate.objects.update(happened_on=date(2020, 1, 1)))
    refused_by_the_database(MatterDate.objects.all().delete)


def test_another_centre_settles_nothing_here(world):
    from django.core.exceptions import PermissionDenied

    from tests.factories import make_centre

    found, elsewhere = confirmed(world), make_world(make_centre("elsewhere"))

    with pytest.raises(PermissionDenied):
        actions.drop(by=elsewhere.officer, critical_date=found, reason="우리 것 아님")
