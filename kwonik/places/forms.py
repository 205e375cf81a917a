"""Facilities and units as somebody types them."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from .codes import UnitKind


class DayForm(forms.Form):
    """As of which day a register is shown; today when nothing is given."""

    day = forms.DateField(label="기준일", required=False)


class FacilityForm(forms.Form):
    name = forms.CharField(label="이름(비고)", max_length=60)
    address = forms.CharField(label="주소", max_length=200)
    floors = forms.CharField(label="층별", max_length=60, widget=forms.TextInput({"class": "kw-w-m"}))
    structure = forms.CharField(label="구조", max_length=60, widget=forms.TextInput({"class": "kw-w-m"}))
    use = forms.CharField(label="용도", max_length=60, widget=forms.TextInput({"class": "kw-w-m"}))
    area_m2 = forms.DecimalField(
        label="면적",
        max_digits=9,
        decimal_places=2,
        min_value=0.01,
        widget=forms.NumberInput({"data-unit": "㎡", "class": "kw-w-m", "step": "0.01"}),
    )
    holder = forms.CharField(label="사용자", max_length=60, widget=forms.TextInput({"class": "kw-w-m"}))
    rooms = forms.CharField(label="공간 구성", max_length=300, required=False)
    from_on = forms.DateField(label="시작일", initial=timezone.localdate)


class UnitForm(forms.Form):
    name = forms.CharField(label="이름", max_length=60, widget=forms.TextInput({"class": "kw-w-m"}))
    kind = forms.ChoiceField(label="구분", choices=UnitKind.choices)
    duties = forms.CharField(
        label="주요 업무",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="한 줄에 하나씩 적습니다.",
    )
    from_on = forms.DateField(label="시작일", initial=timezone.localdate)

    def clean_duties(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["duties"].splitlines() if line.strip()]


class EndForm(forms.Form):
    until_on = forms.DateField(label="마지막 날", initial=timezone.localdate, help_text="이날까지 있습니다.")
