"""Record shapes and question types a profile may choose from; it can choose, never invent. Data only."""

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class Shape(TextChoices):
    """The seven record shapes (architecture)."""

    CONSULTATION = "consultation", "상담"
    CASE = "case", "사건"
    SESSION = "session", "회차"
    TALLY = "tally", "집계"
    HANDOUT = "handout", "배부"
    APPLICATION = "application", "신청"
    STUDY = "study", "조사"


class AnswerKind(TextChoices):
    TEXT = "text", "글"
    NUMBER = "number", "숫자"
    DATE = "date", "날짜"
    CHOICE = "choice", "하나 고르기"
    YES_NO = "yes_no", "예/아니오"


class Behaviour(TextChoices):
    """What the software itself must know about a code; everything else about codes is only words."""

    NONE = "", "없음"
    OUTREACH = "outreach", "찾아가는 상담(장소를 적음)"
    SMALL_CLAIM = "small_claim", "소액소송(지급명령·가압류를 고름)"
    OPENS_CASE = "opens_case", "권리구제로 이어짐"
    REFERS = "refers", "다른 기관에 연계함"
    REVIEW_ONLY = "review_only", "자료 검토로 끝남(보호관을 배정하지 않음)"


FIELDS: dict[Shape, tuple[str, ...]] = {
    Shape.CONSULTATION: ("channel", "issue", "outcome"),
    Shape.CASE: ("client_group", "issue", "forum", "outcome", "step"),
}
"""The code lists a service of this shape must name, one for each field; a shape that is missing here takes none."""

FIELD_LABELS = {
    "channel": "경로",
    "issue": "유형",
    "outcome": "결과",
    "client_group": "노동자 구분",
    "forum": "구제 절차",
    "step": "진행 단계",
}

BEHAVIOURS: dict[tuple[Shape, str], tuple[Behaviour, ...]] = {
    (Shape.CONSULTATION, "channel"): (Behaviour.OUTREACH,),
    (Shape.CONSULTATION, "outcome"): (Behaviour.OPENS_CASE, Behaviour.REFERS),
    (Shape.CASE, "forum"): (Behaviour.SMALL_CLAIM, Behaviour.REVIEW_ONLY),
}
"""Where a behaviour means something; anywhere else it would be an empty promise and is refused."""


class ChangeKind(TextChoices):
    """What a profile load did to one row. `REMOVED` is for links and printed lines that no record refers to."""

    ADDED = "added", "추가"
    CHANGED = "changed", "변경"
    RETIRED = "retired", "폐지"
    REVIVED = "revived", "되살림"
    REMOVED = "removed", "뺌"


audit.declare(
    [
        audit.Event("catalogue.profile.loaded", "프로필을 읽음"),
        audit.Event("catalogue.calendar.corrected", "달력을 고침"),
        audit.Event("catalogue.calendar.restored", "달력 고침을 지움"),
    ]
)
