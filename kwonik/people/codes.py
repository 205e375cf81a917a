"""Kinds of appointments, of sealed texts and of purposes for opening them. Data only."""

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


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
    INSTRUCTOR = "instructor", "교육 강사"
    SAFETY_RIDER = "safety_rider", "시민 안전지킴이"
    SAFETY_INSPECTOR = "safety_inspector", "노동안전지킴이"
    MENTOR = "mentor", "멘토"
    ESCROW_ADVISER = "escrow_adviser", "안심결제 분쟁상담 자문위원"


class Grade(TextChoices):
    """직급 of a staff post, in the order the report's table prints them."""

    HEAD = "head", "센터장"
    SECRETARY = "secretary", "사무국장"
    TEAM_LEAD = "team_lead", "팀장"
    MEMBER = "member", "팀원(운영위원)"


class SealedKind(TextChoices):
    """What a sealed text is: bound into its cipher, so that a text cannot be moved to another use."""

    MEMO = "memo", "상담 내용"
    FACTS = "facts", "사실관계"
    NOTE = "note", "진행 기록"
    REFERRAL = "referral", "연계 내용"
    DRAFT = "draft", "쓰던 글"
    FILE = "file", "가져온 파일"
    MEMBER = "member", "이용자 신원"
    NUMBER = "number", "법이 요구하는 식별번호"


class Purpose(TextChoices):
    """Why personal data is opened (개인정보의 안전성 확보조치 기준 제8조, 제12조): for each room what it serves, then what
    any room does (개인정보 보호법 제15조: 수집·이용 목적)."""

    COUNSELLING = "counselling", "상담"
    REMEDY = "remedy", "권리구제"
    WELLBEING = "wellbeing", "심리상담"
    SUPPORT = "support", "사업 신청 접수와 지원"
    EDUCATION = "education", "교육 신청 접수와 운영"
    CONSULTING = "consulting", "컨설팅 지원"
    RENTAL = "rental", "공간 대관"
    SEARCH = "search", "내담자 찾기"
    ASSIGNMENT = "assignment", "보호관 배정"
    CORRECTION = "correction", "기록 고치기"
    IMPORT = "import", "대장 가져오기"
    DRAFT = "draft", "쓰던 글 이어 쓰기"
    ESCROW = "escrow", "안심결제"
    ROTATION = "rotation", "암호 열쇠 바꾸기"


ACTION_WORDS = {
    "view": "보기",
    "open": "열기",
    "print": "인쇄",
    "search": "찾기",
    "find": "찾기",
    "amend": "고치기",
    "merge": "합치기",
    "record": "적기",
    "offer": "제안",
    "transfer": "넘기기",
    "assign": "배정",
}
"""The last word of an access log's action ("counselling.consultation.print"), as people read it."""


audit.declare(
    [
        audit.Event("people.client.registered", "내담자를 등록함"),
        audit.Event("people.client.amended", "내담자의 이름이나 전화번호를 고침"),
        audit.Event("people.client.merged", "같은 사람인 내담자를 합침"),
        audit.Event("people.client.parted", "합친 내담자를 되돌림"),
        audit.Event("people.account.created", "계정을 만듦"),
        audit.Event("people.account.signed_up", "시민이 계정을 만듦"),
        audit.Event("people.account.closed", "계정을 닫음"),
        audit.Event("people.account.reopened", "계정을 다시 엶"),
        audit.Event("people.account.password_reset", "임시 비밀번호를 새로 줌"),
        audit.Event("people.account.password_recovered", "시민이 비밀번호를 다시 정함"),
        audit.Event("people.account.second_factor_removed", "2단계 인증을 풀어 줌"),
        audit.Event("people.grant.given", "역할을 줌"),
        audit.Event("people.grant.ended", "역할을 끝냄"),
        audit.Event("people.api_key.made", "API 인증키를 만듦"),
        audit.Event("people.api_key.revoked", "API 인증키를 없앰"),
        audit.Event("people.post.added", "정원을 늘림"),
        audit.Event("people.post.ended", "정원을 줄임"),
        audit.Event("people.staff.added", "현원에 올림"),
        audit.Event("people.staff.ended", "현원에서 내림"),
        audit.Event("people.appointment.added", "위촉함"),
        audit.Event("people.appointment.amended", "위촉 내용을 고침"),
        audit.Event("people.appointment.ended", "위촉을 끝냄"),
        audit.Event("people.conflict.declared", "이해충돌을 적음"),
        audit.Event("people.conflict.withdrawn", "이해충돌을 지움"),
        audit.Event("people.resident_number.refused", "주민등록번호가 든 글을 받지 않음"),
        audit.Event("people.key.made", "암호 열쇠를 새로 만듦"),
        audit.Event("people.key.rotated", "모든 기록을 새 열쇠로 다시 잠금"),
        audit.Event("people.key.destroyed", "옛 암호 열쇠를 없앰"),
    ]
)
