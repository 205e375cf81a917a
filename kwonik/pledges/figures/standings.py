"""How many pledges stand in which class of fulfilment on a day, and the rates cities print of them.

Several formulas are in use, under like-sounding names; each is a figure of its own, and the page of rates prints all
with their counts.
"""

from __future__ import annotations

from django.db.models import Q

from kwonik.kernel import figures
from kwonik.kernel.figures import Column, Condition, Count, Cut, Derived, Figure, mean, rate
from kwonik.kernel.numbers import fixed
from kwonik.kernel.rounding import HALF_UP_TENTH
from kwonik.pledges import queries
from kwonik.pledges.codes import DEFINITIONS, DONE, GROUPS, Actor, Funding, Nature, Progress, Span
from kwonik.pledges.models import Pledge

from .conditions import NOT_WITHDRAWN, OWN

BASE = (
    OWN,
    Condition("기준일까지 임기가 시작되었습니다", lambda w: Q(term_from_on__lte=w.as_of)),
    Condition("기준일까지 다른 공약에 합쳐지지 않았습니다", lambda w: ~Q(pk__in=queries.merged(w.as_of))),
    NOT_WITHDRAWN,
)
CUTS = (
    Cut("pledge", "공약", "code", queries.pledge_labels, open=True),
    Cut("nature", "성격", "nature", lambda: dict(Nature.choices)),
    Cut("span", "기간", "span", lambda: dict(Span.choices)),
    Cut("funding", "재원", "funding", lambda: dict(Funding.choices)),
    Cut("actor", "사업주체", "actor", lambda: dict(Actor.choices)),
)
COLUMNS = (
    Column("번호", "number"),
    Column("공약명", "title"),
    Column("성격", "nature", labels=lambda: dict(Nature.choices)),
    Column("기간", "span", labels=lambda: dict(Span.choices)),
    Column("재원", "funding", labels=lambda: dict(Funding.choices)),
    Column("추진부서", "department"),
)


def _declare(code: str, label: str, meaning: str, *more: Condition) -> None:
    figures.declare(
        Figure(
            code=code,
            label=label,
            meaning=meaning,
            unit="건",
            source=lambda: Pledge.objects.all(),
            conditions=(*BASE, *more),
            measure=Count(),
            by=CUTS,
            columns=COLUMNS,
            permission="pledges.pledge:view",
            page="pledges:pledge",
        )
    )


def _in(words: str, statuses: tuple[Progress, ...]) -> Condition:
    return Condition(f"기준일의 이행구분이 {words}입니다", lambda w: queries.standing_at(statuses, w.as_of))


_declare(
    "pledges.all",
    "전체 공약",
    "기준일에 지키기로 한 공약입니다. 보류와 폐기도 들어가고, 합쳐진 공약은 뺍니다.",
)
_declare(
    "pledges.within_term",
    "임기내 공약",
    "전체 공약 가운데 기간이 임기내인 것입니다.",
    Condition("기간이 임기내입니다", lambda w: Q(span=Span.WITHIN_TERM)),
)
_declare(
    "pledges.done_within_term",
    "임기내 공약 가운데 완료",
    "기간이 임기내이고 종료이거나 지속추진인 공약입니다.",
    Condition("기간이 임기내입니다", lambda w: Q(span=Span.WITHIN_TERM)),
    _in("완료(종료, 지속추진)", DONE),
)
for _group, (_label, _statuses) in GROUPS.items():
    if _group != "apart":
        _words = ", ".join(status.label for status in _statuses)
        _declare(f"pledges.{_group}", _label, f"이행구분이 {_words}인 공약입니다.", _in(_words, _statuses))
for _status in Progress:
    _declare(f"pledges.{_status.value}", _status.label, DEFINITIONS[_status], _in(_status.label, (_status,)))
_declare(
    "pledges.progressing",
    "완료와 정상추진",
    "이행구분이 종료, 지속추진, 정상인 공약입니다.",
    _in("종료, 지속추진, 정상", (*DONE, Progress.ON_TRACK)),
)


figures.declare(
    Derived(
        code="pledges.rate_done",
        label="완료율",
        meaning="전체 공약 가운데 완료한 것의 비율입니다. 어떤 시는 이것을 달성률이나 이행률이라고 부릅니다.",
        unit="%",
        of=("pledges.done", "pledges.all"),
        formula=rate(HALF_UP_TENTH),
        words="완료(종료+지속추진) ÷ 전체 × 100, 소수 둘째 자리에서 반올림",
        printer=fixed(1),
    )
)
figures.declare(
    Derived(
        code="pledges.rate_progressing",
        label="추진율",
        meaning="전체 공약 가운데 완료했거나 정상으로 나아가는 것의 비율입니다. 완료율보다 늘 높습니다.",
        unit="%",
        of=("pledges.progressing", "pledges.all"),
        formula=rate(HALF_UP_TENTH),
        words="(완료 + 정상추진) ÷ 전체 × 100, 소수 둘째 자리에서 반올림",
        printer=fixed(1),
    )
)
figures.declare(
    Derived(
        code="pledges.rate_within_term",
        label="임기내 완료율",
        meaning="임기 안에 마치기로 한 공약 가운데 완료한 것의 비율입니다.",
        unit="%",
        of=("pledges.done_within_term", "pledges.within_term"),
        formula=rate(HALF_UP_TENTH),
        words="임기내 공약 가운데 완료 ÷ 임기내 공약 × 100, 소수 둘째 자리에서 반올림",
        printer=fixed(1),
    )
)
figures.declare(
    Derived(
        code="pledges.mean_fulfilment",
        label="평균 이행률",
        meaning="공약마다 로드맵으로 셈한 이행률의 평균입니다. 로드맵이 없는 공약은 0으로 보고, 손으로 덮어쓴 값은 쓰지 않습니다.",
        unit="%",
        of=("pledges.fulfilment_points", "pledges.all"),
        formula=mean(HALF_UP_TENTH),
        words="공약마다의 이행률(마친 가중치 ÷ 모든 가중치 × 100)의 합 ÷ 전체, 소수 둘째 자리에서 반올림",
        printer=fixed(1),
    )
)
