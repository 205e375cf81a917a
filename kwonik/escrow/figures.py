"""Published numbers of the escrow: members, contracts, won held. Only days that two people have sealed count.

A day counts once its books were held against the bank's statement and sealed (design/escrow.md, "Daily reconciliation"): until
then what happened on it is 잠정, shown beside the number and never in it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from kwonik.kernel import figures
from kwonik.kernel.figures import Column, Condition, Count, Derived, Figure, Sum, Window
from kwonik.kernel.figures.measures import Number
from kwonik.kernel.periods import Period
from kwonik.kernel.rounding import MILLION
from kwonik.places.models import Centre

from .access import VIEW_CONTRACTS, VIEW_MEMBERS
from .codes import ContractState, Custody, DepositState, MemberState
from .models import BusinessDay, Contract, Deposit, Member

Test = Callable[[Window], Q]
_SHOWN = (("escrow.members", ""), ("escrow.contracts", ""), ("escrow.held", "_millions"))


def _sealed(day: str, sealed: bool) -> Condition:
    days = BusinessDay.objects.filter(sealed_at__isnull=False)
    if sealed:
        return Condition(
            "두 사람이 봉인한 날의 것입니다", lambda window: Q(**{f"{day}__in": days.values("dated_on")})
        )
    return Condition(
        "아직 봉인하지 않은 날의 것입니다", lambda window: ~Q(**{f"{day}__in": days.values("dated_on")})
    )


def _within(day: str) -> Test:
    def test(window: Window) -> Q:
        counted = window.counted
        return Q(**{f"{day}__gte": counted.first_on, f"{day}__lt": counted.after_on})

    return test


def _ours(path: str) -> Condition:
    return Condition("우리 센터의 것입니다", lambda window: Q(**{f"{path}__in": window.centres}))


def _was_member(window: Window) -> Q:
    """Joined by the last counted day, and not gone before the first."""
    counted = window.counted
    stayed = Q(left_on__isnull=True) | Q(left_on__gte=counted.first_on)
    return Q(entered_on__lt=counted.after_on) & stayed


def _rows(model: Any) -> Callable[[], QuerySet]:
    return lambda: model._default_manager.all()


def _declare(
    code: str, label: str, meaning: str, *, day: str, conditions: tuple[Condition, ...], **told: Any
) -> None:
    """The number from sealed days, and under `…_unsealed` what is still 잠정."""
    figures.declare(
        Figure(code=code, label=label, meaning=meaning, conditions=(*conditions, _sealed(day, True)), **told)
    )
    figures.declare(
        Figure(
            code=f"{code}_unsealed",
            label=f"{label}(잠정)",
            meaning=f"{meaning} 아직 봉인하지 않은 날의 것이라 발표하는 수에 들어가지 않았습니다.",
            conditions=(*conditions, _sealed(day, False)),
            **told,
        )
    )


_declare(
    "escrow.members",
    "안심결제 회원수",
    "전화번호를 확인해 회원이 되었고, 기간 가운데 하루라도 회원이던 사람입니다. 봉인한 날에 회원이 된 사람만 셉니다.",
    unit="명",
    source=_rows(Member),
    day="entered_on",
    conditions=(_ours("centre"), Condition("기간 안에 회원이었습니다", _was_member)),
    measure=Count(),
    columns=(
        Column("회원번호", "reference"),
        Column("회원이 된 날", "entered_on", "date"),
        Column("상태", "state", labels=lambda: dict(MemberState.choices)),
    ),
    permission=VIEW_MEMBERS,
    page="escrow:member",
    protects="nobody",
)
_declare(
    "escrow.contracts",
    "안심결제 계약 건수",
    "기간 안에 두 사람이 서명을 마친 안심결제 계약입니다. 직접 지급(바로이체) 계약은 세지 않고, 서명한 뒤에 그만둔 계약은 셉니다. "
    "봉인한 날에 서명한 것만 셉니다.",
    unit="건",
    source=_rows(Contract),
    day="signed_on",
    conditions=(
        _ours("centre"),
        Condition("기간 안에 서명을 마쳤습니다", _within("signed_on")),
        Condition("대금을 맡기는 계약입니다", lambda window: Q(custody=Custody.CUSTODY)),
    ),
    measure=Count(),
    dated="signed_on",
    columns=(
        Column("계약번호", "reference"),
        Column("서명을 마친 날", "signed_on", "date"),
        Column("상태", "state", labels=lambda: dict(ContractState.choices)),
    ),
    permission=VIEW_CONTRACTS,
    page="escrow:contract-at-desk",
    protects="nobody",
)
_MILESTONE = "virtual_account__milestone"
_declare(
    "escrow.held",
    "안심결제 계약 대금(원)",
    "기간 안에 계약의 대금으로 맡겨진 금액입니다. 카드로 맡긴 대금은 카드사가 뗀 수수료까지 셉니다. "
    "확인 중인 입금은 계약에 맞춘 날부터 세고, 돌려보낸 입금은 세지 않습니다. 봉인한 날의 것만 셉니다.",
    unit="원",
    source=_rows(Deposit),
    day="held_on",
    conditions=(
        _ours(f"{_MILESTONE}__contract__centre"),
        Condition("기간 안에 예치되었습니다", _within("held_on")),
        Condition("계약의 대금이 되었습니다", lambda window: Q(state=DepositState.MATCHED)),
    ),
    measure=Sum("paid_won"),
    columns=(
        Column("계약번호", f"{_MILESTONE}__contract__reference"),
        Column("차수", f"{_MILESTONE}__number", "number"),
        Column("예치된 날", "held_on", "date"),
        Column("금액(원)", "paid_won", "won"),
    ),
    permission=VIEW_CONTRACTS,
    page="escrow:contract-at-desk",
    page_of=f"{_MILESTONE}__contract_id",
)


def _millions(won: Number) -> Number:
    return MILLION(Decimal(won or 0)) / MILLION.step


for _code, _label in (
    ("escrow.held", "안심결제 계약 금액"),
    ("escrow.held_unsealed", "안심결제 계약 금액(잠정)"),
):
    figures.declare(
        Derived(
            code=f"{_code}_millions",
            label=_label,
            meaning="기간 안에 계약의 대금으로 맡겨진 금액을 백만원으로 나타낸 수입니다.",
            unit="백만원",
            of=(_code,),
            formula=_millions,
            words=f"맡겨진 금액 ÷ 1,000,000, {MILLION.words}",
        )
    )


def this_year(centre: Centre) -> dict[str, list[tuple[str, str]]]:
    """Members, contracts and won of the year for the operator: from sealed days, and what is still 잠정."""
    today = timezone.localdate()
    window = Window((centre.pk,), Period(date(today.year, 1, 1), today), today)
    asks = {end: [figures.Ask.of(f"{code}{end}{more}") for code, more in _SHOWN] for end in ("", "_unsealed")}
    found = figures.compute(window, [ask for group in asks.values() for ask in group])

    def said(end: str) -> list[tuple[str, str]]:
        answers = [found[ask] for ask in asks[end]]
        return [
            (one.figure.label.removesuffix("(잠정)"), f"{one.printed}{one.figure.unit}") for one in answers
        ]

    return {"sealed": said(""), "unsealed": said("_unsealed")}
