"""The calculations by machine: the same answers as the library, refusals by the name of the fact."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kwonik.calculators.models import KeptCalculation
from kwonik.labourlaw import CALCULATIONS
from tests import factories

pytestmark = pytest.mark.django_db

AT = "/api/v1/calculators/calculations"


@pytest.fixture
def machine() -> Client:
    centre = factories.make_centre()
    account = factories.make_account(centre=centre)
    factories.grant(account, factories.make_role("calculators.calculation:use"), centre)
    _, secret = factories.make_api_key(account, centre)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def post(client, name: str, inputs):
    return client.post(f"{AT}/{name}", inputs, content_type="application/json")


def test_every_calculation_answers_what_the_library_answers(machine):
    for each in CALCULATIONS.values():
        answer = post(machine, each.name, dict(each.example))
        expected = each(**each.example).as_json()

        assert answer.status_code == 200, (each.name, answer.content)
        got = answer.json()
        assert got["result"] == expected["result"]
        assert (
            len(got["steps"]) == len(expected["steps"])
            and got["steps"][0]["how"] == expected["steps"][0]["how"]
        )
        assert [one["from"] for one in got["parameters"]] == [one["from"] for one in expected["parameters"]]
    assert not KeptCalculation.objects.exists()


def test_the_list_and_the_schema_of_each(machine):
    listed = machine.get(AT).json()

    assert {one["name"] for one in listed} == set(CALCULATIONS)
    described = machine.get(f"{AT}/severance_pay").json()
    assert described["inputs"]["required"] == CALCULATIONS["severance_pay"].schema()["required"]
    assert described["gives"]["severance"] == {"label": "퇴직금", "unit": "원"}
    assert machine.get(f"{AT}/weather").status_code == 404


@pytest.mark.parametrize(
    ("name", "inputs", "status", "field"),
    [
        ("severance_pay", {"hire_date": "2014-10-02", "retire_date": "2017-09-16"}, 422, "wages_3m"),
        (
            "severance_pay",
            {"hire_date": "2015-02-29", "retire_date": "2017-09-16", "wages_3m": 1},
            422,
            "hire_date",
        ),
        ("minimum_wage", {"year": "2026"}, 422, "year"),
        ("minimum_wage", {"year": 2026, "weather": 1}, 422, "weather"),
        ("minimum_wage", [], 422, "inputs"),
        ("weather", {}, 404, None),
    ],
)
def test_what_cannot_be_computed_names_the_fact(machine, name, inputs, status, field):
    answer = post(machine, name, inputs)

    assert answer.status_code == status
    assert field is None or list(answer.json()["fields"]) == [field]


def test_a_year_not_announced_is_refused_by_its_name(machine):
    answer = post(machine, "minimum_wage", {"year": 2030})

    assert answer.status_code == 422 and list(answer.json()["fields"]) == ["year"]
    assert "정해지지 않았거나" in answer.json()["fields"]["year"][0]


def test_the_description_holds_what_each_calculation_takes():
    paths = Client().get(reverse("openapi")).json()["paths"]
    body = paths["/api/v1/calculators/calculations/{name}"]["post"]["requestBody"]

    described = body["content"]["application/json"]["schema"]["anyOf"]
    assert {one["title"] for one in described} == {each.title for each in CALCULATIONS.values()}
