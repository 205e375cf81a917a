"""The shape of bookings as finance types them."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from .codes import AllotmentKind


class Booking(forms.Form):
    form_token = forms.UUIDField(widget=forms.HiddenInput)


class SpendingForm(Booking):
    spent_on = forms.DateField(
        label="집행일", initial=timezone.localdate, widget=forms.DateInput(attrs={"autofocus": True})
    )
    amount_won = forms.IntegerField(
        label="금액",
        localize=True,
        help_text="반납은 앞에 -를 붙입니다.",
        min_value=-(10**12),
        max_value=10**12,
    )
    summary = forms.CharField(label="적요", max_length=200)
    payee = forms.CharField(label="거래처", max_length=120, required=False)
    voucher = forms.CharField(label="결의서 번호", max_length=40, required=False)


class AllotmentForm(Booking):
    kind = forms.ChoiceField(label="구분", choices=AllotmentKind.choices, widget=forms.RadioSelect)
    decided_on = forms.DateField(label="결정일", initial=timezone.localdate)
    amount_won = forms.IntegerField(
        label="금액",
        localize=True,
        help_text="줄이는 금액은 앞에 -를 붙입니다.",
        min_value=-(10**13),
        max_value=10**13,
    )
    basis = forms.CharField(
        label="근거", max_length=200, required=False, help_text="예: 2025년 제1회 추가경정예산"
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="철회하는 까닭", max_length=200, help_text="이력에 남습니다. 예: 다른 과목에 잘못 적음"
    )
