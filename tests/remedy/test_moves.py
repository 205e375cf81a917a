"""Every verb from every state and by everybody: moved as the table says, or nothing changed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from kwonik.remedy import actions
from kwonik.remedy.codes import TRANSITIONS, CaseState
from kwonik.remedy.models import CriticalDate, MatterDate, Offer, ReliefCase, Step
from kwonik.remedy.rules import Refused, allowed
from tests.factories import (
    grant,
    make_account,
    make_centre,
    make_role,
)
from tests.remedy.factories import (
    ADVOCATE,
    STAFF,
    audited,
    conclusion,
    doing,
    events,
    make_case,
    particulars,
    ready_for,
    with_dates,
)


def say(world, case, verb, by, **given):
    """Says any verb of the table about the case, with whatever it needs."""
    offer, step = Offer.objects.filter(case=case).last(), Step.objects.filter(case=case).last()
    day = case.matter_dates.first() or MatterDate(case=case)
    date = case.critical_dates.pending().first() or CriticalDate(case=case)
    settled = case.critical_dates.filter(state="not_needed").first() or CriticalDate(case=case)
    needs = {
        "facts": lambda: actions.set_facts(by=by, case=case, facts="고쳐 적음", version=case.version),
        "amend": lambda: actions.amend(
            by=by, case=case, particulars=particulars(world, client=case.client), version=case.version
        ),
        "ready": lambda: actions.ready(by=by, case=case),
        "assign": lambda: actions.assign(by=by, case=case, advocate=world.appointment),
        "retract": lambda: actions.retract(by=by, case=case, reason="다시 생각함"),
        "accept": lambda: actions.accept(by=by, offer=offer),
        "decline": lambda: actions.decline(by=by, offer=offer, reason="바쁨"),
        "handle": lambda: actions.handle(by=by, case=case),
        "step": lambda: actions.add_step(by=by, case=case, doing=doing(world)),
        "strike": lambda: actions.strike(by=by, step=step, reason="잘못 적음"),
        "correct": lambda: actions.correct_step(by=by, step=step, doing=doing(world), reason="날짜가 다름"),
        "date": lambda: actions.record_matters(by=by, case=case, dates=[("dismissal", case.opened_on)]),
        "undate": lambda: actions.withdraw_matter(by=by, matter_date=day, reason="다른 날임"),
        "confirm": lambda: actions.confirm(by=by, case=case, dates=[date.pk]),
        "term": lambda: actions.add_term(by=by, case=case, term="항소(2주)", event_on=case.opened_on),
        "meet": lambda: actions.meet(by=by, critical_date=date, met_on=case.opened_on),
        "drop": lambda: actions.drop(by=by, critical_date=date, reason="합의함"),
        "revive": lambda: actions.revive(by=by, critical_date=settled, reason="다시 봄"),
        "reassign": lambda: actions.reassign(by=by, case=case, reason="보호관 사임"),
        "conclude": lambda: actions.conclude(by=by, case=case, conclusion=conclusion(world)),
        "revise": lambda: actions.revise(
            by=by, case=case, conclusion=conclusion(world), reason="금액이 다름"
        ),
        "resume": lambda: actions.resume(by=by, case=case, reason="항소함"),
        "close": lambda: actions.close(by=by, case=case),
        "reopen": lambda: actions.reopen(by=by, case=case, reason="더 할 일이 있음"),
        "withdraw": lambda: actions.withdraw(by=by, case=case, kind="client", reason="원하지 않음"),
        "restore": lambda: actions.restore(by=by, case=case, reason="다시 원함"),
    }
    return needs[verb]()


ACTORS = {"accept": "advocate", "decline": "advocate"}
ABOUT_DATES = ("undate", "confirm", "meet", "drop", "revive")
MOVES = [verb for verb in TRANSITIONS if verb != "open"]


@pytest.mark.parametrize("state", CaseState.values)
def test_every_verb_from_every_state_moves_as_the_table_says_or_changes_nothing(world, state):
    made = ready_for(world, state)
    said = 0
    for verb in MOVES:
        case, happened = ReliefCase.objects.get(pk=made.pk), events(made)
        if verb in ACTORS and not Offer.objects.filter(case=case).exists():
            continue  # nobody was asked: there is nothing to answer
        transition = TRANSITIONS[verb]
        actor = getattr(world, ACTORS.get(verb, "officer"))
        with transaction.atomic():
            if state in transition.sources:
                if verb in ABOUT_DATES:
                    with_dates(world, case)
                happened = events(case)
                after = say(world, case, verb, actor)
                assert after.state == (transition.target or state)
                assert events(case) == [*happened, verb]
                assert audited(case)[-1] == f"remedy.case.{transition.done}"
                said += 1
            else:
                with pytest.raises(Refused):
                    say(world, case, verb, actor)
                stored = ReliefCase.objects.get(pk=case.pk)
                assert (stored.state, stored.turn, stored.version) == (case.state, case.turn, case.version)
                assert events(case) == happened
            transaction.set_rollback(True)
    assert said == len(allowed(state))


@pytest.mark.parametrize("verb", MOVES)
def test_a_verb_needs_its_own_permission(world, verb):
    transition = TRANSITIONS[verb]
    state = transition.sources[-1] if verb != "accept" else "offered"
    case = ready_for(world, state)
    lacking = [permission for permission in (*STAFF, *ADVOCATE) if permission != transition.permission]
    stranger = make_account(centre=world.centre)
    grant(stranger, make_role(code=f"all-but-{verb}"), world.centre)
    role = stranger.grants.get().role
    role.permissions = lacking
    role.save()
    happened = events(case)

    with pytest.raises(PermissionDenied):
        say(world, case, verb, stranger)

    assert events(case) == happened


def test_a_case_of_another_centre_cannot_be_moved(world):
    elsewhere = make_account(*STAFF, centre=make_centre("elsewhere"))
    case = make_case(world)

    with pytest.raises(PermissionDenied):
        actions.ready(by=elsewhere, case=case)
