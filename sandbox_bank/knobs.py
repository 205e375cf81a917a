"""What can be made to go wrong, on demand or by chance; the same for the same seed, in whatever order requests come.

A fault strikes the `next` n occasions, and after that a `share` of them (0 to 1). Whether the k-th occasion of a subject (a transfer's
number, a notice, a day) is struck follows from seed, knob, subject and k alone. A setting only has a value.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from sandbox_bank.books import note, recall


@dataclass(frozen=True)
class Knob:
    """`value` is the size of the fault (its unit stands in `means`) or, for a setting, the setting."""

    means: str
    value: Any = None
    is_setting: bool = False


KNOBS: dict[str, Knob] = {
    # requests
    "latency": Knob("답하기 전에 이만큼(초) 기다립니다.", 0.3),
    "drop_request": Knob("아무것도 하지 않고 연결을 끊습니다. 나중에도 하지 않습니다."),
    "drop_response": Knob("한 다음에 답하지 않고 연결을 끊습니다."),
    "garble_response": Knob("한 다음에 답을 절반만 보냅니다."),
    "server_error": Knob("한 다음에 HTTP 502로 답합니다."),
    "refuse": Knob("이체를 이 코드로 거절하고 하지 않습니다.", "499"),
    "execute_late": Knob("이체를 '처리 중'이라 답하고 이만큼(초) 뒤에 합니다.", 600),
    "token_expires": Knob("이 요청부터 쓰던 토큰을 모릅니다."),
    "crash_before_commit": Knob("이체를 적다가 프로세스가 죽습니다. 적지 않은 것이 됩니다."),
    "crash_after_commit": Knob("이체를 적은 뒤 답하기 전에 프로세스가 죽습니다."),
    # money
    "deposit_short": Knob("고객이 이만큼(원) 모자라게 넣습니다.", 1000),
    "deposit_over": Knob("고객이 이만큼(원) 더 넣습니다.", 1000),
    "deposit_wrong_name": Knob("고객이 이 이름으로 넣습니다.", "홍길동"),
    "return_next_day": Knob("나간 이체가 다음 날 아침 9시에 되돌아옵니다."),
    # cards
    "card_declined": Knob("카드가 거절됩니다."),
    "card_settles_late": Knob("카드사가 말한 날보다 이만큼(일) 늦게 넣습니다.", 3),
    "card_fee_other": Knob("카드사가 수수료를 이만큼(원) 더 뗍니다.", 100),
    # notices
    "notice_lost": Knob("알림을 보내지 않습니다."),
    "notice_duplicate": Knob("알림을 이만큼(번) 보냅니다.", 2),
    "notice_late": Knob("알림을 이만큼(초) 뒤에 보냅니다.", 3600),
    "notice_reordered": Knob(
        "알림을 다음 알림 뒤에 보냅니다. 다음 것이 없으면 이만큼(초) 뒤에 보냅니다.", 600
    ),
    "notice_tampered": Knob("서명한 뒤에 본문을 고쳐 보냅니다."),
    "notice_old": Knob("이만큼(초) 전의 시각으로 서명해 보냅니다.", 600),
    "notice_wrong_key": Knob("모르는 열쇠로 서명해 보냅니다."),
    # statements
    "statement_extra": Knob("거래명세에 없던 입금(원)을 한 줄 더합니다.", 5000),
    "statement_missing": Knob("거래명세에서 한 줄을 뺍니다."),
    "statement_altered": Knob("거래명세 한 줄의 금액을 이만큼(원) 올립니다.", 1),
    # settings
    "card_basis_points": Knob("카드 수수료(만분율).", 0, is_setting=True),
    "card_days": Knob("카드로 낸 돈이 들어오기까지 걸리는 영업일.", 2, is_setting=True),
    "maintenance": Knob("점검 시간. 예: 23:30-00:30. 비우면 없습니다.", "", is_setting=True),
    "clock_skew": Knob("바깥에 말하는 시각이 이만큼(초) 어긋납니다.", 0, is_setting=True),
    "token_seconds": Knob("토큰의 수명(초).", 7776000, is_setting=True),
    "unknown_accounts": Knob(
        "처음 보는 계좌: refuse(412로 거절) 또는 open(물은 이름으로 있는 것으로 침. 끝 세 자리가 412, 415, 419, 420, 815이면 그 코드로 거절).",
        "refuse",
        is_setting=True,
    ),
}


def seed(db: sqlite3.Connection) -> int:
    return int(recall(db, "seed", 1))


def reseed(db: sqlite3.Connection, number: int) -> None:
    """Begin the draws anew from this seed."""
    note(db, "seed", number)
    db.execute("DELETE FROM draw")


def turn(db: sqlite3.Connection, name: str, *, share: float = 0.0, next: int = 0, value: Any = None) -> None:
    """Set a knob. What is not said goes back to its default. Raises KeyError or ValueError."""
    knob = KNOBS[name]
    if not 0 <= share <= 1 or next < 0:
        raise ValueError("share는 0부터 1까지, next는 0 이상입니다.")
    value = knob.value if value is None else value
    if knob.value is not None and isinstance(value, str) != isinstance(knob.value, str):
        raise ValueError("value의 자료형이 다릅니다.")
    said = json.dumps(value, ensure_ascii=False)
    db.execute("INSERT OR REPLACE INTO knob VALUES (?, ?, ?, ?)", [name, share, next, said])


def reset(db: sqlite3.Connection) -> None:
    """Everything back to good behaviour."""
    db.execute("DELETE FROM knob")
    db.execute("DELETE FROM draw")


def standing(db: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    """All knobs as they stand, with what they mean."""
    set_ones = {row["name"]: row for row in db.execute("SELECT * FROM knob")}
    return {name: _stand(knob, set_ones.get(name)) for name, knob in KNOBS.items()}


def setting(db: sqlite3.Connection, name: str) -> Any:
    row = db.execute("SELECT value FROM knob WHERE name = ?", [name]).fetchone()
    return json.loads(row[0]) if row else KNOBS[name].value


def strikes(db: sqlite3.Connection, name: str, subject: str) -> bool:
    """Whether the fault strikes this occasion of the subject. Each call is an occasion."""
    row = db.execute("SELECT share, next FROM knob WHERE name = ?", [name]).fetchone()
    if not row or not (row["share"] or row["next"]):
        return False
    if row["next"]:
        db.execute("UPDATE knob SET next = next - 1 WHERE name = ?", [name])
        return True
    times = db.execute(
        "INSERT INTO draw VALUES (?, ?, 1, 0) ON CONFLICT DO UPDATE SET times = times + 1 RETURNING times",
        [name, subject],
    ).fetchone()[0]
    return chance(db, name, f"{subject}|{times}") < row["share"]


def struck_once(db: sqlite3.Connection, name: str, subject: str) -> bool:
    """Whether the fault strikes the subject: asked again, the answer stays, even when the knob is turned."""
    row = db.execute("SELECT hit FROM draw WHERE knob = ? AND subject = ?", [name, subject]).fetchone()
    if row:
        return bool(row[0])
    hit = strikes(db, name, f"{subject}|once")
    db.execute("INSERT INTO draw VALUES (?, ?, 1, ?)", [name, subject, hit])
    return hit


def chance(db: sqlite3.Connection, name: str, subject: str) -> float:
    """A number from 0 to 1 that follows from the seed, the knob and the subject."""
    digest = hashlib.sha256(f"{seed(db)}|{name}|{subject}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def _stand(knob: Knob, row: Any) -> dict[str, Any]:
    value = json.loads(row["value"]) if row else knob.value
    if knob.is_setting:
        return {"means": knob.means, "value": value}
    now = {"share": row["share"], "next": row["next"]} if row else {"share": 0.0, "next": 0}
    return {"means": knob.means, "value": value, **now}
