"""How firm a plan's number is, where a plan stands, and what is kept in the audit trail. Data only."""

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class Bound(TextChoices):
    EXACT = "exact", "꼭 그만큼"
    ABOUT = "about", "약"
    AT_LEAST = "at_least", "이상"


class PlanState(TextChoices):
    PLANNED = "planned", "예정"
    DONE = "done", "마침"
    DROPPED = "dropped", "그만둠"


LATE = "late"
"""Not a state anybody sets: what is planned and whose last day has passed."""

UNITS = ("회", "명", "건", "개소", "종", "부", "병", "개")

audit.declare(
    [
        audit.Event("planning.plan.recorded", "계획을 적음"),
        audit.Event("planning.plan.amended", "계획을 고침"),
        audit.Event("planning.plan.done", "계획을 마침으로 적음"),
        audit.Event("planning.plan.dropped", "계획을 그만둠"),
        audit.Event("planning.plan.reopened", "계획을 다시 예정으로 되돌림"),
        audit.Event("planning.plan.withdrawn", "계획을 철회함"),
        audit.Event("planning.plan.reinstated", "계획 철회를 되돌림"),
        audit.Event("planning.target.recorded", "목표를 정함"),
        audit.Event("planning.statement.recorded", "문서로 밝힌 수를 적음"),
        audit.Event("planning.statement.withdrawn", "문서로 밝힌 수를 철회함"),
        audit.Event("planning.statement.reinstated", "문서로 밝힌 수의 철회를 되돌림"),
    ]
)
