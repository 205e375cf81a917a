"""The shape of a panel, its seats and what it gives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from kwonik.people.forms import Submission
from kwonik.pledges.codes import Drawn, PanelKind

from . import fields


class PanelForm(Submission):
    name = fields.line("이름", 80)
    kind = forms.ChoiceField(label="구분", choices=PanelKind.choices, widget=forms.RadioSelect)
    seats = forms.IntegerField(label="자리 수", min_value=1, max_value=1000)
    quota = fields.text("집단별 자리", 500, required=False, help_text="한 줄에 하나씩. 예: 만안구 여성=10")
    from_on = forms.DateField(label="시작하는 날")
    until_on = forms.DateField(label="끝나는 날")

    def clean_quota(self) -> dict[str, int]:
        found = {}
        for line in filter(str.strip, (self.cleaned_data["quota"] or "").splitlines()):
            name, mark, count = line.partition("=")
            if not mark or not count.strip().isdecimal():
                raise forms.ValidationError("집단별 자리는 '집단=자리 수'로 한 줄에 하나씩 적으세요.")
            found[name.strip()] = int(count)
        return found

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "form_token"}


class MemberForm(Submission):
    seat = forms.IntegerField(label="자리 번호", min_value=1, max_value=1000)
    group = fields.line(
        "집단", 40, required=False, help_text="이름은 적지 않습니다. 평가단에 정한 집단만 적으세요."
    )
    chosen = forms.ChoiceField(label="뽑은 길", choices=Drawn.choices, widget=forms.RadioSelect)
    chosen_on = forms.DateField(label="뽑은 날", initial=timezone.localdate)

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "form_token"}


class ScoreForm(Submission):
    pledge = forms.ModelChoiceField(label="공약", queryset=None, empty_label="고르세요")
    criterion = fields.line("평가 항목", 80, help_text="예: 이행률 평가의 타당성")
    points = forms.DecimalField(
        label="점수(100점)", min_value=0, max_value=100, decimal_places=2, max_digits=5
    )
    people = forms.IntegerField(label="평가한 사람", min_value=1, max_value=1000)
    held_on = forms.DateField(label="평가한 날", initial=timezone.localdate)

    def __init__(self, *args: Any, pledges: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pledge"].queryset = pledges

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "form_token"}
