"""What one types to correct the calendar, and to make programmes of one's own; the days every list is narrowed to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django import forms
from django.db.models import Q
from django.http import QueryDict

from kwonik.kernel.reckoned import Preview

from . import queries
from .codes import ASKS, DESK_SHAPES, Counting, Shape

HOLIDAY, WORKING = "holiday", "working"


class PeriodFilter(forms.Form):
    """A run of days, both ends may be open: what a list of any room is narrowed to."""

    since = forms.DateField(label="부터", required=False)
    until = forms.DateField(label="까지", required=False)

    @classmethod
    def of_year(cls, data: QueryDict, today: date, **usual: Any) -> Self:
        """Begins with the working year unless other days are asked for; `usual`: what else stands unless asked."""
        return cls({"since": f"{queries.working_year(today)}-01-01", **usual, **data.dict()})

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", "끝이 시작보다 앞섭니다. 날짜를 다시 확인하세요.")
        return found

    def days(self, path: str) -> Q:
        """Rows whose day at `path` lies in the run. Only of a valid form."""
        ends = {"gte": self.cleaned_data.get("since"), "lte": self.cleaned_data.get("until")}
        return Q(**{f"{path}__{end}": day for end, day in ends.items() if day})


class CorrectionForm(forms.Form):
    """공휴일 더하기 or 근무일로 되돌리기: a day, what it is, when and where it was announced."""

    day = forms.DateField(label="날짜")
    is_what = forms.ChoiceField(
        label="이날은",
        choices=[(HOLIDAY, "쉬는 날"), (WORKING, "일하는 날")],
        initial=HOLIDAY,
        widget=forms.RadioSelect,
        help_text="달력에 없는 임시공휴일은 쉬는 날로, 달력이 잘못 안 공휴일은 일하는 날로 고릅니다.",
    )
    name = forms.CharField(
        label="공휴일 이름", max_length=60, required=False, help_text="쉬는 날이면 적습니다. 예: 임시공휴일"
    )
    declared_on = forms.DateField(label="고시일")
    source = forms.CharField(label="근거", max_length=200, help_text="관보 번호나 공문 제목을 적습니다.")
    seen = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    def has_seen(self, moving: Iterable[Preview]) -> bool:
        """Whether whoever sends it was shown these moving days for this very correction; true where nothing moves."""
        moving = list(moving)
        return not moving or self.cleaned_data["seen"] == self._mark(moving)

    def showing(self, moving: Iterable[Preview]) -> Self:
        """The form as it stands beside the list of what moves: sent again, it is meant."""
        data: Any = self.data.copy()  # type: ignore[has-type]
        data["seen"] = self._mark(moving)
        self.data = data
        return self

    def _mark(self, moving: Iterable[Preview]) -> str:
        found = self.cleaned_data
        counts = "+".join(f"{one.count},{one.elsewhere}" for one in moving)
        return f"{found['day']} {found['name']} {counts}"

    def clean(self):
        found = super().clean()
        if found.get("is_what") == HOLIDAY and not found.get("name"):
            self.add_error("name", "쉬는 날이면 공휴일 이름을 적으세요.")
        if found.get("is_what") == WORKING:
            found["name"] = ""
        return found


class ProgrammeForm(forms.Form):
    name = forms.CharField(label="사업 이름", max_length=80)
    purpose = forms.CharField(
        label="목적", max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )


EXAMPLES = {
    Shape.SESSION: "모임, 강좌, 캠페인, 행사처럼 몇 번 열었고 몇 명이 왔는지",
    Shape.HANDOUT: "생수, 안전용품, 책자처럼 무엇을 몇 개 나누었는지",
    Shape.APPLICATION: "신청을 받아 정하고 지원하기까지",
    Shape.TALLY: "구독자, 이용자처럼 때때로 세는 수",
}


class ShapeForm(forms.Form):
    """The first step: what kind of record it is; everything else follows from it."""

    shape = forms.ChoiceField(
        label="무엇을 적는 서비스입니까?",
        choices=[(shape.value, f"{shape.label}: {EXAMPLES[shape]}") for shape in DESK_SHAPES],
        widget=forms.RadioSelect,
    )


class ServiceForm(forms.Form):
    """The second step: names, kinds, and which things are asked in which words."""

    name = forms.CharField(label="서비스 이름", max_length=80, help_text="예: 심야 노동자 도시락 나눔")
    one = forms.CharField(
        label="기록 하나를 부르는 말", max_length=20, required=False, help_text="예: 캠페인, 나눔, 신청"
    )
    day = forms.CharField(label="날짜를 부르는 말", max_length=20, required=False, help_text="예: 나눈 날")
    kinds = forms.CharField(
        label="종류",
        widget=forms.Textarea({"rows": 5}),
        help_text="한 줄에 하나씩 적습니다. 보고서의 수는 이 종류로 나누어 볼 수 있습니다.",
    )

    def __init__(
        self, data: Any = None, *, shape: str, asks: list[dict] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.shape = Shape(shape)
        if self.shape == Shape.TALLY:
            self.fields["counting"] = forms.ChoiceField(
                label="세는 방법", choices=Counting.choices, widget=forms.RadioSelect, initial=Counting.FLOW
            )
        asked = {ask["field"]: ask for ask in asks or ()}
        for name, label in ASKS[self.shape].items():
            known = asked.get(name)
            self.fields[f"ask_{name}"] = forms.ChoiceField(
                label=f"{label}: 물을까요?",
                choices=[("", "묻지 않음"), ("may", "물음"), ("must", "꼭 물음")],
                required=False,
                initial="" if known is None else ("must" if known["required"] else "may"),
            )
            self.fields[f"label_{name}"] = forms.CharField(
                label=f"{label}: 부르는 말",
                max_length=40,
                required=False,
                initial=known["label"] if known else label,
            )

    def given(self) -> dict[str, Any]:
        """What the actions take."""
        found = self.cleaned_data
        asks = [
            {"field": name, "label": found[f"label_{name}"], "required": found[f"ask_{name}"] == "must"}
            for name in ASKS[self.shape]
            if found[f"ask_{name}"]
        ]
        return {
            "name": found["name"],
            "kinds": found["kinds"].splitlines(),
            "asks": asks,
            "words": {"one": found["one"], "day": found["day"]},
        }
