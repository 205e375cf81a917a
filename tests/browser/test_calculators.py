"""The calculators in a browser: a citizen on a telephone, without scripts, computes, keeps and erases."""

import re

import pytest
from playwright.sync_api import Page, expect

from kwonik.calculators.forms import FactsForm
from kwonik.labourlaw import CALCULATIONS
from tests.conftest import DESKTOP, PHONE

from .looking import follow, shoot, sideways, walk

pytestmark = pytest.mark.django_db(transaction=True)

MANY_KINDS = ("overtime_hours_week", "koss_sf_total", "ordinary_hourly_wage", "applicability", "headcount")
"""Calculations that ask for rows, lines, named values and long lists."""
FOCUSED = ("wrong", "optional")
"""Pages on which the cursor stands in the middle already."""


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_citizen_computes_a_severance_pay_and_keeps_it(
    live_server, page_at, width, scripts, assert_accessible
):
    page = page_at(width, java_script_enabled=scripts)

    def look(name: str) -> None:
        assert not sideways(page, width)
        if scripts:
            assert_accessible(page)
            assert name in FOCUSED or not walk(page)
            shoot(page, f"calculators-{name}", width)

    page.goto(f"{live_server.url}/calculators/")
    look("list")
    page.get_by_role("searchbox").fill("퇴직금")
    follow(page.get_by_role("button", name="찾기"))
    look("found")
    follow(page.get_by_role("link", name="퇴직금", exact=True))
    look("first")
    follow(page.get_by_role("button", name="다음"))
    expect(page.get_by_role("alert")).to_contain_text("고칠 곳")
    look("wrong")
    for text in ("2014. 10. 2.", "20170916", "708만"):
        page.locator(".calculators-question input[type=text]").fill(text)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    page.get_by_text("지금까지 적은 것").click()
    look("optional")
    follow(page.get_by_role("button", name="바로 결과 보기"))
    expect(page.get_by_role("heading", level=1)).to_have_text("퇴직금 결과")
    look("result")
    follow(page.get_by_role("button", name=re.compile("고치기.*퇴직 전 3개월")))
    follow(page.get_by_role("button", name="결과 보기"))
    follow(page.get_by_role("button", name="보관하고 주소 받기"))
    look("kept")
    follow(page.get_by_role("link", name="지우기"))
    look("erase")
    follow(page.get_by_role("button", name="지우기"))
    expect(page.get_by_role("status").first).to_contain_text("지웠습니다")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("name", MANY_KINDS)
def test_every_kind_of_question_on_one_page(live_server, page_at, width, name, assert_accessible):
    page = page_at(width)
    page.goto(f"{live_server.url}/calculators/{name}/all/")
    look_at(page, f"{name}-form", width, assert_accessible)
    follow(page.get_by_role("button", name="결과 보기"))
    look_at(page, f"{name}-wrong", width, assert_accessible)
    for bound in FactsForm(CALCULATIONS[name], inputs=CALCULATIONS[name].example):
        fill(page, bound.html_name, bound.value())
    follow(page.get_by_role("button", name="결과 보기"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{CALCULATIONS[name].title} 결과")
    look_at(page, f"{name}-result", width, assert_accessible)


def look_at(page: Page, name: str, width: int, assert_accessible) -> None:
    assert not sideways(page, width)
    assert_accessible(page)
    shoot(page, f"calculators-{name}", width)


def fill(page: Page, name: str, value) -> None:
    rows = value if isinstance(value, list) else None
    for at, each in enumerate([value] if rows is None else rows):
        control = page.locator(f"[name={name}{'' if rows is None else f'_{at}'}]")
        if each in (None, ""):
            continue
        if control.first.get_attribute("type") == "radio":
            page.locator(f"[name={name}][value='{each}']").check(force=True)
        elif control.first.evaluate("e => e.tagName") == "SELECT":
            control.select_option(str(each))
        else:
            control.fill(str(each))
