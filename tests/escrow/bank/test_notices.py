"""Notices: what the bank signed within five minutes is believed, and nothing else whatsoever."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from kwonik.escrow.bank import notices
from kwonik.escrow.bank.port import Forged, Kind

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER_KEY = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DATA = {
    "tran_no": "17",
    "tran_date": "20261123",
    "vaccount_num": "56201",
    "bank_tran_id": "",
    "tran_amt": "545000",
}
BODY = json.dumps({"type": "deposit.received", "data": DATA}).encode()


def signed(body: bytes = BODY, *keys: str, at: datetime = NOW, name: str = "ntc_00000001") -> dict[str, str]:
    signatures = [Webhook(key).sign(name, at, body.decode()) for key in keys or (KEY,)]
    return {
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def is_believed(body: bytes, headers: dict[str, str], *keys: str, now: datetime = NOW) -> bool:
    try:
        notices.verify(body, headers, keys or (KEY,), now)
    except Forged:
        return False
    return True


def test_the_vector_of_the_specification() -> None:
    """The example in the reference libraries of Standard Webhooks."""
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    at = datetime.fromtimestamp(1614265330, UTC)
    body = b'{"test": 2432232314}'
    assert notices.authenticate(body, headers, [KEY], at) == (headers["webhook-id"], at, body.decode())
    with pytest.raises(Forged):
        notices.authenticate(b'{"test": 2432232315}', headers, [KEY], at)


def test_a_good_notice_is_read() -> None:
    notice = notices.verify(BODY, signed(), [KEY], NOW)
    assert (notice.id, notice.kind, notice.line) == ("ntc_00000001", Kind.DEPOSIT, "17")
    assert (notice.on.isoformat(), notice.virtual_account, notice.sent_at) == ("2026-11-23", "56201", NOW)


def test_names_of_headers_may_be_written_in_capitals() -> None:
    assert is_believed(BODY, {name.title(): value for name, value in signed().items()})


def test_every_flipped_bit_of_the_body_is_noticed() -> None:
    headers = signed()
    for place in range(len(BODY)):
        for bit in range(8):
            spoilt = bytearray(BODY)
            spoilt[place] ^= 1 << bit
            assert not is_believed(bytes(spoilt), headers), (place, bit)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_every_flipped_bit_of_the_headers_is_noticed(name: str) -> None:
    headers = signed()
    raw = headers[name].encode()
    for place in range(len(raw)):
        for bit in range(8):
            spoilt = bytearray(raw)
            spoilt[place] ^= 1 << bit
            text = bytes(spoilt).decode("latin-1")
            assert not is_believed(BODY, {**headers, name: text}), (name, place, bit)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_or_empty_header_is_noticed(name: str) -> None:
    headers = signed()
    assert not is_believed(BODY, {**headers, name: ""})
    del headers[name]
    assert not is_believed(BODY, headers)


@pytest.mark.parametrize(
    ("seconds", "believed"), [(0, True), (299, True), (301, False), (-299, True), (-301, False)]
)
def test_the_window_is_five_minutes_to_both_sides(seconds: int, believed: bool) -> None:
    headers = signed()
    assert is_believed(BODY, headers, now=NOW + timedelta(seconds=seconds)) is believed


def test_the_key_can_be_changed_without_a_gap() -> None:
    both = signed(BODY, OTHER_KEY, KEY)
    assert is_believed(BODY, both, KEY)  # we know the old key still
    assert is_believed(BODY, both, KEY, OTHER_KEY)
    assert is_believed(BODY, signed(BODY, OTHER_KEY), KEY, OTHER_KEY)  # the bank has only the new one
    assert not is_believed(BODY, signed(BODY, KEY), OTHER_KEY)  # we have forgotten the old one
    assert not is_believed(BODY, both, "whsec_" + "QUJD" * 10)


def test_without_a_key_nothing_is_believed() -> None:
    with pytest.raises(Forged):
        notices.verify(BODY, signed(), [], NOW)


def test_other_versions_of_signatures_do_not_count() -> None:
    headers = signed()
    signature = headers["webhook-signature"].removeprefix("v1,")
    for text in (f"v1a,{signature}", f"v2,{signature}", signature, "v1", "v1,", " ".join(["v1,AAAA"] * 9)):
        assert not is_believed(BODY, {**headers, "webhook-signature": text})
    assert is_believed(BODY, {**headers, "webhook-signature": f"v1a,AAAA v1,{signature}"})


def test_a_thousand_replays_are_one_notice() -> None:
    headers = signed()
    assert {notices.verify(BODY, headers, [KEY], NOW).id for _ in range(1000)} == {"ntc_00000001"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b'{"type": "deposit.received"}',
        b'{"type": "something.else", "data": {}}',
        json.dumps({"type": "deposit.received", "data": {**DATA, "tran_date": "20261332"}}).encode(),
        json.dumps({"type": "deposit.received", "data": {**DATA, "tran_date": None}}).encode(),
        b"[" * 30000,
    ],
)
def test_signed_nonsense_is_refused(body: bytes) -> None:
    assert not is_believed(body, signed(body))


@given(st.binary(max_size=200), st.dictionaries(st.sampled_from(sorted(signed())), st.text(max_size=60)))
def test_nothing_else_ever_comes_out(body: bytes, changed: dict[str, str]) -> None:
    """Whatever comes in, the answer is a notice or Forged."""
    assert is_believed(body, {**signed(), **changed}) is (body == BODY and not changed)


def test_a_body_that_is_too_long_is_refused() -> None:
    body = BODY + b" " * notices.LONGEST_BODY
    assert not is_believed(body, signed(body))
