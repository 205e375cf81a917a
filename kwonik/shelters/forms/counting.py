"""Presses of the counter, corrections, the month looked at."""

from __future__ import annotations

from datetime import date, datetime

from django import forms
from django.utils import timezone

from kwonik.people.forms.fields import PlainTextField
from kwonik.shelters.codes import ShelterKind

from .fields import Submission, small


class PressForm(forms.Form):
    """One press of the counter. `pressed_at` comes from a telephone that had no connection then."""

    token = forms.UUIDField()
    step = forms.IntegerField(required=False, min_value=1, max_value=100)
    undo = forms.BooleanField(required=False)
    pressed_at = forms.CharField(required=False, max_length=40)

    def clean_pressed_at(self) -> datetime | None:
        try:
            at = datetime.fromisoformat(self.cleaned_data["pressed_at"])
        except ValueError:
            return None
        return at if at.tzinfo else None


class CorrectionForm(Submission):
    right = small("맞는 사람 수", 0, 100_000, "명")
    reason = PlainTextField(
        label="바로잡는 까닭", max_length=200, help_text="이력에 남습니다. 예: 무인 계수기와 맞춤"
    )


class MonthFilter(forms.Form):
    month = forms.RegexField(r"^20\d{2}-\d{2}$", label="달", required=False, help_text="예: 2025-05")
    kind = forms.ChoiceField(label="구분", required=False, choices=[("", "모두"), *ShelterKind.choices])

    @property
    def first_on(self) -> date:
        """The first day of the month asked for, or of this one."""
        try:
            return date.fromisoformat(f"{self.cleaned_data.get('month')}-01")
        except ValueError:
            return timezone.localdate().replace(day=1)
