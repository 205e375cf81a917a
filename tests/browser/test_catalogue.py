"""The catalogue's pages after an error in a real browser, and as valid HTML when lists have changed."""

import shutil
from datetime import date

import pytest
from django.urls import reverse

from kwonik.catalogue.actions import load_profile
from kwonik.catalogue.models import ProfileLoad
from kwonik.catalogue.queries import own_centre
from kwonik.kernel.models import CalendarOverride
from tests import profiles
from tests.factories import make_account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def addresses(tmp_path):
    """Every page of the catalogue, with a retired code, a change and a correction to show."""
    folder = shutil.copytree(profiles.FOLDER / "seoul", tmp_path / "profile")
    with profiles.no_report_checkers():
        load_profile(folder)
        lists = folder / "lists.yaml"
        line = "  - {code: labour_union, label: 노동조합, aliases: [노동 조합, 노조]}\n"
        assert line in lists.read_text()
        lists.write_text(
            lists.read_text().replace(line, "").replace("label: 임금체불,", "label: 체불임금 등,")
        )
        load_profile(folder)
    correction = CalendarOverride.objects.create(
        day=date(2026, 6, 2), name="임시공휴일", declared_on=date(2026, 5, 12), source="관보 제1호"
    )
    plain = ("programmes", "lists", "questions", "roles", "loads", "calendar", "correct")
    return [
        *(reverse(f"catalogue:{name}") for name in plain),
        reverse("catalogue:load", args=[ProfileLoad.objects.first().pk]),
        reverse("catalogue:restore", args=[correction.pk]),
    ]


def test_a_refused_correction_says_what_to_mend(live_server, page_at, width, assert_accessible):
    page = page_at(width, make_account("catalogue.calendar:edit"))
    page.goto(reverse("catalogue:correct"))
    page.get_by_role("button", name="저장").click()

    page.get_by_role("alert").get_by_text("고칠 곳이").wait_for()
    assert_accessible(page)


def test_pages_are_valid_html(addresses, client, assert_valid_html):
    client.force_login(make_account("centre_director", centre=own_centre()))

    assert_valid_html({address: client.get(address).content.decode() for address in addresses})
