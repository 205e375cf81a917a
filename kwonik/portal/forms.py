"""What one tells when a release is taken back."""

from __future__ import annotations

from django import forms

from kwonik.people.forms import PlainTextField


class WithdrawForm(forms.Form):
    reason = PlainTextField(
        label="거두는 까닭", max_length=200, help_text="공개 통계의 정정 목록에 그대로 실립니다."
    )


class SureForm(forms.Form):
    """Nothing to tell, only to be sure."""
