"""Is a notice really the bank's, of now, and whole? Standard Webhooks (v1): HMAC-SHA256 over id, instant and the raw body.

Everything that is not perfectly in order is `Forged`, whatever it is: no other exception leaves `verify`. A notice says where
to look and never what to post. That a notice comes twice is for whoever keeps the ids: here it has the same id each time.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from standardwebhooks import Webhook

from kwonik.escrow.bank.port import Forged, Kind, Notice

WINDOW = timedelta(minutes=5)
LONGEST_BODY, LONGEST_ID, MOST_SIGNATURES = 64 * 1024, 64, 8
KINDS = {"deposit.received": Kind.DEPOSIT, "card.paid": Kind.DEPOSIT, "transfer.returned": Kind.RETURNED}


def verify(raw: bytes, headers: Mapping[str, str], keys: Sequence[str], now: datetime) -> Notice:
    """The notice, if one of `keys` (whsec_…) signed exactly these bytes within five minutes of `now`. Raises Forged.

    `keys` are all that are valid at the moment: while the bank changes its key, the old and the new one. `raw` is the
    body as it came: a body that was parsed and written again has other bytes.
    """
    return _read_notice(*authenticate(raw, headers, keys, now))


def authenticate(
    raw: bytes, headers: Mapping[str, str], keys: Sequence[str], now: datetime
) -> tuple[str, datetime, str]:
    """Id, instant and body of a message that is authentic, whatever it says. Raises Forged.

    Standard Webhooks 1.0, "Verifying webhook authenticity".
    """
    said = {name.lower(): value for name, value in headers.items()}
    name, stamp = said.get("webhook-id", ""), said.get("webhook-timestamp", "")
    sent_at = _read_instant(stamp, now)
    body = _read_body(raw)
    if not _is_name(name):
        raise Forged("알림 번호가 없거나 모양이 다릅니다.")
    given = _read_signatures(said.get("webhook-signature", ""))
    expected = [_sign(key, name, sent_at, body) for key in keys]
    # No early end: how long it takes tells nothing about which signature or key was near.
    matches = [hmac.compare_digest(ours, theirs) for ours in expected for theirs in given]
    if not any(matches):
        raise Forged("서명이 맞지 않습니다.")
    return name, sent_at, body


def _is_name(name: str) -> bool:
    """Letters, digits, '_' and '-': an id can hold no '.', which would blur where it ends in what is signed."""
    bare = name.replace("_", "").replace("-", "")
    return 0 < len(name) <= LONGEST_ID and bare.isascii() and bare.isalnum()


def _read_instant(stamp: str, now: datetime) -> datetime:
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) == 10):
        raise Forged("알림의 시각을 읽을 수 없습니다.")
    sent_at = datetime.fromtimestamp(int(stamp), UTC)
    if abs(now - sent_at) > WINDOW:
        raise Forged("알림의 시각이 5분 넘게 어긋납니다.")
    return sent_at


def _read_body(raw: bytes) -> str:
    if len(raw) > LONGEST_BODY:
        raise Forged("알림이 너무 깁니다.")
    try:
        return raw.decode("utf-8", "strict")
    except UnicodeDecodeError as trouble:
        raise Forged("알림의 글자를 읽을 수 없습니다.") from trouble


def _read_signatures(header: str) -> list[bytes]:
    """The v1 signatures. Other versions beside them are passed over, a broken one spoils all."""
    found = []
    words = header.split(" ")
    if len(words) > MOST_SIGNATURES:
        raise Forged("서명이 너무 많습니다.")
    for word in words:
        version, _, text = word.partition(",")
        if version != "v1":
            continue
        try:
            signature = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as trouble:
            raise Forged("서명을 읽을 수 없습니다.") from trouble
        if base64.b64encode(signature).decode() != text:  # base64 has several spellings of the same bytes
            raise Forged("서명을 읽을 수 없습니다.")
        found.append(signature)
    return found


def _sign(key: str, name: str, sent_at: datetime, body: str) -> bytes:
    return base64.b64decode(Webhook(key).sign(name, sent_at, body).partition(",")[2])


def _read_notice(name: str, sent_at: datetime, body: str) -> Notice:
    try:
        said = json.loads(body)
        told = said["data"]
        day = told["tran_date"]
        return Notice(
            id=name,
            sent_at=sent_at,
            kind=KINDS[said["type"]],
            line=str(told["tran_no"]),
            on=date(int(day[:4]), int(day[4:6]), int(day[6:8])),
            virtual_account=str(told["vaccount_num"]),
            bank_tran_id=str(told["bank_tran_id"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as trouble:
        raise Forged("알림의 내용을 읽을 수 없습니다.") from trouble
