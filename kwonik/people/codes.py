"""Kinds of appointments, of sealed texts and of purposes for opening them. Data only."""

from django.db.models import TextChoices


class Qualification(TextChoices):
    LABOUR_ATTORNEY = "labour_attorney", "공인노무사"
    LAWYER = "lawyer", "변호사"
    TAX_ACCOUNTANT = "tax_accountant", "세무사"
    COUNSELLOR = "counsellor", "심리상담사"
    OTHER = "other", "그 밖"


class AppointedRole(TextChoices):
    DUTY_ATTORNEY = "duty_attorney", "상담노무사"
    RIGHTS_ADVOCATE = "rights_advocate", "노동권리보호관"
    TAX_COUNSELLOR = "tax_counsellor", "상담세무사"
    VISITING_COUNSELLOR = "visiting_counsellor", "객원 심리상담사"


class Grade(TextChoices):
    """직급 of a staff post, in the order the report's table prints them."""

    HEAD = "head", "센터장"
    SECRETARY = "secretary", "사무국장"
    TEAM_LEAD = "team_lead", "팀장"
    MEMBER = "member", "팀원(운영위원)"


class SealedKind(TextChoices):
    """What a sealed text is: part of its cipher's associated data, so a text cannot be moved to another use."""

    MEMO = "memo", "상담 내용"
    FACTS = "facts", "사실관계"
    NOTE = "note", "진행 기록"
    REFERRAL = "referral", "연계 내용"
    DRAFT = "draft", "쓰던 글"
    FILE = "file", "가져온 파일"


class Purpose(TextChoices):
    """Why personal data is opened (개인정보의 안전성 확보조치 기준 제8조, 제12조)."""

    COUNSELLING = "counselling", "상담"
    REMEDY = "remedy", "권리구제"
    SEARCH = "search", "내담자 찾기"
    ASSIGNMENT = "assignment", "보호관 배정"
    CORRECTION = "correction", "기록 고치기"
    IMPORT = "import", "대장 가져오기"
    DRAFT = "draft", "쓰던 글 이어 쓰기"
    ROTATION = "rotation", "암호 열쇠 바꾸기"
