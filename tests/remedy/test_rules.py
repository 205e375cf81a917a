"""The transition table and its guards: every verb from every state is allowed or refused with a sentence."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from kwonik.kernel import audit, permissions
from kwonik.remedy import access  # noqa: F401  (declares the permissions that the table names)
from kwonik.remedy.codes import OPEN, TRANSITIONS, CaseState, Turn
from kwonik.remedy.rules import (
    GUARDS,
    Refused,
    Standing,
    allowed,
    check_conclusion,
    obstacles,
    require,
    standing_turn,
    tasks,
    turn_after,
)

FINISHED = Standing(
    state=CaseState.PREPARING, has_client=True, has_facts=True, has_advocate=True, has_outcome=True
)
"""Lacks nothing that a guard asks for."""

# -- the table ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "state"), list(product(TRANSITIONS, CaseState.values)))
def test_every_verb_from_every_state_is_allowed_or_refused_in_korean(verb, state):
    case = replace(FINISHED, state=state)
    transition = TRANSITIONS[verb]

    if state in transition.sources:
        assert require(verb, case) is transition
    else:
        with pytest.raises(Refused) as refusal:
            require(verb, case)
        assert CaseState(state).label in str(refusal.value)
        assert transition.button in str(refusal.value)
        assert "지금 할 수 있는 일" in str(refusal.value)


@pytest.mark.parametrize("verb", TRANSITIONS)
def test_every_verb_has_a_declared_permission_and_audit_event(verb):
    transition = TRANSITIONS[verb]

    assert permissions.known(transition.permission)
    assert audit.known(f"remedy.case.{transition.done}").label == transition.label


def test_every_state_can_be_reached_and_left():
    reached = {t.target for t in TRANSITIONS.values() if t.target}
    left = {state for t in TRANSITIONS.values() if t.target for state in t.sources}

    assert reached == left == set(CaseState)


@pytest.mark.parametrize("state", CaseState.values)
def test_what_a_state_allows_is_what_does_not_get_refused_for_its_state(state):
    verbs = {transition.code for transition in allowed(state)}

    assert verbs == {verb for verb, t in TRANSITIONS.items() if state in t.sources}
    assert verbs, "a state that nothing leads out of hides its mistakes"


def test_every_end_can_be_undone():
    undo = {"close": "reopen", "withdraw": "restore", "conclude": "resume", "assign": "retract"}
    for verb, back in undo.items():
        assert TRANSITIONS[verb].target in TRANSITIONS[back].sources
        assert TRANSITIONS[back].asks_reason


def test_a_case_that_nobody_opened_cannot_be_opened_again():
    assert TRANSITIONS["open"].sources == ()


# -- guards ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "state", "lacking", "said"),
    [
        ("ready", "preparing", {"has_facts": False}, "사실관계를 먼저 적으세요."),
        ("ready", "preparing", {"has_client": False}, "내담자를 먼저 정하세요."),
        ("ready", "preparing", {"small_claim": True}, "지급명령·가압류·소액심판"),
        ("assign", "ready", {"review_only": True}, "센터가 직접 진행하세요."),
        ("assign", "ready", {"small_claim": True}, "지급명령·가압류·소액심판"),
        ("handle", "ready", {"has_facts": False}, "사실관계를 먼저 적으세요."),
        ("close", "concluded", {"has_outcome": False}, "결과를 먼저 적으세요."),
    ],
)
def test_a_guard_refuses_what_is_lacking_and_nothing_else(verb, state, lacking, said):
    complete = replace(FINISHED, state=state)

    assert obstacles(verb, complete) == []
    (sentence,) = obstacles(verb, replace(complete, **lacking))
    assert said in sentence


def test_a_small_claim_with_an_instrument_may_go_on():
    case = replace(FINISHED, state="ready", small_claim=True, instruments=("payment_order",))

    assert obstacles("assign", case) == []


def test_everything_lacking_is_said_at_once():
    with pytest.raises(Refused) as refusal:
        require("ready", Standing(state="preparing", small_claim=True))

    assert all(guard.words in str(refusal.value) for guard in GUARDS["ready"])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"concluded_on": date(2026, 1, 31)}, "concluded_on"),
        ({"concluded_on": date(2026, 3, 2)}, "concluded_on"),
        ({"recovered_won": -1}, "recovered_won"),
    ],
)
def test_an_outcome_lies_between_the_opening_and_today_and_takes_nothing_away(given, field):
    good = {
        "opened_on": date(2026, 2, 1),
        "concluded_on": date(2026, 2, 1),
        "today": date(2026, 3, 1),
        "recovered_won": 0,
    }
    check_conclusion(**good)

    with pytest.raises(Refused) as refusal:
        check_conclusion(**good | given)
    assert refusal.value.field == field


# -- whose turn -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "before", "has_advocate", "chosen", "after"),
    [
        ("assign", Turn.CENTRE, False, None, Turn.ADVOCATE),
        ("accept", Turn.ADVOCATE, True, None, Turn.ADVOCATE),
        ("decline", Turn.ADVOCATE, False, None, Turn.CENTRE),
        ("handle", Turn.CENTRE, False, None, Turn.CENTRE),
        ("step", Turn.ADVOCATE, True, Turn.FORUM, Turn.FORUM),
        ("step", Turn.CENTRE, False, Turn.ADVOCATE, Turn.CENTRE),
        ("amend", Turn.FORUM, True, None, Turn.FORUM),
        ("resume", Turn.CENTRE, True, None, Turn.ADVOCATE),
        ("resume", Turn.CENTRE, False, None, Turn.CENTRE),
        ("close", Turn.CENTRE, True, None, Turn.NOBODY),
        ("close", Turn.CENTRE, True, Turn.FORUM, Turn.NOBODY),
    ],
)
def test_whose_turn_it_is_afterwards(verb, before, has_advocate, chosen, after):
    assert turn_after(TRANSITIONS[verb], before, has_advocate, chosen) == after


def test_after_a_strike_the_last_standing_step_says_whose_turn_it_is():
    steps = [("client", None), ("forum", date(2026, 5, 1))]

    assert standing_turn("active", True, steps) == ("forum", date(2026, 5, 1))
    assert standing_turn("active", True, steps[:1]) == ("client", None)
    assert standing_turn("active", True, []) == ("advocate", None)
    assert standing_turn("active", False, []) == ("centre", None)
    with pytest.raises(ValueError, match="closed"):
        standing_turn("closed", True, steps)


# -- the task list --------------------------------------------------------------------------------------------


def done(case):
    return {task.label: task.done for task in tasks(case)}


def test_the_task_list_of_a_new_case_offers_the_facts_and_explains_the_rest():
    listed = {task.label: task for task in tasks(Standing(state="preparing", has_client=True))}

    assert listed["내담자 정하기"].done
    assert listed["사실관계 적기"].verb == "facts"
    assert listed["사실관계 마치기"].verb == ""
    assert listed["사실관계 마치기"].hint == "사실관계를 먼저 적으세요."
    assert listed["보호관 배정"].hint == "앞의 일을 먼저 마치세요."


def test_a_review_is_done_by_the_centre_itself():
    listed = {task.label: task for task in tasks(replace(FINISHED, state="ready", review_only=True))}

    assert listed["센터가 검토하기"].verb == "handle"
    assert "보호관 배정" not in listed


def test_a_closed_case_has_everything_done_and_a_withdrawn_one_nothing_to_do():
    assert all(done(replace(FINISHED, state="closed")).values())
    assert tasks(replace(FINISHED, state="withdrawn")) == []


@pytest.mark.parametrize("state", OPEN)
def test_no_task_offers_a_verb_that_would_be_refused(state):
    for has_facts, has_outcome in product((True, False), repeat=2):
        case = replace(FINISHED, state=state, has_facts=has_facts, has_outcome=has_outcome)
        assert all(obstacles(task.verb, case) == [] for task in tasks(case) if task.verb)
