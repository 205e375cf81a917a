"""Long ledgers: handed to the worker, told about, stopped, lost with it, and begun again. Really on another process or thread."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection, connections
from django.urls import reverse
from procrastinate.contrib.django import app

from kwonik.budget.models import Spending
from kwonik.ledgers import actions, registry, rules
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Refused
from kwonik.people.models import RoleGrant
from tests.ledgers.conftest import SHEET, ledger, problems, row, sealed_count
from tests.ledgers.test_importing import with_

pytestmark = pytest.mark.django_db(transaction=True)

LINES = [row(day=day) for day in range(1, 8)]


@pytest.fixture(autouse=True)
def everything_is_long(monkeypatch):
    monkeypatch.setattr(rules, "INLINE_ROWS", 2)
    monkeypatch.setattr(rules, "CHUNK", 3)


def work() -> None:
    """A worker does what there is to do, in a thread: it has a connection of its own, as in life."""

    def run():
        try:
            worker = app.with_connector(app.connector.get_worker_connector())
            worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


@pytest.fixture
def long_one(upload):
    return upload(ledger(*LINES))


@pytest.fixture
def checked(long_one):
    work()
    return again(long_one)


def again(batch) -> ImportBatch:
    return ImportBatch.objects.select_related("file", "findings", "centre").get(pk=batch.pk)


def jobs(batch) -> list[tuple[str, str]]:
    """The jobs of this import: the tests' clearing up leaves those of others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, status FROM procrastinate_jobs WHERE queueing_lock = %s ORDER BY id",
            [f"ledgers-{batch.pk}"],
        )
        return cursor.fetchall()


def test_a_long_ledger_is_read_stored_and_undone_by_the_worker(long_one, officer):
    assert (long_one.state, Spending.objects.count()) == ("checking", 0)
    work()
    batch = again(long_one)
    assert (batch.state, batch.new_count, batch.progress) == ("checked", 7, 7)
    actions.confirm(by=officer, batch=batch)
    assert (batch.state, Spending.objects.count()) == ("applying", 0)
    work()
    batch = again(batch)
    assert (batch.state, batch.new_count, Spending.objects.count(), sealed_count()) == ("applied", 7, 7, 0)
    actions.undo(by=officer, batch=batch)
    assert (batch.state, Spending.objects.count()) == ("undoing", 7)
    work()
    batch = again(batch)
    assert (batch.state, batch.undone_by, Spending.objects.count()) == ("undone", officer, 0)
    assert jobs(batch) == [(f"ledgers.{what}", "succeeded") for what in ("check", "apply", "undo")]


def test_problems_of_a_long_ledger_are_kept_for_the_page(upload):
    batch = upload(ledger(*LINES, row(amount="많이")))
    work()
    batch = again(batch)
    assert (batch.state, batch.problem_count) == ("checked", 1)
    assert problems(batch)[0]["place"] == "9행 D열(지출액)"


def test_how_far_it_is_can_be_seen_from_outside_while_nothing_else_can(checked, officer, monkeypatch):
    """Each chunk that is stored is told at once, on another connection; the rows themselves are not seen."""
    seen = []
    store = registry.get(SHEET).store

    def watched(context, lines, batch):
        store(context, lines, batch)
        seen.append(from_outside())

    monkeypatch.setitem(registry._sheets, SHEET, with_(store=watched))
    actions.confirm(by=officer, batch=checked)
    work()
    assert seen == [(0, "applying", 0), (3, "applying", 0), (6, "applying", 0)]
    assert from_outside() == (7, "applied", 7)


def from_outside() -> tuple[int, str, int]:
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT progress, state, (SELECT count(*) FROM budget_spending) FROM ledgers_importbatch"
            )
            return cursor.fetchone()
    finally:
        other.close()


def stop_from_outside(batch) -> None:
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("UPDATE ledgers_importbatch SET stop_asked = true WHERE id = %s", [batch.pk])
    finally:
        other.close()


def test_a_stop_keeps_nothing_and_may_be_thought_over(checked, officer, monkeypatch):
    store = registry.get(SHEET).store

    def stopped(context, lines, batch):
        store(context, lines, batch)
        stop_from_outside(batch)

    with monkeypatch.context() as patched:
        patched.setitem(registry._sheets, SHEET, with_(store=stopped))
        actions.confirm(by=officer, batch=checked)
        work()
    batch = again(checked)
    assert (batch.state, batch.stop_asked, batch.trouble) == ("stopped", False, "")
    assert (Spending.objects.count(), sealed_count()) == (0, 2)
    actions.confirm(by=officer, batch=batch)
    work()
    assert (again(batch).state, Spending.objects.count()) == ("applied", 7)


def test_a_stop_of_an_undo_leaves_every_row(checked, officer, monkeypatch):
    actions.confirm(by=officer, batch=checked)
    work()
    batch = again(checked)
    with monkeypatch.context() as patched:
        patched.setitem(registry._sheets, SHEET, with_(prepare_undo=stop_from_outside))
        actions.undo(by=officer, batch=batch)
        work()
    assert (again(batch).state, Spending.objects.count()) == ("applied", 7)


def test_what_has_not_begun_stops_at_once(long_one, officer):
    actions.ask_to_stop(by=officer, batch=long_one)
    assert (again(long_one).state, jobs(long_one)) == ("stopped", [])
    batch = actions.choose(by=officer, batch=long_one, worksheet="", chosen={})
    assert batch.state == "checking"
    work()
    assert again(batch).is_ready


def test_an_upload_thrown_away_while_it_is_read_stays_away(long_one, officer, monkeypatch):
    check = registry.get(SHEET).check
    thrown = []

    def thrown_away(context, values):
        if not thrown:
            thrown.append(True)
            with ThreadPoolExecutor(1) as pool:
                pool.submit(discard_elsewhere).result()
        return check(context, values)

    def discard_elsewhere():
        try:
            actions.discard(by=officer, batch=again(long_one))
        finally:
            connection.close()

    monkeypatch.setitem(registry._sheets, SHEET, with_(check=thrown_away))
    work()
    assert thrown
    assert (again(long_one).state, sealed_count()) == ("discarded", 0)


def test_a_refusal_at_the_worker_is_told_on_the_import(checked, officer, line):
    line.allotments.update(amount_won=6_999)
    actions.confirm(by=officer, batch=checked)
    work()
    batch = again(checked)
    assert (batch.state, Spending.objects.count()) == ("stopped", 0)
    assert "예산보다 1원 많아집니다" in batch.trouble
    assert jobs(batch)[-1] == ("ledgers.apply", "succeeded")


def test_a_fault_at_the_worker_is_told_and_fails_the_job(checked, officer, monkeypatch):
    def fail(context):
        raise ZeroDivisionError

    monkeypatch.setitem(registry._sheets, SHEET, with_(review=fail))
    actions.confirm(by=officer, batch=checked)
    work()
    assert (again(checked).state, again(checked).trouble) == ("stopped", rules.FAULT)
    assert jobs(checked)[-1] == ("ledgers.apply", "failed")


def test_who_may_no_more_when_the_turn_comes_stores_nothing(checked, officer):
    actions.confirm(by=officer, batch=checked)
    RoleGrant.objects.all().delete()
    work()
    batch = again(checked)
    assert (batch.state, batch.trouble, Spending.objects.count()) == ("stopped", rules.NO_RIGHT, 0)


KILLED = """
import os, signal, django
django.setup()
from dataclasses import replace
from procrastinate.contrib.django import app
from kwonik.ledgers import registry, rules
rules.INLINE_ROWS, rules.CHUNK = 2, 3
sheet = registry.get("budget.spendings")
calls = []
def store(context, lines, batch):
    sheet.store(context, lines, batch)
    calls.append(lines)
    if len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
registry._sheets[sheet.code] = replace(sheet, store=store)
app.with_connector(app.connector.get_worker_connector()).run_worker(wait=False)
"""


def test_a_killed_worker_leaves_nothing_and_its_import_can_be_confirmed_again(checked, officer, monkeypatch):
    actions.confirm(by=officer, batch=checked)
    database = connection.settings_dict
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}",
        "KWONIK_KEYRING": str(settings.KEYRING),
        "DJANGO_SETTINGS_MODULE": "kwonik.site.settings",
    }
    ended = subprocess.run(
        [sys.executable, "-c", KILLED], env=environment, cwd=settings.ROOT, capture_output=True, timeout=60
    )
    assert ended.returncode == -9, ended.stderr.decode()
    batch = again(checked)
    assert (batch.state, batch.progress, Spending.objects.count()) == ("applying", 3, 0)
    assert actions.recover(batch).state == "applying"  # its worker may still be alive
    monkeypatch.setattr(rules, "DEAD_SECONDS", -60)
    batch = actions.recover(batch)
    assert (batch.state, batch.trouble) == ("stopped", rules.DIED)
    monkeypatch.undo()
    actions.confirm(by=officer, batch=batch)
    assert (again(batch).state, Spending.objects.count()) == ("applied", 7)


def at_once(*acts) -> list[str]:
    """Everybody begins together; what each was told."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(30)
            act()
        except Refused as refused:
            return str(refused)
        else:
            return "ok"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.parametrize("inline", [True, False])
def test_two_officers_confirm_at_once_and_it_is_stored_once(checked, officer, monkeypatch, inline):
    monkeypatch.setattr(rules, "INLINE_ROWS", 100 if inline else 2)
    copies = [again(checked) for _ in range(4)]
    told = at_once(*[lambda batch=batch: actions.confirm(by=officer, batch=batch) for batch in copies])
    work()
    assert sorted(told).count("ok") == 1
    assert (again(checked).state, Spending.objects.count()) == ("applied", 7)


@pytest.mark.parametrize("same_file", [True, False])
def test_two_uploads_of_one_ledger_are_stored_once(upload, officer, monkeypatch, same_file):
    monkeypatch.setattr(rules, "INLINE_ROWS", 100)
    contents = [ledger(*LINES), ledger(*LINES) if same_file else ledger(*reversed(LINES))]
    batches = [upload(content, name=f"{n}.csv") for n, content in enumerate(contents)]
    told = at_once(*[lambda batch=batch: actions.confirm(by=officer, batch=batch) for batch in batches])
    assert told.count("ok") == 1
    assert Spending.objects.count() == 7
    assert {again(batch).state for batch in batches} <= {"applied", "stopped", "checked"}


def test_two_officers_undo_at_once(upload, officer, monkeypatch):
    monkeypatch.setattr(rules, "INLINE_ROWS", 100)
    batch = upload(ledger(*LINES))
    actions.confirm(by=officer, batch=batch)
    copies = [again(batch) for _ in range(4)]
    told = at_once(*[lambda copy=copy: actions.undo(by=officer, batch=copy) for copy in copies])
    assert sorted(told) == sorted(["ok", *[rules.NOT_OPEN] * 3])
    assert (again(batch).state, Spending.objects.count()) == ("undone", 0)


def test_the_page_shows_how_far_it_is_and_goes_on_by_itself(desk, long_one, officer):
    at, asked = (reverse(f"ledgers:{door}", args=[long_one.pk]) for door in ("batch", "progress"))
    html = desk.get(at).content.decode()
    assert "차례를 기다립니다" in html
    assert '<noscript><meta http-equiv="refresh"' in html
    assert f'data-hx-get="{asked}"' in html
    part = desk.get(asked, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    ImportBatch.objects.update(progress=3)
    assert "행 가운데 3행" in desk.get(asked, headers={"HX-Request": "true"}).content.decode()
    work()
    done = desk.get(asked, headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == at
    assert desk.get(asked).headers["Location"] == at
    assert "7행을 새로 넣을 수 있습니다" in desk.get(at).content.decode()


def test_the_stop_button_stops(desk, long_one):
    at = reverse("ledgers:batch", args=[long_one.pk])
    html = desk.post(reverse("ledgers:stop", args=[long_one.pk]), follow=True).content.decode()
    assert "멈추었습니다. 저장된 것은 없습니다" in html
    assert "noscript" not in html.split("<main")[0]
    assert "이대로 다시 읽기" in desk.get(at).content.decode()


def test_a_ledger_whose_lines_all_came_in_meanwhile_is_not_stored_as_nothing(upload, officer, monkeypatch):
    monkeypatch.setattr(rules, "INLINE_ROWS", 100)
    first, second = (upload(ledger(*LINES[::step]), name=f"{step}.csv") for step in (1, -1))
    actions.confirm(by=officer, batch=first)

    with pytest.raises(Refused, match="새로 넣을 행이 없습니다"):
        actions.confirm(by=officer, batch=second)

    assert again(second).state in ("checked", "stopped")
