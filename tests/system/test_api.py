"""Every operation of the API x everybody's key: 401, 403, 404 or what api.txt says; and none of them breaks down."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import schemathesis
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from kwonik.kernel import permissions
from kwonik.kernel.doors import SIGNED_IN
from kwonik.people.models import Role
from tests import factories

from . import tables
from .doors import NOWHERE, TOKEN

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("world")]

PREFIX = "/api/v1"


@dataclass(frozen=True)
class Operation:
    """One line of api.txt."""

    method: str
    path: str
    permission: str
    answer: int
    body: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def ask(self, client, rows):
        numbers = {name: row if isinstance(row, int) else row.pk for name, row in rows.items()}
        sent = {} if self.body == "-" else {"data": self.body, "content_type": "application/json"}
        headers = {"Idempotency-Key": str(TOKEN)}
        address = PREFIX + self.path.format_map(numbers)
        return getattr(client, self.method.lower())(address, headers=headers, **sent)


@cache
def operations() -> tuple[Operation, ...]:
    lines = Path(__file__).with_name("api.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            method, path, permission, answer, body = line.split()
            found.append(Operation(method, path, permission.replace("-", " "), int(answer), body))
    return tuple(found)


each = pytest.mark.parametrize("operation", operations(), ids=str)


@pytest.fixture(scope="module")
def description(django_db_setup) -> dict:
    return Client().get(reverse("openapi")).json()


def machine_of(account, centre) -> Client:
    """A program with a key of the account."""
    _, secret = factories.make_api_key(account, centre)
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture(scope="module")
def machines(world, django_db_blocker) -> dict[str, Client]:
    """A program for everybody at our centre by role code, and one without a key."""
    ours = world.ours
    found = {role: machine_of(account, ours.centre) for role, account in ours.people.items()}
    return {"nobody": Client(), **found}


def test_the_table_holds_every_operation_with_its_permission(description):
    declared = {
        (method.upper(), path, one["x-permission"])
        for path, methods in description["paths"].items()
        for method, one in methods.items()
    }

    def of(operation: Operation) -> tuple[str, str, str]:
        fits = [path for _, path, _ in declared
                if re.fullmatch(re.sub(r"{\w+}", r"[^/]+", path), PREFIX + operation.path)]  # fmt: skip
        return operation.method, fits[0], operation.permission

    assert {of(operation) for operation in operations()} == declared
    assert all(rule == SIGNED_IN or permissions.known(rule) for *_, rule in declared)


@each
def test_everybody_gets_what_their_role_says(operation, world, machines):
    held = {role.code: set(role.permissions) for role in Role.objects.filter(code__in=world.ours.people)}
    expected = {"nobody": 401} | {
        role: operation.answer if operation.permission in {SIGNED_IN, *held[role]} else 403 for role in held
    }

    got = {role: operation.ask(client, world.ours.rows) for role, client in machines.items()}

    assert {role: answer.status_code for role, answer in got.items()} == expected
    assert operation.answer in expected.values()
    for answer in got.values():
        assert "no-store" in answer["Cache-Control"]
        assert answer.status_code < 400 or {"code", "message", "fields"} <= set(answer.json())


@pytest.mark.parametrize("operation", [one for one in operations() if "{" in one.path], ids=str)
def test_a_row_of_another_centre_does_not_exist(operation, world, everything_machine):
    nowhere = {name: NOWHERE for name in world.ours.rows}
    before = tables.rows(tables.ACCESS_LOG)
    strange, missing = (operation.ask(everything_machine, rows) for rows in (world.theirs.rows, nowhere))

    assert (strange.status_code, missing.status_code) == (404, 404)
    assert strange.content == missing.content and strange.headers == missing.headers
    assert set(tables.changes(before, tables.rows(tables.ACCESS_LOG))) <= {"people_apikey"}, (
        "but that it was used"
    )


@pytest.fixture(scope="module")
def everything_machine(world, django_db_blocker) -> Client:
    """A program of somebody who holds every permission there is, at our centre only."""
    account = factories.make_account(centre=world.ours.centre)
    every = factories.make_role(*(permission.code for permission in permissions.everything()))
    factories.grant(account, every, world.ours.centre)
    return machine_of(account, world.ours.centre)


@each
def test_a_session_opens_nothing(operation, world, everything):
    assert operation.ask(everything, world.ours.rows).status_code == 401


@each
def test_no_list_and_no_record_names_a_client(operation, world, everything_machine):
    answer = operation.ask(everything_machine, world.ours.rows)

    assert ("홍길" in json.dumps(answer.json(), ensure_ascii=False)) == operation.path.endswith("/client")


# -- whatever is sent ---------------------------------------------------------------------------------------------


@pytest.fixture
def api(world, everything_machine):
    """The description, with services and rows that exist among those that do not."""
    around = (signals.request_started, signals.request_finished)
    for signal in around:
        signal.disconnect(close_old_connections)  # the connection is the world's
    schema = schemathesis.openapi.from_wsgi(reverse("openapi"), WSGIHandler())
    codes = ["culture", "truck_count", "water", "health_check", "nothing"]
    rows = [world.ours.rows[name].pk for name in ("session", "tally", "handout", "application")]

    @schema.hook
    def map_path_parameters(context, path_parameters):
        if path_parameters and "service" in path_parameters:
            at = len(str(path_parameters["service"])) + len(str(path_parameters.get("pk", "")))
            path_parameters["service"] = codes[at % len(codes)]
            if "pk" in path_parameters:
                path_parameters["pk"] = rows[at % len(rows)]
        return path_parameters

    yield schema
    for signal in around:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
def test_whatever_is_sent_is_answered_as_described(mode, api, everything_machine):
    """Sound requests and unsound ones, the same each time."""
    key, answered = {"Authorization": everything_machine.defaults["HTTP_AUTHORIZATION"]}, Counter()

    def probe(case):
        response = case.call(headers=key)
        answered[response.status_code] += 1
        case.validate_response(
            response, checks=[not_a_server_error, content_type_conformance, response_schema_conformance]
        )

    repeatably = settings(max_examples=10, derandomize=True, database=None,
                          suppress_health_check=list(HealthCheck))  # fmt: skip
    for operation in api.get_all_operations():
        repeatably(given(case=operation.ok().as_strategy(generation_mode=mode))(probe))()

    assert {200, 404, 422} <= set(answered), answered
