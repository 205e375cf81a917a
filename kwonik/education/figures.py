"""회, 명, 학급, 신청, 영상, 조회수: what the reports print about education, each with the rows it is counted from."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet

from kwonik.kernel import figures
from kwonik.kernel.figures import (
    Column,
    Condition,
    Count,
    Cut,
    Derived,
    Distinct,
    Figure,
    Measure,
    Sum,
    Window,
    mean,
)
from kwonik.kernel.rounding import HALF_UP_TENTH

from . import queries
from .access import VIEW, VIEW_REQUESTS
from .codes import TAKEN, RequestState
from .models import Request, Video, VideoReading


def _within(path: str) -> Callable[[Window], Q]:
    def test(window: Window) -> Q:
        days = window.counted
        return Q(**{f"{path}__gte": days.first_on, f"{path}__lt": days.after_on})

    return test


OF_THE_CENTRE = Condition("우리 센터의 기록입니다", lambda window: Q(centre__in=window.centres))
NOT_WITHDRAWN = Condition("철회하지 않았습니다", lambda window: Q(withdrawn_at__isnull=True))
SERVICE = Cut("service", "서비스", "service__code", queries.service_names)
KIND = Cut("kind", "종류", "kind__code", queries.kind_names)
DISTRICT = Cut("district", "자치구", "district__code", queries.district_names)
CENTRE = Cut("centre", "센터", "centre__code", queries.centre_names)
TIMED = Condition(
    "시작 시각과 마친 시각을 적었습니다",
    lambda window: Q(starts_at__isnull=False, ends_at__isnull=False),
)


def _lectures(code: str, label: str, meaning: str, unit: str, measure: Measure, *only: Condition) -> Figure:
    return Figure(
        code=code,
        label=label,
        meaning=meaning,
        unit=unit,
        source=queries.timed_lectures,
        conditions=(
            OF_THE_CENTRE,
            Condition("교육한 날이 기간 안에, 기준일까지입니다", _within("held_on")),
            Condition("마친 사람을 적었습니다", lambda window: Q(people_completed__isnull=False)),
            NOT_WITHDRAWN,
            *only,
        ),
        measure=measure,
        by=(
            SERVICE,
            KIND,
            Cut("series", "강좌", "series", queries.series_names, open=True),
            DISTRICT,
            CENTRE,
        ),
        dated="held_on",
        columns=(
            Column("교육한 날", "held_on", "date"),
            Column("교육", "title"),
            Column("종류", "kind__label"),
            Column("들은 곳", "audience"),
            Column("자치구", "district__name"),
            Column("마친 사람", "people_completed", "number"),
            Column("학급", "classes", "number"),
        ),
        permission=VIEW,
        page="education:lecture",
        protects="nobody",
    )


REQUEST_COLUMNS = (
    Column("신청 번호", "reference"),
    Column("신청한 날", "requested_on", "date"),
    Column("신청한 곳", "applicant"),
    Column("종류", "kind__label"),
    Column("바라는 날", "wished_on", "date"),
    Column("예상 인원", "people", "number"),
    Column("상태", "state", labels=lambda: dict(RequestState.choices)),
)


def _wished(window: Window) -> Q:
    return Q(wished_on__gte=window.period.first_on, wished_on__lt=window.period.after_on)


def _accepted(code: str, label: str, meaning: str, unit: str, measure: Measure) -> Figure:
    """What was taken on by the as-of date, for the days of a period that may lie ahead of it."""
    return Figure(
        code=code,
        label=label,
        meaning=meaning,
        unit=unit,
        source=lambda: Request.objects.all(),
        conditions=(
            OF_THE_CENTRE,
            Condition("바라는 날이 기간 안입니다", _wished),
            Condition("기준일까지 접수했습니다", lambda window: Q(accepted_on__lte=window.as_of)),
            Condition("거절하거나 취소하지 않았습니다", lambda window: Q(state__in=TAKEN)),
            NOT_WITHDRAWN,
        ),
        measure=measure,
        by=(SERVICE, KIND, DISTRICT, CENTRE),
        dated="wished_on",
        goes_on=("state",),
        columns=REQUEST_COLUMNS,
        permission=VIEW_REQUESTS,
        page="education:request",
        protects="nobody",
        ahead=True,
    )


def _latest(window: Window) -> Q:
    return Q(pk__in=queries.latest_readings(window.counted.last_on))


def _all(model) -> Callable[[], QuerySet]:
    return lambda: model.objects.all()


for _figure in (
    _lectures(
        "education.lectures",
        "교육 횟수",
        "한 곳에서 한 번 한 교육을 1회로 셉니다. 잡아 두기만 한 교육과 철회한 교육은 뺍니다.",
        "회",
        Count(),
    ),
    _lectures(
        "education.people",
        "교육을 마친 사람",
        "교육에 끝까지 참여한 사람의 수를 더합니다. 신청만 한 사람은 세지 않습니다.",
        "명",
        Sum("people_completed"),
    ),
    _lectures(
        "education.classes",
        "교육한 학급",
        "교육 한 회에 들어간 학급(반)의 수를 더합니다.",
        "학급",
        Sum("classes"),
    ),
    _lectures(
        "education.audiences",
        "교육을 들은 곳",
        "교육을 들은 서로 다른 학교, 기관, 모임의 수입니다. 적은 이름으로 셉니다.",
        "개",
        Distinct("audience"),
        Condition("들은 곳을 적었습니다", lambda window: ~Q(audience="")),
    ),
    _lectures(
        "education.minutes",
        "교육한 시간(분)",
        "시작 시각과 마친 시각 사이를 더합니다.",
        "분",
        Sum("minutes"),
        TIMED,
    ),
    _lectures(
        "education.timed_lectures",
        "시각을 적은 교육",
        "시작 시각과 마친 시각을 모두 적은 교육의 횟수입니다.",
        "회",
        Count(),
        TIMED,
    ),
    _lectures(
        "education.weeks",
        "교육한 주",
        "교육이 한 번이라도 있은 서로 다른 주(월요일부터)의 수입니다.",
        "주",
        Distinct("week"),
    ),
    Derived(
        code="education.hours_each",
        label="한 회의 교육 시간",
        meaning="교육 한 회에 몇 시간을 했는지. 시각을 적지 않은 교육은 뺍니다.",
        unit="시간",
        of=("education.minutes", "education.timed_lectures"),
        formula=mean(HALF_UP_TENTH, per=60),
        words="교육한 시간(분) ÷ 60 ÷ 시각을 적은 교육, 소수 둘째 자리에서 반올림",
    ),
    Derived(
        code="education.per_week",
        label="한 주의 교육 횟수",
        meaning="교육이 있은 주에 몇 회를 했는지(주 1회).",
        unit="회",
        of=("education.lectures", "education.weeks"),
        formula=mean(HALF_UP_TENTH),
        words="교육 횟수 ÷ 교육한 주, 소수 둘째 자리에서 반올림",
    ),
    Figure(
        code="education.requests",
        label="교육 신청",
        meaning="기간 안에 들어온 교육 신청의 수입니다. 거절하거나 취소한 것도 들어가고, 잘못 적어 철회한 것은 뺍니다.",
        unit="건",
        source=_all(Request),
        conditions=(
            OF_THE_CENTRE,
            Condition("신청한 날이 기간 안에, 기준일까지입니다", _within("requested_on")),
            NOT_WITHDRAWN,
        ),
        measure=Count(),
        by=(
            SERVICE,
            KIND,
            Cut("state", "상태", "state", lambda: dict(RequestState.choices)),
            DISTRICT,
            CENTRE,
        ),
        dated="requested_on",
        goes_on=("state",),
        columns=REQUEST_COLUMNS,
        permission=VIEW_REQUESTS,
        page="education:request",
        protects="nobody",
    ),
    _accepted(
        "education.accepted_requests",
        "교육 신청 접수",
        "기준일까지 접수한 교육 신청 가운데 바라는 날이 기간 안인 것의 수입니다. 기간은 기준일 뒤여도 됩니다.",
        "회",
        Count(),
    ),
    _accepted(
        "education.accepted_people",
        "교육 신청 인원",
        "기준일까지 접수한 교육 신청 가운데 바라는 날이 기간 안인 것의 예상 인원을 더합니다.",
        "명",
        Sum("people"),
    ),
    Figure(
        code="education.videos",
        label="교육 영상",
        meaning="기간의 끝(기준일)까지 올린 교육 영상의 수입니다.",
        unit="편",
        source=_all(Video),
        conditions=(
            OF_THE_CENTRE,
            Condition(
                "기간의 끝(기준일)까지 올렸습니다", lambda window: Q(published_on__lt=window.counted.after_on)
            ),
            NOT_WITHDRAWN,
        ),
        measure=Count(),
        by=(SERVICE, Cut("platform", "올린 곳", "platform", queries.platforms, open=True), CENTRE),
        columns=(
            Column("올린 날", "published_on", "date"),
            Column("영상", "title"),
            Column("올린 곳", "platform"),
        ),
        permission=VIEW,
        page="education:video",
    ),
    Figure(
        code="education.views",
        label="교육 영상 조회수",
        meaning="영상마다 기간의 끝(기준일)까지 가장 나중에 읽은 조회수를 더합니다.",
        unit="회",
        source=_all(VideoReading),
        conditions=(
            OF_THE_CENTRE,
            Condition("철회한 영상이 아닙니다", lambda window: Q(video__withdrawn_at__isnull=True)),
            NOT_WITHDRAWN,
            Condition("기간의 끝(기준일)까지 그 영상에서 가장 나중에 읽은 값입니다", _latest),
        ),
        measure=Sum("views"),
        by=(
            Cut("service", "서비스", "video__service__code", queries.service_names),
            Cut("platform", "올린 곳", "video__platform", queries.platforms, open=True),
            CENTRE,
        ),
        columns=(
            Column("읽은 날", "read_on", "date"),
            Column("영상", "video__title"),
            Column("조회수", "views", "number"),
            Column("어디에서 읽음", "source"),
        ),
        permission=VIEW,
        page="education:reading",
    ),
):
    figures.declare(_figure)
