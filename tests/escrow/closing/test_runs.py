"""여러 날 마감: many days made ready in one go, seen by one, sealed by another; stopped, left alone and broken off without harm."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from kwonik.escrow import actions, queries, tasks
from kwonik.escrow.bank.port import NoAnswer
from kwonik.escrow.models import BusinessDay, ClosingRun
from kwonik.escrow.rules import NotAllowed
from tests.factories import make_account, make_centre
from tests.system.webforms import forms_of

from .days import ALL, a_day, close

pytestmark = pytest.mark.django_db
HOLIDAY = 12


@pytest.fixture
def holiday(ours, people, sealable, monkeypatch):
    """A sealed day, two with money on them after a long holiday between; it is the morning after. The bank, and the first open day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: ours.bank.at)
    monkeypatch.setattr(tasks, "the_bank", lambda: ours.bank)
    day = close(ours.bank, a_day(ours))
    actions.seal_first(by=people[0], day=day)
    actions.seal_second(by=people[1], day=day)
    first = ours.bank.at.date()
    a_day(ours)
    for _ in range(HOLIDAY):
        ours.bank.next_day()
    a_day(ours)
    return first


def work(task, run: ClosingRun) -> None:
    """What a worker does with the run's job."""
    task(run.pk)
    ProcrastinateJob.objects.filter(queueing_lock=queries.runs.job_name(run)).update(status="succeeded")


def ready(people) -> ClosingRun:
    run = actions.begin_run(by=people[0])
    work(tasks.prepare_run, run)
    run.refresh_from_db()
    return run


def sealed_days() -> list:
    return list(
        BusinessDay.objects.filter(sealed_at__isnull=False)
        .order_by("dated_on")
        .values_list("dated_on", flat=True)
    )


def test_a_long_holiday_is_closed_by_two_people(holiday, people):
    run = ready(people)
    assert (run.state, run.days, run.progress) == ("ready", HOLIDAY + 2, HOLIDAY + 2)
    totals = queries.runs.totals(run)
    assert (totals.days, totals.moved, totals.credits_won, totals.debits_won) == (
        HOLIDAY + 2,
        2,
        2_000_000,
        900_000,
    )
    assert totals.closing_won - totals.opening_won == 1_100_000

    actions.propose_run(by=people[0], run=run)
    actions.confirm_run(by=people[1], run=run)
    assert len(sealed_days()) == 1  # the worker seals, not the page
    work(tasks.seal_run, run)

    run.refresh_from_db()
    assert (run.state, run.progress, run.trouble) == ("done", HOLIDAY + 2, "")
    found = BusinessDay.objects.filter(dated_on__gte=holiday).order_by("dated_on")
    assert [day.dated_on for day in found] == [holiday + timedelta(days=n) for n in range(HOLIDAY + 2)]
    for day in found:
        assert (day.first_by, day.second_by, day.sealed_at is not None, len(day.chain_root)) == (
            *people,
            True,
            64,
        )
    assert queries.closing.unsealed_since() is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger.closed_day")
        assert cursor.fetchone() == (HOLIDAY + 3,)


def test_the_same_rules_as_by_hand(holiday, people):
    """Not one person alone, not a stranger, not before the first; nothing is sealed meanwhile."""
    stranger = make_account()
    with pytest.raises(PermissionDenied):
        actions.begin_run(by=stranger)
    run = ready(people)
    with pytest.raises(NotAllowed):
        actions.confirm_run(by=people[1], run=run)
    actions.propose_run(by=people[0], run=run)
    with pytest.raises(NotAllowed, match="다른 사람이 봉인"):
        actions.confirm_run(by=people[0], run=run)
    with pytest.raises(PermissionDenied):
        actions.confirm_run(by=stranger, run=run)
    work(tasks.seal_run, run)  # nobody said so
    assert len(sealed_days()) == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        ClosingRun.objects.filter(pk=run.pk).update(state="sealing", second_by=people[0])


def test_a_day_with_a_difference_ends_the_run_before_it(holiday, ours, people):
    broken = holiday + timedelta(days=5)
    ours.bank.stray(broken, 700)
    run = ready(people)
    assert (run.state, run.until_on) == ("ready", broken - timedelta(days=1))
    assert "정리하지 않은 차이" in run.trouble and f"{broken.day}." in run.trouble
    actions.propose_run(by=people[0], run=run)
    actions.confirm_run(by=people[1], run=run)
    work(tasks.seal_run, run)
    assert sealed_days()[-1] == broken - timedelta(days=1)


def test_a_difference_on_the_first_day_leaves_nothing_to_confirm(holiday, ours, people):
    ours.bank.stray(holiday, 700)
    run = ready(people)
    assert run.state == "ended" and "차이" in run.trouble
    assert actions.begin_run(by=people[1]).pk != run.pk


def test_a_bank_that_is_silent_is_told(holiday, ours, people, monkeypatch):
    def silent(on):
        raise NoAnswer

    monkeypatch.setattr(ours.bank, "statement", silent)
    run = ready(people)
    assert run.state == "ended" and "은행이 답하지 않습니다" in run.trouble


def test_figures_that_move_after_the_first_person_stop_the_second(holiday, ours, people):
    run = ready(people)
    actions.propose_run(by=people[0], run=run)
    on = holiday + timedelta(days=3)
    ours.bank.stray(on, 700)
    close(ours.bank, on)
    with pytest.raises(NotAllowed, match="달라졌습니다"):
        actions.confirm_run(by=people[1], run=run)
    assert len(sealed_days()) == 1


def test_figures_that_move_while_it_is_sealed_stop_it_there(holiday, ours, people):
    run = ready(people)
    actions.propose_run(by=people[0], run=run)
    actions.confirm_run(by=people[1], run=run)
    on = holiday + timedelta(days=3)
    ours.bank.stray(on, 700)
    actions.take_statement(bank=ours.bank, on=on)
    work(tasks.seal_run, run)
    run.refresh_from_db()
    assert (run.state, run.progress) == ("ended", 3)
    assert "차이" in run.trouble
    assert sealed_days()[-1] == on - timedelta(days=1)
    assert not BusinessDay.objects.filter(sealed_at=None, first_by__isnull=False).exists()


def test_it_may_be_stopped_at_any_day(holiday, people, monkeypatch):
    run = ready(people)
    actions.propose_run(by=people[0], run=run)
    actions.confirm_run(by=people[1], run=run)
    monkeypatch.setattr(queries.runs, "waiting_job", lambda run: None)
    seal = actions.runs.seal_second

    def and_stop(**facts):
        sealed = seal(**facts)
        if sealed.dated_on == holiday + timedelta(days=2):
            actions.stop_run(by=people[0], run=run)
        return sealed

    monkeypatch.setattr(actions.runs, "seal_second", and_stop)
    work(tasks.seal_run, run)
    run.refresh_from_db()
    assert run.state == "ended" and run.progress == 3 and "멈추게" in run.trouble
    assert sealed_days()[-1] == holiday + timedelta(days=2)
    monkeypatch.setattr(actions.runs, "seal_second", seal)

    again = ready(people)  # and goes on where it stopped
    assert again.from_on == holiday + timedelta(days=3)
    actions.propose_run(by=people[1], run=again)
    actions.confirm_run(by=people[0], run=again)
    work(tasks.seal_run, again)
    assert len(sealed_days()) == HOLIDAY + 3


def test_what_has_not_begun_is_taken_back_at_once(holiday, people):
    run = actions.begin_run(by=people[0])
    assert queries.runs.waiting_job(run) is not None
    assert actions.stop_run(by=people[1], run=run).state == "ended"
    assert queries.runs.waiting_job(run) is None
    tasks.prepare_run(run.pk)
    assert BusinessDay.objects.count() == 1


def test_stopped_while_it_is_made_ready_the_days_so_far_stand(holiday, people, monkeypatch):
    run = actions.begin_run(by=people[0])
    ProcrastinateJob.objects.filter(queueing_lock=queries.runs.job_name(run)).update(status="doing")
    note = actions.runs._note

    def and_stop(stored, done):
        note(stored, done)
        if done == 4:
            actions.stop_run(by=people[0], run=stored)

    monkeypatch.setattr(actions.runs, "_note", and_stop)
    tasks.prepare_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.days, run.stop_asked) == ("ready", 4, False)


def test_a_worker_that_died_leaves_what_it_sealed_and_frees_the_rest(holiday, people, monkeypatch):
    run = ready(people)
    actions.propose_run(by=people[0], run=run)
    run = actions.confirm_run(by=people[1], run=run)
    assert actions.recover_run(run).state == "sealing"  # its job waits
    seal = actions.runs.seal_second

    def die(**facts):
        if facts["day"].dated_on == holiday + timedelta(days=2):
            raise KeyboardInterrupt
        return seal(**facts)

    monkeypatch.setattr(actions.runs, "seal_second", die)
    with pytest.raises(KeyboardInterrupt):
        work(tasks.seal_run, run)
    ProcrastinateJob.objects.filter(queueing_lock=queries.runs.job_name(run)).update(status="failed")
    run.refresh_from_db()
    assert (run.state, run.progress) == ("sealing", 2)
    run = actions.recover_run(run)
    assert run.state == "ended" and "끊겼습니다" in run.trouble
    assert sealed_days()[-1] == holiday + timedelta(days=1)
    assert not BusinessDay.objects.filter(sealed_at=None, first_by__isnull=False).exists()


def test_there_is_one_run_at_a_time(holiday, people):
    run = actions.begin_run(by=people[0])
    assert actions.begin_run(by=people[1]) == run
    with pytest.raises(DatabaseError), transaction.atomic():
        ClosingRun.objects.create(
            centre=run.centre, from_on=run.from_on, until_on=run.until_on, begun_by=people[0]
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        ClosingRun.objects.filter(pk=run.pk).update(state="done")


def test_with_nothing_to_close_it_says_so(ours, people, sealable, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: ours.bank.at)
    day = close(ours.bank, a_day(ours))
    actions.seal_first(by=people[0], day=day)
    actions.seal_second(by=people[1], day=day)
    with pytest.raises(NotAllowed, match="봉인하지 않은 지난 날이 없습니다"):
        actions.begin_run(by=people[0])


# -- pages --------------------------------------------------------------------------------------------------------


def said(answer) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def press(account, page: str, target: str):
    browser = Client()
    browser.force_login(account)
    shown = browser.get(page)
    form = next(one for one in forms_of(shown.content.decode(), page) if one.action == target)
    return browser.post(target, form.filled({}), follow=True)


def at(name, *args):
    return reverse(f"escrow:{name}", args=args)


def test_two_people_press_their_way_through_it(holiday, people):
    first, second = people
    answer = press(first, at("days"), at("begin-run"))
    assert "거래명세를 받아 장부와 맞추는 중: 차례를 기다립니다" in said(answer)
    run = ClosingRun.objects.get()
    page = at("run", run.pk)
    work(tasks.prepare_run, run)
    answer = press(first, page, at("propose-run", run.pk))
    assert "이제 다른 사람이 봉인해야 합니다" in said(answer)
    browser = Client()
    browser.force_login(second)
    assert "여러 날 마감" in said(browser.get(reverse("today")))
    assert f"날 수 {HOLIDAY + 2}일 (돈이 움직인 날 2일)" in said(browser.get(page))
    answer = press(second, page, at("confirm-run", run.pk))
    assert "봉인하는 중" in said(answer)
    moving = browser.get(at("run-progress", run.pk), headers={"HX-Request": "true"})
    assert "차례를 기다립니다" in said(moving)
    work(tasks.seal_run, run)
    moved = browser.get(at("run-progress", run.pk), headers={"HX-Request": "true"})
    assert moved.headers["HX-Redirect"] == page
    assert "모두 봉인했습니다" in said(browser.get(page))
    assert "여러 날 한꺼번에" not in said(browser.get(at("days")))


def test_the_auditor_looks_at_it_and_presses_nothing(holiday, people, centre):
    run = ready(people)
    browser = Client()
    browser.force_login(make_account("escrow.day:view", centre=centre))
    page = at("run", run.pk)
    assert browser.get(page).status_code == 200
    assert not [one for one in forms_of(browser.get(page).content.decode(), page) if "/escrow/" in one.action]
    for name in ("propose-run", "confirm-run", "stop-run"):
        assert browser.post(at(name, run.pk)).status_code == 403
    stranger = Client()
    stranger.force_login(make_account(*ALL, centre=make_centre("other")))
    assert stranger.get(page).status_code == 404
