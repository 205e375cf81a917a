"""정원, 현원, 위촉, 이해충돌 and the facilities and units of the centre."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from kwonik.people.codes import AppointedRole, Grade, Qualification
from kwonik.places.models import Centre
from kwonik.places.queries import districts, units

from .fields import DayForm, PlainTextField, Submission, Versioned


class PostForm(Submission):
    grade = forms.ChoiceField(label="직급", choices=Grade.choices)
    unit = forms.ModelChoiceField(label="부서", queryset=None, required=False, empty_label="정하지 않음")
    from_on = forms.DateField(label="시작일", initial=timezone.localdate)

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units(centre, timezone.localdate())


class StaffForm(Submission):
    """Somebody starts: on the first free post of the grade."""

    name = PlainTextField(label="이름", max_length=60, widget=forms.TextInput({"class": "kw-w-m"}))
    grade = forms.ChoiceField(label="직급", choices=Grade.choices, help_text="그 직급의 빈 정원에 올립니다.")
    from_on = forms.DateField(label="시작일", initial=timezone.localdate)


class AppointmentFilter(DayForm):
    """Which appointments a list shows."""

    role = forms.ChoiceField(label="역할", required=False, choices=[("", "전체"), *AppointedRole.choices])
    term_number = forms.IntegerField(
        label="기수", required=False, min_value=1, max_value=99, widget=forms.NumberInput({"class": "kw-w-s"})
    )
    name = PlainTextField(label="이름", required=False, max_length=60)


class AppointmentForm(Submission):
    role = forms.ChoiceField(label="역할", choices=AppointedRole.choices)
    term_number = forms.IntegerField(
        label="기수",
        required=False,
        min_value=1,
        max_value=99,
        help_text="기수가 없는 위촉이면 비워 둡니다.",
        widget=forms.NumberInput({"data-unit": "기", "class": "kw-w-s"}),
    )
    name = PlainTextField(label="이름", max_length=60, widget=forms.TextInput({"class": "kw-w-m"}))
    qualification = forms.ChoiceField(label="자격", choices=Qualification.choices)
    firm = PlainTextField(label="사무소", max_length=80, required=False)
    specialities = forms.MultipleChoiceField(
        label="전문 분야",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="배정 순위에 씁니다.",
    )
    districts = forms.ModelMultipleChoiceField(
        label="활동 자치구", queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    from_on = forms.DateField(label="위촉일", initial=timezone.localdate)
    until_on = forms.DateField(label="만료일", required=False)
    capacity = forms.IntegerField(
        label="동시에 맡는 사건 수",
        min_value=0,
        max_value=200,
        initial=5,
        widget=forms.NumberInput({"data-unit": "건", "class": "kw-w-s"}),
    )

    def __init__(self, *args: Any, specialities: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["districts"].queryset = districts()
        self.fields["specialities"].choices = specialities
        if not specialities:
            del self.fields["specialities"]

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("from_on"), self.cleaned_data.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", "만료일이 위촉일보다 앞섭니다. 날짜를 바꿔 넣으세요.")
        return self.cleaned_data


class AmendAppointmentForm(Versioned, AppointmentForm):
    """Everything but the beginning; also whether new cases are held back."""

    form_token = None
    role = None
    from_on = None
    until_on = None
    suspended = forms.BooleanField(label="새 사건을 배정하지 않습니다", required=False)


class ConflictForm(forms.Form):
    workplace = PlainTextField(
        label="사업장 이름", max_length=120, help_text="이 사업장의 사건은 이분에게 배정할 수 없게 됩니다."
    )
    reason = PlainTextField(label="사유", max_length=200, help_text="예: 이 사업장의 자문을 맡고 있음")
    declared_on = forms.DateField(label="알린 날", initial=timezone.localdate)
