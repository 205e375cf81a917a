"""Every verb of a case: what it changes, what it records, what it refuses."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.models import ConflictOfInterest, PersonalDataAccess
from kwonik.people.rules import ResidentNumberRefused
from kwonik.remedy import access, actions
from kwonik.remedy.actions import Overtaken
from kwonik.remedy.codes import TRANSITIONS, CaseState
from kwonik.remedy.models import CaseEvent, Offer, ReliefCase, Step
from kwonik.remedy.rules import Refused, allowed
from kwonik.scheduling import matching
from tests.factories import (
    grant,
    make_account,
    make_appointment,
    make_centre,
    make_client,
    make_district,
    make_role,
    make_workplace,
)
from tests.remedy.factories import (
    ADVOCATE,
    STAFF,
    accepted,
    assigned,
    conclusion,
    doing,
    make_case,
    offer_of,
    open_case,
    particulars,
)


def today() -> date:
    return timezone.localdate()


def events(case):
    return list(CaseEvent.objects.filter(case=case).order_by("pk").values_list("code", flat=True))


def audited(case):
    return [event.code for event in audit.history(case)]


def say(world, case, verb, by, **given):
    """Says any verb of the table about the case, with whatever it needs."""
    offer, step = Offer.objects.filter(case=case).last(), Step.objects.filter(case=case).last()
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
MOVES = [verb for verb in TRANSITIONS if verb != "open"]


def ready_for(world, state):
    """A case in `state` that lacks nothing, with a step where one can have been made."""
    case = make_case(world, state)
    if state == "offered":
        actions.clear(by=world.advocate, offer=offer_of(case))
    Step.objects.create(
        case=case, done_on=case.opened_on, kind=world.code("step", "filed"), recorded_by=world.officer
    )
    return case


@pytest.mark.parametrize("state", CaseState.values)
def test_every_verb_from_every_state_moves_as_the_table_says_or_changes_nothing(world, state):
    made = ready_for(world, state)
    happened = events(made)
    said = 0
    for verb in MOVES:
        case = ReliefCase.objects.get(pk=made.pk)
        if verb in ACTORS and not Offer.objects.filter(case=case).exists():
            continue  # nobody was asked: there is nothing to answer
        transition = TRANSITIONS[verb]
        actor = getattr(world, ACTORS.get(verb, "officer"))
        with transaction.atomic():
            if state in transition.sources:
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


# -- opening --------------------------------------------------------------------------------------------------


def test_a_case_is_opened_under_the_next_number_with_its_first_event(world):
    first = open_case(world, opened_on=date(2025, 3, 4))
    second = open_case(world, opened_on=date(2025, 5, 6))
    last_year = open_case(world, opened_on=date(2024, 5, 6))

    assert [case.reference for case in (first, second, last_year)] == [
        "R-2025-000001",
        "R-2025-000002",
        "R-2024-000001",
    ]
    assert (first.state, first.turn) == ("preparing", "centre")
    assert events(first) == ["open"]
    assert audited(first) == ["remedy.case.opened"]


def test_the_facts_are_sealed_and_read_back_with_a_log_entry(world):
    case = open_case(world, facts="사장이 해고를 문자로 알림")

    assert "해고".encode() not in bytes(case.facts.ciphertext)
    text = vault.read([case.facts], by=world.officer, purpose="remedy", action="test")
    assert text == {case.facts_id: "사장이 해고를 문자로 알림"}
    assert PersonalDataAccess.objects.filter(client_ids=[case.client_id]).exists()


def test_a_name_that_nobody_knows_becomes_a_client(world):
    case = open_case(world, client=None, name="김새로", phone="010-0000-1111")

    known = vault.identities([case.client_id], by=world.officer, purpose="remedy", action="test")
    assert known[case.client_id].name == "김새로"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"opened_on": date.today() + timedelta(days=2)}, "opened_on"),
        ({"client": None, "name": " "}, "name"),
        ({"forum": "small_claim"}, "instruments"),
        ({"claimed_won": 0}, "claimed_won"),
        ({"workplace": "900101-1234567 상사"}, "workplace"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_box_and_nothing_is_stored(world, fields, field):
    with pytest.raises(Refused) as refusal:
        open_case(world, **fields)

    assert refusal.value.field == field
    assert not ReliefCase.objects.exists()


def test_codes_of_another_list_are_refused(world):
    with pytest.raises(Refused, match="쓰지 않는 분류"):
        open_case(world, issue=world.code("outcome", "dismissed"))


def test_a_resident_number_in_the_facts_is_refused_whole(world):
    with pytest.raises(ResidentNumberRefused):
        open_case(world, facts="주민번호 900101-1234567")

    assert not ReliefCase.objects.exists()


def test_somebody_of_another_centre_cannot_be_the_client(world):
    with pytest.raises(Refused):
        open_case(world, client=make_client(make_centre("elsewhere")))


def test_instruments_are_kept_only_where_there_is_a_small_claim(world):
    small = open_case(world, forum="small_claim", instruments=["payment_order", "provisional_attachment"])
    petition = open_case(world, instruments=["payment_order"])

    assert small.instruments == ["payment_order", "provisional_attachment"]
    assert petition.instruments == []


def test_the_same_form_again_is_the_same_case(world):
    token, given = uuid4(), particulars(world)

    first, second = (
        actions.open_case(
            by=world.officer, centre=world.centre, service=world.service, particulars=given, token=token
        )
        for _ in range(2)
    )

    assert first == second
    assert ReliefCase.objects.count() == 1


# -- amending -------------------------------------------------------------------------------------------------


def test_an_amendment_tells_in_the_history_what_it_changed(world):
    case = open_case(world)

    actions.amend(
        by=world.officer,
        case=case,
        version=1,
        particulars=particulars(
            world, client=case.client, district=make_district("mapo", "마포구"), claimed_won=1_200_000
        ),
    )

    event = CaseEvent.objects.get(case=case, code="amend")
    assert event.changes == [["자치구", "", "마포구"], ["청구액(원)", "", "1,200,000"]]


def test_whoever_comes_second_is_told_and_overwrites_nothing(world):
    case = open_case(world)
    given = particulars(world, client=case.client, workplace="나래상사")
    actions.amend(by=world.officer, case=case, particulars=given, version=1)

    with pytest.raises(Overtaken) as overtaken:
        actions.amend(
            by=world.officer, case=case, particulars=particulars(world, client=case.client), version=1
        )

    assert overtaken.value.current.workplace.name == "나래상사"
    assert ReliefCase.objects.get(pk=case.pk).workplace.name == "나래상사"
    with pytest.raises(Overtaken):
        actions.set_facts(by=world.officer, case=case, facts="덮어씀", version=1)


def test_facts_follow_the_client_they_concern(world):
    case, other = open_case(world), make_client(world.centre, name="이다른", phone="010-2222-3333")

    amended = actions.amend(
        by=world.officer, case=case, particulars=particulars(world, client=other), version=1
    )

    assert amended.facts_id != case.facts_id
    assert amended.facts.client == other
    text = vault.read([amended.facts_id], by=world.officer, purpose="remedy", action="test")
    assert text[amended.facts_id] == "석 달치 임금을 받지 못함"


def test_a_case_with_an_advocate_does_not_become_a_review(world):
    case = make_case(world, "active")
    given = particulars(world, client=case.client, forum="document_review")

    with pytest.raises(Refused, match="먼저 배정을 푸세요"):
        actions.amend(by=world.officer, case=case, particulars=given, version=case.version)


def test_every_former_state_of_a_case_is_kept_by_the_database(world):
    case = make_case(world, "ready")

    ReliefCase.objects.filter(pk=case.pk).update(claimed_won=5)

    kept = case.past.order_by("pgh_id")
    assert [(row.state, row.claimed_won) for row in kept] == [("preparing", None), ("ready", None)]


# -- assignment -----------------------------------------------------------------------------------------------


def test_an_offer_stores_the_ranking_so_that_it_can_be_replayed(world):
    busy = make_appointment(centre=world.centre, specialities=["other"])
    case = make_case(world, "offered")
    offer = offer_of(case)

    placements = matching.replay(offer.ranking)

    assert {placement.key for placement in placements} == {world.appointment.pk, busy.pk}
    chosen = placements[0]
    assert (chosen.key, chosen.rank, chosen.cost) == (offer.advocate_id, offer.rank, offer.score)
    assert offer.reasons == [
        {"code": reason.code, "words": reason.words, "points": reason.points} for reason in chosen.reasons
    ]
    assert offer.ranking["weights"]["version"] == matching.Weights().version


def test_the_advocate_has_three_working_days_to_answer(world, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 3, 5))  # a Thursday
    case = make_case(world, "offered")

    assert offer_of(case).due_on == date(2026, 3, 10)
    assert (case.turn, case.due_on) == ("advocate", date(2026, 3, 10))


def test_whoever_is_not_first_is_asked_with_a_reason(world):
    second = make_appointment(centre=world.centre, specialities=["other"])
    case = make_case(world, "ready")

    with pytest.raises(Refused, match="2순위") as refusal:
        actions.assign(by=world.officer, case=case, advocate=second)
    assert refusal.value.field == "choice_reason"

    actions.assign(
        by=world.officer, case=case, advocate=second, choice_reason="같은 사업장의 사건을 맡고 있음"
    )
    assert offer_of(case).choice_reason == "같은 사업장의 사건을 맡고 있음"


@pytest.mark.parametrize("own", [True, False])
def test_a_conflict_of_interest_is_a_hard_no_with_an_audit_row(world, own):
    colleague = make_appointment(centre=world.centre, firm="노무법인 가온")
    partner = make_appointment(centre=world.centre, firm="노무법인  가온")
    ConflictOfInterest.objects.create(
        appointment=colleague, workplace=make_workplace("㈜가람상사"), reason="자문", declared_on=today()
    )
    case = make_case(world, "ready", workplace="가람상사")

    with pytest.raises(Refused, match="이해충돌"):
        actions.assign(
            by=world.officer, case=case, advocate=colleague if own else partner, choice_reason="그래도"
        )
    assert not Offer.objects.exists()

    assigned(world, case)
    (excluded,) = [e for e in audit.history(case) if e.code == "remedy.case.conflict_excluded"]
    assert sorted(excluded.detail["advocates"]) == sorted([colleague.pk, partner.pk])


def test_an_advocate_of_another_centre_or_role_cannot_be_asked(world):
    case = make_case(world, "ready")
    others = (
        make_appointment(centre=make_centre("elsewhere")),
        make_appointment("duty_attorney", centre=world.centre),
    )

    for other in others:
        with pytest.raises(Refused):
            actions.assign(by=world.officer, case=case, advocate=other, choice_reason="그래도")


def test_open_questions_count_as_load(world):
    world.appointment.capacity = 1
    world.appointment.save()
    make_case(world, "offered")
    second = make_case(world, "ready")

    with pytest.raises(Refused, match="가득 참"):
        assigned(world, second)


def test_accepting_waits_for_the_conflict_to_be_denied(world):
    case = make_case(world, "offered")

    with pytest.raises(Refused, match="이해충돌이 없는지 먼저"):
        actions.accept(by=world.advocate, offer=offer_of(case))

    taken = accepted(world, case)
    assert (taken.state, taken.turn, taken.due_on, taken.advocate) == (
        "active",
        "advocate",
        None,
        world.appointment,
    )
    assert "remedy.offer.cleared" in audited(case)


def test_only_the_one_who_was_asked_answers(world):
    other = make_account(*ADVOCATE, centre=world.centre)
    make_appointment(centre=world.centre, account=other)
    case = make_case(world, "offered")

    for answer in (
        lambda: actions.clear(by=other, offer=offer_of(case)),
        lambda: actions.accept(by=other, offer=offer_of(case)),
        lambda: actions.decline(by=other, offer=offer_of(case), reason="바쁨"),
    ):
        with pytest.raises(PermissionDenied):
            answer()


def test_declining_sends_the_case_back_with_the_reason(world):
    case = make_case(world, "offered")

    with pytest.raises(Refused):
        actions.decline(by=world.advocate, offer=offer_of(case), reason="  ")
    declined = actions.decline(by=world.advocate, offer=offer_of(case), reason="출장 중")

    assert (declined.state, declined.turn, declined.advocate) == ("ready", "centre", None)
    assert (offer_of(case).state, offer_of(case).answer_reason) == ("declined", "출장 중")
    ranked = actions.rank_advocates(case=declined, day=today())
    assert "거절함" in " ".join(reason.words for reason in ranked[0].placement.reasons)


def test_a_conflict_told_when_declining_bars_the_advocate_from_then_on(world):
    case = make_case(world, "offered")

    actions.decline(by=world.advocate, offer=offer_of(case), reason="사업장을 자문함", conflict=True)

    assert ConflictOfInterest.objects.get().workplace == case.workplace
    (ranked,) = actions.rank_advocates(case=case, day=today())
    assert ranked.placement.barred


def test_a_question_taken_back_cannot_be_answered_even_while_another_is_open(world):
    case = make_case(world, "offered")
    stale = offer_of(case)
    actions.retract(by=world.officer, case=case, reason="다른 사람에게 물음")
    other = make_appointment(centre=world.centre)
    actions.assign(by=world.officer, case=case, advocate=other, choice_reason="급함")

    with pytest.raises(Refused, match="거둠"):
        actions.accept(by=world.advocate, offer=stale)
    assert stale.state == "offered"
    assert Offer.objects.get(pk=stale.pk).state == "withdrawn"


def test_a_review_is_handled_by_the_centre_and_never_offered(world):
    case = make_case(world, "ready", forum="document_review")

    with pytest.raises(Refused, match="센터가 직접 진행"):
        assigned(world, case)
    handled = actions.handle(by=world.officer, case=case)

    assert (handled.state, handled.turn, handled.advocate) == ("active", "centre", None)


def test_a_released_case_waits_again_and_its_advocate_sees_it_no_more(world):
    case = make_case(world, "active")
    actions.add_step(by=world.advocate, case=case, doing=doing(world))
    assert access.visible(world.advocate, "remedy.case:view_assigned").filter(pk=case.pk).exists()

    released = actions.reassign(by=world.officer, case=case, reason="사임")

    assert (released.state, released.turn, released.advocate) == ("ready", "centre", None)
    assert offer_of(case).state == "released"
    assert released.steps.count() == 1
    assert not access.visible(world.advocate, "remedy.case:view_assigned").filter(pk=case.pk).exists()
    with pytest.raises(PermissionDenied):
        actions.add_step(by=world.advocate, case=case, doing=doing(world))


# -- steps ----------------------------------------------------------------------------------------------------


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


# -- the end --------------------------------------------------------------------------------------------------


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
