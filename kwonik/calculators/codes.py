"""What happens to a kept result, as the audit trail calls it. Data only."""

from kwonik.kernel import audit

DAYS_KEPT = 90
"""So long a citizen's result stays at its address."""

SUBJECTS = (
    *(
        "체불",
        "퇴직",
        "해고",
        "기한",
        "임금",
        "최저임금",
        "근로시간",
        "연차",
        "실업급여",
        "산업재해",
        "과로",
        "육아휴직",
    ),
    *("사업장", "세금", "4대 보험", "소송", "공휴일", "법의 변화"),
)
"""In the order in which people at a booth ask; any other subject of the library follows."""

audit.declare(
    [
        audit.Event("calculators.kept.made", "계산 결과를 보관함"),
        audit.Event("calculators.kept.attached", "계산 결과를 붙임"),
        audit.Event("calculators.kept.erased", "보관한 계산 결과를 지움"),
    ]
)
