"""Routes to psychological counselling, states of a course and of its sittings, event codes. Data only."""

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class Route(TextChoices):
    """Who counsels: a visiting counsellor of the centre, or a partner organisation of the client's part of town."""

    INDIVIDUAL = "individual", "개인 심리상담"
    HUB = "hub", "권역별 심리상담"


class CourseState(TextChoices):
    OPEN = "open", "진행 중"
    FINISHED = "finished", "종결"
    STOPPED = "stopped", "중단"


class SittingState(TextChoices):
    PLANNED = "planned", "예정"
    HELD = "held", "진행함"
    NO_SHOW = "no_show", "오지 않음"
    CANCELLED = "cancelled", "취소함"


class Confirmation(TextChoices):
    """How a client confirms that a sitting took place."""

    SIGNATURE = "signature", "서명"
    CODE = "code", "확인 번호"


TAKING = (SittingState.PLANNED, SittingState.HELD)
"""States in which a sitting takes one of the sittings a person may have."""

CLOSED = (CourseState.FINISHED, CourseState.STOPPED)

audit.declare(
    [
        audit.Event("wellbeing.hub.agreed", "거점센터 협약을 적음"),
        audit.Event("wellbeing.hub.amended", "거점센터 협약을 고침"),
        audit.Event("wellbeing.hub.withdrawn", "거점센터 협약을 철회함"),
        audit.Event("wellbeing.hub.reinstated", "거점센터 협약 철회를 되돌림"),
        audit.Event("wellbeing.course.opened", "심리상담을 엶"),
        audit.Event("wellbeing.course.amended", "심리상담의 상담사나 유형을 고침"),
        audit.Event("wellbeing.course.closed", "심리상담을 마침"),
        audit.Event("wellbeing.course.reopened", "마친 심리상담을 다시 엶"),
        audit.Event("wellbeing.course.extended", "회기를 늘림"),
        audit.Event("wellbeing.course.withdrawn", "심리상담을 철회함"),
        audit.Event("wellbeing.course.reinstated", "심리상담 철회를 되돌림"),
        audit.Event("wellbeing.sitting.recorded", "회기를 적음"),
        audit.Event("wellbeing.sitting.settled", "회기의 결과를 적거나 고침"),
        audit.Event("wellbeing.sitting.confirmed", "내담자가 회기를 확인함"),
        audit.Event("wellbeing.sitting.withdrawn", "회기를 철회함"),
        audit.Event("wellbeing.sitting.reinstated", "회기 철회를 되돌림"),
        audit.Event("wellbeing.note.written", "회기 기록을 봉인해 적음"),
        audit.Event("wellbeing.group.opened", "집단을 엶"),
        audit.Event("wellbeing.group.amended", "집단을 고침"),
        audit.Event("wellbeing.group.withdrawn", "집단을 철회함"),
        audit.Event("wellbeing.group.reinstated", "집단 철회를 되돌림"),
        audit.Event("wellbeing.groupsitting.recorded", "집단 회기를 적음"),
        audit.Event("wellbeing.groupsitting.amended", "집단 회기를 고침"),
        audit.Event("wellbeing.groupsitting.withdrawn", "집단 회기를 철회함"),
        audit.Event("wellbeing.groupsitting.reinstated", "집단 회기 철회를 되돌림"),
    ]
)
