"""The numbers of the psychological counselling programme: counts only, no page of theirs opens a note.

A person is counted once however often they come and under however many entries they stand (실인원): when two
entries are found to be one person and merged, the number falls by one.
"""

from __future__ import annotations

from django.db.models import Q

from kwonik.kernel import figures
from kwonik.kernel.figures import Column, Condition, Count, Cut, Distinct, Figure, Measure, Sum, Window
from kwonik.places.models import standing_on

from . import queries
from .access import SEE_GROUPS, SEE_HUBS, VIEW
from .codes import Route, SittingState
from .models import GroupSitting, Hub


def _within(window: Window) -> Q:
    days = window.counted
    return Q(held_on__gte=days.first_on, held_on__lt=days.after_on)


OF_THE_CENTRE = Condition("우리 센터의 기록입니다", lambda window: Q(centre__in=window.centres))
IN_THE_PERIOD = Condition("상담일이 기간 안에, 기준일까지입니다", _within)
NOT_WITHDRAWN = Condition("철회하지 않았습니다", lambda window: Q(withdrawn_at__isnull=True))
COURSE_STANDS = Condition("상담이 철회되지 않았습니다", lambda window: Q(course__withdrawn_at__isnull=True))
HELD = Condition("예정이나 취소가 아니라 진행한 회기입니다", lambda window: Q(state=SittingState.HELD))


def _sittings(code: str, label: str, meaning: str, unit: str, measure: Measure) -> Figure:
    return Figure(
        code=code,
        label=label,
        meaning=meaning,
        unit=unit,
        source=queries.sittings_by_person,
        conditions=(OF_THE_CENTRE, IN_THE_PERIOD, HELD, NOT_WITHDRAWN, COURSE_STANDS),
        measure=measure,
        by=(
            Cut("route", "경로", "course__route", lambda: dict(Route.choices)),
            Cut("hub", "거점센터", "course__hub__name", queries.hub_labels),
            Cut("region", "권역", "course__hub__region", queries.region_labels),
            Cut("issue", "유형", "course__issue__code", queries.issue_labels),
        ),
        dated="held_on",
        columns=(
            Column("접수번호", "course__reference"),
            Column("회기", "number", "number"),
            Column("상담일", "held_on", "date"),
            Column("경로", "course__route", labels=lambda: dict(Route.choices)),
            Column("거점센터", "course__hub__name"),
            Column("유형", "course__issue__label"),
        ),
        permission=VIEW,
        page="wellbeing:sitting",
    )


SITTINGS = _sittings(
    "wellbeing.sittings",
    "심리상담 회기",
    "진행한 개인·권역별 심리상담의 회기입니다. 예정이거나 취소한 회기, 내담자가 오지 않은 회기는 세지 않습니다.",
    "회기",
    Count(),
)
PEOPLE = _sittings(
    "wellbeing.people",
    "심리상담 인원(실인원)",
    "진행한 회기가 하나라도 있는 서로 다른 사람의 수입니다. 여러 번 와도, 내담자 기록이 둘이었다가 합쳐져도 한 사람입니다.",
    "명",
    Distinct("person"),
)


def _groups(code: str, label: str, meaning: str, unit: str, measure: Measure) -> Figure:
    return Figure(
        code=code,
        label=label,
        meaning=meaning,
        unit=unit,
        source=GroupSitting.objects.all,
        conditions=(
            OF_THE_CENTRE,
            Condition("진행한 날이 기간 안에, 기준일까지입니다", _within),
            NOT_WITHDRAWN,
            Condition("집단이 철회되지 않았습니다", lambda window: Q(group__withdrawn_at__isnull=True)),
        ),
        measure=measure,
        by=(Cut("theme", "주제", "group__theme", queries.theme_labels, open=True),),
        dated="held_on",
        columns=(
            Column("집단", "group__name"),
            Column("주제", "group__theme"),
            Column("함께한 사업장", "group__workplace__name"),
            Column("회기", "number", "number"),
            Column("진행한 날", "held_on", "date"),
            Column("참여한 사람", "people", "number"),
        ),
        permission=SEE_GROUPS,
        page="wellbeing:group-sitting",
        protects="people" if unit == "명" else "nobody",
    )


GROUPS = _groups(
    "wellbeing.groups",
    "집단 심리치유 집단",
    "기간 안에 한 번이라도 모인 서로 다른 집단의 수입니다. 같은 집단은 몇 번 모여도 하나입니다.",
    "집단",
    Distinct("group"),
)
GROUP_SITTINGS = _groups(
    "wellbeing.group_sittings",
    "집단 심리치유 회기",
    "집단이 한 번 모인 것을 한 회기로 셉니다.",
    "회기",
    Count(),
)
GROUP_PEOPLE = _groups(
    "wellbeing.group_people",
    "집단 심리치유 인원(연인원)",
    "회기마다 참여한 사람을 더한 수입니다. 두 번 온 사람은 둘로 셉니다.",
    "명",
    Sum("people"),
)


def _hubs(code: str, label: str, meaning: str, unit: str, measure: Measure) -> Figure:
    return Figure(
        code=code,
        label=label,
        meaning=meaning,
        unit=unit,
        source=Hub.objects.all,
        conditions=(
            OF_THE_CENTRE,
            Condition("기준일에 협약이 이어지고 있습니다", lambda window: standing_on(window.as_of)),
            NOT_WITHDRAWN,
        ),
        measure=measure,
        by=(Cut("region", "권역", "region", queries.region_labels),),
        columns=(
            Column("권역", "region"),
            Column("기관", "name"),
            Column("협약 시작일", "from_on", "date"),
            Column("협약 끝난 날", "until_on", "date"),
        ),
        permission=SEE_HUBS,
        page="wellbeing:hub",
    )


HUBS = _hubs(
    "wellbeing.hubs", "거점센터", "기준일에 협약이 이어지고 있는 거점센터의 수입니다.", "개소", Count()
)
REGIONS = _hubs(
    "wellbeing.regions",
    "심리상담 권역",
    "기준일에 거점센터가 있는 서로 다른 권역의 수입니다.",
    "개",
    Distinct("region"),
)

for _figure in (SITTINGS, PEOPLE, GROUPS, GROUP_SITTINGS, GROUP_PEOPLE, HUBS, REGIONS):
    figures.declare(_figure)
