"""What is kept of a reading for its page: every problem once, with its rows, and the first lines as they were read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from kwonik.ledgers import rules
from kwonik.ledgers.reading import Found, LedgerReading, Problem, shortened, words


@dataclass
class _Group:
    """Equal problems: how many, and in which rows (none: in the ledger as a whole)."""

    count: int = 0
    runs: list[tuple[int, int]] = field(default_factory=list)


class Findings:
    """Grows with the different problems of a ledger, not with its rows."""

    def __init__(self, found: LedgerReading) -> None:
        self.blocking = 0
        matched = {pair.column.key for _, match in found.pairs for pair in match.pairs}
        self._columns = [column for column in found.columns if column.key in matched]
        self._samples = found.samples()
        self._lines: list[list[str]] = []
        self._groups: dict[tuple, _Group] = {}
        self._unlisted = 0

    def add(self, row: Found) -> None:
        if row.problems:
            self.add_all(row.problems)
        if len(self._lines) < rules.SHOWN_LINES and row.ok:
            cells = [shortened(words(column, row.line.values[column.key])) for column in self._columns]
            self._lines.append([f"{row.worksheet} {row.line.number:,}행".lstrip(), *cells])

    def add_all(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.blocking += problem.blocking
            same = (not problem.blocking, problem.worksheet, problem.column, problem.shown, problem.sentence)
            group = self._groups.get(same)
            if group is None:
                if len(self._groups) >= rules.SHOWN_PROBLEMS:
                    self._unlisted += 1
                    continue
                group = self._groups[same] = _Group()
            group.count += 1
            if problem.row:
                group.runs = rules.with_row(group.runs, problem.row)

    def as_json(self) -> bytes:
        """Blocking problems first, otherwise in the order of the file."""
        listed = sorted(self._groups.items(), key=lambda item: item[0][0])
        return json.dumps(
            {
                "problems": [
                    {
                        "place": _place(worksheet, column, group),
                        "column": " ".join(filter(None, (worksheet, column))),
                        "rows": _rows(group),
                        "shown": shown,
                        "sentence": sentence,
                        "blocking": not harmless,
                        "count": group.count,
                    }
                    for (harmless, worksheet, column, shown, sentence), group in listed
                ],
                "unlisted": self._unlisted,
                "heads": [column.label for column in self._columns],
                "lines": self._lines,
                "samples": self._samples,
            },
            ensure_ascii=False,
        ).encode()


def _place(worksheet: str, column: str, group: _Group) -> str:
    """ "5행 C열(유형)", "1월 5~9, 12행 C열(유형)"; "" for the ledger as a whole."""
    return " ".join(filter(None, (worksheet, _rows(group), column)))


def _rows(group: _Group) -> str:
    return rules.rows_in_words(group.runs, group.count) if group.runs else ""
