"""States of studies and checks, ways an answer comes back, and what is kept in the audit trail. Data only."""

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class StudyState(TextChoices):
    PLANNED = "planned", "예정"
    RUNNING = "running", "조사 중"
    INTERIM = "interim", "중간 보고함"
    FINISHED = "finished", "마침"
    DROPPED = "dropped", "그만둠"


UNDER_WAY = (StudyState.RUNNING, StudyState.INTERIM, StudyState.FINISHED)
"""States of a study that was really begun: it counts in the periods it ran in."""


class ResponseChannel(TextChoices):
    ONLINE = "online", "온라인"
    PAPER = "paper", "종이"
    INTERVIEW = "interview", "면접원"


class CheckStage(TextChoices):
    DESK = "desk", "서면점검"
    SITE = "site", "현장점검"


class CheckState(TextChoices):
    PLANNED = "planned", "예정"
    DONE = "done", "점검함"
    IMPROVE = "improve", "개선 요청"
    CLEARED = "cleared", "개선 확인"


KINDS = {
    "study": "실태조사·연구",
    "round": "조사",
    "response": "설문 응답",
    "participant": "면접 참여",
    "event": "보고회·토론회",
    "publication": "발간물",
    "printing": "인쇄",
    "distribution": "배부",
    "compliancecheck": "이행점검",
}
"""Every kind of row of this room, by its model's name, as people call it."""

VERBS = {"recorded": "적음", "withdrawn": "철회함", "reinstated": "철회를 되돌림", "amended": "고침"}

MOST_AT_ONCE = 2_000
"""Answers that one submission may add: more is a slip of the finger."""

audit.declare(
    audit.Event(f"research.{kind}.{verb}", f"{label} {word}")
    for kind, label in KINDS.items()
    for verb, word in VERBS.items()
)
