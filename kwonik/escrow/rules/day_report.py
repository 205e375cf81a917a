"""대사 보고서: a day's close on paper, with the daily root that city and bank keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kwonik.documents import tree as documents
from kwonik.documents.tree import Block, Bullet, Cell, Heading, Note, Para, Span, Table
from kwonik.kernel.money import won

from .closing import day_words


@dataclass(frozen=True)
class Reported:
    """A break in words: class, what it is, bank, books, how it stands."""

    kind: str
    number: str
    bank_won: int | None
    ledger_won: int | None
    state: str
    settled: str = ""


@dataclass(frozen=True)
class DayReport:
    """A day as the paper prints it. `root` is empty while the day is open; won are whole."""

    day: date
    rows: Sequence[tuple[str, int | None, int | None, int | None]]
    statement: str
    breaks: Sequence[Reported]
    obstacles: Sequence[str]
    first: str = ""
    second: str = ""
    root: str = ""


def paper(of: DayReport, org: str, made_on: date) -> documents.Report:
    """The report of one day, to print and to send to both who keep the root."""
    rows = [(label, *map(_won, amounts)) for label, *amounts in of.rows]
    blocks: list[Block] = [
        Note(f"{day_words(of.day)} · 은행 거래명세 {of.statement or '없음'} · 금액의 단위는 원입니다."),
        Heading(1, "", "잔액"),
        _table(("구분", "장부", "은행 거래내역", "은행 잔액"), rows, (4, 5, 5, 5), (1, 2, 3)),
        Heading(1, "", "차이"),
    ]
    if of.breaks:
        told = [
            (
                one.kind,
                one.number or "-",
                _won(one.bank_won),
                _won(one.ledger_won),
                one.state,
                one.settled or "-",
            )
            for one in of.breaks
        ]
        heads = ("구분", "은행의 줄이나 잔액", "은행", "장부", "상태", "정리한 두 사람과 까닭")
        blocks.append(_table(heads, told, (4, 5, 4, 4, 4, 6), (2, 3)))
    else:
        blocks.append(Para("장부와 은행 사이에 차이가 없습니다."))
    blocks.append(Heading(1, "", "봉인"))
    if of.root:
        seals = [
            ("첫 번째 사람", of.first),
            ("두 번째 사람", of.second),
            ("사슬 지문", of.root),
        ]
        blocks += [
            _table(("구분", "내용"), seals, (4, 15)),
            Note(
                "사슬 지문(SHA-256)은 그때까지 장부에 적은 모든 거래에서 나옵니다. 한 줄이라도 나중에 바뀌면 지문이 달라집니다."
            ),
        ]
    else:
        blocks.append(Para("아직 봉인하지 않았습니다.", box=True))
        blocks += [Bullet(1, "", why) for why in of.obstacles]
        if of.first:
            blocks.append(Note(f"첫 번째 사람: {of.first}"))
    return documents.Report(f"안심결제 대사 보고서 {day_words(of.day)}", org, made_on, blocks=tuple(blocks))


def _won(amount: int | None) -> str:
    return "-" if amount is None else won(amount)


def _table(
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    widths: tuple[int, ...],
    amounts: Sequence[int] = (),
) -> Table:
    """`amounts`: the columns of won, flush right."""
    body = tuple(
        tuple(Cell(word, align="right" if place in amounts else "left") for place, word in enumerate(row))
        for row in rows
    )
    return Table((tuple(Cell((Span(head, bold=True),)) for head in heads), *body), widths=widths)
