"""Reading an uploaded ledger before anything of it is stored: which columns, how many new lines, every problem."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from kwonik.kernel import audit
from kwonik.kernel.resident_numbers import mask
from kwonik.ledgers import queries, reading, registry, rules
from kwonik.ledgers.codes import OPEN, BatchState
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.progress import Stopped, Tell, quiet
from kwonik.ledgers.reading import LedgerReading, Problem
from kwonik.ledgers.registry import Context, Refused, Sheet
from kwonik.people import vault
from kwonik.people.codes import Purpose
from kwonik.people.models import SealedText
from kwonik.places.models import Centre
from kwonik.spreadsheets import Refused as FileRefused
from kwonik.spreadsheets import Workbook, open_workbook

from . import jobs
from .batches import all_or_nothing, held, move
from .findings import Findings

PURPOSE = {"purpose": Purpose.IMPORT, "action": "ledgers.batch"}


@contextmanager
def opened(content: bytes, filename: str) -> Iterator[Workbook]:
    """The file as a workbook. Raises Refused with the sentence of whatever is wrong with it."""
    try:
        with open_workbook(content, filename) as workbook:
            yield workbook
    except FileRefused as refused:
        raise Refused(refused.sentence) from refused


@contextmanager
def opened_again(batch: ImportBatch, by) -> Iterator[tuple[LedgerReading, Workbook]]:
    """The file that was kept, read as the import says. Raises Refused."""
    if batch.file is None:
        raise Refused(rules.NO_FILE)
    content = vault.read_file(batch.file, by=by, **PURPOSE)
    sheet = registry.get(batch.sheet)
    with opened(content, batch.filename) as workbook:
        found = reading.read(
            workbook,
            sheet,
            Context(batch.centre, batch.variant, by),
            worksheet=batch.worksheet,
            remembered=queries.remembered(batch.centre, sheet, batch.variant),
            chosen=batch.chosen,
            headings={head["letter"]: head["label"] for head in batch.reading.get("heads", ())},
        )
        yield found, workbook


@transaction.atomic
def upload(*, by, centre: Centre, sheet: Sheet, variant: str, filename: str, content: bytes) -> ImportBatch:
    """Keeps the file sealed and reads what it holds; nothing of it is stored yet. Raises Refused.

    Up to INLINE_ROWS rows are read at once; a longer ledger is read by the worker.
    """
    whole: dict[str, Any] = {"sheet": sheet, "variant": variant, "filename": filename, "content": content}
    with take_in(by=by, centre=centre, **whole) as (batch, found):
        _inspect_or_hand_over(batch, found)
    return batch


@contextmanager
def take_in(
    *, by, centre: Centre, sheet: Sheet, variant: str, filename: str, content: bytes
) -> Iterator[tuple[ImportBatch, LedgerReading]]:
    """The import that a file begins, in the state CHECKING, and the file as read."""
    with opened(content, mask(filename)) as workbook:
        found = reading.read(
            workbook,
            sheet,
            Context(centre, variant, by),
            remembered=queries.remembered(centre, sheet, variant),
        )
        with transaction.atomic():
            batch = ImportBatch.objects.create(
                centre=centre,
                sheet=sheet.code,
                variant=variant,
                filename=workbook.filename,
                file_digest=workbook.digest,
                file=vault.seal_file(content, centre=centre),
                reading=_understood(found, workbook),
                row_count=found.row_count,
                state=BatchState.CHECKING,
                uploaded_by=by,
            )
            detail = {"sheet": sheet.code, "variant": variant}
            audit.record("ledgers.batch.uploaded", batch, by=by, detail=detail)
        yield batch, found


@transaction.atomic
def choose(*, by, batch: ImportBatch, worksheet: str, chosen: dict[str, str]) -> ImportBatch:
    """Reads the file again with the worksheet and columns that the officer picked. Raises Refused."""
    batch = held(batch, *OPEN)
    batch.worksheet, batch.chosen = worksheet, chosen
    with opened_again(batch, by) as (found, workbook):
        _forget_findings(batch)
        batch.state, batch.row_count, batch.rows_digest = BatchState.CHECKING, found.row_count, ""
        batch.new_count = batch.known_count = batch.problem_count = batch.progress = 0
        batch.stop_asked, batch.trouble = False, ""
        batch.reading = _understood(found, workbook)
        batch.save()
        audit.record("ledgers.batch.chosen", batch, by=by)
        _inspect_or_hand_over(batch, found)
    return batch


def check(*, batch: ImportBatch, tell: Tell = quiet) -> None:
    """The worker's part of an upload: reads every row. A stop, or what cannot be read, leaves the import stopped."""
    if batch.state != BatchState.CHECKING:
        return
    with all_or_nothing(batch, BatchState.CHECKING), opened_again(batch, batch.uploaded_by) as (found, _):
        inspect(batch, found, tell)


def open_findings(*, by, batch: ImportBatch) -> dict[str, Any]:
    """`problems`, first `lines` under `heads`, and `samples` of each column; logged, for they are clients' data."""
    if batch.findings is None:
        return {"problems": [], "heads": [], "lines": [], "samples": {}}
    return json.loads(vault.read_file(batch.findings, by=by, **PURPOSE))


def inspect(batch: ImportBatch, found: LedgerReading, tell: Tell = quiet) -> None:
    """Reads every row, counts what is new, seals what the page shows. Raises Stopped when the import moved meanwhile."""
    kept = Findings(found)
    new = known = rows = 0
    if found.ready:
        for chunk in found.chunks():
            stored = queries.stored_keys(found.sheet, found.context, [row.line.key for row in chunk])
            for row in chunk:
                fresh = row.line.key not in stored
                known += not fresh
                if fresh and row.ok:
                    new += 1
                    said = found.sheet.check(found.context, row.line.values)
                    row.problems += [Problem(row.worksheet, row.line.number, "", "", one) for one in said]
                kept.add(row)
            rows += len(chunk)
            tell(rows)
        whole = found.sheet.review(found.context) if rows else [rules.NO_LINES]
    else:
        whole = found.sentences
    kept.add_all(Problem("", 0, "", "", sentence) for sentence in whole)
    batch.reading["skipped"] = found.skipped[: rules.LISTED_SKIPS]
    batch.reading["skipped_count"] = len(found.skipped)
    moved = move(
        batch,
        BatchState.CHECKING,
        state=BatchState.CHECKED,
        findings=vault.seal_file(kept.as_json(), centre=batch.centre),
        row_count=rows,
        progress=rows,
        problem_count=kept.blocking,
        new_count=new,
        known_count=known,
        rows_digest=found.digest,
        reading=batch.reading,
        stop_asked=False,
    )
    if not moved:
        raise Stopped


def _inspect_or_hand_over(batch: ImportBatch, found: LedgerReading) -> None:
    if found.ready and found.row_count > rules.INLINE_ROWS:
        jobs.hand_over("ledgers.check", batch)
    else:
        inspect(batch, found)


def _forget_findings(batch: ImportBatch) -> None:
    sealed, batch.findings = batch.findings_id, None
    batch.save(update_fields=["findings"])
    SealedText.objects.filter(pk=sealed).delete()


def _understood(found: LedgerReading, workbook: Workbook) -> dict[str, Any]:
    """How the file was understood; headings only, no cell of a row."""
    table, match = found.pairs[0]
    return {
        "worksheets": [sheet.name for sheet in workbook.visible_sheets],
        "read": [table.sheet.name for table, _ in found.pairs],
        "heads": [{"letter": head.letter, "label": head.label} for head in table.heads],
        "pairs": [
            {
                "key": pair.column.key,
                "label": pair.column.label,
                "letters": [head.letter for head in pair.heads],
                "reason": pair.reason,
                "level": pair.level,
            }
            for pair in match.pairs
        ],
        "suggestions": {p.column.key: p.heads[0].letter for p in match.suggestions},
        "columns": [
            {"key": c.key, "label": c.label, "required": c.required, "help": c.help} for c in found.columns
        ],
        "notices": found.notices,
        "sentences": found.sentences,
        "skipped": [],
        "skipped_count": 0,
    }
