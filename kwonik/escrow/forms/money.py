"""Money at the operator's desk: lists, a reason, another body's paper."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from kwonik.escrow import queries
from kwonik.escrow.codes import BEGINNINGS, DepositState, PaymentState
from kwonik.people.forms import PlainTextField, SealedTextField, Submission


class DepositFilter(forms.Form):
    state = forms.ChoiceField(label="상태", required=False, choices=[("", "모두"), *DepositState.choices])
    q = forms.CharField(label="계약번호", required=False, max_length=20)

    def narrow(self, rows: QuerySet) -> QuerySet:
        given = self.cleaned_data if self.is_valid() else {}
        if given.get("state"):
            rows = rows.filter(state=given["state"])
        if given.get("q"):
            rows = rows.filter(virtual_account__milestone__contract__reference__icontains=given["q"].strip())
        return rows


class PaymentFilter(forms.Form):
    state = forms.ChoiceField(label="상태", required=False, choices=[("", "모두"), *PaymentState.choices])

    def narrow(self, rows: QuerySet) -> QuerySet:
        given = self.cleaned_data if self.is_valid() else {}
        return queries.paying.in_order(rows, given.get("state", ""))


class WhySeenForm(forms.Form):
    """Why somebody looks at a name."""

    reason = PlainTextField(
        label="이름을 보는 까닭",
        max_length=200,
        help_text="누가 언제 왜 보았는지 기록으로 남습니다. 이름이나 계좌번호는 적지 마세요.",
    )


class SettlementForm(Submission):
    """조정기관의 결정: its day, the freelancer's part, the paper itself."""

    decided_on = forms.DateField(label="결정한 날", initial=timezone.localdate)
    freelancer_won = forms.IntegerField(
        label="프리랜서 몫",
        localize=True,
        min_value=0,
        help_text="결정문에 적힌 대로, 세금을 떼기 전 금액입니다. 나머지는 의뢰인에게 돌아갑니다.",
    )
    note = SealedTextField(
        label="결정의 요지",
        max_length=1000,
        help_text="두 당사자가 모두 봅니다. 주민등록번호는 적지 마세요.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    paper = forms.FileField(label="결정문", help_text=f"파일 하나, 20MB까지. {', '.join(BEGINNINGS)}")
