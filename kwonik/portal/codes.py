"""How a number is made public, under which licence, and what is kept in the audit trail. Data only."""

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class Method(TextChoices):
    """What stands between the number of the report and the public one."""

    EXACT = "exact", "그대로"
    PROTECTED = "protected", "3의 배수로 바꿈"
    DERIVED = "derived", "바꾼 수로 다시 계산"
    WITHHELD = "withheld", "내지 않음"


MARKS = {Method.EXACT: "", Method.PROTECTED: "*", Method.DERIVED: "*", Method.WITHHELD: ""}
WITHHELD = "비공개"
LICENCE = "공공누리 제1유형(출처표시)"
PROTECTION = (
    "* 표시가 있는 수는 한두 사람이 드러나지 않도록 3의 배수로 바꾼 것입니다. 실제 수와 3 이내로 다르고, 0은 0에서 3 사이, 3은 3에서 6 사이를 "
    "뜻합니다. 바꾼 수끼리 더하면 계와 다를 수 있습니다. 같은 기록은 언제 내려받아도 같은 수입니다."
)

audit.declare(
    [
        audit.Event("portal.release.made", "공표한 판을 누구나 보게 공개함"),
        audit.Event("portal.release.withdrawn", "공개한 판을 거둠"),
    ]
)
