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


class Room(TextChoices):
    """The area that keeps the records of a service: most shapes have one of their own, some share theirs."""

    COUNSELLING = "counselling", "상담"
    REMEDY = "remedy", "권리구제"
    ACTIVITIES = "activities", "사업 활동"
    CONSULTING = "consulting", "컨설팅"
    EDUCATION = "education", "교육"
    SHELTERS = "shelters", "쉼터"
    WELLBEING = "wellbeing", "심리상담"
    RESEARCH = "research", "조사·연구"
    SERVICEDESK = "servicedesk", "전산 요청"


OWN_ROOM: dict[Shape, Room] = {
    Shape.CONSULTATION: Room.COUNSELLING,
    Shape.CASE: Room.REMEDY,
    Shape.SESSION: Room.ACTIVITIES,
    Shape.TALLY: Room.ACTIVITIES,
    Shape.HANDOUT: Room.ACTIVITIES,
    Shape.APPLICATION: Room.ACTIVITIES,
    Shape.STUDY: Room.RESEARCH,
}
"""Where a service's records are kept if the profile does not name another room."""

ROOMS: dict[Shape, tuple[Room, ...]] = {
    Shape.CASE: (Room.REMEDY, Room.SERVICEDESK),
    Shape.SESSION: (Room.ACTIVITIES, Room.EDUCATION, Room.WELLBEING),
    Shape.TALLY: (Room.ACTIVITIES, Room.SHELTERS),
    Shape.APPLICATION: (Room.ACTIVITIES, Room.CONSULTING),
}
"""The rooms that know a shape, where there is more than one."""


DESK_SHAPES = (Shape.SESSION, Shape.HANDOUT, Shape.APPLICATION, Shape.TALLY)
"""What a centre may make at its own desk: the shapes that need no behaviour of their own."""

OWN_CODE = "own-{centre}-{number}"
"""Codes of what a centre makes; a profile may not use such."""


class Counting(TextChoices):
    """What a tally's number is: so many since the last one (added up), or where a meter stands (the latest counts)."""

    FLOW = "flow", "그때그때 센 수(더함)"
    LEVEL = "level", "그날의 값(마지막 값을 셈)"


HEADLINES: dict[tuple[str, str, str], tuple[str, ...]] = {
    ("counselling", "consultation", "flow"): ("counselling.{service}",),
    ("remedy", "case", "flow"): ("remedy.cases", "remedy.concluded", "remedy.recovered"),
    ("activities", "session", "flow"): ("activities.sessions", "activities.people"),
    ("activities", "handout", "flow"): ("activities.handed_out",),
    ("activities", "application", "flow"): ("activities.applications", "activities.delivered"),
    ("activities", "tally", "flow"): ("activities.counted",),
    ("activities", "tally", "level"): ("activities.level", "activities.risen"),
    ("education", "session", "flow"): ("education.lectures", "education.people"),
    ("consulting", "application", "flow"): ("consulting.sites",),
    ("shelters", "tally", "flow"): ("shelters.visits", "shelters.bookings", "shelters.booking_people"),
    ("wellbeing", "session", "flow"): ("wellbeing.people", "wellbeing.sittings", "wellbeing.group_people"),
    ("research", "study", "flow"): ("research.responses", "research.participants"),
    ("servicedesk", "case", "flow"): ("servicedesk.requests", "servicedesk.done", "servicedesk.done_rate"),
}
"""The figures that speak for a service on a dashboard, by the room, shape and counting of its records."""


class LimitKind(TextChoices):
    """What a programme asks of those it serves, as a number in force from a day on."""

    EMPLOYEES_BELOW = "employees_below", "고용 인원(미만)"
    GROUP_AT_LEAST = "group_at_least", "모임 인원(이상)"
    SITTINGS = "sittings", "한 사람의 회기(이내)"


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
    ONLINE = "online", "온라인으로 신청한 상담"
    SMALL_CLAIM = "small_claim", "소액소송(지급명령·가압류를 고름)"
    OPENS_CASE = "opens_case", "권리구제로 이어짐"
    REFERS = "refers", "다른 기관에 연계함"
    REVIEW_ONLY = "review_only", "자료 검토로 끝남(보호관을 배정하지 않음)"
    MANDATORY = "mandatory", "반드시 하는 것(고르지 않아도 들어감)"
    QUESTIONNAIRE = "questionnaire", "설문(응답지 하나가 한 사람)"
    TALK = "talk", "면접·집단면접(나온 사람을 셈)"


FIELDS: dict[tuple[Room, Shape], tuple[str, ...]] = {
    (Room.COUNSELLING, Shape.CONSULTATION): ("channel", "issue", "outcome"),
    (Room.REMEDY, Shape.CASE): ("client_group", "issue", "forum", "outcome", "step"),
    (Room.ACTIVITIES, Shape.SESSION): ("kind",),
    (Room.ACTIVITIES, Shape.TALLY): ("kind",),
    (Room.SHELTERS, Shape.TALLY): ("purpose",),
    (Room.ACTIVITIES, Shape.HANDOUT): ("item",),
    (Room.ACTIVITIES, Shape.APPLICATION): ("kind",),
    (Room.EDUCATION, Shape.SESSION): ("kind",),
    (Room.WELLBEING, Shape.SESSION): ("issue",),
    (Room.CONSULTING, Shape.APPLICATION): ("part",),
    (Room.RESEARCH, Shape.STUDY): ("method", "group", "kind"),
    (Room.SERVICEDESK, Shape.CASE): ("kind",),
}
"""The code lists a service must name, one for each field; a room and shape that are missing here take none."""

ASKS: dict[Shape, dict[str, str]] = {
    Shape.SESSION: {
        "title": "이름",
        "hours": "시간",
        "site": "장소",
        "district": "자치구",
        "partner": "함께한 기관",
        "people": "참여한 사람",
        "quantity": "수량",
        "note": "메모",
    },
    Shape.TALLY: {"subject": "무엇의", "site": "장소", "district": "자치구", "note": "메모"},
    Shape.HANDOUT: {
        "site": "장소",
        "district": "자치구",
        "recipient": "받은 곳",
        "donor": "보낸 곳",
        "people": "받은 사람",
        "note": "메모",
    },
    Shape.APPLICATION: {
        "client": "신청한 사람",
        "applicant": "신청한 곳",
        "workplace": "사업장",
        "employees": "고용 인원",
        "appointee": "위촉된 사람",
        "people": "인원",
        "site": "장소",
        "district": "자치구",
        "wished_on": "바라는 날",
        "note": "메모",
    },
}
"""What `activities` may ask about a record besides kind and day, with the words it uses unless the profile has others."""

FIELD_LABELS = {
    "channel": "경로",
    "issue": "유형",
    "outcome": "결과",
    "client_group": "노동자 구분",
    "forum": "구제 절차",
    "step": "진행 단계",
    "kind": "종류",
    "item": "물품",
    "part": "지원 내용",
    "method": "조사 방법",
    "group": "조사 대상",
    "purpose": "대관 목적",
}

BEHAVIOURS: dict[tuple[Room, str], tuple[Behaviour, ...]] = {
    (Room.COUNSELLING, "channel"): (Behaviour.OUTREACH, Behaviour.ONLINE),
    (Room.COUNSELLING, "outcome"): (Behaviour.OPENS_CASE, Behaviour.REFERS),
    (Room.REMEDY, "forum"): (Behaviour.SMALL_CLAIM, Behaviour.REVIEW_ONLY),
    (Room.CONSULTING, "part"): (Behaviour.MANDATORY,),
    (Room.RESEARCH, "method"): (Behaviour.QUESTIONNAIRE, Behaviour.TALK),
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
        audit.Event("catalogue.programme.added", "사업을 만듦"),
        audit.Event("catalogue.service.added", "서비스를 만듦"),
        audit.Event("catalogue.service.changed", "서비스를 고침"),
        audit.Event("catalogue.service.retired", "서비스를 그만 씀"),
        audit.Event("catalogue.service.revived", "서비스를 다시 씀"),
        audit.Event("catalogue.calendar.corrected", "달력을 고침"),
        audit.Event("catalogue.calendar.restored", "달력 고침을 지움"),
    ]
)
