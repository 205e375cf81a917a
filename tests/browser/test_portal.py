"""Public statistics on a telephone, without scripts: a citizen finds a number and what it means."""

from datetime import date

import pytest

from kwonik.kernel.figures import Ask
from kwonik.kernel.periods import Period
from kwonik.portal import actions
from tests.conftest import DESKTOP, PHONE
from tests.counselling.factories import make_consultation
from tests.editions import make_edition
from tests.factories import make_account, make_centre

from .looking import follow, shoot, sideways

PARTIES = ("worker", "employer")
QUARTERS = (Period(date(2025, 1, 1), date(2025, 3, 31)), Period(date(2025, 4, 1), date(2025, 6, 30)))


@pytest.fixture
def centre(transactional_db):
    return make_centre()


@pytest.fixture
def director(centre):
    return make_account(
        "portal.release:publish", "reports.report:view", "reports.figure:explain", "reports.figure:approve",
        centre=centre,
    )  # fmt: skip


@pytest.fixture
def public(centre, director):
    """Two quarters, one of them corrected."""
    for number in range(40):
        make_consultation(
            centre=centre, occurred_on=date(2025, 1 + number % 6, 9), party=PARTIES[number % 7 == 0]
        )
    asks = (Ask.of("counselling.legal"), *(Ask.of("counselling.legal", party=one) for one in PARTIES))
    first, last = (make_edition(director, centre, *asks, period=period) for period in QUARTERS)
    for edition in (first, last):
        actions.release(by=director, edition=edition)
    for day in range(1, 8):
        make_consultation(centre=centre, occurred_on=date(2025, 4, day))
    corrected = make_edition(director, centre, *asks, period=QUARTERS[1], corrects=last)
    make_edition(director, centre, *asks, code="another")
    return actions.release(by=director, edition=corrected)


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_citizen_walks_from_the_front_page_to_a_number(
    public, live_server, page_at, width, scripts, assert_accessible
):
    page = page_at(width, java_script_enabled=scripts)
    page.goto(live_server.url)
    for name, link in (("statistics", "공개 통계"), ("edition", "상담 통계"), ("series", "노동자")):
        links = page.get_by_role("link", name=link)
        follow(links.last if name == "series" else links.first)
        if scripts:
            assert_accessible(page)
            shoot(page, f"portal-{name}", width)
        assert not sideways(page, width)
    assert "노동자" in page.get_by_role("heading", level=1).inner_text() + page.content()
    page.goto(f"{live_server.url}/portal/corrections/")
    assert not sideways(page, width)
    if scripts:
        assert_accessible(page)
        shoot(page, "portal-corrections", width)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_desk_of_figures_and_releases(public, director, live_server, page_at, width, assert_accessible):
    page = page_at(width, director)
    for name, address in (
        ("figures", "/reports/figures/"),
        (
            "figure",
            "/reports/figures/counselling.legal/?first_on=2025-01-01&last_on=2025-06-30&as_of=2025-06-30",
        ),
        ("family", "/reports/figures/counselling.%7Bservice%7D/"),
        ("rate", "/reports/figures/budget.execution_rate/"),
        ("approve", "/reports/figures/budget.spent/approve/"),
        ("editions", "/portal/desk/"),
    ):
        page.goto(live_server.url + address)
        assert_accessible(page)
        assert not sideways(page, width)
        shoot(page, f"desk-{name}", width)
    follow(page.get_by_role("link", name="공개하기").first)
    assert_accessible(page)
    shoot(page, "desk-release", width)
