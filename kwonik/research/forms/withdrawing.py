"""Taking a record back and bringing it back."""

from __future__ import annotations

from django import forms

from kwonik.people.forms import PlainTextField


class WithdrawForm(forms.Form):
    reason = PlainTextField(
        label="철회하는 까닭", max_length=200, help_text="이력에 남습니다. 예: 다른 조사에 잘못 적음"
    )


class ReinstateForm(forms.Form):
    """Nothing to fill in; what the rules refuse is said on it."""

    reinstate = forms.BooleanField(widget=forms.HiddenInput, initial=True)
