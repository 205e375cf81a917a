"""The numbers printed about studies, publications and checks, each with the rows it is counted from."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from kwonik.kernel import figures
from kwonik.kernel.figures import Column, Condition, Count, Cut, Distinct, Figure, Measure, Sum, Window

from . import queries
from .codes import UNDER_WAY, CheckStage, CheckState, ResponseChannel, StudyState
from .models import ComplianceCheck, Distribution, Event, Participant, Printing, Publication, Response, Study


def _within(path: str) -> Callable[[Window], Q]:
    def test(window: Window) -> Q:
        days = window.counted
        return Q(**{f"{path}__gte": days.first_on, f"{path}__lt": days.after_on})

    return test


OWN = Condition("우리 센터의 기록입니다", lambda w: Q(centre__in=w.centres))
NOT_WITHDRAWN = Condition("철회하지 않았습니다", lambda w: Q(withdrawn_at__isnull=True))
VALID = Condition("유효한 응답입니다", lambda w: Q(valid=True))
BEGUN = Condition("예정이거나 그만둔 것이 아니라 실제로 한 조사입니다", lambda w: Q(state__in=UNDER_WAY))
RAN = Condition(
    "기간 안에, 기준일까지 진행했습니다",
    lambda w: (
        Q(from_on__lte=w.counted.last_on) & (Q(until_on__isnull=True) | Q(until_on__gte=w.counted.first_on))
    ),
)
IN_A_DISTRICT = Condition("자치구에 나눠 주었습니다", lambda w: Q(district__isnull=False))
AT_A_WORKPLACE = Condition("사업장이나 기관을 적었습니다", lambda w: Q(workplace__isnull=False))
CHECKED = Condition("예정이 아니라 점검을 마쳤습니다", lambda w: ~Q(state=CheckState.PLANNED))


def _day(words: str, path: str) -> Condition:
    return Condition(f"{words}이 기간 안에, 기준일까지입니다", _within(path))


def participants() -> QuerySet[Participant]:
    """With `person`: a number means one person within its study, and nobody outside of it."""
    study = Cast("round__study", CharField())
    person = Concat(study, Value("/"), Cast("number", CharField()))
    return Participant.objects.annotate(person=person)


def _study_cuts(path: str) -> tuple[Cut, ...]:
    return (
        Cut("study", "실태조사·연구", f"{path}study__code", queries.study_labels, open=True),
        Cut("method", "조사 방법", f"{path}method__code", queries.method_labels),
        Cut("group", "조사 대상", f"{path}group__code", queries.group_labels),
        Cut("service", "세부사업", f"{path}study__service__code", queries.service_labels),
    )


def _book_cuts(path: str = "publication__") -> tuple[Cut, ...]:
    return (
        Cut("kind", "종류", f"{path}kind__code", queries.kind_labels),
        Cut("publication", "발간물", f"{path}code", queries.publication_labels, open=True),
        Cut("service", "세부사업", f"{path}service__code", queries.service_labels),
    )


ROUND_COLUMNS = (
    Column("실태조사·연구", "round__study__title"),
    Column("조사 방법", "round__method__label"),
    Column("조사 대상", "round__group__label"),
)

figures.declare(
    Figure(
        code="research.responses",
        label="설문 응답자",
        meaning="돌아온 설문지 하나를 한 명으로 셉니다. 무효인 것과 철회한 것은 뺍니다.",
        unit="명",
        source=lambda: Response.objects.all(),
        conditions=(OWN, _day("받은 날", "received_on"), VALID, NOT_WITHDRAWN),
        measure=Count(),
        by=_study_cuts("round__"),
        dated="received_on",
        columns=(
            Column("받은 날", "received_on", "date"),
            *ROUND_COLUMNS,
            Column("받은 방법", "channel", labels=lambda: dict(ResponseChannel.choices)),
        ),
        permission="research.study:view",
        page="research:response",
        protects="people",
    )
)
figures.declare(
    Figure(
        code="research.workplaces",
        label="조사한 사업장·기관",
        meaning="유효한 설문 응답이 하나라도 돌아온 서로 다른 사업장이나 기관의 수입니다.",
        unit="개",
        source=lambda: Response.objects.all(),
        conditions=(OWN, _day("받은 날", "received_on"), VALID, AT_A_WORKPLACE, NOT_WITHDRAWN),
        measure=Distinct("workplace"),
        by=_study_cuts("round__"),
        dated="received_on",
        columns=(
            Column("받은 날", "received_on", "date"),
            *ROUND_COLUMNS,
            Column("사업장·기관", "workplace__name"),
        ),
        permission="research.study:view",
        page="research:response",
    )
)
figures.declare(
    Figure(
        code="research.events",
        label="보고회·토론회",
        meaning="실태조사와 연구를 알린 보고회, 토론회를 한 번씩 셉니다.",
        unit="회",
        source=lambda: Event.objects.all(),
        conditions=(OWN, _day("연 날", "held_on"), NOT_WITHDRAWN),
        measure=Count(),
        by=(
            Cut("study", "실태조사·연구", "study__code", queries.study_labels, open=True),
            Cut("service", "세부사업", "study__service__code", queries.service_labels),
        ),
        dated="held_on",
        columns=(
            Column("연 날", "held_on", "date"),
            Column("실태조사·연구", "study__title"),
            Column("이름", "title"),
            Column("참석 인원", "people", "number"),
        ),
        permission="research.study:view",
        page="research:event",
    )
)
figures.declare(
    Figure(
        code="research.participants",
        label="면접 참여자",
        meaning="FGI와 심층면접에 나온 서로 다른 사람의 수입니다. 한 조사에 여러 번 나온 사람은 한 명입니다.",
        unit="명",
        source=participants,
        conditions=(OWN, _day("진행한 날", "held_on"), NOT_WITHDRAWN),
        measure=Distinct("person"),
        by=_study_cuts("round__"),
        dated="held_on",
        columns=(
            Column("진행한 날", "held_on", "date"),
            *ROUND_COLUMNS,
            Column("참여자 번호", "number", "number"),
        ),
        permission="research.study:view",
        page="research:participant",
        protects="people",
    )
)
figures.declare(
    Figure(
        code="research.studies",
        label="실태조사·연구",
        meaning="기간 안에 진행하거나 마친 실태조사·연구의 수입니다.",
        unit="건",
        source=lambda: Study.objects.all(),
        conditions=(OWN, RAN, BEGUN, NOT_WITHDRAWN),
        measure=Count(),
        by=(
            Cut("service", "세부사업", "service__code", queries.service_labels),
            Cut("state", "상태", "state", lambda: dict(StudyState.choices)),
        ),
        columns=(
            Column("제목", "title"),
            Column("시작한 날", "from_on", "date"),
            Column("끝나는 날", "until_on", "date"),
            Column("상태", "state", labels=lambda: dict(StudyState.choices)),
        ),
        permission="research.study:view",
        page="research:study",
    )
)
figures.declare(
    Figure(
        code="research.publications",
        label="발간물",
        meaning="기간 안에 펴낸 발간물의 수입니다. 소식지는 한 호, 책자는 한 종을 하나로 셉니다.",
        unit="종",
        source=lambda: Publication.objects.all(),
        conditions=(OWN, _day("펴낸 날", "published_on"), NOT_WITHDRAWN),
        measure=Count(),
        by=_book_cuts(""),
        dated="published_on",
        columns=(
            Column("펴낸 날", "published_on", "date"),
            Column("종류", "kind__label"),
            Column("제목", "title"),
            Column("판", "edition", "number"),
        ),
        permission="research.publication:view",
        page="research:publication",
    )
)


def _copies(
    code: str, label: str, meaning: str, rows: Callable[[], QuerySet], day: tuple[str, str], page: str, **more
) -> None:
    """A figure of copies printed or handed out."""
    words, path = day
    given: dict = {"unit": "부", "measure": Sum("copies"), "only": (), "columns": (), **more}
    measure: Measure = given["measure"]
    figures.declare(
        Figure(
            code=code,
            label=label,
            meaning=meaning,
            unit=given["unit"],
            source=rows,
            conditions=(OWN, _day(words, path), NOT_WITHDRAWN, *given["only"]),
            measure=measure,
            by=_book_cuts(),
            dated=path,
            columns=(
                Column(words, path, "date"),
                Column("발간물", "publication__title"),
                *given["columns"],
                Column("부수", "copies", "number"),
            ),
            permission="research.publication:view",
            page=page,
        )
    )


_copies(
    "research.copies_printed",
    "인쇄 부수",
    "기간 안에 인쇄한 부수입니다. 추가 인쇄도 더합니다.",
    lambda: Printing.objects.all(),
    ("인쇄한 날", "printed_on"),
    "research:printing",
)
HANDED = {"columns": (Column("받은 곳", "recipient"), Column("자치구", "district__name"))}
_copies(
    "research.distributed",
    "배부 부수",
    "기간 안에 나눠 준 부수입니다.",
    lambda: Distribution.objects.all(),
    ("나눠 준 날", "handed_on"),
    "research:distribution",
    **HANDED,
)
_copies(
    "research.distribution_districts",
    "배부한 자치구",
    "기간 안에 발간물을 나눠 준 서로 다른 자치구의 수입니다.",
    lambda: Distribution.objects.all(),
    ("나눠 준 날", "handed_on"),
    "research:distribution",
    unit="개",
    measure=Distinct("district"),
    only=(IN_A_DISTRICT,),
    **HANDED,
)
figures.declare(
    Figure(
        code="research.checked",
        label="이행점검 기관",
        meaning="기간 안에 점검한 서로 다른 기관의 수입니다. 같은 기관은 여러 번 점검해도 하나입니다.",
        unit="개",
        source=lambda: ComplianceCheck.objects.all(),
        conditions=(OWN, _day("점검일", "checked_on"), CHECKED, NOT_WITHDRAWN),
        measure=Distinct("organisation"),
        by=(
            Cut("stage", "점검 방법", "stage", lambda: dict(CheckStage.choices)),
            Cut("service", "세부사업", "service__code", queries.service_labels),
        ),
        dated="checked_on",
        columns=(
            Column("점검일", "checked_on", "date"),
            Column("기관", "organisation__name"),
            Column("점검 방법", "stage", labels=lambda: dict(CheckStage.choices)),
            Column("상태", "state", labels=lambda: dict(CheckState.choices)),
            Column("이행 점수", "score", "number"),
        ),
        permission="research.check:view",
        page="research:check",
    )
)
