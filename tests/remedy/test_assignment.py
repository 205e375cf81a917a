"""Asking advocates: the stored ranking, conflicts, answers, and taking a question back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people.models import ConflictOfInterest
from kwonik.remedy import access, actions
from kwonik.remedy.models import Offer
from kwonik.remedy.rules import Refused
from kwonik.scheduling import matching
from tests.factories import (
    make_account,
    make_appointment,
    make_centre,
    make_workplace,
)
from tests.remedy.factories import (
    ADVOCATE,
    accepted,
    assigned,
    audited,
    doing,
    make_case,
    offer_of,
    today,
)


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
