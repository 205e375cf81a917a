"""The verbs: what became of a plan, and targets that nobody rewrites."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.planning import actions, queries
from kwonik.planning.actions import PlanFacts, StatementFacts
from kwonik.planning.models import Plan, Target
from kwonik.planning.rules import Refused
from tests.factories import make_account
from tests.planning.factories import make_plan, make_programme, make_target

TODAY = timezone.localdate()


def facts(**fields):
    given = {"programme": make_programme(), "text": "특강", "from_on": date(2025, 10, 1)}
    return PlanFacts(**{**given, "until_on": date(2025, 11, 30), **fields})


def test_a_plan_is_recorded_once_under_a_code_of_its_own(officer, centre):
    token = uuid4()
    for _ in range(2):
        plan = actions.record_plan(by=officer, centre=centre, facts=facts(), form_token=token)
    assert (Plan.objects.count(), plan.code) == (1, "plan-2025-1")
    with pytest.raises(Refused, match="이미 쓰고"):
        actions.record_plan(by=officer, centre=centre, facts=facts(code="plan-2025-1"))
    with pytest.raises(Refused, match="앞섭니다"):
        actions.record_plan(by=officer, centre=centre, facts=facts(until_on=date(2025, 9, 1)))
    with pytest.raises(PermissionDenied):
        actions.record_plan(
            by=make_account("planning.plan:view", centre=centre), centre=centre, facts=facts()
        )


def test_a_plan_becomes_done_or_dropped_and_planned_again(officer, centre):
    plan = make_plan(centre)
    assert actions.finish_plan(by=officer, plan=plan, done_on=date(2025, 11, 1)).state == "done"
    with pytest.raises(Refused, match="이미 '마침'"):
        actions.drop_plan(by=officer, plan=plan, dropped_on=date(2025, 11, 2), reason="예산 없음")
    assert actions.reopen_plan(by=officer, plan=plan).done_on is None
    dropped = actions.drop_plan(by=officer, plan=plan, dropped_on=date(2025, 11, 2), reason="예산 없음")
    assert (dropped.state, dropped.dropped_reason) == ("dropped", "예산 없음")
    with pytest.raises(Refused, match="오늘보다 뒤"):
        actions.finish_plan(by=officer, plan=plan, done_on=TODAY + timedelta(days=2))
    events = [event.code.rpartition(".")[2] for event in audit.history(plan)]
    assert events == ["done", "reopened", "dropped"]


def test_a_target_decided_later_wins_from_its_day_and_the_earlier_stays(officer, centre):
    given = {"figure": "people.rights_advocates", "cut": {}, "year": 2025, "reason": "사업계획서"}
    for day, value in ((date(2025, 7, 1), 120), (date(2025, 1, 15), 100)):
        actions.set_target(by=officer, centre=centre, decided_on=day, value=value, **given)
    (aim,) = queries.aims(Target.objects.all(), date(2025, 6, 30))
    assert (aim.target.value, aim.earlier) == (100, [])
    (aim,) = queries.aims(Target.objects.all(), date(2025, 12, 31))
    assert (aim.target.value, [row.value for row in aim.earlier]) == (120, [100])
    assert queries.aims(Target.objects.all(), date(2025, 1, 1)) == []


@pytest.mark.parametrize(
    ("figure", "cut"), [("no.figure", {}), ("people.rights_advocates", {"colour": "red"})]
)
def test_a_target_is_of_a_declared_figure(officer, centre, figure, cut):
    given = {"year": 2025, "value": 1, "decided_on": date(2025, 1, 2), "reason": "계획"}
    with pytest.raises(Refused):
        actions.set_target(by=officer, centre=centre, figure=figure, cut=cut, **given)


def test_the_database_keeps_targets_as_they_were_decided(centre):
    target = make_target(centre)
    for act in (
        lambda: Target.objects.filter(pk=target.pk).update(value=1),
        lambda: Target.objects.filter(pk=target.pk).delete(),
        lambda: connection.cursor().execute("UPDATE planning_target SET value = 1"),
    ):
        with pytest.raises(DatabaseError, match="planning_target"), transaction.atomic():
            act()


def test_a_statement_needs_its_document_day_to_have_come(officer, centre):
    told = StatementFacts("얼음물", 100_000, "병", "공문", date(2025, 9, 19), printed="약 10만병", about=True)
    row = actions.record_statement(by=officer, centre=centre, facts=told)
    assert row.code == "statement-2025-1"
    withdrawn = actions.withdraw(by=officer, row=row, reason="다른 해의 것")
    assert withdrawn.withdrawn_by == officer
    assert actions.reinstate(by=officer, row=row).withdrawn_at is None
    late = StatementFacts("얼음물", 1, "병", "공문", TODAY + timedelta(days=2))
    with pytest.raises(Refused, match="오늘보다 뒤"):
        actions.record_statement(by=officer, centre=centre, facts=late)
