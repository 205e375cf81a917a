"""Steps, their correction, outcomes and endings: all in the open."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest

from kwonik.remedy import actions
from kwonik.remedy.codes import TRANSITIONS
from kwonik.remedy.models import CaseEvent
from kwonik.remedy.rules import Refused
from tests.remedy.factories import (
    accepted,
    assigned,
    audited,
    conclusion,
    doing,
    events,
    make_case,
    offer_of,
    ready_for,
    today,
)


def test_a_step_passes_the_turn_on_with_its_due_date(world):
    case = make_case(world, "active")
    due = today() + timedelta(days=14)

    moved = actions.add_step(by=world.advocate, case=case, doing=doing(world, due_on=due, note="진정서를 냄"))

    assert (moved.turn, moved.due_on) == ("forum", due)
    event = CaseEvent.objects.filter(case=case).latest("pk")
    assert (event.code, event.turn, event.due_on, event.step.kind.code) == ("step", "forum", due, "filed")


def test_a_due_date_goes_with_its_turn(world):
    case = make_case(world, "active")
    due = today() + timedelta(days=14)
    actions.add_step(by=world.advocate, case=case, doing=doing(world, next_turn="client", due_on=due))

    back = actions.conclude(by=world.advocate, case=case, conclusion=conclusion(world))

    assert (back.turn, back.due_on) == ("centre", None)


def test_a_wrong_step_is_struck_with_its_reason_and_stays(world):
    case = make_case(world, "active")
    actions.add_step(by=world.advocate, case=case, doing=doing(world, next_turn="client"))
    actions.add_step(by=world.advocate, case=case, doing=doing(world, next_turn="forum"))
    wrong = case.steps.latest("pk")

    with pytest.raises(Refused):
        actions.strike(by=world.advocate, step=wrong, reason="")
    moved = actions.strike(by=world.advocate, step=wrong, reason="다른 사건의 단계임")

    wrong.refresh_from_db()
    assert (wrong.struck_by, wrong.struck_reason) == (world.advocate, "다른 사건의 단계임")
    assert case.steps.count() == 2
    assert moved.turn == "client"
    with pytest.raises(Refused, match="이미 지운"):
        actions.strike(by=world.advocate, step=wrong, reason="다시")


def test_a_corrected_step_names_the_one_it_replaces(world):
    case = make_case(world, "active")
    actions.add_step(by=world.advocate, case=case, doing=doing(world, kind="filed"))
    wrong = case.steps.get()

    moved = actions.correct_step(
        by=world.advocate,
        step=wrong,
        doing=doing(world, kind="hearing", next_turn="client"),
        reason="종류가 다름",
    )

    right = case.steps.get(struck_at=None)
    assert (right.corrects, right.kind.code, moved.turn) == (wrong, "hearing", "client")
    assert events(case)[-1] == "correct"


def test_an_advocate_strikes_only_what_they_wrote_staff_any(world):
    case = make_case(world, "active")
    actions.add_step(by=world.officer, case=case, doing=doing(world))
    theirs = case.steps.get()

    with pytest.raises(Refused, match="다른 사람이 적은 단계"):
        actions.strike(by=world.advocate, step=theirs, reason="싫음")
    actions.add_step(by=world.advocate, case=case, doing=doing(world))
    actions.strike(by=world.officer, step=case.steps.latest("pk"), reason="두 번 적음")

    assert case.steps.filter(struck_at=None).get() == theirs


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"done_on": date.today() + timedelta(days=2)}, "done_on"),
        ({"done_on": date(2019, 1, 1)}, "done_on"),
        ({"due_on": date.today() - timedelta(days=1)}, "due_on"),
    ],
)
def test_impossible_days_of_a_step_are_refused(world, fields, field):
    case = make_case(world, "active")

    with pytest.raises(Refused) as refusal:
        actions.add_step(by=world.advocate, case=case, doing=doing(world, **fields))
    assert refusal.value.field == field


def test_the_same_page_again_writes_one_step(world):
    case, token = make_case(world, "active"), uuid4()

    for _ in range(2):
        actions.add_step(by=world.advocate, case=case, doing=doing(world), token=token)

    assert case.steps.count() == 1


def test_an_outcome_is_written_revised_and_undone_in_the_open(world):
    case = make_case(world, "concluded")

    actions.revise(
        by=world.officer,
        case=case,
        conclusion=conclusion(world, recovered_won=300_000),
        reason="0을 하나 더 적음",
    )
    event = CaseEvent.objects.filter(case=case).latest("pk")
    assert event.changes == [["돌려받은 금액(원)", "3,000,000", "300,000"]]

    resumed = actions.resume(by=world.officer, case=case, reason="재심을 신청함")
    assert (resumed.state, resumed.turn) == ("active", "advocate")
    assert (resumed.outcome, resumed.concluded_on, resumed.recovered_won) == (None, None, None)


def test_closing_and_reopening(world):
    case = make_case(world, "concluded")

    closed = actions.close(by=world.officer, case=case)
    assert (closed.state, closed.turn, closed.closed_on) == ("closed", "", today())
    reopened = actions.reopen(by=world.officer, case=case, reason="돈이 덜 들어옴")

    assert (reopened.state, reopened.turn, reopened.closed_on) == ("concluded", "centre", None)


def test_a_case_is_not_closed_before_its_outcome(world):
    case = make_case(world, "concluded")

    with pytest.raises(Refused) as refusal:
        actions.close(by=world.officer, case=case, closed_on=case.concluded_on - timedelta(days=1))
    assert refusal.value.field == "closed_on"


def test_withdrawing_takes_an_open_question_back_and_can_be_undone(world):
    case = make_case(world, "offered")

    gone = actions.withdraw(by=world.officer, case=case, kind="client", reason="원하지 않음")
    assert (gone.state, gone.turn, gone.withdrawal, gone.withdrawn_on) == ("withdrawn", "", "client", today())
    assert offer_of(case).state == "withdrawn"

    back = actions.restore(by=world.officer, case=case, reason="마음을 바꿈")
    assert (back.state, back.turn, back.withdrawal, back.withdrawn_on) == ("preparing", "centre", "", None)


def test_restoring_an_active_case_begins_again_without_its_advocate(world):
    case = make_case(world, "active")
    actions.withdraw(by=world.officer, case=case, kind="centre", reason="지원을 이을 수 없음")

    back = actions.restore(by=world.officer, case=case, reason="잘못 취하함")

    assert back.advocate is None
    assert offer_of(case).state == "released"


def test_a_whole_case_has_a_complete_history(world):
    case = make_case(world, "offered")
    actions.decline(by=world.advocate, offer=offer_of(case), reason="바쁨")
    assigned(world, case)
    accepted(world, case)
    actions.add_step(by=world.advocate, case=case, doing=doing(world))
    actions.strike(by=world.advocate, step=case.steps.get(), reason="잘못 적음")
    actions.conclude(by=world.advocate, case=case, conclusion=conclusion(world))
    closed = actions.close(by=world.officer, case=case)

    said = ["open", "ready", "assign", "decline", "assign", "accept", "step", "strike", "conclude", "close"]
    assert events(closed) == said
    rows = list(CaseEvent.objects.filter(case=case).order_by("pk"))
    assert all(row.by and row.at for row in rows)
    for before, after in pairwise(rows):
        assert after.from_state == before.to_state
    assert [code for code in audited(case) if code.startswith("remedy.case.")] == [
        f"remedy.case.{TRANSITIONS[verb].done}" for verb in said
    ]


@pytest.mark.parametrize(
    ("verb", "state"), [("strike", "closed"), ("withdraw", "active"), ("reassign", "active")]
)
def test_a_reason_is_asked_for_and_holds_no_resident_number(world, verb, state):
    case = ready_for(world, state)
    step = case.steps.last()
    reasoned = {
        "strike": lambda reason: actions.strike(by=world.officer, step=step, reason=reason),
        "withdraw": lambda reason: actions.withdraw(
            by=world.officer, case=case, kind="client", reason=reason
        ),
        "reassign": lambda reason: actions.reassign(by=world.officer, case=case, reason=reason),
    }[verb]

    for reason in ("", "900101-1234567 때문"):
        with pytest.raises(Refused) as refusal:
            reasoned(reason)
        assert refusal.value.field == "reason"
