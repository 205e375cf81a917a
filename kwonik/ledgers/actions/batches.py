"""An import's state changes only from a state it may change from: two officers, or an officer and the worker, never mix."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from kwonik.ledgers import queries, rules
from kwonik.ledgers.codes import RUNNING, BatchState
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.progress import Stopped
from kwonik.ledgers.registry import Refused
from kwonik.people.models import SealedText

LONGEST_TROUBLE = 500


class NotNow(Refused):
    """Somebody was faster; the import is left as it is."""


def move(batch: ImportBatch, *states: str, only: dict | None = None, **values) -> bool:
    """Changes the import if it still is in one of `states`. False when it is not."""
    standing = ImportBatch.objects.filter(pk=batch.pk, state__in=states, **(only or {}))
    if not standing.update(**values):
        return False
    for name, value in values.items():
        setattr(batch, name, value)
    return True


def held(batch: ImportBatch, *states: str) -> ImportBatch:
    """The import, locked until the transaction ends. Raises NotNow when it is in none of `states`."""
    locked = queries.batches_in_full().select_for_update(of=("self",)).get(pk=batch.pk)
    if locked.state not in states:
        raise NotNow(rules.NOT_OPEN)
    return locked


def end(batch: ImportBatch, *states: str, **values) -> None:
    """The last change of what was uploaded: the file and what was found in it go. Raises Stopped if it moved meanwhile."""
    sealed = [pk for pk in (batch.file_id, batch.findings_id) if pk]
    if not move(batch, *states, file=None, findings=None, **values):
        raise Stopped
    SealedText.objects.filter(pk__in=sealed).delete()


@contextmanager
def all_or_nothing(batch: ImportBatch, state: BatchState, *before: BatchState) -> Iterator[None]:
    """One transaction around what is done in `state`. A stop, a refusal or a fault leaves nothing of it.

    The import then stands as RUNNING says, with the reason on it. `before`: states from which the block itself starts.
    """
    back = {"state": RUNNING[state], "progress": 0, "stop_asked": False}
    try:
        with transaction.atomic():
            yield
            connection.check_constraints()
    except NotNow:
        batch.refresh_from_db()
        raise
    except Stopped:
        _fall_back(batch, (state, *before), back, "")
    except (Refused, IntegrityError) as error:
        said = str(error) if isinstance(error, Refused) else rules.CLASHED
        _fall_back(batch, (state, *before), back, said)
        raise Refused(said) from error
    except BaseException:
        _fall_back(batch, (state, *before), back, rules.FAULT)
        raise


def _fall_back(batch: ImportBatch, states: tuple[str, ...], back: dict, trouble: str) -> None:
    batch.refresh_from_db()
    move(batch, *states, **back, trouble=trouble[:LONGEST_TROUBLE])
