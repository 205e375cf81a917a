"""Bringing a ledger in: upload, choose columns, confirm, stop, undo. All of a ledger is stored, or nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.codes import Purpose
from kwonik.places.models import Centre
from kwonik.spreadsheets import Refused as FileRefused
from kwonik.spreadsheets import Workbook, open_workbook

from . import reading, registry, rules
from .codes import BatchState
from .models import ImportBatch, RememberedColumns
from .progress import Stopped, progress
from .reading import LedgerReading
from .registry import Context, Refused, Sheet


@contextmanager
def opened(content: bytes, filename: str) -> Iterator[Workbook]:
    """The file as a workbook. Raises Refused with the sentence of whatever is wrong with it."""
    try:
        with open_workbook(content, filename) as workbook:
            yield workbook
    except FileRefused as refused:
        raise Refused(refused.sentence) from refused


def upload(*, by, centre: Centre, sheet: Sheet, variant: str, filename: str, content: bytes) -> ImportBatch:
    """Keeps the file sealed and reads what it holds; nothing of it is stored yet. Raises Refused.

    Up to INLINE_ROWS rows are checked at once; a longer ledger waits for `check` (the worker).
    """
    with opened(content, filename) as workbook:
        context = Context(centre, variant, by)
        found = reading.read(workbook, sheet, context, remembered=_remembered(centre, sheet, variant))
        with transaction.atomic():
            batch = ImportBatch.objects.create(
                centre=centre,
                sheet=sheet.code,
                variant=variant,
                filename=workbook.filename,
                file_digest=workbook.digest,
                file=vault.seal_file(content, centre=centre),
                row_count=found.row_count,
                state=BatchState.CHECKING,
                uploaded_by=by,
            )
            audit.record(
                "ledgers.batch.uploaded", batch, by=by, detail={"sheet": sheet.code, "variant": variant}
            )
        _note(batch, found, workbook)
        if found.row_count <= rules.INLINE_ROWS:
            _check(batch, found)
    return batch


def choose(*, by, batch: ImportBatch, worksheet: str, chosen: dict[str, str]) -> ImportBatch:
    """Reads the file again with the worksheet and columns that the officer picked. Raises Refused."""
    if batch.state not in (BatchState.CHECKED, BatchState.CHECKING, BatchState.STOPPED):
        raise Refused("이미 끝난 가져오기입니다. 파일을 다시 올리세요.")
    batch.worksheet, batch.chosen, batch.state = worksheet, chosen, BatchState.CHECKING
    with _read_again(batch, by) as (found, workbook):
        batch.row_count = found.row_count
        _note(batch, found, workbook)
        if found.row_count <= rules.INLINE_ROWS:
            _check(batch, found)
    return batch


def check(batch: ImportBatch) -> ImportBatch:
    """The worker's part of an upload: reads every row, with progress. A stop leaves the batch stopped."""
    try:
        with _read_again(batch, batch.uploaded_by) as (found, _), progress(batch.pk) as told:
            _check(batch, found, told)
    except Stopped:
        _set(batch, state=BatchState.STOPPED, stop_asked=False)
    except Refused as refused:
        _set(batch, state=BatchState.STOPPED, problems=[["", "", str(refused), True]], problem_count=1)
    return batch


def confirm(*, by, batch: ImportBatch) -> None:
    """The officer said yes: from here nobody else can. Raises Refused when there is nothing to store."""
    changed = ImportBatch.objects.filter(
        pk=batch.pk, state__in=(BatchState.CHECKED, BatchState.STOPPED), problem_count=0, new_count__gt=0
    )
    try:
        with transaction.atomic():
            taken = changed.update(state=BatchState.APPLYING, progress=0, stop_asked=False)
    except IntegrityError as error:
        raise Refused("이 파일은 이미 반영했거나 반영하는 중입니다. 가져오기 목록을 확인하세요.") from error
    if not taken:
        raise Refused("반영할 수 있는 상태가 아닙니다. 문제가 남았거나 새로 넣을 행이 없습니다.")
    batch.refresh_from_db()


def apply(batch: ImportBatch, by) -> ImportBatch:
    """Stores every new line in one transaction; a fault, a problem or a stop leaves nothing. Raises Refused."""
    try:
        with _read_again(batch, by) as (found, _), progress(batch.pk) as told, transaction.atomic():
            _hold(batch)
            new, known = _store(batch, found, told)
            _remember(batch, found.mapping())
            _drop_file(batch)
            _set(
                batch,
                state=BatchState.APPLIED,
                applied_at=timezone.now(),
                new_count=new,
                known_count=known,
                rows_digest=found.digest,
                progress=batch.row_count,
            )
            audit.record("ledgers.batch.applied", batch, by=by, detail={"new": new, "known": known})
    except Stopped:
        _set(batch, state=BatchState.STOPPED, stop_asked=False, progress=0)
    except (Refused, IntegrityError) as error:
        said = (
            str(error)
            if isinstance(error, Refused)
            else "다른 사람이 같은 때에 같은 행을 넣었습니다. 다시 반영하세요."
        )
        _set(batch, state=BatchState.STOPPED, problems=[["", "", said, True]], progress=0)
        raise Refused(said) from error
    except BaseException:
        _set(batch, state=BatchState.STOPPED, progress=0)
        raise
    return batch


def bring_in(
    *, by, centre: Centre, sheet: str, variant: str = "", filename: str, content: bytes
) -> ImportBatch:
    """Upload, check and confirm in one go, for sample data and tests. A ledger with problems is left unconfirmed.

    Raises Refused for a file that cannot be read. A ledger without anything new changes nothing.
    """
    batch = upload(
        by=by, centre=centre, sheet=registry.get(sheet), variant=variant, filename=filename, content=content
    )
    if batch.state == BatchState.CHECKING:
        check(batch)
    if batch.is_ready:
        confirm(by=by, batch=batch)
        apply(batch, by)
    elif not batch.problem_count and not batch.new_count:
        discard(by=by, batch=batch)
    return batch


def ask_to_stop(*, batch: ImportBatch) -> None:
    """The running check or import ends at its next step and keeps nothing."""
    ImportBatch.objects.filter(pk=batch.pk, state__in=(BatchState.CHECKING, BatchState.APPLYING)).update(
        stop_asked=True
    )


@transaction.atomic
def discard(*, by, batch: ImportBatch) -> None:
    """Forgets an upload that was never stored."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in (BatchState.CHECKED, BatchState.STOPPED, BatchState.CHECKING):
        raise Refused("이미 반영한 가져오기는 버릴 수 없습니다. 되돌리기를 쓰세요.")
    _drop_file(batch)
    _set(batch, state=BatchState.DISCARDED)
    audit.record("ledgers.batch.discarded", batch, by=by)


@transaction.atomic
def undo(*, by, batch: ImportBatch) -> int:
    """Removes exactly the rows this import brought. Raises Refused when other records rest on one of them."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.APPLIED:
        raise Refused("반영된 가져오기만 되돌릴 수 있습니다.")
    sheet = registry.get(batch.sheet)
    try:
        with transaction.atomic():
            if sheet.prepare_undo:
                sheet.prepare_undo(batch)
            _, removed = sheet.model._default_manager.filter(import_batch_id=batch.pk).delete()
    except ProtectedError as error:
        used = {str(row._meta.verbose_name) for row in error.protected_objects}
        raise Refused(
            f"이 대장에서 온 기록을 쓰는 {', '.join(sorted(used))} 기록이 있어 되돌릴 수 없습니다. 그 기록부터 정리하세요."
        ) from error
    count = removed.get(sheet.model._meta.label, 0)
    _set(batch, state=BatchState.UNDONE, undone_by=by, undone_at=timezone.now())
    audit.record("ledgers.batch.undone", batch, by=by, detail={"removed": count})
    return count


def recover(batch: ImportBatch) -> ImportBatch:
    """An import whose worker died: nothing was kept, so it is stopped and can be confirmed again."""
    if batch.state == BatchState.APPLYING:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, batch.pk])
            if cursor.fetchone()[0] and not _is_queued(batch):
                _set(batch, state=BatchState.STOPPED, progress=0)
    return batch


# -- parts ----------------------------------------------------------------------------------------------------

_LOCK = 0x6C65_6467  # "ledg"


def _hold(batch: ImportBatch) -> None:
    """Held while the import runs, so that `recover` can tell a running one from a dead one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, batch.pk])


def _is_queued(batch: ImportBatch) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
            " AND queueing_lock = %s)",
            [f"ledgers-{batch.pk}"],
        )
        return cursor.fetchone()[0]


def _set(batch: ImportBatch, **values) -> None:
    for name, value in values.items():
        setattr(batch, name, value)
    batch.save(update_fields=list(values))


@contextmanager
def _read_again(batch: ImportBatch, by) -> Iterator[tuple[LedgerReading, Workbook]]:
    if batch.file is None:
        raise Refused("올린 파일이 남아 있지 않습니다. 파일을 다시 올리세요.")
    content = vault.read_file(batch.file, by=by, purpose=Purpose.IMPORT, action="ledgers.batch")
    sheet = registry.get(batch.sheet)
    with opened(content, batch.filename) as workbook:
        context = Context(batch.centre, batch.variant, by)
        remembered = _remembered(batch.centre, sheet, batch.variant)
        yield (
            reading.read(
                workbook,
                sheet,
                context,
                worksheet=batch.worksheet,
                remembered=remembered,
                chosen=batch.chosen,
            ),
            workbook,
        )


def _note(batch: ImportBatch, found: LedgerReading, workbook: Workbook) -> None:
    """What the page shows about how the file was understood; headings only, no cell of a row."""
    table, match = found.pairs[0]
    batch.reading = {
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
    }
    batch.save()


def _check(batch: ImportBatch, found: LedgerReading, told=None) -> None:
    """Reads every row, counts what is new and keeps the first problems. Cells are not kept, save those with problems."""
    if not found.ready:
        unmatched = [["", "", sentence, True] for sentence in found.sentences]
        _set(batch, state=BatchState.CHECKED, problems=unmatched, problem_count=len(unmatched), new_count=0)
        return
    problems: list[list] = []
    blocking = new = known = rows = 0
    for chunk in _chunks(found):
        for row in chunk:
            problems += [list(problem) for problem in row.problems][
                : max(0, rules.SHOWN_PROBLEMS - len(problems))
            ]
            blocking += sum(1 for problem in row.problems if problem[3])
        rows += len(chunk)
        stored = _known(batch, chunk)
        known += sum(row.line.key in stored for row in chunk)
        new = rows - known
        if told:
            told.tell(rows)
    if rows == 0:
        problems, blocking = (
            [["", "", "표에 적힌 줄이 없습니다. 머리글 아래에 내용을 적어 다시 올려 주세요.", True]],
            1,
        )
    batch.reading["skipped"] = found.skipped
    _set(
        batch,
        state=BatchState.CHECKED,
        row_count=rows,
        progress=rows,
        problems=problems,
        problem_count=blocking,
        new_count=new,
        known_count=known,
        rows_digest=found.digest,
        reading=batch.reading,
    )


def _store(batch: ImportBatch, found: LedgerReading, told) -> tuple[int, int]:
    sheet = registry.get(batch.sheet)
    new = known = done = 0
    for chunk in _chunks(found):
        blocking = next((problem for row in chunk for problem in row.problems if problem[3]), None)
        if blocking:
            raise Refused(f"{blocking[0]}: {blocking[2]}")
        stored = _known(batch, chunk)
        lines = [row.line for row in chunk if row.line.key not in stored]
        if lines:
            sheet.store(found.context, lines, batch)
        new, known, done = new + len(lines), known + len(chunk) - len(lines), done + len(chunk)
        told.tell(done)
    return new, known


def _chunks(found: LedgerReading) -> Iterator[list]:
    rows = iter(found)
    while chunk := list(islice(rows, rules.CHUNK)):
        yield chunk


def _known(batch: ImportBatch, chunk: list) -> set[bytes]:
    """Which of the lines this centre already has."""
    model = registry.get(batch.sheet).model
    keys = [row.line.key for row in chunk]
    found = model._default_manager.filter(centre=batch.centre_id, import_key__in=keys)
    return {bytes(key) for key in found.values_list("import_key", flat=True)}


def _drop_file(batch: ImportBatch) -> None:
    if batch.file:
        sealed, batch.file = batch.file, None
        batch.save(update_fields=["file"])
        sealed.delete()


def _column_memory(sheet: Sheet, variant: str) -> str:
    return f"{sheet.code}/{variant}" if variant else sheet.code


def _remembered(centre: Centre, sheet: Sheet, variant: str) -> dict[str, str]:
    name = _column_memory(sheet, variant)
    found = (
        RememberedColumns.objects.filter(centre=centre, sheet=name).values_list("mapping", flat=True).first()
    )
    return found or {}


def _remember(batch: ImportBatch, mapping: dict[str, str]) -> None:
    """Keeps how the headings were matched, for the next ledger of this kind."""
    memory, _ = RememberedColumns.objects.get_or_create(
        centre=batch.centre, sheet=_column_memory(registry.get(batch.sheet), batch.variant)
    )
    memory.mapping |= mapping
    memory.save()
