"""`python -m kwonik migrate`: Django's own; afterwards the database watches every table that a figure reads."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

from kwonik.kernel import journal


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        AddTrigger.state_forwards = _noted  # type: ignore[method-assign, assignment]
        super().handle(*args, **options)
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            journal.install()


def _noted(operation: AddTrigger, app_label: str, state: ProjectState) -> None:
    """Takes a trigger down with its model, and no more: it changes nothing that other models refer to.

    The library makes the model and all its relatives anew besides: half a minute of a new database's two.
    """
    options = state.models[app_label, operation.model_name.lower()].options
    options["triggers"] = [*options.get("triggers", []), operation.trigger]
