"""Lists and decisions at the operator's desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from kwonik.escrow import queries
from kwonik.escrow.codes import ContractState, DisputeState, MemberState
from kwonik.people.forms import PlainTextField


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
