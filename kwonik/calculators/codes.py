"""What happens to a kept result, as the audit trail calls it. Data only."""

from kwonik.kernel import audit

DAYS_KEPT = 90
"""So long a citizen's result stays at its address."""

audit.declare(
    [
        audit.Event("calculators.kept.made", "계산 결과를 보관함"),
        audit.Event("calculators.kept.attached", "계산 결과를 붙임"),
        audit.Event("calculators.kept.erased", "보관한 계산 결과를 지움"),
    ]
)
