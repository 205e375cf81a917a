"""Who gets which page: another centre's row does not exist, a wrong role is refused, an offer discloses in stages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kwonik.kernel import queues
from kwonik.people.models import PersonalDataAccess
from kwonik.remedy import actions
from kwonik.remedy.codes import TRANSITIONS
from kwonik.remedy.desk.verbs import VIEWS
from kwonik.remedy.models import ReliefCase
from tests.factories import make_account, make_appointment, make_centre
from tests.remedy.factories import ADVOCATE, STAFF, accepted, doing, make_case, make_world, offer_of

CASE_PAGES = {
    "case": "remedy.case:view",
    "print": "remedy.case:view",
    "facts": "remedy.case:edit",
    "amend": "remedy.case:edit",
    "assign": "remedy.case:assign",
    "step": "remedy.case:progress",
    "conclude": "remedy.case:progress",
    "revise": "remedy.case:edit",
    "my-case": "remedy.case:view_assigned",
    **{verb: TRANSITIONS[verb].permission for verb in VIEWS},
}
LIST_PAGES = {
    "cases": "remedy.case:view",
    "open": "remedy.case:open",
    "mine": "remedy.case:view_assigned",
}


@pytest.mark.parametrize("name", [*CASE_PAGES, *LIST_PAGES])
def test_every_page_by_role_and_centre(world, client, name):
    case = make_case(world, "active")
    address = reverse(f"remedy:{name}", args=(case.pk,) if name in CASE_PAGES else ())
    needed = (CASE_PAGES | LIST_PAGES)[name]
    everything = {*STAFF, *ADVOCATE}
    elsewhere = make_centre("elsewhere")

    def status(account):
        client.force_login(account)
        return client.get(address).status_code

    assert client.get(address).status_code == 302
    assert status(make_account(*everything, centre=world.centre)) == 200
    assert status(make_account("counselling.consultation:record", centre=world.centre)) == 403
    if name in CASE_PAGES:
        assert status(make_account(needed, *everything, centre=elsewhere)) == 404


def test_an_advocate_sees_only_what_they_accepted(world, client):
    mine, other = make_case(world, "active"), make_case(world, "ready")
    client.force_login(world.advocate)

    assert client.get(reverse("remedy:my-case", args=(mine.pk,))).status_code == 200
    assert client.get(reverse("remedy:my-case", args=(other.pk,))).status_code == 404
    assert client.get(reverse("remedy:step", args=(mine.pk,))).status_code == 200
    assert client.get(reverse("remedy:step", args=(other.pk,))).status_code == 404
    assert client.get(reverse("remedy:case", args=(mine.pk,))).status_code == 403


def test_an_advocate_does_not_see_whom_else_the_centre_asked(world, client):
    case = make_case(world, "offered")
    actions.decline(by=world.advocate, offer=offer_of(case), reason="출장 중")
    colleague = make_account(*ADVOCATE, centre=world.centre)
    second = make_appointment(centre=world.centre, account=colleague)
    actions.assign(by=world.officer, case=case, advocate=second, choice_reason="급함")
    actions.clear(by=colleague, offer=offer_of(case))
    actions.accept(by=colleague, offer=offer_of(case))
    client.force_login(colleague)

    page = client.get(reverse("remedy:my-case", args=(case.pk,))).content.decode()

    assert world.appointment.name not in page
    assert "출장 중" not in page
    client.force_login(world.officer)
    page = client.get(reverse("remedy:case", args=(case.pk,))).content.decode()
    assert world.appointment.name in page
    assert "출장 중" in page


def test_an_offer_discloses_the_parties_first_and_the_facts_after(world, client):
    case = make_case(world, "offered", facts="사장이 도망감")
    address = reverse("remedy:offer", args=(offer_of(case).pk,))
    client.force_login(world.advocate)

    first = client.get(address).content.decode()
    assert "홍길동" in first
    assert "가람상사" in first
    assert "사장이 도망감" not in first

    client.post(reverse("remedy:clear", args=(offer_of(case).pk,)))
    assert "사장이 도망감" in client.get(address).content.decode()
    assert PersonalDataAccess.objects.filter(purpose="assignment", actor=world.advocate).count() >= 2


def test_an_answered_offer_discloses_nothing_any_more(world, client):
    case = make_case(world, "offered")
    offer = offer_of(case)
    actions.decline(by=world.advocate, offer=offer, reason="바쁨")
    client.force_login(world.advocate)

    page = client.get(reverse("remedy:offer", args=(offer.pk,))).content.decode()

    assert "홍길동" not in page
    assert "거절" in page


@pytest.mark.parametrize("name", ["offer", "decline"])
def test_somebody_elses_offer_does_not_exist(world, client, name):
    case = make_case(world, "offered")
    for stranger in (
        make_account(*ADVOCATE, centre=world.centre),
        make_account(*ADVOCATE, centre=make_centre("x")),
    ):
        client.force_login(stranger)
        assert client.get(reverse(f"remedy:{name}", args=(offer_of(case).pk,))).status_code == 404


@pytest.mark.parametrize("name", ["clear", "accept"])
def test_answers_are_posts(world, client, name):
    case = make_case(world, "offered")
    client.force_login(world.advocate)

    assert client.get(reverse(f"remedy:{name}", args=(offer_of(case).pk,))).status_code == 405


def test_a_step_of_another_centre_does_not_exist(world, client):
    other = make_world(make_centre("elsewhere"))
    case = make_case(other, "active")
    actions.add_step(by=other.advocate, case=case, doing=doing(other))
    client.force_login(world.officer)

    for name in ("strike", "correct"):
        assert client.get(reverse(f"remedy:{name}", args=(case.steps.get().pk,))).status_code == 404


def test_opening_a_case_page_is_logged_with_its_purpose(world, client):
    case = make_case(world)
    before = PersonalDataAccess.objects.count()
    client.force_login(world.officer)

    client.get(reverse("remedy:case", args=(case.pk,)))

    new = PersonalDataAccess.objects.order_by("pk")[before:]
    assert {(row.purpose, row.action, tuple(row.client_ids)) for row in new} == {
        ("remedy", "remedy.case", (case.client_id,))
    }


# -- today ----------------------------------------------------------------------------------------------------


def todos(account, centre, code):
    queue = next(queue for queue in queues.all_queues() if queue.code == code)
    return queue.todos(account, centre, timezone.localdate())


def test_each_queue_holds_what_waits_for_that_person(world):
    offered = make_case(world, "offered")
    active = make_case(world, "active")
    ready = make_case(world, "ready")
    concluded = make_case(world, "concluded")
    make_case(world, "closed")
    actions.add_step(
        by=world.advocate,
        case=active,
        doing=doing(world, next_turn="forum", due_on=timezone.localdate() + timedelta(days=1)),
    )

    def cases(code):
        return [todo.url_args[0] for todo in todos(world.officer, world.centre, code)]

    assert cases("remedy.centre") == [ready.pk]
    assert cases("remedy.concluded") == [concluded.pk]
    assert cases("remedy.due") == [active.pk]
    (offer,) = todos(world.advocate, world.centre, "remedy.offers")
    assert offer.url_args == (offer_of(offered).pk,)
    in_hand = todos(world.advocate, world.centre, "remedy.in_hand")
    assert [(todo.url_args[0], todo.turn) for todo in in_hand] == [(active.pk, "기관")]


def test_overdue_comes_first_and_another_centres_work_stays_there(world):
    other = make_world(make_centre("elsewhere"))
    make_case(other, "ready")
    later, overdue, someday = (make_case(world, "ready") for _ in range(3))
    today = timezone.localdate()
    ReliefCase.objects.filter(pk=overdue.pk).update(due_on=today - timedelta(days=3))
    ReliefCase.objects.filter(pk=later.pk).update(due_on=today + timedelta(days=3))

    found = todos(world.officer, world.centre, "remedy.centre")

    assert [todo.url_args[0] for todo in found] == [overdue.pk, later.pk, someday.pk]


@pytest.mark.parametrize(
    "code", ["remedy.centre", "remedy.concluded", "remedy.due", "remedy.offers", "remedy.in_hand"]
)
def test_a_queue_asks_a_constant_number_of_questions(world, assert_constant_queries, code):
    def grow():
        for state in ("offered", "ready", "concluded"):
            make_case(world, state)
        accepted(world, make_case(world, "offered"))

    grow()
    assert_constant_queries(lambda: todos(world.officer, world.centre, code), grow)
