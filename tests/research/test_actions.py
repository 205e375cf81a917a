"""The verbs: what they refuse, what the database refuses whoever asks, and that withdrawn rows come back."""

import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.research import actions, queries
from kwonik.research.actions import CheckFacts
from kwonik.research.models import ComplianceCheck, Distribution, Response
from kwonik.research.rules import Refused
from tests.factories import make_account
from tests.research.conftest import researcher
from tests.research.factories import (
    A_DAY,
    make_book,
    make_check,
    make_handing,
    make_participant,
    make_response,
    make_round,
    make_study,
)


def add(officer, round, **fields):
    given = {"received_on": A_DAY, "channel": "paper", **fields}
    return actions.record_responses(by=officer, round=round, **given)


def test_only_who_may_records(centre, service):
    round = make_round(make_study(centre, service=service))
    onlooker = make_account("research.study:view", "research.publication:record", centre=centre)
    with pytest.raises(PermissionDenied):
        add(onlooker, round)


def test_answers_of_one_form_count_once_and_a_changed_one_is_refused(officer, service, centre):
    round, token = make_round(make_study(centre, service=service)), uuid4()
    assert len(add(officer, round, count=7, form_token=token)) == 7
    assert len(add(officer, round, count=7, form_token=token)) == 7
    assert Response.objects.count() == 7
    with pytest.raises(Refused, match="이미 적었습니다"):
        add(officer, round, count=8, form_token=token)
    with pytest.raises(Refused):
        add(officer, round, count=7, workplace="가람상사", form_token=token)
    assert [event.code for event in audit.history(round)] == ["research.response.recorded"]


def test_answers_may_say_where_they_were_given(officer, service, centre):
    round = make_round(make_study(centre, service=service))
    first, again = add(officer, round, count=2, workplace="가람상사")
    (other,) = add(officer, round, workplace="(주) 가람상사")
    assert first.workplace_id == again.workplace_id == other.workplace_id
    assert add(officer, round)[0].workplace_id is None


@pytest.mark.parametrize(
    "fields", [{"count": 0}, {"count": 2001}, {"received_on": timezone.localdate() + timedelta(days=1)}]
)
def test_what_cannot_be_is_refused(officer, service, centre, fields):
    with pytest.raises(Refused):
        add(officer, make_round(make_study(centre, service=service)), **fields)
    assert not Response.objects.exists()


def test_what_others_hang_on_is_not_withdrawn(officer, centre, service):
    study = make_study(centre, service=service)
    round = make_round(study)
    answer = make_response(round)
    book = make_book(centre, service=service)
    for row, label in ((study, "조사"), (round, "설문 응답"), (book, "인쇄")):
        with pytest.raises(Refused, match=f"딸린 {label}"):
            actions.withdraw(by=officer, row=row, reason="잘못")
    for row in (answer, round, study):
        actions.withdraw(by=officer, row=row, reason="잘못")
    with pytest.raises(Refused, match="철회되어 있습니다"):
        actions.reinstate(by=officer, row=answer)
    for row in (study, round, answer):
        assert actions.reinstate(by=officer, row=row).withdrawn_at is None
    with pytest.raises(Refused, match="철회한 기록"):
        actions.withdraw(by=officer, row=answer, reason="잘못")
        actions.withdraw(by=officer, row=round, reason="잘못")
        add(officer, round)


def test_a_withdrawn_row_does_not_come_back_beside_its_twin(officer, centre, service):
    talk = make_round(make_study(centre, service=service), method="fgi")
    row = make_participant(talk, 3)
    actions.withdraw(by=officer, row=row, reason="잘못")
    make_participant(talk, 3)
    with pytest.raises(Refused, match="같은 날 같은 번호"):
        actions.reinstate(by=officer, row=row)


def test_printed_copies_stay_while_they_are_needed(officer, centre, service):
    book = make_book(centre, 100, service=service)
    handing = make_handing(book, 60)
    with pytest.raises(Refused, match="이미 60부"):
        actions.withdraw(by=officer, row=book.printings.get(), reason="잘못")
    actions.withdraw(by=officer, row=handing, reason="잘못")
    make_handing(book, 70)
    with pytest.raises(Refused, match="남은 부수 30부"):
        actions.reinstate(by=officer, row=handing)


def test_the_database_keeps_the_stock_whoever_asks(centre, service):
    book = make_book(centre, 100, service=service)
    row = make_handing(book, 60)
    for act in (
        lambda: make_handing(book, 41),
        lambda: Distribution.objects.filter(pk=row.pk).update(copies=101),
        lambda: book.printings.all().delete(),
        lambda: book.printings.update(copies=59),
    ):
        with pytest.raises(IntegrityError, match="more copies"), transaction.atomic():
            act()
    make_handing(book, 40)
    assert queries.stock(book).left == 0


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_hand_out_the_same_copies():
    from tests.factories import make_centre
    from tests.research.factories import make_research_service

    centre = make_centre("main")
    officer, book = researcher(centre), make_book(centre, 100, service=make_research_service())
    refused = []

    def take():
        try:
            actions.hand_out(by=officer, publication=book, handed_on=A_DAY, copies=30, recipient=str(uuid4()))
        except Refused as error:
            refused.append(error)
        finally:
            connection.close()

    people = [threading.Thread(target=take) for _ in range(6)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert (len(refused), queries.stock(book).handed) == (3, 90)


def checked(officer, centre, service, stage, day, **fields):
    return actions.record_check(
        by=officer,
        centre=centre,
        service=service,
        year=2025,
        number=1,
        organisation="가람재단",
        stage=stage,
        facts=CheckFacts(state="done", checked_on=day, **fields),
    )


def test_checks_go_from_paper_to_the_spot(officer, centre, service):
    with pytest.raises(Refused, match="서면점검을 마친 뒤"):
        checked(officer, centre, service, "site", A_DAY)
    desk = checked(officer, centre, service, "desk", A_DAY, results={"manual": True, "strange": True})
    assert (desk.results, desk.score) == ({"manual": True}, 100)
    site = checked(officer, centre, service, "site", date(2025, 7, 1))
    with pytest.raises(Refused, match="이미 있습니다"):
        checked(officer, centre, service, "site", date(2025, 8, 1))
    for act in (
        lambda: actions.withdraw(by=officer, row=desk, reason="잘못"),
        lambda: actions.amend_check(by=officer, check=desk, facts=CheckFacts(state="planned")),
        lambda: actions.amend_check(by=officer, check=desk, facts=CheckFacts("done", date(2025, 8, 1))),
    ):
        with pytest.raises(Refused, match="서면점검을 마친 뒤"):
            act()
    actions.withdraw(by=officer, row=site, reason="잘못")
    actions.withdraw(by=officer, row=desk, reason="잘못")
    with pytest.raises(Refused, match="서면점검을 마친 뒤"):
        actions.reinstate(by=officer, row=site)


def test_the_database_wants_the_desk_check_first_whoever_asks(centre, service):
    desk = make_check(centre=centre, service=service)
    make_check("가람재단", "site", centre=centre, service=service, checked_on=date(2025, 7, 1))
    rows = ComplianceCheck.objects.filter(pk=desk.pk)
    for act in (
        lambda: rows.update(checked_on=date(2025, 8, 1)),
        lambda: rows.update(number=2),
        rows.delete,
        lambda: make_check("나래공사", "site", centre=centre, service=service),
    ):
        with pytest.raises(IntegrityError, match="without a desk check"), transaction.atomic():
            act()
            connection.check_constraints()
    connection.check_constraints()
