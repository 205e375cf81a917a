"""Applications at the API door: nobody is named until opened, and the desk's moves."""

from uuid import uuid4

from kwonik.activities.models import Application
from kwonik.people.models import PersonalDataAccess
from tests.activities.factories import make_application
from tests.factories import make_client


def test_applications_name_nobody_until_they_are_opened(machine, support, centre):
    facts = {"kind": "printing", "day": "2025-05-09", "name": "성춘향", "phone": "010-2222-3333", "people": 2}
    token = uuid4()
    stored = machine.post("/support/applications", facts, token)
    assert stored.status_code == 201 and stored.json()["state"] == "requested"
    assert machine.post("/support/applications", facts, token).json() == stored.json(), (
        "sent again, not asked anew"
    )
    row = Application.objects.get()
    at = f"/support/applications/{row.pk}"
    for answer in (stored, machine.get(at), machine.get("/support/applications")):
        assert (
            "성춘향" not in answer.text and "2222" not in answer.text and row.client.reference in answer.text
        )
    before = PersonalDataAccess.objects.count()
    assert machine.get(f"{at}/client").json()["name"] == "성춘향"
    line = PersonalDataAccess.objects.latest("pk")
    assert PersonalDataAccess.objects.count() == before + 1 and line.actor == row.recorded_by

    known = machine.post("/support/applications", facts)
    assert known.status_code == 422 and "전에 온 사람" in known.json()["fields"]["client"][0]
    chosen = known.json()["choices"]["client"][0]["value"]
    assert chosen == str(row.client.pk)
    assert (
        machine.post("/support/applications", {**facts, "client": chosen}).json()["client"]
        == row.client.reference
    )


def test_an_application_goes_its_way_as_at_the_desk(machine, support, centre):
    row = make_application(support, client=make_client(centre), people=3)
    moves = f"/support/applications/{row.pk}/moves"

    accepted = machine.post(f"{moves}/accept", {"decided_on": "2025-05-12"})
    assert accepted.status_code == 200 and accepted.json()["state"] == "accepted"
    asked = machine.post(f"{moves}/deliver", {"people": 2})
    assert asked.status_code == 422 and set(asked.json()["fields"]) == {"delivered_on"}
    strange = machine.post(f"{moves}/deliver", {"delivered_on": "2025-05-20", "score": 5})
    assert strange.status_code == 422 and set(strange.json()["fields"]) == {"score"}
    done = machine.post(f"{moves}/deliver", {"delivered_on": "2025-05-20", "people": 2}).json()
    assert (done["state"], done["delivered_on"], done["people"]) == ("delivered", "2025-05-20", 2)
    again = machine.post(f"{moves}/accept", {"decided_on": "2025-05-12"})
    assert again.status_code == 422 and again.json()["message"]
    assert machine.post(f"{moves}/approve").status_code == 404
    assert machine.post(f"/other/applications/{row.pk}/moves/undo").status_code == 404
    row.refresh_from_db()
    assert row.state == "delivered"
