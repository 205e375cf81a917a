"""Groups of the subsidy, kinds of allotments and of spending. Data only."""

from django.db.models import TextChoices


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
