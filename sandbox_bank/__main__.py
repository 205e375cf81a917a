"""`python -m sandbox_bank --port 8899 --database bank.sqlite3`: open the bank. Ctrl-C closes it."""

from __future__ import annotations

import argparse
import contextlib
import signal
from pathlib import Path

from sandbox_bank import knobs
from sandbox_bank.books import Books, note
from sandbox_bank.courier import is_loopback
from sandbox_bank.serving import serve


def _end(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> None:
    words = argparse.ArgumentParser(prog="sandbox_bank", description="연습 은행을 엽니다.")
    words.add_argument("--port", type=int, default=8899)
    words.add_argument(
        "--database", type=Path, default=Path("bank.sqlite3"), help="장부 파일 (없으면 만듭니다)"
    )
    words.add_argument("--notices-to", default=None, help="입금 알림을 받을 주소 (이 컴퓨터 안)")
    words.add_argument("--hold-notices", action="store_true", help="알림을 스스로 보내지 않습니다")
    words.add_argument("--any-account", action="store_true", help="처음 보는 계좌도 있는 것으로 칩니다")
    said = words.parse_args()
    if said.notices_to and not is_loopback(said.notices_to):
        words.error("알림은 이 컴퓨터 안으로만 보냅니다.")
    books = Books(said.database)
    with books.changing() as db:
        if said.notices_to:
            note(db, "notices_to", said.notices_to)
        if said.any_account:
            knobs.turn(db, "unknown_accounts", value="open")
    books.close()
    signal.signal(signal.SIGTERM, _end)
    with contextlib.suppress(KeyboardInterrupt):
        serve(said.port, said.database, carry_notices=not said.hold_notices)


if __name__ == "__main__":
    main()
