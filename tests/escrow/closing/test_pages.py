"""The operator's pages of the day's close, without scripts: why a day stays open, who settles, who seals."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from kwonik.escrow import actions, tasks
from kwonik.escrow.models import Deposit
from tests.conftest import DESKTOP, PHONE
from tests.escrow.books import balance
from tests.factories import make_account
from tests.system.webforms import forms_of

from .days import a_day, close, strange_deposit

pytestmark = pytest.mark.django_db


def browser_of(account) -> Client:
    browser = Client()
    browser.force_login(account)
    return browser


def at(name, *args):
    return reverse(f"escrow:{name}", args=args)


def said(answer) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def press(browser: Client, page: str, target: str, **typed):
    """Sends the form of `page` that goes to `target`, filled in."""
    shown = browser.get(page)
    assert shown.status_code == 200
    form = next(one for one in forms_of(shown.content.decode(), page) if one.action == target)
    return browser.post(target, form.filled(typed), follow=True)


def targets(browser: Client, page: str) -> set[str]:
    return {one.action for one in forms_of(browser.get(page).content.decode(), page)}


def test_two_people_settle_a_difference_and_seal_the_day(ours, people, sealable):
    found = strange_deposit(ours)
    page, first, second = at("day", found.day_id), *map(browser_of, people)
    assert "정리하지 않은 차이가 1건 있습니다" in said(first.get(page))
    assert "은행이 70,000원 더 많습니다" in said(first.get(page))
    assert at("seal-day", found.day_id) not in targets(first, page)

    press(first, at("own-break", found.pk), at("own-break", found.pk), owner=str(people[1].pk))
    assert str(people[1]) in said(first.get(at("breaks")))
    wrong = first.post(at("correct-break", found.pk), {"way": "suspense", "words": "", "form_token": ""})
    assert wrong.status_code == 422
    press(
        first, at("correct-break", found.pk), at("correct-break", found.pk), way="suspense", words="아직 모름"
    )
    (correction,) = found.corrections.all()
    settle = at("confirm-correction", correction.pk)
    assert settle not in targets(first, at("break", found.pk))
    assert "다른 사람이 확인해야 합니다" in said(first.get(at("break", found.pk)))
    assert "차이를 정리했습니다" in said(press(second, at("break", found.pk), settle))
    assert balance("suspense", f"d{Deposit.objects.get().pk}") == 70_000

    seal = at("seal-day", found.day_id)
    assert "다른 사람이 봉인하면" in said(press(first, page, seal))
    assert "이제 다른 사람이 봉인해야 합니다" in said(first.get(page))
    assert seal not in targets(first, page)
    answer = press(second, page, seal)
    assert "하루를 봉인했습니다" in said(answer)
    found.day.refresh_from_db()
    assert found.day.chain_root in said(answer)
    assert targets(first, page).isdisjoint({seal, at("reconcile-day", found.day_id)})


def test_the_auditor_looks_and_presses_nothing(ours, centre):
    found = strange_deposit(ours)
    auditor = browser_of(make_account("escrow.day:view", centre=centre))
    for page in (at("days"), at("day", found.day_id), at("breaks"), at("break", found.pk)):
        shown = auditor.get(page)
        assert shown.status_code == 200
        assert not {one for one in targets(auditor, page) if "/escrow/" in one}
    for page in (at("seal-day", found.day_id), at("reconcile-day", found.day_id), at("own-break", found.pk)):
        assert auditor.post(page).status_code == 403


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_the_report_is_printed_with_root_and_both_names(ours, people, sealable, form):
    day = close(ours.bank, a_day(ours))
    browser = browser_of(people[0])
    address = f"{at('day-report', day.pk)}?format={form}"
    opened = browser.get(address)
    assert opened.status_code == 200
    if form == "html":
        assert "아직 봉인하지 않았습니다" in opened.content.decode()
    actions.seal_first(by=people[0], day=day)
    sealed = actions.seal_second(by=people[1], day=day)
    content = browser.get(address).content
    if form == "pdf":
        assert content.startswith(b"%PDF")
    else:
        for word in (sealed.chain_root, str(people[0]), str(people[1]), "1,000,000"):
            assert word in content.decode()


def test_looking_again_without_a_bank_only_reconciles(ours, people):
    on = a_day(ours)
    ours.bank.pay("56200000000001", 1, "모르는 사람", "110-000-000009")
    day = close(ours.bank, on)
    answer = press(browser_of(people[0]), at("day", day.pk), at("reconcile-day", day.pk))
    assert "다시 맞춰 보았습니다" in said(answer)


def test_the_morning_job_takes_what_the_bank_has(ours, settings, monkeypatch):
    on = a_day(ours)
    tasks.reconcile(timestamp=0)
    monkeypatch.setattr(tasks, "the_bank", lambda: ours.bank)
    taken = []
    monkeypatch.setattr(tasks.actions, "take_lines", lambda bank, on: taken.append(on))
    monkeypatch.setattr("kwonik.escrow.actions.reconciling.timezone.now", lambda: ours.bank.at)
    tasks.reconcile(timestamp=0)
    from kwonik.escrow import queries

    assert taken and [day.dated_on for day in queries.closing.days()] == [on]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_pages_fit_and_are_accessible(
    emptied, ours, people, page_at, live_server, assert_accessible, width
):
    found = strange_deposit(ours)
    page = page_at(width, user=people[0])
    for address in (
        "days/",
        f"days/{found.day_id}/",
        "breaks/",
        f"breaks/{found.pk}/",
        f"breaks/{found.pk}/correct/",
        f"breaks/{found.pk}/owner/",
    ):
        page.goto(f"/escrow/desk/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert_accessible(page)
