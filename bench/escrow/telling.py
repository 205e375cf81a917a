"""What the run prints: tables as Markdown, so that they can go into a document as they are."""

import argparse
import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from bench.escrow.slices import CELLS, MODES, QUIET, RAW, Cell, Goal, Results, Spread

if TYPE_CHECKING:
    from bench.escrow.clients import Team
    from bench.escrow.grounds import Server

NAMES = {
    RAW: "맨 드라이버 (BEGIN, 2 INSERT, UPDATE, COMMIT)",
    "post": "ledger.post만",
    "ours": "우리 업무 층 (Django)",
    "hordak": "django-hordak",
    "django-ledger": "django-ledger",
}


def machine(server: "Server", options: argparse.Namespace) -> None:
    durable = ", ".join(f"{name}={value}" for name, value in server.settings.items())
    print(
        f"PostgreSQL {server.version} ({durable}), 처리기 {os.cpu_count()}개. 한 구간 {options.seconds:g}초. "
        f"다른 프로세스가 처리기 시간의 {QUIET:.0%}를 넘게 쓴 구간과 그 짝은 세지 않음. "
        f"칸마다 깨끗한 쌍 {options.pairs}개를 {options.minutes:g}분까지 모음.",
        flush=True,
    )


def progress(results: Results, contenders: Sequence[str], pairs: int) -> None:
    counted = sum(min(pairs, len(results.counted(name, cell))) for name in contenders for cell in CELLS)
    print(
        f"  깨끗한 쌍 {counted}/{pairs * len(contenders) * len(CELLS)} (잰 쌍 {len(results.pairs)})",
        flush=True,
    )


def speeds(results: Results, contenders: Sequence[str], options: argparse.Namespace, enough: bool) -> None:
    """What counts; where something is missing, the ratios of all pairs beside it, which prove nothing."""
    loud = [pair for pair in results.pairs if not pair.counts]
    print(f"\n쌍 {len(results.pairs)}개를 재어 {len(results.pairs) - len(loud)}개를 셈.")
    if loud:
        shares = Spread.of(max(pair.raw.others, pair.other.others) for pair in loud)
        assert shares
        print(
            f"시끄러워 세지 않은 쌍 {len(loud)}개 (다른 프로세스가 {shares.least:.0%}-{shares.most:.0%}, 가운데 {shares.median:.0%}를 씀)."
        )
    if not enough:
        print(f"**{options.minutes:g}분 안에 깨끗한 쌍을 다 모으지 못했습니다. 빈 칸(-)은 모르는 것입니다.**")
    print("\n내구성 있는 거래, 초당: 중앙값 (최소-최대), 구간 수")
    _table(contenders, lambda name, cell: _numbers(results.rate(name, cell), "{:,.0f}", count=True))
    _ratios(results, contenders, "바로 앞뒤의 맨 드라이버 구간과의 비: 중앙값 (최소-최대)")
    print("\n걸린 시간, ms: p50 / p99 (구간마다 구한 값의 중앙값)")
    _table(contenders, lambda name, cell: _latencies(results, name, cell))
    print("\n거래 하나에 든 처리기 시간, ms: 부르는 쪽 + 서버")
    _table(contenders, lambda name, cell: _processor(results, name, cell))
    if not enough:
        every, warning = (
            Results(results.pairs, loud=True),
            "참고, 목표를 가리는 데 쓰지 않음: 시끄러운 구간까지 모두 넣은",
        )
        _ratios(every, contenders, f"{warning} 비")
        print(f"\n{warning} 처리기 시간, ms: 부르는 쪽 + 서버")
        _table(contenders, lambda name, cell: _processor(every, name, cell))


def _ratios(results: Results, contenders: Sequence[str], head: str) -> None:
    print(f"\n{head}")
    _table(contenders[1:], lambda name, cell: _numbers(results.ratio(name, cell), "{:.2f}"))


def balances(read: dict[str, tuple[float, float]], held: dict[str, int]) -> None:
    print("\n몰리는 계정의 잔액 읽기, ms: p50 / p99")
    for name, (median, p99) in read.items():
        print(f"  {NAMES[name]}, 거래 {held[name]:,}건: {median:.3f} / {p99:.3f}", flush=True)


def books(name: str, team: "Team", found: dict) -> None:
    unequal = "잔액 줄이 없음" if found["unequal"] is None else f"다른 계정 {found['unequal']}개"
    print(
        f"  {NAMES[name]}: 답한 거래 {team.sent:,}건, 적힌 거래 {found['stored']:,}건, {unequal}, "
        f"실패 {team.failed}건 ({found['versions']})",
        flush=True,
    )
    for words in dict.fromkeys(team.said):
        print(f"    {words}")


def goals(found: Iterable[Goal]) -> None:
    print("\n목표")
    for goal in found:
        print(f"  {goal.sentence()}", flush=True)


def _table(contenders: Sequence[str], say: Callable[[str, Cell], str]) -> None:
    heads = [f"{MODES[mode]} {clients}명" for mode, clients in CELLS]
    print(f"| | {' | '.join(heads)} |\n|---|{'---|' * len(heads)}")
    for name in contenders:
        print(f"| {NAMES[name]} | {' | '.join(say(name, cell) for cell in CELLS)} |", flush=True)


def _numbers(found: Spread | None, form: str, *, count: bool = False) -> str:
    if not found:
        return "-"
    median, least, most = (form.format(each) for each in (found.median, found.least, found.most))
    return f"{median} ({least}-{most})" + (f", {found.count}" if count else "")


def _latencies(results: Results, name: str, cell: Cell) -> str:
    middle, slow = (results.latency(name, cell, share) for share in (0.5, 0.99))
    return f"{middle.median:.2f} / {slow.median:.2f}" if middle and slow else "-"


def _processor(results: Results, name: str, cell: Cell) -> str:
    client, server = results.processor(name, cell)
    return f"{client.median:.2f} + {server.median:.2f}" if client and server else "-"
