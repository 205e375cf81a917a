"""kill -9 of every process of a durable PostgreSQL under eight clients, ten times: what is lost, what is there twice. Both must be 0."""

import os
import tempfile
from pathlib import Path

KILLS = 10


def main() -> None:
    """Print what ten kills left of the escrow ledger; raises when a word given to a client was not kept."""
    from tests.escrow.ledgers import made
    from tests.escrow.mortal import CLIENTS, server_of_ones_own, survive

    with (
        tempfile.TemporaryDirectory() as folder,
        server_of_ones_own(Path(folder) / "home") as server,
        made(server, f"mortal_{os.getpid()}") as ledger,
    ):
        outcome = survive(ledger, KILLS)
    verdict = "목표 안" if outcome.holds else "목표 밖"
    print(
        f"강제 종료 {outcome.kills}번, 동시 {CLIENTS}명: 기록 {outcome.stored:,}건, 다시 물음 {outcome.asked_again:,}건"
        f"(그 가운데 이미 기록됨 {outcome.replayed:,}건), 잔액 부족 {outcome.refused:,}건,"
        f" 잃음 {len(outcome.lost)}건, 두 번 {len(outcome.double)}건, 틀림 {len(outcome.wrong)}건 (모두 0이어야 함, {verdict})",
        flush=True,
    )
    assert outcome.holds, outcome
