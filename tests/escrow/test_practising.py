"""The practice bank's back room: there in a try-out, nowhere else; what the operator does there happens at the bank."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.test import Client

from kwonik.escrow import actions, bank
from kwonik.escrow.bank.port import Refused
from kwonik.escrow.bank.practice import Practice
from kwonik.escrow.rules import NotAllowed
from kwonik.kernel import audit
from tests.escrow.bank.worlds import practising
from tests.escrow.test_portal import said, send
from tests.factories import make_account, make_centre

pytestmark = pytest.mark.django_db

PAGES = ("", "knobs/latency/", "clock/", "deposit/", "card/")
ROOM = "/escrow/desk/sandbox/"


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory):
    with practising(tmp_path_factory.mktemp("bank")) as found:
        yield found


@pytest.fixture
def operator():
    make_centre("main")
    account = make_account("escrow.sandbox:turn", "escrow.member:view")
    browser = Client()
    browser.force_login(account)
    browser.account = account
    return browser


def events(centre) -> list[str]:
    return [event.code for event in audit.history(centre)]


def test_the_page_shows_the_bank_at_one_look(sandbox, operator):
    words = said(operator.get(ROOM))

    assert "예치 계좌 잔액 545,000원" in words
    assert "입금 홍길동 545,000원" in words
    assert "은행의 장부 맞습니다" in words
    assert all(knob["means"].split("'")[0] in words for knob in sandbox.admin("GET")["knobs"].values())


def test_a_knob_is_turned_and_all_are_mended(sandbox, operator):
    answer = send(operator, f"{ROOM}knobs/deposit_short/", next="2", percent="25", value="500")

    assert "지금 1가지가 고장 나 있습니다" in said(answer)
    assert "다음 2번 · 25%" in said(answer)
    standing = sandbox.admin("GET")["knobs"]["deposit_short"]
    assert (standing["next"], standing["share"], standing["value"]) == (2, 0.25, 500)

    operator.post(f"{ROOM}mend/")
    assert sandbox.admin("GET")["knobs"]["deposit_short"]["next"] == 0
    assert events(operator.account.centre) == ["escrow.sandbox.turned", "escrow.sandbox.mended"]


def test_a_setting_keeps_its_kind(sandbox, operator):
    send(operator, f"{ROOM}knobs/maintenance/", value="23:30-00:30")
    assert sandbox.admin("GET")["knobs"]["maintenance"]["value"] == "23:30-00:30"
    send(operator, f"{ROOM}knobs/maintenance/", value="")
    assert sandbox.admin("GET")["knobs"]["maintenance"]["value"] == ""
    send(operator, f"{ROOM}knobs/latency/", next="0", percent="0", value="0.5")
    assert sandbox.admin("GET")["knobs"]["latency"]["value"] == 0.5
    operator.post(f"{ROOM}mend/")


def test_days_pass_at_the_bank_and_we_speak_by_its_clock(sandbox, operator):
    before = bank.now()
    send(operator, f"{ROOM}clock/", days="3")

    assert bank.now() - before >= timedelta(days=3)
    assert events(operator.account.centre) == ["escrow.sandbox.advanced"]
    assert operator.post(f"{ROOM}clock/", {"days": "0"}).status_code == 422


def test_whoever_pays_however_much_is_seen_in_the_lines(sandbox, operator):
    number = bank.practice_bank().overview().accounts[0].number
    answer = send(operator, f"{ROOM}deposit/", virtual_account=number, amount_won="1,000", name="다른사람")

    assert "입금했습니다" in said(answer)
    assert "입금 다른사람 1,000원" in said(answer)
    event = audit.history(operator.account.centre)[-1]
    assert (event.code, event.detail) == ("escrow.sandbox.paid_in", {"amount_won": 1000})


def test_a_card_is_charged_by_whatever_name_and_its_order_says_so(sandbox, operator):
    (order,) = bank.practice_bank().overview().orders
    assert "기다림" in said(operator.get(ROOM))
    sandbox.turn("card_declined", next=1)
    answer = operator.post(f"{ROOM}card/", {"order": order.number, "name": "다른사람"})
    assert answer.status_code == 422 and "거절" in said(answer) and "다른사람" in answer.content.decode()
    answer = send(operator, f"{ROOM}card/", order=order.number, name="다른사람")
    assert "카드로 결제했습니다" in said(answer) and "300,000원 0원 결제함" in said(answer)
    assert events(operator.account.centre)[-1] == "escrow.sandbox.card_charged"
    assert sandbox.bank.card_payment(order.number)
    assert "결제함" in said(operator.get(f"{ROOM}card/"))
    answer = operator.post(f"{ROOM}card/", {"order": order.number, "name": "셋째사람"})
    assert answer.status_code == 422 and "이미 결제한" in said(answer)


def test_what_the_bank_refuses_stands_on_the_form_and_nothing_is_noted(sandbox, operator):
    found, centre = bank.practice_bank(), operator.account.centre
    told = {"by": operator.account, "centre": centre, "bank": found}
    with pytest.raises(NotAllowed, match="없는 가상계좌"):
        actions.pay_in(**told, virtual_account="1", amount_won=1, name="홍길동")
    with pytest.raises(NotAllowed, match="자료형"):
        actions.turn_knob(**told, name="latency", next=0, share=0.0, value="long")
    with pytest.raises(Refused):
        found.turn("no_such_knob", next=1)
    assert operator.get(f"{ROOM}knobs/no_such_knob/").status_code == 404
    assert events(centre) == []


def test_who_may_not_turn_may_not_by_the_action_either(sandbox):
    account = make_account("escrow.member:view")
    with pytest.raises(PermissionDenied):
        actions.mend(by=account, centre=account.centre, bank=bank.practice_bank())


def test_a_silent_bank_is_said_kindly(settings, operator):
    settings.ESCROW_BANK = "kwonik.escrow.bank.open_banking.connect"
    settings.ESCROW_BANK_CONNECTION = {"address": "http://127.0.0.1:9", "sandbox": "1"}

    assert "연습 은행이 답하지 않습니다" in said(operator.get(ROOM))
    assert "연습 은행이 답하지 않습니다" in said(operator.get(f"{ROOM}deposit/"))
    assert operator.post(f"{ROOM}clock/", {"days": "1"}).status_code == 422
    operator.post(f"{ROOM}mend/")
    assert events(operator.account.centre) == []


@pytest.mark.parametrize(
    "installation",
    [
        {"ESCROW_BANK": "", "ESCROW_BANK_CONNECTION": {}},
        {"ESCROW_BANK_CONNECTION": {"address": "https://bank.invalid"}},
        {"SECURE": True},
    ],
    ids=["no bank", "a real bank", "real doors"],
)
def test_elsewhere_there_is_no_such_page_and_no_word_of_it(sandbox, operator, settings, installation):
    assert "연습 은행" in said(operator.get("/escrow/desk/members/"))
    for name, value in installation.items():
        setattr(settings, name, value)

    assert {operator.get(ROOM + page).status_code for page in PAGES} == {404}
    assert operator.post(f"{ROOM}mend/").status_code == 404
    assert "연습 은행" not in said(operator.get("/escrow/desk/members/"))
    assert bank.practice_bank() is None


def test_the_sandbox_never_stands_behind_real_doors(sandbox, settings):
    assert bank.connected() is bank.connected()
    settings.SECURE = True
    with pytest.raises(ImproperlyConfigured, match="연습 은행"):
        bank.connected()


def test_what_is_missing_is_named(settings):
    settings.ESCROW_BANK = "kwonik.escrow.bank.open_banking.connect"
    settings.ESCROW_BANK_CONNECTION = {"address": "https://bank.invalid", "client_id": "us"}
    with pytest.raises(ImproperlyConfigured, match="KWONIK_BANK_CLIENT_SECRET"):
        bank.connected()


def test_a_back_room_is_only_looked_for_on_this_machine():
    with pytest.raises(ValueError, match="이 컴퓨터"):
        Practice("http://bank.invalid:8000")
