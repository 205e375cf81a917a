"""The shape of a pledge's head, of what happens to it, and of what one asks of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from kwonik.people.forms import PlainTextField, Submission
from kwonik.pledges.codes import (
    GROUPS,
    Actor,
    CentralHelp,
    EventKind,
    Funding,
    Nature,
    Progress,
    Span,
)

from . import fields

ALL = ("", "모두")
CODE_HELP = "영문, 숫자, -, _. 관리카드와 수치에서 부르는 이름입니다."


class SureForm(forms.Form):
    """Nothing to fill in; what the rules refuse is said on it."""

    sure = forms.BooleanField(widget=forms.HiddenInput, initial=True)


class WithdrawForm(forms.Form):
    reason = PlainTextField(label="철회하는 까닭", max_length=200, help_text="이력에 남습니다.")


class DayForm(forms.Form):
    as_of = forms.DateField(label="기준일", required=False)


class PledgeFilter(forms.Form):
    word = forms.CharField(label="공약명", required=False, max_length=60)
    group = forms.ChoiceField(
        label="이행구분", required=False, choices=[ALL, *((key, label) for key, (label, _) in GROUPS.items())]
    )
    funding = forms.ChoiceField(label="재원", required=False, choices=[ALL, *Funding.choices])

    def narrow(self, rows: Any) -> Any:
        """Pledges that have their `status` already."""
        if not self.is_valid():
            return rows.none()
        found = self.cleaned_data
        if found["word"]:
            rows = rows.filter(title__icontains=found["word"])
        if found["group"]:
            rows = rows.filter(status__in=list(GROUPS[found["group"]][1]))
        if found["funding"]:
            rows = rows.filter(funding=found["funding"])
        return rows


class HeadForm(forms.Form):
    """The head of a card, without what stays as it was promised."""

    number = fields.line("공약 번호", 20, required=False)
    title = fields.line("공약명", 120)
    department = fields.line("추진부서", 60)
    nature = forms.ChoiceField(label="성격", choices=Nature.choices, widget=forms.RadioSelect)
    span = forms.ChoiceField(label="기간", choices=Span.choices, widget=forms.RadioSelect)
    funding = forms.ChoiceField(label="재원", choices=Funding.choices, widget=forms.RadioSelect)
    actor = fields.chosen("사업주체", Actor.choices)
    central_help = fields.chosen("중앙정부 도움 필요성", CentralHelp.choices)
    goal = fields.text("최종목표", 500)
    content = fields.text("사업내용", 500)
    from_on = forms.DateField(label="사업 시작")
    until_on = forms.DateField(label="사업 끝")
    term_from_on = forms.DateField(label="임기 시작")
    term_until_on = forms.DateField(label="임기 끝")

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "form_token"}


class PledgeForm(HeadForm, Submission):
    original = fields.text(
        "공약 원문", 5000, rows=5, help_text="선거 때의 글 그대로. 나중에 아무도 고칠 수 없습니다."
    )
    election = fields.line("선거", 60, help_text="예: 제8회 전국동시지방선거")
    code = forms.SlugField(label="부르는 이름(영문)", max_length=50, help_text=CODE_HELP)

    field_order = ("title", "original", "election", "number", "code", "department")


# -- what happens ---------------------------------------------------------------------------------------------


class DecidedForm(Submission):
    decided_on = forms.DateField(label="정한 날", initial=timezone.localdate)
    decided_by = fields.line("정한 사람이나 기구", 80)
    basis = fields.line("근거", 300, help_text="문서나 회의의 이름")


class StatusForm(DecidedForm):
    status = forms.ChoiceField(label="이행구분", choices=Progress.choices, widget=forms.RadioSelect)
    field_order = ("status",)


class OverrideForm(DecidedForm):
    percent = forms.IntegerField(
        label="손으로 정한 이행률",
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"class": "kw-w-s", "data-unit": "%"}),
        help_text="비워 두면 로드맵의 이행률로 되돌립니다. 카드에는 두 이행률이 함께 실립니다.",
    )
    field_order = ("percent",)


class OtherForm(DecidedForm):
    kind = forms.ChoiceField(
        label="무엇",
        choices=[
            (EventKind.SPLIT.value, "이 공약에서 나누어 냄"),
            (EventKind.MERGED.value, "이 공약을 합침"),
        ],
        widget=forms.RadioSelect,
    )
    other = forms.ModelChoiceField(label="다른 공약", queryset=None, empty_label="고르세요")
    field_order = ("kind", "other")

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = others


class ChangeForm(DecidedForm):
    change = fields.text("무엇을 어떻게 바꾸려 하는지", 300)
    field_order = ("change",)


class DecideForm(DecidedForm):
    approved = forms.TypedChoiceField(
        label="결과",
        choices=[("yes", "승인"), ("no", "불승인")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="불승인도 지워지지 않고 카드에 실립니다.",
    )
    seats_for = forms.IntegerField(label="찬성", min_value=0, max_value=1000, required=False)
    seats_against = forms.IntegerField(label="반대", min_value=0, max_value=1000, required=False)
    field_order = ("approved", "seats_for", "seats_against")
