"""Record shapes and question types a profile may choose from; it can choose, never invent. Data only."""

from django.db.models import TextChoices


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
