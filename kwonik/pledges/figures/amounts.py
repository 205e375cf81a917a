"""What one pledge's card counts: money by stage, weight of the roadmap, citizens told, next steps."""

from __future__ import annotations

from django.db.models import Q

from kwonik.kernel import figures
from kwonik.kernel.figures import Column, Condition, Cut, Derived, Figure, Sum, Window, rate
from kwonik.kernel.rounding import HALF_UP_TENTH
from kwonik.pledges import queries, rules
from kwonik.pledges.codes import Channel, FundSource, MoneyStage
from kwonik.pledges.models import Communication, Money, NextStep

from .conditions import NOT_WITHDRAWN, OWN, PLEDGE, PLEDGE_STANDS

SOURCE = Cut("source", "재원", "source", lambda: dict(FundSource.choices))
YEAR = Cut("year", "연도", "year", dict, numbered=True)
AFTER = Cut("after", "임기후", "after_term", lambda: {"True": "임기후", "False": "임기중"})
MEANT = {
    MoneyStage.PLANNED: "공약에 들이기로 한 돈입니다. 소요예산은 모든 해와 재원의 계획을 더한 것입니다.",
    MoneyStage.SECURED: "예산으로 편성하여 확보한 돈입니다. 아직 오지 않은 해의 예산도 정한 날부터 들어갑니다.",
    MoneyStage.EXECUTED: "쓴 돈입니다.",
}


def _stage(stage: MoneyStage) -> Condition:
    return Condition(f"{stage.label}한 금액입니다", lambda w: Q(stage=stage))


for _one in MoneyStage:
    figures.declare(
        Figure(
            code=f"pledges.{_one.value}_won",
            label=f"{_one.label}액",
            meaning=MEANT[_one],
            unit="원",
            source=lambda: Money.objects.all(),
            conditions=(
                OWN,
                _stage(_one),
                Condition("기준일까지 정했습니다", lambda w: Q(decided_on__lte=w.as_of)),
                PLEDGE_STANDS,
                NOT_WITHDRAWN,
            ),
            measure=Sum("amount_won"),
            by=(PLEDGE, SOURCE, YEAR, AFTER),
            columns=(
                Column("공약", "pledge__title"),
                Column("연도", "year", "number"),
                Column("재원", "source", labels=lambda: dict(FundSource.choices)),
                Column("금액", "amount_won", "won"),
                Column("근거 문서", "document"),
                Column("정한 날", "decided_on", "date"),
            ),
            permission="pledges.pledge:view",
            page="pledges:money",
        )
    )
figures.declare(
    Derived(
        code="pledges.rate_secured",
        label="확보율",
        meaning="계획한 돈 가운데 확보한 것의 비율입니다.",
        unit="%",
        of=("pledges.secured_won", "pledges.planned_won"),
        formula=rate(HALF_UP_TENTH),
        words="확보액 ÷ 계획액 × 100, 소수 둘째 자리에서 반올림",
    )
)
figures.declare(
    Derived(
        code="pledges.rate_executed",
        label="집행률",
        meaning="확보한 돈 가운데 쓴 것의 비율입니다. 아직 오지 않은 해의 확보액도 나누는 수에 들어갑니다.",
        unit="%",
        of=("pledges.executed_won", "pledges.secured_won"),
        formula=rate(HALF_UP_TENTH),
        words="집행액 ÷ 확보액 × 100, 소수 둘째 자리에서 반올림",
    )
)

# -- the roadmap ----------------------------------------------------------------------------------------------


def _done(window: Window) -> Q:
    return Q(done_quarter__lte=rules.quarter_of(window.as_of))


DONE = Condition("기준일이 든 분기까지 마쳤습니다", _done)
STEPS = (
    Column("공약", "pledge__title"),
    Column("세부 추진계획", "text"),
    Column("가중치", "weight", "number"),
    Column("시작 분기", "first_quarter", "text"),
    Column("마칠 분기", "last_quarter", "text"),
    Column("마친 분기", "done_quarter", "text"),
    Column("마친 근거", "evidence"),
)


def _weighed(code: str, label: str, meaning: str, measure: str, *more: Condition) -> None:
    figures.declare(
        Figure(
            code=code,
            label=label,
            meaning=meaning,
            unit="",
            source=queries.milestones,
            conditions=(OWN, *more, PLEDGE_STANDS, NOT_WITHDRAWN),
            measure=Sum(measure),
            by=(PLEDGE,),
            columns=STEPS,
            permission="pledges.pledge:view",
            page="pledges:milestone",
        )
    )


_weighed("pledges.weight", "로드맵의 가중치", "로드맵 모든 줄의 가중치를 더한 것입니다.", "weight")
_weighed("pledges.weight_done", "마친 가중치", "기준일까지 마친 줄의 가중치를 더한 것입니다.", "weight", DONE)
_weighed(
    "pledges.fulfilment_points",
    "이행률의 합",
    "마친 줄이 저마다 그 공약의 100% 가운데 차지하는 몫을 더한 것입니다.",
    "share",
    DONE,
    Condition("기준일까지 임기가 시작되었습니다", lambda w: Q(pledge__term_from_on__lte=w.as_of)),
    Condition(
        "공약이 다른 공약에 합쳐지지 않았습니다",
        lambda w: ~Q(pledge__in=queries.merged(w.as_of)),
    ),
)
figures.declare(
    Derived(
        code="pledges.fulfilment",
        label="이행률",
        meaning="로드맵의 가중치 가운데 기준일까지 마친 것의 비율입니다. 손으로 적지 않습니다.",
        unit="%",
        of=("pledges.weight_done", "pledges.weight"),
        formula=rate(HALF_UP_TENTH),
        words="마친 가중치 ÷ 모든 가중치 × 100, 소수 둘째 자리에서 반올림",
    )
)

# -- citizens and next steps ----------------------------------------------------------------------------------


def _held(window: Window) -> Q:
    days = window.counted
    return Q(held_on__gte=days.first_on, held_on__lt=days.after_on)


figures.declare(
    Figure(
        code="pledges.communication",
        label="시민소통",
        meaning="기간 안에 시민에게 알리거나 물은 횟수입니다. 카드에 제목을 싣지 않은 것도 셉니다.",
        unit="회",
        source=lambda: Communication.objects.all(),
        conditions=(
            OWN,
            Condition("기간 안에, 기준일까지 했습니다", _held),
            PLEDGE_STANDS,
            NOT_WITHDRAWN,
        ),
        measure=Sum("count"),
        dated="held_on",
        by=(PLEDGE, Cut("channel", "길", "channel", lambda: dict(Channel.choices))),
        columns=(
            Column("한 날", "held_on", "date"),
            Column("길", "channel", labels=lambda: dict(Channel.choices)),
            Column("제목", "title"),
            Column("횟수", "count", "number"),
            Column("카드에 실음", "listed", labels=lambda: {True: "실음", False: "싣지 않음"}),
        ),
        permission="pledges.pledge:view",
        page="pledges:communication",
    )
)
figures.declare(
    Figure(
        code="pledges.told",
        label="소통한 글이 말하는 수",
        meaning="시민에게 알린 글의 제목에 적힌 수입니다. 낱낱의 기록이 아니라 그 글이 근거입니다.",
        unit="",
        source=lambda: Communication.objects.all(),
        conditions=(
            OWN,
            Condition("기간 안에, 기준일까지 했습니다", _held),
            Condition("제목에 수가 있습니다", lambda w: Q(told__isnull=False)),
            PLEDGE_STANDS,
            NOT_WITHDRAWN,
        ),
        measure=Sum("told"),
        dated="held_on",
        by=(PLEDGE, Cut("title", "글", "code", queries.told_labels, open=True)),
        columns=(
            Column("한 날", "held_on", "date"),
            Column("제목", "title"),
            Column("수", "told", "number"),
        ),
        permission="pledges.pledge:view",
        page="pledges:communication",
        kind="stated",
        document="title",
    )
)
figures.declare(
    Figure(
        code="pledges.next_steps",
        label="향후 추진계획의 수",
        meaning="공약의 향후 추진계획에 적은 수입니다. 기준일 뒤의 계획도 들어갑니다.",
        unit="",
        source=lambda: NextStep.objects.all(),
        conditions=(
            OWN,
            Condition("계획한 수가 있습니다", lambda w: Q(count__isnull=False)),
            PLEDGE_STANDS,
            NOT_WITHDRAWN,
        ),
        measure=Sum("count"),
        ahead=True,
        by=(PLEDGE, Cut("step", "할 일", "code", queries.step_labels, open=True)),
        columns=(
            Column("분야", "area"),
            Column("할 일", "text"),
            Column("시작하는 날", "from_on", "date"),
            Column("끝나는 날", "until_on", "date"),
            Column("계획한 수", "count", "number"),
            Column("단위", "unit"),
        ),
        permission="pledges.pledge:view",
        page="pledges:nextstep",
    )
)
