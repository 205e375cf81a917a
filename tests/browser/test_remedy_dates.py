"""Critical dates in a real browser: written down, confirmed and kept by keyboard and without scripts, loud when lost."""

import os

import pytest
from django.urls import reverse

from kwonik.remedy.models import CriticalDate
from tests.factories import make_account
from tests.remedy.factories import STAFF, confirmed, dated, make_case, make_world

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("KWONIK_SHOTS", "")


@pytest.fixture
def world(transactional_db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return make_world()


def settled(page, name: str) -> None:
    """No sideways scrolling; a picture for whoever asks for one."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{page.viewport_size['width']}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def test_a_day_is_written_down_confirmed_and_kept_without_scripts_on_a_telephone(world, live_server, page_at):
    case = make_case(world)
    page = page_at(390, world.officer, java_script_enabled=False)

    page.goto(reverse("remedy:case", args=(case.pk,)))
    page.get_by_role("link", name="날짜 적기").click()
    page.locator("#id_matter_1").select_option(label="해고·징계 등이 있은 날")
    page.locator("#id_happened_on_1").fill("2026. 8. 3.")
    page.get_by_role("button", name="날짜 저장").click()
    page.get_by_text("상시 5명 이상인 사업장에만").wait_for()
    page.get_by_role("button", name="기한 확인").click()
    page.get_by_role("link", name="지킴").first.click()
    page.locator("#id_met_on").fill("2026. 8. 20.")
    page.get_by_role("button", name="지킨 것으로 적기").click()

    found = CriticalDate.objects.get()
    assert (found.state, found.last_on.isoformat(), found.met_on.isoformat()) == (
        "met",
        "2026-11-03",
        "2026-08-20",
    )


def test_the_pages_of_dates_read_well_at_both_widths(world, live_server, page_at, width, assert_accessible):
    lost, soon = confirmed(world, 120), dated(world, 85, state="active")
    make_case(world)
    everything = make_account(
        *STAFF, "catalogue.calendar:edit", "catalogue.calendar:view", centre=world.centre
    )
    page = page_at(width, everything)

    for name, args, query in (
        ("deadlines", (), ""),
        ("deadlines", (), "?when=none"),
        ("case", (lost.case_id,), ""),
        ("date", (lost.case_id,), ""),
        ("confirm", (soon.case_id,), ""),
        ("term", (soon.case_id,), ""),
        ("meet", (lost.pk,), ""),
        ("feed", (), ""),
        ("open", (), ""),
    ):
        page.goto(reverse(f"remedy:{name}", args=args) + query)
        settled(page, f"dates-{name}{query.replace('?', '-')}")
        assert_accessible(page)
    page.goto(reverse("today"))
    page.get_by_text("제척기간이 지났습니다").first.wait_for()
    settled(page, "dates-today")
    page.goto(reverse("catalogue:correct"))
    page.locator("#id_day").fill(soon.last_on.isoformat())
    page.locator("#id_name").fill("임시공휴일")
    page.locator("#id_declared_on").fill("2026. 11. 20.")
    page.locator("#id_source").fill("관보")
    page.get_by_role("button", name="저장").click()
    page.get_by_text("아직 저장하지 않았습니다").wait_for()
    settled(page, "dates-moving")
    assert_accessible(page)
    page.get_by_role("button", name="옮기고 저장").click()
    page.get_by_text("1건을 다시 셌습니다").wait_for()
    page.goto(reverse("remedy:redatings"))
    settled(page, "dates-redatings")
    assert_accessible(page)
