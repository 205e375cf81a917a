"""Money at the operator's desk, as it is clicked: tickets, payments of two people, decisions of other bodies; and doors for the wrong."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from unittest import mock
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from kwonik.escrow import actions, queries
from kwonik.escrow.bank import port
from kwonik.escrow.models import Deposit, Payment, Settlement, Split
from kwonik.escrow.rules import NotAllowed
from kwonik.kernel.models import AuditEvent
from kwonik.people.models import PersonalDataAccess
from tests.escrow import factories
from tests.escrow.factories import PDF, FakeBank, approved, deliver, fresh, funded, paid_in, sent
from tests.escrow.test_portal import at, said, send
from tests.escrow.test_work import mediated
from tests.factories import make_account, make_centre

pytestmark = pytest.mark.django_db

WON = 500_000
LARGE = 6_000_000


def desk(*more: str, centre=None) -> Client:
    """The browser of somebody who moves money at the centre."""
    browser = Client()
    by = make_account("escrow.money:view", "escrow.money:move", *more, centre=centre or make_centre("main"))
    browser.force_login(by)
    browser.by = by
    return browser


def suspended(**wrong) -> Deposit:
    contract = factories.signed(wishes=factories.wishes(WON))
    paid_in(contract.milestones.get(), **(wrong or {"depositor": "김대리"}))
    return Deposit.objects.get(state="suspense")


def held() -> tuple[Payment, Client]:
    """A payout above the limit, and the browser of who wrote it."""
    milestone = approved(deliver(funded(wishes=factories.wishes(LARGE))))
    actions.verify_payees(bank=FakeBank())
    first = desk(centre=milestone.contract.centre)
    number = actions.prepare(by=first.by, milestone=milestone).number
    return Payment.objects.get(pk=number), first


# -- what came in ------------------------------------------------------------------------------------------------


def test_a_ticket_says_what_is_wrong_and_masks_who_paid():
    deposit = suspended()
    browser = desk()
    page = said(browser.get(at("suspense")))
    assert "500,000원" in page and "의뢰인과 다른 이름" in page and "김○○" in page and "김대리" not in page
    page = said(browser.get(at("deposit-at-desk", deposit.pk)))
    assert "맞추기" in page and "돌려보내기" in page and "전화로 확인" in page and "김대리" not in page


def test_the_name_is_shown_for_a_reason_that_is_kept():
    deposit = suspended()
    browser = desk()
    assert browser.post(at("see-depositor", deposit.pk), {"reason": ""}).status_code == 422
    assert not AuditEvent.objects.filter(code="escrow.deposit.seen").exists()
    answer = send(browser, at("see-depositor", deposit.pk), reason="의뢰인과 통화하며 확인")
    assert "김대리" in said(answer)
    event = AuditEvent.objects.get(code="escrow.deposit.seen")
    assert event.detail == {"reason": "의뢰인과 통화하며 확인"} and event.actor == browser.by
    assert PersonalDataAccess.objects.filter(action="escrow.deposit.open", actor=browser.by).exists()


def test_matching_is_asked_once_more_and_done_once():
    deposit = suspended()
    browser = desk()
    token = uuid4()
    for _ in range(2):
        answer = browser.post(at("match", deposit.pk), {"form_token": token}, follow=True)
        assert "입금을 계약에 맞췄습니다" in said(answer), said(answer)
    deposit.refresh_from_db()
    assert deposit.state == "matched" and "확인할 입금이 없습니다" in said(browser.get(at("suspense")))
    assert browser.post(at("match", deposit.pk), {"form_token": uuid4()}).status_code == 422


@pytest.mark.parametrize("wrong", [{"amount_won": WON - 1}, {"virtual_account": ""}])
def test_what_cannot_be_matched_goes_back_whole_and_once(wrong):
    deposit = suspended(**wrong)
    browser = desk()
    assert "맞추기" not in said(browser.get(at("deposit-at-desk", deposit.pk)))
    assert "맞출 수 있습니다" in said(browser.get(at("match", deposit.pk)))
    token = uuid4()
    for _ in range(2):
        answer = browser.post(at("give-back", deposit.pk), {"form_token": token}, follow=True)
        assert "돌려보냅니다" in said(answer), said(answer)
    payment = Payment.objects.get()
    assert payment.amount_won == deposit.amount_won and payment.destination == f"deposit:{deposit.pk}"
    page = said(browser.get(at("payments")))
    assert "보낸 곳으로 돌려보내는 금액" in page and "확인하던 입금" in page
    assert "입금 보기" in said(browser.get(at("payment", payment.pk)))


# -- what goes out -----------------------------------------------------------------------------------------------


def test_above_the_limit_one_writes_and_another_lets_go_by_their_pages():
    milestone = approved(deliver(funded(wishes=factories.wishes(LARGE))))
    actions.verify_payees(bank=FakeBank())
    first, second = desk(), desk()
    assert "지급 쓰기" in said(first.get(at("payments")))
    assert "5,802,000원" in said(first.get(at("prepare", milestone.pk)))
    token = uuid4()
    for _ in range(2):
        answer = first.post(at("prepare", milestone.pk), {"form_token": token}, follow=True)
        assert "지급을 썼습니다" in said(answer)
    payment = Payment.objects.get()
    assert payment.state == "held"
    own = said(first.get(at("payment", payment.pk)))
    assert "다른 담당자의 확인을 기다립니다" in own and "내보내기" not in own
    refused = first.post(at("payment-say", payment.pk, "release"), {"form_token": uuid4()})
    assert refused.status_code == 422 and "다른 담당자" in said(refused)
    page = said(second.get(at("payment", payment.pk)))
    assert "내보내기" in page and first.by.name in page and "신한은행 ***789" in page
    send(second, at("payment-say", payment.pk, "release"))
    payment.refresh_from_db()
    assert payment.state == "written"
    assert actions.send_waiting(bank=FakeBank()) == 1
    page = said(second.get(at("payment", payment.pk)))
    assert "두 번째 사람이 확인함" in page and "이체가 됨" in page
    assert second.get(at("prepare", milestone.pk)).status_code == 404


def test_a_second_person_refuses_and_it_is_written_again():
    payment, _ = held()
    second = desk()
    send(second, at("payment-say", payment.pk, "refuse"))
    payment.refresh_from_db()
    assert payment.state == "failed"
    page = said(second.get(at("payments")))
    assert "지급 쓰기를 기다리는 차수" in page and "지급되지 않음" in page


def test_above_the_limit_a_new_account_is_looked_at_by_two_people_again():
    payment, _ = held()
    actions.release(by=desk().by, payment=payment)
    bank = FakeBank(port.Failed("412", "계좌 없음"))
    actions.send_waiting(bank=bank)
    milestone = queries.paying.seen([payment])[0].milestone
    owner = milestone.contract.freelancer.account
    actions.bind_account(by=owner, bank="088", account_number="110-999-888777", holder="홍길동")
    actions.verify_payees(bank=FakeBank())
    assert actions.resend_payouts() == 0
    later = timezone.now() + timedelta(days=1, minutes=1)  # a changed account waits a day
    with mock.patch("django.utils.timezone.now", lambda: later):
        again = Payment.objects.get(pk=actions.prepare(by=desk().by, milestone=fresh(milestone)).number)
    assert (again.state, again.replaces_id) == ("held", payment.pk)


def test_a_refund_that_failed_is_sent_again_by_a_person_once():
    milestone = funded(wishes=factories.wishes(WON))
    actions.cancel_before_work(by=milestone.contract.commissioner.account, milestone=milestone)
    sent(milestone, port.Failed("415", "계좌 해지"))
    lost = Payment.objects.get()
    browser = desk()
    assert "다시 보내기" in said(browser.get(at("payment", lost.pk)))
    token = uuid4()
    for _ in range(2):
        answer = browser.post(at("payment-say", lost.pk, "again"), {"form_token": token}, follow=True)
        assert "다시 보냅니다" in said(answer)
    again = Payment.objects.exclude(pk=lost.pk).get()
    assert again.replaces_id == lost.pk and again.destination == lost.destination
    assert "다시 보내기" not in said(browser.get(at("payment", lost.pk)))
    actions.send_waiting(bank=FakeBank())
    assert fresh(milestone).state == "refunded"


def test_what_is_held_stands_first_and_what_is_late_is_marked(monkeypatch):
    milestone = approved(deliver(funded(wishes=factories.wishes(WON))))
    sent(milestone, port.Unknown(port.Why.NO_ANSWER))
    held()
    browser = desk()
    page = said(browser.get(at("payments")))
    assert page.index("두 번째 사람의 확인 기다림") < page.rindex("은행의 답을 확인하는 중")
    assert "하루 넘음" not in page
    monkeypatch.setattr(queries.paying, "LONG", timezone.timedelta(0))
    assert "하루 넘음" in said(browser.get(at("payments")))
    only = said(browser.get(at("payments"), {"state": "unknown"}))
    assert "5,802,000원" not in only


# -- dividing and other bodies ---------------------------------------------------------------------------------


def handed_over():
    dispute, adviser = mediated(funded(wishes=factories.wishes(WON)))
    return actions.hand_over(by=adviser, dispute=dispute, body="fair_trade", note="조정을 신청함")


def recorded(browser: Client, dispute, **typed) -> Settlement:
    told = {
        "decided_on": timezone.localdate().isoformat(),
        "freelancer_won": "200,000",
        "note": "절반에 조금 못 미치게 마침",
        "paper": SimpleUploadedFile("결정문.pdf", PDF, "application/pdf"),
        **typed,
    }
    answer = send(browser, at("settle", dispute.pk), **told)
    assert "결정을 적었습니다" in said(answer), said(answer)
    return Settlement.objects.latest("pk")


def test_another_body_settles_two_people_confirm_and_the_money_follows():
    dispute = handed_over()
    milestone = dispute.milestone
    first, second = desk("escrow.dispute:view"), desk("escrow.dispute:view")
    assert "조정기관의 결정 적기" in said(first.get(at("dispute", dispute.pk)))
    assert "아직 없습니다" in said(first.get(at("divide", dispute.pk)))
    assert first.post(at("divide", dispute.pk), {"form_token": uuid4()}).status_code == 422
    settlement = recorded(first, dispute)
    assert settlement.paper_sha256 == sha256(PDF).hexdigest()
    own = first.post(at("settlement-say", settlement.pk, "confirm"), {"form_token": uuid4()})
    assert own.status_code == 422 and not Split.objects.exists()
    paper = second.get(at("settlement-paper", settlement.pk))
    assert paper.content == PDF and "attachment" in paper["Content-Disposition"]
    for _ in range(2):
        actions.confirm_settlement(by=second.by, settlement=settlement)
    split = Split.objects.get()
    assert split.settlement == settlement and split.agreed_at and split.freelancer_won == 200_000
    page = said(second.get(at("divide", dispute.pk)))
    assert "조정기관의 결정" in page and "300,000원" in page
    send(second, at("divide", dispute.pk))
    milestone = sent(fresh(milestone))
    assert milestone.state == "paid" and queries.money.balance("custody", "bank") == 0
    assert "두 담당자가 확인함" in said(_member_page(milestone))


def _member_page(milestone):
    browser = Client()
    browser.force_login(milestone.contract.freelancer.account)
    return browser.get(at("contract", milestone.contract_id))


def test_a_decision_that_was_copied_wrongly_is_turned_back_and_recorded_anew():
    dispute = handed_over()
    first, second = desk(), desk()
    settlement = recorded(first, dispute)
    assert "지금은 적을 수 없습니다" in said(first.get(at("settle", dispute.pk)))
    send(second, at("settlement-say", settlement.pk, "refuse"))
    settlement.refresh_from_db()
    assert settlement.state == "refused" and not Split.objects.exists()
    with pytest.raises(NotAllowed):
        actions.confirm_settlement(by=second.by, settlement=settlement)
    assert recorded(first, dispute).pk != settlement.pk


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"freelancer_won": "500,001"}, "0원부터 500,000원"),
        ({"decided_on": "2999-01-01"}, "오늘보다 뒤"),
        ({"decided_on": "2001-01-01"}, "앞섭니다"),
        ({"paper": SimpleUploadedFile("결정문.exe", b"MZ", "application/x-dosexec")}, "받을 수 없는 형식"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_with_what_was_typed(typed, words):
    dispute = handed_over()
    browser = desk()
    told = {
        "decided_on": timezone.localdate().isoformat(),
        "freelancer_won": "200,000",
        "note": "결정의 요지",
        "paper": SimpleUploadedFile("결정문.pdf", PDF, "application/pdf"),
        **typed,
    }
    answer = send(browser, at("settle", dispute.pk), **told)
    assert answer.status_code == 422 and words in said(answer) and "결정의 요지" in said(answer)
    assert not Settlement.objects.exists()


def test_the_database_takes_no_split_that_nobody_agreed_on():
    dispute = handed_over()
    first, second = desk(), desk()
    settlement = recorded(first, dispute)
    now = timezone.now()
    made = {"proposed_by": first.by, "agreed_at": now}
    milestone = actions.disputes.locked_dispute(dispute).milestone
    for extra in ({}, {"settlement": settlement}):
        with pytest.raises(DatabaseError), transaction.atomic():
            actions.disputes.write_split(dispute, milestone, 200_000, "몰래", **made, **extra)
    with pytest.raises(DatabaseError), transaction.atomic():
        Settlement.objects.update(state="confirmed", answered_by=first.by, answered_at=now)
    actions.confirm_settlement(by=second.by, settlement=settlement)
    Split.objects.update(lapsed_at=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Settlement.objects.update(freelancer_won=WON)
    with pytest.raises(DatabaseError), transaction.atomic():
        Settlement.objects.update(state="recorded", answered_by=None, answered_at=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Settlement.objects.all().delete()


def test_a_proposal_with_one_signature_is_not_agreed_on_in_the_database():
    dispute, adviser = mediated(funded(wishes=factories.wishes(WON)))
    split = actions.propose_split(by=adviser, dispute=dispute, freelancer_won=1000, reason="조금 함")
    contract = dispute.milestone.contract
    actions.sign_split(
        by=contract.freelancer.account,
        split=split,
        sha256=split.sha256,
        address=None,
        authentication="비밀번호",
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Split.objects.filter(pk=split.pk).update(agreed_at=timezone.now())


# -- doors ---------------------------------------------------------------------------------------------------------


def test_doors_are_shut_to_others_centres_and_roles(assert_constant_queries):
    deposit, (payment, _) = suspended(), held()
    settlement = recorded(desk(), handed_over())
    pages = {
        "suspense": (),
        "deposits": (),
        "payments": (),
        "deposit-at-desk": (deposit.pk,),
        "see-depositor": (deposit.pk,),
        "match": (deposit.pk,),
        "give-back": (deposit.pk,),
        "payment": (payment.pk,),
        "payment-say": (payment.pk, "release"),
        "divide": (settlement.dispute_id,),
        "settle": (settlement.dispute_id,),
        "settlement": (settlement.pk,),
        "settlement-paper": (settlement.pk,),
        "settlement-say": (settlement.pk, "confirm"),
    }
    right, elsewhere, wrong = desk(), desk(centre=make_centre("elsewhere")), Client()
    wrong.force_login(make_account("escrow.contract:view", centre=make_centre("main")))
    for name, args in pages.items():
        assert right.get(at(name, *args)).status_code == 200, name
        assert wrong.get(at(name, *args)).status_code == 403, name
        assert elsewhere.get(at(name, *args)).status_code == (404 if args else 200), name
        assert Client().get(at(name, *args)).status_code == 302, name
    assert right.get(at("payment-say", payment.pk, "pay")).status_code == 404
    assert right.get(at("settlement-say", settlement.pk, "delete")).status_code == 404
    looks = Client()
    looks.force_login(make_account("escrow.money:view", centre=make_centre("main")))
    assert "내보내기" not in said(looks.get(at("payment", payment.pk)))
    assert looks.post(at("payment-say", payment.pk, "release")).status_code == 403
    for name in ("suspense", "deposits", "payments"):
        assert_constant_queries(
            lambda name=name: right.get(at(name)),
            lambda: paid_in(factories.signed().milestones.first(), depositor="김대리"),
        )


def test_empty_lists_say_so():
    factories.make_installation()
    browser = desk()
    for name, words in (
        ("suspense", "확인할 입금이 없습니다"),
        ("deposits", "들어온 돈이 없습니다"),
        ("payments", "지급이 없습니다"),
    ):
        assert words in said(browser.get(at(name)))


def test_the_day_begins_with_what_waits():
    suspended()
    payment, first = held()
    from kwonik.kernel import queues

    found = {queue.code: queue for queue in queues.all_queues()}
    centre, today = first.by.centre, timezone.localdate()
    assert len(found["escrow.suspense"].todos(first.by, centre, today)) == 1
    waits = found["escrow.held"].todos(first.by, centre, today)
    assert [one.turn for one in waits] == ["다른 담당자"] and waits[0].url_args == (payment.pk,)
    assert "입금 확인 500,000원" in said(desk().get("/today/"))
