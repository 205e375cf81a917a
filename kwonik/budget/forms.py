"""The shape of bookings as finance types them."""

from __future__ import annotations

from django import forms

from kwonik.people.forms import PlainTextField
from kwonik.spreadsheets import amounts

from .codes import AllotmentKind


class WonField(forms.IntegerField):
    """Won as people type them, the same as in a ledger: 200,000 · 20만원 · 1억 2,000만 · △1,000."""

    def __init__(self, **kwargs):
        super().__init__(localize=True, **kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return amounts.won_parser()(str(value))
        except amounts.Unreadable as unreadable:
            raise forms.ValidationError(unreadable.sentence) from unreadable


class Booking(forms.Form):
    form_token = forms.UUIDField(widget=forms.HiddenInput)


class SpendingForm(Booking):
    spent_on = forms.DateField(label="집행일", widget=forms.DateInput(attrs={"autofocus": True}))
    amount_won = WonField(
        label="금액",
        help_text="예: 330,000 또는 33만. 반납은 앞에 -를 붙입니다.",
        min_value=-(10**12),
        max_value=10**12,
    )
    summary = PlainTextField(label="적요", max_length=200)
    payee = PlainTextField(label="거래처", max_length=120, required=False)
    voucher = PlainTextField(label="결의서 번호", max_length=40, required=False)


class AllotmentForm(Booking):
    kind = forms.ChoiceField(label="구분", choices=AllotmentKind.choices, widget=forms.RadioSelect)
    decided_on = forms.DateField(label="결정일")
    amount_won = WonField(
        label="금액",
        help_text="예: 50,000,000 또는 5천만. 줄이는 금액은 앞에 -를 붙입니다.",
        min_value=-(10**13),
        max_value=10**13,
    )
    basis = PlainTextField(
        label="근거", max_length=200, required=False, help_text="예: 2025년 제1회 추가경정예산"
    )


class WithdrawForm(forms.Form):
    reason = PlainTextField(
        label="철회하는 까닭", max_length=200, help_text="이력에 남습니다. 예: 다른 과목에 잘못 적음"
    )


class ReinstateForm(forms.Form):
    """Nothing to fill in; what the rules refuse is said on it."""

    reinstate = forms.BooleanField(widget=forms.HiddenInput, initial=True)
