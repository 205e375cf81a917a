"""권리구제 대장: a centre's own ledger of relief cases. Every case it brings begins its history with "imported"."""

from kwonik.catalogue.codes import Shape
from kwonik.catalogue.queries import service_names
from kwonik.ledgers import registry
from kwonik.ledgers.registry import Sheet
from kwonik.remedy.models import ReliefCase

from .checking import check
from .columns import columns, example
from .storing import prepare_undo, store

registry.declare(
    Sheet(
        code="remedy.cases",
        label="권리구제 대장",
        permission="remedy.case:import",
        model=ReliefCase,
        variants=lambda centre: list(service_names(Shape.CASE).items()),
        columns=columns,
        check=check,
        store=store,
        example=example,
        prepare_undo=prepare_undo,
    )
)
