"""The numbers of a report for machines are those it prints, for the key's centre and the days asked for."""

import pytest
from django.test import Client

from tests import factories

AT = "/api/v1/reports/budget-report/figures"


@pytest.fixture
def machine(centre):
    account = factories.make_account("reports.report:view", centre=centre)
    _, secret = factories.make_api_key(account, centre)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_the_numbers_are_those_that_the_report_prints(machine, template, spendings):
    said = machine.get(AT).json()
    assert (said["first_on"], said["last_on"], said["as_of"]) == ("2025-01-01", "2025-09-30", "2025-09-30")
    assert said["figures"]["T.spent"] == {"value": 300_000, "printed": "300,000", "stated": False}
    assert said["figures"]["T.rate"]["value"] == 37.5


def test_of_the_days_asked_for(machine, template, spendings):
    later = machine.get(AT, {"to": "2025-12-31", "as_of": "2025-12-31"}).json()
    assert later["figures"]["T.spent"]["value"] == 350_000


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"from": "2025-10-01"}, ""),
        ({"from": "어제"}, "from"),
        ({"from": "0001-01-01"}, "from"),
        ({"to": "9999-12-31"}, "to"),
    ],
)
def test_wrong_days_are_said(machine, template, asked, field):
    answer = machine.get(AT, asked)
    assert answer.status_code == 422 and answer.json()["message"]
    assert set(answer.json()["fields"]) == ({field} if field else set())


def test_a_centre_sees_its_own_numbers(template, spendings):
    elsewhere = factories.make_centre("elsewhere")
    account = factories.make_account("reports.report:view", centre=elsewhere)
    _, secret = factories.make_api_key(account, elsewhere)
    said = Client(headers={"Authorization": f"Bearer {secret}"}).get(AT).json()
    assert said["figures"]["T.spent"]["value"] == 0


def test_no_report_of_that_name(machine, db):
    assert machine.get("/api/v1/reports/nothing/figures").status_code == 404
