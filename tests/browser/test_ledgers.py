"""A ledger dragged onto the page goes in and out again, with and without scripts; nobody is shut out on the way."""

import re
import threading
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page, expect

from kwonik.budget.models import Spending
from kwonik.ledgers import actions, registry, rules
from kwonik.ledgers.models import ImportBatch
from tests.budget.factories import make_line
from tests.factories import make_account, make_centre
from tests.ledgers.conftest import HEAD, ODD, SHEET, ledger, row, workbook
from tests.ledgers.test_importing import with_
from tests.ledgers.test_worker import work

UPLOAD = f"/ledgers/{SHEET}/upload/"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_keyring(settings, tmp_path):
    settings.KEYRING = tmp_path / "keyring.json"


@pytest.fixture
def officer(live_server):
    centre = make_centre("main")
    make_line(centre, name="취약노동자 법률구조", aliases=["법률구조"], allotted_won=100_000_000)
    return make_account("finance", centre=centre)


def wide_ledger() -> bytes:
    """Twenty columns, most of them nobody asked for."""
    more = tuple(f"그 밖의 항목 {n}" for n in range(15))
    return workbook(집행=((*ODD, *more), (*row(), *range(15))))


def wrong_ledger() -> bytes:
    rows = [row(day=day, line=f"없는 사업 {day}") for day in range(1, 11)]
    rows += [row(day=day, amount="많이") for day in range(1, 11)]
    rows += [("언젠가", *row()[1:]) for _ in range(9)] + [(date(2025, 5, 9), "법률구조", "", 5, "")]
    return ledger(*rows)


def drop(page: Page, content: bytes, name: str) -> None:
    """Lets go of a file over the page's drop zone, as a hand with a mouse does."""
    page.goto(UPLOAD)
    handle = page.evaluate_handle(
        """([bytes, name]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], name));
            return carried;
        }""",
        [list(content), name],
    )
    zone = page.locator("input[type=file]")
    zone.dispatch_event("dragover", {"dataTransfer": handle})
    expect(zone).to_have_class(re.compile("kw-over"))
    page.evaluate(
        "([zone, carried]) => { zone.files = carried.files; zone.dispatchEvent(new Event('change')) }",
        [zone.element_handle(), handle],
    )
    page.get_by_role("button", name="올려서 확인하기").click()


def choose_file(page: Page, content: bytes, name: str = "집행 대장.csv") -> None:
    page.goto(UPLOAD)
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.get_by_role("button", name="올려서 확인하기").click()


def test_a_ledger_is_dropped_corrected_confirmed_and_undone(live_server, page_at, officer):
    page = page_at(user=officer)
    drop(page, ledger(row(), row(day=10), head=ODD), "집행 대장.csv")
    expect(page.get_by_text("고칠 곳이 2군데")).to_be_visible()
    page.get_by_label("C열 무엇을").select_option(label="적요 (필수)")
    page.get_by_label("D열 얼마").select_option(label="금액 (필수)")
    page.get_by_role("button", name="이대로 다시 읽기").click()
    expect(page.get_by_text("2행을 새로 넣을 수 있습니다")).to_be_visible()
    assert not Spending.objects.exists()
    page.get_by_role("button", name="2행 반영하기").click()
    expect(page.get_by_text("2행을 반영했습니다.")).to_be_visible()
    assert Spending.objects.count() == 2
    page.get_by_role("link", name="이 가져오기 되돌리기").click()
    page.get_by_role("button", name="2행 되돌리기").click()
    expect(page.get_by_text("2행을 되돌렸습니다.")).to_be_visible()
    assert not Spending.objects.exists()
    choose_file(page, ledger(row(), row(day=11), head=ODD), "다음 달.csv")
    expect(page.get_by_text("2행을 새로 넣을 수 있습니다")).to_be_visible()


def test_everything_works_without_scripts(live_server, page_at, officer, monkeypatch):
    monkeypatch.setattr(rules, "INLINE_ROWS", 2)
    page = page_at(user=officer, java_script_enabled=False)
    choose_file(page, ledger(*[row(day=day) for day in range(1, 8)]))
    expect(page.get_by_text("차례를 기다립니다")).to_be_visible()
    work()
    expect(page.get_by_text("7행을 새로 넣을 수 있습니다")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="7행 반영하기").click()
    work()
    expect(page.get_by_text("새로 넣은 7행")).to_be_visible(timeout=15_000)
    page.get_by_role("link", name="이 가져오기 되돌리기").click()
    page.get_by_role("button", name="7행 되돌리기").click()
    work()
    expect(page.get_by_text("남아 있지 않습니다")).to_be_visible(timeout=15_000)
    assert not Spending.objects.exists()


def test_the_page_tells_how_far_a_long_ledger_is_and_goes_on_by_itself(
    live_server, page_at, officer, monkeypatch
):
    """The numbers on the page move while the worker stores; then the result stands there without a touch."""
    monkeypatch.setattr(rules, "INLINE_ROWS", 2)
    monkeypatch.setattr(rules, "CHUNK", 3)
    page = page_at(user=officer)
    choose_file(page, ledger(*[row(day=day) for day in range(1, 8)]))
    expect(page.get_by_text("차례를 기다립니다")).to_be_visible()
    work()
    expect(page.get_by_text("7행을 새로 넣을 수 있습니다")).to_be_visible(timeout=10_000)
    go_on = threading.Event()
    store = registry.get(SHEET).store

    def slowly(context, lines, batch):
        store(context, lines, batch)
        if ImportBatch.objects.filter(progress=3).exists():
            go_on.wait(20)

    monkeypatch.setitem(registry._sheets, SHEET, with_(store=slowly))
    page.get_by_role("button", name="7행 반영하기").click()
    worker = threading.Thread(target=lambda: (work(), connection.close()))
    worker.start()
    try:
        expect(page.get_by_text("7행 가운데 3행")).to_be_visible(timeout=15_000)
        assert page.locator("progress").get_attribute("value") == "42"
    finally:
        go_on.set()
        worker.join()
    expect(page.get_by_text("새로 넣은 7행")).to_be_visible(timeout=10_000)


def test_a_running_import_is_stopped_with_its_button(live_server, page_at, officer, monkeypatch):
    monkeypatch.setattr(rules, "INLINE_ROWS", 2)
    page = page_at(user=officer)
    choose_file(page, ledger(*[row(day=day) for day in range(1, 8)]))
    page.get_by_role("button", name="멈추기").click()
    expect(page.get_by_text("멈추었습니다. 저장된 것은 없습니다")).to_be_visible()


def states(officer, monkeypatch) -> dict[str, str]:
    """An address for every look an import has."""

    def upload(content, name="집행 대장.xlsx"):
        return actions.upload(
            by=officer,
            centre=officer.centre,
            sheet=registry.get(SHEET),
            variant="",
            filename=name,
            content=content,
        )

    found = {"problems": upload(wrong_ledger()), "columns": upload(wide_ledger(), "열이 많은 대장.xlsx")}
    found["ready"] = upload(ledger(row()))
    found["applied"] = upload(ledger(row(day=11)))
    actions.confirm(by=officer, batch=found["applied"])
    found["stopped"] = upload(ledger(row(day=12)))
    ImportBatch.objects.filter(pk=found["stopped"].pk).update(state="stopped", trouble=rules.DIED)
    monkeypatch.setattr(rules, "INLINE_ROWS", 2)
    found["running"] = upload(ledger(*[row(day=day) for day in range(20, 28)]))
    pages = {name: reverse("ledgers:batch", args=[batch.pk]) for name, batch in found.items()}
    pages["undo"] = reverse("ledgers:undo", args=[found["applied"].pk])
    return pages | {"list": reverse("ledgers:ledgers"), "upload": UPLOAD}


def test_axe_finds_nothing_on_any_look_of_an_import(
    live_server, page_at, width, officer, monkeypatch, assert_accessible
):
    page = page_at(width, user=officer)
    for name, address in states(officer, monkeypatch).items():
        page.goto(address)
        for closed in page.locator("details:not([open]) > summary").all():
            if closed.is_visible():
                closed.click()
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_axe_finds_nothing_after_a_refusal_and_while_a_job_reports(
    live_server, page_at, width, officer, monkeypatch, assert_accessible
):
    page = page_at(width, user=officer)
    choose_file(page, b"<html><table></table></html>")
    expect(page).to_have_title(re.compile("^오류: "))
    assert page.evaluate("document.activeElement.className") == "kw-error-summary"
    assert_accessible(page)
    monkeypatch.setattr(rules, "INLINE_ROWS", 2)
    choose_file(page, ledger(*[row(day=day) for day in range(1, 8)]))
    with page.expect_response(re.compile("/progress/$")):
        pass
    expect(page.get_by_text("차례를 기다립니다")).to_be_visible()
    assert_accessible(page)


def test_the_columns_of_a_wide_ledger_are_chosen_by_keyboard(live_server, page_at, officer):
    page = page_at(user=officer)
    choose_file(page, wide_ledger(), "열이 많은 대장.xlsx")
    page.get_by_label("C열 무엇을").focus()
    for _ in range(3):  # 집행일, 세부사업, 적요
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "id_column_D"
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("1행을 새로 넣을 수 있습니다")).to_be_visible()
    assert page.locator("select[id^=id_column_]").count() == len(HEAD) + 15
