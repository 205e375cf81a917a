"""The factories make rows the database accepts, and what they grant is what may be done."""

from kwonik.people import access
from tests import factories


def test_an_account_may_what_its_permission_says(db):
    account = factories.make_account("people.client:find")
    assert access.may(account, "people.client:find", account.centre)
    assert not access.may(account, "people.client:merge", account.centre)
    assert not access.may(account, "people.client:find", factories.make_centre("elsewhere"))


def test_services_have_their_lists(db):
    for code in factories.STANDARD_SERVICES:
        service = factories.make_service(code)
        assert service == factories.make_service(code)
    legal = factories.make_service("legal")
    assert factories.code_of(legal, "issue", "unpaid_wages").label == "임금체불"


def test_registers_can_be_filled(db):
    factories.make_unit(), factories.make_facility(), factories.make_staff(), factories.make_site()
    appointment = factories.make_appointment(districts=[factories.make_district()])
    assert appointment.districts.count() == 1
    assert factories.make_workplace("㈜ 가람") == factories.make_workplace("가람(주)")


def test_a_client_is_sealed(db):
    client = factories.make_client(name="김가람")
    assert "김가람".encode() not in bytes(client.identity.name_sealed)
