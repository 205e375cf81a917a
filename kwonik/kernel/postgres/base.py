"""Django's PostgreSQL, but what the database refuses because of a closed period arrives as a refusal to read."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import DatabaseErrorWrapper
from django.utils.functional import cached_property

from kwonik.kernel.refusals import PeriodClosed

CLOSED = "KW001"
"""The SQLSTATE of kwonik.kernel.journal's guard; its message is the sentence that people read."""


class RefusalWrapper(DatabaseErrorWrapper):
    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        if getattr(exc_value, "sqlstate", None) == CLOSED:
            raise PeriodClosed(exc_value.diag.message_primary) from exc_value
        super().__exit__(exc_type, exc_value, traceback)


class DatabaseWrapper(base.DatabaseWrapper):
    @cached_property
    def wrap_database_errors(self) -> RefusalWrapper:
        return RefusalWrapper(self)
