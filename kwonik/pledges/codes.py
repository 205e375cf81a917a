"""The words of a pledge card: kinds, classes of fulfilment with their definitions, sources of money. Data only."""

from __future__ import annotations

from dataclasses import dataclass

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class Nature(TextChoices):
    NEW = "new", "신규"
    CONTINUED = "continued", "계속"


class Span(TextChoices):
    WITHIN_TERM = "within", "임기내"
    AFTER_TERM = "after", "임기후"


class Funding(TextChoices):
    BUDGET = "budget", "예산"
    NONE = "none", "비예산"


class Actor(TextChoices):
    OWN = "own", "자체"
    JOINT = "joint", "국·도 협력"
    NATIONAL = "national", "국가"
    PROVINCIAL = "provincial", "도"
    PRIVATE = "private", "민간"


class CentralHelp(TextChoices):
    NONE = "none", "해당없음"
    MONEY = "money", "재정 지원"
    LAW = "law", "제도 개선"
    BOTH = "both", "재정·제도"


class Progress(TextChoices):
    """이행구분. 보류 and 폐기 stand beside the six classes and are counted separately."""

    CLOSED = "closed", "종료"
    CONTINUING = "continuing", "지속추진"
    ON_TRACK = "on_track", "정상"
    BEHIND = "behind", "부진"
    UNDER_REVIEW = "under_review", "검토중"
    NOT_DUE = "not_due", "시기미도래"
    HELD = "held", "보류"
    DROPPED = "dropped", "폐기"


GROUPS: dict[str, tuple[str, tuple[Progress, ...]]] = {
    "done": ("완료", (Progress.CLOSED, Progress.CONTINUING)),
    "under_way": ("추진중", (Progress.ON_TRACK, Progress.BEHIND)),
    "not_started": ("미착수", (Progress.UNDER_REVIEW, Progress.NOT_DUE)),
    "apart": ("따로 셈", (Progress.HELD, Progress.DROPPED)),
}
"""The classes as the card groups them."""

DEFINITIONS: dict[Progress, str] = {
    Progress.CLOSED: "목표를 다 이루어 더 할 일이 없습니다.",
    Progress.CONTINUING: "목표를 이룬 뒤에도 목표를 더하거나 주기적으로 되풀이하며 계속합니다.",
    Progress.ON_TRACK: "로드맵대로 나아가고 있어 임기 안에 마칠 수 있습니다.",
    Progress.BEHIND: "로드맵보다 늦거나 해마다의 목표에 못 미칩니다.",
    Progress.UNDER_REVIEW: "아직 시작하지 않았고 할 방법을 살피고 있습니다.",
    Progress.NOT_DUE: "로드맵에서 시작할 분기가 아직 오지 않았습니다.",
    Progress.HELD: "여건이 바뀌어 멈추어 두었습니다.",
    Progress.DROPPED: "심의를 거쳐 하지 않기로 했습니다.",
}
DONE = GROUPS["done"][1]


class FundSource(TextChoices):
    NATIONAL = "national", "국비"
    PROVINCIAL = "provincial", "도비"
    CITY = "city", "시비"
    OTHER = "other", "기타"


class MoneyStage(TextChoices):
    PLANNED = "planned", "계획"
    SECURED = "secured", "확보"
    EXECUTED = "executed", "집행"


class Channel(TextChoices):
    HEARING = "hearing", "설명회, 공청회 등"
    SURVEY = "survey", "만족도 조사"
    ADVICE = "advice", "민간전문가 자문"
    PRESS = "press", "언론·방송 보도"
    SNS = "sns", "SNS 소통"
    OTHER = "other", "기타 시민참여"


class NoteKind(TextChoices):
    INDICATOR = "indicator", "확인지표"
    STRENGTH = "strength", "잘된 점"
    IMPROVEMENT = "improvement", "개선계획"
    COMMUNICATION_PLAN = "communication_plan", "시민소통 계획"


class EventKind(TextChoices):
    """What happens to a pledge. Events are never changed or deleted."""

    STATUS = "status", "이행구분 정함"
    OVERRIDE = "override", "이행률 덮어씀"
    SPLIT = "split", "나눔"
    MERGED = "merged", "합침"
    CHANGE_REQUESTED = "change_requested", "변경 신청"
    APPROVED = "approved", "변경 승인"
    REFUSED = "refused", "변경 불승인"


class PanelKind(TextChoices):
    REVIEW = "review", "평가단"
    JURY = "jury", "배심원단"
    FIELD = "field", "현장평가단"


class Drawn(TextChoices):
    DRAWN = "drawn", "추첨"
    APPLIED = "applied", "공모"
    RECOMMENDED = "recommended", "추천"


@dataclass(frozen=True)
class Formula:
    """이행 비율의 산식. Cities use several; each has its name and its version, and all are printed with their counts."""

    figure: str
    version: str
    since: str


FORMULAS = (
    Formula("pledges.rate_done", "1판", "2026-11"),
    Formula("pledges.rate_progressing", "1판", "2026-11"),
    Formula("pledges.rate_within_term", "1판", "2026-11"),
    Formula("pledges.mean_fulfilment", "1판", "2026-11"),
)

PARTS = {
    "officer": "추진부서 담당자",
    "goal": "연차별 목표",
    "note": "지표와 점검",
    "milestone": "로드맵",
    "money": "투자와 집행",
    "communication": "시민소통",
    "result": "추진실적",
    "nextstep": "향후 추진계획",
    "picture": "사진",
}
"""What a card is made of besides its head: the model's name -> what people call it."""

PANELS = {"panel": "평가단", "panelmember": "평가단 위원", "score": "평가단의 평가"}

audit.declare(
    [
        audit.Event("pledges.pledge.recorded", "공약을 적음"),
        audit.Event("pledges.pledge.amended", "공약의 머리표를 고침"),
        audit.Event("pledges.happening.recorded", "공약에 일어난 일을 적음"),
        audit.Event("pledges.panel.recorded", "평가단을 만듦"),
        audit.Event("pledges.panelmember.recorded", "평가단 위원을 적음"),
        audit.Event("pledges.score.recorded", "평가단의 평가를 적음"),
        *(
            audit.Event(f"pledges.{name}.{verb}", f"{label}: {told}")
            for name, label in ({"pledge": "공약"} | PARTS | PANELS).items()
            for verb, told in (("withdrawn", "철회함"), ("reinstated", "철회를 되돌림"))
        ),
        *(
            audit.Event(f"pledges.{name}.{verb}", f"{label}: {told}")
            for name, label in PARTS.items()
            for verb, told in (("recorded", "적음"), ("amended", "고침"))
        ),
    ]
)
