"""What the forms of shelters are made of."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms


class Submission(forms.Form):
    """A form that makes a row: sent twice, it makes one."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


def small(label: str, least: int, most: int, unit: str = "", **options: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "kw-w-s", **({"data-unit": unit} if unit else {})})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget, **options)


class Dates(forms.Form):
    from_on = forms.DateField(label="시작일")
    until_on = forms.DateField(label="마지막 날", required=False, help_text="비우면 끝낼 때까지입니다.")

    def clean(self):
        found = super().clean() or {}
        first, last = found.get("from_on"), found.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", "마지막 날이 첫날보다 앞섭니다. 날짜를 다시 확인하세요.")
        return found


class Times(forms.Form):
    """Open from and until; until may be on the next morning."""

    opens_at = forms.TimeField(label="여는 시각", required=False, help_text="예: 13:00")
    closes_at = forms.TimeField(
        label="닫는 시각", required=False, help_text="자정을 넘기면 다음 날 시각. 예: 06:00"
    )

    def clean(self):
        found = super().clean() or {}
        if (found.get("opens_at") is None) != (found.get("closes_at") is None):
            self.add_error("closes_at", "여는 시각과 닫는 시각을 함께 적으세요.")
        return found
