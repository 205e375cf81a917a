"""Groups of the subsidy, kinds of allotments and of spending. Data only."""

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class BudgetGroup(TextChoices):
    PROGRAMME = "programme", "사업비"
    PERSONNEL = "personnel", "인건비"
    OPERATING = "operating", "운영비"
    OVERHEAD = "overhead", "일반관리비"


class AllotmentKind(TextChoices):
    ORIGINAL = "original", "본예산"
    SUPPLEMENTARY = "supplementary", "추가경정"
    TRANSFER = "transfer", "전용"


class SpendingKind(TextChoices):
    SPENT = "spent", "집행"
    RETURNED = "returned", "반납"


TIERS = {"programme": "사업비", "upkeep": "인건비, 운영비, 일반관리비"}
"""The two subtotals of the report's table: programme costs, and everything that keeps the centre running."""

audit.declare(
    [
        audit.Event("budget.spending.recorded", "집행을 적음"),
        audit.Event("budget.spending.withdrawn", "집행을 철회함"),
        audit.Event("budget.spending.reinstated", "집행 철회를 되돌림"),
        audit.Event("budget.allotment.recorded", "예산을 배정함"),
        audit.Event("budget.allotment.withdrawn", "예산 배정을 철회함"),
        audit.Event("budget.allotment.reinstated", "예산 배정 철회를 되돌림"),
    ]
)
