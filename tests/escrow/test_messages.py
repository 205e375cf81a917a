"""Text messages: written with their cause, sent once, tried again, in neutral words; codes, telephones and accounts told."""

from __future__ import annotations

import re
from datetime import timedelta

import pgtrigger
import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from kwonik.escrow import actions, queries, rules
from kwonik.escrow.actions.messages import post
from kwonik.escrow.codes import AGAIN_AFTER, OF_CONTRACTS, OF_MILESTONES, TOLD, WORDS, MessageKind
from kwonik.escrow.messenger import NoAnswer, NotSent
from kwonik.escrow.messenger.sandbox import Sandbox
from kwonik.escrow.models import Member, Message, PayeeAccount
from kwonik.people.models import SealedText

from . import factories

pytestmark = pytest.mark.django_db
SANDBOX = Sandbox()


class Carrier:
    """A carrier that fails as told and remembers what went out."""

    name = "carrier"

    def __init__(self, *fails: type[Exception] | None, went_out: bool | None = False) -> None:
        self.fails, self.went_out = list(fails), went_out
        self.sent: list[tuple[str, str, str]] = []
        self.asked = 0

    def send(self, *, key: str, phone: str, text: str) -> str:
        failure = self.fails.pop(0) if self.fails else None
        if failure:
            raise failure
        self.sent.append((key, phone, text))
        return ""

    def was_sent(self, *, key: str) -> bool | None:
        self.asked += 1
        return self.went_out


def due_now(message: Message) -> Message:
    Message.objects.filter(pk=message.pk).update(due_at=timezone.now())
    message.refresh_from_db()
    return message


def last(member: Member, kind: str) -> Message:
    return Message.objects.filter(member=member, kind=kind).first()


def _asked() -> Member:
    """Somebody who joined and asked for the number."""
    member = factories.join()
    actions.send_code(by=member.account, service=SANDBOX)
    return member


def _recovered() -> Member:
    """Somebody to whom a message is on its way that holds no number."""
    member = factories.confirmed()
    post(member, MessageKind.PASSWORD_CHANGED)
    return member


# -- words ---------------------------------------------------------------------------------------------------------


def test_every_kind_has_words_that_name_nobody_and_nothing():
    assert set(WORDS) == set(MessageKind)
    for kind, words in WORDS.items():
        assert words.startswith("[안심결제] ")
        assert not re.search(r"\d", words.replace("24시간", "")), kind
        assert set(re.findall(r"{(\w+)}", words)) == ({"secret"} if kind == MessageKind.PHONE_CODE else set())
        assert len(words.encode("euc-kr")) <= 90, (kind, "one short message")


def test_what_is_told_are_verbs_that_there_are():
    verbs = {f"contract.{one}" for one in OF_CONTRACTS} | {f"milestone.{one}" for one in OF_MILESTONES}
    assert set(TOLD) - verbs == {"member.account_changed", "money.card_paid"}


# -- the outbox ----------------------------------------------------------------------------------------------------


def test_a_message_is_written_with_its_cause_and_gone_with_it():
    contract = factories.draft()
    freelancer, commissioner = contract.freelancer, contract.commissioner
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.offer(by=freelancer.account, contract=contract)
        assert last(commissioner, "offered")
        raise RuntimeError
    assert last(commissioner, "offered") is None
    actions.offer(by=freelancer.account, contract=contract)

    assert last(commissioner, "offered") and last(freelancer, "offered") is None


def test_it_is_sent_once_however_often_the_worker_comes():
    member = _asked()
    carrier, message = Carrier(), last(member, "phone_code")
    for _ in range(3):
        actions.send_message(message_id=message.pk, messenger=carrier)
        actions.send_due(messenger=carrier)
    message.refresh_from_db()

    (key, phone, text), *more = carrier.sent
    assert (more, key, phone) == ([], f"kwonik-{message.pk}", member.told["phone"])
    assert re.fullmatch(r"\[안심결제\] 인증번호 \d{6}", text)
    assert (message.state, message.secret, message.shown) == ("sent", None, "")
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(state="waiting", ended_at=None)


def test_what_did_not_go_out_is_tried_again_and_given_up_in_the_end():
    message = last(_recovered(), "password_changed")
    carrier = Carrier(*[NotSent] * 20)
    for _ in range(len(AGAIN_AFTER) + 3):
        actions.send_message(message_id=due_now(message).pk, messenger=carrier)
    message.refresh_from_db()

    assert (message.state, message.tries, carrier.sent, carrier.asked) == (
        "given_up",
        len(AGAIN_AFTER) + 1,
        [],
        0,
    )


@pytest.mark.parametrize(
    ("went_out", "state", "sent"), [(True, "sent", 0), (False, "sent", 1), (None, "sending", 0)]
)
def test_what_a_carrier_left_unanswered_is_inquired_after_before_anything(went_out, state, sent):
    message = last(_recovered(), "password_changed")
    carrier = Carrier(NoAnswer, went_out=went_out)
    actions.send_message(message_id=message.pk, messenger=carrier)
    actions.send_message(message_id=message.pk, messenger=carrier)
    assert (carrier.sent, carrier.asked) == ([], 0), "not before its time has come again"

    actions.send_message(message_id=due_now(message).pk, messenger=carrier)
    message.refresh_from_db()

    assert (message.state, len(carrier.sent), carrier.asked) == (state, sent, 1)


def test_a_number_that_counts_no_more_is_not_sent():
    message = last(_asked(), "phone_code")
    with pgtrigger.ignore("escrow.Message:stays_as_written"):
        Message.objects.update(made_at=timezone.now() - timedelta(minutes=6))
    carrier = Carrier()
    actions.send_message(message_id=message.pk, messenger=carrier)
    message.refresh_from_db()

    assert (message.state, carrier.sent) == ("given_up", [])


def test_a_sandbox_shows_what_would_have_gone_out_and_without_a_carrier_nothing_does():
    member = _asked()
    message = last(member, "phone_code")
    actions.send_message(message_id=message.pk, messenger=SANDBOX)
    message.refresh_from_db()
    assert message.shown.startswith("[안심결제] 인증번호 ")

    other = last(_asked(), "phone_code")
    actions.send_message(message_id=other.pk, messenger=None)
    other.refresh_from_db()
    assert (other.state, other.shown) == ("given_up", "")


# -- another telephone ---------------------------------------------------------------------------------------------


def test_a_telephone_is_changed_by_a_number_sent_to_the_new_one_and_the_old_one_hears():
    member = factories.verified()
    shown = actions.ask_phone_change(by=member.account, phone="010-0000-7777", service=SANDBOX)
    carrier = Carrier()
    actions.send_due(messenger=carrier)
    assert ("010-0000-7777", shown) in [(phone, text) for _, phone, text in carrier.sent]
    with pytest.raises(rules.NotAllowed):
        actions.change_phone(by=member.account, code="0")
    actions.change_phone(by=member.account, code=shown.split()[-1])
    actions.send_due(messenger=carrier)

    assert carrier.sent[-1][1] == member.told["phone"]
    assert carrier.sent[-1][2].startswith("[안심결제] 전화번호가 새 번호로")
    found = Member.objects.get(pk=member.pk)
    assert found.phone_digest != member.phone_digest and found.former_phone
    former = found.former_phone_id
    actions.forget_former_phones(now=timezone.now() + timedelta(days=29))
    assert SealedText.objects.filter(pk=former).exists()
    actions.forget_former_phones(now=timezone.now() + timedelta(days=31))
    assert not SealedText.objects.filter(pk=former).exists()


def test_a_number_for_one_thing_is_good_for_no_other():
    member = factories.verified()
    code = actions.ask_phone_change(by=member.account, phone="010-0000-7778", service=SANDBOX).split()[-1]
    recovery, _ = actions.begin_recovery(
        username=member.told["username"], phone=member.told["phone"], service=SANDBOX
    )
    with pytest.raises(rules.NotAllowed):
        actions.answer_recovery(recovery=recovery, code=code)


# -- another account -----------------------------------------------------------------------------------------------


def test_a_changed_account_waits_a_day_and_everybody_it_concerns_hears():
    contract = factories.signed()
    freelancer = contract.freelancer
    first = queries.payee_of(freelancer)
    assert first.is_usable(timezone.now())
    code = actions.ask_phone_change(by=freelancer.account, phone="010-0000-7779", service=SANDBOX)
    actions.change_phone(by=freelancer.account, code=code.split()[-1])
    made = actions.bind_account(
        by=freelancer.account, bank="088", account_number="110-999-888777", holder="홍길동"
    )

    hours = timedelta(hours=24)
    assert not made.is_usable(timezone.now()) and not made.is_usable(
        made.made_at + hours - timedelta(seconds=1)
    )
    assert made.is_usable(timezone.now() + hours + timedelta(minutes=2))
    mine = Message.objects.filter(member=freelancer, kind="account_changed")
    assert mine.count() == 2, "the telephone they have and the one they had until lately"
    assert last(contract.commissioner, "payee_changed").event.code == "member.account_changed"
    assert queries.signed(contract).payee == first, "what was signed keeps its account"
    fields = {"member": freelancer, "bank": "088", "tail": "777", "number_digest": b"1"}
    made.replaced_at = timezone.now()
    made.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        PayeeAccount.objects.create(**fields)


# -- leaving -------------------------------------------------------------------------------------------------------


def test_whoever_leaves_gets_no_message_any_more():
    member = factories.verified()
    actions.ask_phone_change(by=member.account, phone="010-0000-7780", service=SANDBOX)
    actions.leave(by=member.account)
    carrier = Carrier()
    actions.send_due(messenger=carrier)

    assert carrier.sent == []
    assert not Message.objects.filter(member=member, ended_at=None).exists()
    assert not member.phone_checks.filter(phone__isnull=False).exists()
