"""Months are closed by the centre, then by the city; what counts in them then stands still, in the database itself."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kwonik.budget.models import Spending
from kwonik.kernel import journal
from kwonik.kernel.models import AuditEvent
from kwonik.kernel.periods import parse
from kwonik.kernel.refusals import PeriodClosed
from kwonik.ledgers.actions import bring_in
from kwonik.people.access import forget
from kwonik.places.models import LockException, PeriodClosing
from kwonik.places.rules import Refused
from kwonik.reports import actions, queries
from tests.factories import grant, make_account, make_centre, make_role

MARCH = parse("2025-03")
CLOSED = "2025년 3월은 마감한 달"


@contextmanager
def kept_closed():
    with pytest.raises(PeriodClosed, match=CLOSED), transaction.atomic():
        yield


@pytest.fixture
def closer(centre):
    return make_account(
        "reports.period:close", "reports.exception:grant", "reports.report:view", centre=centre
    )


@pytest.fixture
def city(centre):
    return make_account("reports.period:settle", "reports.report:view", centre=centre)


@pytest.fixture
def clerk(centre):
    return make_account("budget.line:view", centre=centre)


@pytest.fixture
def march_closed(centre, closer, spendings):
    return actions.close(by=closer, centre=centre, period=MARCH, level="centre")


def test_the_centre_closes_before_the_city(centre, closer, city):
    with pytest.raises(Refused, match="센터 마감이 먼저"):
        actions.close(by=city, centre=centre, period=MARCH, level="city")

    actions.close(by=closer, centre=centre, period=MARCH, level="centre")
    (closing,) = actions.close(by=city, centre=centre, period=MARCH, level="city")

    assert (closing.month_on, closing.closed_by) == (date(2025, 3, 1), city)
    assert AuditEvent.objects.filter(code="reports.period.closed", actor=city).count() == 1


def test_each_step_has_its_own_permission(centre, closer, city):
    for who, level in ((closer, "city"), (city, "centre")):
        with pytest.raises(PermissionDenied):
            actions.close(by=who, centre=centre, period=MARCH, level=level)


def test_a_quarter_or_a_year_closes_the_months_that_are_still_open(centre, closer):
    actions.close(by=closer, centre=centre, period=MARCH, level="centre")
    made = actions.close(by=closer, centre=centre, period=parse("2025-01/2025-06"), level="centre")

    assert [closing.month_on.month for closing in made] == [1, 2, 4, 5, 6]
    with pytest.raises(Refused, match="이미 마감"):
        actions.close(by=closer, centre=centre, period=MARCH, level="centre")


@pytest.mark.parametrize("period", ["2025-03-01/2025-03-15", "2999-01"])
def test_only_whole_months_that_are_over_are_closed(centre, closer, period):
    with pytest.raises(Refused):
        actions.close(by=closer, centre=centre, period=parse(period), level="centre")


def test_the_city_waits_for_every_centre_below_where_somebody_works(centre, closer, city):
    quiet = make_centre("quiet", parent=centre)
    busy = make_centre("busy", parent=centre)
    there = make_account("reports.period:close", centre=busy)

    actions.close(by=closer, centre=centre, period=MARCH, level="centre")
    assert set(PeriodClosing.objects.values_list("centre", flat=True)) == {centre.pk, quiet.pk}
    with pytest.raises(Refused, match=str(busy)):
        actions.close(by=city, centre=centre, period=MARCH, level="city")
    actions.close(by=there, centre=busy, period=MARCH, level="centre")
    assert actions.close(by=city, centre=centre, period=MARCH, level="city")


def test_in_a_closed_month_no_row_comes_changes_or_goes(march_closed, line, spendings):
    row = spendings[0]
    with kept_closed():
        Spending.objects.create(
            centre=line.centre, line=line, spent_on=date(2025, 3, 9), amount_won=1, summary="늦은 것"
        )
    for change in (
        {"amount_won": 1},
        {"spent_on": date(2025, 4, 1)},
        {"withdrawn_at": timezone.now(), "withdrawn_reason": "x"},
    ):
        with kept_closed():
            Spending.objects.filter(pk=row.pk).update(**change)
    with kept_closed():
        Spending.objects.filter(pk=spendings[1].pk).update(spent_on=date(2025, 3, 1))
    with kept_closed():
        Spending.objects.filter(pk=row.pk).delete()


def test_what_does_not_count_may_change_and_other_months_go_on(march_closed, line, spendings):
    Spending.objects.filter(pk=spendings[0].pk).update(summary="적요를 고침")
    Spending.objects.filter(pk=spendings[1].pk).update(amount_won=190_000)
    assert Spending.objects.get(pk=spendings[0].pk).summary == "적요를 고침"


def test_reopening_goes_from_above_and_stays_on_record(march_closed, centre, closer, city, spendings):
    actions.close(by=city, centre=centre, period=MARCH, level="city")
    with pytest.raises(Refused, match="시 마감을 먼저"):
        actions.reopen(by=closer, centre=centre, period=MARCH, level="centre", reason="누락")

    actions.reopen(by=city, centre=centre, period=MARCH, level="city", reason="누락")
    actions.reopen(by=closer, centre=centre, period=MARCH, level="centre", reason="누락")

    Spending.objects.filter(pk=spendings[0].pk).update(amount_won=90_000)
    assert {closing.reopened_reason for closing in PeriodClosing.objects.all()} == {"누락"}
    assert not queries.standing_closings([centre]).exists()


def an_exception(centre, closer, clerk, **other):
    asked = {
        "centre": centre,
        "account": clerk,
        "room": "budget",
        "period": MARCH,
        "until_at": timezone.now() + timedelta(days=1),
        "reason": "결의서가 늦게 옴",
    }
    return actions.grant_exception(by=closer, **asked | other)


def test_an_exception_lets_one_person_write_in_one_room(march_closed, centre, closer, clerk, spendings):
    granted = an_exception(centre, closer, clerk)
    rows = Spending.objects.filter(pk=spendings[0].pk)

    journal.acting(closer.pk)
    with kept_closed():
        rows.update(amount_won=1)
    journal.acting(clerk.pk)
    rows.update(amount_won=99_999)

    actions.revoke_exception(by=closer, exception=granted)
    journal.acting(clerk.pk)
    with kept_closed():
        rows.update(amount_won=2)


@pytest.mark.parametrize("other", [{"room": "education"}, {"period": parse("2025-04")}])
def test_an_exception_of_another_room_or_month_lets_nobody_in(
    march_closed, centre, closer, clerk, spendings, other
):
    an_exception(centre, closer, clerk, **other)
    journal.acting(clerk.pk)
    with kept_closed():
        Spending.objects.filter(pk=spendings[0].pk).update(amount_won=1)


def test_nobody_excepts_themselves_nor_for_long(centre, closer, clerk):
    with pytest.raises(Refused, match="스스로"):
        an_exception(centre, closer, closer)
    with pytest.raises(Refused, match="31일"):
        an_exception(centre, closer, clerk, until_at=timezone.now() + timedelta(days=90))
    with pytest.raises(Refused, match="업무"):
        an_exception(centre, closer, clerk, room="nowhere")
    assert not LockException.objects.exists()


def test_a_ledger_with_a_row_of_a_closed_month_is_refused_with_that_sentence(
    march_closed, centre, closer, clerk, line
):
    for permission in ("budget.spending:import", "ledgers.batch:bring"):
        grant(clerk, make_role(permission), centre)
    forget(clerk)
    content = f"집행일,세부사업,적요,금액\n2025-03-05,{line.name},책자,5000\n".encode()
    ledger = {
        "by": clerk,
        "centre": centre,
        "sheet": "budget.spendings",
        "filename": "집행.csv",
        "content": content,
    }

    with pytest.raises(Refused, match=CLOSED):
        bring_in(**ledger)

    an_exception(centre, closer, clerk)
    assert bring_in(**ledger).state == "applied"
