"""Decisions of the escrow in plain Python: verbs, terms, deadlines, persons and papers."""

from . import closing, deadlines, deposits, persons, reconciling, terms
from .moving import (
    ContractFacts,
    MilestoneFacts,
    MoneyNeeded,
    NotAllowed,
    NotYours,
    Overtaken,
    contract_obstacles,
    contract_turns,
    milestone_obstacles,
    milestone_turn,
    offered_to,
    other,
    require_contract,
    require_milestone,
)

__all__ = [
    "ContractFacts",
    "MilestoneFacts",
    "MoneyNeeded",
    "NotAllowed",
    "NotYours",
    "Overtaken",
    "closing",
    "contract_obstacles",
    "contract_turns",
    "deadlines",
    "deposits",
    "milestone_obstacles",
    "milestone_turn",
    "offered_to",
    "other",
    "persons",
    "reconciling",
    "require_contract",
    "require_milestone",
    "terms",
]
