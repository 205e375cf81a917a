"""Lists and decisions at the operator's desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from kwonik.escrow import queries
from kwonik.escrow.codes import ContractState, DisputeState, MemberState
from kwonik.people.forms import PlainTextField

_DAYS = forms.NumberInput(attrs={"data-unit": "일", "class": "kw-w-s"})


class MemberFilter(forms.Form):
    state = forms.ChoiceField(label="상태", required=False, choices=[("", "모두"), *MemberState.choices])
    q = forms.CharField(label="회원번호", required=False, max_length=20)

    def narrow(self, rows: QuerySet) -> QuerySet:
        given = self.cleaned_data if self.is_valid() else {}
        return queries.members_listed(rows, given.get("state", ""), given.get("q", ""))


class ContractFilter(forms.Form):
    state = forms.ChoiceField(label="상태", required=False, choices=[("", "모두"), *ContractState.choices])
    q = forms.CharField(label="계약번호", required=False, max_length=20)

    def narrow(self, rows: QuerySet) -> QuerySet:
        given = self.cleaned_data if self.is_valid() else {}
        if given.get("state"):
            rows = rows.filter(state=given["state"])
        if given.get("q"):
            rows = rows.filter(reference__icontains=given["q"].strip())
        return rows


class EarlierFilter(forms.Form):
    q = forms.CharField(label="계약번호", required=False, max_length=40)

    def narrow(self, rows: QuerySet) -> QuerySet:
        wanted = self.cleaned_data["q"].strip() if self.is_valid() else ""
        return rows.filter(reference__icontains=wanted) if wanted else rows


class DisputeFilter(forms.Form):
    state = forms.ChoiceField(label="상태", required=False, choices=[("", "모두"), *DisputeState.choices])

    def narrow(self, rows: QuerySet) -> QuerySet:
        given = self.cleaned_data if self.is_valid() else {}
        return rows.filter(state=given["state"]) if given.get("state") else rows


class ReasonForm(forms.Form):
    reason = PlainTextField(label="까닭", max_length=200, help_text="이용자에게 보입니다.")


class AssignForm(forms.Form):
    adviser = forms.ChoiceField(
        label="자문위원",
        help_text="맡은 상담이 적은 사람이 위에 있습니다.",
        widget=forms.RadioSelect(attrs={"class": "kw-stacked"}),
    )

    def __init__(self, *args: Any, panel: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.panel = {str(one.pk): one for one in panel}
        self.fields["adviser"].choices = [
            (pk, f"{one} · 맡은 상담 {one.load}건") for pk, one in self.panel.items()
        ]

    @property
    def chosen(self) -> Any:
        return self.panel[self.cleaned_data["adviser"]]


class PolicyForm(forms.Form):
    """What holds from a day to come."""

    from_on = forms.DateField(label="언제부터", help_text="내일이나 그 뒤의 날입니다.")
    acceptance_days = forms.IntegerField(
        label="기본 검수 기간",
        min_value=1,
        max_value=365,
        widget=_DAYS,
        help_text="계약을 쓸 때 처음 들어 있는 날수입니다.",
    )
    shortest_days = forms.IntegerField(label="가장 짧은 검수 기간", min_value=1, max_value=365, widget=_DAYS)
    longest_days = forms.IntegerField(label="가장 긴 검수 기간", min_value=1, max_value=365, widget=_DAYS)
    warning_days = forms.CharField(
        label="미리 알리는 날",
        max_length=40,
        help_text="검수 기간이 끝나기 며칠 전인지 쉼표로 나눕니다. 예: 7, 3, 1",
    )
    card_basis_points = forms.IntegerField(
        label="카드 수수료",
        min_value=0,
        max_value=1000,
        widget=forms.NumberInput(attrs={"data-unit": "만분율", "class": "kw-w-s"}),
        help_text="만분율로 적습니다. 2.2%는 220입니다.",
    )

    def clean_warning_days(self) -> list[int]:
        given = [part.strip() for part in self.cleaned_data["warning_days"].split(",") if part.strip()]
        if (
            not given
            or len(given) > 10
            or not all(part.isdecimal() and 1 <= int(part) <= 365 for part in given)
        ):
            raise forms.ValidationError("며칠 전인지 1부터 365까지 쉼표로 나누어 적으세요. 예: 7, 3, 1")
        return [int(part) for part in given]
