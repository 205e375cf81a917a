"""The door for the bank's notices: only what the bank signed just now comes in, and each notice once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from kwonik.escrow import actions, tasks
from kwonik.escrow.actions import notices as followed
from kwonik.escrow.bank import NoBank, connected
from kwonik.escrow.bank.open_banking import OpenBanking, connect
from kwonik.escrow.bank.port import NoAnswer
from kwonik.escrow.models import BankNotice
from kwonik.escrow.portal import bank as door

pytestmark = pytest.mark.django_db

DOOR = "/escrow/bank/notices/"
KEY, OTHER_KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
DATA = {"tran_no": "17", "tran_date": "20261123", "vaccount_num": "56201", "bank_tran_id": ""}
BODY = json.dumps({"type": "deposit.received", "data": DATA}, separators=(",", ":")).encode()
A_DAY = date(2026, 11, 23)
THEN = datetime(2025, 11, 23, 2, 0, tzinfo=UTC)
VECTOR = {
    "webhook-id": "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
    "webhook-timestamp": "1763863200",
    "webhook-signature": "v1,AxA5PlP8RoPv/c0bzXlMi4a9ULboj7obHbX5zQNB53o=",
}
"""BODY signed with KEY at THEN by `openssl dgst -sha256 -mac HMAC`: not by the library that checks it."""
CONNECTION = {
    "address": "https://bank.invalid",
    "client_id": "us",
    "client_secret": "secret",
    "organisation": "M202600001",
    "custody": "11099900000001",
    "notice_keys": KEY,
}


def connect_then(said, now) -> OpenBanking:
    """The bank as it was at THEN."""
    return connect(said, lambda: THEN)


@pytest.fixture(autouse=True)
def no_jobs_of_other_tests(db):
    """What a test with a live server committed stays: Django sweeps its own tables only."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture(autouse=True)
def a_bank(settings, monkeypatch):
    settings.ESCROW_BANK = "kwonik.escrow.bank.open_banking.connect"
    settings.ESCROW_BANK_CONNECTION = CONNECTION
    monkeypatch.setattr(door, "MOST_A_MINUTE", 100_000)


def signed(body: bytes = BODY, *keys: str, name: str = "ntc_1", ago: float = 0) -> dict[str, str]:
    """As the specification says, without any library."""
    stamp = str(int(datetime.now(UTC).timestamp() - ago))
    content = b".".join([name.encode(), stamp.encode(), body])
    digests = [
        hmac.digest(base64.b64decode(key.removeprefix("whsec_")), content, hashlib.sha256)
        for key in keys or (KEY,)
    ]
    signatures = " ".join(f"v1,{base64.b64encode(one).decode()}" for one in digests)
    return {"webhook-id": name, "webhook-timestamp": stamp, "webhook-signature": signatures}


def post(headers: dict[str, str], body: bytes = BODY, client: Client | None = None) -> int:
    client = client or Client(enforce_csrf_checks=True)
    answer = client.post(DOOR, body, content_type="application/json", headers=headers)
    assert answer.content == b"", "nobody is told why"
    return answer.status_code


def jobs() -> list[str]:
    found = ProcrastinateJob.objects.filter(task_name="escrow.take_lines").order_by("id")
    return [job.args["on"] for job in found]


# --- what comes in ------------------------------------------------------------------------------------------------


def test_a_notice_is_noted_and_its_day_handed_to_the_worker():
    assert post(signed()) == 204

    row = BankNotice.objects.get()
    assert (row.notice_id, row.kind, row.line, row.on) == ("ntc_1", "deposit", "17", A_DAY)
    assert row.handled_at is None
    assert jobs() == ["2026-11-23"]


def test_nothing_personal_is_kept():
    """Neither the virtual account, which belongs to one contract, nor whatever else the notice says."""
    body = json.dumps({"type": "deposit.received", "data": {**DATA, "print_content": "홍길동"}}).encode()
    assert post(signed(body), body) == 204

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(n)::text FROM escrow_banknotice n UNION ALL SELECT args::text FROM procrastinate_jobs"
        )
        kept = " ".join(row for (row,) in cursor)
    assert "56201" not in kept and "홍길동" not in kept


def test_a_signature_made_elsewhere_is_believed(settings):
    settings.ESCROW_BANK = "tests.escrow.bank.test_door.connect_then"
    assert post(VECTOR) == 204
    assert post({**VECTOR, "webhook-id": "msg_2KWPBgLlAfxdpx2AI54pPJ85f4X"}) == 400


def test_a_thousand_replays_are_one_row_and_one_job():
    headers, client = signed(), Client()

    assert {post(headers, client=client) for _ in range(1000)} == {204}

    assert BankNotice.objects.count() == 1
    assert len(jobs()) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_notice_at_the_same_instant_is_one_row_and_one_job():
    headers = signed()

    def once(_: int) -> int:
        try:
            return post(headers)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        assert set(crowd.map(once, range(32))) == {204}
    assert BankNotice.objects.count() == 1
    assert len(jobs()) == 1


def test_a_line_number_that_is_no_number_is_not_kept():
    for number, line in enumerate(["", "1" * 41, "7\u0000"]):
        body = json.dumps({"type": "transfer.returned", "data": {**DATA, "tran_no": line}}).encode()
        assert post(signed(body, name=f"ntc_{number}"), body) == 204
    assert set(BankNotice.objects.values_list("line", flat=True)) == {""}


# --- what stays out -----------------------------------------------------------------------------------------------


def test_every_flipped_bit_of_the_body_is_turned_away():
    headers, client = signed(), Client()
    for place in range(len(BODY)):
        for bit in range(8):
            spoilt = bytearray(BODY)
            spoilt[place] ^= 1 << bit
            assert post(headers, bytes(spoilt), client) == 400, (place, bit)
    assert not BankNotice.objects.exists()


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_every_flipped_bit_of_the_headers_is_turned_away(name):
    headers, client = signed(), Client()
    raw = headers[name].encode()
    for place in range(len(raw)):
        for bit in range(8):
            spoilt = bytearray(raw)
            spoilt[place] ^= 1 << bit
            assert post({**headers, name: spoilt.decode("latin-1")}, client=client) == 400, (place, bit)
    without = {key: value for key, value in headers.items() if key != name}
    assert post(without) == 400
    assert not BankNotice.objects.exists()


@pytest.mark.parametrize(("ago", "answer"), [(290, 204), (310, 400), (-290, 204), (-310, 400)])
def test_the_window_is_five_minutes(ago, answer):
    assert post(signed(ago=ago)) == answer


def test_the_bank_may_change_its_key(settings):
    assert post(signed(BODY, OTHER_KEY)) == 400
    settings.ESCROW_BANK_CONNECTION = {**CONNECTION, "notice_keys": f"{OTHER_KEY} {KEY}"}
    assert post(signed(BODY, KEY, name="ntc_2")) == 204
    assert post(signed(BODY, OTHER_KEY, KEY, name="ntc_3")) == 204
    settings.ESCROW_BANK_CONNECTION = {**CONNECTION, "notice_keys": OTHER_KEY}
    assert post(signed(BODY, KEY, name="ntc_4")) == 400
    assert post(signed(BODY, OTHER_KEY, name="ntc_4")) == 204


def test_signed_nonsense_is_turned_away():
    for body in (b"", b"{}", b"[]", b"\xff", b'{"type": "deposit.received", "data": {}}'):
        headers = signed(body) if body != b"\xff" else signed()
        assert post(headers, body) == 400


def test_what_is_too_long_is_not_even_read(monkeypatch):
    monkeypatch.setattr(OpenBanking, "verify_notice", lambda *_: pytest.fail("it was read"))
    assert post(signed(), b"x" * (64 * 1024 + 1)) == 400


def test_who_comes_too_often_is_asked_to_come_later(monkeypatch):
    monkeypatch.setattr(door, "MOST_A_MINUTE", 3)
    answers = [post({}) for _ in range(4)]
    assert answers[:3] == [400] * 3
    assert answers[3] in (429, 400)  # a new minute may have begun


def test_without_a_bank_nothing_is_believed(settings):
    settings.ESCROW_BANK = ""
    assert post(signed()) == 400
    with pytest.raises(NoBank, match="연결한 은행이 없습니다"):
        connected()


def test_only_a_post_is_heard_and_no_session_is_opened():
    assert Client().get(DOOR).status_code == 405
    client = Client()
    assert post(signed(), client=client) == 204
    assert not client.cookies


# --- what follows -------------------------------------------------------------------------------------------------


@pytest.fixture
def taken(monkeypatch) -> list[date]:
    days: list[date] = []
    monkeypatch.setattr(followed, "take_lines", lambda bank, on: days.append(on))
    return days


def test_the_worker_looks_once_at_a_day_and_marks_its_notices(taken):
    for number in range(3):
        post(signed(name=f"ntc_{number}"))

    for on in jobs():
        tasks.take_lines_of(on=on)

    assert taken == [A_DAY]
    assert not BankNotice.objects.filter(handled_at=None).exists()


def test_a_notice_that_comes_while_the_worker_looks_is_looked_for_again(monkeypatch):
    looks = []

    def look(bank, on):
        looks.append(on)
        if len(looks) == 1:
            post(signed(name="ntc_late"))

    monkeypatch.setattr(followed, "take_lines", look)
    post(signed())

    assert actions.follow_notices(on=A_DAY) == 1
    assert actions.follow_notices(on=A_DAY) == 1
    assert len(looks) == 2


def test_a_bank_that_does_not_answer_leaves_the_notice_waiting(monkeypatch, taken):
    post(signed())
    with monkeypatch.context() as silence:
        silence.setattr(followed, "take_lines", lambda bank, on: (_ for _ in ()).throw(NoAnswer()))
        with pytest.raises(NoAnswer):
            actions.follow_notices(on=A_DAY)
    assert BankNotice.objects.filter(handled_at=None).count() == 1

    assert actions.follow_all(now=timezone.now()) == 0, "its own worker has minutes to come again"
    assert actions.follow_all(now=timezone.now() + timedelta(minutes=6)) == 1
    assert taken == [A_DAY]


@pytest.mark.parametrize(
    "change", [{"line": "18"}, {"on": date(2026, 11, 24)}, {"notice_id": "x"}, {"kind": "returned"}]
)
def test_a_notice_is_never_rewritten(change):
    post(signed())
    with pytest.raises(DatabaseError), transaction.atomic():
        BankNotice.objects.update(**change)


def test_a_notice_is_never_deleted():
    post(signed())
    with pytest.raises(DatabaseError), transaction.atomic():
        BankNotice.objects.all().delete()
