"""Published numbers of relief work. A case counts once, on the day it was opened."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from kwonik.catalogue.codes import Behaviour, Shape
from kwonik.catalogue.queries import code_labels
from kwonik.kernel.figures import Column, Condition, Count, Cut, Figure, Sum, Window, declare
from kwonik.places.models import Centre, District

from . import queries
from .codes import CaseState, ForumKind, Withdrawal
from .models import ReliefCase


def cases() -> QuerySet[ReliefCase]:
    """Every case, with the kind of its procedure (review or relief) beside it."""
    review = When(forum__behaviour=Behaviour.REVIEW_ONLY, then=Value(ForumKind.REVIEW.value))
    kind = Case(review, default=Value(ForumKind.RELIEF.value), output_field=CharField())
    return ReliefCase.objects.annotate(forum_kind=kind)


def _ours(window: Window) -> Q:
    return Q(centre__in=window.centres)


def _within(path: str):
    def test(window: Window) -> Q:
        counted = window.counted
        return Q(**{f"{path}__range": (counted.first_on, counted.last_on)})

    return test


def _districts() -> Mapping[str, str]:
    return dict(District.objects.values_list("code", "name"))


def _centres() -> Mapping[str, str]:
    return dict(Centre.objects.values_list("code", "name"))


def _coded(field: str, label: str) -> Cut:
    return Cut(field, label, f"{field}__code", lambda: code_labels(field, Shape.CASE))


OURS = Condition("센터의 사건임", _ours)
NO_ERROR = Condition("잘못 연 사건으로 취하하지 않음", lambda window: ~Q(withdrawal=Withdrawal.ERROR))
OPENED = Condition("기간 안에 접수함", _within("opened_on"))
CONCLUDED = Condition("기간 안에 결과가 남", _within("concluded_on"))

CUTS = (
    Cut("service", "서비스", "service__code", lambda: {s.code: s.name for s in queries.services()}),
    _coded("client_group", "노동자 구분"),
    _coded("issue", "유형"),
    _coded("forum", "구제 절차"),
    Cut("forum_kind", "절차 구분", "forum_kind", lambda: dict(ForumKind.choices)),
    _coded("outcome", "결과"),
    Cut("state", "상태", "state", lambda: dict(CaseState.choices)),
    Cut("district", "자치구", "district__code", _districts),
    Cut("centre", "센터", "centre__code", _centres),
)
COLUMNS = (
    Column("사건 번호", "reference"),
    Column("접수일", "opened_on", "date"),
    Column("노동자 구분", "client_group__label"),
    Column("유형", "issue__label"),
    Column("구제 절차", "forum__label"),
    Column("자치구", "district__name"),
    Column("상태", "state", labels=lambda: dict(CaseState.choices)),
    Column("결과", "outcome__label"),
    Column("결과 난 날", "concluded_on", "date"),
    Column("돌려받은 금액", "recovered_won", "won"),
)


declare(
    Figure(
        code="remedy.cases",
        label="권리구제지원 건수",
        meaning="기간 안에 접수한 권리구제 사건. 내담자가 취하한 사건은 지원한 것이므로 세고, 잘못 연 사건은 세지 않는다.",
        unit="건",
        source=cases,
        conditions=(OURS, OPENED, NO_ERROR),
        measure=Count(),
        by=CUTS,
        dated="opened_on",
        goes_on=("outcome", "forum", "forum_kind", "state"),
        columns=COLUMNS,
        permission="remedy.case:view",
        page="remedy:case",
    )
)
declare(
    Figure(
        code="remedy.concluded",
        label="결과가 난 권리구제 건수",
        meaning="기간 안에 결과가 난 권리구제 사건. 접수한 때는 따지지 않는다.",
        unit="건",
        source=cases,
        conditions=(OURS, CONCLUDED, NO_ERROR),
        measure=Count(),
        by=CUTS,
        dated="concluded_on",
        goes_on=("state",),
        columns=COLUMNS,
        permission="remedy.case:view",
        page="remedy:case",
    )
)
declare(
    Figure(
        code="remedy.recovered",
        label="권리구제로 돌려받은 금액",
        meaning="기간 안에 결과가 난 사건에서 노동자가 돌려받은 금액의 합.",
        unit="원",
        source=cases,
        conditions=(OURS, CONCLUDED, NO_ERROR),
        measure=Sum("recovered_won"),
        by=CUTS,
        dated="concluded_on",
        goes_on=("state",),
        columns=COLUMNS,
        permission="remedy.case:view",
        page="remedy:case",
    )
)
