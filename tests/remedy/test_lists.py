"""The list of cases, what every page costs, and that every page is valid."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from kwonik.remedy import actions
from kwonik.remedy.models import ReliefCase
from tests.factories import (
    make_appointment,
    make_district,
)
from tests.remedy.factories import doing, head, make_case, offer_of, open_case


def listed(client, **query):
    page = client.get(reverse("remedy:cases"), query).content.decode()
    return re.findall(r">(R-\d{4}-\d{6})<", page)


def test_the_list_narrows_by_every_filter_and_puts_overdue_first(world, officer):
    today = timezone.localdate()
    overdue, active, other = (
        make_case(world, "ready"),
        make_case(world, "active"),
        open_case(world, issue="other"),
    )
    ReliefCase.objects.filter(pk=overdue.pk).update(due_on=today - timedelta(days=1))
    ReliefCase.objects.filter(pk=active.pk).update(due_on=today + timedelta(days=3))

    assert listed(officer)[0] == overdue.reference
    assert listed(officer, state="active") == [active.reference]
    assert listed(officer, turn="advocate") == [active.reference]
    assert listed(officer, due="overdue") == [overdue.reference]
    assert listed(officer, due="soon") == [active.reference]
    assert listed(officer, advocate=world.appointment.pk) == [active.reference]
    assert listed(officer, issue="other") == [other.reference]
    assert listed(officer, forum="lawsuit") == []
    assert listed(officer, since=str(today + timedelta(days=1))) == []
    assert listed(officer, reference=other.reference[-3:]) == [other.reference]
    assert listed(officer, sort="reference") == [overdue.reference, active.reference, other.reference]
    wrong = officer.get(reverse("remedy:cases"), {"since": "2026-05-01", "until": "2026-04-01"})
    assert wrong.status_code == 422
    assert "끝이 시작보다 앞섭니다" in wrong.content.decode()


def test_names_on_lists_are_masked(world, officer):
    open_case(world)

    page = officer.get(reverse("remedy:cases")).content.decode()

    assert "홍○○" in page
    assert "홍길동" not in page


def test_pages_ask_a_constant_number_of_questions(world, officer, advocate, assert_constant_queries):
    case = make_case(world, "active")

    world.appointment.capacity = 100
    world.appointment.save()

    def grow():
        for state in ("ready", "offered", "concluded"):
            make_case(world, state)
        for note in ("하나", "둘"):
            actions.add_step(by=world.advocate, case=case, doing=doing(world, note=note))
        make_appointment(centre=world.centre, districts=[make_district("mapo")])

    grow()
    ready = make_case(world, "ready")
    for client, address in (
        (officer, reverse("remedy:cases")),
        (officer, reverse("remedy:case", args=(case.pk,))),
        (officer, reverse("remedy:assign", args=(ready.pk,))),
        (advocate, reverse("remedy:my-case", args=(case.pk,))),
        (advocate, reverse("remedy:mine")),
    ):
        assert_constant_queries(lambda client=client, address=address: client.get(address), grow)


def test_every_page_is_valid_html(world, officer, advocate, assert_valid_html):
    offered, active, ready = (make_case(world, state) for state in ("offered", "active", "ready"))
    closed = make_case(world, "closed")
    actions.add_step(by=world.advocate, case=active, doing=doing(world, note="진정서"))
    actions.strike(by=world.officer, step=active.steps.get(), reason="잘못 적음")
    pages = {
        "cases": officer.get(reverse("remedy:cases")),
        "open": officer.get(reverse("remedy:open")),
        "open with errors": officer.post(reverse("remedy:open"), head(issue="")),
        "found": officer.post(reverse("remedy:open"), head(find="1", name="홍길동", phone="")),
        "mine": advocate.get(reverse("remedy:mine")),
        "offer": advocate.get(reverse("remedy:offer", args=(offer_of(offered).pk,))),
        "decline": advocate.get(reverse("remedy:decline", args=(offer_of(offered).pk,))),
        "my case": advocate.get(reverse("remedy:my-case", args=(active.pk,))),
        "assign": officer.get(reverse("remedy:assign", args=(ready.pk,))),
        "closed": officer.get(reverse("remedy:case", args=(closed.pk,))),
    }
    for name in ("case", "print", "facts", "amend", "step", "conclude", "withdraw", "reassign"):
        pages[name] = officer.get(reverse(f"remedy:{name}", args=(active.pk,)))
    assert_valid_html({name: response.content.decode() for name, response in pages.items()})
