"""What one types to correct the calendar."""

from __future__ import annotations

from django import forms

HOLIDAY, WORKING = "holiday", "working"


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

    def clean(self):
        found = super().clean()
        if found.get("is_what") == HOLIDAY and not found.get("name"):
            self.add_error("name", "쉬는 날이면 공휴일 이름을 적으세요.")
        if found.get("is_what") == WORKING:
            found["name"] = ""
        return found
