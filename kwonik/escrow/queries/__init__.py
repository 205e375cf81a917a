"""Members, contracts, disputes and certificates as pages and actions ask for them."""

from . import closing, contracts, money
from .career import Career, Completed, career
from .contracts import (
    contracts_of,
    draft_of,
    facts_of,
    in_order,
    line_of,
    lines_of,
    milestone_facts,
    pending,
    policy,
    signed,
    timeline,
    today_policy,
    with_parties,
)
from .members import advisers, members_listed, open_phone_check, own_disputes, payee_of

__all__ = [
    "Career",
    "Completed",
    "advisers",
    "career",
    "closing",
    "contracts",
    "contracts_of",
    "draft_of",
    "facts_of",
    "in_order",
    "line_of",
    "lines_of",
    "members_listed",
    "milestone_facts",
    "money",
    "open_phone_check",
    "own_disputes",
    "payee_of",
    "pending",
    "policy",
    "signed",
    "timeline",
    "today_policy",
    "with_parties",
]
