"""What is promised stays, events are only added, refusals remain; the database itself refuses the rest."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.pledges import actions, queries
from kwonik.pledges.models import Goal, Happening, Milestone, Money, Pledge
from kwonik.pledges.rules import Refused
from tests.budget.factories import make_line, make_spending
from tests.factories import make_account
from tests.pledges.factories import head, make_happening, make_money, make_pledge, make_status

DECIDED = {"decided_on": date(2025, 5, 1), "decided_by": "평가단", "basis": "제2차 정기회의"}


def refused_by_the_database(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError:
        return True
    return False


def test_a_pledge_is_recorded_once_per_form(officer, city):
    token = uuid4()

    first, again = (
        actions.record_pledge(by=officer, centre=city, facts=head("shelter"), form_token=token)
        for _ in range(2)
    )

    assert first == again
    assert [event.code for event in audit.history(first)] == ["pledges.pledge.recorded"]
    with pytest.raises(Refused, match="이미 쓰고 있습니다"):
        actions.record_pledge(by=officer, centre=city, facts=head("shelter"), form_token=uuid4())


def test_nobody_may_without_the_right(city):
    with pytest.raises(PermissionDenied):
        actions.record_pledge(by=make_account(centre=city), centre=city, facts=head("shelter"))


def test_the_original_text_stays_for_ever(officer, city):
    pledge = make_pledge(city)

    amended = actions.amend_pledge(
        by=officer, pledge=pledge, facts=head(pledge.code, original="다른 글", title="새 이름")
    )

    assert (amended.title, amended.original) == ("새 이름", pledge.original)
    for field in ("original", "election", "code"):
        assert refused_by_the_database(lambda field=field: Pledge.objects.update(**{field: "다른 것"}))


def test_events_are_never_changed_or_deleted(city):
    event = make_status(make_pledge(city), "on_track")

    assert refused_by_the_database(lambda: Happening.objects.update(basis="다른 근거"))
    assert refused_by_the_database(event.delete)


def test_a_part_belongs_to_the_organisation_of_its_pledge(city, elsewhere):
    pledge = make_pledge(city)

    assert refused_by_the_database(
        lambda: Goal.objects.create(pledge=pledge, centre=elsewhere, area="쉼터", year=2025, text="하나")
    )


@pytest.mark.parametrize(
    "facts",
    [
        {"weight": 0},
        {"first_quarter": 20231, "last_quarter": 20224},
        {"done_quarter": 20224},
        {"evidence": "문서"},
    ],
)
def test_milestones_that_say_nothing_sensible_are_refused_by_the_database(city, facts):
    told = {"text": "일", "first_quarter": 20223, "last_quarter": 20224, **facts}
    pledge = make_pledge(city)

    assert refused_by_the_database(lambda: Milestone.objects.create(pledge=pledge, centre=city, **told))


def test_a_status_decided_later_wins_and_none_lies_ahead(officer, city):
    pledge = make_pledge(city)
    actions.set_status(by=officer, pledge=pledge, status="behind", **DECIDED)

    with pytest.raises(Refused, match="오늘보다 뒤"):
        tomorrow = timezone.localdate() + timedelta(days=1)
        actions.set_status(by=officer, pledge=pledge, status="closed", **DECIDED | {"decided_on": tomorrow})

    assert pledge.events.count() == 1


def test_a_refused_change_stays_with_its_votes_and_is_decided_once(officer, city):
    request = actions.request_change(
        by=officer, pledge=make_pledge(city), change="마칠 분기를 늦춤", **DECIDED
    )

    refusal = actions.decide_change(
        by=officer, request=request, approved=False, seats_for=12, seats_against=19, **DECIDED
    )

    assert (refusal.kind, refusal.told) == ("refused", "마칠 분기를 늦춤")
    with pytest.raises(Refused, match="이미"):
        actions.decide_change(by=officer, request=request, approved=True, **DECIDED)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"approved": True, "seats_for": 3, "seats_against": 9}, "찬성이 반대보다"),
        ({"approved": True, "seats_for": 3}, "함께"),
        ({"approved": True, "decided_on": date(2025, 4, 1)}, "앞섭니다"),
    ],
)
def test_decisions_that_do_not_fit_are_refused(officer, city, told, said):
    request = actions.request_change(by=officer, pledge=make_pledge(city), change="바꿈", **DECIDED)

    with pytest.raises(Refused, match=said):
        actions.decide_change(by=officer, request=request, **{**DECIDED, **told})


def test_a_pledge_merges_only_with_another_of_its_own(officer, city, elsewhere):
    pledge = make_pledge(city)
    for other, said in ((pledge, "같은 공약"), (make_pledge(elsewhere), "다른 기관")):
        with pytest.raises(Refused, match=said):
            actions.split_or_merge(by=officer, pledge=pledge, kind="merged", other=other, **DECIDED)


def test_money_is_corrected_by_withdrawal_never_in_place(officer, city):
    money = make_money(make_pledge(city), 10)

    with pytest.raises(Refused, match="철회하고 새로"):
        actions.amend_part(by=officer, row=money, facts={"amount_won": 11})
    gone = actions.withdraw(by=officer, row=money, reason="금액을 잘못 적음")

    assert (gone.withdrawn_reason, gone.withdrawn_by) == ("금액을 잘못 적음", officer)
    assert actions.reinstate(by=officer, row=gone).withdrawn_at is None


def test_an_amended_part_keeps_what_it_said_before(officer, city):
    pledge = make_pledge(city)
    goal = actions.record_part(
        by=officer, pledge=pledge, model=Goal, facts={"area": "쉼터", "year": 2025, "text": "하나"}
    )

    actions.amend_part(by=officer, row=goal, facts={"text": "둘"})

    assert [row.text for row in goal.past.all()] == ["하나"]
    with pytest.raises(Refused, match="이미 있습니다"):
        actions.record_part(
            by=officer, pledge=pledge, model=Goal, facts={"area": "쉼터", "year": 2025, "text": "셋"}
        )


def test_nothing_is_added_to_a_withdrawn_pledge(officer, city):
    pledge = actions.withdraw(by=officer, row=make_pledge(city), reason="두 번 적음")

    with pytest.raises(Refused, match="철회한 공약"):
        actions.record_part(
            by=officer, pledge=pledge, model=Goal, facts={"area": "쉼터", "year": 2025, "text": "하나"}
        )


def test_after_the_term_money_has_no_year_and_only_then(city):
    pledge = make_pledge(city)

    assert make_money(pledge, 5, year=None).after_term
    assert refused_by_the_database(lambda: make_money(pledge, 5, year=None, after_term=False))
    assert refused_by_the_database(lambda: make_money(pledge, 5, year=2025, after_term=True))
    assert Money.objects.count() == 1


def panel(officer, city, **facts):
    told = {"name": "시민평가단", "kind": "review", "seats": 3, "quota": {"청년": 1, "노동자": 2}}
    days = {"from_on": date(2025, 1, 1), "until_on": date(2026, 12, 31)}
    return actions.record_panel(by=officer, centre=city, facts=told | days | facts)


def seat(officer, found, number, group):
    facts = {"seat": number, "group": group, "chosen": "drawn", "chosen_on": date(2025, 1, 2)}
    return actions.record_member(by=officer, panel=found, facts=facts)


def test_seats_are_filled_within_what_each_group_is_owed(officer, city):
    found = panel(officer, city)
    first = seat(officer, found, 1, "청년")

    for number, group, said in (
        (2, "청년", "모두 찼습니다"),
        (1, "노동자", "다른 위원"),
        (4, "노동자", "1번부터"),
        (2, "학생", "없습니다"),
    ):
        with pytest.raises(Refused, match=said):
            seat(officer, found, number, group)

    actions.withdraw(by=officer, row=first, reason="사퇴")
    seat(officer, found, 1, "청년")
    with pytest.raises(Refused, match="다른 위원"):
        actions.reinstate(by=officer, row=first)


def test_a_panel_owes_no_more_seats_than_it_has(officer, city):
    with pytest.raises(Refused, match="모든 자리보다"):
        panel(officer, city, seats=2)


def test_a_panel_scores_pledges_of_its_own_city(officer, city, elsewhere):
    found = panel(officer, city)
    told = {"criterion": "이행률 평가의 타당성", "points": 92, "people": 3, "held_on": date(2025, 6, 1)}

    score = actions.record_score(by=officer, panel=found, facts=told | {"pledge": make_pledge(city)})

    assert str(score) == "이행률 평가의 타당성 92"
    for wrong, said in (
        ({"people": 9, "pledge": make_pledge(city)}, "자리 3개"),
        ({"pledge": make_pledge(elsewhere)}, "다른 기관"),
    ):
        with pytest.raises(Refused, match=said):
            actions.record_score(by=officer, panel=found, facts=told | wrong)


def test_an_event_needs_what_its_kind_says(city):
    pledge = make_pledge(city)
    for kind, fields in (
        ("status", {}),
        ("merged", {}),
        ("approved", {}),
        ("override", {"percent": 101}),
        ("split", {"status": "closed"}),
    ):
        assert refused_by_the_database(
            lambda kind=kind, fields=fields: make_happening(pledge, kind, **fields)
        ), kind


def test_executed_money_is_taken_from_the_ledger_behind_it_and_follows_it(officer, city, centre):
    line = make_line(centre, allotted_won=10_000_000)
    make_spending(line, 3_000_000)
    pledge = make_pledge(city)
    facts = {
        "year": 2025,
        "source": "city",
        "stage": "executed",
        "document": "예산 장부",
        "decided_on": date(2025, 12, 31),
    }

    row = actions.record_part(
        by=officer, pledge=pledge, model=Money, facts=facts | {"line": line, "amount_won": None}
    )

    assert row.amount_won == 3_000_000
    make_spending(line, 500_000)
    assert any(
        "장부의 3,500,000원과 다릅니다" in said for said in queries.problems(pledge, timezone.localdate())
    )
    now = actions.match_ledger(by=officer, row=row)
    row.refresh_from_db()
    assert (now.amount_won, now.line, bool(row.withdrawn_at)) == (3_500_000, line, True)
    with pytest.raises(Refused, match="이미 장부"):
        actions.match_ledger(by=officer, row=now)
    with pytest.raises(Refused, match="예산 과목을 골라"):
        actions.record_part(
            by=officer, pledge=pledge, model=Money, facts=facts | {"line": None, "amount_won": None}
        )


def test_a_line_of_another_year_stands_behind_no_money(officer, city):
    facts = {
        "year": 2024,
        "source": "city",
        "stage": "executed",
        "document": "장부",
        "decided_on": date(2024, 12, 31),
    }

    with pytest.raises(Refused, match="2025년의 것"):
        line = make_line(city)
        actions.record_part(
            by=officer, pledge=make_pledge(city), model=Money, facts=facts | {"line": line, "amount_won": 1}
        )
