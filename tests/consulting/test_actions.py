"""Every verb against PostgreSQL: what it stores and what it refuses."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from kwonik.consulting import actions
from kwonik.consulting.models import Engagement
from kwonik.consulting.rules import Refused
from kwonik.kernel import audit
from kwonik.people.models import Client
from kwonik.people.rules import Stale
from tests.consulting.factories import DAY, make_agreement, make_engagement
from tests.factories import code_of, make_account, make_appointment, make_centre


def asked(officer, centre, service, **fields):
    given = {"workplace": "새솔상사", "requested_on": DAY, "employees": 12, **fields}
    return actions.record_engagement(by=officer, centre=centre, service=service, **given)


def parts(row) -> list[str]:
    return sorted(row.parts.values_list("part__code", flat=True))


def test_the_mandatory_part_is_always_in(officer, centre, service):
    plain = asked(officer, centre, service)
    more = asked(officer, centre, service, parts=[code_of(service, "part", "work_rules")])

    assert (parts(plain), parts(more)) == (["hr"], ["hr", "work_rules"])
    assert (plain.reference, more.reference) == ("B-2025-000001", "B-2025-000002")
    assert plain.workplace == more.workplace


def test_the_same_form_makes_one_and_the_contact_is_sealed(officer, centre, service):
    token = uuid4()
    given = {"form_token": token, "name": "홍길동", "phone": "010-1234-5678"}
    assert asked(officer, centre, service, **given) == asked(officer, centre, service, **given)
    assert (Engagement.objects.count(), Client.objects.count()) == (1, 1)


def test_whoever_may_not_does_nothing(centre, service):
    viewer = make_account("consulting.engagement:view", centre=centre)
    for act in (
        lambda: asked(viewer, centre, service),
        lambda: actions.accept(by=viewer, engagement=make_engagement(state="requested"), employees=3),
        lambda: actions.record_agreement(by=viewer, centre=centre, name="x", partner="y", from_on=DAY),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_an_engagement_goes_its_way(officer, centre, service, attorney):
    row = asked(officer, centre, service, parts=[code_of(service, "part", "work_rules")])
    row = actions.decide(by=officer, engagement=row, verb="review")
    row = actions.accept(by=officer, engagement=row, employees=12)
    assert (row.state, row.accepted_on, row.employees_accepted) == ("accepted", timezone.localdate(), 12)
    with pytest.raises(Refused, match="맡을 사람부터"):
        actions.deliver(by=officer, engagement=row, delivered_on=row.accepted_on, fees={"hr": 1})
    row = actions.assign(by=officer, engagement=row, consultant=attorney)
    for fees in ({"work_rules": 1}, {"hr": 1, "dance": 1}):
        with pytest.raises(Refused):
            actions.deliver(by=officer, engagement=row, delivered_on=row.accepted_on, fees=fees)
    row = actions.deliver(by=officer, engagement=row, delivered_on=row.accepted_on, fees={"hr": 300_000})
    done = {part.part.code: (part.done_on, part.fee_won) for part in row.parts.all()}
    assert done == {"hr": (row.delivered_on, 300_000), "work_rules": (None, None)}
    row = actions.evaluate(by=officer, engagement=row, satisfaction=Decimal("4.5"))
    assert (row.state, row.satisfaction) == ("evaluated", Decimal("4.5"))
    row = actions.decide(by=officer, engagement=row, verb="resume", reason="다른 사업장의 것")
    assert (row.state, row.delivered_on, row.satisfaction) == ("assigned", None, None)
    assert [event.code.rpartition(".")[2] for event in audit.history(row)] == [
        *("recorded", "reviewed", "accepted", "assigned", "delivered", "evaluated", "resumed"),
    ]


def test_a_large_workplace_is_refused_kindly_unless_there_is_a_reason(officer, centre, service):
    row = asked(officer, centre, service, employees=29)
    with pytest.raises(Refused, match="30인 미만"):
        actions.accept(by=officer, engagement=row, employees=30)
    taken = actions.accept(by=officer, engagement=row, employees=30, exception="시간제가 많아 상시로는 20명")
    assert taken.exception == "시간제가 많아 상시로는 20명"
    other = actions.accept(
        by=officer, engagement=asked(officer, centre, service), employees=29, exception="x"
    )
    assert other.exception == ""


def test_only_an_advocate_in_office_takes_it(officer, centre, service):
    row = make_engagement(state="accepted", service=service)
    tomorrow = timezone.localdate() + timedelta(days=1)
    for who in (
        make_appointment("tax_counsellor", centre=centre),
        make_appointment(centre=centre, suspended=True),
        make_appointment(centre=centre, from_on=tomorrow),
        make_appointment(centre=make_centre("elsewhere")),
    ):
        with pytest.raises(Refused):
            actions.assign(by=officer, engagement=row, consultant=who)


def test_corrections_know_what_they_correct(officer, centre, service):
    row = asked(officer, centre, service, parts=[code_of(service, "part", "work_rules")])
    training = code_of(service, "part", "statutory_training")
    fields = {"workplace": "가람상사", "requested_on": DAY, "employees": 7, "parts": [training]}
    row = actions.amend_engagement(by=officer, engagement=row, version=1, **fields)
    assert (str(row.workplace), row.employees, parts(row)) == ("가람상사", 7, ["hr", "statutory_training"])
    with pytest.raises(Stale):
        actions.amend_engagement(by=officer, engagement=row, version=1, **fields)
    strange = make_agreement(centre=make_centre("elsewhere"))
    with pytest.raises(Refused, match="다른 센터의 협약"):
        actions.amend_engagement(by=officer, engagement=row, version=2, agreement=strange, **fields)


def test_parts_stay_once_it_is_delivered(officer, service):
    row = make_engagement(service=service, parts=("hr", "work_rules"))
    fields = {"workplace": "가람상사", "requested_on": DAY}
    actions.amend_engagement(by=officer, engagement=row, version=1, **fields)
    assert parts(row) == ["hr", "work_rules"]


def test_the_database_keeps_the_days_together(service):
    row = make_engagement(service=service)
    for values in (
        {"delivered_on": None},
        {"state": "accepted"},
        {"consultant": None},
        {"accepted_on": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Engagement.objects.filter(pk=row.pk).update(**values)


def test_a_withdrawn_engagement_does_nothing_until_it_is_back(officer, service):
    row = make_engagement(service=service, state="requested")
    actions.withdraw(by=officer, engagement=row, reason="두 번 적음")
    with pytest.raises(Refused, match="철회한 신청"):
        actions.decide(by=officer, engagement=row, verb="review")
    assert actions.reinstate(by=officer, engagement=row).withdrawn_at is None


def test_agreements_are_numbered(officer, centre):
    token = uuid4()
    given = {"by": officer, "centre": centre, "partner": "협의회", "from_on": DAY}
    first, again = (actions.record_agreement(**given, name="그룹홈", form_token=token) for _ in range(2))
    second = actions.record_agreement(**given, name="어린이집")
    assert (first, first.number, second.number) == (again, 1, 2)
    with pytest.raises(Refused, match="같은 이름"):
        actions.record_agreement(**given, name="그룹홈")
    with pytest.raises(Refused, match="앞섭니다"):
        actions.end_agreement(by=officer, agreement=first, until_on=date(2025, 1, 1))
    assert actions.end_agreement(by=officer, agreement=first, until_on=DAY).until_on == DAY
