"""The ledgers of consulting: agreements with partners, and engagements at workplaces."""

from __future__ import annotations

from typing import Any

from kwonik.catalogue.codes import Room, Shape
from kwonik.catalogue.queries import service_names
from kwonik.consulting.models import Agreement, Engagement
from kwonik.ledgers import registry
from kwonik.ledgers.registry import Sheet

from . import agreements, engagements


def variants(centre: Any) -> list[tuple[str, str]]:
    return list(service_names(Shape.APPLICATION, Room.CONSULTING).items())


registry.declare(
    Sheet(
        code="consulting.agreements",
        label="협약 대장",
        permission="consulting.agreement:record",
        model=Agreement,
        columns=agreements.columns,
        check=agreements.check,
        store=agreements.store,
        example=agreements.example,
    )
)
registry.declare(
    Sheet(
        code="consulting.engagements",
        label="컨설팅·자문 대장",
        permission="consulting.engagement:import",
        model=Engagement,
        columns=engagements.columns,
        check=engagements.check,
        store=engagements.store,
        example=engagements.example,
        variants=variants,
    )
)
