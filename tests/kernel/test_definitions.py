"""A figure that leaves something open is refused when it is defined, in words that say what is missing."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.db.models import F, Q

from kwonik.kernel import figures
from kwonik.kernel.apps import figures_fit_together
from kwonik.kernel.figures import (
    BadDefinition,
    Column,
    Condition,
    Count,
    Cut,
    Derived,
    Distinct,
    Figure,
    Registry,
    Sum,
    rate,
)
from kwonik.kernel.rounding import percent

IN_THE_PERIOD = Condition(
    "기간 안에 적었습니다", lambda w: Q(recorded_at__date__range=(w.period.first_on, w.period.last_on))
)
OURS = Condition("우리 센터의 기록입니다", lambda w: Q(centre__in=w.centres))
KIND = Cut("state", "상태", "state", lambda: {"open": "열림"})


def sittings():
    return apps.get_model("wellbeing", "Course").objects.all()


SOUND = Figure(
    code="test.courses",
    label="상담",
    meaning="상담을 센다.",
    unit="건",
    source=sittings,
    conditions=(OURS, IN_THE_PERIOD),
    measure=Count(),
    by=(KIND,),
    columns=(Column("접수번호", "reference"),),
    permission="wellbeing.course:view",
    page="wellbeing:course",
)
SHARE = Derived("test.share", "비율", "비율.", "%", ("a.b", "a.c"), rate(), "b ÷ c × 100")


@pytest.fixture
def registry():
    return Registry()


def test_a_figure_that_says_everything_may_be_declared(registry):
    registry.declare(SOUND)
    assert registry.all() == [SOUND]


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        pytest.param({"columns": ()}, "근거 목록의 열", id="no-drill-down"),
        pytest.param({"permission": ""}, "누가 보는지", id="no-permission"),
        pytest.param({"permission": "wellbeing.course:dance"}, "누가 보는지", id="unknown-permission"),
        pytest.param({"conditions": ()}, "어느 기록을 세는지", id="no-conditions"),
        pytest.param(
            {"by": (replace(KIND, labels=None),)}, "코드 목록(labels)이 없습니다", id="no-code-list"
        ),
        pytest.param({"by": (KIND, KIND)}, "두 번", id="cut-twice"),
        pytest.param({"by": (replace(KIND, path="colour"),)}, "'colour'", id="cut-of-nothing"),
        pytest.param({"columns": (Column("색", "colour"),)}, "'colour'", id="column-of-nothing"),
        pytest.param({"measure": Sum("colour")}, "'colour'", id="sum-of-nothing"),
        pytest.param({"kind": "stated"}, "어느 문서에서", id="stated-by-no-document"),
        pytest.param(
            {"unit": "명", "measure": Distinct("reference")}, "합쳐도 남는 열쇠", id="no-person-key"
        ),
        pytest.param({"measure": Distinct("client")}, "두 번 셉니다", id="clients-that-may-be-merged"),
    ],
)
def test_what_is_missing_is_refused_when_a_figure_is_defined(registry, missing, said):
    with pytest.raises(BadDefinition, match=r"test\.courses") as refused:
        registry.declare(replace(SOUND, **missing))
    assert said in str(refused.value)
    assert registry.all() == []


def test_people_are_counted_by_a_key_that_survives_merging(registry):
    def by_person():
        return sittings().annotate(person=F("client__merged_into"))

    registry.declare(replace(SOUND, unit="명", source=by_person, measure=Distinct("person")))


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        pytest.param(lambda part, whole: part / whole, "나눌 것이 없을 때를 정하세요", id="divides-by-zero"),
        pytest.param(lambda part, whole: percent(part or 0, whole or 0), "무엇을 찍을지", id="silent-none"),
        pytest.param(lambda part: part, "TypeError", id="wrong-number-of-parts"),
    ],
)
def test_a_ratio_whose_whole_may_be_empty_is_refused(registry, formula, said):
    with pytest.raises(BadDefinition) as refused:
        registry.declare(replace(SHARE, formula=formula))
    assert said in str(refused.value)


def test_a_ratio_that_says_what_it_prints_for_nothing_is_taken(registry):
    silent = replace(SHARE, formula=lambda part, whole: percent(part or 0, whole or 0), nothing="해당 없음")

    assert registry.declare(silent).printed(None) == "해당 없음"
    assert replace(SHARE, formula=rate(empty="…")).printed(None) == "…"
    assert SHARE.printed(None) == "-"


def test_one_fact_under_two_codes_is_refused(registry):
    registry.declare(SOUND)
    registry.declare(replace(SOUND, code="test.again", label="다른 이름"))

    (fault,) = registry.faults()
    assert "test.again, test.courses" in fault
    assert "alias_of" in fault


def test_another_name_on_purpose_is_allowed_while_it_counts_the_same(registry):
    registry.declare(SOUND)
    registry.declare(replace(SOUND, code="test.again", alias_of="test.courses"))
    assert registry.faults() == []

    registry.declare(replace(SOUND, code="test.other", alias_of="test.courses", conditions=(OURS,)))
    assert ["test.other" in fault for fault in registry.faults()] == [True]


def test_another_measure_or_condition_is_another_figure(registry):
    registry.declare(SOUND)
    registry.declare(replace(SOUND, code="test.ours", conditions=(OURS,)))
    registry.declare(replace(SOUND, code="test.months", dated="recorded_at"))

    assert registry.faults() == []


def test_rows_open_somewhere(registry):
    registry.declare(replace(SOUND, page="", listed=""))
    assert ["page" in fault for fault in registry.faults()] == [True]


def test_a_derived_figure_is_made_of_figures_that_exist(registry):
    registry.declare(SHARE)
    assert len(registry.faults()) == 2


def test_the_figures_of_the_house_fit_together():
    assert figures.registry.faults() == []
    assert figures_fit_together(None) == []
